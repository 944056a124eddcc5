"""Bell-shaped distributions with a quantile in closed form, and their halves: logistic, Cauchy, half-normal, half-Cauchy."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.scipy.special import erf, erfc, erfinv, ndtri
from jax.typing import ArrayLike

from forecast.runtime.elementary import log
from forecast.runtime.inverse_cdf import floats, require
from forecast.runtime.parametric import Parametric, Positive, where_inside


class Logistic(Parametric):
    """Logistic of mean ``loc``."""

    parameters = ("loc", "scale")
    loc: Array
    scale: Array

    def _quantile(self, lower: Array, upper: Array) -> Array:
        return self.loc + self.scale * (log(lower) - log(upper))

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density."""
        y = jnp.abs((value - self.loc) / self.scale)
        return -y - 2 * jnp.log1p(jnp.exp(-y)) - jnp.log(self.scale)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return jax.nn.sigmoid((value - self.loc) / self.scale)

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return jax.nn.sigmoid((self.loc - value) / self.scale)


class Cauchy(Parametric):
    """Cauchy of median ``loc``; half of it lies within ``scale`` of that."""

    parameters = ("loc", "scale")
    loc: Array
    scale: Array

    def _quantile(self, lower: Array, upper: Array) -> Array:
        below = lower < 0.5
        size = 1 / jnp.tan(np.pi * jnp.where(below, lower, upper))
        return self.loc + self.scale * jnp.where(below, -size, size)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density."""
        y = (value - self.loc) / self.scale
        return -jnp.log(np.pi * self.scale) - jnp.log1p(y * y)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        y = (value - self.loc) / self.scale
        return jnp.arctan2(1.0, -y) / np.pi

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return jnp.arctan2(1.0, (value - self.loc) / self.scale) / np.pi


class HalfNormal(Positive):
    """The size of a normal of mean 0 and standard deviation ``scale``."""

    parameters = ("scale",)
    scale: Array

    def _quantile(self, lower: Array, upper: Array) -> Array:
        below = lower < 0.5
        near = np.sqrt(2) * erfinv(jnp.where(below, lower, 0.25))
        far = -ndtri(jnp.where(below, 0.25, upper / 2))
        return self.scale * jnp.where(below, near, far)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf below 0."""
        y = jnp.asarray(value, dtype=float) / self.scale
        return where_inside(y >= 0, 0.5 * np.log(2 / np.pi) - jnp.log(self.scale) - 0.5 * y * y)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return erf(jnp.maximum(jnp.asarray(value, dtype=float), 0.0) / (np.sqrt(2) * self.scale))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return erfc(jnp.maximum(jnp.asarray(value, dtype=float), 0.0) / (np.sqrt(2) * self.scale))


class HalfCauchy(Positive):
    """The size of a Cauchy around 0; its median is ``scale``."""

    parameters = ("scale",)
    scale: Array

    def _quantile(self, lower: Array, upper: Array) -> Array:
        below = lower < 0.5
        tangent = jnp.tan(np.pi / 2 * jnp.where(below, lower, upper))
        return self.scale * jnp.where(below, tangent, 1 / tangent)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf below 0."""
        y = jnp.asarray(value, dtype=float) / self.scale
        return where_inside(y >= 0, np.log(2 / np.pi) - jnp.log(self.scale) - jnp.log1p(y * y))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return 2 / np.pi * jnp.arctan(jnp.maximum(jnp.asarray(value, dtype=float), 0.0) / self.scale)

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return 2 / np.pi * jnp.arctan2(self.scale, jnp.maximum(jnp.asarray(value, dtype=float), 0.0))


def logistic(mean: ArrayLike, scale: ArrayLike) -> Logistic:
    """Logistic by mean and scale > 0; the standard deviation is scale * pi / sqrt(3)."""
    mean, scale = floats(mean, scale)
    return Logistic(mean, require(scale > 0, scale))


def cauchy(median: ArrayLike, scale: ArrayLike) -> Cauchy:
    """Cauchy by median and scale > 0."""
    median, scale = floats(median, scale)
    return Cauchy(median, require(scale > 0, scale))


def half_normal(sd: ArrayLike) -> HalfNormal:
    """Half-normal by the standard deviation > 0 of the whole normal."""
    (sd,) = floats(sd)
    return HalfNormal(require(sd > 0, sd))


def half_cauchy(scale: ArrayLike) -> HalfCauchy:
    """Half-Cauchy by its median, ``scale`` > 0."""
    (scale,) = floats(scale)
    return HalfCauchy(require(scale > 0, scale))
