"""Which values may be never, and which may be missing, so that a missing one is not taken for a failure."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from forecast.graph.graph import Graph
from forecast.language.semantics.term import Apply, Constant, Draw, Reference, Term, children


@dataclass(frozen=True, slots=True)
class Gaps:
    """`never`: a date may be never. `missing`: there may be no value, as in the difference of two events that never come."""

    never: bool = False
    missing: bool = False

    def __or__(self, other: "Gaps") -> "Gaps":
        return Gaps(self.never or other.never, self.missing or other.missing)


NONE = Gaps()


def gaps(graph: Graph) -> Mapping[str, Gaps]:
    """What may be never or missing, for each node."""
    found: dict[str, Gaps] = {}
    for node in graph.nodes.values():
        found[node.name] = _gaps(node.term, found)
    return found


def _gaps(term: Term, nodes: Mapping[str, Gaps]) -> Gaps:
    match term:
        case Constant(value=value):
            return Gaps(never=value == inf)
        case Reference(node=node):
            return nodes[node]
        case Draw(family="hazard"):
            return Gaps(never=True)
        case Apply(operation="unless"):
            return Gaps(never=True, missing=_joined(term, nodes).missing)
        case Apply(operation="missing"):
            return NONE
        case Apply(operation="date_difference", arguments=(left, right)):
            first, second = _gaps(left, nodes), _gaps(right, nodes)
            return Gaps(missing=first.missing or second.missing or (first.never and second.never))
        case _:
            return _joined(term, nodes)


def _joined(term: Term, nodes: Mapping[str, Gaps]) -> Gaps:
    found = NONE
    for child in children(term):
        found |= _gaps(child, nodes)
    return found
