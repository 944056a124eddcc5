"""Distributions made from another one: truncated, censored, shifted."""

from typing import Any

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike
from numpyro.distributions import constraints

from forecast.runtime.elementary import log
from forecast.runtime.inverse_cdf import InverseCdf, floats, require
from forecast.runtime.parametric import ends_of, values_between, where_inside

_LEAST_KEPT = 1e-15
"""A truncation that keeps less than this share keeps nothing: some quantiles go no farther into the tails."""


class _Nested(InverseCdf):
    """A distribution made from ``base`` and up to two numbers, of which None says that there is none."""

    arg_constraints = {"low": constraints.real, "high": constraints.real}
    reparametrized_params = ["low", "high"]
    pytree_data_fields = ("base", "low", "high")

    def __init__(self, base: InverseCdf, low: ArrayLike | None, high: ArrayLike | None) -> None:
        self.base = base
        self.low, self.high = (None if end is None else jnp.asarray(end, dtype=float) for end in (low, high))
        ends = [end.shape for end in (self.low, self.high) if end is not None]
        super().__init__(batch_shape=jnp.broadcast_shapes(base.batch_shape, *ends), validate_args=False)

    @constraints.dependent_property(event_dim=0)  # pyright: ignore[reportArgumentType]
    def support(self) -> constraints.Constraint:  # pyright: ignore[reportIncompatibleMethodOverride]
        low, high = ends_of(self.base)
        return values_between(
            low if self.low is None else self.low if low is None else jnp.maximum(self.low, low),
            high if self.high is None else self.high if high is None else jnp.minimum(self.high, high),
            discrete=self.base.is_discrete,
        )

    @property
    def is_discrete(self) -> bool:
        """Whether the base is."""
        return self.base.is_discrete

    def _below(self, value: Array) -> tuple[Array, Array]:
        """The base's probability of less than ``value`` and of at least as much."""
        before = jnp.nextafter(value, -jnp.inf) if self.base.is_discrete else value
        return self.base.cdf(before), self.base.sf(before)


class Truncated(_Nested):
    """The ``base`` within ``low`` and ``high``, both included, and nowhere else, renormalised."""

    def _ends(self) -> tuple[Array, Array, Array]:
        """The base's probability below ``low``, that above ``high``, and what is kept; from the tail that tells it exactly."""
        nothing, all_of_it = jnp.zeros(()), jnp.ones(())
        before, from_low = (nothing, all_of_it) if self.low is None else self._below(self.low)
        if self.high is None:
            up_to_high, after = all_of_it, nothing
        else:
            up_to_high, after = self.base.cdf(self.high), self.base.sf(self.high)
        kept = jnp.where(before < 0.5, up_to_high - before, from_low - after)
        return before, after, require(kept > _LEAST_KEPT, kept)

    def _within(self, value: Array) -> Array:
        if self.low is not None:
            value = jnp.maximum(value, self.low)
        return value if self.high is None else jnp.minimum(value, self.high)

    def _quantile(self, lower: Array, upper: Array) -> Array:
        before, after, kept = self._ends()
        # Rounding may lead a hair's breadth beyond the ends.
        return self._within(self.base._quantile(before + lower * kept, after + upper * kept)) + 0.0 * kept

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; -inf outside."""
        (value,) = floats(value)
        kept = self._ends()[2]
        return where_inside(
            value == self._within(value), jnp.asarray(self.base.log_prob(self._within(value))) - jnp.log(kept)
        )

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        (value,) = floats(value)
        before, after, kept = self._ends()
        inner = self._within(value)
        low, high = self.base.cdf(inner), self.base.sf(inner)
        share = jnp.where(before < 0.5, (low - before) / kept, 1 - (high - after) / kept)
        return self._outside(value, jnp.clip(share, 0.0, 1.0), below=0.0, above=1.0)

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        (value,) = floats(value)
        _, after, kept = self._ends()
        share = (self.base.sf(self._within(value)) - after) / kept
        return self._outside(value, jnp.clip(share, 0.0, 1.0), below=1.0, above=0.0)

    def _outside(self, value: Array, inside: Array, *, below: float, above: float) -> Array:
        """``inside``, but ``below`` and ``above`` for values beyond the ends; NaN stays where a parameter is wrong."""
        if self.low is not None:
            inside = jnp.where(value < self.low, below + 0.0 * inside, inside)
        return inside if self.high is None else jnp.where(value >= self.high, above + 0.0 * inside, inside)


class Censored(_Nested):
    """The ``base``, of which all at ``low`` and below is reported as ``low``, all at ``high`` and above as ``high``."""

    def _reported(self, value: Array) -> Array:
        if self.low is not None:
            value = jnp.maximum(value, self.low)
        value = value if self.high is None else jnp.minimum(value, self.high)
        if self.low is None or self.high is None:
            return value
        # Ends in the wrong order report nothing.
        return jnp.where(self.low <= self.high, value, jnp.nan)

    def _quantile(self, lower: Array, upper: Array) -> Array:
        return self._reported(self.base._quantile(lower, upper))

    def from_score(self, z: ArrayLike) -> Array:
        """The base's quantile at Phi(z), as reported."""
        return self._reported(self.base.from_score(z))

    def from_uniform(self, u: ArrayLike) -> Array:
        """The base's quantile at ``u``, as reported."""
        return self._reported(self.base.from_uniform(u))

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density between the ends; at an end and beyond it the log-probability of all that is reported as that end."""
        (value,) = floats(value)
        found = jnp.asarray(self.base.log_prob(self._reported(value)))
        if self.low is not None:
            found = jnp.where(value <= self.low, log(self.base.cdf(self.low)), found)
        if self.high is not None:
            found = jnp.where(value >= self.high, log(self._below(self.high)[1]), found)
        return found

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of a report of at most ``value``."""
        (value,) = floats(value)
        found = self.base.cdf(value)
        if self.low is not None:
            found = jnp.where(value < self.low, 0.0 * found, found)
        return found if self.high is None else jnp.where(value >= self.high, 1 + 0.0 * found, found)

    def sf(self, value: ArrayLike) -> Array:
        """Probability of a report of more than ``value``."""
        (value,) = floats(value)
        found = self.base.sf(value)
        if self.low is not None:
            found = jnp.where(value < self.low, 1 + 0.0 * found, found)
        return found if self.high is None else jnp.where(value >= self.high, 0.0 * found, found)


class Shifted(InverseCdf):
    """The ``base``, moved by ``by``."""

    arg_constraints = {"by": constraints.real}
    reparametrized_params = ["by"]
    pytree_data_fields = ("base", "by")

    def __init__(self, base: InverseCdf, by: ArrayLike) -> None:
        self.base, self.by = base, jnp.asarray(by, dtype=float)
        super().__init__(batch_shape=jnp.broadcast_shapes(base.batch_shape, self.by.shape), validate_args=False)

    @constraints.dependent_property(event_dim=0)  # pyright: ignore[reportArgumentType]
    def support(self) -> constraints.Constraint:  # pyright: ignore[reportIncompatibleMethodOverride]
        low, high = ends_of(self.base)
        return values_between(
            None if low is None else low + self.by,
            None if high is None else high + self.by,
            discrete=False,
        )

    @property
    def is_discrete(self) -> bool:
        """Whether the base is."""
        return self.base.is_discrete

    def _quantile(self, lower: Array, upper: Array) -> Array:
        return self.by + self.base._quantile(lower, upper)

    def from_score(self, z: ArrayLike) -> Array:
        """The base's quantile at Phi(z), moved."""
        return self.by + self.base.from_score(z)

    def from_uniform(self, u: ArrayLike) -> Array:
        """The base's quantile at ``u``, moved."""
        return self.by + self.base.from_uniform(u)

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density."""
        return jnp.asarray(self.base.log_prob(value - self.by))

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return self.base.cdf(value - self.by)

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return self.base.sf(value - self.by)


def truncated(of: InverseCdf, *, min: ArrayLike | None = None, max: ArrayLike | None = None) -> Truncated:
    """A distribution cut off below ``min`` and above ``max`` and renormalised; all missing where it keeps nothing."""
    return Truncated(of, min, max)


def censored(of: InverseCdf, *, below: ArrayLike | None = None, above: ArrayLike | None = None) -> Censored:
    """A distribution of which values of ``below`` or less are known only as that, and so those of ``above`` or more."""
    return Censored(of, below, above)


def shifted(of: InverseCdf, by: ArrayLike) -> Shifted:
    """A distribution moved by an amount."""
    return Shifted(of, by)
