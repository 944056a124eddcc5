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
        return _of_uniform(constant_of(parameters["min"], ranges), constant_of(parameters["max"], ranges))
    if draw.family == "metalog":
        return _of_metalog(draw, ranges)
    name, from_one = UP_TO_ONE.get(draw.family, ("", End.NONE))
    decided = name in parameters and range_of(parameters[name], ranges).high <= 1
    return ALWAYS.get(draw.family, End.NONE) | (from_one if decided else End.NONE)


def _of_uniform(low: float | None, high: float | None) -> End:
    if low is None or high is None:
        return End.NONE
    above = End.ABOVE_ZERO if low <= 0 < high else End.NONE
    return above | (End.BELOW_ZERO if low < 0 <= high else End.NONE)


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
