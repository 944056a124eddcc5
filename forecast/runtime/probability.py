"""Log-odds and the standard normal distribution, as functions of the language."""

import jax
import jax.numpy as jnp
from jax import Array
from jax.scipy.special import ndtr, ndtri
from jax.typing import ArrayLike


def logit(p: ArrayLike) -> Array:
    """The log-odds of a probability; ±inf at 1 and 0, NaN outside."""
    p = jnp.asarray(p, dtype=float)
    return jnp.log(p) - jnp.log1p(-p)


def inv_logit(x: ArrayLike) -> Array:
    """The probability with log-odds ``x``."""
    return jax.nn.sigmoid(jnp.asarray(x, dtype=float))


def normal_cdf(x: ArrayLike) -> Array:
    """The probability that a standard normal lies below ``x``."""
    return ndtr(jnp.asarray(x, dtype=float))


def normal_quantile(p: ArrayLike) -> Array:
    """The value below which a standard normal lies with probability ``p``; ±inf at 0 and 1, NaN outside."""
    return ndtri(jnp.asarray(p, dtype=float))
