"""The standard normal quantile of a uniform on the noise grid, fast and exact in both tails.

The uniforms of the noise layer are odd multiples of 2**-53, so that ``1 - u`` is exact and the far upper tail is as
fine as the lower. With ``p = min(u, 1 - u)`` and ``t = u - 1/2`` the quantile is ``t * f(p)``, where ``f`` is smooth;
a table keeps one polynomial of degree 5 for each 64th part of a binade of ``p``. Neither a logarithm nor a square
root is needed, which is what makes it several times faster than rational approximations on a CPU. Relative error
against ``scipy.special.ndtri``: below 2e-15.
"""

from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax
from jax.typing import ArrayLike

SMALLEST_UNIFORM = 2.0**-53
_SUBDIVISION_BITS = 6
_DEGREE = 5
_FIRST_INTERVAL = (1023 - 53) << _SUBDIVISION_BITS


@cache
def _coefficients() -> np.ndarray:
    """Polynomial coefficients ``[power, interval]`` in the offset from the interval's middle, in units of its width."""
    from scipy.special import ndtri

    parts = 1 << _SUBDIVISION_BITS
    count = 52 * parts
    order = np.arange(_DEGREE + 1)
    nodes = np.cos(np.pi * (order + 0.5) / (_DEGREE + 1)) / 2
    interval = np.arange(count)[:, None]
    binade = 2.0 ** (interval // parts - 53)
    p = binade * (1 + (interval % parts + nodes + 0.5) / parts)
    f = -ndtri(p) / (0.5 - p)
    solved = np.linalg.solve(np.vander(nodes, increasing=True), f.T)
    at_half = np.zeros((_DEGREE + 1, 1))
    at_half[0] = np.sqrt(2 * np.pi)
    return np.concatenate([solved, at_half], axis=1)


@jax.custom_jvp
def score_from_uniform(u: Array) -> Array:
    """The standard normal quantile of ``u``, for ``2**-53 <= u <= 1 - 2**-53``; beyond these ends the end's value.

    In 32 bits it is JAX's own quantile.
    """
    if jnp.result_type(u) != jnp.float64:
        return jax.scipy.special.ndtri(u)
    coefficients = _coefficients()
    t = u - 0.5
    p = jnp.clip(jnp.minimum(u, 1.0 - u), SMALLEST_UNIFORM, 0.5)
    bits = lax.bitcast_convert_type(p, jnp.int64)
    interval = (bits >> (52 - _SUBDIVISION_BITS)).astype(jnp.int32) - _FIRST_INTERVAL
    within = (bits & ((1 << (52 - _SUBDIVISION_BITS)) - 1)) | (1023 << 52)
    s = (lax.bitcast_convert_type(within, jnp.float64) - 1.0) * 2.0**_SUBDIVISION_BITS - 0.5
    f = jnp.asarray(coefficients[_DEGREE]).at[interval].get(mode="promise_in_bounds")
    for row in coefficients[_DEGREE - 1 :: -1]:
        f = f * s + jnp.asarray(row).at[interval].get(mode="promise_in_bounds")
    # a NaN has no interval; t keeps it
    return t * f


@score_from_uniform.defjvp
def _score_from_uniform_jvp(primals: tuple[Array], tangents: tuple[Array]) -> tuple[Array, Array]:
    z = score_from_uniform(primals[0])
    return z, tangents[0] * jnp.sqrt(2 * jnp.pi) * jnp.exp(z * z / 2)


@jax.jit  # traced once in a process, not once a distribution
def central_score(level: ArrayLike) -> Array:
    """Half the width, in standard deviations, of the central interval that holds ``level`` of a normal; NaN outside (0, 1)."""
    level = jnp.asarray(level, dtype=float)
    return score_from_uniform(jnp.where((level > 0) & (level < 1), (1 + level) / 2, jnp.nan))
