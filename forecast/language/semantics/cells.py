"""The cells of a table's column as values of its type."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite, nan

from forecast.language.types.calendar import DAYS_PER_YEAR, InvalidDate, days_in_month, years_since

EMPTY = frozenset({"", "na", "n/a", "nan", "null", "none", "missing"})
"""What counts as an empty cell, whatever its case."""
_TRUTHS = {"true": 1.0, "yes": 1.0, "1": 1.0, "false": 0.0, "no": 0.0, "0": 0.0}


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that cannot be read: its row among the rows, what stands there, and what was wanted."""

    row: int
    text: str
    wanted: str


type Reader = Callable[[str], float]
"""Raises ValueError with what was wanted."""


def read_cells(texts: Sequence[str], reader: Reader) -> tuple[float, ...] | WrongCell:
    """The values of cells, NaN where they are empty."""
    found: list[float] = []
    for row, text in enumerate(texts):
        if text.lower() in EMPTY:
            found.append(nan)
            continue
        try:
            found.append(reader(text))
        except ValueError as problem:
            return WrongCell(row, text, str(problem))
    return tuple(found)


def number(factor: float, *, share: bool = False) -> Reader:
    """A number in a unit of so many canonical ones; a `share` may be written with a percent sign."""

    def read(text: str) -> float:
        if share and text.endswith("%"):
            return percent(text[:-1])
        try:
            value = float(text.replace("_", "x"))
        except ValueError:
            raise ValueError("a number") from None
        if not isfinite(value):
            raise ValueError("a finite number")
        return value * factor

    return read


percent = number(0.01)
"""A percentage, without its sign."""


def whole(text: str) -> float:
    """A whole number."""
    try:
        value = float(text.replace("_", "x"))
    except ValueError:
        raise ValueError("a whole number") from None
    if not isfinite(value) or value != int(value):
        raise ValueError("a whole number")
    return value


def truth(text: str) -> float:
    """True or false."""
    found = _TRUTHS.get(text.lower())
    if found is None:
        raise ValueError("`true` or `false`")
    return found


def label(labels: Sequence[str], index: str) -> Reader:
    """One of the elements of an index, by its position."""
    positions = {name: float(position) for position, name in enumerate(labels)}

    def read(text: str) -> float:
        if text not in positions:
            raise ValueError(f"an element of `{index}`")
        return positions[text]

    return read


def date(epoch: int) -> Reader:
    """A date, in years from the epoch: `2026-03-01`, `2026-03`, `2026`, or a decimal year such as 2026.25."""

    def read(text: str) -> float:
        parts = text[:10].split("-") if "T" in text or " " in text else text.split("-")
        try:
            if len(parts) == 1:
                year = float(text)
                if not 1 <= year < 10_000:
                    raise ValueError
                begin = years_since(epoch, int(year))
                # A part of a year is one of that year's own days.
                return begin + (year - int(year)) * (years_since(epoch, int(year) + 1) - begin)
            numbers = [int(part) for part in parts]
            year, month, day = (*numbers, 1)[:3]
            if len(parts) > 3 or not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
                raise ValueError
            return years_since(epoch, year, month, day)
        except (ValueError, InvalidDate):
            raise ValueError("a date such as 2026-03-01, 2026-03 or 2026.25") from None

    return read


def earliest_day(value: float) -> float:
    """A date as days, for comparisons that must not hang on a rounding."""
    return round(value * DAYS_PER_YEAR, 3)
