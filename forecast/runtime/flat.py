"""What a flat prior is drawn from: something wide between its bounds, of a density that is known and taken out again."""

from typing import Any

import jax.numpy as jnp
from jax import Array
from jax.scipy.special import log_ndtr, ndtr, ndtri
from jax.scipy.stats import norm
from jax.typing import ArrayLike
from numpyro.distributions import constraints

from forecast.runtime.inverse_cdf import FromScore, floats, require

SPREAD = 2.0
"""Without bounds a score of 5 is 1e4."""


class Flat(FromScore):
    """Between ``low`` and ``high``, of which either may be infinite: uniform between two bounds; beyond a single one by the odds
    of a uniform, so that there is density at the bound; without any sinh(2z), of a standard normal z.
    """

    arg_constraints = {"low": constraints.real, "high": constraints.real}
    reparametrized_params = ["low", "high"]
    pytree_data_fields = ("low", "high")

    def __init__(self, low: ArrayLike, high: ArrayLike) -> None:
        low, high = floats(low, high)
        self.low, self.high = low, require(low < high, high)
        super().__init__(batch_shape=jnp.broadcast_shapes(low.shape, self.high.shape), validate_args=False)

    @constraints.dependent_property(is_discrete=False, event_dim=0)  # pyright: ignore[reportArgumentType]
    def support(self) -> constraints.Constraint:  # pyright: ignore[reportIncompatibleMethodOverride]
        return constraints.real

    def _cases(self) -> tuple[Array, Array, Array, Array]:
        """Whether there is a lower bound, whether there is an upper one, and both as finite numbers."""
        below, above = self.low > -jnp.inf, ~(self.high == jnp.inf)
        return below, above, jnp.where(below, self.low, 0.0), jnp.where(above, self.high, 1.0)

    def from_score(self, z: ArrayLike) -> Array:
        """The value at a score."""
        (z,) = floats(z)
        below, above, low, high = self._cases()
        up = jnp.where(below, z, -z)
        rise = jnp.exp(log_ndtr(up) - log_ndtr(-up))
        one_end = jnp.where(below, low + rise, high - rise)
        value = jnp.where(
            below & above, low + (high - low) * ndtr(z), jnp.where(below | above, one_end, jnp.sinh(SPREAD * z))
        )
        return jnp.where(jnp.isnan(self.high), jnp.nan, value)

    def _score(self, value: Array) -> Array:
        below, above, low, high = self._cases()
        share = jnp.where(below & above, (value - low) / (high - low), 0.5)
        distance = jnp.where(below, value - low, high - value)
        distance = jnp.where((below ^ above) & (distance > 0), distance, 1.0)
        share_beyond = distance / (1 + distance)
        near = jnp.where(share_beyond < 0.5, ndtri(share_beyond), -ndtri(1 / (1 + distance)))
        one_end = jnp.where(below, near, -near)
        free = jnp.arcsinh(jnp.where(below | above, 0.0, value)) / SPREAD
        return jnp.where(below & above, ndtri(jnp.clip(share, 0.0, 1.0)), jnp.where(below | above, one_end, free))

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """The logarithm of the density of what is drawn; -inf outside."""
        (value,) = floats(value)
        below, above, low, high = self._cases()
        inside = (value >= self.low) & (value <= self.high)
        distance = jnp.where(below, value - low, high - value)
        distance = jnp.where((below ^ above) & (distance > 0), distance, 0.0)
        free_value = jnp.where(below | above, 0.0, value)
        free = norm.logpdf(jnp.arcsinh(free_value) / SPREAD) - jnp.log(SPREAD) - jnp.log1p(free_value**2) / 2
        one_end = -2 * jnp.log1p(distance)
        found = jnp.where(below & above, -jnp.log(high - low), jnp.where(below | above, one_end, free))
        return jnp.where(inside, found, jnp.where(jnp.isnan(self.high), jnp.nan, -jnp.inf))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        (value,) = floats(value)
        return jnp.where(value < self.low, 0.0, jnp.where(value >= self.high, 1.0, ndtr(self._score(value))))

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        (value,) = floats(value)
        return jnp.where(value < self.low, 1.0, jnp.where(value >= self.high, 0.0, ndtr(-self._score(value))))


def flat(low: ArrayLike, high: ArrayLike) -> Flat:
    """What a flat prior between these bounds is drawn from."""
    return Flat(low, high)
