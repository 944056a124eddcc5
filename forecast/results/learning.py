"""What it takes to learn from evidence, and what comes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.graph.graph import Graph
from forecast.program.program import Program
from forecast.results.informed import Informed, informed
from forecast.results.learning_methods import SETS, Method
from forecast.sampling.forward import Chosen, Forward, Progress

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coordinate:
    """How well what is known of one number agrees between chains, in the order of the model."""

    name: str
    element: str
    rhat: float
    ess_bulk: float
    ess_tail: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """Draws that have learnt from evidence.

    ``chosen`` are the draws to make, ``reason`` says why this ``method`` was taken, ``tried`` what was tried before, and
    ``troubles`` why the outcome is not to be trusted. ``effective`` is the effective number of draws. The first ``size`` of
    those chosen are all that there is; those of ``chains`` are the sets of chosen draws, one part of a chain after the
    other. ``statistics`` ``[chain, draw]`` are the sampler's, by the names that ArviZ has for them.
    """

    method: Method
    reason: str
    chosen: Chosen | None = None
    tried: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    effective: float = 0.0
    size: int = 0
    chains: int = 1
    statistics: Mapping[str, NDArray[Any]] = field(default_factory=dict[str, NDArray[Any]])
    interrupted: bool = False
    """Whether somebody would not wait longer."""


@dataclass(frozen=True)
class Learning:
    """What it takes to learn: the program, its evidence, and what that informs."""

    forward: Forward
    program: Program
    graph: Graph
    seed: int
    on_progress: Callable[[Progress], None] | None = None

    @cached_property
    def informed(self) -> Informed:
        return informed(self.graph, self.program)

    @property
    def evidence(self) -> tuple[str, ...]:
        return tuple(evidence.node for evidence in self.graph.evidence)

    @property
    def is_smooth(self) -> bool:
        """Whether the density has derivatives everywhere, as NUTS needs."""
        return not self.informed.steps and not self.informed.paths

    @property
    def has_coordinates(self) -> bool:
        """Whether what is informed can be told by a few scores."""
        return bool(self.informed.sites) and not self.informed.paths


def chosen_of(positions: Floats, sites: tuple[str, ...]) -> Chosen:
    """Answers from draws ``[chain, draw, row]``: each set takes those of a part of a chain, over and over."""
    chains, length, dim = positions.shape
    parts = max(SETS // chains, 1)
    size = length // parts
    sets = positions[:, : size * parts].reshape(chains * parts, size, dim)
    return Chosen(None, sites, np.ascontiguousarray(sets.transpose(2, 1, 0).reshape(dim, -1)))
