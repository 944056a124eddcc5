"""Values of the data, each equally likely."""

from typing import Any

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike
from numpyro.distributions import constraints

from forecast.runtime.inverse_cdf import InverseCdf
from forecast.runtime.reduction import pick


class _OneOf(constraints.Constraint):
    """The values along the last axis."""

    is_discrete = True
    event_dim = 0

    def __init__(self, values: Array) -> None:
        self.values = values

    def __call__(self, x: ArrayLike) -> Array:
        return (jnp.asarray(x, dtype=float)[..., None] == self.values).any(axis=-1)

    def feasible_like(self, prototype: ArrayLike) -> Array:
        """The least value, in the shape of ``prototype``."""
        return jnp.broadcast_to(self.values.min(axis=-1), jnp.shape(prototype))

    def tree_flatten(self) -> tuple[Any, ...]:
        return (self.values,), (("values",), {})


class Empirical(InverseCdf):
    """One of the values along the last axis of ``values``, each equally likely; missing where one of them is.

    It increases with its noise, so that a correlation has the sign that it states.
    """

    arg_constraints = {"values": constraints.real_vector}
    pytree_data_fields = ("values",)

    def __init__(self, values: ArrayLike) -> None:
        # what is missing is sorted to the end
        self.values = jnp.sort(jnp.asarray(values, dtype=float), axis=-1)
        super().__init__(batch_shape=self.values.shape[:-1], validate_args=False)

    @constraints.dependent_property(is_discrete=True, event_dim=0)  # pyright: ignore[reportArgumentType]
    def support(self) -> constraints.Constraint:  # pyright: ignore[reportIncompatibleMethodOverride]
        return _OneOf(self.values)

    @property
    def _missing(self) -> Array:
        return jnp.isnan(self.values[..., -1])

    def _share(self, holds: Array) -> Array:
        return jnp.where(self._missing, jnp.nan, holds.mean(axis=-1))

    def _quantile(self, lower: Array, upper: Array) -> Array:
        count = self.values.shape[-1]
        position = jnp.clip(jnp.floor(lower * count), 0, count - 1)
        return jnp.where(self._missing, jnp.nan, pick(position, self.values, axis=-1))

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-probability; -inf for what is none of the values."""
        return jnp.log(self._share(self.values == jnp.asarray(value, dtype=float)[..., None]))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return self._share(self.values <= jnp.asarray(value, dtype=float)[..., None])

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return self._share(self.values > jnp.asarray(value, dtype=float)[..., None])

    @property
    def mean(self) -> Array:
        return self.values.mean(axis=-1)

    @property
    def variance(self) -> Array:
        return self.values.var(axis=-1)


def empirical(values: ArrayLike) -> Empirical:
    """One of the values along the last axis of ``values``, each equally likely."""
    return Empirical(values)
