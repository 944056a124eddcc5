"""Shares that sum to 1."""

from typing import Any

import jax
import jax.numpy as jnp
import numpyro.distributions as dist
from jax import Array
from jax.scipy.special import gammaln, xlogy
from jax.typing import ArrayLike

from forecast.runtime.gamma import log_gamma_quantile
from forecast.runtime.inverse_cdf import FromScore, floats, require
from forecast.runtime.parametric import where_inside

_SUM_TOLERANCE = 1e-6


class Dirichlet(FromScore, dist.Dirichlet):
    """Shares along the last axis that sum to 1, with the given ``concentration``."""

    concentration: Array

    def from_score(self, z: ArrayLike) -> Array:
        """Shares from independent scores ``z [..., element]``: gammas at these, divided by their sum.

        In logarithms, as small concentrations give gammas that are no floating-point numbers.
        """
        z, concentration = jnp.broadcast_arrays(jnp.asarray(z, dtype=float), self.concentration)
        return jax.nn.softmax(log_gamma_quantile(concentration, z), axis=-1)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density of shares ``value [..., element]``; -inf where they are below 0 or do not sum to 1."""
        value = jnp.asarray(value, dtype=float)
        inside = (value >= 0).all(axis=-1) & (jnp.abs(value.sum(axis=-1) - 1) <= _SUM_TOLERANCE)
        a = self.concentration
        powers = xlogy(a - 1, jnp.where(inside[..., None], value, 1.0)).sum(axis=-1)
        return where_inside(inside, powers + gammaln(a.sum(axis=-1)) - gammaln(a).sum(axis=-1))

    def icdf(self, q: ArrayLike) -> Array:
        """There is none in several dimensions."""
        raise NotImplementedError("a Dirichlet has no quantile function")


def dirichlet(concentration: ArrayLike) -> Dirichlet:
    """Dirichlet by its concentrations > 0 along the last axis."""
    (concentration,) = floats(concentration)
    return Dirichlet(require(concentration > 0, concentration), validate_args=False)


def dirichlet_mean(mean: ArrayLike, n: ArrayLike) -> Dirichlet:
    """Dirichlet by the mean shares > 0 along the last axis, which sum to 1, and the sum n > 0 of the concentrations.

    ``n`` has an axis of length 1 in the place of that of the shares, or is one number.
    """
    mean, n = floats(mean, n)
    whole = jnp.abs(mean.sum(axis=-1, keepdims=True) - 1) <= _SUM_TOLERANCE
    return dirichlet(require(whole, mean) * n)
