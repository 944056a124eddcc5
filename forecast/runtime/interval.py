"""Distributions on an interval or half-line with a quantile in closed form: uniform, triangular, exponential."""

from typing import Any

import jax.numpy as jnp
import numpyro.distributions as dist
from jax import Array
from jax.scipy.special import log_ndtr, ndtr
from jax.typing import ArrayLike
from numpyro.distributions import constraints

from forecast.runtime.elementary import log, log_of_positive, sqrt
from forecast.runtime.inverse_cdf import InverseCdf, endless, floats, require
from forecast.runtime.parametric import exposure


class Uniform(InverseCdf, dist.Uniform):
    """Uniform from ``low`` to ``high``; never where both are."""

    low: Array
    high: Array

    def _quantile(self, lower: Array, upper: Array) -> Array:
        return jnp.where(endless(self.low, self.high), jnp.inf, self.low + (self.high - self.low) * lower)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf outside."""
        inside = (value >= self.low) & (value <= self.high)
        return jnp.where(inside, -jnp.log(self.high - self.low), -jnp.inf)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return jnp.clip((value - self.low) / (self.high - self.low), 0.0, 1.0)

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return jnp.clip((self.high - value) / (self.high - self.low), 0.0, 1.0)


class Triangular(InverseCdf):
    """Triangular from ``low`` to ``high`` with its greatest density at ``peak``; never where all three are."""

    arg_constraints = {"low": constraints.real, "peak": constraints.real, "high": constraints.real}
    reparametrized_params = ["low", "peak", "high"]
    pytree_data_fields = ("low", "peak", "high")

    def __init__(self, low: ArrayLike, peak: ArrayLike, high: ArrayLike) -> None:
        self.low, self.peak, self.high = floats(low, peak, high)
        shape = jnp.broadcast_shapes(self.low.shape, self.peak.shape, self.high.shape)
        super().__init__(batch_shape=shape, validate_args=False)

    @constraints.dependent_property(is_discrete=False, event_dim=0)  # pyright: ignore[reportArgumentType]
    def support(self) -> constraints.Constraint:  # pyright: ignore[reportIncompatibleMethodOverride]
        return constraints.interval(self.low, self.high)

    def _quantile(self, lower: Array, upper: Array) -> Array:
        width, rise, fall = self.high - self.low, self.peak - self.low, self.high - self.peak
        below = self.low + sqrt(lower * width * rise)
        above = self.high - sqrt(upper * width * fall)
        finite = jnp.where(lower * width < rise, below, above)
        return jnp.where(endless(self.low, self.peak, self.high), jnp.inf, finite)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf outside."""
        width, rise, fall = self.high - self.low, self.peak - self.low, self.high - self.peak
        up = jnp.where(rise > 0, (value - self.low) / jnp.where(rise > 0, rise, 1.0), 1.0)
        down = jnp.where(fall > 0, (self.high - value) / jnp.where(fall > 0, fall, 1.0), 1.0)
        density = 2 / width * jnp.where(value < self.peak, up, down)
        return log(jnp.where((value >= self.low) & (value <= self.high), density, 0.0 * width))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        width, rise, fall = self.high - self.low, self.peak - self.low, self.high - self.peak
        value = jnp.clip(value, self.low, self.high)
        up = jnp.where(rise > 0, (value - self.low) ** 2 / jnp.where(rise > 0, width * rise, 1.0), 0.0)
        down = jnp.where(fall > 0, (self.high - value) ** 2 / jnp.where(fall > 0, width * fall, 1.0), 0.0)
        return jnp.where(value < self.peak, up, 1 - down)

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        mirrored = Triangular(-self.high, -self.peak, -self.low)
        return mirrored.cdf(-jnp.asarray(value, dtype=float))

    @property
    def mean(self) -> Array:
        return (self.low + self.peak + self.high) / 3

    @property
    def variance(self) -> Array:
        a, m, b = self.low, self.peak, self.high
        return (a * a + m * m + b * b - a * m - a * b - m * b) / 18


class Exponential(InverseCdf, dist.Exponential):
    """Exponential of the given ``rate``."""

    rate: Array

    def _quantile(self, lower: Array, upper: Array) -> Array:
        return exposure(lower, upper) / self.rate

    def from_uniform(self, u: ArrayLike) -> Array:
        """-log(1 - u) / rate; 1 - u is exact on the noise grid."""
        return unit_exponential(1.0 - jnp.asarray(u, dtype=float)) / self.rate

    def from_score(self, z: ArrayLike) -> Array:
        """-log(1 - Phi(z)) / rate."""
        return unit_exponential_of_score(z) / self.rate

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf below 0."""
        value = jnp.asarray(value, dtype=float)
        return jnp.where(value >= 0, jnp.log(self.rate) - self.rate * value, -jnp.inf)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return -jnp.expm1(-self.rate * jnp.maximum(value, 0.0))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return jnp.exp(-self.rate * jnp.maximum(value, 0.0))


def unit_exponential(upper: Array) -> Array:
    """The value that a unit exponential exceeds with probability ``upper`` in (0, 1)."""
    return -log_of_positive(upper)


def unit_exponential_of_score(z: ArrayLike) -> Array:
    """The unit exponential at Phi(z), -log(1 - Phi(z)); each tail by the probability that it can tell apart from 1."""
    z = jnp.asarray(z, dtype=float)
    return jnp.where(z < 0, -jnp.log1p(-ndtr(jnp.minimum(z, 0.0))), -log_ndtr(-jnp.maximum(z, 0.0)))


def uniform(min: ArrayLike, max: ArrayLike) -> Uniform:
    """Uniform from ``min`` to ``max`` > ``min``; never where both are."""
    min, max = floats(min, max)
    return Uniform(min, require(((min < max) & (max < jnp.inf)) | endless(min, max), max))


def triangular(min: ArrayLike, mode: ArrayLike, max: ArrayLike) -> Triangular:
    """Triangular from ``min`` to ``max`` with its peak at ``mode``; min <= mode <= max, min < max; never where all three are."""
    min, mode, max = floats(min, mode, max)
    valid = ((min <= mode) & (mode <= max) & (min < max) & (max < jnp.inf)) | endless(min, mode, max)
    return Triangular(min, require(valid, mode), require(valid, max))


def exponential(rate: ArrayLike) -> Exponential:
    """Exponential by its rate > 0."""
    rate = jnp.asarray(rate, dtype=float)
    return Exponential(require(rate > 0, rate))


def exponential_mean(mean: ArrayLike) -> Exponential:
    """Exponential by its mean > 0."""
    mean = jnp.asarray(mean, dtype=float)
    return exponential(1.0 / require(mean > 0, mean))
