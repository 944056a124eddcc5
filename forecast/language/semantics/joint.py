"""Distributions over an index: those that draw its elements together, and that of the values along it."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from math import isclose

from forecast.language.library import Function
from forecast.language.library.constraint import violated
from forecast.language.library.match import Match
from forecast.language.semantics import errors
from forecast.language.semantics.constant_cells import ConstantCells
from forecast.language.semantics.intervals import Family, draw
from forecast.language.semantics.matrices import is_possible, matrix_of
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import INNER, Draw, Rename, Term
from forecast.language.source import Span
from forecast.language.types.kind import Type

MAX_ELEMENTS = 400
"""Of an index with a matrix, which grows with the square of their number."""
SUM_TOLERANCE = 1e-6


def over_index(
    function: Function,
    outcome: Match,
    bound: Mapping[str, Term],
    *,
    over: tuple[str, ...],
    span: Span,
    context: Context,
) -> Term | None:
    """The draw of a distribution over an index; `bound` has its arguments by parameter."""
    index, *more = over
    if more:
        context.findings.add(errors.distribution_over_one(span, function.name, over))
        return None
    signature = outcome.signature
    family = Family(function.name, signature.runtime, function.noise or "score")
    parameters = {name: bound[name] for name in signature.names if name in bound}
    if function.name == "empirical":
        values = _values(parameters["values"], index, context)
        return None if values is None else draw(family, (("values", values),), outcome.result, span, context)
    if index in context.cells:
        context.findings.add(errors.drawn_in_its_cell(span, function.name, index))
        return None
    made = _parameters(function, outcome, parameters, index, context)
    drawn = None if made is None else draw(family, tuple(made.items()), outcome.result, span, context)
    if not isinstance(drawn, Draw):
        return None
    dims = context.scope.ordered((*drawn.type.dims, index))
    plates = tuple(dim for dim in drawn.plates if dim != index)
    return replace(drawn, plates=plates, type=Type(outcome.result, dims), event=index)


def _values(term: Term, index: str, context: Context) -> Term | None:
    dims = term.type.dims
    if index not in dims:
        context.findings.add(errors.index_not_in(term.span, index, term.span.text, dims, over=True))
        return None
    rest = tuple(dim for dim in dims if dim != index)
    return Rename(term, ((index, INNER),), Type(term.type.kind, (*rest, INNER)), term.span)


def _parameters(
    function: Function, outcome: Match, bound: Mapping[str, Term], index: str, context: Context
) -> dict[str, Term] | None:
    """The arguments as the distribution takes them; None if one is wrong, which has then been reported."""
    labels = context.scope.indexes[index].labels
    made: dict[str, Term] = {}
    for parameter in outcome.signature.parameters:
        term = bound[parameter.name]
        if parameter.paired:
            if len(labels) > MAX_ELEMENTS:
                context.findings.add(errors.too_many_correlated(term.span, len(labels), MAX_ELEMENTS))
                return None
            matrix = matrix_of(term, index, parameter.name, context)
            if matrix is None or not is_possible(matrix, index, parameter.name, context):
                return None
            made[parameter.name] = matrix
            continue
        if parameter.name == "n" and index in term.type.dims:
            context.findings.add(errors.differs_along(term.span, f"`n` of `{function.name}`", index))
            return None
        made[parameter.name] = term
        if not _is_valid(function, outcome, parameter.name, term, index=index, context=context):
            return None
    return made


def _is_valid(function: Function, outcome: Match, name: str, term: Term, *, index: str, context: Context) -> bool:
    """Whether the constant elements of an argument keep the conditions on it; reports it if not."""
    cells, indexes = ConstantCells(context.scope), context.scope.indexes
    conditions = [each for each in outcome.signature.constraints if each.parameters == (name,)]
    others = [dim for dim in term.type.dims if dim != index]
    for positions in product(*(range(len(indexes[dim].labels)) for dim in others)):
        cell = dict(zip(others, positions, strict=True))
        values: list[float] = []
        for i, label in enumerate(indexes[index].labels):
            value = cells.value(term, {**cell, index: i})
            if value is None:
                continue
            values.append(value)
            for condition in conditions:
                if violated(condition, {name: value}):
                    context.findings.add(errors.bad_element(term.span, function, condition, label, value))
                    return False
        whole = len(values) == len(indexes[index].labels)
        if outcome.signature.runtime == "dirichlet_mean" and name == "mean" and whole:
            total = sum(values)
            if not isclose(total, 1, abs_tol=SUM_TOLERANCE):
                serving = 0 if index in term.type.dims else len(values)
                context.findings.add(errors.shares_sum(term.span, index, total, serving=serving))
                return False
    return True
