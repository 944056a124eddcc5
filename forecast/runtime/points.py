"""Families through two of their quantiles: the value `low` at probability `low_level`, `high` at `high_level`."""

import jax.numpy as jnp
from jax import Array
from jax.scipy.special import ndtri
from jax.typing import ArrayLike

from forecast.runtime.interval import Uniform, uniform
from forecast.runtime.inverse_cdf import endless, require
from forecast.runtime.normal import LogitNormal, LogNormal, Normal, lognormal, normal


def normal_points(low_level: ArrayLike, low: ArrayLike, high_level: ArrayLike, high: ArrayLike) -> Normal:
    """Normal through two points."""
    return normal(*_line(ndtri(low_level), low, ndtri(high_level), high))


def lognormal_points(low_level: ArrayLike, low: ArrayLike, high_level: ArrayLike, high: ArrayLike) -> LogNormal:
    """Lognormal through two points above 0."""
    return lognormal(*_line(ndtri(low_level), _log(low), ndtri(high_level), _log(high)))


def logit_normal_points(low_level: ArrayLike, low: ArrayLike, high_level: ArrayLike, high: ArrayLike) -> LogitNormal:
    """Logit-normal through two points between 0 and 1."""
    loc, scale = _line(ndtri(low_level), _logit(low), ndtri(high_level), _logit(high))
    return LogitNormal(loc, require(scale > 0, scale))


def uniform_points(low_level: ArrayLike, low: ArrayLike, high_level: ArrayLike, high: ArrayLike) -> Uniform:
    """Uniform through two points."""
    start, width = _line(jnp.asarray(low_level, dtype=float), low, jnp.asarray(high_level, dtype=float), high)
    return uniform(start, start + width)


def uniform_between(low: ArrayLike, high: ArrayLike, level: ArrayLike) -> Uniform:
    """Uniform whose central interval of ``level`` (a fraction) is from ``low`` to ``high``."""
    level = jnp.asarray(level, dtype=float)
    return uniform_points((1 - level) / 2, low, (1 + level) / 2, high)


def _line(x: Array, low: ArrayLike, other: Array, high: ArrayLike) -> tuple[Array, Array]:
    """Intercept and slope of the line through (x, low) and (other, high); where both values are +inf, a line up there."""
    low, high = jnp.asarray(low, dtype=float), jnp.asarray(high, dtype=float)
    slope = jnp.where(endless(low, high), 1.0, (high - low) / (other - x))
    return low - slope * x, slope


def _log(value: ArrayLike) -> Array:
    return jnp.log(jnp.asarray(value, dtype=float))


def _logit(value: ArrayLike) -> Array:
    p = jnp.asarray(value, dtype=float)
    return jnp.log(p) - jnp.log1p(-p)
