"""A base for distributions that NumPyro lacks: all that a subclass tells of its parameters is their names."""

from typing import Any, ClassVar

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike
from numpyro.distributions import constraints

from forecast.runtime.elementary import log, log1p
from forecast.runtime.inverse_cdf import InverseCdf, floats


class Parametric(InverseCdf):
    """A subclass lists its ``parameters``, in the order of its constructor, and annotates each as an array.

    It gives ``_quantile`` or ``from_score``, ``log_prob`` and ``cdf``.
    """

    parameters: ClassVar[tuple[str, ...]] = ()
    discrete: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        cls.arg_constraints = dict.fromkeys(cls.parameters, constraints.real)
        cls.reparametrized_params = list(cls.parameters)
        cls.pytree_data_fields = cls.parameters
        super().__init_subclass__(**kwargs)

    def __init__(self, *values: ArrayLike) -> None:
        arrays = floats(*values)
        for name, value in zip(self.parameters, arrays, strict=True):
            setattr(self, name, value)
        shape = jnp.broadcast_shapes(*(value.shape for value in arrays))
        super().__init__(batch_shape=shape, validate_args=False)

    @constraints.dependent_property(event_dim=0)  # pyright: ignore[reportArgumentType]
    def support(self) -> constraints.Constraint:  # pyright: ignore[reportIncompatibleMethodOverride]
        return values_between(*self.bounds, discrete=self.discrete)

    @property
    def bounds(self) -> tuple[Any, Any]:
        """The least and the greatest value; None where there is none."""
        return None, None


class Positive(Parametric):
    """A ``Parametric`` over the numbers above 0."""

    @property
    def bounds(self) -> tuple[Any, Any]:
        return 0.0, None


def values_between(low: Any, high: Any, *, discrete: bool) -> constraints.Constraint:
    """The numbers, or with ``discrete`` the whole numbers, from ``low`` to ``high``; None where there is no end."""
    if discrete and low is not None:
        return constraints.integer_greater_than(low - 1) if high is None else constraints.integer_interval(low, high)
    if high is None:
        return constraints.real if low is None else constraints.greater_than(low)
    return constraints.less_than(high) if low is None else constraints.interval(low, high)


def ends_of(distribution: InverseCdf) -> tuple[Any, Any]:
    """The least and the greatest value of a distribution; None where there is none."""
    support = distribution.support
    low, high = getattr(support, "lower_bound", None), getattr(support, "upper_bound", None)
    return low, high


def exposure(lower: Array, upper: Array) -> Array:
    """-log(upper), the unit exponential with ``lower`` below it, exact in both tails."""
    return jnp.where(lower < 0.5, -log1p(-lower), -log(upper))


def where_inside(inside: Array, density: Array) -> Array:
    """The log-density where ``inside``, else -inf; NaN stays where a parameter is wrong."""
    return jnp.where(inside, density, jnp.where(jnp.isnan(density), jnp.nan, -jnp.inf))
