"""Which uncertain inputs hardly move any answer: each is drawn anew while everything else keeps its luck."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from forecast.graph.graph import Graph
from forecast.program.program import Program
from forecast.results.question import TIME
from forecast.sampling.forward import Forward, block_size

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

IDLE = 0.001
"""The total effect below which an input is idle: a thousandth of the variance of an answer's ranks."""
FAR, LEAST_FAR = 0.05, 1 / 2000
"""A draw that passes this share of all others has moved; from this share of moved draws on an input counts."""
MOST_DATES = 9
MOST_INPUTS = 200
"""Models with more inputs are not looked at: each takes a block of draws."""


def idle_inputs(
    forward: Forward, program: Program, graph: Graph, outputs: Sequence[str], asked: Collection[str], *, seed: int
) -> tuple[str, ...]:
    """The uncertain nodes under ``asked`` whose total effect on each of them is below ``IDLE``, in the order of the graph.

    An input's total effect on an answer is the expected variance that is left where everything but that input is known,
    as a share of the whole; estimated by Jansen's formula (Analysis of variance designs for model output, 1999) from
    pairs of draws that differ in that input's noise alone, on the ranks of the answer, so that endless values count and
    heavy tails do not. What is correlated is one input. ``outputs`` are those of the run, whose compiled block serves here.
    """
    groups = [group for group in _groups(program) if group & graph.ancestors(asked)]
    if not 0 < len(groups) <= MOST_INPUTS:
        return ()
    draws = block_size(program, outputs)

    def values(redrawn: Collection[str]) -> "list[NDArray[np.float64]]":
        (block,) = forward.run(program, draws=draws, seed=seed, outputs=outputs, redrawn=redrawn)
        return [_at_some_dates(block.values[name], graph.nodes[name].type.dims).reshape(draws, -1) for name in asked]

    before = values(())
    idle: set[str] = set()
    for group in groups:
        pairs = list(zip(before, values(group), strict=True))
        if all(total_effect(x, y) < IDLE and moved_far(x, y) < LEAST_FAR for x, y in pairs):
            idle |= group
    return tuple(name for name in graph.nodes if name in idle)


def _at_some_dates(values: "NDArray[np.float64]", dims: Sequence[str]) -> "NDArray[np.float64]":
    """An answer that changes over time, at a few of its ticks: what moves none of them hardly moves the others."""
    import numpy as np

    if TIME not in dims:
        return values
    return values[:, np.unique(np.linspace(0, values.shape[1] - 1, MOST_DATES).round().astype(int))]


def total_effect(before: "NDArray[np.float64]", after: "NDArray[np.float64]") -> float:
    """The largest total effect among the columns ``[draw, element]`` of an answer, from pairs of draws; 0 of a constant."""
    import numpy as np

    largest = 0.0
    # What has no value counts as endless.
    sides = (np.where(np.isnan(side), np.inf, side) for side in (before.T, after.T))
    for x, y in zip(*sides, strict=True):
        if np.array_equal(x, y):
            continue
        ordered = np.sort(np.concatenate([x, y]))
        ranks = [np.searchsorted(ordered, side, "left") + np.searchsorted(ordered, side, "right") for side in (x, y)]
        variance = float(np.var(np.concatenate(ranks)))
        largest = max(largest, float(np.mean((ranks[0] - ranks[1]) ** 2)) / (2 * variance))
    return largest


def moved_far(before: "NDArray[np.float64]", after: "NDArray[np.float64]") -> float:
    """The largest share, among the columns ``[draw, element]``, of draws that pass ``FAR`` of all others.

    An input that does so rarely makes little variance, and may yet be news.
    """
    import numpy as np

    largest = 0.0
    sides = (np.where(np.isnan(side), np.inf, side) for side in (before.T, after.T))
    for x, y in zip(*sides, strict=True):
        changed = x != y
        if not changed.any():
            continue
        ordered = np.sort(x)
        ranks = [np.searchsorted(ordered, side[changed], "right") for side in (x, y)]
        largest = max(largest, np.count_nonzero(np.abs(ranks[0] - ranks[1]) >= FAR * len(x)) / len(x))
    return largest


def _groups(program: Program) -> list[set[str]]:
    """The nodes with noise of their own; those of a correlation together."""
    groups: list[set[str]] = []
    for site in program.sites:
        joined = {owner[0] for owner in site.keys}
        apart: list[set[str]] = []
        for group in groups:
            if group & joined:
                joined |= group
            else:
                apart.append(group)
        groups = [*apart, joined]
    return groups
