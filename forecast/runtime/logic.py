"""Three-valued (Kleene) logic on floats: 1 is true, 0 is false, NaN is missing."""

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

type Axis = int | tuple[int, ...]


def missing(x: ArrayLike) -> Array:
    """1 where ``x`` is missing, else 0."""
    return jnp.isnan(jnp.asarray(x, dtype=float)).astype(float)


def _where_known(truth: Array, a: ArrayLike, b: ArrayLike) -> Array:
    unknown = jnp.isnan(jnp.asarray(a, dtype=float)) | jnp.isnan(jnp.asarray(b, dtype=float))
    return jnp.where(unknown, jnp.nan, truth.astype(float))


def less(a: ArrayLike, b: ArrayLike) -> Array:
    """a < b; missing where either is."""
    return _where_known(jnp.less(a, b), a, b)


def less_equal(a: ArrayLike, b: ArrayLike) -> Array:
    """a <= b; missing where either is."""
    return _where_known(jnp.less_equal(a, b), a, b)


def greater(a: ArrayLike, b: ArrayLike) -> Array:
    """a > b; missing where either is."""
    return less(b, a)


def greater_equal(a: ArrayLike, b: ArrayLike) -> Array:
    """a >= b; missing where either is."""
    return less_equal(b, a)


def equal(a: ArrayLike, b: ArrayLike) -> Array:
    """a == b; missing where either is."""
    return _where_known(jnp.equal(a, b), a, b)


def not_equal(a: ArrayLike, b: ArrayLike) -> Array:
    """a != b; missing where either is."""
    return _where_known(jnp.not_equal(a, b), a, b)


def negate(condition: ArrayLike) -> Array:
    """not; missing stays missing."""
    return 1.0 - jnp.asarray(condition, dtype=float)


def both(*conditions: ArrayLike) -> Array:
    """and: false where any is false, else missing where any is missing."""
    result, *others = (jnp.asarray(c, dtype=float) for c in conditions)
    for other in others:
        result = jnp.where((result == 0) | (other == 0), 0.0, result * other)
    return result


def either(*conditions: ArrayLike) -> Array:
    """or: true where any is true, else missing where any is missing."""
    result, *others = (jnp.asarray(c, dtype=float) for c in conditions)
    for other in others:
        result = jnp.where((result == 1) | (other == 1), 1.0, result + other)
    return result


def all_of(condition: ArrayLike, axis: Axis = -1) -> Array:
    """``both`` of all elements along ``axis``; true for none."""
    condition = jnp.asarray(condition, dtype=float)
    return jnp.where(jnp.any(condition == 0, axis=axis), 0.0, jnp.prod(condition, axis=axis))


def any_of(condition: ArrayLike, axis: Axis = -1) -> Array:
    """``either`` of all elements along ``axis``; false for none."""
    return negate(all_of(negate(condition), axis))


def count(condition: ArrayLike, axis: Axis = -1) -> Array:
    """How many elements along ``axis`` are true; missing where any is missing."""
    return jnp.sum(jnp.asarray(condition, dtype=float), axis=axis)


def where(condition: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """a where the condition is true, b where it is false, missing where it is missing.

    The branch not taken has no part in the value; its gradient stays out as long as its partial functions are this
    package's (``log``, ``divide`` …).
    """
    condition = jnp.asarray(condition, dtype=float)
    chosen = jnp.where(condition == 1, jnp.asarray(a, dtype=float), jnp.asarray(b, dtype=float))
    return jnp.where(jnp.isnan(condition), jnp.nan, chosen)
