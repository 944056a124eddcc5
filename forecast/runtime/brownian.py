"""Noise of stocks between ticks: increments of Brownian paths that stay the same however finely the steps are taken."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpyro.distributions as dist
from jax import Array, lax

LEVELS = 7
"""A tick's increment, and those of its halves, quarters … down to 64 parts."""


def path_noise(shape: tuple[int, ...]) -> dist.Distribution:
    """Standard normals ``[tick, *dims]``: the increment of each tick, in terms of its standard deviation."""
    return dist.Normal(0.0, 1.0).expand(shape).to_event(len(shape))


def increment(
    scores: Callable[[Array, Array], Array], tick: Array, part: Array, level: Array, length: Array, *, fine: bool
) -> Array:
    """The increment ``[*dims, draw]`` of a Brownian path over one of the 2**level equal parts of a tick of this length.

    Each half of an interval gets half of its increment and an independent normal, with the signs of the halves opposed (Lévy's
    construction), so that parts add up to the whole. ``scores(depth, position)`` are standard normals; without ``fine`` there are
    those of whole ticks only, and the path goes straight within them.
    """
    whole = jnp.sqrt(length) * scores(jnp.asarray(0), tick)
    if not fine:
        return whole / 2.0**level

    def halve(depth: Array, found: Array) -> Array:
        place = part >> (level - depth + 1)
        right = (part >> (level - depth)) & 1
        size = length / 2.0 ** (depth - 1)
        bent = jnp.sqrt(size) / 2 * scores(depth, (tick << (depth - 1)) + place)
        return found / 2 + jnp.where(right == 1, -bent, bent)

    return lax.fori_loop(1, level + 1, halve, whole)


class Scores:
    """The noise of a stock, for all draws."""

    def __init__(self, noise: Any, axes: Any) -> None:
        self._noise, self._axes = noise, axes
        self._is_lazy = hasattr(noise, "scores")

    def increment(self, tick: Array, part: Array, level: Array, length: Array) -> Array:
        """The increment over a part of a tick, each ``[draw]``."""
        return increment(self._scores, tick, part, level, length, fine=self._is_lazy)

    def _scores(self, level: Array, position: Array) -> Array:
        if self._is_lazy and self._axes.keys is None and self._axes.draw is not None:
            # Side by side along the draws, as processors like it.
            return self._noise.scores(level, position)

        def one(noise: Any, position: Array) -> Array:
            return noise.scores(level, position) if self._is_lazy else noise[position]

        return jax.vmap(one, in_axes=(self._axes, 0), out_axes=-1)(self._noise, position)
