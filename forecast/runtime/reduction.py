"""Reductions over the elements of an index, and selection among them. A missing element makes the result missing."""

from collections.abc import Sequence

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

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
    position = jnp.broadcast_to(position, shape)
    stacked = jnp.broadcast_to(
        stacked.reshape(size, *(1,) * (len(shape) + 1 - stacked.ndim), *stacked.shape[1:]), (size, *shape)
    )
    return jnp.where(known, jnp.take_along_axis(stacked, position[None], axis=0)[0], jnp.nan)
