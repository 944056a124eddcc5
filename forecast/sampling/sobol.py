"""Scrambled Sobol points: each row is a dimension of the Sobol sequence (Joe and Kuo's direction numbers, from SciPy).

Each set of points is scrambled by a random lower triangular matrix and a random shift of the binary digits in each row
(Matoušek 1998). That leaves every number uniform, and has the variance of Owen's nested scrambling.
"""

from collections.abc import Sequence
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import Array, device_put, lax

from forecast.sampling.points import REPLICATES

_DIGITS = 52
_HALF = 26
_INDEX_BITS = 26
"""Points of a set are numbered with so many bits: a billion draws in all."""


class SobolRows(NamedTuple):
    """The scrambled direction numbers ``[half, bit, row, replicate]`` and shifts ``[half, row, replicate]``.

    Both are the upper and lower 26 of 52 binary digits, uint32.
    """

    directions: Array
    shifts: Array


def sobol_rows(keys: Sequence[tuple[int, int]], dimensions: Sequence[int], draws: int) -> SobolRows:
    """The rows of these keys at these dimensions of the sequence, for a run of ``draws`` draws."""
    bits = max(draws // REPLICATES - 1, 0).bit_length()
    unscrambled = _direction_numbers(dimensions, bits)
    columns, shifts = _scrambling(keys, bits)
    directions = np.zeros((_INDEX_BITS, len(keys), REPLICATES), dtype=np.uint64)
    for bit in range(bits):
        for digit in range(bit + 1):
            has = (unscrambled[bit] >> np.uint64(_DIGITS - 1 - digit)) & np.uint64(1)
            directions[bit] ^= columns[:, :, digit] * has[:, np.newaxis]
    return SobolRows(device_put(_halves(directions)), device_put(_halves(shifts)))


def sobol_uniforms(rows: SobolRows, draws: Array) -> Array:
    """Uniforms ``[row, draw]`` on the grid of ``noise.uniforms``, for consecutive uint64 draw numbers ``[draw]``."""
    count = draws.shape[0]
    # Whole groups of one point from each set, so that no direction number has to be looked up draw by draw.
    groups = -(-count // REPLICATES) + 1
    offset = (draws[0] % REPLICATES).astype(jnp.int32)
    point = (draws[0] // REPLICATES + jnp.arange(groups, dtype=jnp.uint64)).astype(jnp.uint32)
    words: list[Array] = []
    for half in range(2):
        word = rows.shifts[half][:, jnp.newaxis, :]
        for bit in range(_INDEX_BITS):
            chosen = jnp.uint32(0) - ((point >> jnp.uint32(bit)) & jnp.uint32(1))
            word = word ^ (rows.directions[half, bit][:, jnp.newaxis, :] & chosen[:, jnp.newaxis])
        words.append(word)
    upper, lower = words
    uniform = upper.astype(float) * 2.0**-_HALF + (lower.astype(float) * 2.0**-_DIGITS + 2.0 ** -(_DIGITS + 1))
    flat = uniform.reshape(uniform.shape[0], groups * REPLICATES)
    return lax.dynamic_slice_in_dim(flat, offset, count, axis=1)


def _direction_numbers(dimensions: Sequence[int], bits: int) -> np.ndarray:
    """``[bit, row]``, each with its first binary digit at the top of 52."""
    from scipy.stats import qmc

    found = np.zeros((bits, len(dimensions)), dtype=np.uint64)
    if not len(dimensions):
        return found
    sequence = qmc.Sobol(max(dimensions) + 1, scramble=False, bits=_INDEX_BITS)
    for bit in range(bits):
        sequence.reset().fast_forward(1 << bit)
        point = (sequence.random(1)[0][list(dimensions)] * 2.0**_DIGITS).astype(np.uint64)
        # The sequence runs in Gray code, where the number 2**bit has the bits `bit` and `bit - 1`.
        found[bit] = point ^ found[bit - 1] if bit else point
    return found


def _scrambling(keys: Sequence[tuple[int, int]], bits: int) -> tuple[np.ndarray, np.ndarray]:
    """For each key and set the columns of a matrix ``[row, replicate, digit]``, digits below each other, and a shift."""
    words = np.empty((len(keys), REPLICATES, _INDEX_BITS + 1), dtype=np.uint64)
    for row, (low, high) in enumerate(keys):
        generator = np.random.Philox(key=low | high << 32)
        words[row] = generator.random_raw(words[row].size).reshape(words[row].shape)
    words >>= np.uint64(64 - _DIGITS)
    diagonal = np.uint64(1) << (np.uint64(_DIGITS - 1) - np.arange(bits, dtype=np.uint64))
    columns = diagonal | (words[:, :, :bits] & (diagonal - np.uint64(1)))
    return columns, words[:, :, _INDEX_BITS]


def _halves(words: np.ndarray) -> np.ndarray:
    lower = words & np.uint64((1 << _HALF) - 1)
    return np.stack([words >> np.uint64(_HALF), lower]).astype(np.uint32)
