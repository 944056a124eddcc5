"""Student's t and its half.

With w = 1/sqrt(df) the quantile at Phi(z) is z exp(G(|z|, w)) where G is smooth and G(z, 0) = 0. For df of at least 1 a
table keeps G as polynomials of degree 7 in both on small rectangles; below 1 the quantile is made from that of a beta.
"""

from functools import cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.scipy.special import betainc, erf, gammaln, ndtr, ndtri
from jax.typing import ArrayLike

from forecast.runtime.bell import HalfNormal
from forecast.runtime.beta import logit_beta_quantile
from forecast.runtime.inverse_cdf import FromScore, floats, require
from forecast.runtime.parametric import Parametric, Positive, where_inside

_WIDEST_SCORE = 8.5
_PER_UNIT = 4
_STRIPS = 32
_DEGREE = 7
_LEAST = 1e-20


@jax.jit  # traced once for all distributions of a program
def t_quantile(df: Array, z: Array) -> Array:
    """The standard t quantile at Phi(z), to a relative error of 1e-11; |z| is cut at 8.5."""
    few = df < 1
    size = jnp.clip(jnp.abs(z), _LEAST, _WIDEST_SCORE)
    ratio = jnp.where(few, _ratio_of_few(df, size, few), jnp.exp(_table_value(jnp.where(few, 1.0, df), size)))
    return jnp.where(jnp.abs(z) > _WIDEST_SCORE, jnp.sign(z) * _WIDEST_SCORE, z) * ratio


def _ratio_of_few(df: Array, size: Array, few: Array) -> Array:
    """t / z through the beta quantile: df / (df + t²) is beta(df / 2, 1 / 2)."""
    far = size > 0.6744897501960817
    in_tail = ndtri(jnp.where(far, 2 * ndtr(-size), 0.5))
    in_body = -ndtri(jnp.where(far, 0.5, erf(size / np.sqrt(2))))
    shape, score = jnp.where(few, df / 2, 1.0), jnp.where(few, jnp.where(far, in_tail, in_body), 0.0)
    odds = logit_beta_quantile(shape, jnp.full_like(shape, 0.5), score)
    return jnp.sqrt(df) * jnp.exp(-odds / 2) / size


def _table_value(df: Array, size: Array) -> Array:
    table = jnp.asarray(_table())
    column, row = size * _PER_UNIT, _STRIPS / jnp.sqrt(df)
    i = jnp.clip(column.astype(jnp.int32), 0, table.shape[0] - 1)
    j = jnp.clip(row.astype(jnp.int32), 0, _STRIPS - 1)
    local = table[i, j]
    # Horner's rule by elementwise steps: a product of matrices could round differently for another number of draws
    along = local[..., _DEGREE]
    for power in range(_DEGREE - 1, -1, -1):
        along = along * (row - j - 0.5)[..., None] + local[..., power]
    g = along[..., _DEGREE]
    for power in range(_DEGREE - 1, -1, -1):
        g = g * (column - i - 0.5) + along[..., power]
    return g


@cache
def _table() -> np.ndarray:
    """Coefficients ``[score interval, strip of w, power of z, power of w]``."""
    from scipy.special import ndtr, stdtrit

    order = np.arange(_DEGREE + 1)
    nodes = np.cos(np.pi * (order + 0.5) / (_DEGREE + 1)) / 2
    z = (np.arange(round(_WIDEST_SCORE * _PER_UNIT))[:, None] + 0.5 + nodes) / _PER_UNIT
    w = (np.arange(_STRIPS)[:, None] + 0.5 + nodes) / _STRIPS
    z, w = np.broadcast_arrays(z[:, None, :, None], w[None, :, None, :])
    g = np.log(-stdtrit(w**-2.0, ndtr(-z)) / z)
    fit = np.linalg.inv(np.vander(nodes, increasing=True))
    return np.einsum("pi,abij,qj->abpq", fit, g, fit)


def _log_scale(df: Array) -> Array:
    """log of Gamma((df + 1) / 2) / (Gamma(df / 2) sqrt(df / 2)), by a series where the two nearly cancel."""
    many = df > 40
    x = 2 / jnp.where(many, df, 40.0)
    series = x * (-1 / 8 + x**2 * (1 / 192 + x**2 * (-1 / 640 + x**2 * (17 / 14336 - x**2 * 31 / 18432))))
    few = jnp.where(many, 1.0, df)
    return jnp.where(many, series, gammaln((few + 1) / 2) - gammaln(few / 2) - 0.5 * jnp.log(few / 2))


def _log_density(df: Array, t: Array) -> Array:
    return _log_scale(df) - 0.5 * np.log(2 * np.pi) - (df + 1) / 2 * jnp.log1p(t * t / df)


@jax.jit
def _between(df: Array, t: Array) -> Array:
    """Probability of less than |t| in size."""
    return betainc(jnp.full_like(t, 0.5), df / 2, t * t / (df + t * t))


@jax.jit
def _beyond(df: Array, t: Array) -> Array:
    """Probability of more than |t| in size."""
    return betainc(df / 2, jnp.full_like(t, 0.5), df / (df + t * t))


class StudentT(FromScore, Parametric):
    """Student's t of ``df`` degrees of freedom around ``loc``."""

    parameters = ("df", "loc", "scale")
    df: Array
    loc: Array
    scale: Array

    def from_score(self, z: ArrayLike) -> Array:
        """The quantile at Phi(z)."""
        z, df = jnp.broadcast_arrays(jnp.asarray(z, dtype=float), self.df)
        return self.loc + self.scale * t_quantile(df, z)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density."""
        return _log_density(self.df, (jnp.asarray(value, dtype=float) - self.loc) / self.scale) - jnp.log(self.scale)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        t, df = jnp.broadcast_arrays((value - self.loc) / self.scale, self.df)
        smaller = jnp.where(t * t < 4, 0.5 - 0.5 * _between(df, t), 0.5 * _beyond(df, t))
        return jnp.where(t < 0, smaller, 1 - smaller)

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return self.cdf(2 * self.loc - value)


class HalfStudentT(FromScore, Positive):
    """The size of a Student's t of ``df`` degrees of freedom around 0."""

    parameters = ("df", "scale")
    df: Array
    scale: Array

    def from_score(self, z: ArrayLike) -> Array:
        """The quantile at Phi(z): that of the whole at the score of the half-normal."""
        z, df = jnp.broadcast_arrays(jnp.asarray(z, dtype=float), self.df)
        return self.scale * t_quantile(df, HalfNormal(1.0).from_score(z))

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf below 0."""
        t = jnp.asarray(value, dtype=float) / self.scale
        return where_inside(t >= 0, _log_density(self.df, t) + np.log(2) - jnp.log(self.scale))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        t, df = jnp.broadcast_arrays(jnp.maximum(jnp.asarray(value, dtype=float), 0.0) / self.scale, self.df)
        return jnp.where(t * t < 4, _between(df, t), 1 - _beyond(df, t))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        t, df = jnp.broadcast_arrays(jnp.maximum(jnp.asarray(value, dtype=float), 0.0) / self.scale, self.df)
        return jnp.where(t * t < 4, 1 - _between(df, t), _beyond(df, t))


def student_t(df: ArrayLike, mean: ArrayLike, scale: ArrayLike) -> StudentT:
    """Student's t by its degrees of freedom > 0, its middle and its scale > 0."""
    df, mean, scale = floats(df, mean, scale)
    return StudentT(require((df > 0) & (df < jnp.inf), df), mean, require(scale > 0, scale))


def half_student_t(df: ArrayLike, scale: ArrayLike) -> HalfStudentT:
    """The size of a Student's t around 0, by its degrees of freedom > 0 and the whole's scale > 0."""
    df, scale = floats(df, scale)
    return HalfStudentT(require((df > 0) & (df < jnp.inf), df), require(scale > 0, scale))
