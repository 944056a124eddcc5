"""The gamma quantile for every shape from 1 to infinity, as one table over the score and the root of 1/shape.

With s = 1/sqrt(shape) the quantile is shape * exp(s G(z, s)) where G is smooth and G(z, 0) = z. The table keeps G as
polynomials of degree 7 in both on small rectangles; s G, the relative error of the quantile, is good to 1e-11.
"""

from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

_WIDEST_SCORE = 8.5
_PER_UNIT = 4
_STRIPS = 16
_DEGREE = 7
_WIDEST_POLISH = 0.2  # in s; beyond it SciPy's inverse is exact to rounding, within it only to 1e-6


@jax.jit
def log_quantile(shape: Array, z: Array) -> Array:
    """log of the unit-rate gamma quantile at Phi(z), for shapes of at least 1; z is cut at 8.5 standard deviations."""
    table = jnp.asarray(_table())
    s = 1 / jnp.sqrt(shape)
    column = (jnp.clip(z, -_WIDEST_SCORE, _WIDEST_SCORE) + _WIDEST_SCORE) * _PER_UNIT
    row = s * _STRIPS
    i = jnp.clip(column.astype(jnp.int32), 0, table.shape[0] - 1)
    j = jnp.clip(row.astype(jnp.int32), 0, _STRIPS - 1)
    local = table[i, j]
    # Horner's rule by elementwise steps: a product of matrices could round differently for another number of draws
    along_s = local[..., _DEGREE]
    for power in range(_DEGREE - 1, -1, -1):
        along_s = along_s * (row - j - 0.5)[..., None] + local[..., power]
    g = along_s[..., _DEGREE]
    for power in range(_DEGREE - 1, -1, -1):
        g = g * (column - i - 0.5) + along_s[..., power]
    return jnp.log(shape) + s * g


@cache
def _table() -> np.ndarray:
    """Coefficients ``[score interval, s interval, power of z, power of s]``."""
    order = np.arange(_DEGREE + 1)
    nodes = np.cos(np.pi * (order + 0.5) / (_DEGREE + 1)) / 2
    z = (np.arange(round(2 * _WIDEST_SCORE * _PER_UNIT))[:, None] + 0.5 + nodes) / _PER_UNIT - _WIDEST_SCORE
    s = (np.arange(_STRIPS)[:, None] + 0.5 + nodes) / _STRIPS
    g = _exact(*(x.copy() for x in np.broadcast_arrays(z[:, None, :, None], s[None, :, None, :])))
    fit = np.linalg.inv(np.vander(nodes, increasing=True))
    return np.einsum("pi,abij,qj->abpq", fit, g, fit)


def _exact(z: np.ndarray, s: np.ndarray) -> np.ndarray:
    from scipy.special import gammainccinv, gammaincinv, gammaln, log_ndtr, ndtr

    shape = s**-2
    with np.errstate(divide="ignore"):
        x = np.log(np.where(z < 0, gammaincinv(shape, ndtr(z)), gammainccinv(shape, ndtr(-z))))
    first_term = (log_ndtr(z) + gammaln(shape + 1)) / shape
    g = (np.where(first_term < -300, first_term, x) - np.log(shape)) / s
    polish = s < _WIDEST_POLISH
    g[polish] = _polished(g[polish], z[polish], s[polish])
    return g


def _polished(g: np.ndarray, z: np.ndarray, s: np.ndarray) -> np.ndarray:
    """Newton steps on the logarithm of the smaller tail, the tail by Gauss-Legendre quadrature of the density."""
    from scipy.special import log_ndtr

    nodes, weights = np.polynomial.legendre.leggauss(80)
    width = 12.0  # standard deviations: the density has fallen by e**-72
    outward = np.where(z < 0, -1.0, 1.0)
    target = log_ndtr(-np.abs(z))
    g = np.where(np.isfinite(g), g, z)
    for _ in range(3):
        points = g[:, None] + outward[:, None] * width / 2 * (1 + nodes)
        tail = width / 2 * _density(points, s[:, None]) @ weights
        g = g - outward * (target - np.log(tail)) * tail / _density(g, s)
    return g


def _density(g: np.ndarray, s: np.ndarray) -> np.ndarray:
    """Density of G, the standardised logarithm of a gamma of shape 1/s**2, by Stirling's series."""
    stirling = s**2 / 12 - s**6 / 360 + s**10 / 1260 - s**14 / 1680
    return np.exp(-_expm1_beyond_first(s * g) / s**2 - stirling) / np.sqrt(2 * np.pi)


def _expm1_beyond_first(t: np.ndarray) -> np.ndarray:
    """exp(t) - 1 - t without cancellation."""
    near = np.where(np.abs(t) < 0.5, t, 0.0)
    series = np.zeros_like(near)
    for k in range(20, 2, -1):
        series = (1 + series) * near / k
    return np.where(np.abs(t) < 0.5, (1 + series) * near**2 / 2, np.expm1(t) - t)
