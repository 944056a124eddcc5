"""`flat`: a density of 1, which is no distribution, and a prior only where evidence makes one of it.

It is drawn from a wide distribution between the same bounds, and that one's density is taken out again by evidence of its own.
"""

from collections.abc import Mapping
from math import inf

from forecast.language.semantics import errors
from forecast.language.semantics.arithmetic import combine, mismatch
from forecast.language.semantics.intervals import Family, draw
from forecast.language.semantics.literals import adapted
from forecast.language.semantics.model import Evidence, Node, Role
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import (
    Constant,
    Draw,
    Element,
    Likelihood,
    Nested,
    Reference,
    Stack,
    Term,
    undrawn,
    walk,
)
from forecast.language.syntax import tree
from forecast.language.types.kind import PLAIN, Date, Growth, Kind, Number, Type, alike

NAME = "flat"
BOUNDS = ("min", "max")


def flat(expression: tree.Call, context: Context, expected: Kind | None) -> Term | None:
    """`flat()`, `flat(min: 0 years)`, `flat(min: a, max: b)`. Without bounds it is of the kind that its place asks for."""
    terms: dict[str, Term] = {}
    for argument in expression.arguments:
        name = argument.key.id if isinstance(argument.key, tree.Name) else ""
        if name not in BOUNDS or name in terms:
            context.findings.add(errors.flat_arguments((argument.key or argument.value).span))
            return None
        term = context.term(argument.value, expected)
        if term is None:
            return None
        terms[name] = term
    kind = next((term.type.kind for term in terms.values() if term.type.kind != PLAIN), expected or PLAIN)
    if not isinstance(kind, (Number, Date, Growth)):
        context.findings.add(errors.flat_kind(expression.span, kind))
        return None
    terms = {name: adapted(term, kind) for name, term in terms.items()}
    for term in terms.values():
        if not alike(term.type.kind, kind):
            mismatch(term, Constant(0.0, Type(kind), expression.span), ",", context, what="the bounds of `flat`")
            return None
    ends = {"min": -inf, "max": inf}
    parameters = tuple(
        (name, terms.get(name) or Constant(ends[name], Type(kind), expression.span, exact=True)) for name in BOUNDS
    )
    return draw(Family(NAME, NAME, "score"), parameters, kind, expression.span, context)


def taken_out(nodes: Mapping[str, Node | None], context: Context) -> list[tuple[str, Evidence, Node]]:
    """For each flat prior its name and the evidence that takes out the density of what it is drawn from.

    Reports those that have no place.
    """
    found: list[tuple[str, Evidence, Node]] = []
    for node in nodes.values():
        parts = () if node is None else walk(node.term)
        flats = [part for part in parts if isinstance(part, (Draw, Nested)) and part.family == NAME]
        if node is None or not flats:
            continue
        weights = _weights(node.term, Reference(node.name, node.type, node.span), context)
        if len(weights) < len(flats):
            context.findings.add(errors.flat_inside(flats[0].span))
            continue
        weight = weights[0]
        for other in weights[1:]:
            weight = combine("add", (weight, other), PLAIN, node.span, context)
        name = f"{NAME}.{node.name}"
        evidence = Evidence(name, f"{node.name} ~ {' '.join(flats[0].span.text.split())}", node.span, flat=True)
        found.append(
            (node.name, evidence, Node(name, Role.EVIDENCE, weight.type, weight, "", node.span, node.statement))
        )
    return found


def _weights(term: Term, value: Term, context: Context) -> list[Term]:
    """The weights of the flat draws that a value consists of."""
    match term:
        case Draw(family="flat"):
            dims = context.scope.ordered((*term.type.dims, *value.type.dims))
            density = Likelihood("log_density", undrawn(term), value, Type(PLAIN, dims), term.span)
            return [combine("negate", (density,), PLAIN, term.span, context)]
        case Stack(index=index, cells=cells):
            rest = tuple(dim for dim in value.type.dims if dim != index)
            kind = Type(value.type.kind, rest)
            return [
                weight
                for position, cell in enumerate(cells)
                for weight in _weights(cell, Element(value, index, position, kind, cell.span), context)
            ]
        case _:
            return []
