"""What all our distributions share: a value is made from one number of noise by inverse CDF."""

from functools import reduce
from typing import ClassVar, Literal

import jax
import jax.numpy as jnp
import numpyro.distributions as dist
from jax import Array
from jax.scipy.special import ndtr, ndtri
from jax.typing import ArrayLike

from forecast.runtime.normal_quantile import score_from_uniform

type Noise = Literal["score", "uniform"]


def uniform_noise(key: Array, shape: tuple[int, ...]) -> Array:
    """Uniforms strictly inside (0, 1) and symmetric about 1/2: odd multiples of 2**-53 (of 2**-24 in 32 bits)."""
    if jax.config.jax_enable_x64:
        return (jax.random.bits(key, shape, jnp.uint64) >> 12).astype(float) * 2.0**-52 + 2.0**-53
    return (jax.random.bits(key, shape, jnp.uint32) >> 9).astype(float) * 2.0**-23 + 2.0**-24


def floats(*values: ArrayLike) -> tuple[Array, ...]:
    """The values as arrays of floats."""
    return tuple(jnp.asarray(value, dtype=float) for value in values)


def require(valid: ArrayLike, parameter: ArrayLike) -> Array:
    """The parameter where it is valid, else NaN: a wrong parameter spoils the draw visibly and raises nothing inside a trace."""
    return jnp.where(valid, jnp.asarray(parameter, dtype=float), jnp.nan)


def endless(*ends: ArrayLike) -> Array:
    """Where all of them are +inf: what lies between dates that never come never comes either."""
    return reduce(jnp.logical_and, (jnp.asarray(end) == jnp.inf for end in ends))


class InverseCdf(dist.Distribution):
    """Placed before a NumPyro distribution among the bases. A subclass gives ``_quantile``, or ``from_score`` and
    ``from_uniform``.

    ``noise`` names the cheaper of the two for this family.
    """

    noise: ClassVar[Noise] = "uniform"
    # NumPyro checks parameters unless told not to, and raises; here a wrong one gives NaN in its own draw
    _validate_args = False

    def _quantile(self, lower: Array, upper: Array) -> Array:
        """The value with probability ``lower`` below and ``upper`` above it; both are given so that neither tail is lost."""
        raise NotImplementedError

    def from_uniform(self, u: ArrayLike) -> Array:
        """The quantile at ``u`` strictly inside (0, 1)."""
        u = jnp.asarray(u, dtype=float)
        return self._quantile(u, 1.0 - u)

    def from_score(self, z: ArrayLike) -> Array:
        """The quantile at Phi(z), exact in both tails."""
        z = jnp.asarray(z, dtype=float)
        return self._quantile(ndtr(z), ndtr(-z))

    def sf(self, value: ArrayLike) -> Array:
        """The probability of more than ``value``, exact in the upper tail."""
        raise NotImplementedError

    def icdf(self, q: ArrayLike) -> Array:
        """The quantile at probability ``q``."""
        return self.from_uniform(q)

    def sample(self, key: Array | None, sample_shape: tuple[int, ...] = ()) -> Array:
        """Draws of shape ``sample_shape + batch_shape + event_shape``."""
        if key is None:
            raise ValueError("a sample needs a key")
        u = uniform_noise(key, (*sample_shape, *self.batch_shape, *self.event_shape))
        return self.from_uniform(u)


class FromScore(InverseCdf):
    """An ``InverseCdf`` whose quantile is a function of the normal score."""

    noise: ClassVar[Noise] = "score"

    def _quantile(self, lower: Array, upper: Array) -> Array:
        below = lower < 0.5
        size = ndtri(jnp.where(below, lower, upper))
        return self.from_score(jnp.where(below, size, -size))

    def from_uniform(self, u: ArrayLike) -> Array:
        """The quantile at ``u`` strictly inside (0, 1)."""
        return self.from_score(score_from_uniform(jnp.asarray(u, dtype=float)))
