"""Distributions of a coin or of a pick. All increase with their noise, so that a correlation has the sign that it states."""

from typing import Any

import jax
import jax.numpy as jnp
import numpyro.distributions as dist
from jax import Array
from jax.scipy.special import xlog1py, xlogy
from jax.typing import ArrayLike
from numpyro.distributions import constraints

from forecast.runtime.elementary import log
from forecast.runtime.inverse_cdf import InverseCdf, require


class Bernoulli(InverseCdf, dist.BernoulliProbs):
    """1 with probability ``probs``, else 0, as a float."""

    probs: Array

    def _quantile(self, lower: Array, upper: Array) -> Array:
        return jnp.where(jnp.isnan(self.probs), jnp.nan, (upper < self.probs).astype(float))

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-probability; -inf for anything but 0 and 1."""
        value = jnp.asarray(value, dtype=float)
        mass = xlogy(value, self.probs) + xlog1py(1 - value, -self.probs)
        return jnp.where((value == 0) | (value == 1), mass, -jnp.inf)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        value = jnp.asarray(value, dtype=float)
        return jnp.where(value < 0, 0.0 * self.probs, jnp.where(value < 1, 1 - self.probs, 1 + 0.0 * self.probs))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        value = jnp.asarray(value, dtype=float)
        return jnp.where(value < 0, 1 + 0.0 * self.probs, jnp.where(value < 1, self.probs, 0.0 * self.probs))


class BernoulliLogit(Bernoulli):
    """1 with the probability that has the log-odds ``log_odds``: exact also where that is all but 0 or 1."""

    arg_constraints = {"log_odds": constraints.real}
    pytree_data_fields = ("log_odds", "probs")

    def __init__(self, log_odds: Array) -> None:
        super().__init__(jax.nn.sigmoid(log_odds))
        self.log_odds = log_odds

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-probability; -inf for anything but 0 and 1."""
        value = jnp.asarray(value, dtype=float)
        against = jnp.where(value == 1, -self.log_odds, self.log_odds)
        # In 64 bits this runs four times as fast as `softplus`.
        mass = -jnp.maximum(against, 0) - jnp.log1p(jnp.exp(-jnp.abs(against)))
        return jnp.where((value == 0) | (value == 1), mass, -jnp.inf)


class Choice(InverseCdf, dist.CategoricalProbs):
    """The position of one of the options along the last axis of ``probs``, as a float."""

    probs: Array

    def _quantile(self, lower: Array, upper: Array) -> Array:
        below = jnp.cumsum(self.probs, axis=-1)[..., :-1]
        position = (lower[..., None] >= below).sum(axis=-1).astype(float)
        return jnp.where(jnp.isnan(self.probs).any(axis=-1), jnp.nan, position)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-probability of the option at position ``value``; -inf where there is none."""
        value = jnp.asarray(value, dtype=float)
        positions = jnp.arange(self.probs.shape[-1])
        return log(jnp.where(value[..., None] == positions, self.probs, 0.0 * self.probs).sum(axis=-1))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of a position of at most ``value``."""
        value = jnp.asarray(value, dtype=float)
        positions = jnp.arange(self.probs.shape[-1])
        return jnp.where(positions <= value[..., None], self.probs, 0.0 * self.probs).sum(axis=-1)

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        value = jnp.asarray(value, dtype=float)
        positions = jnp.arange(self.probs.shape[-1])
        return jnp.where(positions > value[..., None], self.probs, 0.0 * self.probs).sum(axis=-1)


def bernoulli(p: ArrayLike) -> Bernoulli:
    """The number 1 with probability ``p``, else 0."""
    p = jnp.asarray(p, dtype=float)
    return Bernoulli(require((p >= 0) & (p <= 1), p))


def bernoulli_logit(log_odds: ArrayLike) -> BernoulliLogit:
    """The number 1 with the probability of these log-odds, else 0."""
    return BernoulliLogit(jnp.asarray(log_odds, dtype=float))


def chance(p: ArrayLike) -> Bernoulli:
    """True with probability ``p``."""
    return bernoulli(p)


def choice(weights: ArrayLike) -> Choice:
    """A category, the options being along the last axis of ``weights``: relative, none negative, not all 0."""
    weights = jnp.asarray(weights, dtype=float)
    total = weights.sum(axis=-1, keepdims=True)
    valid = (weights >= 0).all(axis=-1, keepdims=True) & (total > 0) & jnp.isfinite(total)
    return Choice(require(valid, weights / jnp.where(valid, total, 1.0)))
