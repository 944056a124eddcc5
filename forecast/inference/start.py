"""Where chains start: near 0, or where a climb ends that leads far up from there."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from forecast.inference.nuts import LEAST, State, is_possible

type Floats = NDArray[np.float64]
type Look = Callable[[Floats], State]
"""position ``[dim]`` → the state there, with log density and gradient."""

JITTER = 0.25
_NEAR_TRIES = 20
_FAR_TRIES = 200
_CLIMB_STEPS = 200
_FAR, _FAR_EACH = 50.0, 5.0
"""Nats, in all and for each dimension: a chain stands about half a nat for each dimension below the best place."""


class NoStartError(Exception):
    """No tried position has a finite density and gradient: what was to be learnt from looks impossible."""

    def __init__(self, tried: int) -> None:
        super().__init__(f"none of {tried} positions has a finite log density and gradient")
        self.tried = tried


def starts(look: Look, *, chains: int, dim: int, seed: int, likely: Sequence[Floats] = ()) -> list[State]:
    """A possible start for each chain, by (seed, number of the chain) alone.

    One near 0, or from a standard normal point where all near 0 is impossible; and where far better places than chains of
    that many dimensions ever see are within a climb's reach, the end of that. The last chains begin near the ``likely``
    positions instead, so that chains disagree where one of these lies in another mode. Raises NoStartError.
    """
    near = [None] * (chains - len(likely)) + list(likely)
    return [_start(look, np.random.default_rng((seed, i)), dim, near[i]) for i in range(chains)]


def _start(look: Look, rng: np.random.Generator, dim: int, likely: Floats | None) -> State:
    for number in range(_NEAR_TRIES):
        jitter = rng.normal(scale=JITTER, size=dim)
        if is_possible(state := look(jitter if likely is None or number else likely)):
            best = climbed(look, state)
            return best if best.log_density - state.log_density > _FAR + _FAR_EACH * dim else state
    for _ in range(_FAR_TRIES):
        if is_possible(state := look(rng.normal(size=dim))):
            return climbed(look, state)
    raise NoStartError(_NEAR_TRIES + _FAR_TRIES)


def climbed(look: Look, start: State) -> State:
    """The best of the states that a climb (L-BFGS) comes by."""
    from scipy.optimize import minimize

    best = start

    def potential(position: Floats) -> tuple[float, Floats]:
        nonlocal best
        state = look(position)
        if not is_possible(state):
            # a wall that the line search turns back from
            return -LEAST, np.zeros_like(position)
        if state.log_density > best.log_density:
            best = state
        return -float(state.log_density), -np.asarray(state.gradient)

    minimize(potential, start.position, jac=True, method="L-BFGS-B", options={"maxiter": _CLIMB_STEPS})
    return best
