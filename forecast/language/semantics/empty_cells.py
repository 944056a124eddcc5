"""Empty cells of tables: unknown where their column is observed, and an error where they are used otherwise."""

from itertools import product
from math import isnan

from forecast.language.semantics import errors
from forecast.language.semantics.model import Node, Role
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Apply, Likelihood, Reference, Term, Values, children

MOST_SHOWN = 5


def check_empty_cells(context: Context) -> None:
    """Report where columns are used whose empty cells nothing fills; what is observed has simply not been seen there."""
    scope = context.scope
    empty = {
        node.name: node.term
        for node in scope.nodes.values()
        if node is not None
        and node.role is Role.DATA
        and isinstance(node.term, Values)
        and any(map(isnan, node.term.values))
    }
    if not empty:
        return
    told: set[str] = set()
    for node in scope.nodes.values():
        for use in () if node is None else _uses(node):
            if use.node in empty and use.node not in told:
                told.add(use.node)
                context.findings.add(errors.empty_cells_used(use.span, use.node, _rows(empty[use.node], context)))


def _uses(node: Node) -> list[Reference]:
    """The names in a definition whose values it needs."""
    found: list[Reference] = []
    stack: list[Term] = [node.term]
    while stack:
        term = stack.pop()
        match term:
            case Apply(operation="missing"):
                continue
            case Likelihood(operation="log_density", distribution=distribution):
                stack.append(distribution)
            case Reference():
                found.append(term)
            case _:
                stack.extend(children(term))
    return found


def _rows(values: Values, context: Context) -> str:
    labels = [context.scope.indexes[dim].labels for dim in values.type.dims]
    empty = [", ".join(element) for element, value in zip(product(*labels), values.values, strict=True) if isnan(value)]
    more = f" and {len(empty) - MOST_SHOWN} more" if len(empty) > MOST_SHOWN else ""
    return ", ".join(empty[:MOST_SHOWN]) + more
