"""Distributions above 0 with a quantile in closed form: loguniform, Weibull, Gompertz, loglogistic, Pareto."""

from typing import Any

import jax
import jax.numpy as jnp
from jax import Array
from jax.scipy.special import xlogy
from jax.typing import ArrayLike

from forecast.runtime.elementary import log, log1p
from forecast.runtime.inverse_cdf import floats, require
from forecast.runtime.parametric import Parametric, Positive, exposure, where_inside


class LogUniform(Parametric):
    """Its logarithm is uniform, from that of ``low`` to that of ``high``."""

    parameters = ("low", "high")
    low: Array
    high: Array

    @property
    def bounds(self) -> tuple[Any, Any]:
        return self.low, self.high

    def _quantile(self, lower: Array, upper: Array) -> Array:
        return self.low * jnp.exp(lower * jnp.log(self.high / self.low))

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf outside."""
        value = jnp.asarray(value, dtype=float)
        inside = (value >= self.low) & (value <= self.high)
        density = -jnp.log(jnp.where(inside, value, self.low)) - jnp.log(jnp.log(self.high / self.low))
        return where_inside(inside, density)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        value = jnp.clip(jnp.asarray(value, dtype=float), self.low, self.high)
        return jnp.log(value / self.low) / jnp.log(self.high / self.low)

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        value = jnp.clip(jnp.asarray(value, dtype=float), self.low, self.high)
        return jnp.log(self.high / value) / jnp.log(self.high / self.low)


class Weibull(Positive):
    """Weibull: (x / scale) ** shape is a unit exponential."""

    parameters = ("shape_parameter", "scale")
    shape_parameter: Array
    scale: Array

    def _quantile(self, lower: Array, upper: Array) -> Array:
        return self.scale * jnp.exp(log(exposure(lower, upper)) / self.shape_parameter)

    def _exposure(self, value: ArrayLike) -> Array:
        ratio = jnp.maximum(jnp.asarray(value, dtype=float), 0.0) / self.scale
        return jnp.where(ratio > 0, jnp.exp(self.shape_parameter * log(ratio)), 0.0 * self.scale)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf below 0."""
        value = jnp.asarray(value, dtype=float)
        inside = value >= 0
        ratio = jnp.where(inside, value, 1.0) / self.scale
        density = jnp.log(self.shape_parameter / self.scale) + xlogy(self.shape_parameter - 1, ratio)
        return where_inside(inside, density - self._exposure(value))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return -jnp.expm1(-self._exposure(value))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return jnp.exp(-self._exposure(value))


class Gompertz(Positive):
    """Gompertz: the hazard at age x is rate * exp(growth * x)."""

    parameters = ("growth", "rate")
    growth: Array
    rate: Array

    def _quantile(self, lower: Array, upper: Array) -> Array:
        return log1p(self.growth * exposure(lower, upper) / self.rate) / self.growth

    def _exposure(self, value: ArrayLike) -> Array:
        age = jnp.maximum(jnp.asarray(value, dtype=float), 0.0)
        return self.rate / self.growth * jnp.expm1(self.growth * age)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf below 0."""
        value = jnp.asarray(value, dtype=float)
        return where_inside(value >= 0, jnp.log(self.rate) + self.growth * value - self._exposure(value))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return -jnp.expm1(-self._exposure(value))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return jnp.exp(-self._exposure(value))


class LogLogistic(Positive):
    """Loglogistic: shape * log(x / median) is a standard logistic."""

    parameters = ("median", "shape_parameter")
    median: Array
    shape_parameter: Array

    def _quantile(self, lower: Array, upper: Array) -> Array:
        return self.median * jnp.exp((log(lower) - log(upper)) / self.shape_parameter)

    def _log_odds(self, value: Array) -> Array:
        return self.shape_parameter * (log(value) - jnp.log(self.median))

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf at 0 and below."""
        value = jnp.asarray(value, dtype=float)
        inside = value > 0
        value = jnp.where(inside, value, 1.0)
        y = self._log_odds(value)
        density = jnp.log(self.shape_parameter) - log(value) - jnp.abs(y) - 2 * jnp.log1p(jnp.exp(-jnp.abs(y)))
        return where_inside(inside, density)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        value = jnp.asarray(value, dtype=float)
        return jax.nn.sigmoid(self._log_odds(jnp.maximum(value, 0.0)))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        value = jnp.asarray(value, dtype=float)
        return jax.nn.sigmoid(-self._log_odds(jnp.maximum(value, 0.0)))


class Pareto(Positive):
    """Pareto: above ``least`` the probability of more than x is (least / x) ** shape."""

    parameters = ("least", "shape_parameter")
    least: Array
    shape_parameter: Array

    @property
    def bounds(self) -> tuple[Any, Any]:
        return self.least, None

    def _quantile(self, lower: Array, upper: Array) -> Array:
        return self.least * jnp.exp(exposure(lower, upper) / self.shape_parameter)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf below ``least``."""
        value = jnp.asarray(value, dtype=float)
        inside = value >= self.least
        value = jnp.where(inside, value, self.least)
        density = jnp.log(self.shape_parameter) - jnp.log(value)
        return where_inside(inside, density - self.shape_parameter * jnp.log(value / self.least))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        beyond = jnp.maximum(jnp.asarray(value, dtype=float), self.least) - self.least
        return -jnp.expm1(-self.shape_parameter * jnp.log1p(beyond / self.least))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        beyond = jnp.maximum(jnp.asarray(value, dtype=float), self.least) - self.least
        return jnp.exp(-self.shape_parameter * jnp.log1p(beyond / self.least))


def loguniform(min: ArrayLike, max: ArrayLike) -> LogUniform:
    """Uniform on the logarithm from ``min`` > 0 to ``max`` > ``min``."""
    min, max = floats(min, max)
    return LogUniform(min, require((min > 0) & (min < max) & (max < jnp.inf), max))


def weibull(shape: ArrayLike, scale: ArrayLike) -> Weibull:
    """Weibull by shape > 0 and scale > 0, the value below which 63.2% lie."""
    shape, scale = floats(shape, scale)
    return Weibull(require(shape > 0, shape), require(scale > 0, scale))


def gompertz(shape: ArrayLike, rate: ArrayLike) -> Gompertz:
    """Gompertz of hazard rate * exp(shape * x); shape > 0 and rate > 0."""
    shape, rate = floats(shape, rate)
    return Gompertz(require(shape > 0, shape), require(rate > 0, rate))


def loglogistic(median: ArrayLike, shape: ArrayLike) -> LogLogistic:
    """Loglogistic by median > 0 and shape > 0."""
    median, shape = floats(median, shape)
    return LogLogistic(require(median > 0, median), require(shape > 0, shape))


def pareto(min: ArrayLike, shape: ArrayLike) -> Pareto:
    """Pareto by its least value > 0 and its shape > 0."""
    min, shape = floats(min, shape)
    return Pareto(require(min > 0, min), require(shape > 0, shape))
