"""`mixture`: all parts are drawn, one is used. Its parts are written out, or stand along an index."""

from dataclasses import dataclass, replace

from forecast.language.semantics import errors
from forecast.language.semantics.arithmetic import combine
from forecast.language.semantics.categories import weights_of
from forecast.language.semantics.intervals import Family, draw
from forecast.language.semantics.logic import unified
from forecast.language.semantics.over import indexes_over
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Pick, Term, Vector, at_element
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.kind import PLAIN, Category, Kind, Type

_SELECTOR = Family("mixture", "choice", "uniform")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a mixture as written, and their weights. With an `index` there is one expression for all of its elements."""

    written: tuple[tree.Expr, ...]
    weights: tuple[Term, ...]
    index: str


def mixture(expression: tree.Call, context: Context, expected: Kind | None) -> Term | None:
    """`mixture(40%: A, 60%: B)` and `mixture(w: D over k)`."""
    parts = parts_of(expression, context)
    if parts is None:
        return None
    selector = _selector(parts.weights, expression.span, context)
    if selector is None:
        return None
    if parts.index:
        return _along(parts, selector, expression.span, context, expected)
    terms = unified(parts.written, context, expected, "the parts of a mixture")
    if terms is None:
        return None
    return combine("pick", (selector, *terms), terms[0].type.kind, expression.span, context)


def parts_of(expression: tree.Call, context: Context) -> Parts | None:
    """The parts of a call of `mixture`; None if something is wrong with it, which has then been reported."""
    over = indexes_over(expression, context)
    keys: list[tree.Expr] = []
    for argument in expression.arguments:
        if argument.key is None or isinstance(argument.key, tree.Else):
            context.findings.add(errors.label_expected(argument.span, "mixture"))
            return None
        keys.append(argument.key)
    if over is None:
        return None
    values = tuple(argument.value for argument in expression.arguments)
    if len(over) > 1 or (over and len(keys) > 1):
        context.findings.add(errors.mixture_over(expression.span, indexes=len(over)))
        return None
    index = over[0] if over else ""
    if index and context.drawing is not None and index in context.drawing.plates:
        context.findings.add(errors.mixture_over_own_index(expression.span, index, context.node))
        return None
    weights = weights_of(keys, "mixture", expression.span, context)
    if weights is None:
        return None
    if index:
        (weight,) = weights
        count = len(context.scope.indexes[index].labels)
        weights = tuple(at_element(weight, index, position) for position in range(count))
    return Parts(values, weights, index)


def _selector(weights: tuple[Term, ...], span: Span, context: Context) -> Term | None:
    dims = context.scope.ordered(dim for weight in weights for dim in weight.type.dims)
    vector = Vector(weights, Type(PLAIN, dims), span)
    labels = Category(tuple(str(number) for number in range(1, len(weights) + 1)))
    return draw(_SELECTOR, (("weights", vector),), labels, span, context)


def _along(parts: Parts, selector: Term, span: Span, context: Context, expected: Kind | None) -> Term | None:
    """Every element of the index has draws of its own, and the selector picks one element."""
    drawing = context.drawing
    if drawing is None:
        return None
    wider = replace(drawing, plates=(*drawing.plates, parts.index))
    (written,) = parts.written
    term = replace(context, drawing=wider).term(written, expected)
    drawing.count = wider.count
    if term is None:
        return None
    if parts.index not in term.type.dims:
        context.findings.add(
            errors.index_not_in(written.span, parts.index, written.span.text, term.type.dims, over=True)
        )
        return None
    rest = (dim for dim in (*selector.type.dims, *term.type.dims) if dim != parts.index)
    return Pick(term, parts.index, selector, Type(term.type.kind, context.scope.ordered(rest)), span)
