"""`interpolate`: points as lists, or as quantities along an index."""

from collections.abc import Mapping
from itertools import pairwise

from forecast.language.semantics import errors
from forecast.language.semantics.arithmetic import combine
from forecast.language.semantics.literals import bare, unit_of_end, with_unit
from forecast.language.semantics.logic import unified
from forecast.language.semantics.ranges import constant_of
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Term, Vector, at_element
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.kind import Kind, Type


def listed(expression: tree.Expr, context: Context, expected: Kind | None) -> Term | None:
    """A written list of values of one kind."""
    inner = bare(expression)
    if not isinstance(inner, tree.Sequence) or not inner.items:
        context.findings.add(errors.points_empty(expression.span))
        return None
    written = inner.items
    ending = unit_of_end(written[-1])
    if ending is not None:
        # As in `5 to 10 years`, the last unit serves all.
        written = (*(with_unit(item, ending.unit, ending.unit_span) for item in written[:-1]), written[-1])
    items = unified(written, context, expected, "the values of a list")
    if items is None:
        return None
    dims = context.scope.ordered(dim for item in items for dim in item.type.dims)
    return Vector(items, Type(items[0].type.kind, dims), expression.span)


def interpolation(
    bound: Mapping[str, Term], over: tuple[str, ...], kind: Kind, span: Span, context: Context
) -> Term | None:
    """The checked call; `over` are the indexes after that word. None after an error, which has then been reported."""
    xs, ys = bound["xs"], bound["ys"]
    index = ""
    if over or not (isinstance(xs, Vector) and isinstance(ys, Vector)):
        found = _index(xs, ys, over, context)
        if found is None:
            return None
        index = found
    places, values = (_points(term, index, context) for term in (xs, ys))
    if places is None or values is None:
        return None
    if len(places) != len(values):
        context.findings.add(errors.points_differ(xs.span, ys.span, len(places), len(values)))
        return None
    for before, after in pairwise(places):
        low, high = (constant_of(place, context.scope.ranges) for place in (before, after))
        if low is not None and high is not None and low >= high:
            context.findings.add(errors.points_not_rising(before.span, after.span))
            return None
    arguments = (bound["x"], _vector(places, xs, context), _vector(values, ys, context))
    if "log" in bound:
        arguments = (*arguments, bound["log"])
    return combine("interpolate", arguments, kind, span, context)


def _index(xs: Term, ys: Term, over: tuple[str, ...], context: Context) -> str | None:
    """The index along which the points stand: the one named, or the only one that the places have."""
    if len(over) == 1:
        return over[0]
    dims = ys.type.dims if isinstance(xs, Vector) else xs.type.dims
    if over or len(dims) != 1:
        context.findings.add(errors.points_without_index(xs.span, dims))
        return None
    return dims[0]


def _points(term: Term, index: str, context: Context) -> tuple[Term, ...] | None:
    if isinstance(term, Vector):
        return term.items
    if index not in term.type.dims:
        context.findings.add(errors.index_not_in(term.span, index, term.span.text, term.type.dims, over=True))
        return None
    return tuple(at_element(term, index, position) for position in range(len(context.scope.indexes[index].labels)))


def _vector(points: tuple[Term, ...], whole: Term, context: Context) -> Term:
    dims = context.scope.ordered(dim for point in points for dim in point.type.dims)
    return Vector(points, Type(whole.type.kind, dims), whole.span)
