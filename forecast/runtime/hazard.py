"""The date of an event that strikes at a constant rate."""

from typing import Any

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike
from numpyro.distributions import constraints

from forecast.runtime.dates import never
from forecast.runtime.elementary import divide, log
from forecast.runtime.interval import unit_exponential, unit_exponential_of_score
from forecast.runtime.inverse_cdf import InverseCdf, floats, require
from forecast.runtime.parametric import exposure


class Hazard(InverseCdf):
    """``after`` plus an exponential waiting time; never where the rate is 0 or ``after`` is never."""

    arg_constraints = {"rate": constraints.nonnegative, "after": constraints.real}
    reparametrized_params = ["rate", "after"]
    pytree_data_fields = ("rate", "after")

    def __init__(self, rate: ArrayLike, after: ArrayLike) -> None:
        self.rate, self.after = floats(rate, after)
        shape = jnp.broadcast_shapes(self.rate.shape, self.after.shape)
        super().__init__(batch_shape=shape, validate_args=False)

    @constraints.dependent_property(is_discrete=False, event_dim=0)  # pyright: ignore[reportArgumentType]
    def support(self) -> constraints.Constraint:  # pyright: ignore[reportIncompatibleMethodOverride]
        return constraints.greater_than_eq(self.after)

    @property
    def _endless(self) -> Array:
        known = ~jnp.isnan(self.rate) & ~jnp.isnan(self.after)
        return known & ((self.rate == 0) | (self.after == never))

    def _date(self, exposure: Array) -> Array:
        return jnp.where(self._endless, never, self.after + divide(exposure, self.rate))

    def _quantile(self, lower: Array, upper: Array) -> Array:
        return self._date(exposure(lower, upper))

    def from_uniform(self, u: ArrayLike) -> Array:
        """The date at which the integrated rate is -log(1 - u); 1 - u is exact on the noise grid."""
        return self._date(unit_exponential(1.0 - jnp.asarray(u, dtype=float)))

    def from_score(self, z: ArrayLike) -> Array:
        """The date at which the integrated rate is -log(1 - Phi(z))."""
        return self._date(unit_exponential_of_score(z))

    def _exposure(self, value: ArrayLike) -> Array:
        wait = jnp.where(self._endless, 0.0, value - jnp.where(self.after == never, 0.0, self.after))
        return jnp.where(self.rate == 0, 0.0, self.rate * jnp.maximum(wait, 0.0))

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density of a date; of ``never`` the log-probability, 0 or -inf."""
        value = jnp.asarray(value, dtype=float)
        density = jnp.where(value >= self.after, log(self.rate) - self._exposure(value), -jnp.inf + 0.0 * self.rate)
        finite = jnp.where(self._endless, -jnp.inf, density)
        return jnp.where(value == never, jnp.where(self._endless, 0.0, -jnp.inf + 0.0 * self.rate), finite)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of a date not after ``value``."""
        return -jnp.expm1(-self._exposure(jnp.asarray(value, dtype=float)))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return jnp.exp(-self._exposure(jnp.asarray(value, dtype=float)))


def hazard(rate: ArrayLike, after: ArrayLike) -> Hazard:
    """Date of an event of constant ``rate`` >= 0 per year from ``after`` on."""
    rate = jnp.asarray(rate, dtype=float)
    return Hazard(require(rate >= 0, rate), jnp.asarray(after, dtype=float))
