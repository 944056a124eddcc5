"""Counts whose quantile is searched for on the cdf: Poisson, binomial, negative binomial.

The search starts at the Cornish-Fisher estimate, so that it usually ends after a few evaluations. The smaller of the two
tails decides, which keeps both exact.
"""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
from jax import Array, lax
from jax.scipy.special import betainc, gammainc, gammaincc, gammaln, ndtr, xlog1py, xlogy
from jax.typing import ArrayLike

from forecast.runtime.gamma_table import log_quantile
from forecast.runtime.inverse_cdf import FromScore, floats, require
from forecast.runtime.parametric import Parametric, where_inside

_MOST_STEPS = 128

type State = tuple[Array, Array, Array, Array, Array, Array]
"""Of a search: steps done, low, high, whether the answer is known to lie above low, not above high, and the next width."""


def least_count(enough: Callable[[Array], Array], start: Array, width: Array) -> Array:
    """The least k >= 0 with ``enough(k)``, which holds from some k on; NaN where ``start`` or ``width`` is.

    From ``start`` a bracket is widened by doubling, then halved.
    """
    start = jnp.maximum(jnp.ceil(start), 0.0)
    missing = jnp.isnan(start + width)
    width = jnp.maximum(jnp.ceil(jnp.where(missing, 1.0, width)), 1.0)
    low, high = start - 1, start
    bracketed_below, bracketed_above = low < 0, jnp.zeros(start.shape, dtype=bool)

    def active(state: State) -> Array:
        _, low, high, below, above, _ = state
        return ~missing & (~below | ~above | (high - low > 1))

    def unfinished(state: State) -> Array:
        return (state[0] < _MOST_STEPS) & jnp.any(active(state))

    def improve(state: State) -> State:
        step, low, high, below, above, width = state
        going = active(state)
        k = jnp.where(~below, low, jnp.where(~above, high, jnp.floor((low + high) / 2)))
        is_enough = enough(k)
        # an element at its end changes no more
        new_high = jnp.where(is_enough, k, jnp.where(below & ~above, k + width, high))
        new_low = jnp.where(is_enough, jnp.where(below, low, jnp.maximum(k - width, -1.0)), k)
        new_below = below | ~is_enough | (new_low < 0)
        new_above = above | is_enough
        widened = (is_enough & ~below) | (~is_enough & below & ~above)
        return (
            step + 1,
            jnp.where(going, new_low, low),
            jnp.where(going, new_high, high),
            jnp.where(going, new_below, below),
            jnp.where(going, new_above, above),
            jnp.where(going & widened, 2 * width, width),
        )

    state = (jnp.int32(0), low, high, bracketed_below, bracketed_above, width)
    found = lax.while_loop(unfinished, improve, state)[2]
    return jnp.where(missing, jnp.nan, found)


def _estimate(mean: Array, sd: Array, skewness: Array, z: Array) -> tuple[Array, Array]:
    """The Cornish-Fisher estimate of the quantile, and how far off it may be."""
    return mean + sd * (z + skewness * (z * z - 1) / 6) - 0.5, 1 + 0.02 * sd


@jax.jit  # each of these is traced once for all distributions of a program
def _poisson_quantile(rate: Array, z: Array) -> Array:
    """The least k with which a gamma of shape k + 1 is above ``rate`` often enough."""
    target = jnp.log(rate)

    def enough(k: Array) -> Array:
        return log_quantile(jnp.maximum(k, 0.0) + 1, -z) >= target

    sd = jnp.sqrt(rate)
    return least_count(enough, *_estimate(rate, sd, 1 / jnp.where(rate > 0, sd, 1.0), z))


@jax.jit
def _binomial_quantile(n: Array, p: Array, z: Array) -> Array:
    lower, target = z < 0, ndtr(-jnp.abs(z))

    def enough(k: Array) -> Array:
        inside = jnp.clip(k, 0.0, jnp.maximum(n - 1, 0.0))
        failures = jnp.maximum(n - inside, 1.0)
        # one evaluation serves both: of the lower tail, or of the upper one
        a, b = jnp.where(lower, failures, inside + 1), jnp.where(lower, inside + 1, failures)
        tail = betainc(a, b, jnp.where(lower, 1 - p, p))
        return (k >= n) | ((k >= 0) & jnp.where(lower, tail >= target, tail <= target))

    sd = jnp.sqrt(n * p * (1 - p))
    start, width = _estimate(n * p, sd, (1 - 2 * p) / jnp.where(sd > 0, sd, 1.0), z)
    return least_count(enough, jnp.minimum(start, n), width)


def _negative_binomial_tail(n: Array, odds: Array, k: Array, lower: Array) -> Array:
    """Probability of at most k where ``lower``, else of more."""
    k = jnp.maximum(k, 0.0)
    a, b = jnp.where(lower, n, k + 1), jnp.where(lower, k + 1, n)
    return betainc(a, b, jnp.where(lower, 1 / (1 + odds), odds / (1 + odds)))


@jax.jit
def _negative_binomial_quantile(n: Array, odds: Array, z: Array) -> Array:
    lower, target = z < 0, ndtr(-jnp.abs(z))

    def enough(k: Array) -> Array:
        tail = _negative_binomial_tail(n, odds, k, lower)
        return (k >= 0) & (jnp.where(lower, tail >= target, tail <= target) | (odds == 0))

    mean, sd = n * odds, jnp.sqrt(n * odds * (1 + odds))
    skewness = jnp.minimum((1 + 2 * odds) / jnp.where(sd > 0, sd, 1.0), 3.0)
    return least_count(enough, *_estimate(mean, sd, skewness, z))


class _Count(FromScore, Parametric):
    """A distribution over 0, 1, 2, …"""

    discrete = True

    @property
    def bounds(self) -> tuple[Any, Any]:
        return 0, None


def _whole(value: ArrayLike) -> tuple[Array, Array]:
    """The value where it is a count, else 0, and whether it is one."""
    value = jnp.asarray(value, dtype=float)
    inside = (value >= 0) & (value == jnp.floor(value)) & (value < jnp.inf)
    return jnp.where(inside, value, 0.0), inside


class Poisson(_Count):
    """Poisson of mean ``rate``; always 0 where that is 0."""

    parameters = ("rate",)
    rate: Array

    def from_score(self, z: ArrayLike) -> Array:
        """The quantile at Phi(z)."""
        z, rate = jnp.broadcast_arrays(jnp.asarray(z, dtype=float), self.rate)
        return _poisson_quantile(lax.stop_gradient(rate), z)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-probability; -inf for anything but 0, 1, 2, …"""
        k, inside = _whole(value)
        return where_inside(inside, xlogy(k, self.rate) - self.rate - gammaln(k + 1))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        k, rate = jnp.broadcast_arrays(jnp.floor(jnp.asarray(value, dtype=float)), self.rate)
        return jnp.where(k < 0, 0.0 * rate, gammaincc(jnp.maximum(k, 0.0) + 1, rate))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        k, rate = jnp.broadcast_arrays(jnp.floor(jnp.asarray(value, dtype=float)), self.rate)
        return jnp.where(k < 0, 1 + 0.0 * rate, gammainc(jnp.maximum(k, 0.0) + 1, rate))


class Binomial(_Count):
    """The number of successes in ``total`` tries of probability ``probs``."""

    parameters = ("total", "probs")
    total: Array
    probs: Array

    @property
    def bounds(self) -> tuple[Any, Any]:
        return 0, self.total

    def from_score(self, z: ArrayLike) -> Array:
        """The quantile at Phi(z)."""
        z, n, p = jnp.broadcast_arrays(jnp.asarray(z, dtype=float), self.total, self.probs)
        return _binomial_quantile(lax.stop_gradient(n), lax.stop_gradient(p), z)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-probability; -inf for anything but 0, 1, …, ``total``."""
        k, inside = _whole(value)
        n, inside = self.total, inside & (value <= self.total)
        k = jnp.where(inside, k, 0.0)
        ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
        return where_inside(inside, ways + xlogy(k, self.probs) + xlog1py(n - k, -self.probs))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        k, n, p = jnp.broadcast_arrays(jnp.floor(jnp.asarray(value, dtype=float)), self.total, self.probs)
        inside = jnp.clip(k, 0.0, jnp.maximum(n - 1, 0.0))
        below = betainc(jnp.maximum(n - inside, 1.0), inside + 1, 1 - p)
        return jnp.where(k < 0, 0.0 * p, jnp.where(k >= n, 1 + 0.0 * p, below))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        k, n, p = jnp.broadcast_arrays(jnp.floor(jnp.asarray(value, dtype=float)), self.total, self.probs)
        inside = jnp.clip(k, 0.0, jnp.maximum(n - 1, 0.0))
        above = betainc(inside + 1, jnp.maximum(n - inside, 1.0), p)
        return jnp.where(k < 0, 1 + 0.0 * p, jnp.where(k >= n, 0.0 * p, above))


class NegativeBinomial(_Count):
    """Failures before the ``successes``-th success, whose odds in each try are 1 : ``odds``; its mean is their product."""

    parameters = ("successes", "odds")
    successes: Array
    odds: Array

    def from_score(self, z: ArrayLike) -> Array:
        """The quantile at Phi(z)."""
        z, n, odds = jnp.broadcast_arrays(jnp.asarray(z, dtype=float), self.successes, self.odds)
        return _negative_binomial_quantile(lax.stop_gradient(n), lax.stop_gradient(odds), z)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-probability; -inf for anything but 0, 1, 2, …"""
        k, inside = _whole(value)
        n, odds = self.successes, self.odds
        ways = gammaln(n + k) - gammaln(n) - gammaln(k + 1)
        return where_inside(inside, ways + xlogy(k, odds) - (n + k) * jnp.log1p(odds))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        k, n, odds = jnp.broadcast_arrays(jnp.floor(jnp.asarray(value, dtype=float)), self.successes, self.odds)
        return jnp.where(k < 0, 0.0 * odds, _negative_binomial_tail(n, odds, k, jnp.ones(k.shape, dtype=bool)))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        k, n, odds = jnp.broadcast_arrays(jnp.floor(jnp.asarray(value, dtype=float)), self.successes, self.odds)
        above = _negative_binomial_tail(n, odds, k, jnp.zeros(k.shape, dtype=bool))
        return jnp.where(k < 0, 1 + 0.0 * odds, above)


def poisson(rate: ArrayLike) -> Poisson:
    """Poisson by its mean >= 0."""
    (rate,) = floats(rate)
    return Poisson(require((rate >= 0) & (rate < jnp.inf), rate))


def binomial(n: ArrayLike, p: ArrayLike) -> Binomial:
    """Successes in ``n`` tries, a whole number >= 0, of probability ``p``."""
    n, p = floats(n, p)
    whole = (n >= 0) & (n == jnp.floor(n)) & (n < jnp.inf)
    return Binomial(require(whole, n), require((p >= 0) & (p <= 1), p))


def negative_binomial(n: ArrayLike, p: ArrayLike) -> NegativeBinomial:
    """Failures before the ``n``-th success, n > 0, where each try succeeds with probability 0 < p <= 1."""
    n, p = floats(n, p)
    return NegativeBinomial(require((n > 0) & (n < jnp.inf), n), (1 - p) / require((p > 0) & (p <= 1), p))


def negative_binomial_mean(mean: ArrayLike, dispersion: ArrayLike) -> NegativeBinomial:
    """A Poisson whose own mean is gamma: the variance is mean + dispersion * mean²; mean >= 0, dispersion > 0."""
    mean, dispersion = floats(mean, dispersion)
    dispersion = require((dispersion > 0) & (dispersion < jnp.inf), dispersion)
    return NegativeBinomial(1 / dispersion, require((mean >= 0) & (mean < jnp.inf), mean) * dispersion)
