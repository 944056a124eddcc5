"""Normals that are drawn together."""

from typing import Any

import jax.numpy as jnp
import numpyro.distributions as dist
from jax import Array
from jax.typing import ArrayLike

from forecast.runtime.inverse_cdf import FromScore, floats, require

_TOLERANCE = 1e-6


class MultivariateNormal(FromScore, dist.MultivariateNormal):
    """Normals along the last axis with means ``loc`` and covariances ``scale_tril @ scale_tril.T``."""

    loc: Array
    scale_tril: Array

    def from_score(self, z: ArrayLike) -> Array:
        """``loc + scale_tril @ z`` for independent scores ``z [..., element]``; the first element rests on the first score."""
        z = jnp.asarray(z, dtype=float)
        # A sum in a fixed order: a matrix product rounds by the number of draws that are made at a time.
        return self.loc + (self.scale_tril * z[..., None, :]).sum(axis=-1)

    def icdf(self, q: ArrayLike) -> Array:
        """There is none in several dimensions."""
        raise NotImplementedError("normals that are drawn together have no quantile function")


def correlated(correlations: Any) -> MultivariateNormal:
    """Standard normals with a matrix of ``correlations``: its rows, or an array; symmetric, with 1 on the diagonal."""
    matrix = jnp.asarray(correlations, dtype=float)
    return _normals(jnp.zeros(matrix.shape[-1]), jnp.linalg.cholesky(matrix))


def multivariate_normal(mean: ArrayLike, sd: ArrayLike, correlation: ArrayLike) -> MultivariateNormal:
    """Normals by their means and standard deviations > 0 ``[..., element]`` and their correlations.

    ``correlation [..., element, element]`` is symmetric and positive definite, with 1 on the diagonal.
    """
    mean, sd, correlation = floats(mean, sd, correlation)
    unit = (jnp.abs(jnp.diagonal(correlation, axis1=-2, axis2=-1) - 1) <= _TOLERANCE).all(axis=-1)
    factor = _factor(require(unit[..., None, None], correlation))
    sd = jnp.broadcast_to(require((sd > 0) & (sd < jnp.inf), sd), (*sd.shape[:-1], factor.shape[-1]))
    return _normals(mean, sd[..., None] * factor)


def multivariate_normal_covariance(mean: ArrayLike, covariance: ArrayLike) -> MultivariateNormal:
    """Normals by their means ``[..., element]`` and their covariances ``[..., element, element]``: symmetric and positive
    definite.
    """
    mean, covariance = floats(mean, covariance)
    return _normals(mean, _factor(covariance))


def _normals(mean: Array, factor: Array) -> MultivariateNormal:
    return MultivariateNormal(mean, scale_tril=factor, validate_args=False)


def _factor(matrix: Array) -> Array:
    """The lower Cholesky factor; NaN where the matrix is not symmetric or not positive definite."""
    size = jnp.sqrt(jnp.abs(jnp.diagonal(matrix, axis1=-2, axis2=-1)))
    apart = jnp.abs(matrix - jnp.swapaxes(matrix, -2, -1)) <= _TOLERANCE * size[..., None] * size[..., None, :]
    return jnp.linalg.cholesky(require(apart.all(axis=(-2, -1), keepdims=True), matrix))
