"""Which nodes have no mean, whatever the draws look like.

A tail that is known stays where something independent of it is added, or something that is bounded on its side; and where it is
multiplied by something above 0 that is independent of it, or bounded away from 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from math import inf

from forecast.graph.end import TAILS, End, ends_of_family, opposite, reciprocal, union
from forecast.graph.graph import Graph
from forecast.graph.inputs import inputs
from forecast.language.semantics.ranges import Range, inverse, range_of
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
    Stock,
    Term,
    Vector,
    walk,
)


def without_mean(graph: Graph) -> frozenset[str]:
    """The nodes known to have no mean, of an index in none of its elements. Others may have none either."""
    ends: dict[str, End] = {}
    ranges: dict[str, Range] = {}
    luck: dict[str, frozenset[str]] = {}
    own = {name: together[0] for together in inputs(graph) for name in together}
    for node in graph.nodes.values():
        analysis = _Analysis(own.get(node.name, node.name), ends, ranges, luck, frozenset(graph.nodes))
        ends[node.name] = analysis.ends(node.term)
        luck[node.name] = analysis.luck_of(node.term)
        ranges[node.name] = range_of(node.term, ranges)
    return frozenset(name for name, found in ends.items() if found & TAILS)


@dataclass(frozen=True, slots=True)
class _Value:
    ends: End
    range: Range
    luck: frozenset[str]

    @property
    def negated(self) -> "_Value":
        return _Value(opposite(self.ends), Range(-self.range.high, -self.range.low), self.luck)

    @property
    def inverted(self) -> "_Value":
        if self.range.high < 0:
            return self.negated.inverted.negated
        return _Value(reciprocal(self.ends), inverse(self.range), self.luck)

    def plus(self, other: "_Value") -> End:
        return self._beside(other) | other._beside(self)

    def times(self, other: "_Value") -> End:
        return self._scaled(other) | other._scaled(self)

    def _beside(self, other: "_Value") -> End:
        """The ends that stay where another value is added."""
        if other.range.constant == 0:
            return self.ends
        independent = self.luck.isdisjoint(other.luck)
        high = self.ends & End.HIGH if independent or other.range.low > -inf else End.NONE
        return high | (self.ends & End.LOW if independent or other.range.high < inf else End.NONE)

    def _scaled(self, by: "_Value") -> End:
        """The ends that stay in a product with another value."""
        if by.range.high < 0:
            return self.negated._scaled(by.negated)
        if by.range.positive and self.luck.isdisjoint(by.luck):
            return self.ends
        if by.range.low <= 0:
            return End.NONE
        return self.ends if by.range.high < inf else self.ends & TAILS


@dataclass(frozen=True, slots=True)
class _Analysis:
    """What is known of the nodes before one; ``own`` stands for its luck, and for that of what is correlated with it."""

    own: str
    of_nodes: dict[str, End]
    ranges: dict[str, Range]
    luck: dict[str, frozenset[str]]
    all_luck: frozenset[str]

    def ends(self, term: Term) -> End:
        match term:
            case Reference(node=node):
                return self.of_nodes.get(node, End.NONE)
            case Element(argument=argument) | Rename(argument=argument):
                return self.ends(argument)
            case Stack(cells=cells):
                return reduce(End.__and__, map(self.ends, cells))
            case Draw() | Nested():
                return self._of_distribution(term)
            case Pick(argument=argument, selector=Draw() as selector):
                weights = _weights(selector)
                return self._picked(weights, [argument] * len(weights))
            case Apply(operation="pick", arguments=(Draw() as selector, *parts)):
                return self._picked(_weights(selector), parts)
            case Apply(operation=operation, arguments=arguments):
                return _of_operation(operation, [self._value(argument) for argument in arguments])
            case Reduce(operation="max" | "last", argument=argument):
                return self.ends(argument) & End.HIGH
            case Reduce(operation="min" | "first", argument=argument):
                return self.ends(argument) & End.LOW
            case _:
                return End.NONE

    def luck_of(self, term: Term) -> frozenset[str]:
        """The names of what a value is drawn by. All that one node draws is one."""
        parts = walk(term)
        drawn = {self.own} if any(isinstance(part, Draw | Nested | Stock) for part in parts) else set[str]()
        # What a stock rests on can come after it.
        mentioned = (self.luck.get(part.node, self.all_luck) for part in parts if isinstance(part, Reference))
        return frozenset(drawn).union(*mentioned)

    def _value(self, term: Term) -> _Value:
        return _Value(self.ends(term), range_of(term, self.ranges), self.luck_of(term))

    def _of_distribution(self, draw: Draw | Nested) -> End:
        parameters = dict(draw.parameters)
        match draw.family:
            case "truncated" | "censored":
                kept = self.ends(parameters["of"]) & TAILS
                kept = kept & End.LOW if parameters.keys() & {"max", "above"} else kept
                return kept & End.HIGH if parameters.keys() & {"min", "below"} else kept
            case "shifted":
                return self._value(parameters["of"]).plus(self._value(parameters["by"]))
            case "mixture":
                parts = [value for name, value in draw.parameters if name.startswith("part")]
                weights = [value for name, value in draw.parameters if name.startswith("weight")]
                return self._picked(weights, parts)
            case "empirical":
                values = parameters["values"]
                return union(map(self.ends, values.items if isinstance(values, Vector) else (values,)))
            case _:
                return ends_of_family(draw, self.ranges)

    def _picked(self, weights: Iterable[Term], parts: Iterable[Term]) -> End:
        """What a part has is there in a share of all draws, whatever the others are, if its weight is bounded away from 0."""
        bounds = [range_of(weight, self.ranges) for weight in weights]
        if any(within.high == inf for within in bounds):
            return End.NONE
        return union(self.ends(part) for within, part in zip(bounds, parts, strict=False) if within.low > 0)


def _weights(selector: Draw) -> tuple[Term, ...]:
    weights = dict(selector.parameters).get("weights")
    return weights.items if isinstance(weights, Vector) else ()


def _of_operation(operation: str, values: list[_Value]) -> End:
    match operation, values:
        case "negate", [a]:
            return a.negated.ends
        case (("add" | "date_add"), [a, b]):
            return a.plus(b)
        case (("subtract" | "date_subtract" | "date_difference"), [a, b]):
            return a.plus(b.negated)
        case "multiply", [a, b]:
            return a.times(b)
        case "divide", [a, b]:
            return a.times(b.inverted)
        case "abs", [a]:
            return (a.ends | a.negated.ends) & (End.HIGH | End.ABOVE_ZERO)
        case (("max" | "last"), _):
            return union(value.ends for value in values) & End.HIGH
        case (("min" | "first"), _):
            return union(value.ends for value in values) & End.LOW
        case _:
            return End.NONE
