"""Two sides that do not go together, and how they may be brought together."""

from dataclasses import dataclass

from forecast.language.semantics.errors.report import amount, measured, operand, quoted, shorten
from forecast.language.source import Span
from forecast.language.types.dimension import TIME, base
from forecast.language.types.kind import PLAIN, RATE, Boolean, Category, Growth, Kind, Number


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: its place, its kind, and the unit in which its author writes it ("" where none)."""

    span: Span
    kind: Kind
    unit: str = ""

    @property
    def words(self) -> str:
        return amount(self.kind, self.unit)


def mending(left: Side, right: Side) -> list[str]:
    """How two amounts, one of them short of a unit, may be brought together."""
    for growth, plain in ((left, right), (right, left)):
        if isinstance(growth.kind, Growth) and plain.kind == PLAIN:
            factor = f"factor({shorten(growth.span.text)}, 1 year)"
            if plain.span.text.endswith("x"):
                return [f"write `{plain.span.text}/year`"]
            if _is_literal(plain.span):
                return [f"write `{plain.span.text}x/year`, or compare with `{factor}`"]
            return [f"`{factor}` is what it grows by in a year, a plain number"]
    a, b = left.kind, right.kind
    if not isinstance(a, Number) or not isinstance(b, Number):
        return [_alike(left, right)]
    if PLAIN in (a, b):
        plain, other = (left, right) if a == PLAIN else (right, left)
        unit = other.unit or _unit(b if a == PLAIN else a)
        if plain.span.text == "1" and other.kind == RATE:
            growth = f"growth({shorten(other.span.text)})"
            return [
                f"`{operand(other.span.text)} * 1 year` is what it comes to in a year",
                f"what grows at this rate is multiplied by `factor({growth}, 1 year)` in a year",
            ]
        literal = measured(plain.span.text, unit)
        if literal:
            return [f"give the number its unit: `{shorten(literal)}`"]
        number, whole = operand(plain.span.text), operand(other.span.text)
        return [f"for a part of it write `{whole} * {number}`; to make it an amount, write `{number} * 1 {unit}`"]
    ratio = a.dimension / b.dimension
    if ratio in (TIME, TIME**-1):
        rate = left if ratio == TIME**-1 else right
        return [f"`{operand(rate.span.text)} * 1 year` is what it comes to in a year"]
    if ratio in (base("USD") / base("EUR"), base("EUR") / base("USD")):
        rate = _EURO_IN_DOLLARS if ratio == base("USD") / base("EUR") else _DOLLAR_IN_EUROS
        return [f"currencies have no fixed rate: multiply by one, as in `{operand(right.span.text)} * {rate}`"]
    return [f"mend a unit, or multiply `{shorten(right.span.text)}` by something in {ratio}"]


def towards(found: Side, stated: Side) -> list[str]:
    """How an amount comes to be one of the kind that is stated of it."""
    if not isinstance(found.kind, Number) or not isinstance(stated.kind, Number) or PLAIN in (found.kind, stated.kind):
        return []
    ratio = stated.kind.dimension / found.kind.dimension
    text, unit = operand(found.span.text), found.unit or _unit(found.kind)
    if ratio in (base("USD") / base("EUR"), base("EUR") / base("USD")):
        rate = _EURO_IN_DOLLARS if ratio == base("USD") / base("EUR") else _DOLLAR_IN_EUROS
        return [f"state it in {unit}, or multiply by an exchange rate, as in `{text} * {rate}`"]
    if ratio == TIME:
        return [f"state it in {unit}, or multiply by a duration: `{text} * 1 year` is what it comes to in a year"]
    if ratio == TIME**-1:
        return [f"state it in {unit}, or divide by the duration in which it comes, as in `{text} / (1 year)`"]
    return [f"state it in {unit}, or mend the value"]


_EURO_IN_DOLLARS = "1.1 USD/EUR"
_DOLLAR_IN_EUROS = "0.9 EUR/USD"


def _unit(kind: Kind) -> str:
    """The unit of a kind that no author wrote, as it stands after a number."""
    assert isinstance(kind, Number)
    unit = str(kind.dimension)
    return f"per {unit.removeprefix('1/')}" if unit.startswith("1/") else unit.replace("year", "years", 1)


def _alike(left: Side, right: Side) -> str:
    for side, other in ((left, right), (right, left)):
        if isinstance(side.kind, Category):
            if isinstance(other.kind, Category) and side is left:
                return "they have different labels; compare each with one of its own"
            return f"compare `{shorten(side.span.text)}` with one of its labels: {quoted(side.kind.labels)}"
        if isinstance(side.kind, Boolean) and side.span.text in ("true", "false"):
            return f"a condition compares, as in `{shorten(other.span.text)} > 0`"
        if isinstance(side.kind, Boolean):
            return f"what is true or false is asked by itself: `{shorten(side.span.text)}` or `not {shorten(side.span.text)}`"
    return f"write two values that are both {left.words} or both {right.words}"


def _is_literal(span: Span) -> bool:
    return span.text.replace(".", "").replace("_", "").rstrip("kMBT").isdecimal()
