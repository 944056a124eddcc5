"""Correlated distributions: their normal scores are drawn together, and each value is made from its own score."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from forecast.graph.graph import Graph
from forecast.language.semantics.model import CorrelatedDraw, Correlation
from forecast.language.semantics.term import draw_element
from forecast.program import syntax
from forecast.program.arrays import Array
from forecast.program.names import Names
from forecast.program.program import Constant, Owner, Site
from forecast.program.sample_statement import DrawKey, sample


@dataclass(frozen=True, slots=True)
class Group:
    """The sample statement of a correlation's scores, and the matrix that it reads."""

    text: str
    statements: tuple[ast.stmt, ...]
    site: Site
    matrix: Constant


@dataclass(frozen=True, slots=True)
class Correlated:
    """All groups, and the scores of each distribution that takes part in one."""

    groups: tuple[Group, ...]
    scores: Mapping[DrawKey, Array]


def write_correlations(graph: Graph, names: Names) -> Correlated:
    groups: list[Group] = []
    scores: dict[DrawKey, Array] = {}
    for number, correlation in enumerate(graph.correlations, start=1):
        site = f"correlate.{number}"
        variable = names.of(f"scores_{number}")
        groups.append(_group(correlation, site, variable, graph))
        scores |= _scores(correlation, variable, graph)
    return Correlated(tuple(groups), scores)


def _group(correlation: Correlation, site: str, variable: str, graph: Graph) -> Group:
    read = syntax.assign("k", syntax.subscript(syntax.name("constants"), ast.Constant(site)))
    distribution = syntax.rt("correlated", syntax.name("k"))
    statement = sample(variable, site, distribution, correlation.plates, graph)
    owners = _owners(correlation, graph)
    shape = (*(graph.size(dim) for dim in correlation.plates), len(correlation.matrix))
    found = Site(
        name=site,
        node="",
        part="",
        elements=tuple(f"{node}.{part}[{element}]" for node, part, element in owners),
        shape=shape,
        noise="score",
        constructor="correlated",
        fixed=None,
        owners=owners,
    )
    text = "; ".join(dict.fromkeys(" ".join(span.text.split()) for span in correlation.statements))
    return Group(text, (read, statement), found, correlation.matrix)


def _inner(draw: CorrelatedDraw, correlation: Correlation) -> tuple[str, ...]:
    """The indexes of a draw within one group."""
    return tuple(dim for dim in draw.plates if dim not in correlation.plates)


def _owners(correlation: Correlation, graph: Graph) -> tuple[Owner, ...]:
    """Whose noise the rows are, plate by plate."""
    found: list[Owner] = []
    for outer in product(*(graph.indexes[dim].labels for dim in correlation.plates)):
        for draw in correlation.draws:
            inner = _inner(draw, correlation)
            for labels in product(*(graph.indexes[dim].labels for dim in inner)):
                at = dict(zip((*correlation.plates, *inner), (*outer, *labels), strict=True))
                element = draw_element(draw.element, [at[dim] for dim in draw.plates])
                found.append((draw.node, draw.part, element))
    return tuple(found)


def _scores(correlation: Correlation, variable: str, graph: Graph) -> dict[DrawKey, Array]:
    """Where each draw's scores stand along the last axis of the group's."""
    found: dict[DrawKey, Array] = {}
    start = 0
    leading: list[ast.expr] = [ast.Constant(...)] if correlation.plates else []
    for draw in correlation.draws:
        inner = _inner(draw, correlation)
        sizes = tuple(graph.size(dim) for dim in inner)
        count = prod(sizes)
        last = ast.Slice(syntax.integer(start), syntax.integer(start + count)) if inner else syntax.integer(start)
        code = syntax.subscript(syntax.name(variable), *leading, last)
        if len(inner) > 1:
            shape = (*(graph.size(dim) for dim in correlation.plates), *sizes)
            code = syntax.jnp("reshape", code, syntax.tuple_of([syntax.integer(size) for size in shape]))
        found[draw.node, draw.part, draw.element] = Array(code, (*correlation.plates, *inner))
        start += count
    return found
