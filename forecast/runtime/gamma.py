"""The gamma distribution, with a quantile by Newton steps for parameters that vary by draw."""

from typing import Any

import jax
import jax.numpy as jnp
import numpyro.distributions as dist
from jax import Array, lax
from jax.scipy.special import gammainc, gammaincc, gammaln, log_ndtr, xlogy
from jax.typing import ArrayLike

from forecast.runtime.gamma_table import log_quantile
from forecast.runtime.inverse_cdf import FromScore, floats, require
from forecast.runtime.parametric import where_inside

_MOST_STEPS = 12
_CONVERGED = 1e-8  # a step this small, in log x, leaves an error of its square
_LARGEST_STEP = 3.0  # over the shape, which is the spread of log x; a guard for starts far out


def _log_density(shape: Array, y: Array) -> Array:
    """Log-density of y = log x for x from the unit-rate gamma."""
    return shape * y - jnp.exp(y) - gammaln(shape)


def _start(shape: Array, z: Array) -> Array:
    """log x to begin with, for shapes below 1: the first term of a tail's series."""
    near_zero = (log_ndtr(z) + gammaln(shape + 1)) / shape
    excess = -(log_ndtr(-z) + gammaln(shape))
    far = excess + (shape - 1) * jnp.log(jnp.maximum(excess, 1.0))
    return jnp.where(near_zero < -1.0, near_zero, jnp.log(jnp.maximum(far, 0.2)))


@jax.jit  # traced once for all distributions of a program
def _small_shape(shape: Array, z: Array, small: Array) -> Array:
    """log x where ``small`` holds, by Newton's method on the logarithm of the smaller tail.

    That is a concave function of log x: from any start the second step and those after it approach from one side.
    """
    shape, z = jnp.where(small, shape, 0.5), jnp.where(small, z, 0.0)
    target = log_ndtr(-jnp.abs(z))
    lower = z < 0
    widest = _LARGEST_STEP / shape

    def unfinished(state: tuple[Array, Array, Array]) -> Array:
        step, _, active = state
        return jnp.any(active) & (step < _MOST_STEPS)

    def improve(state: tuple[Array, Array, Array]) -> tuple[Array, Array, Array]:
        step, y, active = state
        x = jnp.exp(y)
        # only one tail is asked for each element; the other gets an argument at which its series ends at once
        below = gammainc(shape, jnp.where(lower & active, x, 0.0))
        above = gammaincc(shape, jnp.where(lower | ~active, 0.0, x))
        tail = jnp.log(jnp.where(lower, below, above))
        move = jnp.where(lower, target - tail, tail - target) * jnp.exp(tail - _log_density(shape, y))
        move = jnp.clip(jnp.where(jnp.isfinite(move), move, jnp.where(lower, widest, -widest)), -widest, widest)
        # an element at its end moves no more, so that its value does not depend on the other draws of its block
        return step + 1, jnp.where(active, y + move, y), active & (jnp.abs(move) > _CONVERGED)

    start = _start(shape, z)
    # where x underflows the first term of the series is exact
    active = small & (start > -600.0)
    return lax.while_loop(unfinished, improve, (jnp.int32(0), start, active))[1]


@jax.custom_jvp
def log_gamma_quantile(shape: Array, z: Array) -> Array:
    """log x with P(shape, x) = Phi(z): from a table for shapes from 1 on, by Newton's method below.

    The relative error of x is below 2e-11.
    """
    small = shape < 1
    return jnp.where(small, _small_shape(shape, z, small), log_quantile(jnp.where(small, 1.0, shape), z))


@log_gamma_quantile.defjvp
def _log_gamma_quantile_jvp(primals: tuple[Array, Array], tangents: tuple[Array, Array]) -> tuple[Array, Array]:
    (shape, z), (dshape, dz) = primals, tangents
    y = log_gamma_quantile(shape, z)
    log_normal = -0.5 * z * z - 0.5 * jnp.log(2 * jnp.pi)
    by_score = jnp.exp(log_normal - _log_density(shape, y))
    x = jnp.exp(y)
    tiny = x < 1e-290
    by_shape = jax.lax.random_gamma_grad(shape, jnp.where(tiny, 1.0, x)) / jnp.where(tiny, 1.0, x)  # pyright: ignore[reportCallIssue]
    by_shape = jnp.where(tiny, (jax.scipy.special.digamma(shape + 1) - y) / shape, by_shape)
    return y, by_score * dz + by_shape * dshape


class Gamma(FromScore, dist.Gamma):
    """Gamma of shape ``concentration`` and the given ``rate``."""

    concentration: Array
    rate: Array

    def from_score(self, z: ArrayLike) -> Array:
        """The quantile at Phi(z)."""
        z, shape = jnp.broadcast_arrays(jnp.asarray(z, dtype=float), jnp.asarray(self.concentration, dtype=float))
        return jnp.exp(log_gamma_quantile(shape, z)) / self.rate

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf below 0."""
        (value,) = floats(value)
        inside = value >= 0
        x = self.rate * jnp.where(inside, value, 1.0)
        shape = self.concentration
        return where_inside(inside, xlogy(shape - 1, x) - x - gammaln(shape) + jnp.log(self.rate))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return gammainc(self.concentration, self.rate * jnp.maximum(value, 0.0))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return gammaincc(self.concentration, self.rate * jnp.maximum(value, 0.0))


def gamma(shape: ArrayLike, rate: ArrayLike) -> Gamma:
    """Gamma by shape > 0 and rate > 0."""
    shape, rate = jnp.asarray(shape, dtype=float), jnp.asarray(rate, dtype=float)
    return Gamma(require(shape > 0, shape), require(rate > 0, rate))


def gamma_mean(mean: ArrayLike, sd: ArrayLike) -> Gamma:
    """Gamma by its mean > 0 and its standard deviation > 0."""
    mean, sd = jnp.asarray(mean, dtype=float), jnp.asarray(sd, dtype=float)
    mean, sd = require(mean > 0, mean), require(sd > 0, sd)
    return gamma((mean / sd) ** 2, mean / sd**2)
