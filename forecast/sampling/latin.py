"""Latin hypercube points: each row has one point in each of equally likely strata, in an order of its own.

The order of a row is a keyed permutation of the strata, evaluated point by point, so that it belongs to the row's name
and a block of draws needs no other block. It is a Feistel network on a rectangle of numbers that just holds all
strata; a number outside of them is sent through again until it is one of them (cycle walking, Black and Rogaway 2002).
"""

from math import ceil, isqrt, log2
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import Array, device_put, lax

from forecast.sampling.noise import LARGEST_COMPONENT, threefry_2x32, uniforms
from forecast.sampling.points import REPLICATES

_MIXED_BITS, _MOST_PASSES = 20, 20
_FIRST_COMPONENT = LARGEST_COMPONENT - 2 * _MOST_PASSES * REPLICATES
"""The noise of the permutations is at the end of the components, that within the strata at component 0."""


class LatinRows(NamedTuple):
    """Keys ``[row, 2]``, the number of strata, the sides of the rectangle, and how often to pass, each a uint32."""

    keys: Array
    strata: Array
    high: Array
    wide: Array
    passes: Array


def latin_rows(keys: Array, draws: int) -> LatinRows:
    """The rows of these keys in a run of ``draws`` draws, a multiple of the number of sets."""
    strata = max(draws // REPLICATES, 1)
    high = _side(strata)
    # Two numbers with a half in common keep their distance in the other one through a pass, so short sides take more.
    passes = min(ceil(_MIXED_BITS / log2(high)), _MOST_PASSES) if high > 1 else 1
    numbers = (strata, high, -(-strata // high), passes)
    return LatinRows(keys, *(device_put(np.uint32(number)) for number in numbers))


def latin_uniforms(rows: LatinRows, draws: Array) -> Array:
    """Uniforms ``[row, draw]`` on the grid of ``noise.uniforms``, for uint64 draw numbers ``[draw]``."""
    point = jnp.minimum(draws // REPLICATES, rows.strata - 1).astype(jnp.uint32)
    replicate = (draws % REPLICATES).astype(jnp.uint32)
    stratum = _permuted(rows, point, replicate)
    placed = (stratum.astype(float) + uniforms(rows.keys, draws)) / rows.strata.astype(float)
    # Rounding could reach 1, and what comes next counts on the grid.
    cell = jnp.minimum(jnp.floor(placed * 2.0**52), 2.0**52 - 1)
    return cell * 2.0**-52 + 2.0**-53


def _permuted(rows: LatinRows, point: Array, replicate: Array) -> Array:
    """Where each row's permutation sends each set's points, ``[row, draw]``."""
    start = jnp.broadcast_to(point, (rows.keys.shape[0], point.shape[0]))

    def once(number: Array) -> Array:
        return _feistel(rows, number, replicate)

    return lax.while_loop(
        lambda number: (number >= rows.strata).any(),
        lambda number: jnp.where(number >= rows.strata, once(number), number),
        once(start),
    )


def _feistel(rows: LatinRows, number: Array, replicate: Array) -> Array:
    upper, lower = number // rows.wide, number % rows.wide

    def one_pass(i: Array, halves: tuple[Array, Array]) -> tuple[Array, Array]:
        upper, lower = halves
        step = jnp.uint32(_FIRST_COMPONENT) + 2 * i * REPLICATES + replicate
        upper = _shifted(rows, upper, rows.high, (step, lower))
        lower = _shifted(rows, lower, rows.wide, (step + REPLICATES, upper))
        return upper, lower

    upper, lower = lax.fori_loop(np.uint32(0), rows.passes, one_pass, (upper, lower))
    return upper * rows.wide + lower


def _shifted(rows: LatinRows, half: Array, side: Array, counter: tuple[Array, Array]) -> Array:
    """A half of the numbers moved round its side by noise that depends on the other half."""
    word, _ = threefry_2x32((rows.keys[:, :1], rows.keys[:, 1:]), counter)
    by = ((word.astype(jnp.uint64) * side.astype(jnp.uint64)) >> np.uint64(32)).astype(jnp.uint32)
    moved = half + by
    return jnp.where(moved >= side, moved - side, moved)


def _side(strata: int) -> int:
    """The shorter side of a rectangle that is not too flat and has as few numbers beyond the strata as can be."""
    root = isqrt(strata)
    # With a side of one there would be nothing but rotations.
    return min(range(root, min(root, max(root // 4, 2)) - 1, -1), key=lambda side: -strata % side)
