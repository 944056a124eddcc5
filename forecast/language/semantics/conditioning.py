"""Evidence that fixes a drawn quantity or bounds it: its definition becomes what is left of it, and the world's weight is told.

The weight is exact, and what is left is drawn directly, so that no possible world is thrown away.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isnan

from forecast.language.semantics import errors
from forecast.language.semantics.arithmetic import combine
from forecast.language.semantics.model import Node, Role
from forecast.language.semantics.node_order import in_order
from forecast.language.semantics.recurrences import can_recur
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import (
    Apply,
    Constant,
    Draw,
    Element,
    Likelihood,
    Nested,
    Reference,
    Stack,
    Term,
    Values,
    at_element,
    undrawn,
    walk,
)
from forecast.language.types.kind import PLAIN, Date, Growth, Number, Type

STEPPED = frozenset(
    {
        "choice",
        "chance",
        "bernoulli",
        "poisson",
        "binomial",
        "negative_binomial",
        "geometric",
        "uniform_int",
        "empirical",
    }
)
"""Families whose values have probabilities of their own."""

type _Path = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """One element of a node, or all of it."""

    node: str
    path: _Path


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left of a draw, and the weight of what was known of it; of its coin for never too."""

    term: Term
    weight: Term
    coin: Term | None = None


type _Condition = Callable[[Draw, Term | None], _Left]
"""(the draw, the chance of never where there is one) → what is left."""


class Conditioning:
    """Takes evidence into the definitions of a scope, whose nodes it replaces. Those that are `correlated` stay as they are."""

    def __init__(self, context: Context, correlated: frozenset[str]) -> None:
        self._context, self._correlated = context, correlated
        self.changed: list[str] = []
        """The nodes whose definitions it has changed."""

    def weight(self, test: Term) -> Term | bool:
        """The weight of a condition that fixes or bounds something drawn, which is then changed.

        False where it is no such condition, True where it is one that cannot be, which has then been reported.
        """
        match test:
            case Apply(operation="equal", arguments=(a, b)):
                return self._fixed(a, b, test)
            case Apply(operation="not", arguments=(Apply(operation=operation, arguments=(a, b)),)):
                other = {"before": "greater_equal", "less": "greater_equal", "less_equal": "greater"}.get(operation, "")
                other = other or {"greater": "less_equal", "greater_equal": "less"}.get(operation, "")
                return self._bounded(other, a, b) if other else False
            case Apply(operation=operation, arguments=(a, b)):
                return self._bounded(operation, a, b)
            case _:
                return False

    def fill(self, column: str, distribution: Nested) -> bool:
        """Put draws into the empty cells of a table's column; whether they depend at most on earlier ones."""
        node = self._context.scope.nodes[column]
        assert node is not None
        drawn = Draw(
            distribution.constructor, distribution.parameters, "1", node.type.dims, node.type, distribution.span,
            family=distribution.family, noise="uniform" if distribution.family in ("choice", "chance") else "score",
        )  # fmt: skip
        term = combine("filled", (node.term, drawn), node.type.kind, node.span, self._context)
        filled = replace(node, term=term)
        if not can_recur({name: each for name, each in {**self._nodes, column: filled}.items() if each is not None}):
            return False
        self._replace(filled)
        ordered = in_order(self._nodes)
        self._nodes.clear()
        self._nodes.update(ordered)
        return True

    # --- fixed ------------------------------------------------------------------------------------------------------------

    def _fixed(self, a: Term, b: Term, test: Term) -> Term | bool:
        sides = [(a, b), (b, a)]
        for side, value in sides:
            place = _place(side)
            if place is not None and self._is_stepped(place):
                return False
            if place is not None and _is_known(value, self._nodes):
                found = self._changed(place, lambda draw, p, value=value: self._at(draw, value, p))
                if found is not None:
                    return found
        if isinstance(a.type.kind, (Number, Date, Growth)):
            self._context.findings.add(errors.exact_evidence(test.span, (_place(a) or _Place(a.span.text, ())).node))
            return True
        return False

    def _at(self, draw: Draw, value: Term, never: Term | None) -> _Left:
        density: Term = self._likelihood("log_density", draw, value)
        if never is not None:
            minus = combine("negate", (never,), PLAIN, draw.span, self._context)
            certain = combine("log1p", (minus,), PLAIN, draw.span, self._context)
            density = combine("add", (density, certain), PLAIN, draw.span, self._context)
        return _Left(value, density)

    # --- bounded ------------------------------------------------------------------------------------------------------------

    def _bounded(self, operation: str, a: Term, b: Term) -> Term | bool:
        if operation not in _FLIPPED:
            return False
        order = {name: number for number, name in enumerate(self._nodes)}
        first, second = _place(a), _place(b)
        candidates = [(first, b, operation), (second, a, _FLIPPED[operation])]
        # What comes later in the file's order cannot be what the other is computed from.
        candidates.sort(key=lambda each: -order.get(each[0].node, -1) if each[0] is not None else 1)
        for place, value, relation in candidates:
            if place is None or self._is_stepped(place) or value.type.dims:
                continue
            limit = self._seen_from(place, value)
            if limit is None or not self._comes_before(limit, place.node, order):
                continue
            limits = value, limit
            found = self._changed(
                place, lambda draw, p, limits=limits, relation=relation: self._cut(draw, limits, relation, p)
            )
            if found is not None:
                return found
        return False

    def _cut(self, draw: Draw, limits: tuple[Term, Term], relation: str, never: Term | None) -> _Left:
        """What is left beyond a limit, given as it is seen from outside and from the definition of the draw."""
        outside, limit = limits
        lower = relation in ("greater", "greater_equal")
        parameters = (("of", undrawn(draw)), ("min" if lower else "max", limit))
        left = replace(draw, constructor="truncated", parameters=parameters, noise="uniform", family="truncated")
        mass: Term = self._likelihood("survival" if lower else "up_to", draw, outside)
        coin = None
        if never is not None:
            comes = combine("subtract", (self._number(1.0, draw), never), PLAIN, draw.span, self._context)
            mass = combine("multiply", (comes, mass), PLAIN, draw.span, self._context)
        if never is not None and lower:
            # Never is later than every date.
            mass = combine("add", (never, mass), PLAIN, draw.span, self._context)
            coin = combine("divide", (never, mass), PLAIN, draw.span, self._context)
        return _Left(left, combine("log", (mass,), PLAIN, draw.span, self._context), coin)

    def _seen_from(self, place: _Place, value: Term) -> Term | None:
        """A limit as it stands in the definition of a node: another element of the same node is that element's definition."""
        other = _place(value)
        if other is None or other.node != place.node:
            mentions = any(isinstance(part, Reference) and part.node == place.node for part in walk(value))
            return None if mentions else value
        node = self._nodes[place.node]
        if node is None or not place.path or other.path == place.path or len(other.path) != len(place.path):
            return None
        # Only of an earlier element, so that there is no circle.
        if [position for _, position in other.path] > [position for _, position in place.path]:
            return None
        term = node.term
        for index, position in other.path:
            term = _cell(term, index, position)
        return term

    def _comes_before(self, limit: Term, node: str, order: Mapping[str, int]) -> bool:
        names = (part.node for part in walk(limit) if isinstance(part, Reference))
        return all(order.get(name, len(order)) < order[node] for name in names)

    # --- definitions --------------------------------------------------------------------------------------------------------

    @property
    def _nodes(self) -> dict[str, Node | None]:
        return self._context.scope.nodes

    def _is_stepped(self, place: _Place) -> bool:
        node = self._nodes.get(place.node)
        draws = (
            []
            if node is None
            else [part for part in walk(node.term) if isinstance(part, Draw) and part.part != "never"]
        )
        return any(draw.family in STEPPED for draw in draws)

    def _changed(self, place: _Place, change: _Condition) -> Term | None:
        """Change a draw; its weight, or None where the place is not that of a draw."""
        node = self._nodes.get(place.node)
        if node is None or node.role not in (Role.PARAMETER, Role.EVENT) or place.node in self._correlated:
            return None
        found = self._at_path(node.term, place.path, change)
        if found is None:
            return None
        term, weight = found
        self._replace(replace(node, term=term))
        return weight

    def _at_path(self, term: Term, path: _Path, change: _Condition) -> tuple[Term, Term] | None:
        match term:
            case Apply(operation="unless", arguments=(Draw(family="chance") as coin, Draw() as draw)) if not path:
                if set(coin.type.dims) != set(draw.type.dims):
                    return None
                left = change(draw, dict(coin.parameters)["p"])
                if left.coin is None:
                    return left.term, left.weight
                coin = replace(coin, parameters=(("p", left.coin),))
                return replace(term, arguments=(coin, left.term)), left.weight
            case Draw(event="") if not path:
                if set(term.type.dims) != set(term.plates):
                    return None
                left = change(term, None)
                return left.term, left.weight
            case Draw(event="") | Stack():
                if not path or path[0][0] not in term.type.dims:
                    return None
                index, position = path[0]
                size = len(self._context.scope.indexes[index].labels)
                cells = [_cell(term, index, i) for i in range(size)]
                one = self._single(term, index, position) if isinstance(term, Draw) else cells[position]
                found = None if one is None else self._at_path(one, path[1:], change)
                if found is None:
                    return None
                cells[position] = found[0]
                return Stack(index, tuple(cells), term.type, term.span), found[1]
            case _:
                return None

    def _single(self, draw: Draw, index: str, position: int) -> Draw | None:
        """The draw of one element, with the luck that it has among all."""
        if draw.plates != (index,) or draw.element:
            return None
        label = self._context.scope.indexes[index].labels[position]
        parameters = tuple((name, at_element(value, index, position)) for name, value in draw.parameters)
        return replace(draw, parameters=parameters, plates=(), type=Type(draw.type.kind), element=label)

    def _likelihood(self, operation: str, draw: Draw, value: Term) -> Likelihood:
        dims = self._context.scope.ordered((*draw.type.dims, *value.type.dims))
        return Likelihood(operation, undrawn(draw), value, Type(PLAIN, dims), draw.span)

    def _number(self, value: float, beside: Term) -> Constant:
        return Constant(value, Type(PLAIN), beside.span, exact=True)

    def _replace(self, node: Node) -> None:
        self.changed.append(node.name)
        self._nodes[node.name] = node
        self._context.scope.ranges.pop(node.name, None)


_FLIPPED = {
    "less": "greater",
    "less_equal": "greater_equal",
    "before": "greater",
    "greater": "less",
    "greater_equal": "less_equal",
}


def _place(term: Term) -> _Place | None:
    """Where a term stands in the definition of a node; None where it is no such place."""
    path: list[tuple[str, int]] = []
    while isinstance(term, Element):
        path.append((term.index, term.position))
        term = term.argument
    return _Place(term.node, tuple(reversed(path))) if isinstance(term, Reference) else None


def _cell(term: Term, index: str, position: int) -> Term:
    if isinstance(term, Stack) and term.index == index:
        return term.cells[position]
    return at_element(term, index, position)


def _is_known(term: Term, nodes: Mapping[str, Node | None]) -> bool:
    """Whether a value is written down, or made of what is."""
    for part in walk(term):
        if isinstance(part, Draw):
            return False
        if isinstance(part, Reference):
            node = nodes.get(part.node)
            if node is None or node.role not in (Role.CONSTANT, Role.DATA):
                return False
            if isinstance(node.term, Values) and any(map(isnan, node.term.values)):
                return False
    return True
