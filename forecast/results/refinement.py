"""How finely the clock's ticks must be divided: until the dates of events no longer move."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from forecast.graph.graph import Graph
from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.term import Stock, Strike, When
from forecast.language.types.calendar import format_date
from forecast.program.program import Program
from forecast.results.beyond import BEYOND
from forecast.sampling.forward import Forward, block_size

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Values = Mapping[str, NDArray[np.float64]]

CLOSE = 0.005
"""Years: two days. The error of the dates of events that steps are refined to, in nearly all draws."""
NEARLY_ALL = 0.9
MOST, MOST_WITH_NOISE = 16, 4
"""Steps in a tick. Paths with noise cross their thresholds between any two steps, and their dates come closer slowly."""
ORDER = 3.0
"""An error that falls with the square of the step is a third of what halving the step moves."""


@dataclass(frozen=True, slots=True)
class Refinement:
    """A program with steps short enough, the errors of events in years, and what was seen of stocks in a block of draws."""

    program: Program
    errors: Mapping[str, float]
    blown: Mapping[str, tuple[float, float]]
    """For stocks that blow up the share of draws in which they do, and the median date of that."""
    stiff: float
    """The share of draws in which steps could not be made short enough."""

    @property
    def coarse(self) -> Mapping[str, float]:
        """The events whose dates are known less well than ``CLOSE``."""
        return {name: error for name, error in self.errors.items() if error >= CLOSE}


def found_by_clock(graph: Graph) -> tuple[str, ...]:
    """The events whose dates the clock finds."""
    return tuple(name for name, node in graph.nodes.items() if isinstance(node.term, (When, Strike)))


def refined(forward: Forward, program: Program, graph: Graph, outputs: Sequence[str], *, seed: int) -> Refinement:
    """The program with as many steps in a tick as the dates of its events need, judged by a block of draws."""
    events = found_by_clock(graph)
    noisy = any(isinstance(node.term, Stock) and node.term.noise is not None for node in graph.nodes.values())
    most = MOST_WITH_NOISE if noisy else MOST
    size = block_size(program, outputs)

    def values(steps: int) -> "Values":
        (block,) = forward.run(program.with_substeps(steps), draws=size, seed=seed, outputs=outputs, block=size)
        return block.values

    steps, coarse = 1, values(1)
    errors: dict[str, float] = {}
    while events:
        fine = values(2 * steps)
        errors = {name: moved(coarse[name], fine[name]) * (1 + 1 / ORDER) for name in events}
        if max(errors.values()) < CLOSE or 2 * steps > most:
            break
        steps, coarse = 2 * steps, fine
    return Refinement(program.with_substeps(steps), errors, _blown(program, coarse), _stiff(program, coarse))


def about(refinement: Refinement, graph: Graph) -> Iterator[Diagnostic]:
    """What the clock's passes met with, as findings."""
    for name, (share, date) in refinement.blown.items():
        yield errors.blow_up(graph.nodes[name].span, name, share, format_date(date, graph.epoch))
    for name, error in refinement.coarse.items():
        yield errors.coarse_dates(graph.nodes[name].span, name, error)
    if refinement.stiff and not refinement.blown:
        stock = next(node for node in graph.nodes.values() if isinstance(node.term, Stock))
        yield errors.stiff(stock.span, refinement.stiff)


def moved(one: "NDArray[np.float64]", other: "NDArray[np.float64]") -> float:
    """How far nearly all dates lie apart at most, where both are reached; of those that only one reaches nothing is known."""
    import numpy as np

    both = (one < BEYOND) & (other < BEYOND)
    return float(np.quantile(np.abs(one[both] - other[both]), NEARLY_ALL)) if both.any() else 0.0


def _blown(program: Program, values: "Values") -> dict[str, tuple[float, float]]:
    import numpy as np

    found: dict[str, tuple[float, float]] = {}
    for output in program.watched:
        name, what, _ = output.rsplit(".", 2)
        dates = values[output]
        share = float(np.mean(dates < inf))
        if what == "blown" and share and name not in found:
            found[name] = share, float(np.median(dates[dates < inf]))
    return found


def _stiff(program: Program, values: "Values") -> float:
    stiff = [values[output] for output in program.watched if output.startswith("clock.stiff")]
    return max((float(each.mean()) for each in stiff), default=0.0)
