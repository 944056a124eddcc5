"""Rounding to a step. A quotient within rounding error of a whole number counts as that number: 0.3 is three steps of 0.1."""

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

_TOLERANCE = 1e-14


def _steps(x: ArrayLike, step: ArrayLike) -> Array:
    quotient = jnp.asarray(x, dtype=float) / step
    whole = jnp.round(quotient)
    return jnp.where(jnp.abs(quotient - whole) <= _TOLERANCE * jnp.abs(whole), whole, quotient)


def round_to(x: ArrayLike, step: ArrayLike = 1.0) -> Array:
    """The multiple of ``step`` nearest to x, halves to the even one."""
    return jnp.round(_steps(x, step)) * step


def floor_to(x: ArrayLike, step: ArrayLike = 1.0) -> Array:
    """The largest multiple of ``step`` not above x."""
    return jnp.floor(_steps(x, step)) * step


def ceil_to(x: ArrayLike, step: ArrayLike = 1.0) -> Array:
    """The smallest multiple of ``step`` not below x."""
    return jnp.ceil(_steps(x, step)) * step
