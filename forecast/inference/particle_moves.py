"""Moves of particles that leave a tempered posterior under a standard normal prior as it is; compiled once for a likelihood."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax
from jax.typing import ArrayLike

type LogLikelihood = Callable[[Array, Any], Array]
"""(position ``[dim]``, data) → log likelihood; -inf or NaN where the evidence is impossible. Traced by JAX."""

_MOST_LIKELIHOODS = 16


class Cloud(NamedTuple):
    """Positions ``[particle, dim]`` and their log likelihoods ``[particle]``."""

    positions: Any
    log_likelihood: Any


class Proposal(NamedTuple):
    """A normal that resembles the posterior, with the lower triangular ``factor`` of its covariance, and how far moves go.

    ``reach`` ``[2]`` is between 0 and 1: 1 forgets where the particle was. The first is that of moves that keep the
    normal, the second that of moves that keep the prior.
    """

    mean: Any
    factor: Any
    reach: Any


class Moves(NamedTuple):
    """What can be done with a likelihood: ``draw`` (seed, batch, particle shape, data), and ``move``."""

    draw: Callable[..., Cloud]
    move: Callable[..., tuple[Cloud, Array]]


@lru_cache(maxsize=_MOST_LIKELIHOODS)
def moves(log_likelihood: LogLikelihood) -> Moves:
    """``draw(seed, batch, template, data)`` gives independent draws of the prior in the shape of the template.

    ``move(cloud, seed, number, count, temperature, proposal, data)`` makes ``count`` moves of either kind, preconditioned
    Crank–Nicolson, which are exact for a normal and corrected for the rest by Metropolis (Cotter et al. 2013; Pinski et
    al. 2015), and gives the share of accepted moves ``[2]``. ``number`` tells the noise of one call from that of others.
    """

    def look(positions: Array, data: Any) -> Array:
        values = jax.vmap(log_likelihood, (0, None))(positions, data)
        return jnp.where(jnp.isnan(values), -jnp.inf, values)

    def draw(seed: ArrayLike, batch: ArrayLike, template: Array, data: Any) -> Cloud:
        positions = jax.random.normal(_key(seed, 0, batch), template.shape)
        return Cloud(positions, look(positions, data))

    def move(  # noqa: PLR0917
        cloud: Cloud,
        seed: ArrayLike,
        number: ArrayLike,
        count: ArrayLike,
        temperature: ArrayLike,
        proposal: Proposal,
        data: Any,
    ) -> tuple[Cloud, Array]:
        key = _key(seed, 1, number)
        mean, factor, reach = (jnp.asarray(part) for part in proposal)

        def preference(positions: Array) -> Array:
            """The log density of the prior less that of the proposal's normal, but for a constant."""
            scores = jax.scipy.linalg.solve_triangular(factor, (positions - mean).T, lower=True)
            return 0.5 * (scores**2).sum(axis=0) - 0.5 * (positions**2).sum(axis=1)

        def accepted(cloud: Cloud, positions: Array, surplus: Array, key: Array) -> tuple[Cloud, Array]:
            levels = look(positions, data)
            gain = temperature * (levels - cloud.log_likelihood) + surplus
            yes = (levels > -jnp.inf) & (jnp.log(jax.random.uniform(key, gain.shape)) < gain)
            merged = Cloud(
                jnp.where(yes[:, None], positions, cloud.positions), jnp.where(yes, levels, cloud.log_likelihood)
            )
            return merged, yes.mean()

        def sweep(i: Array, carry: tuple[Cloud, Array]) -> tuple[Cloud, Array]:
            cloud, shares = carry
            keys = jax.random.split(jax.random.fold_in(key, i), 4)
            noise = jax.random.normal(keys[0], cloud.positions.shape)
            near = mean + jnp.sqrt(1 - reach[0] ** 2) * (cloud.positions - mean) + reach[0] * noise @ factor.T
            cloud, first = accepted(cloud, near, preference(near) - preference(cloud.positions), keys[1])
            noise = jax.random.normal(keys[2], cloud.positions.shape)
            near = jnp.sqrt(1 - reach[1] ** 2) * cloud.positions + reach[1] * noise
            cloud, second = accepted(cloud, near, jnp.zeros(len(near)), keys[3])
            return cloud, shares + jnp.stack([first, second])

        cloud, shares = lax.fori_loop(0, count, sweep, (Cloud(*cloud), jnp.zeros(2)))
        return cloud, shares / count

    return Moves(jax.jit(draw), jax.jit(move))


def _key(seed: ArrayLike, purpose: int, number: ArrayLike) -> Array:
    return jax.random.fold_in(jax.random.fold_in(jax.random.key(seed), purpose), number)
