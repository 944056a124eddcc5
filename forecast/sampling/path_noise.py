"""The noise of a stock in one draw: standard normals by level of refinement and position, made where they are needed."""

from dataclasses import dataclass
from functools import partial

import jax
import numpy as np
from jax import Array, lax

from forecast.runtime.brownian import LEVELS
from forecast.runtime.normal_quantile import score_from_uniform
from forecast.sampling.noise import noise_key, uniforms


@partial(jax.tree_util.register_dataclass, data_fields=("keys", "draw"), meta_fields=("shape",))
@dataclass(frozen=True, slots=True)
class PathNoise:
    """``keys`` are uint32 ``[level, element, 2]``, ``draw`` is the draw's number, ``shape`` that of the stock in one world."""

    keys: Array
    draw: Array
    shape: tuple[int, ...]

    def scores(self, level: Array, position: Array) -> Array:
        """Standard normals ``[*dims]``. Level 0 are the ticks; level L has 2**(L - 1) positions in each.

        With the numbers of many draws in ``draw`` ``[draw]``, and their positions, ``[*dims, draw]``.
        """
        alone = self.draw.ndim == 0
        # Hashing and quantiles by themselves are faster than in one loop.
        found = lax.optimization_barrier(uniforms(self.keys[level], self.draw.reshape(-1), position))
        found = score_from_uniform(found)
        return found[:, 0].reshape(self.shape) if alone else found.reshape(*self.shape, -1)


def path_keys(seed: int, node: str, elements: tuple[str, ...]) -> Array:
    """The keys of a stock's noise: a key for each level and element."""
    keys = [[noise_key(seed, node, f"noise.{level}", element) for element in elements] for level in range(LEVELS)]
    return jax.device_put(np.array(keys, dtype=np.uint32))
