"""Units: a dimension with the factor that leads to canonical bases, and the reading of unit expressions."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import inf, isfinite

from forecast.language.types.dimension import ONE, Dimension


class UnknownUnit(Exception):  # noqa: N818
    """A unit expression names a unit that nobody defined."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(f"unknown unit {name!r} in {text!r}")
        self.name = name
        self.text = text


class MalformedUnit(Exception):  # noqa: N818
    """A unit expression that cannot be read; ``reason`` says why, ``offset`` where in the text."""

    def __init__(self, text: str, reason: str, *, offset: int) -> None:
        super().__init__(f"{text!r}: {reason}")
        self.text = text
        self.reason = reason
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, with its ``text`` as written: one of it is ``scale`` canonical units of ``dimension``."""

    text: str
    dimension: Dimension
    scale: Fraction

    @property
    def factor(self) -> float:
        """``scale`` as a float (infinite where it passes the largest float)."""
        try:
            return float(self.scale)
        except OverflowError:
            return inf

    def converts_to(self, other: "Unit") -> bool:
        """Whether the two units measure the same thing."""
        return self.dimension == other.dimension


def convert(value: float, source: Unit, target: Unit) -> float:
    """``value`` of ``source`` in ``target``; raises ValueError where their dimensions differ."""
    if not source.converts_to(target):
        raise ValueError(f"{source.text} does not measure the same as {target.text}")
    return value * float(source.scale / target.scale)


def exact(number: float) -> Fraction:
    """The decimal number that a float is written as: ``exact(0.1)`` is one tenth. Raises ValueError."""
    if not isfinite(number):
        raise ValueError(f"{number} is not a finite number")
    return Fraction(Decimal(repr(float(number))))


def read_unit(text: str, find: Callable[[str], Unit | None]) -> Unit:
    """Read a unit expression such as ``USD/year``, ``kg*m^2/s^2``, ``1/year`` or ``m^(1/2)``.

    ``*`` and ``/`` take one factor each, from the left: ``USD/person/year`` is dollars per person and year.
    Raises UnknownUnit for a name that ``find`` does not know and MalformedUnit for anything else.
    """
    if len(text) > MAX_LENGTH:
        raise MalformedUnit(text, f"a unit has at most {MAX_LENGTH} characters", offset=MAX_LENGTH)
    dimension, scale = ONE, Fraction(1)
    position, divide = 0, False
    while True:
        name, end = _take_name(text, position)
        if name == "1":
            found = Unit("1", ONE, Fraction(1))
        else:
            found = find(name)
            if found is None:
                raise UnknownUnit(name, text)
        power, end = _take_power(text, end)
        if divide:
            power = -power
        dimension = dimension * found.dimension**power
        try:
            scale = _bounded(scale * _scale_power(found.scale, power))
        except (OverflowError, ZeroDivisionError):
            raise MalformedUnit(text, "its size is beyond all numbers", offset=position) from None
        if end == len(text):
            return Unit(text, dimension, scale)
        if text[end] not in "*/":
            raise MalformedUnit(text, f"{text[end]!r} cannot stand in a unit", offset=end)
        divide = text[end] == "/"
        position = end + 1


def _bounded(scale: Fraction) -> Fraction:
    """The scale; to a float's precision where its digits would be too many to go on with. Raises OverflowError."""
    bits = max(scale.numerator.bit_length(), scale.denominator.bit_length())
    if bits <= MAX_BITS:
        return scale
    return _of_float(float(scale))


def _of_float(size: float) -> Fraction:
    if size == 0:
        raise OverflowError("smaller than all numbers")
    return Fraction(size)


def _scale_power(scale: Fraction, power: Fraction) -> Fraction:
    """``scale ** power``, exact where the power is whole and to a float's precision elsewhere. Raises OverflowError."""
    if power.denominator == 1:
        return scale**power.numerator
    return _of_float(float(scale) ** float(power))


def _take_name(text: str, start: int) -> tuple[str, int]:
    end = start
    while end < len(text) and (text[end].isalnum() or text[end] in "_%"):
        end += 1
    name = text[start:end]
    if not name:
        raise MalformedUnit(text, "a unit's name is missing here", offset=start)
    if name[0].isdigit() and name != "1":
        raise MalformedUnit(text, "a unit has no number in it; write the number before it", offset=start)
    return name, end


def _take_power(text: str, start: int) -> tuple[Fraction, int]:
    if start == len(text) or text[start] != "^":
        return Fraction(1), start
    begin = start + 1
    bracketed = text[begin : begin + 1] == "("
    if bracketed:
        closing = text.find(")", begin)
        if closing < 0:
            raise MalformedUnit(text, "the bracket of the power is not closed", offset=begin)
        written, end = text[begin + 1 : closing], closing + 1
    else:
        end = begin + 1 if text[begin : begin + 1] == "-" else begin
        while end < len(text) and (text[end].isdecimal() or text[end] == "."):
            end += 1
        written = text[begin:end]
    if not written or not all(character.isdecimal() or character in "-./" for character in written):
        reason = "a power is a whole number or a fraction in brackets, as in m^2 or m^(1/2)"
        raise MalformedUnit(text, reason, offset=begin)
    if len(written) > MAX_POWER_LENGTH:
        raise MalformedUnit(text, "the power is too long", offset=begin)
    try:
        power = Fraction(written)
    except (ValueError, ZeroDivisionError):
        raise MalformedUnit(text, f"{written!r} is not a power", offset=begin) from None
    if abs(power) > MAX_POWER:
        raise MalformedUnit(text, f"a power is at most {MAX_POWER}", offset=begin)
    return power, end


MAX_LENGTH = 200
MAX_POWER = 100
MAX_POWER_LENGTH = 20
MAX_BITS = 10_000
"""Of the numerator or the denominator of a scale: room for every product of built-in units that can be meant."""
