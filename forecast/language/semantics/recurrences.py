"""Nodes that refer to their own past along an index: autoregression, moving averages, volatility, hidden states."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forecast.language.semantics import errors
from forecast.language.semantics.model import Node
from forecast.language.semantics.node_order import in_order
from forecast.language.semantics.passes import Arrows, instant, instant_circle
from forecast.language.semantics.scope import Scope
from forecast.language.semantics.term import (
    Element,
    Pick,
    Reduce,
    Reference,
    Rename,
    Stack,
    Strike,
    Term,
    When,
    children,
    rebuilt,
    walk,
)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """`members` are computed together, element by element in the order of the index."""

    index: str
    members: tuple[str, ...]


def check_recurrences(scope: Scope) -> None:
    """Whether all that refers to its own past can be computed in the order of an index; puts the nodes into an order for it."""
    nodes = {name: node for name, node in scope.nodes.items() if node is not None}
    if scope.findings.has_errors:
        return
    groups = _circles(nodes)
    if not groups:
        return
    for group in groups:
        found = _recurrence(group, nodes)
        if not isinstance(found, Recurrence):
            scope.findings.add(errors.cycle(found))
    scope.nodes = in_order(scope.nodes)


def recurrences(nodes: Mapping[str, Node]) -> tuple[Recurrence, ...]:
    """All recurrences of nodes that have been checked."""
    found = [_recurrence(group, nodes) for group in _circles(nodes)]
    return tuple(each for each in found if isinstance(each, Recurrence))


def can_recur(nodes: Mapping[str, Node]) -> bool:
    """Whether all circles of nodes that the clock does not pass through are recurrences."""
    return all(isinstance(_recurrence(group, nodes), Recurrence) for group in _circles(nodes))


def mentions(term: Term, names: frozenset[str]) -> bool:
    """Whether one of some nodes is named in a term."""
    return any(isinstance(part, Reference) and part.node in names for part in walk(term))


def in_row(cell: Term, index: str, position: int) -> Term:
    """A table's cell as it is computed in the row of its element: what it reads there stands at hand."""
    if isinstance(cell, Element) and cell.index == index and cell.position == position:
        return cell.argument
    return rebuilt(cell, lambda part: in_row(part, index, position))


def _circles(nodes: Mapping[str, Node]) -> list[tuple[str, ...]]:
    """The nodes that rest on each other in a circle, circle by circle, in the order of the nodes."""
    shifted = any(
        isinstance(part, Reduce) and part.operation == "shift" for n in nodes.values() for part in walk(n.term)
    )
    if not shifted:
        return []
    uses = {name: {part.node for part in instant(node.term, shifted=True)} for name, node in nodes.items()}
    return [group for group in _components(uses) if len(group) > 1 or any(name in uses[name] for name in group)]


def _components(uses: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    """The strongly connected components (Tarjan, SIAM Journal on Computing 1, 1972), without recursion."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: list[str] = []
    found: list[set[str]] = []
    done: set[str] = set()
    for start in uses:
        if start in number:
            continue
        road = [(start, iter(sorted(uses[start])))]
        number[start] = low[start] = len(number)
        open_.append(start)
        while road:
            name, rest = road[-1]
            used = next(rest, None)
            if used is None:
                road.pop()
                if road:
                    low[road[-1][0]] = min(low[road[-1][0]], low[name])
                if low[name] == number[name]:
                    at = open_.index(name)
                    found.append(set(open_[at:]))
                    done |= found[-1]
                    del open_[at:]
            elif used not in number:
                number[used] = low[used] = len(number)
                open_.append(used)
                road.append((used, iter(sorted(uses[used]))))
            elif used not in done:
                low[name] = min(low[name], number[used])
    order = list(uses)
    return [tuple(sorted(group, key=order.index)) for group in found]


def _recurrence(group: tuple[str, ...], nodes: Mapping[str, Node]) -> Recurrence | Arrows:
    """The recurrence of a circle; the circle itself, where it cannot be computed in the order of one index."""
    members = frozenset(group)
    own = {name: nodes[name] for name in group}
    indexes = {
        part.over[0]
        for node in own.values()
        for part in walk(node.term)
        if isinstance(part, Reduce) and part.operation == "shift" and mentions(part.argument, members)
    }
    index = min(indexes, default="")
    for name, node in own.items():
        alone = len(indexes) == 1 and index in node.type.dims
        outside = node.type.varying or isinstance(node.term, (When, Strike)) or not alone
        across = next(iter(_across(node.term, index, members)), None)
        if outside or across is not None:
            used = across or next(p for p in walk(node.term) if isinstance(p, Reference) and p.node in members)
            return _road(name, used, own)
    circle = instant_circle(own)
    return circle or Recurrence(index, group)


def _across(term: Term, index: str, members: frozenset[str]) -> Iterable[Reference]:
    """The members that a term does not read in the row that is computed, or some places earlier."""
    match term:
        case Reduce(over=over, operation=operation) if index in over and operation != "shift":
            yield from _members(term.argument, members)
        case Element(index=along) | Pick(index=along) if along == index:
            yield from _members(term.argument, members)
        case Rename(names=names) if any(index in pair for pair in names):
            yield from _members(term.argument, members)
        case Stack(index=along, cells=cells) if along == index:
            for position, cell in enumerate(cells):
                yield from _across(in_row(cell, index, position), index, members)
        case _:
            for part in children(term):
                yield from _across(part, index, members)


def _members(term: Term, members: frozenset[str]) -> Iterable[Reference]:
    return (part for part in walk(term) if isinstance(part, Reference) and part.node in members)


def _road(name: str, used: Reference, own: Mapping[str, Node]) -> Arrows:
    """A circle that begins with one use of a member by another."""
    waiting: list[Arrows] = [((name, used.node, used.span),)]
    seen = {used.node}
    while waiting:
        road = waiting.pop(0)
        end = road[-1][1]
        if end == name:
            return road
        for part in walk(own[end].term):
            if isinstance(part, Reference) and part.node in own and (part.node == name or part.node not in seen):
                seen.add(part.node)
                waiting.append((*road, (end, part.node, part.span)))
    raise AssertionError(f"{name} is in no circle")
