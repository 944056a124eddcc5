"""The metalog distribution through given quantiles (Keelin, The Metalog Distributions, Decision Analysis 2016).

Its quantile is a sum of as many terms as there are points, in the log-odds L and the probability p; with a least or a
greatest value the sum is the logarithm of the distance from it, with both the log-odds of the place between them.
"""

from typing import Any

import jax
import jax.numpy as jnp
from jax import Array, lax
from jax.typing import ArrayLike
from numpyro.distributions import constraints

from forecast.runtime.elementary import log
from forecast.runtime.inverse_cdf import InverseCdf, floats, require
from forecast.runtime.parametric import where_inside

_WIDEST = 37.0  # log-odds; the noise grid ends at 36.8
_GRID = 129
_HALVINGS = 60


def _factors(terms: int) -> list[tuple[int, bool]]:
    """For each term the power of p - 1/2 in it, and whether L is in it too."""
    first = [(0, False), (0, True), (1, True), (1, False)]
    later = [(k // 2, bool(k % 2)) for k in range(4, terms)]
    return [*first, *later][:terms]


def _basis(odds: Array, terms: int) -> list[Array]:
    centred = jnp.tanh(odds / 2) / 2
    return [centred**power * (odds if with_odds else 1.0) for power, with_odds in _factors(terms)]


def _slopes(odds: Array, terms: int) -> list[Array]:
    """Derivatives of the terms by L."""
    centred = jnp.tanh(odds / 2) / 2
    spread = jax.nn.sigmoid(odds) * jax.nn.sigmoid(-odds)
    found: list[Array] = []
    for power, with_odds in _factors(terms):
        by_centred = power * centred ** max(power - 1, 0) * spread
        found.append(by_centred * odds + centred**power if with_odds else by_centred + 0.0 * odds)
    return found


def _combined(weights: Array, terms: list[Array]) -> Array:
    # elementwise: a product of matrices could round differently for another number of draws
    total = weights[..., 0] * terms[0]
    for k in range(1, len(terms)):
        total = total + weights[..., k] * terms[k]
    return total


class Metalog(InverseCdf):
    """Metalog of the ``weights`` of its terms along the last axis, between ``low`` and ``high`` where it is bounded."""

    arg_constraints = {"weights": constraints.real_vector, "low": constraints.real, "high": constraints.real}
    reparametrized_params = ["weights", "low", "high"]
    pytree_data_fields = ("weights", "low", "high")
    pytree_aux_fields = ("has_low", "has_high")

    def __init__(self, weights: Array, low: ArrayLike | None, high: ArrayLike | None) -> None:
        self.weights = weights
        self.has_low, self.has_high = low is not None, high is not None
        self.low, self.high = floats(0.0 if low is None else low, 0.0 if high is None else high)
        shape = jnp.broadcast_shapes(weights.shape[:-1], self.low.shape, self.high.shape)
        super().__init__(batch_shape=shape, validate_args=False)

    @constraints.dependent_property(is_discrete=False, event_dim=0)  # pyright: ignore[reportArgumentType]
    def support(self) -> constraints.Constraint:  # pyright: ignore[reportIncompatibleMethodOverride]
        if self.has_low and self.has_high:
            return constraints.interval(self.low, self.high)
        if self.has_low:
            return constraints.greater_than(self.low)
        return constraints.less_than(self.high) if self.has_high else constraints.real

    def _sum(self, odds: Array) -> Array:
        return _combined(self.weights, _basis(odds, self.weights.shape[-1]))

    def _quantile(self, lower: Array, upper: Array) -> Array:
        y = self._sum(log(lower) - log(upper))
        if self.has_low and self.has_high:
            return self.low + (self.high - self.low) * jax.nn.sigmoid(y)
        if self.has_low:
            return self.low + jnp.exp(y)
        return self.high - jnp.exp(-y) if self.has_high else y

    def _unbounded(self, value: Array) -> tuple[Array, Array, Array]:
        """The sum of terms that the value is, the log of its derivative by the value, and whether it is between the bounds."""
        inside = jnp.ones(jnp.shape(value + self.low), dtype=bool)
        if self.has_low:
            inside &= value > self.low
        if self.has_high:
            inside &= value < self.high
        above = jnp.where(inside, value - self.low, 1.0)
        below = jnp.where(inside, self.high - value, 1.0)
        if self.has_low and self.has_high:
            return log(above) - log(below), log(self.high - self.low) - log(above) - log(below), inside
        if self.has_low:
            return log(above), -log(above), inside
        if self.has_high:
            return -log(below), -log(below), inside
        return value, jnp.zeros_like(value), inside

    def _odds(self, y: Array) -> Array:
        """The log-odds at which the sum is y, cut at 37: by halving, then one step of Newton's, which has the derivatives."""
        weights, target = lax.stop_gradient((self.weights, y))
        low = jnp.full(jnp.broadcast_shapes(y.shape, self.batch_shape), -_WIDEST)

        def halve(_: int, ends: tuple[Array, Array]) -> tuple[Array, Array]:
            middle = (ends[0] + ends[1]) / 2
            below = _combined(weights, _basis(middle, weights.shape[-1])) < target
            return jnp.where(below, middle, ends[0]), jnp.where(below, ends[1], middle)

        low, high = lax.fori_loop(0, _HALVINGS, halve, (low, -low))
        odds = lax.stop_gradient((low + high) / 2)
        step = (y - self._sum(odds)) / _combined(self.weights, _slopes(odds, weights.shape[-1]))
        return jnp.where(jnp.abs(odds) > _WIDEST - 1e-6, odds, odds + step)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf outside the bounds."""
        (value,) = floats(value)
        y, log_derivative, inside = self._unbounded(value)
        odds = self._odds(y)
        slope = _combined(self.weights, _slopes(odds, self.weights.shape[-1]))
        density = jax.nn.log_sigmoid(odds) + jax.nn.log_sigmoid(-odds) - log(slope) + log_derivative
        return where_inside(inside, density)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        (value,) = floats(value)
        y, _, inside = self._unbounded(value)
        beyond = (value >= self.high) if self.has_high else jnp.zeros_like(inside)
        return jnp.where(inside, jax.nn.sigmoid(self._odds(y)), jnp.where(beyond, 1.0, 0.0))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        (value,) = floats(value)
        y, _, inside = self._unbounded(value)
        beyond = (value >= self.high) if self.has_high else jnp.zeros_like(inside)
        return jnp.where(inside, jax.nn.sigmoid(-self._odds(y)), jnp.where(beyond, 0.0, 1.0))


def _through(points: tuple[ArrayLike, ...], low: ArrayLike | None, high: ArrayLike | None) -> Metalog:
    levels, values = jnp.stack(floats(*points[::2])), floats(*points[1::2])
    count = len(values)
    matrix = jnp.stack(_basis(jnp.log(levels) - jnp.log1p(-levels), count), axis=-1) + jnp.zeros((count, count))
    inverse = jnp.linalg.inv(matrix)
    sums = [_to_sum(value, low, high) for value in values]
    weights = [sum((inverse[k, i] * sums[i] for i in range(count)), start=jnp.zeros(())) for k in range(count)]
    stacked = jnp.stack(jnp.broadcast_arrays(*weights), axis=-1)
    grid = jnp.linspace(-_WIDEST, _WIDEST, _GRID)
    slope = _combined(stacked[..., None, :], _slopes(grid, count))
    return Metalog(require((slope > 0).all(axis=-1, keepdims=True), stacked), low, high)


def _to_sum(value: Array, low: ArrayLike | None, high: ArrayLike | None) -> Array:
    if low is not None and high is not None:
        return jnp.log(value - low) - jnp.log(high - value)
    if low is not None:
        return jnp.log(value - low)
    return -jnp.log(high - value) if high is not None else value


def metalog(*points: ArrayLike) -> Metalog:
    """Metalog through points: level, value, level, value, …; all missing where no increasing one goes through them."""
    return _through(points, None, None)


def metalog_above(min: ArrayLike, *points: ArrayLike) -> Metalog:
    """Metalog above ``min`` through points: level, value, …"""
    return _through(points, jnp.asarray(min, dtype=float), None)


def metalog_below(max: ArrayLike, *points: ArrayLike) -> Metalog:
    """Metalog below ``max`` through points: level, value, …"""
    return _through(points, None, jnp.asarray(max, dtype=float))


def metalog_within(min: ArrayLike, max: ArrayLike, *points: ArrayLike) -> Metalog:
    """Metalog from ``min`` to ``max`` through points: level, value, …"""
    return _through(points, jnp.asarray(min, dtype=float), jnp.asarray(max, dtype=float))
