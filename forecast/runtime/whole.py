"""Whole numbers with a quantile in closed form: uniform and geometric."""

from typing import Any

import jax.numpy as jnp
from jax import Array
from jax.scipy.special import xlog1py
from jax.typing import ArrayLike

from forecast.runtime.inverse_cdf import floats, require
from forecast.runtime.parametric import Parametric, exposure, where_inside


class UniformInt(Parametric):
    """The whole numbers from ``low`` to ``high``, each equally likely, as floats."""

    parameters = ("low", "high")
    discrete = True
    low: Array
    high: Array

    @property
    def bounds(self) -> tuple[Any, Any]:
        return self.low, self.high

    def _quantile(self, lower: Array, upper: Array) -> Array:
        count = self.high - self.low + 1
        return self.low + jnp.clip(jnp.ceil(lower * count) - 1, 0.0, count - 1)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-probability; -inf outside and between whole numbers."""
        value = jnp.asarray(value, dtype=float)
        inside = (value >= self.low) & (value <= self.high) & (value == jnp.floor(value))
        return where_inside(inside, -jnp.log(self.high - self.low + 1))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        count = self.high - self.low + 1
        return jnp.clip(jnp.floor(value) - self.low + 1, 0.0, count) / count

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        count = self.high - self.low + 1
        return jnp.clip(self.high - jnp.floor(value), 0.0, count) / count


class Geometric(Parametric):
    """The number of failures before the first success of probability ``probs``, as a float."""

    parameters = ("probs",)
    discrete = True
    probs: Array

    @property
    def bounds(self) -> tuple[Any, Any]:
        return 0, None

    def _quantile(self, lower: Array, upper: Array) -> Array:
        return jnp.maximum(jnp.ceil(exposure(lower, upper) / -jnp.log1p(-self.probs)) - 1, 0.0)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-probability; -inf for anything but 0, 1, 2, …"""
        value = jnp.asarray(value, dtype=float)
        inside = (value >= 0) & (value == jnp.floor(value))
        return where_inside(inside, jnp.log(self.probs) + xlog1py(jnp.where(inside, value, 0.0), -self.probs))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        tries = jnp.maximum(jnp.floor(value) + 1, 0.0)
        return -jnp.expm1(xlog1py(tries, -self.probs))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return jnp.exp(xlog1py(jnp.maximum(jnp.floor(value) + 1, 0.0), -self.probs))


def uniform_int(min: ArrayLike, max: ArrayLike) -> UniformInt:
    """The whole numbers from ``min`` to ``max``, both included; both must be whole."""
    min, max = floats(min, max)
    valid = (min <= max) & (min == jnp.floor(min)) & (max == jnp.floor(max)) & jnp.isfinite(max - min)
    return UniformInt(min, require(valid, max))


def geometric(p: ArrayLike) -> Geometric:
    """Failures before the first success; 0 < p <= 1."""
    (p,) = floats(p)
    return Geometric(require((p > 0) & (p <= 1), p))
