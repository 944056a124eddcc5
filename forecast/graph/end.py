"""The ends of distributions: where one has no mean, whatever its draws look like."""

from collections.abc import Iterable, Mapping
from enum import Flag
from functools import reduce

from forecast.language.semantics import metalog
from forecast.language.semantics.ranges import Range, constant_of, range_of
from forecast.language.semantics.term import Draw, Nested


class End(Flag):
    """Where a value has no mean: HIGH of its positive part, LOW of its negative one; by the others of their reciprocals."""

    NONE = 0
    HIGH = 1
    LOW = 2
    ABOVE_ZERO = 4
    BELOW_ZERO = 8


TAILS = End.HIGH | End.LOW

ALWAYS: Mapping[str, End] = {
    "cauchy": TAILS,
    "half_cauchy": End.HIGH | End.ABOVE_ZERO,
    "half_normal": End.ABOVE_ZERO,
    "half_student_t": End.ABOVE_ZERO,
    "exponential": End.ABOVE_ZERO,
}
"""Families and their ends. Whose density at 0 can be as good as nothing, as that of a normal, is left to the draws."""

UP_TO_ONE: Mapping[str, tuple[str, End]] = {
    "student_t": ("df", TAILS),
    "half_student_t": ("df", End.HIGH),
    "pareto": ("shape", End.HIGH),
    "loglogistic": ("shape", End.HIGH | End.ABOVE_ZERO),
    "gamma": ("shape", End.ABOVE_ZERO),
    "weibull": ("shape", End.ABOVE_ZERO),
    "beta": ("a", End.ABOVE_ZERO),
}
"""Families that have these ends where a parameter is at most 1."""

_OPPOSITE = {
    End.HIGH: End.LOW,
    End.LOW: End.HIGH,
    End.ABOVE_ZERO: End.BELOW_ZERO,
    End.BELOW_ZERO: End.ABOVE_ZERO,
}
_RECIPROCAL = {
    End.HIGH: End.ABOVE_ZERO,
    End.LOW: End.BELOW_ZERO,
    End.ABOVE_ZERO: End.HIGH,
    End.BELOW_ZERO: End.LOW,
}


def opposite(of: End) -> End:
    """The ends of -x, given those of x."""
    return union(_OPPOSITE[end] for end in of)


def reciprocal(of: End) -> End:
    """The ends of 1 / x, given those of x."""
    return union(_RECIPROCAL[end] for end in of)


def union(found: Iterable[End]) -> End:
    """All ends that are among those found."""
    return reduce(End.__or__, found, End.NONE)


def ends_of_family(draw: Draw | Nested, ranges: Mapping[str, Range]) -> End:
    """The ends of a distribution that is not made from another one, given the ranges of the nodes."""
    parameters = dict(draw.parameters)
    if draw.family == "uniform":
        known = {name: constant_of(value, ranges) for name, value in draw.parameters}
        constants = {name: value for name, value in known.items() if value is not None}
        return _of_uniform(constants) if len(constants) == len(known) else End.NONE
    if draw.family == "metalog":
        return _of_metalog(draw, ranges)
    name, from_one = UP_TO_ONE.get(draw.family, ("", End.NONE))
    decided = name in parameters and range_of(parameters[name], ranges).high <= 1
    return ALWAYS.get(draw.family, End.NONE) | (from_one if decided else End.NONE)


def _of_uniform(parameters: Mapping[str, float]) -> End:
    """By its bounds, the ends of its central interval, or two of its points."""
    match parameters:
        case {"min": low, "max": high}:
            below, above = 0.0, 1.0
        case {"low": low, "high": high, "level": level}:
            below, above = (1 - level) / 2, (1 + level) / 2
        case {"low": low, "high": high, "low_level": below, "high_level": above}:
            pass
        case _:
            return End.NONE
    width = (high - low) / (above - below)
    least, most = low - below * width, high + (1 - above) * width
    above_zero = End.ABOVE_ZERO if least <= 0 < most else End.NONE
    return above_zero | (End.BELOW_ZERO if least < 0 <= most else End.NONE)


def _of_metalog(draw: Draw | Nested, ranges: Mapping[str, Range]) -> End:
    """With one bound its other tail is a power."""
    bounds = [name for name, _ in draw.parameters if name in ("min", "max")]
    known = [constant_of(value, ranges) for _, value in draw.parameters]
    constants = [value for value in known if value is not None]
    if len(bounds) != 1 or len(constants) < len(known):
        return End.NONE
    upper = bounds == ["min"]
    bound, rest = constants[0], constants[1:]
    low, high = (bound, None) if upper else (None, bound)
    points = [(level, metalog.unbounded(value, low, high)) for level, value in zip(rest[::2], rest[1::2], strict=True)]
    if metalog.far_slope(points, upper=upper) < 1:
        return End.NONE
    return End.HIGH if upper else End.LOW
