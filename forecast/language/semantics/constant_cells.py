"""Values that are the same in every possible world, element by element of an index."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import isnan

from forecast.language.semantics.ranges import constant_of
from forecast.language.semantics.scope import Scope
from forecast.language.semantics.term import (
    Apply,
    Constant,
    Element,
    IndexValues,
    Pick,
    Reduce,
    Reference,
    Rename,
    Stack,
    Term,
    Values,
)

type Cell = Mapping[str, int]
"""Positions along indexes."""

_TRUTHS: Mapping[str, Callable[[float, float], bool]] = {
    "equal": operator.eq,
    "not_equal": operator.ne,
    "less": operator.lt,
    "less_equal": operator.le,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "and": lambda a, b: bool(a and b),
    "or": lambda a, b: bool(a or b),
}


@dataclass(slots=True)
class ConstantCells:
    """Evaluates terms at single elements; what it found for nodes is kept."""

    scope: Scope
    _known: dict[tuple[str, tuple[int, ...]], float | None] = field(
        default_factory=dict[tuple[str, tuple[int, ...]], float | None]
    )

    def value(self, term: Term, cell: Cell) -> float | None:
        """The value at one element; None where it is not constant, or cannot be told before a run."""
        match term:
            case Constant(value=value):
                return None if isnan(value) else value
            case IndexValues(index=index, values=values):
                return values[cell[index]]
            case Values(values=values, type=kind):
                place = 0
                for dim in kind.dims:
                    place = place * len(self.scope.indexes[dim].labels) + cell[dim]
                return None if isnan(values[place]) else values[place]
            case Reference(node=name):
                return self._node(name, cell)
            case Stack(index=index, cells=cells):
                return self.value(cells[cell[index]], cell)
            case Element(argument=argument, index=index, position=position):
                return self.value(argument, {**cell, index: position})
            case Rename(argument=argument, names=names):
                return self.value(argument, {**cell, **{index: cell[other] for index, other in names}})
            case Pick(argument=argument, index=index, selector=selector):
                chosen = self.value(selector, cell)
                return None if chosen is None else self.value(argument, {**cell, index: int(chosen)})
            case Apply():
                return self._apply(term, cell)
            case Reduce():
                return self._reduce(term, cell)
            case _:
                return constant_of(term, self.scope.ranges)

    def _node(self, name: str, cell: Cell) -> float | None:
        node = self.scope.nodes.get(name)
        if node is None:
            return None
        key = (name, tuple(cell[dim] for dim in node.type.dims))
        if key not in self._known:
            self._known[key] = self.value(node.term, dict(zip(node.type.dims, key[1], strict=True)))
        return self._known[key]

    def _apply(self, term: Apply, cell: Cell) -> float | None:
        if term.operation == "if":
            condition, *branches = term.arguments
            holds = self.value(condition, cell)
            return None if holds is None else self.value(branches[0 if holds else 1], cell)
        values = [self.value(argument, cell) for argument in term.arguments]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        if term.operation == "not":
            return float(not known[0])
        if term.operation in _TRUTHS:
            return float(_TRUTHS[term.operation](*known))
        return constant_of(Apply(term.operation, _constants(term.arguments, known), term.type, term.span), {})

    def _reduce(self, term: Reduce, cell: Cell) -> float | None:
        """Of the reductions those that means and weights are made with."""
        if term.operation not in ("sum", "mean"):
            return None
        sizes = [range(len(self.scope.indexes[index].labels)) for index in term.over]
        values = [
            self.value(term.argument, {**cell, **dict(zip(term.over, positions, strict=True))})
            for positions in product(*sizes)
        ]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        return sum(known) / (len(known) if term.operation == "mean" else 1)


def _constants(terms: tuple[Term, ...], values: list[float]) -> tuple[Term, ...]:
    return tuple(Constant(value, term.type, term.span) for term, value in zip(terms, values, strict=True))
