"""Where chains start: near 0, or where a climb from somewhere possible ends."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from forecast.inference.nuts import State

type Floats = NDArray[np.float64]
type Look = Callable[[Floats], "State"]
"""position ``[dim]`` → the state there, with log density and gradient."""

JITTER = 0.25
_NEAR_TRIES = 20
_FAR_TRIES = 200
_CLIMB_STEPS = 200


class NoStartError(Exception):
    """No tried position has a finite density and gradient: what was to be learnt from looks impossible."""

    def __init__(self, tried: int) -> None:
        super().__init__(f"none of {tried} positions has a finite log density and gradient")
        self.tried = tried


def starts(look: Look, *, chains: int, dim: int, seed: int) -> Floats:
    """A possible start for each chain ``[chain, dim]``, by (seed, number of the chain) alone.

    One near 0, or else, where all near 0 is impossible, the end of a climb from a standard normal point. Raises
    NoStartError.
    """
    return np.stack([_start(look, np.random.default_rng((seed, i)), dim) for i in range(chains)])


def is_possible(state: "State") -> bool:
    return bool(np.isfinite(state.log_density) and np.isfinite(state.gradient).all())


def _start(look: Look, rng: np.random.Generator, dim: int) -> Floats:
    for _ in range(_NEAR_TRIES):
        position = rng.normal(scale=JITTER, size=dim)
        if is_possible(look(position)):
            return position
    for _ in range(_FAR_TRIES):
        position = rng.normal(size=dim)
        if is_possible(look(position)):
            return climbed(look, position)
    raise NoStartError(_NEAR_TRIES + _FAR_TRIES)


def climbed(look: Look, position: Floats) -> Floats:
    """The best of the positions that a climb (L-BFGS) comes by."""
    from scipy.optimize import minimize

    best, highest = position, float(look(position).log_density)

    def potential(position: Floats) -> tuple[float, Floats]:
        nonlocal best, highest
        state = look(position)
        if not is_possible(state):
            # a wall that the line search turns back from
            return 1e300, np.zeros_like(position)
        if float(state.log_density) > highest:
            best, highest = position.copy(), float(state.log_density)
        return -float(state.log_density), -np.asarray(state.gradient)

    minimize(potential, position, jac=True, method="L-BFGS-B", options={"maxiter": _CLIMB_STEPS})
    return best
