"""Which nodes have no mean, whatever the draws look like."""

from collections.abc import Mapping

from forecast.graph.graph import Graph
from forecast.language.semantics.ranges import Range, range_of
from forecast.language.semantics.term import Apply, Draw, Element, Reference, Rename, Term

WITHOUT = frozenset({"cauchy", "half_cauchy"})
FROM_ONE = {"student_t": "df", "half_student_t": "df", "pareto": "shape", "loglogistic": "shape"}
"""The parameter above 1 of which a mean exists."""


def without_mean(graph: Graph) -> frozenset[str]:
    """The nodes known to have no mean: a distribution that has none, shifted and scaled at most.

    Of others nothing is said: a ratio may have none, and a bound gives one to everything.
    """
    found: set[str] = set()
    ranges: dict[str, Range] = {}
    for node in graph.nodes.values():
        if _has_none(node.term, found, ranges):
            found.add(node.name)
        ranges[node.name] = range_of(node.term, ranges)
    return frozenset(found)


def _has_none(term: Term, found: set[str], ranges: Mapping[str, Range]) -> bool:
    match term:
        case Reference(node=node):
            return node in found
        case Element(argument=argument) | Rename(argument=argument):
            return _has_none(argument, found, ranges)
        case Draw(family=family, parameters=parameters):
            deciding = FROM_ONE.get(family)
            decided = [value for name, value in parameters if name == deciding]
            return family in WITHOUT or any(range_of(value, ranges).high <= 1 for value in decided)
        case Apply(operation="negate", arguments=(argument,)):
            return _has_none(argument, found, ranges)
        case Apply(operation="add" | "subtract" | "multiply", arguments=(left, right)):
            scaling = term.operation == "multiply"
            return any(
                _has_none(one, found, ranges) and _is_number(other, ranges, scaling=scaling)
                for one, other in ((left, right), (right, left))
            )
        case Apply(operation="divide", arguments=(left, right)):
            return _has_none(left, found, ranges) and _is_number(right, ranges, scaling=True)
        case _:
            return False


def _is_number(term: Term, ranges: Mapping[str, Range], *, scaling: bool) -> bool:
    """Whether a term is one certain number, other than 0 where it scales."""
    value = range_of(term, ranges).constant
    return value is not None and not (scaling and value == 0)
