"""What evidence makes of a possible world."""

import jax
import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

from forecast.runtime.inverse_cdf import InverseCdf


def log_density(distribution: InverseCdf, value: ArrayLike) -> Array:
    """The logarithm of the density, or of the probability, of a value; NaN where the distribution has no parameters that
    could be.
    """
    return jnp.asarray(distribution.log_prob(jnp.asarray(value, dtype=float)))


def log_density_of_seen(distribution: InverseCdf, value: ArrayLike) -> Array:
    """``log_density``, but 0 where the value is missing, and was not seen."""
    value = jnp.asarray(value, dtype=float)
    seen = ~jnp.isnan(value)
    # What is not seen must not spoil a gradient either: the median is a value that there is.
    known = jnp.where(seen, value, distribution.from_score(jnp.zeros(distribution.batch_shape)))
    return jnp.where(seen, log_density(distribution, known), 0.0)


def survival(distribution: InverseCdf, value: ArrayLike) -> Array:
    """The probability of more than a value."""
    return distribution.sf(jnp.asarray(value, dtype=float))


def up_to(distribution: InverseCdf, value: ArrayLike) -> Array:
    """The probability of at most a value."""
    return jnp.asarray(distribution.cdf(jnp.asarray(value, dtype=float)))


def log_truth(truth: ArrayLike) -> Array:
    """0 where a condition holds, -inf where it does not, or where that cannot be told."""
    return jnp.where(jnp.asarray(truth) == 1, 0.0, -jnp.inf)


def kept(truth: ArrayLike, weight: ArrayLike) -> Array:
    """A weight where a condition holds, 0 elsewhere."""
    return jnp.where(jnp.asarray(truth) == 1, weight, 0.0)


def only(truth: ArrayLike, value: ArrayLike) -> Array:
    """A value where a condition holds, missing elsewhere."""
    return jnp.where(jnp.asarray(truth) == 1, value, jnp.nan)


def filled(value: ArrayLike, other: ArrayLike) -> Array:
    """A value, or another one where it is missing."""
    value = jnp.asarray(value, dtype=float)
    return jnp.where(jnp.isnan(value), other, value)


@jax.custom_jvp
def sound(log_weight: Array) -> Array:
    """A sum of evidence; -inf where it cannot be computed: nothing comes from what cannot be.

    Of the sum, and with its derivatives as they are: a choice by the value itself would make derivatives wait for it, and
    loops over observations run twice.
    """
    return jnp.where(jnp.isnan(log_weight), -jnp.inf, log_weight)


@sound.defjvp
def _sound_jvp(primals: tuple[Array], tangents: tuple[Array]) -> tuple[Array, Array]:
    (value,), (tangent,) = primals, tangents
    return sound(value), tangent
