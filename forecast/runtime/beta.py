"""The beta distribution and the PERT made from it, with a quantile by Halley's method for parameters that vary by draw."""

from typing import Any

import jax
import jax.numpy as jnp
import numpyro.distributions as dist
from jax import Array, lax
from jax.scipy.special import betainc, digamma, gammaln, log_ndtr, polygamma, xlog1py, xlogy
from jax.typing import ArrayLike
from numpyro.distributions import constraints

from forecast.runtime.inverse_cdf import FromScore, endless, floats, require
from forecast.runtime.parametric import where_inside

_MOST_STEPS = 16
_CONVERGED = 1e-7  # a step this small, in log-odds, leaves an error far below rounding
_NEAR_ONE = 15.0  # log-odds
_DIFFERENCE = 2e-4  # relative step of the central differences in a shape parameter


def _log_beta(a: Array, b: Array) -> Array:
    # jax.scipy.special.betaln is off by 1e-7 where a shape is above 8
    return gammaln(a) + gammaln(b) - gammaln(a + b)


def _log_density(a: Array, b: Array, y: Array) -> Array:
    """Log-density of the log-odds y of a beta."""
    return -a * jnp.logaddexp(0.0, -y) - b * jnp.logaddexp(0.0, y) - _log_beta(a, b)


@jax.jit
def _log_lower(a: Array, b: Array, y: Array) -> Array:
    """log I_x(a, b) at log-odds y.

    Where x rounds towards 1, the probability of 1 - x is asked for; where either is tiny the first term of the series is
    exact.
    """
    beyond = y > _NEAR_ONE
    near, far, v = jnp.where(beyond, b, a), jnp.where(beyond, a, b), jnp.where(beyond, -y, y)
    series = near * v - jnp.log(near) - _log_beta(a, b)
    smaller = jnp.where(v < -36.0, series, jnp.log(betainc(near, far, jax.nn.sigmoid(v))))
    return jnp.where(beyond, jnp.log1p(-jnp.exp(smaller)), smaller)


@jax.jit  # traced once for all distributions of a program
def _lower_quantile(a: Array, b: Array, z: Array) -> Array:
    """Log-odds of the quantile at Phi(z), z <= 0."""
    target = log_ndtr(z)
    spread = jnp.sqrt(polygamma(1, a) + polygamma(1, b))
    tail = (target + jnp.log(a) + _log_beta(a, b)) / a
    bulk = digamma(a) - digamma(b) + spread * z
    # where x is so small that the series of I_x ends with its first term, that term is the better start
    start = jnp.where(tail + jnp.log1p(b) < -2.0, tail, bulk)

    def unfinished(state: tuple[Array, Array, Array]) -> Array:
        step, _, active = state
        return jnp.any(active) & (step < _MOST_STEPS)

    def improve(state: tuple[Array, Array, Array]) -> tuple[Array, Array, Array]:
        step, y, active = state
        value, log_density = _log_lower(a, b, y), _log_density(a, b, y)
        newton = (target - value) * jnp.exp(value - log_density)
        curvature = a * jax.nn.sigmoid(-y) - b * jax.nn.sigmoid(y) - jnp.exp(log_density - value)
        move = newton / jnp.clip(1 + newton * curvature / 2, 0.6, 1.5)
        # far above the root even a step of Newton's is too long
        move = jnp.clip(jnp.where(jnp.isfinite(move), move, spread), -4 * spread, 4 * spread)
        # an element at its end moves no more, so that its value does not depend on the other draws of its block
        return step + 1, jnp.where(active, y + move, y), active & (jnp.abs(move) > _CONVERGED * spread)

    return lax.while_loop(unfinished, improve, (jnp.int32(0), start, ~jnp.isnan(target)))[1]


@jax.custom_jvp
def logit_beta_quantile(a: Array, b: Array, z: Array) -> Array:
    """Log-odds of x with I_x(a, b) = Phi(z).

    Halley's method on the logarithm of the smaller tail as a function of the log-odds, which is concave. The upper
    tail is the lower one of the mirrored distribution.
    """
    upper = z > 0
    y = _lower_quantile(jnp.where(upper, b, a), jnp.where(upper, a, b), -jnp.abs(z))
    return jnp.where(upper, -y, y)


@logit_beta_quantile.defjvp
def _logit_beta_quantile_jvp(
    primals: tuple[Array, Array, Array], tangents: tuple[Array, Array, Array]
) -> tuple[Array, Array]:
    (a, b, z), (da, db, dz) = primals, tangents
    y = logit_beta_quantile(a, b, z)
    upper = z > 0
    near, far, v = jnp.where(upper, b, a), jnp.where(upper, a, b), jnp.where(upper, -y, y)
    log_density = _log_density(a, b, y)
    by_score = jnp.exp(-0.5 * z * z - 0.5 * jnp.log(2 * jnp.pi) - log_density)
    # implicit differentiation: dv = -(d log I / d shape) / (d log I / dv), the shapes by central differences
    value = _log_lower(near, far, v)
    scale = jnp.exp(value - log_density)

    h = _DIFFERENCE
    steps = jnp.array([-2 * h, -h, h, 2 * h, 0, 0, 0, 0]).reshape(-1, *(1,) * v.ndim)
    logs = _log_lower(near * (1 + steps), far * (1 + steps[::-1]), jnp.broadcast_to(v, (8, *v.shape)))
    weights = jnp.array([1.0, -8.0, 8.0, -1.0]) / (12 * h)
    by_near = -scale * jnp.tensordot(weights, logs[:4], 1) / near
    by_far = -scale * jnp.tensordot(-weights, logs[4:], 1) / far
    by_a = jnp.where(upper, -by_far, by_near)
    by_b = jnp.where(upper, -by_near, by_far)
    return y, by_a * da + by_b * db + by_score * dz


def _from_score(a: ArrayLike, b: ArrayLike, z: ArrayLike) -> Array:
    a, b, z = jnp.broadcast_arrays(*floats(a, b, z))
    return jax.nn.sigmoid(logit_beta_quantile(a, b, z))


class Beta(FromScore, dist.Beta):
    """Beta of ``concentration1`` (a) and ``concentration0`` (b)."""

    def __init__(self, concentration1: ArrayLike, concentration0: ArrayLike) -> None:
        a, b = jnp.broadcast_arrays(jnp.asarray(concentration1, dtype=float), jnp.asarray(concentration0, dtype=float))
        self.concentration1, self.concentration0 = a, b
        self._dirichlet = dist.Dirichlet(jnp.stack([a, b], axis=-1), validate_args=False)
        dist.Distribution.__init__(self, batch_shape=a.shape, validate_args=False)

    def from_score(self, z: ArrayLike) -> Array:
        """The quantile at Phi(z)."""
        return _from_score(self.concentration1, self.concentration0, z)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf outside of 0 to 1."""
        (value,) = floats(value)
        inside = (value >= 0) & (value <= 1)
        x = jnp.where(inside, value, 0.5)
        a, b = self.concentration1, self.concentration0
        return where_inside(inside, xlogy(a - 1, x) + xlog1py(b - 1, -x) - _log_beta(a, b))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return betainc(self.concentration1, self.concentration0, jnp.clip(value, 0.0, 1.0))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        inside = jnp.clip(value, 0.0, 1.0)
        below = self.cdf(inside)
        above = betainc(self.concentration0, self.concentration1, 1 - inside)
        # 1 - x forgets a small x, and with it all that a small shape puts there.
        return jnp.where((below < 0.5) | (inside < 1e-8), 1 - below, above)


class Pert(FromScore):
    """A beta stretched over ``low`` to ``high``; its shapes are 1 + 4 (peak - low) / (high - low) and its mirror image.

    Never where low, peak and high are.
    """

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

    @property
    def _shapes(self) -> tuple[Array, Array]:
        width = self.high - self.low
        rise, fall = (self.peak - self.low) / width, (self.high - self.peak) / width
        # Any shapes do where there is but one value.
        rise, fall = (jnp.where(self._endless, 0.5, share) for share in (rise, fall))
        return 1 + 4 * rise, 1 + 4 * fall

    @property
    def _endless(self) -> Array:
        return endless(self.low, self.peak, self.high)

    def from_score(self, z: ArrayLike) -> Array:
        """The quantile at Phi(z)."""
        return jnp.where(self._endless, jnp.inf, self.low + (self.high - self.low) * _from_score(*self._shapes, z))

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf outside."""
        width = self.high - self.low
        x = (value - self.low) / width
        inside = (x >= 0) & (x <= 1)
        a, b = self._shapes
        density = Beta(a, b).log_prob(jnp.where(inside, x, 0.5)) - jnp.log(width)
        return jnp.where(inside, density, -jnp.inf + 0.0 * width)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return betainc(*self._shapes, jnp.clip((value - self.low) / (self.high - self.low), 0.0, 1.0))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        a, b = self._shapes
        return betainc(b, a, jnp.clip((self.high - value) / (self.high - self.low), 0.0, 1.0))

    @property
    def mean(self) -> Array:
        return (self.low + 4 * self.peak + self.high) / 6

    @property
    def variance(self) -> Array:
        return (self.mean - self.low) * (self.high - self.mean) / 7


def beta(a: ArrayLike, b: ArrayLike) -> Beta:
    """Beta by its shapes ``a`` > 0 and ``b`` > 0."""
    a, b = jnp.asarray(a, dtype=float), jnp.asarray(b, dtype=float)
    return Beta(require(a > 0, a), require(b > 0, b))


def beta_mean(mean: ArrayLike, n: ArrayLike) -> Beta:
    """Beta by its mean in (0, 1) and n = a + b > 0, the weight of the observations that it is worth."""
    mean, n = jnp.asarray(mean, dtype=float), jnp.asarray(n, dtype=float)
    return beta(mean * n, (1 - mean) * n)


def pert(min: ArrayLike, mode: ArrayLike, max: ArrayLike) -> Pert:
    """PERT from ``min`` to ``max`` with its peak at ``mode``; min <= mode <= max, min < max; never where all three are."""
    min, mode, max = floats(min, mode, max)
    valid = ((min <= mode) & (mode <= max) & (min < max) & (max < jnp.inf)) | endless(min, mode, max)
    return Pert(min, require(valid, mode), require(valid, max))
