"""What a quantity was some time ago, from its values at points of the clock that all draws share."""

import jax.numpy as jnp
from jax import Array

PARTS = 8
"""Points kept within a tick, at most."""


def looked_up(
    history: Array, clock: tuple[Array, Array], date: Array, latest: tuple[Array, Array], before: Array
) -> Array:
    """Values ``[*dims, draw]`` at dates, on straight lines between the points of ``history`` ``[point, *dims, draw]``.

    The ``clock`` are the ticks and how many points there are in each. After the last point reached a line goes to
    ``latest`` (date and value), before the first tick it is ``before``.
    """
    ticks, parts = clock
    inside = jnp.clip(date, ticks[0], ticks[-1])
    tick = jnp.clip(jnp.searchsorted(ticks, inside, side="right") - 1, 0, len(ticks) - 2)
    begin, end = ticks[tick], ticks[tick + 1]
    place = jnp.clip((inside - begin) / (end - begin) * parts, 0.0, parts)
    low = jnp.minimum(jnp.floor(place), parts - 1)
    point = tick * parts + low.astype(int)
    width = (end - begin) / parts
    now, value = latest
    low_date = begin + low * width
    high_date = low_date + width
    known = high_date < now - 1e-12  # a point that is reached just now is not kept yet
    low_value, high_value = (jnp.take_along_axis(history, p[None], axis=0)[0] for p in (point, point + 1))
    high_value = jnp.where(known, high_value, value)
    span = jnp.where(known, width, jnp.maximum(now - low_date, 1e-300))
    share = jnp.clip((inside - low_date) / span, 0.0, 1.0)
    found = low_value + share * (high_value - low_value)
    return jnp.where(date <= ticks[0], before, found)
