"""Tables: a right side for each element of an index."""

from dataclasses import replace

from forecast.language.semantics import errors
from forecast.language.semantics.arithmetic import side
from forecast.language.semantics.literals import adapted
from forecast.language.semantics.model import Index
from forecast.language.semantics.scope import Context, Drawing
from forecast.language.semantics.term import Constant, Stack, Term, element_name
from forecast.language.syntax import tree
from forecast.language.types.kind import Category, Kind, Type, alike

MAX_CELLS = 100_000
"""Of all tables of a file: each is a right side of its own."""


def table(expression: tree.Table, dims: tuple[str, ...], context: Context, expected: Kind | None) -> Term | None:
    """The stack of a table's cells along the first of `dims`; cells that are tables go along the next ones."""
    index = context.scope.indexes[dims[0]]
    cells = _cells(expression, index, context)
    if cells is None:
        return None
    scope = context.scope
    before, scope.cells = scope.cells, scope.cells + len(cells)
    if scope.cells > MAX_CELLS:
        if before <= MAX_CELLS:
            context.findings.add(errors.tables_too_large(expression.span, MAX_CELLS))
        return None
    terms: list[Term] = []
    failed = False
    for position, label in enumerate(index.labels):
        inner = _in_cell(context, index, position, label, dims[1:])
        value = cells[position].value
        hint = expected if expected is not None or not terms else terms[0].type.kind
        if isinstance(value, tree.Table):
            if len(dims) == 1:
                context.findings.add(errors.table_misplaced(value.span))
                return None
            term = table(value, dims[1:], inner, hint)
        else:
            term = inner.term(value, hint)
        if term is None:
            failed = True
            continue
        terms.append(term)
    if failed:
        return None
    kind = next((t.type.kind for t in terms if not _adaptable(t)), terms[0].type.kind)
    terms = [adapted(term, kind) for term in terms]
    for term in terms:
        if not alike(term.type.kind, kind):
            context.findings.add(
                errors.branches_differ("the cells of a table", side(terms[0], context), side(term, context))
            )
            return None
    every = context.scope.ordered((index.name, *(dim for term in terms for dim in term.type.dims)))
    return Stack(index.name, tuple(terms), Type(kind, every), expression.span)


def _adaptable(term: Term) -> bool:
    return isinstance(term, Constant) and term.value == 0


def _in_cell(context: Context, index: Index, position: int, label: str, rest: tuple[str, ...]) -> Context:
    """The context of one cell: its distributions are counted and drawn by themselves, under the cell's label."""
    inner = context.in_cell(index.name, position)
    if context.drawing is None:
        return inner
    own = element_name([label])
    element = f"{context.drawing.element},{own}" if context.drawing.element else own
    return replace(inner, drawing=Drawing(plates=rest, element=element))


def _cells(expression: tree.Table, index: Index, context: Context) -> dict[int, tree.Cell] | None:
    """The cell of each position; `else` serves the positions that have none."""
    places = _Places(index)
    found: dict[int, tree.Cell] = {}
    otherwise: tree.Cell | None = None
    for cell in expression.cells:
        if isinstance(cell.key, tree.Else):
            if otherwise is not None:
                context.findings.add(errors.duplicate_cell(cell.key.span, otherwise.key.span, "else"))
                return None
            otherwise = cell
            continue
        position = _position(cell.key, places, context)
        if position is None:
            return None
        if position in found:
            context.findings.add(errors.duplicate_cell(cell.key.span, found[position].key.span, cell.key.span.text))
            return None
        found[position] = cell
    missing = [position for position in range(len(index.labels)) if position not in found]
    if missing and otherwise is None:
        labels = tuple(index.labels[position] for position in missing)
        context.findings.add(errors.table_incomplete(expression.span, index.name, labels))
        return None
    if otherwise is not None:
        found.update(dict.fromkeys(missing, otherwise))
    return found


class _Places:
    """The positions of an index's elements, by their labels and by their values."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.kind = Category(index.labels, index.name)
        self.labels = {label: position for position, label in enumerate(index.labels)}
        self.values = {value: position for position, value in enumerate(index.values or ())}


def _position(key: tree.Expr, places: _Places, context: Context) -> int | None:
    index = places.index
    match key:
        case tree.Name(id=label) | tree.Text(value=label) if label in places.labels:
            return places.labels[label]
        case tree.Number() | tree.DateLiteral() | tree.Unary() if index.values is not None:
            term = context.term(key, index.kind)
            if term is None:
                return None
            if isinstance(term, Constant) and term.value in places.values:
                return places.values[term.value]
        case tree.Member():
            term = context.term(key, places.kind)
            if term is None:
                return None
            if isinstance(term, Constant) and term.type.kind == places.kind:
                return int(term.value)
        case _:
            pass
    shown = key.value if isinstance(key, tree.Text) else key.span.text
    context.findings.add(errors.unknown_element(key.span, shown, index.name, index.labels))
    return None
