"""The members of a `correlate` statement: which distribution each of their elements is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from forecast.language.semantics import errors
from forecast.language.semantics.model import CorrelatedDraw, Node
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Apply, Element, Reference, Stack, Term
from forecast.language.semantics.trend import draws_in, in_cell, trend
from forecast.language.source import Span
from forecast.language.syntax import tree

type Unit = tuple[CorrelatedDraw, tuple[int, ...]]
"""One element of a draw, by its positions along the draw's indexes."""

type Place = tuple[str, tuple[int, ...]]
"""One element of a node, by its positions along the node's indexes."""

MAX_ROWS = 400
"""Values that may hang together, all with all: rows of a matrix."""


@dataclass(slots=True, eq=False)
class Source:
    """A node that takes part: its tables' indexes, and the one distribution in each cell that was looked at."""

    node: Node
    span: Span
    tables: tuple[str, ...]
    draws: dict[tuple[int, ...], CorrelatedDraw | None] = field(
        default_factory=dict[tuple[int, ...], CorrelatedDraw | None]
    )

    def draw(self, at: Mapping[str, int], context: Context) -> CorrelatedDraw | None:
        """The distribution of an element; None if there is not exactly one that it rises with, which is then reported."""
        cell = tuple(at[index] for index in self.tables)
        if cell not in self.draws:
            self.draws[cell] = _draw(self, dict(zip(self.tables, cell, strict=True)), context)
        return self.draws[cell]


@dataclass(frozen=True, slots=True)
class Member:
    """A node, or the part of it at the `fixed` positions of some of its indexes; `free` are the others."""

    text: str
    span: Span
    source: Source
    fixed: Mapping[str, int]
    free: tuple[str, ...]

    def unit(self, at: Mapping[str, int], context: Context) -> Unit | None:
        """The draw of the element at the positions given."""
        at = {**at, **self.fixed}
        draw = self.source.draw(at, context)
        return None if draw is None else (draw, tuple(at[dim] for dim in draw.plates))

    def place(self, at: Mapping[str, int]) -> Place:
        """The element of the node at the positions given."""
        at = {**at, **self.fixed}
        return self.source.node.name, tuple(at[dim] for dim in self.source.node.type.dims)


def members_of(statement: tree.Correlate, context: Context) -> tuple[Member, ...] | None:
    """The members, with `over` one for each element; None if one is wrong, which has then been reported."""
    sources: dict[str, Source] = {}
    found = [_member(expression, sources, context) for expression in statement.members]
    members = [member for member in found if member is not None]
    over: list[str] = []
    for name in statement.over:
        if name.id not in context.scope.indexes:
            scope = context.scope
            # An index that has an error of its own is declared and yet unknown; that has been reported.
            if name.id not in scope.declared or name.id in scope.nodes or name.id in scope.functions:
                is_node = name.id in scope.nodes
                context.findings.add(errors.unknown_index(name.span, name.id, tuple(scope.indexes), is_node=is_node))
            return None
        over.append(name.id)
    if len(members) < len(found):
        return None
    for member in members:
        for dim, name in zip(over, statement.over, strict=True):
            if dim not in member.free:
                context.findings.add(errors.index_not_in(name.span, dim, member.text, member.free, over=True))
                return None
    if over:
        count = len(members)
        for dim in over:
            count *= len(context.scope.indexes[dim].labels)
        if count > MAX_ROWS:
            context.findings.add(errors.too_many_correlated(statement.span, count, MAX_ROWS))
            return None
        members = [each for member in members for each in _elements(member, over, context)]
    if len(members) < 2:
        context.findings.add(errors.correlation_alone(statement.span, members[0].text, members[0].free))
        return None
    return tuple(members)


def _elements(member: Member, over: list[str], context: Context) -> list[Member]:
    indexes = [context.scope.indexes[dim] for dim in over]
    found: list[Member] = []
    for positions in product(*(range(len(index.labels)) for index in indexes)):
        fixed = {**member.fixed, **dict(zip(over, positions, strict=True))}
        free = tuple(dim for dim in member.free if dim not in over)
        found.append(replace(member, text=_text(member.source.node, fixed, context), fixed=fixed, free=free))
    return found


def _text(node: Node, fixed: Mapping[str, int], context: Context) -> str:
    labels = [context.scope.indexes[dim].labels[fixed[dim]] for dim in node.type.dims if dim in fixed]
    return f"{node.name}[{', '.join(labels)}]" if labels else node.name


def _member(expression: tree.Expr, sources: dict[str, Source], context: Context) -> Member | None:
    term = context.term(expression)
    if term is None:
        return None
    fixed: dict[str, int] = {}
    inner = term
    while isinstance(inner, Element):
        fixed[inner.index] = inner.position
        inner = inner.argument
    node = context.scope.nodes.get(inner.node) if isinstance(inner, Reference) else None
    if node is None:
        context.findings.add(errors.correlation_member(expression.span))
        return None
    source = sources.setdefault(node.name, Source(node, expression.span, _tables(node.term)))
    text = _text(node, fixed, context)
    return Member(text, expression.span, source, fixed, tuple(d for d in node.type.dims if d not in fixed))


def _tables(term: Term) -> tuple[str, ...]:
    """The indexes of the tables that a right side is made of."""
    match term:
        case Apply(operation="unless", arguments=(_, date)):
            return _tables(date)
        case Stack(index=index, cells=cells):
            inner = (dim for cell in cells for dim in _tables(cell))
            return (index, *(dim for dim in dict.fromkeys(inner) if dim != index))
        case _:
            return ()


def _draw(source: Source, cell: Mapping[str, int], context: Context) -> CorrelatedDraw | None:
    scope, node = context.scope, source.node
    found = draws_in(node.term, cell)
    text = _text(node, cell, context)
    if not found:
        context.findings.add(errors.correlation_no_distribution(source.span, text, node.statement))
        return None
    if len(found) > 1:
        places = tuple(draw.span for draw in found.values())
        context.findings.add(errors.correlation_several(source.span, text, places))
        return None
    (draw,) = found.values()
    if draw.event:
        context.findings.add(errors.correlation_together(source.span, text, draw.span, draw.event))
        return None
    direction = trend(in_cell(node.term, cell), cell, scope.ranges)
    if direction != 1:
        context.findings.add(
            errors.correlation_not_increasing(source.span, text, draw.span, falls=direction == -1)
        )  # fmt: skip
        return None
    return CorrelatedDraw(node.name, draw.part, draw.element, scope.ordered(draw.plates))
