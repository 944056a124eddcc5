"""Dates of the proleptic Gregorian calendar as years from an epoch.

A date inside a model is a float: years (of 365.2425 days) since the model's epoch, an ordinal day.
Ordinal days are those of ``datetime.date.toordinal`` (1 is 1 January of year 1), carried on to any year, also
below 1.
"""

from dataclasses import dataclass
from math import floor, isfinite, isnan
from typing import Literal, assert_never

DAYS_PER_YEAR = 365.2425
FIRST_SHOWN_YEAR = 1
LAST_SHOWN_YEAR = 9999

type Precision = Literal["day", "month", "year"]

_DAYS_PER_400_YEARS = 146_097
_DAYS_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)
_MONTHS = "January February March April May June July August September October November December"
# Far below a second: a date that went through years and back must not fall on the day before.
_DAY_ROUNDING = 1e-6


class InvalidDate(Exception):  # noqa: N818
    """Text that names no day of the calendar; ``reason`` says why, as a sentence without its full stop."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(f"{text!r}: {reason}")
        self.text = text
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A day with the precision at which it was written: ``2027-06`` is the first of June, precision month."""

    year: int
    month: int = 1
    day: int = 1
    precision: Precision = "day"

    @property
    def ordinal(self) -> int:
        """The ordinal day."""
        return ordinal(self.year, self.month, self.day)


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """The number of days of a month (1 to 12)."""
    return 29 if month == 2 and is_leap(year) else _DAYS_BEFORE_MONTH[month] - _DAYS_BEFORE_MONTH[month - 1]


def ordinal(year: int, month: int, day: int) -> int:
    """The ordinal day of a date in any year, before year 1 too (year 0 is 1 BC)."""
    before = year - 1
    leap_day = 1 if month > 2 and is_leap(year) else 0
    return before * 365 + before // 4 - before // 100 + before // 400 + _DAYS_BEFORE_MONTH[month - 1] + leap_day + day


def from_ordinal(days: int) -> tuple[int, int, int]:
    """The (year, month, day) of an ordinal day; the inverse of ``ordinal``."""
    cycles, rest = divmod(days - 1, _DAYS_PER_400_YEARS)
    # The estimate is never too early and at most one year too late.
    year = 400 * cycles + rest // 365 + 1
    while ordinal(year, 1, 1) > days:
        year -= 1
    offset = days - ordinal(year, 1, 1)
    month = min(offset // 28, 11) + 1
    while ordinal(year, month, 1) > days:
        month -= 1
    return year, month, days - ordinal(year, month, 1) + 1


def years_since(epoch: int, year: int, month: int = 1, day: int = 1) -> float:
    """Years (365.2425 days each) from the epoch's ordinal day to a date; below 0 before it."""
    return years_between(epoch, ordinal(year, month, day))


def years_between(epoch: int, day: int) -> float:
    """Years (365.2425 days each) from one ordinal day to another."""
    # 400 years are a whole number of days, so this is one correctly rounded division.
    return (day - epoch) * 400 / _DAYS_PER_400_YEARS


def decimal_year(days: float) -> float:
    """The decimal year of an ordinal day with fraction: 2031.0 on 1 January, linear within the year."""
    if not isfinite(days):
        return days
    year, _, _ = from_ordinal(floor(days))
    start = ordinal(year, 1, 1)
    return year + (days - start) / (366 if is_leap(year) else 365)


def parse_date(text: str) -> CalendarDate:
    """Read ``2027-06-15``, ``2027-06`` or ``2030``. Raises InvalidDate where the calendar has no such day."""
    parts = text.split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise InvalidDate(text, "a date is written as 2027-06-15, 2027-06 or 2027")
    if not 4 <= len(parts[0]) <= 9:
        raise InvalidDate(text, "the year of a date has at least four digits and at most nine")
    if any(len(part) != 2 for part in parts[1:]):
        raise InvalidDate(text, "the month and the day of a date have two digits each, as in 2027-06-15")
    year, month, day = (*map(int, parts), 1, 1)[:3]
    if not 1 <= month <= 12:
        raise InvalidDate(text, f"there is no month {parts[1]}")
    length = days_in_month(year, month)
    if not 1 <= day <= length:
        name = _MONTHS.split()[month - 1]
        if month == 2 and day == 29:
            raise InvalidDate(text, f"{year} is not a leap year, so its February has 28 days")
        raise InvalidDate(text, f"{name} has {length} days")
    precisions: tuple[Precision, ...] = ("year", "month", "day")
    return CalendarDate(year, month, day, precisions[len(parts) - 1])


def format_date(years: float, epoch: int, precision: Precision = "day") -> str:
    """A date as text: ``2031-05-17``, ``2031-05`` or ``2031``; the calendar day or month that contains it.

    Outside years 1 to 9999 it is "before 1" or "after 9999"; an infinite date is "never", NaN is "missing".
    """
    if isnan(years):
        return "missing"
    if years == float("inf"):
        return "never"
    if abs(years) > 1e7:
        return f"after {LAST_SHOWN_YEAR}" if years > 0 else f"before {FIRST_SHOWN_YEAR}"
    year, month, day = from_ordinal(floor(epoch + years * DAYS_PER_YEAR + _DAY_ROUNDING))
    if year > LAST_SHOWN_YEAR:
        return f"after {LAST_SHOWN_YEAR}"
    if year < FIRST_SHOWN_YEAR:
        return f"before {FIRST_SHOWN_YEAR}"
    match precision:
        case "day":
            return f"{year:04}-{month:02}-{day:02}"
        case "month":
            return f"{year:04}-{month:02}"
        case "year":
            return f"{year:04}"
        case _:
            assert_never(precision)
