"""Matrices of correlations or covariances: written out, or indexed by an index and its second name."""

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from math import isfinite, sqrt

from forecast.language.semantics import errors
from forecast.language.semantics.arithmetic import side
from forecast.language.semantics.cholesky import contradiction
from forecast.language.semantics.constant_cells import ConstantCells
from forecast.language.semantics.literals import adapted, bare
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import INNER, Rename, Term, Vector
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.kind import PLAIN, Kind, Type

MOST_SEARCHED = 40
MOST_ENTRIES = 200_000
"""Entries of constant matrices that are computed while a file is checked."""


def written_matrix(expression: tree.Sequence, context: Context, expected: Kind | None) -> Term | None:
    """`[[1, 0.5], [0.5, 1]]`: a vector of its rows, whatever their number."""
    inner = context.without_draws()
    rows: list[list[Term]] = []
    for written in expression.items:
        row = bare(written)
        if not isinstance(row, tree.Sequence):
            context.findings.add(errors.matrix_rows(expression.span))
            return None
        entries = [inner.term(entry, expected) for entry in row.items]
        rows.append([entry for entry in entries if entry is not None])
        if len(rows[-1]) < len(entries):
            return None
    entries = [entry for row in rows for entry in row]
    if not entries:
        context.findings.add(errors.matrix_rows(expression.span))
        return None
    kind = next((entry.type.kind for entry in entries if entry.type.kind != PLAIN), PLAIN)
    rows = [[adapted(entry, kind) for entry in row] for row in rows]
    for entry in (entry for row in rows for entry in row):
        if entry.type.kind != kind:
            first = next(entry for entry in entries if entry.type.kind == kind)
            context.findings.add(
                errors.branches_differ("the numbers of a matrix", side(first, context), side(entry, context))
            )
            return None
    whole = Type(kind, context.scope.ordered(dim for entry in entries for dim in entry.type.dims))
    vectors = [Vector(tuple(row), whole, written.span) for row, written in zip(rows, expression.items, strict=True)]
    return Vector(tuple(vectors), whole, expression.span)


def matrix_of(term: Term, index: str, name: str, context: Context) -> Term | None:
    """The matrix for the elements of an index, its columns along an axis of their own; `name` is that of the parameter."""
    labels = context.scope.indexes[index].labels
    if isinstance(term, Vector):
        rows = [row.items for row in term.items if isinstance(row, Vector)]
        if len(rows) != len(labels) or any(len(row) != len(labels) for row in rows):
            context.findings.add(errors.matrix_shape(term.span, index, labels))
            return None
        if index in term.type.dims:
            context.findings.add(errors.differs_along(term.span, "a number in a matrix", index))
            return None
        return term
    indexes = context.scope.indexes
    root = indexes[index].alias_of or index
    second = [dim for dim in term.type.dims if dim != index and (indexes[dim].alias_of or dim) == root]
    if index not in term.type.dims or len(second) != 1:
        known = tuple(other.name for other in indexes.values() if other.name != index and other.alias_of == root)
        context.findings.add(errors.matrix_indexes(term.span, name, index, term.type.dims, second=known))
        return None
    rest = tuple(dim for dim in term.type.dims if dim != second[0])
    return Rename(term, ((second[0], INNER),), Type(term.type.kind, (*rest, INNER)), term.span)


def is_possible(matrix: Term, index: str, name: str, context: Context) -> bool:
    """Whether a matrix, as far as it is constant, is one that random numbers can have; reports it if not."""
    scope = context.scope
    size = len(scope.indexes[index].labels)
    others = [dim for dim in matrix.type.dims if dim not in (index, INNER)]
    places = list(product(*(range(len(scope.indexes[dim].labels)) for dim in others)))
    if len(places) * size**2 > MOST_ENTRIES:
        return True
    cells = ConstantCells(scope)
    for positions in places:
        cell = dict(zip(others, positions, strict=True))
        values = [[_entry(matrix, (i, j), index, cell, cells) for j in range(size)] for i in range(size)]
        if not _is_symmetric(matrix, values, index, name, context):
            return False
        known = [[value for value in row if value is not None] for row in values]
        if all(len(row) == size for row in known) and not _is_definite(matrix, known, index, name, context):
            return False
    return True


def _entry(
    matrix: Term, place: tuple[int, int], index: str, cell: Mapping[str, int], cells: ConstantCells
) -> float | None:
    i, j = place
    if isinstance(matrix, Vector):
        row = matrix.items[i]
        return cells.value(row.items[j], cell) if isinstance(row, Vector) else None
    return cells.value(matrix, {**cell, index: i, INNER: j})


def _place(matrix: Term, i: int, j: int) -> Span:
    """Where an entry is written."""
    row = matrix.items[i] if isinstance(matrix, Vector) else None
    return row.items[j].span if isinstance(row, Vector) else matrix.span


def _is_symmetric(
    matrix: Term, values: Sequence[Sequence[float | None]], index: str, name: str, context: Context
) -> bool:
    labels = context.scope.indexes[index].labels
    for i, label in enumerate(labels):
        value = values[i][i]
        if value is None:
            continue
        if name == "correlation" and value != 1:
            context.findings.add(errors.matrix_diagonal(_place(matrix, i, i), label, value))
            return False
        if not (value > 0 and isfinite(value)):
            context.findings.add(errors.variance_not_positive(_place(matrix, i, i), label))
            return False
    for i, j in combinations(range(len(labels)), 2):
        upper, lower = values[i][j], values[j][i]
        if upper is not None and lower is not None and upper != lower:
            places = _place(matrix, j, i), _place(matrix, i, j)
            context.findings.add(errors.matrix_asymmetric(*places, labels[i], labels[j]))
            return False
    return True


def _is_definite(matrix: Term, values: Sequence[Sequence[float]], index: str, name: str, context: Context) -> bool:
    sizes = [sqrt(values[i][i]) for i in range(len(values))]
    correlations = [
        [1.0 if i == j else value / (sizes[i] * sizes[j]) for j, value in enumerate(row)]
        for i, row in enumerate(values)
    ]
    wrong = contradiction(correlations, MOST_SEARCHED)
    if not wrong:
        return True
    labels = context.scope.indexes[index].labels
    pairs = [(labels[i], labels[j], correlations[i][j]) for i, j in combinations(wrong, 2)]
    context.findings.add(errors.impossible_matrix(matrix.span, name, pairs))
    return False
