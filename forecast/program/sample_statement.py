"""A `numpyro.sample` statement, in the plates of its indexes."""

import ast

from forecast.graph.graph import Graph
from forecast.program import syntax

type DrawKey = tuple[str, str, str]
"""A distribution by its node, its part, and the table cell that it stands in."""


def sample(variable: str, site: str, distribution: ast.expr, plates: tuple[str, ...], graph: Graph) -> ast.stmt:
    value = syntax.call(syntax.attribute("numpyro", "sample"), [ast.Constant(site), distribution])
    statement = syntax.assign(variable, value)
    if not plates:
        return statement
    items: list[ast.withitem] = []
    for position, dim in enumerate(plates):
        named = {"dim": syntax.integer(position - len(plates))} if len(plates) > 1 else {}
        size = syntax.integer(graph.size(dim))
        plate = syntax.call(syntax.attribute("numpyro", "plate"), [ast.Constant(dim), size], **named)
        items.append(ast.withitem(plate))
    return ast.With(items, [statement])
