"""One chain from its start through warmup to its draws, some steps at a time."""

import time
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np
from numpy.typing import NDArray

from forecast.inference.metric import estimate, update_points
from forecast.inference.nuts import MOST_STEPS, LogDensity, State, Trace, Tuning, at, averaging, kernel

type Floats = NDArray[np.float64]

_SECONDS = 0.25  # of one call, so that progress and interruptions come at least so often
_EARLY_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Recipe:
    """What all chains of a run have in common."""

    log_density: LogDensity
    data: Any
    seed: int
    warmup: int
    draws: int
    target_accept: float
    max_tree_depth: int
    dense: bool

    def first_scale(self, dim: int) -> Floats:
        return np.eye(dim) if self.dense else np.ones(dim)

    def run(self, state: State, chain: int, scale: Floats, count: int) -> tuple[State, Trace]:
        """Take steps."""
        tuning = Tuning(
            np.int64(self.seed),
            np.int64(chain),
            scale,
            np.bool_(int(state.number) < self.warmup),
            np.float64(self.target_accept),
        )
        state, trace = kernel(self.log_density, self.max_tree_depth)(state, tuning, np.int64(count), self.data)
        # copied, so that a few steps do not keep the memory of many
        return state, jax.tree.map(lambda part: np.asarray(part)[:count].copy(), trace)

    def look(self, position: Floats) -> State:
        """The state at a position, with its density and gradient."""
        return at(self.log_density, position, self.data)


class Chain:
    """A chain under way. Its draws do not depend on how many steps are taken at a time."""

    def __init__(self, recipe: Recipe, index: int, start: State) -> None:
        self.recipe = recipe
        self.index = index
        self.number = 0
        self.end = recipe.warmup + recipe.draws
        self.early_end = max((p for p in update_points(recipe.warmup) if p <= recipe.warmup * _EARLY_SHARE), default=0)
        self.scale = recipe.first_scale(len(start.position))
        self.divergences = 0
        self.gradients = 0
        self._state = start
        self._warm: list[Trace] = []
        self._drawn: list[Trace] = []
        self._most_steps = MOST_STEPS
        self._stops = sorted({*update_points(recipe.warmup), recipe.warmup, self.end})

    @property
    def step_size(self) -> float:
        return float(self._state.step_size)

    def advance(self, end: int) -> None:
        """Take steps up to the next point at which something is adapted, but not past ``end`` steps in all."""
        stop = min(end, next(stop for stop in self._stops if stop > self.number))
        count = min(stop - self.number, self._most_steps)
        began = time.perf_counter()
        trace = self._call(count)
        fitting = int(count * _SECONDS / (time.perf_counter() - began))
        self._most_steps = min(max(fitting, 1), 2 * self._most_steps, MOST_STEPS)
        warming = self.number < self.recipe.warmup
        self.number += count
        self.gradients += int(trace.leaps.sum())
        if not warming:
            self._drawn.append(trace)
            self.divergences += int(trace.diverging.sum())
            return
        self._warm.append(trace)
        if self.number in update_points(self.recipe.warmup):
            self._adapt_metric()
        if self.number == self.recipe.warmup:
            self._state = self._state._replace(step_size=self._mean_step_size)
            self._warm = []

    def recent(self) -> Trace:
        """The later half of the warmup so far."""
        count = sum(len(trace.log_density) for trace in self._warm)
        return jax.tree.map(lambda part: part[count // 2 :], _joined(self._warm))

    def drawn(self) -> Trace:
        """All draws after the warmup."""
        return _joined(self._drawn) if self._drawn else self._call(0)

    def follow(self, other: "Chain") -> None:
        """Go on in the warmup from where another chain is, with noise of its own."""
        self._state, self.scale, self._warm = other._state, other.scale, list(other._warm)

    @property
    def _mean_step_size(self) -> np.float64:
        return np.exp(np.float64(self._state.averaging.log_mean))

    def _adapt_metric(self) -> None:
        recent = self.recent()
        scale = estimate(recent.position, recent.gradient, dense=self.recipe.dense)
        if scale is None:
            return
        self.scale = scale
        step_size = self._mean_step_size
        self._state = self._state._replace(averaging=averaging(step_size), step_size=step_size)

    def _call(self, count: int) -> Trace:
        self._state, trace = self.recipe.run(self._state, self.index, self.scale, count)
        return trace


def _joined(traces: list[Trace]) -> Trace:
    return jax.tree.map(lambda *parts: np.concatenate(parts), *traces)
