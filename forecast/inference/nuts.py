"""One chain of the No-U-Turn sampler: some steps in one call that is compiled once for a density."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax
from jax.typing import ArrayLike
from numpy.typing import NDArray
from numpyro.infer.hmc_util import IntegratorState, build_tree, dual_averaging

type LogDensity = Callable[[Array, Any], Array]
"""(position ``[dim]``, data) → unnormalised log density; -inf or NaN where it is impossible. Traced by JAX."""

MOST_STEPS = 500
"""The steps that one call takes at most."""
FIRST_STEP_SIZE = 0.5
LEAST = -1e300
"""The log density of where it is impossible, for a search that needs numbers."""
_MOST_KERNELS = 16  # compiled densities that are kept, each with some megabytes
_LARGEST_ENERGY_ERROR = 1000.0

_, _average = dual_averaging()


class Averaging(NamedTuple):
    """Nesterov's dual averaging of the logarithm of the step size (Hoffman and Gelman 2014)."""

    log_step: Any
    log_mean: Any
    mean_error: Any
    count: Any
    centre: Any


class State(NamedTuple):
    """Where a chain stands: ``number`` steps were taken since its start."""

    number: Any
    position: Any
    log_density: Any
    gradient: Any
    step_size: Any
    averaging: Averaging


class Trace(NamedTuple):
    """What happened in each of the steps of one call, ``[MOST_STEPS]`` first; what no step was taken for is zero."""

    position: Any
    gradient: Any
    log_density: Any
    energy: Any
    accept: Any
    leaps: Any
    diverging: Any


class Tuning(NamedTuple):
    """How to step, and with which noise: that of a chain's number under a seed.

    ``scale`` ``[dim]``, or ``[dim, dim]`` lower triangular, maps momenta of unit variance to velocities: the inverse of
    the metric is ``scale**2``, or ``scale @ scale.T``. ``adapting`` says whether the step size follows ``target_accept``.
    """

    seed: Any
    chain: Any
    scale: Any
    adapting: Any
    target_accept: Any


type Kernel = Callable[[State, Tuning, ArrayLike, Any], tuple[State, Trace]]


def averaging(step_size: float) -> Averaging:
    """Dual averaging that begins anew at a step size."""
    nothing = np.float64(0)
    return Averaging(nothing, nothing, nothing, np.int64(0), np.log(10 * np.float64(step_size)))


def at(log_density: LogDensity, position: NDArray[np.float64], data: Any) -> State:
    """The state of a chain that begins here."""
    value, gradient = _looking(log_density)(position, data)
    step_size = np.float64(FIRST_STEP_SIZE)
    return State(
        np.int64(0), position, np.float64(value), np.asarray(gradient), step_size, averaging(FIRST_STEP_SIZE)
    )  # fmt: skip


@lru_cache(maxsize=_MOST_KERNELS)
def _looking(log_density: LogDensity) -> Callable[..., tuple[Array, Array]]:
    """(position, data) → (log density, gradient), compiled: a search for starts looks at hundreds of positions."""
    return jax.jit(jax.value_and_grad(log_density))


@lru_cache(maxsize=_MOST_KERNELS)
def kernel(log_density: LogDensity, max_tree_depth: int) -> Kernel:
    """(state, tuning, number of steps, data) → (state, trace), compiled once for each kind of scale.

    Momenta live in the coordinates in which the metric is the identity, so that turning is judged by plain products.
    The density stands in it once, which is most of what is compiled.
    """

    def potential(position: Array, data: Any) -> Array:
        return -log_density(position, data)

    def run(state: State, tuning: Tuning, count: ArrayLike, data: Any) -> tuple[State, Trace]:
        scale = jnp.asarray(tuning.scale)
        key = jax.random.fold_in(jax.random.key(tuning.seed), tuning.chain)
        dim = state.position.shape[0]

        def leap(step_size: Array, _: Array, now: tuple[Array, ...]) -> IntegratorState:
            position, momentum, _, slope = now
            momentum = momentum - 0.5 * step_size * _pulled(scale, slope)
            position = position + step_size * _pushed(scale, momentum)
            energy, slope = jax.value_and_grad(potential)(position, data)
            # After the gradient, which must not wait for the value.
            energy = jnp.where(jnp.isnan(energy), jnp.inf, energy)
            return IntegratorState(position, momentum - 0.5 * step_size * _pulled(scale, slope), energy, slope)

        def step(i: Array, carry: tuple[State, Trace]) -> tuple[State, Trace]:
            state, trace = carry
            momentum_key, tree_key = jax.random.split(jax.random.fold_in(key, state.number))
            momentum = jax.random.normal(momentum_key, (dim,))
            tree = build_tree(
                leap,
                _kinetic,
                IntegratorState(state.position, momentum, -state.log_density, -state.gradient),
                jnp.ones(dim),
                state.step_size,
                tree_key,
                max_delta_energy=_LARGEST_ENERGY_ERROR,
                max_tree_depth=max_tree_depth,
            )
            accept = tree.sum_accept_probs / tree.num_proposals
            adapted = Averaging(*_average(tuning.target_accept - accept, state.averaging))
            adapted = jax.tree.map(lambda new, old: jnp.where(tuning.adapting, new, old), adapted, state.averaging)
            state = State(
                state.number + 1,
                tree.z_proposal,
                -tree.z_proposal_pe,
                -tree.z_proposal_grad,
                jnp.where(tuning.adapting, jnp.exp(adapted.log_step), state.step_size),
                adapted,
            )
            made = Trace(
                state.position,
                state.gradient,
                state.log_density,
                tree.z_proposal_energy,
                accept,
                tree.num_proposals,
                tree.diverging,
            )
            return state, jax.tree.map(lambda all_, one: all_.at[i].set(one), trace, made)

        return lax.fori_loop(0, count, step, (state, _empty_trace(dim)))

    return jax.jit(run)


def is_possible(state: State) -> bool:
    """Whether a chain that has been looked at stands where density and gradient are finite."""
    return bool(np.isfinite(state.log_density) and np.isfinite(state.gradient).all())


def _empty_trace(dim: int) -> Trace:
    vectors, numbers = jnp.zeros((MOST_STEPS, dim)), jnp.zeros(MOST_STEPS)
    return Trace(vectors, vectors, numbers, numbers, numbers, jnp.zeros(MOST_STEPS, int), jnp.zeros(MOST_STEPS, bool))


def _kinetic(_: Array, momentum: Array) -> Array:
    return 0.5 * jnp.dot(momentum, momentum)


def _pushed(scale: Array, momentum: Array) -> Array:
    return scale * momentum if scale.ndim == 1 else scale @ momentum


def _pulled(scale: Array, slope: Array) -> Array:
    return scale * slope if scale.ndim == 1 else scale.T @ slope
