"""Azzalini's skew normal: its tails as integrals without cancellation, its quantile by a few Halley steps.

With c² = 1 + shape², standard tails follow from one integrand. Owen's T(h, a) is its integral from 0 to a over 2 pi, and
below -h lies, for shape > 0, its integral from shape to infinity over pi:

    exp(-h² (1 + x²) / 2) / (1 + x²)

The former are Owen (1956); where the distribution function as a difference of them would cancel, the latter takes its place.
"""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax
from jax.scipy.special import erf, log_ndtr, ndtr, ndtri
from jax.typing import ArrayLike

from forecast.runtime.inverse_cdf import FromScore, floats, require
from forecast.runtime.parametric import Parametric

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(24)
# squared, which crowds them at the lower end, where the integrand falls off
_PLACES, _SHARES = ((_NODES + 1) / 2) ** 2, _WEIGHTS * (_NODES + 1) / 2
_FORGOTTEN = 37.0  # what lies beyond where the integrand has fallen by exp(-37) is below rounding
_TINY = 1e-100
_FARTHEST = 1e50
_STEPS = 3  # the start is off by less than 0.4 standard deviations of the tail, and each step cubes that
_LOG_ROOT_TWO_PI = 0.5 * np.log(2 * np.pi)


def _log_normal(y: Array) -> Array:
    return -0.5 * y * y - _LOG_ROOT_TWO_PI


def _log_density(shape: Array, y: Array) -> Array:
    return np.log(2) + _log_normal(y) + log_ndtr(shape * y)


def _integral(h: Array, low: Array, high: Array) -> Array:
    """The integrand from ``low`` to ``high``, times exp(h² (1 + low²) / 2)."""
    h = jnp.maximum(h, _TINY)
    width = 2 * _FORGOTTEN / (h * (h * low + jnp.sqrt((h * low) ** 2 + 2 * _FORGOTTEN)))
    width = jnp.minimum(high - low, width)
    total = jnp.zeros_like(width)
    # one by one: a sum over an axis may round by how many draws are made at a time
    for place, share in zip(_PLACES, _SHARES, strict=True):
        step = width * place
        x = low + step
        total += share * jnp.exp(-h * h * step * (low + step / 2)) / (1 + x * x)
    return total * width


@jax.jit  # traced once for all distributions of a program
def _log_tails(shape: Array, y: Array) -> tuple[Array, Array]:
    """Logarithms of the probabilities below and above y; ``shape`` >= 0."""
    h = jnp.abs(y)
    k = shape * h
    slight = shape <= 1
    far = (y < 0) & (k > 1)
    # T(h, shape) where that is at most 1, else T(k, 1 / shape)
    inverse = 1 / jnp.where(slight, 1.0, shape)
    size = jnp.where(far | slight, h, k)
    low = jnp.where(far, shape, 0.0)
    high = jnp.where(far, jnp.inf, jnp.where(slight, shape, inverse))
    integral = _integral(size, low, high) / np.pi
    twice_owen = jnp.exp(-0.5 * size * size) * integral
    beyond, between, product = ndtr(-h), erf(h / np.sqrt(2)), ndtr(-k)
    log_far = -0.5 * (h * h + k * k) + jnp.log(jnp.where(far, integral, 1.0))
    negative = jnp.where(slight, beyond - twice_owen, twice_owen - product * between)
    positive = jnp.where(slight, 1 - beyond - twice_owen, between * (1 - product) + twice_owen)
    above_positive = jnp.where(slight, beyond + twice_owen, 2 * beyond + product * between - twice_owen)
    near = jnp.where(far, 1.0, jnp.where(y < 0, negative, positive))
    log_below = jnp.where(far, log_far, jnp.log(near))
    log_above = jnp.where(y < 0, jnp.log1p(-jnp.exp(log_below)), jnp.log(jnp.where(y < 0, 1.0, above_positive)))
    return log_below, log_above


@jax.jit  # traced once for all distributions of a program
def _quantile_of_positive(shape: Array, z: Array) -> Array:
    """y with Phi(z) below it, for shape >= 0: by Halley's method on the logarithm of the smaller tail, which is concave."""
    lower = z < 0
    sign = jnp.where(lower, 1.0, -1.0)
    target = log_ndtr(-jnp.abs(z))
    # exact for shape 0; the tails have the right scale for any shape, and both meet at 0
    below_zero = jnp.arctan2(1.0, shape) / np.pi
    down = ndtri(jnp.minimum(ndtr(z) / (2 * below_zero), 0.5)) / jnp.sqrt(1 + shape * shape)
    up = -ndtri(jnp.minimum(ndtr(-z) / (2 - 2 * below_zero), 0.5))
    start = jnp.where(ndtr(z) < below_zero, down, up)
    # between the normal and the half-normal
    least, most = z - 1e-12, 1e-12 - ndtri(ndtr(-z) / 2)

    def improve(_: int, y: Array) -> Array:
        log_below, log_above = _log_tails(shape, y)
        tail = jnp.where(lower, log_below, log_above)
        ratio = jnp.exp(tail - _log_density(shape, y))
        newton = sign * (target - tail) * ratio
        hazard = shape * jnp.exp(_log_normal(shape * y) - log_ndtr(shape * y))
        curvature = hazard - y - sign / ratio
        move = newton / jnp.clip(1 + newton * curvature / 2, 0.5, 2.0)
        return jnp.clip(y + move, least, most)

    return lax.fori_loop(0, _STEPS, improve, start)


@jax.custom_jvp
def skew_normal_quantile(shape: Array, z: Array) -> Array:
    """The standard skew normal quantile at Phi(z). That of a negative shape is the mirror image."""
    mirror = jnp.where(shape < 0, -1.0, 1.0)
    return mirror * _quantile_of_positive(jnp.abs(shape), mirror * z)


@skew_normal_quantile.defjvp
def _skew_normal_quantile_jvp(primals: tuple[Array, Array], tangents: tuple[Array, Array]) -> tuple[Array, Array]:
    (shape, z), (dshape, dz) = primals, tangents
    y = skew_normal_quantile(shape, z)
    log_density = _log_density(shape, y)
    by_score = jnp.exp(_log_normal(z) - log_density)
    return y, by_score * dz + jnp.exp(_log_by_shape(shape, y) - log_density) * dshape


def _log_by_shape(shape: Array, y: Array) -> Array:
    """Logarithm of how fast the probability below y falls with the shape."""
    square = 1 + shape * shape
    return -0.5 * y * y * square - jnp.log(np.pi * square)


@jax.custom_jvp
def _below(shape: Array, y: Array) -> Array:
    log_below, log_above = _log_tails(jnp.abs(shape), jnp.where(shape < 0, -y, y))
    return jnp.exp(jnp.where(shape < 0, log_above, log_below))


@_below.defjvp
def _below_jvp(primals: tuple[Array, Array], tangents: tuple[Array, Array]) -> tuple[Array, Array]:
    (shape, y), (dshape, dy) = primals, tangents
    return _below(shape, y), jnp.exp(_log_density(shape, y)) * dy - jnp.exp(_log_by_shape(shape, y)) * dshape


class SkewNormal(FromScore, Parametric):
    """Azzalini's skew normal; the density at loc + scale y is 2 phi(y) Phi(shape y) / scale."""

    parameters = ("loc", "scale", "shape_parameter")
    loc: Array
    scale: Array
    shape_parameter: Array

    def from_score(self, z: ArrayLike) -> Array:
        """The quantile at Phi(z)."""
        z, shape = jnp.broadcast_arrays(jnp.asarray(z, dtype=float), self.shape_parameter)
        return self.loc + self.scale * skew_normal_quantile(shape, z)

    def _standard(self, value: ArrayLike) -> tuple[Array, Array]:
        y = (jnp.asarray(value, dtype=float) - self.loc) / self.scale
        # so that the square of the farthest is a number
        shape, y = jnp.broadcast_arrays(self.shape_parameter, jnp.clip(y, -_FARTHEST, _FARTHEST))
        return shape, y

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density."""
        return _log_density(*self._standard(value)) - jnp.log(self.scale)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return _below(*self._standard(value))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        shape, y = self._standard(value)
        return _below(-shape, -y)

    @property
    def mean(self) -> Array:
        return self.loc + self.scale * self._lean

    @property
    def variance(self) -> Array:
        return self.scale**2 * (1 - self._lean**2)

    @property
    def _lean(self) -> Array:
        return jnp.sqrt(2 / np.pi) * self.shape_parameter / jnp.sqrt(1 + self.shape_parameter**2)


def skew_normal(location: ArrayLike, scale: ArrayLike, shape: ArrayLike) -> SkewNormal:
    """Azzalini's skew normal by its location, its scale > 0 and its finite shape; shape 0 is the normal."""
    location, scale, shape = floats(location, scale, shape)
    return SkewNormal(location, require((scale > 0) & (scale < jnp.inf), scale), require(jnp.isfinite(shape), shape))
