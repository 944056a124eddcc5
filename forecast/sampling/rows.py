"""The uniforms of the noise's rows, whichever the kind of points."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from jax import Array, device_put

from forecast.sampling.latin import LatinRows, latin_rows, latin_uniforms
from forecast.sampling.noise import uniforms
from forecast.sampling.points import Points
from forecast.sampling.sobol import SobolRows, sobol_rows, sobol_uniforms


class RandomRows(NamedTuple):
    """Keys ``[row, 2]`` of independent draws."""

    keys: Array


type Rows = RandomRows | LatinRows | SobolRows
"""What a compiled block takes to make its uniforms."""


def make_rows(points: Points, keys: Sequence[tuple[int, int]], dimensions: Sequence[int]) -> Rows:
    """The rows with these keys; ``dimensions`` are their numbers among all rows of the program."""
    match points.kind:
        case "random":
            return RandomRows(_array(keys))
        case "lhs":
            return latin_rows(_array(keys), points.total)
        case "sobol":
            return sobol_rows(keys, dimensions, points.total)


def row_uniforms(rows: Rows, draws: Array) -> Array:
    """Uniforms ``[row, draw]``, odd multiples of 2**-53, for consecutive draw numbers ``[draw]``."""
    match rows:
        case RandomRows():
            return uniforms(rows.keys, draws)
        case LatinRows():
            return latin_uniforms(rows, draws)
        case SobolRows():
            return sobol_uniforms(rows, draws)


def _array(keys: Sequence[tuple[int, int]]) -> Array:
    return device_put(np.array(keys, dtype=np.uint32).reshape(-1, 2))
