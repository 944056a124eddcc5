"""Moves of particles that leave a tempered posterior under a standard normal prior as it is; compiled once for a likelihood."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax

type LogLikelihood = Callable[[Array, Any], Array]
"""(position ``[dim]``, data) → log likelihood; -inf or NaN where the evidence is impossible. Traced by JAX."""

_MOST_LIKELIHOODS = 16


class Cloud(NamedTuple):
    """Positions ``[particle, dim]`` and their log likelihoods ``[particle]``."""

    positions: Any
    log_likelihood: Any


class Temper(NamedTuple):
    """How many moves to make at which temperature; ``number`` tells their noise from that of other calls."""

    seed: Any
    number: Any
    count: Any
    temperature: Any


class Proposal(NamedTuple):
    """A normal that resembles the posterior, with the ``factor`` of its covariance and the inverse of that, and how far moves go.

    ``reach`` ``[2]`` is between 0 and 1: 1 forgets where the particle was. The first is that of moves that keep the
    prior, the second that of moves that keep the normal.
    """

    mean: Any
    factor: Any
    whitener: Any
    reach: Any


type Move = Callable[[Cloud, Temper, Proposal, Any], tuple[Cloud, Array]]


@lru_cache(maxsize=_MOST_LIKELIHOODS)
def moves(log_likelihood: LogLikelihood) -> Move:
    """(cloud, temper, proposal, data) → the moved cloud, and the share accepted of either kind of move ``[2]``.

    Moves keep the prior and keep the proposal's normal in turn. They are preconditioned Crank–Nicolson moves, exact for a
    normal and corrected for the rest by Metropolis (Cotter et al. 2013; Pinski et al. 2015). The first keeps the prior: at
    temperature 0 with reach 1 it draws from the prior where the likelihood is possible, and stays where it is elsewhere.
    """

    def look(positions: Array, data: Any) -> Array:
        values = jax.vmap(log_likelihood, (0, None))(positions, data)
        return jnp.where(jnp.isnan(values), -jnp.inf, values)

    def run(cloud: Cloud, temper: Temper, proposal: Proposal, data: Any) -> tuple[Cloud, Array]:
        key = jax.random.fold_in(jax.random.key(temper.seed), temper.number)
        mean, factor, whitener, reach = (jnp.asarray(part) for part in proposal)

        def preference(positions: Array) -> Array:
            """The log density of the prior less that of the proposal's normal, but for a constant."""
            scores = (positions - mean) @ whitener.T
            return 0.5 * (scores**2).sum(axis=1) - 0.5 * (positions**2).sum(axis=1)

        def move(i: Array, carry: tuple[Cloud, Array]) -> tuple[Cloud, Array]:
            now, shares = carry
            kind = i % 2
            noise_key, choice_key = jax.random.split(jax.random.fold_in(key, i))
            noise = jax.random.normal(noise_key, now.positions.shape)
            centre = jnp.where(kind, mean, 0)
            spread = jnp.where(kind, noise @ factor.T, noise)
            kept = jnp.sqrt(1 - reach[kind] ** 2)
            positions = centre + kept * (now.positions - centre) + reach[kind] * spread
            surplus = jnp.where(kind, preference(positions) - preference(now.positions), 0)
            levels = look(positions, data)
            # at temperature 0 an impossible place is no better and no worse than others
            rise = jnp.where(temper.temperature > 0, temper.temperature * (levels - now.log_likelihood), 0)
            chosen = jnp.log(jax.random.uniform(choice_key, rise.shape)) < rise + surplus
            yes = (levels > -jnp.inf) & chosen
            moved = Cloud(jnp.where(yes[:, None], positions, now.positions), jnp.where(yes, levels, now.log_likelihood))
            return moved, shares.at[kind].add(yes.mean())

        moved, shares = lax.fori_loop(0, temper.count, move, (Cloud(*cloud), jnp.zeros(2)))
        return moved, shares / (jnp.array([temper.count + 1, temper.count]) // 2)

    return jax.jit(run)
