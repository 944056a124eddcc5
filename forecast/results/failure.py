"""Draws that came out as no number: counted while they are made, and traced to the node where it began."""

from collections.abc import Mapping, Sequence
from math import exp

import numpy as np

from forecast.graph.graph import Graph
from forecast.graph.missing import gaps
from forecast.language.semantics.model import Role
from forecast.language.types.calendar import format_date
from forecast.language.types.catalogue import Catalogue, parse_unit
from forecast.language.types.kind import Boolean, Category, Date, Growth, Number
from forecast.results.beyond import BEYOND
from forecast.results.question import Failure
from forecast.sampling.forward import Block

SHOWN_PARENTS = 4


class FailureCount:
    """Counts the draws in which an output is NaN, of those outputs that are never missing."""

    def __init__(self, outputs: Sequence[str]) -> None:
        self._first: dict[str, int] = {}
        self._count = dict.fromkeys(outputs, 0)

    def add(self, block: Block) -> None:
        for output in self._count:
            failed = np.isnan(block.values[output])
            if failed.any():
                draws = np.flatnonzero(failed.reshape(block.count, -1).any(axis=1))
                self._first.setdefault(output, block.first_draw + int(draws[0]))
                self._count[output] += len(draws)

    @property
    def found(self) -> Mapping[str, tuple[int, int]]:
        """For each output with failures how many draws failed, and the first of them."""
        return {output: (self._count[output], draw) for output, draw in self._first.items()}


def trace(
    output: str,
    failed: tuple[int, int],
    *,
    total: int,
    graph: Graph,
    catalogue: Catalogue,
    world: Mapping[str, np.ndarray],
) -> Failure:
    """The failure of an output, explained by one of its possible worlds.

    `failed` says how many of `total` draws failed, and which was the first of them; `world` has the values of all nodes in
    that draw. The node at fault is the first one, in order of computation, that has no value and may not be missing.
    """
    count, draw = failed
    node = graph.nodes[_origin(output, graph, world)]
    parents = [_shown(arrow.source, graph, catalogue, world) for arrow in graph.parents[node.name][:SHOWN_PARENTS]]
    where = f" where {', '.join(parents)}" if parents else ""
    name = "an expectation" if node.role is Role.EXPECTATION else f"`{node.name}`"
    answer = "" if node.name == output else f", so that `{output}` has no answer there"
    share = f"{100 * count / total:.3g}% of draws ({count:,} of {total:,})"
    text = f"{name} ({node.span.place()}) has no value in {share}{answer}; for example draw {draw}{where}"
    return Failure(output, count, text)


def _origin(output: str, graph: Graph, world: Mapping[str, np.ndarray]) -> str:
    relevant, allowed = graph.ancestors([output]), gaps(graph)
    for name in graph.nodes:
        if name in relevant and not allowed[name].missing and np.isnan(world[name]).any():
            return name
    return output


def _shown(name: str, graph: Graph, catalogue: Catalogue, world: Mapping[str, np.ndarray]) -> str:
    """A node's value in that world, for people."""
    node, value = graph.nodes[name], world[name]
    if value.size > 1:
        return f"{name} is {value.size} values"
    number = float(value.reshape(()))
    if np.isnan(number):
        return f"{name} is missing"
    if BEYOND <= abs(number) < np.inf:
        return f"{name} is beyond the end of the clock"
    match node.type.kind:
        case Date():
            return f"{name} is {format_date(number, graph.epoch)}"
        case Boolean():
            return f"{name} is {'true' if number == 1 else 'false'}"
        case Category(labels):
            return f"{name} is {labels[int(number)]}"
        case Growth():
            return f"{name} is {exp(min(number, 700.0)):.4g}x/year"
        case Number():
            unit = node.unit
            shown = number / parse_unit(unit, catalogue).factor if unit else number
            return f"{name} is {shown:.4g}" + (unit if unit in ("", "%", "x") else f" {unit}")
        case _:
            return f"{name} is {number:.4g}"
