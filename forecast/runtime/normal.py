"""The normal family: normal, lognormal, logit-normal."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpyro.distributions as dist
from jax import Array
from jax.scipy.special import ndtr
from jax.typing import ArrayLike
from numpyro.distributions.transforms import ExpTransform, SigmoidTransform

from forecast.runtime.elementary import exp, log, log1p
from forecast.runtime.inverse_cdf import FromScore, endless, floats, require
from forecast.runtime.normal_quantile import central_score
from forecast.runtime.parametric import where_inside


class Normal(FromScore, dist.Normal):
    """Normal of mean ``loc`` and standard deviation ``scale``."""

    loc: Array
    scale: Array

    def from_score(self, z: ArrayLike) -> Array:
        """loc + scale z."""
        return self.loc + self.scale * jnp.asarray(z, dtype=float)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return ndtr((value - self.loc) / self.scale)

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return ndtr((self.loc - value) / self.scale)


class LogNormal(FromScore, dist.LogNormal):
    """Lognormal whose logarithm has mean ``loc`` and standard deviation ``scale``."""

    loc: Array
    scale: Array

    def __init__(self, loc: ArrayLike, scale: ArrayLike) -> None:
        base = Normal(loc, scale)
        self.loc, self.scale = base.loc, base.scale
        dist.TransformedDistribution.__init__(self, base, ExpTransform(), validate_args=False)

    def from_score(self, z: ArrayLike) -> Array:
        """exp(loc + scale z)."""
        return exp(self.loc + self.scale * jnp.asarray(z, dtype=float))

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf at 0 and below."""
        (value,) = floats(value)
        inside = value > 0
        y = log(jnp.where(inside, value, 1.0))
        return where_inside(inside, _log_normal_density((y - self.loc) / self.scale) - jnp.log(self.scale) - y)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return ndtr((log(jnp.maximum(value, 0.0)) - self.loc) / self.scale)

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return ndtr((self.loc - log(jnp.maximum(value, 0.0))) / self.scale)


class LogitNormal(FromScore, dist.TransformedDistribution):
    """Distribution on (0, 1) whose log-odds have mean ``loc`` and standard deviation ``scale``."""

    arg_constraints = {"loc": dist.constraints.real, "scale": dist.constraints.positive}
    reparametrized_params = ["loc", "scale"]
    pytree_data_fields = ("loc", "scale")

    def __init__(self, loc: ArrayLike, scale: ArrayLike) -> None:
        base = Normal(loc, scale)
        self.loc, self.scale = base.loc, base.scale
        super().__init__(base, SigmoidTransform(), validate_args=False)

    def from_score(self, z: ArrayLike) -> Array:
        """The inverse logit of loc + scale z."""
        return jax.nn.sigmoid(self.loc + self.scale * jnp.asarray(z, dtype=float))

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf outside of (0, 1)."""
        (value,) = floats(value)
        inside = (value > 0) & (value < 1)
        p = jnp.where(inside, value, 0.5)
        density = _log_normal_density((_log_odds(p) - self.loc) / self.scale) - jnp.log(self.scale)
        return where_inside(inside, density - log(p) - log1p(-p))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return ndtr((_log_odds(value) - self.loc) / self.scale)

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return ndtr((self.loc - _log_odds(value)) / self.scale)


def _log_normal_density(z: Array) -> Array:
    return -0.5 * z * z - 0.5 * np.log(2 * np.pi)


def _log_odds(p: ArrayLike) -> Array:
    p = jnp.clip(p, 0.0, 1.0)
    return log(p) - log1p(-p)


def normal(mean: ArrayLike, sd: ArrayLike) -> Normal:
    """Normal; ``sd`` > 0 and finite."""
    sd = jnp.asarray(sd, dtype=float)
    return Normal(jnp.asarray(mean, dtype=float), require((sd > 0) & (sd < jnp.inf), sd))


def lognormal(mu: ArrayLike, sigma: ArrayLike) -> LogNormal:
    """Lognormal by the mean and standard deviation of its logarithm; ``sigma`` > 0."""
    sigma = jnp.asarray(sigma, dtype=float)
    return LogNormal(jnp.asarray(mu, dtype=float), require((sigma > 0) & (sigma < jnp.inf), sigma))


def lognormal_median(median: ArrayLike, factor: ArrayLike) -> LogNormal:
    """Lognormal by its median > 0 and its factor exp(sigma) > 1."""
    return lognormal(jnp.log(median), jnp.log(factor))


def lognormal_mean(mean: ArrayLike, sd: ArrayLike) -> LogNormal:
    """Lognormal by its mean > 0 and its standard deviation > 0."""
    mean, sd = jnp.asarray(mean, dtype=float), jnp.asarray(sd, dtype=float)
    variance = jnp.log1p((sd / require(mean > 0, mean)) ** 2)
    return lognormal(jnp.log(mean) - variance / 2, jnp.sqrt(require(sd > 0, variance)))


def normal_between(low: ArrayLike, high: ArrayLike, level: ArrayLike) -> Normal:
    """Normal whose central interval of ``level`` (a fraction) is from ``low`` to ``high`` > ``low``; never where both are."""
    low, high = jnp.asarray(low, dtype=float), jnp.asarray(high, dtype=float)
    return normal((low + high) / 2, _spread(low, high, level))


def lognormal_between(low: ArrayLike, high: ArrayLike, level: ArrayLike) -> LogNormal:
    """Lognormal whose central interval of ``level`` is from ``low`` > 0 to ``high`` > ``low``."""
    low, high = jnp.log(low), jnp.log(high)
    return lognormal((low + high) / 2, _spread(low, high, level))


def logit_normal_between(low: ArrayLike, high: ArrayLike, level: ArrayLike) -> LogitNormal:
    """Logit-normal whose central interval of ``level`` is from ``low`` to ``high``, 0 < low < high < 1."""
    low, high = (jnp.log(p) - jnp.log1p(-jnp.asarray(p, dtype=float)) for p in (low, high))
    scale = (high - low) / (2 * central_score(level))
    return LogitNormal((low + high) / 2, require((scale > 0) & (scale < jnp.inf), scale))


def _spread(low: Array, high: Array, level: ArrayLike) -> Array:
    """The standard deviation of the normal whose central interval of ``level`` is from ``low`` to ``high``."""
    return jnp.where(endless(low, high), 1.0, (high - low) / (2 * central_score(level)))
