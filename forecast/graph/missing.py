"""Which values may be never, and which may be missing, so that a missing one is not taken for a failure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf, isnan

from forecast.graph.graph import Graph
from forecast.language.semantics.term import (
    Apply,
    At,
    Constant,
    Draw,
    Nested,
    Reduce,
    Reference,
    Strike,
    Term,
    Values,
    When,
    children,
    walk,
)
from forecast.language.types.kind import Boolean, Category, Date


@dataclass(frozen=True, slots=True)
class Gaps:
    """`never`: a date may be never, or a duration endless for that reason. `missing`: there may be no value, as in the
    difference of two events that never come.
    """

    never: bool = False
    missing: bool = False
    unreached: bool = False
    """A date may lie beyond the end of the clock: nobody knows where."""

    def __or__(self, other: "Gaps") -> "Gaps":
        return Gaps(self.never or other.never, self.missing or other.missing, self.unreached or other.unreached)


NONE = Gaps()


def gaps(graph: Graph) -> Mapping[str, Gaps]:
    """What may be never or missing, for each node."""
    found = dict.fromkeys(graph.nodes, NONE)
    changed = True
    # What feeds back on itself may bring gaps to what comes before it.
    while changed:
        changed = False
        for node in graph.nodes.values():
            own = _gaps(node.term, found)
            if own != found[node.name]:
                found[node.name], changed = own, True
    return found


def gaps_of(term: Term, nodes: Mapping[str, Gaps]) -> Gaps:
    """What may be never or missing of a term, given that of the nodes."""
    return _gaps(term, nodes)


def may_lack(term: Term, graph: Graph, nodes: Mapping[str, Gaps]) -> bool:
    """Whether some element of a value may be missing: computed from what may be, or from empty cells."""
    waiting, seen = [term], set[str]()
    while waiting:
        for part in walk(waiting.pop()):
            if isinstance(part, Values) and any(map(isnan, part.values)):
                return True
            if isinstance(part, Reference) and part.node not in seen:
                seen.add(part.node)
                waiting.append(graph.nodes[part.node].term)
    return _gaps(term, nodes).missing


def _gaps(term: Term, nodes: Mapping[str, Gaps]) -> Gaps:
    found = _by_form(term, nodes)
    # A truth value or a category is never endless, whatever it was made from.
    return Gaps(missing=found.missing) if isinstance(term.type.kind, (Boolean, Category)) else found


def _by_form(term: Term, nodes: Mapping[str, Gaps]) -> Gaps:
    match term:
        case Constant(value=value):
            return Gaps(never=value == inf and isinstance(term.type.kind, Date), missing=isnan(value))
        case Reference(node=node):
            return nodes[node]
        case Draw(family="hazard") | Nested(family="hazard"):
            return Gaps(never=True)
        case When() | Strike():
            # What the clock does not reach counts as never. A condition that is missing is not true.
            return Gaps(never=True, unreached=True)
        case At(argument=argument, date=date):
            found = _gaps(argument, nodes) | _gaps(date, nodes)
            return Gaps(found.never and isinstance(term.type.kind, Date), missing=True, unreached=found.unreached)
        case Apply(operation=("happened" | "since"), arguments=(date, _)):
            return Gaps(missing=_gaps(date, nodes).missing)
        case Apply(operation="missing"):
            return NONE
        case Apply(operation=operation, arguments=arguments):
            return _operation(operation, [_gaps(argument, nodes) for argument in arguments])
        case Reduce(operation=operation, argument=argument):
            found = _joined([_gaps(child, nodes) for child in children(term)])
            # Endless durations of both signs have no sum, and nothing endless has a spread.
            adds = operation in ("sum", "mean", "cumulative") and not isinstance(argument.type.kind, Date)
            # Where nothing ever comes nothing is first, and of several that never come none is last.
            none = operation in ("argmin", "argmax") and isinstance(argument.type.kind, Date)
            return Gaps(found.never, found.missing or (found.never and (operation == "sd" or adds or none)))
        case _:
            return _joined([_gaps(child, nodes) for child in children(term)])


def _operation(operation: str, arguments: list[Gaps]) -> Gaps:
    found = _joined(arguments)
    match operation, arguments:
        case "unless", _:
            return Gaps(never=True, missing=found.missing, unreached=found.unreached)
        case (("if" | "pick"), [_, *options]):
            return Gaps(_joined(options).never, found.missing, found.unreached)
        case (("first" | "min"), _):
            return Gaps(all(argument.never for argument in arguments), found.missing, found.unreached)
        case (("less" | "less_equal" | "greater" | "greater_equal" | "before"), _):
            return Gaps(missing=found.missing or found.unreached)
        case (("date_difference" | "add" | "subtract" | "divide"), [left, right]):
            return Gaps(found.never, found.missing or (left.never and right.never))
        case "multiply", _:
            # Endless times 0 is neither.
            return Gaps(found.never, found.missing or found.never)
        case _:
            return found


def _joined(parts: Iterable[Gaps]) -> Gaps:
    found = NONE
    for part in parts:
        found |= part
    return found
