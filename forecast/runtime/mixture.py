"""A mixture as one distribution: drawn from one number, so that it can be truncated, correlated and observed."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import jax
import jax.numpy as jnp
from jax import Array, lax
from jax.typing import ArrayLike
from numpyro.distributions import constraints

from forecast.runtime.elementary import log
from forecast.runtime.inverse_cdf import InverseCdf, require
from forecast.runtime.parametric import ends_of, values_between


class Mixture(InverseCdf):
    """``parts`` with their ``probs``, arrays of one shape each."""

    arg_constraints = {}
    pytree_data_fields = ("parts", "probs")

    def __init__(self, probs: Sequence[Array], parts: Sequence[InverseCdf]) -> None:
        self.parts, self.probs = tuple(parts), tuple(probs)
        shapes = [*(part.batch_shape for part in self.parts), *(p.shape for p in self.probs)]
        super().__init__(batch_shape=jnp.broadcast_shapes(*shapes), validate_args=False)

    @constraints.dependent_property(event_dim=0)  # pyright: ignore[reportArgumentType]
    def support(self) -> constraints.Constraint:  # pyright: ignore[reportIncompatibleMethodOverride]
        ends = [ends_of(part) for part in self.parts]
        lows, highs = ([end[side] for end in ends] for side in (0, 1))
        return values_between(
            None if None in lows else reduce(jnp.minimum, lows),
            None if None in highs else reduce(jnp.maximum, highs),
            discrete=all(part.is_discrete for part in self.parts),
        )

    @property
    def is_discrete(self) -> bool:
        """Whether some part is."""
        return any(part.is_discrete for part in self.parts)

    def cdf(self, value: ArrayLike) -> Array:
        """Probability of at most ``value``."""
        return self._sum([part.cdf(value) for part in self.parts])

    def sf(self, value: ArrayLike) -> Array:
        """Probability of more than ``value``."""
        return self._sum([part.sf(value) for part in self.parts])

    def _sum(self, shares: Sequence[Array]) -> Array:
        total = self.probs[0] * shares[0]
        for p, share in zip(self.probs[1:], shares[1:], strict=True):
            total = total + p * share
        return total

    def log_prob(self, value: ArrayLike, *_: Any, **__: Any) -> Array:
        """Log-density; where parts are whole and others continuous, of their different kinds."""
        # XLA would take the logarithm of a weight anew for each value.
        weights = lax.optimization_barrier([log(p) for p in self.probs])
        weighted = [weight + part.log_prob(value) for weight, part in zip(weights, self.parts, strict=True)]
        # `logsumexp`, by the greatest of them as if it were a constant: a third faster
        greatest = lax.stop_gradient(reduce(jnp.maximum, weighted))
        greatest = jnp.where(jnp.isfinite(greatest), greatest, 0.0)
        total = reduce(jnp.add, (jnp.exp(each - greatest) for each in weighted))
        # Where no part has the value, nothing must spoil derivatives.
        return jnp.where(total > 0, greatest + jnp.log(jnp.where(total > 0, total, 1.0)), -jnp.inf)

    def _quantile(self, lower: Array, upper: Array) -> Array:
        # The quantile of the mixture lies between those of its parts: halve what lies between the least and the greatest.
        ends = [part._quantile(lower, upper) for part in self.parts]
        used = [jnp.where(p > 0, end, jnp.nan) for p, end in zip(self.probs, ends, strict=True)]
        stacked = jnp.stack(jnp.broadcast_arrays(*used))
        low, high = jnp.nanmin(stacked, axis=0), jnp.nanmax(stacked, axis=0)
        wrong = jnp.isnan(sum(self.probs) + sum(ends))
        frozen = lax.stop_gradient((low, high, lower, upper))
        found = self._search(*frozen)
        if self.is_discrete:
            return jnp.where(wrong, jnp.nan, found)
        return jnp.where(wrong, jnp.nan, _with_gradient(self, found, lower, upper))

    def _search(self, low: Array, high: Array, lower: Array, upper: Array) -> Array:
        """The least value that has ``lower`` at or below it, between ``low`` and ``high``, to the last bit."""
        fixed = jax.tree.map(lax.stop_gradient, self)

        def enough(value: Array) -> Array:
            return jnp.where(lower < 0.5, fixed.cdf(value) >= lower, fixed.sf(value) <= upper)

        def halve(_: int, state: tuple[Array, Array]) -> tuple[Array, Array]:
            low, high = state
            middle = (low & high) + ((low ^ high) >> 1)
            found = enough(_from_place(middle))
            return jnp.where(found, low, middle), jnp.where(found, middle, high)

        places = lax.fori_loop(0, jnp.finfo(low.dtype).bits, halve, (_to_place(low), _to_place(high)))
        return jnp.where(enough(low), low, _from_place(places[1]))


def _to_place(x: Array) -> Array:
    """The place of a float among all floats, infinities included: halving finds any of them in as many steps as it has bits."""
    kind = jnp.int64 if x.dtype == jnp.float64 else jnp.int32
    bits = lax.bitcast_convert_type(x, kind)
    return jnp.where(bits < 0, bits ^ jnp.iinfo(kind).max, bits)


def _from_place(place: Array) -> Array:
    kind = jnp.float64 if place.dtype == jnp.int64 else jnp.float32
    return lax.bitcast_convert_type(jnp.where(place < 0, place ^ jnp.iinfo(place.dtype).max, place), kind)


def _with_gradient(mixture: Mixture, found: Array, lower: Array, upper: Array) -> Array:
    """``found``, with the derivatives that the quantile has by implicit differentiation of the smaller tail."""
    density = lax.stop_gradient(jnp.exp(mixture.log_prob(found)))
    gap = jnp.where(lower < 0.5, lower - mixture.cdf(found), mixture.sf(found) - upper)
    usable = (density > 0) & jnp.isfinite(density) & jnp.isfinite(found)
    step = jnp.where(usable, gap, 0.0) / jnp.where(usable, density, 1.0)
    return found + step - lax.stop_gradient(step)


def mixture(weights: Sequence[ArrayLike], parts: Sequence[InverseCdf]) -> Mixture:
    """One of the ``parts``, by relative ``weights``: none negative, not all 0."""
    arrays = [jnp.asarray(weight, dtype=float) for weight in weights]
    total = sum(arrays[1:], start=arrays[0])
    valid = jnp.isfinite(total) & (total > 0)
    for weight in arrays:
        valid = valid & (weight >= 0)
    return Mixture([require(valid, weight / jnp.where(valid, total, 1.0)) for weight in arrays], parts)
