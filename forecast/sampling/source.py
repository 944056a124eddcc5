"""Executing a program's text, and handing it its constants."""

import linecache
import math
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
from jax import Array, lax

from forecast.program.program import Constant, Program

type ConstantShapes = tuple[tuple[str, tuple[tuple[int, ...], ...]], ...]
type Model = Callable[[Mapping[str, Any]], Any]


def load_model(program: Program) -> Model:
    """The ``model`` function of a program's text. Tracebacks through it show the program's lines."""
    digest = blake2b(program.text.encode(), digest_size=6).hexdigest()
    filename = f"<program {program.name} {digest}>"
    linecache.cache[filename] = (len(program.text), None, program.text.splitlines(keepends=True), filename)
    namespace: dict[str, Any] = {"__name__": f"forecast_program_{digest}"}
    exec(compile(program.text, filename, "exec"), namespace)
    return namespace["model"]


def pack_constants(constants: Mapping[str, Constant]) -> tuple[ConstantShapes, np.ndarray]:
    """All constants as one vector, and their shapes: one argument of a compiled program instead of hundreds."""
    shapes: list[tuple[str, tuple[tuple[int, ...], ...]]] = []
    numbers: list[np.ndarray] = [np.zeros(0)]
    for name, entries in constants.items():
        arrays = [np.asarray(entry, dtype=float) for entry in entries]
        shapes.append((name, tuple(array.shape for array in arrays)))
        numbers.extend(array.ravel() for array in arrays)
    return tuple(shapes), np.concatenate(numbers)


def unpack_constants(shapes: ConstantShapes, vector: Array) -> dict[str, tuple[Array, ...]]:
    """The constants as the program reads them; a tuple within an entry has become an array."""
    position = 0
    unpacked: dict[str, tuple[Array, ...]] = {}
    for name, entry_shapes in shapes:
        entries: list[Array] = []
        for shape in entry_shapes:
            size = math.prod(shape)
            entries.append(lax.slice(vector, (position,), (position + size,)).reshape(shape))
            position += size
        unpacked[name] = tuple(entries)
    return unpacked
