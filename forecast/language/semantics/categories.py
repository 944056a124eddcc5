"""`choice`, and the weights by which something is drawn."""

from math import fsum

from forecast.language.semantics import errors
from forecast.language.semantics.intervals import Family, draw
from forecast.language.semantics.literals import bare, is_percent
from forecast.language.semantics.ranges import constant_of
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Term, Vector
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.kind import PLAIN, Category, Type

TOLERANCE = 1e-9
_CHOICE = Family("choice", "choice", "uniform")


def choice(expression: tree.Call, context: Context) -> Term | None:
    """`choice(slow: 60%, fast: 40%)`. Labels that are an index's elements make it a category of that index."""
    labels: dict[str, Span] = {}
    written: list[tree.Expr] = []
    for argument in expression.arguments:
        key = argument.key
        if isinstance(key, tree.Else):
            context.findings.add(errors.label_expected(key.span, "choice"))
            return None
        if key is None:
            if len(expression.arguments) == 1 and isinstance(bare(argument.value), tree.Name):
                context.findings.add(errors.not_supported(expression.span, "`choice` over the elements of an index"))
            else:
                context.findings.add(errors.label_expected(argument.span, "choice"))
            return None
        label = key.id if isinstance(key, tree.Name) else key.value if isinstance(key, tree.Text) else key.span.text
        if label in labels:
            context.findings.add(errors.duplicate_label(key.span, label, labels[label]))
            return None
        labels[label] = key.span
        written.append(argument.value)
    weights = weights_of(written, "choice", expression.span, context)
    if weights is None:
        return None
    kind = _category(tuple(labels), context)
    by_label = dict(zip(labels, weights, strict=True))
    ordered = tuple(by_label[label] for label in kind.labels)
    dims = context.scope.ordered(dim for weight in ordered for dim in weight.type.dims)
    vector = Vector(ordered, Type(PLAIN, dims), expression.span)
    return draw(_CHOICE, (("weights", vector),), kind, expression.span, context)


def _category(labels: tuple[str, ...], context: Context) -> Category:
    for index in context.scope.indexes.values():
        if set(index.labels) == set(labels):
            return Category(index.labels, index.name)
    return Category(labels)


def weights_of(written: list[tree.Expr], what: str, span: Span, context: Context) -> tuple[Term, ...] | None:
    """The weights: all in % (then they sum to 100%) or all plain numbers (then they are relative)."""
    if not written:
        context.findings.add(errors.label_expected(span, what))
        return None
    terms: list[Term] = []
    percents = [expression for expression in written if is_percent(expression)]
    for expression in written:
        term = context.without_draws().term(expression)
        if term is None:
            return None
        if term.type.kind != PLAIN:
            context.findings.add(errors.weight_kind(expression.span, term.type.kind))
            return None
        value = constant_of(term, context.scope.ranges)
        if value is not None and value < 0:
            context.findings.add(errors.negative_weight(expression.span))
            return None
        literal = isinstance(bare(expression), tree.Number)
        if percents and literal and not is_percent(expression):
            context.findings.add(errors.mixed_weights(expression.span, percents[0].span))
            return None
        terms.append(term)
    values = [constant_of(term, context.scope.ranges) for term in terms]
    known = [value for value in values if value is not None]
    if len(known) == len(values):
        total = fsum(known)
        if percents and abs(total - 1) > TOLERANCE:
            context.findings.add(errors.weights_sum(written[0].span.to(written[-1].span), total, what))
            return None
        if total == 0:
            context.findings.add(errors.no_weight(span))
            return None
    return tuple(terms)
