"""The draws of a run: in memory while they are few, in temporary files once they are many."""

import os
import tempfile
import threading
import weakref
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING

from forecast.results.errors import StoreError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Floats = NDArray[np.float64]

BUDGET = 128 * 2**20
"""Bytes that all outputs together may take in memory."""


class Draws:
    """Named arrays ``[draw, *dims]`` of 64-bit floats that grow block by block.

    Past ``budget`` bytes everything moves to anonymous temporary files, one for each output, and is read on demand, one
    output at a time. Ordinary reads and writes, no memory map: mapped pages would count as memory of the process. In a
    file the draws of an element lie together, block by block, so that some elements can be read without the others.
    The files go with the object. ``replicates`` says in how many independent sets the draws come: draw i is one of set
    i % replicates, and with 1 all are independent.
    """

    def __init__(self, *, budget: int = BUDGET, replicates: int = 1) -> None:
        if replicates < 1:
            raise ValueError(f"draws come in at least one set, not in {replicates}")
        self.replicates = replicates
        self._budget = budget
        self._bytes = 0
        self._counts: dict[str, int] = {}
        self._dims: dict[str, tuple[int, ...]] = {}
        self._blocks: dict[str, list[Floats]] = {}
        self._files: dict[str, IO[bytes]] = {}
        self._lengths: dict[str, list[int]] = {}
        self._reading = threading.Lock()
        self._spilled = False
        weakref.finalize(self, _close, self._files)

    @property
    def names(self) -> tuple[str, ...]:
        """The outputs, in the order of their first block."""
        return tuple(self._counts)

    @property
    def count(self) -> int:
        """The number of draws."""
        return min(self._counts.values(), default=0)

    @property
    def spilled(self) -> bool:
        """Whether the draws lie in temporary files."""
        return self._spilled

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of an output's array, draws first."""
        return (self._counts[name], *self._dims[name])

    def append(self, values: Mapping[str, "Floats"]) -> None:
        """Add a block: for each output an array ``[draw, *dims]``, all of the same number of draws."""
        lengths = {len(array) for array in values.values()}
        if len(lengths) > 1:
            raise ValueError(f"outputs of one block have different numbers of draws: {sorted(lengths)}")
        if self._counts and values.keys() != self._counts.keys():
            raise ValueError("every block must hold the same outputs")
        for name, array in values.items():
            self.extend(name, array)

    def extend(self, name: str, array: "Floats") -> None:
        """Add draws to one output. Raises StoreError where a temporary file cannot be written."""
        import numpy as np

        block = np.asarray(array, dtype=np.float64)
        dims = self._dims.setdefault(name, block.shape[1:])
        if dims != block.shape[1:]:
            raise ValueError(f"{name} has the shape {dims} a draw, not {block.shape[1:]}")
        self._counts[name] = self._counts.get(name, 0) + len(block)
        self._bytes += block.nbytes
        if self._spilled:
            self._write(name, block)
            return
        self._blocks.setdefault(name, []).append(block)
        if self._bytes > self._budget:
            self._spill()

    def __contains__(self, name: object) -> bool:
        return name in self._counts

    def __getitem__(self, name: str) -> "Floats":
        """The array of an output, shape ``[draw, *dims]``, read-only. From files it is read anew at each call."""
        import numpy as np

        if name not in self._counts:
            raise KeyError(name)
        if self._spilled:
            array = np.empty(self.shape(name))
            start = 0
            for piece in self.pieces(name):
                array[start : start + len(piece)] = piece
                start += len(piece)
        else:
            blocks = self._blocks[name]
            array = blocks[0] if len(blocks) == 1 else np.concatenate(blocks)
            array = array.view()
            self._blocks[name] = [array]
        array.flags.writeable = False
        return array

    def column(self, name: str, position: tuple[int, ...] = ()) -> "Floats":
        """The draws of one element, shape ``[draw]``: a fresh array that the caller may change in place."""
        place = 0
        for at, size in zip(position, self._dims[name], strict=True):
            place = place * size + at
        return self.columns(name, place, place + 1)[0]

    def columns(self, name: str, start: int, stop: int) -> "Floats":
        """The draws of consecutive elements, shape ``[element, draw]``: a fresh array. Elements count in row-major order."""
        import numpy as np

        width = int(np.prod(self._dims[name], dtype=np.int64))
        found = np.empty((stop - start, self._counts[name]))
        first = 0
        if not self._spilled:
            for block in self._blocks[name]:
                found[:, first : first + len(block)] = block.reshape(len(block), width)[:, start:stop].T
                first += len(block)
            return found
        for length in self._lengths[name]:
            part = np.empty((stop - start, length))
            self._read(name, part, offset=8 * (first * width + start * length))
            found[:, first : first + length] = part
            first += length
        return found

    def pieces(self, name: str) -> Iterator["Floats"]:
        """The array of an output in consecutive pieces along its draws, so that it need not fit into memory."""
        import numpy as np

        if not self._spilled:
            yield from self._blocks[name]
            return
        dims = self._dims[name]
        width = int(np.prod(dims, dtype=np.int64))
        first = 0
        for length in self._lengths[name]:
            piece = np.empty((*dims, length))
            self._read(name, piece, offset=8 * first * width)
            yield np.moveaxis(piece, -1, 0)
            first += length

    def _spill(self) -> None:
        self._spilled = True
        for name, blocks in self._blocks.items():
            for block in blocks:
                self._write(name, block)
            blocks.clear()
        self._blocks.clear()

    def _write(self, name: str, block: "Floats") -> None:
        import numpy as np

        try:
            if name not in self._files:
                self._files[name] = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the object
            self._lengths.setdefault(name, []).append(len(block))
            if block.size:
                self._files[name].seek(0, os.SEEK_END)
                rest = memoryview(np.ascontiguousarray(np.moveaxis(block, 0, -1))).cast("B")
                while rest:
                    rest = rest[self._files[name].write(rest) :]
        except OSError as error:
            raise StoreError(
                "The draws do not fit into memory and could not be put into the temporary folder "
                f"{tempfile.gettempdir()}: {error.strerror or error}. "
                "Free some space, set TMPDIR to a folder with more, or ask for fewer draws."
            ) from error

    def _read(self, name: str, array: "Floats", *, offset: int) -> None:
        if not array.size:
            return
        file = self._files[name]
        rest = memoryview(array).cast("B")
        with self._reading:
            file.seek(offset)
            while rest:
                got = file.readinto(rest)  # pyright: ignore[reportAttributeAccessIssue] - a raw file has it
                if not got:
                    raise StoreError(
                        f"A temporary file with the draws of {name} was cut short. Run the forecast again."
                    )
                rest = rest[got:]


def _close(files: dict[str, IO[bytes]]) -> None:
    for file in files.values():
        file.close()
