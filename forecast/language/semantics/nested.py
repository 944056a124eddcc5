"""Distributions inside others: `truncated(1 to 5, min: 2)`."""

from forecast.language.semantics import errors
from forecast.language.semantics.arithmetic import side
from forecast.language.semantics.literals import bare
from forecast.language.semantics.mixtures import parts_of
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Draw, Nested, Term, at_element, undrawn, walk
from forecast.language.syntax import tree
from forecast.language.types.kind import Kind, Type


def nested(
    expression: tree.Expr, what: str, context: Context, expected: Kind | None, *, together: bool = False
) -> Term | None:
    """The distribution that an expression is, not drawn; an error where it is none, or more than a distribution.

    `what` is called with it. Only where they may be `together` can it be one of all elements of an index.
    """
    inner = bare(expression)
    if isinstance(inner, tree.Call) and isinstance(inner.function, tree.Name) and inner.function.id == "mixture":
        return _mixture(inner, what, context, expected)
    term = context.term(expression, expected)
    if term is None:
        return None
    if not isinstance(term, Draw) or (term.event and not together):
        drawn = [part for part in walk(term) if isinstance(part, Draw)]
        alone = drawn[0].span if len(drawn) == 1 else None
        context.findings.add(errors.not_a_distribution(expression.span, what, alone))
        return None
    return undrawn(term)


def _mixture(expression: tree.Call, what: str, context: Context, expected: Kind | None) -> Term | None:
    """A mixture that is one distribution: its quantile is that of the whole, and not a pick among drawn parts."""
    parts = parts_of(expression, context)
    if parts is None or context.drawing is None:
        return None
    part = context.drawing.next_part()
    terms = [nested(value, what, context, expected) for value in parts.written]
    found = [term for term in terms if term is not None]
    if len(found) < len(terms):
        return None
    if parts.index:
        found = [at_element(found[0], parts.index, position) for position in range(len(parts.weights))]
    for other in found[1:]:
        if other.type.kind != found[0].type.kind:
            sides = side(found[0], context), side(other, context)
            context.findings.add(errors.branches_differ("the parts of a mixture", *sides))
            return None
    parameters = [(f"weight{number}", weight) for number, weight in enumerate(parts.weights, 1)]
    parameters += [(f"part{number}", each) for number, each in enumerate(found, 1)]
    dims = context.scope.ordered(dim for _, value in parameters for dim in value.type.dims)
    kind = Type(found[0].type.kind, dims)
    return Nested("mixture", tuple(parameters), part, kind, expression.span, "mixture")
