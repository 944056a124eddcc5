"""Which nodes have no mean, whatever the draws look like.

What is found never rests on two values being independent: a tail that is known stays where what is added is bounded on its
side, and where what multiplies it is bounded away from 0.
"""

from collections.abc import Iterable, Mapping
from enum import Flag
from functools import reduce
from math import inf

from forecast.graph.graph import Graph
from forecast.language.semantics import metalog
from forecast.language.semantics.ranges import Range, constant_of, range_of
from forecast.language.semantics.term import (
    Apply,
    Draw,
    Element,
    Nested,
    Pick,
    Reduce,
    Reference,
    Rename,
    Stack,
    Term,
    Vector,
)


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

type Ranges = Mapping[str, Range]
type Ends = Mapping[str, End]


def without_mean(graph: Graph) -> frozenset[str]:
    """The nodes known to have no mean, of an index in none of its elements. Others may have none either."""
    ends: dict[str, End] = {}
    ranges: dict[str, Range] = {}
    for node in graph.nodes.values():
        ends[node.name] = _ends(node.term, ends, ranges)
        ranges[node.name] = range_of(node.term, ranges)
    return frozenset(name for name, found in ends.items() if found & TAILS)


def _ends(term: Term, ends: Ends, ranges: Ranges) -> End:
    match term:
        case Reference(node=node):
            return ends[node]
        case Element(argument=argument) | Rename(argument=argument):
            return _ends(argument, ends, ranges)
        case Stack(cells=cells):
            return reduce(End.__and__, (_ends(cell, ends, ranges) for cell in cells))
        case Draw() | Nested():
            return _of_distribution(term, ends, ranges)
        case Pick(argument=argument, selector=Draw() as selector):
            weights = _weights(selector)
            return _picked(weights, [argument] * len(weights), ends, ranges)
        case Apply(operation="pick", arguments=(Draw() as selector, *parts)):
            return _picked(_weights(selector), parts, ends, ranges)
        case Apply(operation=operation, arguments=arguments):
            return _of_operation(operation, arguments, ends, ranges)
        case Reduce(operation="max" | "last", argument=argument):
            return _ends(argument, ends, ranges) & End.HIGH
        case Reduce(operation="min" | "first", argument=argument):
            return _ends(argument, ends, ranges) & End.LOW
        case _:
            return End.NONE


def _of_operation(operation: str, arguments: tuple[Term, ...], ends: Ends, ranges: Ranges) -> End:
    found = [(_ends(argument, ends, ranges), range_of(argument, ranges)) for argument in arguments]
    match operation, found:
        case "negate", [(of, _)]:
            return _swapped(of, _OPPOSITE)
        case (("add" | "date_add"), [a, b]):
            return _sum(a, b)
        case (("subtract" | "date_subtract" | "date_difference"), [a, (of, within)]):
            return _sum(a, (_swapped(of, _OPPOSITE), Range(-within.high, -within.low)))
        case "multiply", [a, b]:
            return _product(a, b)
        case "divide", [a, (of, within)]:
            return _product(a, (_swapped(of, _RECIPROCAL), _reciprocal(within)))
        case "abs", [(of, _)]:
            return (of | _swapped(of, _OPPOSITE)) & (End.HIGH | End.ABOVE_ZERO)
        case (("max" | "last"), _):
            return _any(of for of, _ in found) & End.HIGH
        case (("min" | "first"), _):
            return _any(of for of, _ in found) & End.LOW
        case _:
            return End.NONE


def _of_distribution(draw: Draw | Nested, ends: Ends, ranges: Ranges) -> End:
    parameters = dict(draw.parameters)
    match draw.family:
        case "truncated" | "censored":
            kept = _ends(parameters["of"], ends, ranges)
            kept &= End.LOW if parameters.keys() & {"max", "above"} else TAILS
            return kept & End.HIGH if parameters.keys() & {"min", "below"} else kept
        case "shifted":
            of, by = parameters["of"], parameters["by"]
            return _sum(*((_ends(part, ends, ranges), range_of(part, ranges)) for part in (of, by)))
        case "mixture":
            parts = [value for name, value in draw.parameters if name.startswith("part")]
            weights = [value for name, value in draw.parameters if name.startswith("weight")]
            return _picked(weights, parts, ends, ranges)
        case "empirical":
            values = parameters["values"]
            parts = values.items if isinstance(values, Vector) else (values,)
            return _any(_ends(part, ends, ranges) for part in parts)
        case "uniform":
            return _of_uniform(constant_of(parameters["min"], ranges), constant_of(parameters["max"], ranges))
        case "metalog":
            return _of_metalog(draw, ranges)
        case family:
            name, from_one = UP_TO_ONE.get(family, ("", End.NONE))
            decided = name in parameters and range_of(parameters[name], ranges).high <= 1
            return ALWAYS.get(family, End.NONE) | (from_one if decided else End.NONE)


def _of_uniform(low: float | None, high: float | None) -> End:
    if low is None or high is None:
        return End.NONE
    above = End.ABOVE_ZERO if low <= 0 < high else End.NONE
    return above | (End.BELOW_ZERO if low < 0 <= high else End.NONE)


def _of_metalog(draw: Draw | Nested, ranges: Ranges) -> End:
    """With one bound its other tail is a power."""
    bounds = [value for name, value in draw.parameters if name in ("min", "max")]
    known = [constant_of(value, ranges) for _, value in draw.parameters]
    constants = [value for value in known if value is not None]
    if len(bounds) != 1 or len(constants) < len(known):
        return End.NONE
    bound, rest = constants[0], constants[1:]
    upper = draw.parameters[0][0] == "min"
    low, high = (bound, None) if upper else (None, bound)
    points = [(level, metalog.unbounded(value, low, high)) for level, value in zip(rest[::2], rest[1::2], strict=True)]
    if metalog.far_slope(points, upper=upper) < 1:
        return End.NONE
    return End.HIGH if upper else End.LOW


def _weights(selector: Draw) -> tuple[Term, ...]:
    weights = dict(selector.parameters).get("weights")
    return weights.items if isinstance(weights, Vector) else ()


def _picked(weights: Iterable[Term], parts: Iterable[Term], ends: Ends, ranges: Ranges) -> End:
    """What a part has is there in a share of all draws, whatever the others are, where its weight is bounded away from 0."""
    bounds = [range_of(weight, ranges) for weight in weights]
    if any(within.high == inf for within in bounds):
        return End.NONE
    picked = (part for within, part in zip(bounds, parts, strict=False) if within.low > 0)
    return _any(_ends(part, ends, ranges) for part in picked)


def _sum(a: tuple[End, Range], b: tuple[End, Range]) -> End:
    return _added(a[0], b[1]) | _added(b[0], a[1])


def _added(of: End, other: Range) -> End:
    if other.constant == 0:
        return of
    high = of & End.HIGH if other.low > -inf else End.NONE
    return high | (of & End.LOW if other.high < inf else End.NONE)


def _product(a: tuple[End, Range], b: tuple[End, Range]) -> End:
    return _scaled(a[0], b[1]) | _scaled(b[0], a[1])


def _scaled(of: End, by: Range) -> End:
    if by.high < 0:
        return _scaled(_swapped(of, _OPPOSITE), Range(-by.high, -by.low))
    if by.low <= 0:
        return End.NONE
    return of if by.high < inf else of & TAILS


def _reciprocal(of: Range) -> Range:
    if of.high < 0 or of.low > 0:
        return Range(1 / of.high, 1 / of.low)
    return Range()


def _swapped(of: End, by: Mapping[End, End]) -> End:
    return _any(by[end] for end in of)


def _any(found: Iterable[End]) -> End:
    return reduce(End.__or__, found, End.NONE)
