"""What is known of a value before anything runs: the range that it cannot leave, and its value where it is a constant.

Used to choose families (`1 to 5` is a lognormal because it lies above 0) and to find wrong parameters before sampling.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import inf, isnan, nan

from forecast.language.semantics.term import (
    Apply,
    Constant,
    Draw,
    Element,
    IndexValues,
    Likelihood,
    Nested,
    Pick,
    Reduce,
    Reference,
    Rename,
    Stack,
    Term,
    Values,
    Vector,
)
from forecast.language.types.kind import CLOCK


@dataclass(frozen=True, slots=True)
class Range:
    """Between `low` and `high`, both included. `open_low` says that `low` itself is never reached."""

    low: float = -inf
    high: float = inf
    open_low: bool = False

    @property
    def positive(self) -> bool:
        return self.low > 0 or (self.low == 0 and self.open_low)

    @property
    def constant(self) -> float | None:
        return self.low if self.low == self.high else None

    def join(self, other: "Range") -> "Range":
        low = min(self.low, other.low)
        open_low = (self.open_low or self.low > low) and (other.open_low or other.low > low)
        return Range(low, max(self.high, other.high), open_low)


ANY = Range()
POSITIVE = Range(0.0, inf, open_low=True)
UNIT = Range(0.0, 1.0, open_low=True)
COUNT = Range(0.0, inf)

_FAMILIES: Mapping[str, Range] = {
    "lognormal": POSITIVE,
    "gamma": POSITIVE,
    "exponential": POSITIVE,
    "beta": UNIT,
    "dirichlet": UNIT,
    "logit_normal": UNIT,
    "bernoulli": Range(0.0, 1.0),
    "chance": Range(0.0, 1.0),
    "weibull": POSITIVE,
    "gompertz": POSITIVE,
    "loglogistic": POSITIVE,
    "half_normal": POSITIVE,
    "half_cauchy": POSITIVE,
    "half_student_t": POSITIVE,
    "geometric": COUNT,
    "poisson": COUNT,
    "negative_binomial": COUNT,
}


def range_of(term: Term, nodes: Mapping[str, Range]) -> Range:
    """The range of a term, given those of the nodes that it mentions."""
    match term:
        case Constant(value=value):
            return ANY if isnan(value) else Range(value, value)
        case IndexValues(index=index, values=values):
            if index == CLOCK:
                # What is read at a date may be read outside the clock too.
                return ANY
            return Range(min(values), max(values)) if values else ANY
        case Values(values=values):
            known = [value for value in values if not isnan(value)]
            return Range(min(known), max(known)) if known else ANY
        case Reference(node=node):
            return nodes.get(node, ANY)
        case Element(argument=argument) | Rename(argument=argument) | Pick(argument=argument):
            return range_of(argument, nodes)
        case Stack(cells=cells) | Vector(items=cells):
            return _join([range_of(cell, nodes) for cell in cells])
        case Draw() | Nested():
            return _draw_range(term, nodes)
        case Likelihood(operation="survival" | "up_to"):
            return Range(0.0, 1.0)
        case Apply(operation=operation, arguments=arguments):
            return _apply(operation, [range_of(argument, nodes) for argument in arguments])
        case Reduce(operation="nth", argument=argument):
            # There may be fewer than n: that one is never.
            return replace(range_of(argument, nodes), high=inf)
        case Reduce(operation=operation, argument=argument):
            return range_of(argument, nodes) if operation in _KEEPING else ANY
        case _:
            return ANY


def constant_of(term: Term, nodes: Mapping[str, Range]) -> float | None:
    """The value of a term that is the same in every possible world (and for every element), else None."""
    return range_of(term, nodes).constant


_KEEPING = frozenset({"max", "min", "mean", "first", "last", "quantile", "running_max"})


def _join(ranges: list[Range]) -> Range:
    if not ranges:
        return ANY
    joined = ranges[0]
    for other in ranges[1:]:
        joined = joined.join(other)
    return joined


def _made_from(family: str, found: Mapping[str, Range]) -> Range:
    """The range of what is made from a distribution."""
    of, open_ended = found["of"], Range()
    match family:
        case "shifted":
            return _add(of, found["by"])
        case "truncated":
            low, high = found.get("min", open_ended).low, found.get("max", open_ended).high
            # That the end itself is drawn has no chance, but of whole numbers.
            return Range(max(of.low, low), min(of.high, high), open_low=of.open_low if of.low >= low else low == 0)
        case _:
            below, above = found.get("below", open_ended), found.get("above", open_ended)
            least = max(of.low, below.low)
            return Range(
                min(least, above.low), min(max(of.high, below.high), above.high), of.open_low and least == of.low
            )


def _draw_range(draw: Draw | Nested, nodes: Mapping[str, Range]) -> Range:
    found = {name: range_of(value, nodes) for name, value in draw.parameters}
    if draw.family in ("truncated", "censored", "shifted"):
        return _made_from(draw.family, found)
    if draw.family == "mixture" and isinstance(draw, Nested):
        return _join([part for name, part in found.items() if name.startswith("part")])
    if draw.family in ("pareto", "loguniform"):
        least = found["min"].low
        high = found["max"].high if "max" in found else inf
        return Range(max(least, 0.0), high, open_low=least <= 0)
    if draw.family == "metalog":
        low = found["min"].low if "min" in found else -inf
        return Range(low, found["max"].high if "max" in found else inf, open_low=low == 0)
    if draw.family == "empirical":
        return found["values"]
    if draw.family == "binomial":
        return Range(0.0, max(found["n"].high, 0.0))
    if draw.family in ("uniform", "uniform_int", "triangular", "pert"):
        if "min" in found and "max" in found:
            return Range(found["min"].low, found["max"].high)
        if "low" in found and found["low"].positive:
            return ANY
    return _FAMILIES.get(draw.family, ANY)


def _product(left: float, right: float) -> float:
    return 0.0 if left == 0 or right == 0 else left * right


def _multiply(a: Range, b: Range) -> Range:
    corners = [_product(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    return Range(min(corners), max(corners), open_low=a.positive and b.positive)


def inverse(a: Range) -> Range:
    """The range of 1 / x, given that of x; anything where x can be 0 or below."""
    if not a.positive:
        return ANY
    low = 1 / a.high if a.high else 0.0
    return Range(low, inf if a.low == 0 else 1 / a.low, open_low=True)


def _power(a: Range, b: Range) -> Range:
    if b.constant is not None and b.constant % 2 == 0:
        a = _absolute(a)
    if b.constant is not None and (a.positive or a.low >= 0) and b.constant > 0:
        return _increasing(lambda x: x**b.low, a)
    return POSITIVE if a.positive else ANY


def _increasing(function: Callable[[float], float], a: Range) -> Range:
    def at(x: float) -> float:
        try:
            return function(x)
        except (ValueError, ZeroDivisionError):
            return nan
        except OverflowError:
            return inf

    low, high = at(a.low), at(a.high)
    return ANY if isnan(low) or isnan(high) else Range(low, high, a.open_low)


def _absolute(a: Range) -> Range:
    if a.low >= 0:
        return a
    if a.high <= 0:
        return Range(-a.high, -a.low)
    return Range(0.0, max(-a.low, a.high))


def _add(a: Range, b: Range) -> Range:
    low, high = a.low + b.low, a.high + b.high
    return ANY if isnan(low) or isnan(high) else Range(low, high, a.open_low or b.open_low)


def _exp(x: float) -> float:
    return math.exp(x) if x > -745 else 0.0


def _log(x: float) -> float:
    return -inf if x == 0 else math.log(x)


def _apply(operation: str, arguments: list[Range]) -> Range:
    match operation, arguments:
        case ("add" | "date_add", [a, b]):
            return _add(a, b)
        case ("subtract" | "date_subtract" | "date_difference", [a, b]):
            return _add(a, Range(-b.high, -b.low))
        case "negate", [a]:
            return Range(-a.high, -a.low)
        case "multiply", [a, b]:
            return _multiply(a, b)
        case "divide", [a, b]:
            if a.constant is not None and b.constant is not None and b.constant != 0:
                return Range(a.low / b.low, a.low / b.low)
            return _multiply(a, inverse(b)) if b.positive else ANY
        case "power", [a, b]:
            return _power(a, b)
        case "exp", [a]:
            grown = _increasing(_exp, a)
            return Range(grown.low, grown.high, open_low=grown.low == 0)
        case "factor", [a, b]:
            return _apply("exp", [_multiply(a, b)])
        case "log", [a] if a.low >= 0:
            return _increasing(_log, a)
        case "log2" | "log10", [a] if a.low >= 0:
            base = math.log(2 if operation == "log2" else 10)
            return _increasing(lambda x: _log(x) / base, a)
        case "log1p", [a] if a.low > -1:
            return _increasing(math.log1p, a)
        case "sqrt", [a] if a.low >= 0:
            return _increasing(math.sqrt, a)
        case "abs", [a]:
            return _absolute(a)
        case "if", [_, a, b]:
            return a.join(b)
        case "pick", [_, *rest]:
            return _join(rest)
        case "unless", [_, a]:
            return Range(a.low, inf, a.open_low)
        case (("max" | "last"), [first, *rest]):
            low = max([first, *rest], key=lambda r: (r.low, r.open_low))
            return Range(low.low, max(r.high for r in arguments), low.open_low)
        case (("min" | "first"), [first, *rest]):
            joined = _join(arguments)
            return Range(joined.low, min(r.high for r in arguments), joined.open_low)
        case "clamp", [_, a, b]:
            # Where the bounds have changed places, the upper one counts.
            return Range(min(a.low, b.low), b.high)
        case (("inv_logit" | "normal_cdf"), [_]):
            return Range(0.0, 1.0)
        case _:
            return ANY
