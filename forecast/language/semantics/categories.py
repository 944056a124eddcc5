"""`choice`, and the weights by which something is drawn."""

from math import fsum

from forecast.language.semantics import errors
from forecast.language.semantics.intervals import Family, draw
from forecast.language.semantics.literals import bare, is_percent
from forecast.language.semantics.model import Index
from forecast.language.semantics.names import member
from forecast.language.semantics.over import indexes_over
from forecast.language.semantics.ranges import constant_of
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Constant, Term, Vector, at_element
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.kind import PLAIN, Category, Type

TOLERANCE = 1e-9
_CHOICE = Family("choice", "choice", "uniform")


def choice(expression: tree.Call, context: Context) -> Term | None:
    """`choice(slow: 60%, fast: 40%)`. Labels that are an index's elements make it a category of that index.

    `choice(lab)` picks one of its elements, `choice(w over lab)` by weights along it.
    """
    over = indexes_over(expression, context)
    if over is None:
        return None
    alone = bare(expression.arguments[0].value) if len(expression.arguments) == 1 else None
    if over or (
        isinstance(alone, tree.Name) and expression.arguments[0].key is None and alone.id in context.scope.indexes
    ):
        return _along(expression, over, context)
    labels: dict[str, Span] = {}
    written: list[tree.Expr] = []
    owner: Index | None = None
    for argument in expression.arguments:
        key = argument.key
        if key is None or isinstance(key, tree.Else):
            context.findings.add(errors.label_expected((key or argument).span, "choice"))
            return None
        if isinstance(key, tree.Member):
            element = member(key, context)
            kind = None if element is None else element.type.kind
            if not isinstance(kind, Category) or kind.index is None:
                return None
            owner = owner or context.scope.indexes[kind.index]
            if kind.index != owner.name:
                context.findings.add(errors.choice_of_two_indexes(key.span, kind.index, owner.name))
                return None
        label = _label(key)
        if label in labels:
            context.findings.add(errors.duplicate_label(key.span, label, labels[label]))
            return None
        labels[label] = key.span
        written.append(argument.value)
    weights = weights_of(written, "choice", expression.span, context)
    if weights is None:
        return None
    kind = _category(tuple(labels), context) if owner is None else Category(owner.labels, owner.name)
    strange = next((label for label in labels if label not in kind.labels), None)
    if strange is not None and owner is not None:
        context.findings.add(errors.unknown_element(labels[strange], strange, owner.name, owner.labels))
        return None
    by_label = dict(zip(labels, weights, strict=True))
    # An element that has no weight is never chosen.
    none = Constant(0.0, Type(PLAIN), expression.span)
    ordered = tuple(by_label.get(label, none) for label in kind.labels)
    dims = context.scope.ordered(dim for weight in ordered for dim in weight.type.dims)
    vector = Vector(ordered, Type(PLAIN, dims), expression.span)
    return draw(_CHOICE, (("weights", vector),), kind, expression.span, context)


def _label(key: tree.Expr) -> str:
    match key:
        case tree.Name(id=label) | tree.Text(value=label) | tree.Member(name=tree.Name(id=label)):
            return label
        case _:
            return key.span.text


def _along(expression: tree.Call, over: tuple[str, ...], context: Context) -> Term | None:
    """An element of an index: each equally likely, or by weights along it."""
    span = expression.span
    if len(over) > 1 or len(expression.arguments) != 1 or expression.arguments[0].key is not None:
        context.findings.add(errors.choice_over(span, indexes=len(over)))
        return None
    written = expression.arguments[0].value
    if not over:
        index = context.scope.indexes[written.span.text.strip("() ")]
        weights: tuple[Term, ...] = tuple(Constant(1.0, Type(PLAIN), written.span) for _ in index.labels)
    else:
        index = context.scope.indexes[over[0]]
        term = weights_of([written], "choice", span, context.whole(over))
        if term is None:
            return None
        if index.name not in term[0].type.dims:
            context.findings.add(
                errors.index_not_in(written.span, index.name, written.span.text, term[0].type.dims, over=True)
            )
            return None
        weights = tuple(at_element(term[0], index.name, position) for position in range(len(index.labels)))
    dims = context.scope.ordered(dim for weight in weights for dim in weight.type.dims)
    vector = Vector(weights, Type(PLAIN, dims), span)
    return draw(_CHOICE, (("weights", vector),), Category(index.labels, index.name), span, context)


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
