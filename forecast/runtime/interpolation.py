"""Values between given points."""

import jax
import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

from forecast.runtime.elementary import divide, exp, log
from forecast.runtime.inverse_cdf import floats


def interpolate(x: ArrayLike, xs: ArrayLike, ys: ArrayLike, on_log: ArrayLike = 0.0) -> Array:
    """The value at ``x`` on straight lines through the points (``xs``, ``ys``), which stand along the last axis.

    Before the first and after the last point their values are held. Where ``on_log`` is 1 the lines are straight on the
    logarithm of ``ys``, which must be above 0. NaN where ``xs`` do not rise.
    """
    x, xs, ys, on_log = floats(x, xs, ys, on_log)
    count = xs.shape[-1]
    if count == 1:
        return jnp.where(jnp.isnan(x + on_log), jnp.nan, ys[..., 0])
    inside = jnp.clip(x, xs[..., 0], xs[..., -1])
    after = jnp.clip(jnp.sum(inside[..., None] >= xs, axis=-1), 1, count - 1)
    ranks = jnp.arange(count)
    first, second = ranks == (after - 1)[..., None], ranks == after[..., None]
    share = divide(inside - at_rank(xs, first), at_rank(xs, second) - at_rank(xs, first))
    low, high = at_rank(ys, first), at_rank(ys, second)
    straight = on_line(low, high, share)
    bent = exp(on_line(log(jnp.where(on_log == 1, low, 1.0)), log(jnp.where(on_log == 1, high, 1.0)), share))
    bent = jnp.where(share <= 0, low, jnp.where(share >= 1, high, bent))
    found = jnp.where(on_log == 1, bent, straight)
    valid = jnp.all(jnp.diff(xs, axis=-1) > 0, axis=-1) & ~jnp.isnan(x + on_log)
    return jnp.where(valid, found, jnp.nan)


def interpolation_slope(x: ArrayLike, xs: ArrayLike, ys: ArrayLike, on_log: ArrayLike = 0.0) -> Array:
    """The slope of `interpolate` at ``x``; at a point, that of the line after it."""
    x = jnp.asarray(x, dtype=float)
    xs = jnp.asarray(xs, dtype=float)
    inside = (x >= xs[..., 0]) & (x < xs[..., -1])
    slope = jax.jvp(lambda at: interpolate(at, xs, ys, on_log), (x,), (jnp.ones_like(x),))[1]
    return jnp.where(inside, slope, 0.0)


def held(x: ArrayLike, xs: ArrayLike, ys: ArrayLike) -> Array:
    """The value of the last of the points (``xs``, ``ys``) that is not after ``x``; before the first one that of the first.

    NaN where ``xs`` do not rise.
    """
    x, xs, ys = floats(x, xs, ys)
    count = xs.shape[-1]
    place = jnp.clip(jnp.sum(x[..., None] >= xs, axis=-1) - 1, 0, count - 1)
    found = at_rank(ys, jnp.arange(count) == place[..., None])
    valid = jnp.all(jnp.diff(xs, axis=-1) > 0, axis=-1) & ~jnp.isnan(x)
    return jnp.where(valid, found, jnp.nan)


def at_rank(values: Array, chosen: Array) -> Array:
    """The one chosen value along the last axis, infinite ones among the others or not."""
    return jnp.sum(jnp.where(chosen, values, 0.0), axis=-1)


def on_line(low: Array, high: Array, share: Array) -> Array:
    """``low`` at share 0 and ``high`` at 1; in between a line, or the infinite one of the two."""
    finite = jnp.isfinite(low) & jnp.isfinite(high)
    line = jnp.where(finite, low, 0.0) + share * jnp.where(finite, high - low, 0.0)
    infinite = jnp.where(jnp.isinf(high), high, low)
    between = jnp.where(finite, line, infinite)
    between = jnp.where(share <= 0, low, jnp.where(share >= 1, high, between))
    return jnp.where(jnp.isnan(low + share) | jnp.isnan(high), jnp.nan, between)
