"""Reductions over the elements of an index, and selection among them. A missing element makes the result missing."""

from collections.abc import Sequence

import jax.numpy as jnp
from jax import Array, lax
from jax.typing import ArrayLike

from forecast.runtime.interpolation import at_rank, on_line
from forecast.runtime.inverse_cdf import floats
from forecast.runtime.logic import Axis

_LONGEST_SELECTION = 16  # below it a sum over a one-hot selector beats a gather under vmap


def sum_over(x: ArrayLike, axis: Axis = -1) -> Array:
    """Sum over ``axis``."""
    return jnp.sum(jnp.asarray(x, dtype=float), axis=axis)


def mean(x: ArrayLike, axis: Axis = -1) -> Array:
    """Mean over ``axis``."""
    return jnp.mean(jnp.asarray(x, dtype=float), axis=axis)


def sd(x: ArrayLike, axis: Axis = -1) -> Array:
    """Sample standard deviation (n - 1) over ``axis``; missing for a single element."""
    x = jnp.asarray(x, dtype=float)
    axes = (axis,) if isinstance(axis, int) else axis
    size = 1
    for a in axes:
        size *= x.shape[a]
    deviation = x - jnp.mean(x, axis=axis, keepdims=True)
    square = jnp.sum(deviation * deviation, axis=axis) / (size - 1 if size > 1 else jnp.nan)
    # the derivative at no spread at all is taken as 0
    positive = square > 0
    return jnp.where(positive, jnp.sqrt(jnp.where(positive, square, 1.0)), square)


def product(x: ArrayLike, axis: Axis = -1) -> Array:
    """Product over ``axis``."""
    return jnp.prod(jnp.asarray(x, dtype=float), axis=axis)


def max_over(x: ArrayLike, axis: Axis = -1) -> Array:
    """Largest over ``axis``."""
    return jnp.max(jnp.asarray(x, dtype=float), axis=axis)


def min_over(x: ArrayLike, axis: Axis = -1) -> Array:
    """Smallest over ``axis``."""
    return jnp.min(jnp.asarray(x, dtype=float), axis=axis)


def argmax(x: ArrayLike, axis: int = -1) -> Array:
    """Position of the largest along ``axis`` as a category (a float, so that it can be missing); the first of equals."""
    x = jnp.asarray(x, dtype=float)
    return jnp.where(jnp.any(jnp.isnan(x), axis=axis), jnp.nan, jnp.argmax(x, axis=axis).astype(float))


def argmin(x: ArrayLike, axis: int = -1) -> Array:
    """Position of the smallest along ``axis`` as a category; the first of equals."""
    return argmax(-jnp.asarray(x, dtype=float), axis)


def last_axis(x: ArrayLike, axis: Axis) -> Array:
    """The values with ``axis``, or several as one, at the end."""
    x = jnp.asarray(x, dtype=float)
    axes = (axis,) if isinstance(axis, int) else axis
    x = jnp.moveaxis(x, axes, range(-len(axes), 0))
    return x.reshape(*x.shape[: x.ndim - len(axes)], -1)


def quantile(p: ArrayLike, x: ArrayLike, axis: Axis = -1) -> Array:
    """The value with a share ``p`` of those over ``axis`` below it, on a line between two of them as NumPy's default has it.

    Between a finite value and an infinite one it is the infinite one. NaN for ``p`` outside of 0 to 1.
    """
    x = last_axis(x, axis)
    ordered = jnp.sort(x, axis=-1)
    (p,) = floats(p)
    last = x.shape[-1] - 1
    place = jnp.clip(p, 0.0, 1.0) * last
    below = jnp.clip(jnp.floor(place), 0, max(last - 1, 0))
    ranks = jnp.arange(last + 1)
    low, high = (at_rank(ordered, ranks == jnp.minimum(rank, last)[..., None]) for rank in (below, below + 1))
    found = on_line(low, high, place - below)
    valid = (p >= 0) & (p <= 1) & ~jnp.any(jnp.isnan(x), axis=-1)
    return jnp.where(valid, found, jnp.nan)


def cumulative(x: ArrayLike, axis: int = -1) -> Array:
    """Running sum along ``axis``."""
    return jnp.cumsum(jnp.asarray(x, dtype=float), axis=axis)


def running_max(x: ArrayLike, axis: int = -1) -> Array:
    """Largest so far along ``axis``; missing from the first missing one on."""
    x = jnp.asarray(x, dtype=float)
    return lax.associative_scan(jnp.maximum, x, axis=axis)


def shift(by: ArrayLike, otherwise: ArrayLike, x: ArrayLike, axis: int = -1) -> Array:
    """The values that stand ``by`` places earlier along ``axis``; ``otherwise`` where there is none."""
    x = jnp.asarray(x, dtype=float)
    place = jnp.expand_dims(jnp.arange(x.shape[axis]), tuple(range(1, x.ndim - axis % x.ndim)))
    before = place - jnp.asarray(by)
    earlier = jnp.broadcast_to(jnp.maximum(before, 0).astype(int), x.shape)
    found = jnp.take_along_axis(x, earlier, axis=axis)
    return jnp.where(before >= 0, found, otherwise)


def pick(index: ArrayLike, options: ArrayLike | Sequence[ArrayLike], axis: int = 0) -> Array:
    """The option whose position is ``index``; missing where the index is missing or there is no such option.

    ``options`` are stacked along ``axis`` (or given as a sequence); the index broadcasts with their other axes, so
    that a scalar index picks a whole slice and an indexed one picks element by element.
    """
    index = jnp.asarray(index, dtype=float)
    if isinstance(options, Sequence):
        options = jnp.stack(jnp.broadcast_arrays(*(jnp.asarray(option, dtype=float) for option in options)))
        axis = 0
    stacked = jnp.moveaxis(jnp.asarray(options, dtype=float), axis, 0)
    size = stacked.shape[0]
    shape = jnp.broadcast_shapes(index.shape, stacked.shape[1:])
    known = (index >= 0) & (index < size) & (index == jnp.floor(index))
    if size <= _LONGEST_SELECTION:
        chosen = jnp.full(shape, jnp.nan)
        for position in range(size):
            chosen = jnp.where(index == position, stacked[position], chosen)
        return chosen
    position = jnp.where(known, index, 0).astype(jnp.int32)
    if index.ndim == 0:
        return jnp.where(known, stacked[position], jnp.nan)
    if stacked.size == size:
        # Options without axes of their own need not be repeated for each index.
        return jnp.where(known, stacked.reshape(size)[position], jnp.nan)
    position = jnp.broadcast_to(position, shape)
    stacked = jnp.broadcast_to(
        stacked.reshape(size, *(1,) * (len(shape) + 1 - stacked.ndim), *stacked.shape[1:]), (size, *shape)
    )
    return jnp.where(known, jnp.take_along_axis(stacked, position[None], axis=0)[0], jnp.nan)
