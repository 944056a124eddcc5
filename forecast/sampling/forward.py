"""Forward Monte Carlo: draws of a program without evidence, in blocks."""

import os
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import jax
import numpy as np

from forecast.program.program import Program
from forecast.sampling.block import BlockArguments, BlockFunction, block_function
from forecast.sampling.layout import layout_and_arguments, rows
from forecast.sampling.noise import LARGEST_DRAW
from forecast.sampling.points import RANDOM, Points
from forecast.sampling.source import pack_constants
from forecast.sampling.xla import prepare

_BLOCK_NUMBERS = 1 << 19  # numbers, noise and outputs together, in a block: 4 MB
_SMALLEST_BLOCK, _LARGEST_BLOCK = 1 << 10, 1 << 14
_CLOCKED_BLOCK = 1 << 10  # of draws that go through the clock together
_MOST_BLOCK_NUMBERS = 1 << 25  # values of all nodes in a block: 256 MB, of which there are a few copies at a time
_BLOCK_STEP = 64
_MOST_COMPILED = 16  # programs that are kept, each with some megabytes


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the draws asked for are done, or how far other work is, which then says in a few words ``what`` it is."""

    done: int
    total: int
    what: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which draws to make: draw i has the noise of the i-th of ``numbers``, or its own without any.

    The ``informed`` sites have ``scores`` ``[row, draw]`` instead, of which draw i takes one after the other, over and over.
    """

    numbers: np.ndarray | None = None
    informed: tuple[str, ...] = ()
    scores: np.ndarray = field(default_factory=lambda: np.zeros((0, 1)))


@dataclass(frozen=True, slots=True)
class Block:
    """Values ``[draw, *dims]`` of the outputs for the ``count`` draws from ``first_draw`` on."""

    first_draw: int
    count: int
    values: dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Forward:
    """Keeps compiled programs: one runs again, with another seed, other constants or more draws, without being traced anew."""

    _compiled: dict[object, BlockFunction] = field(default_factory=dict)
    _used: set[BlockFunction] = field(default_factory=set)
    """Those that have run, and are compiled."""

    def run(  # noqa: PLR0913
        self,
        program: Program,
        *,
        draws: int,
        seed: int,
        outputs: Sequence[str],
        first_draw: int = 0,
        block: int | None = None,
        points: Points = RANDOM,
        redrawn: Collection[str] = (),
        chosen: Chosen | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Iterator[Block]:
        """Draws ``first_draw`` to ``first_draw + draws - 1`` in order.

        A draw's values depend on the program, its constants, the seed, the points and the draw's number alone; not, to
        the last bit, on ``block`` (draws made at a time) or on the range asked for. With ``redrawn`` the noise of those
        nodes is drawn anew, all other noise stays, and nothing is compiled for it. With ``chosen`` draw i is the i-th of
        those. Raises ValueError for a range
        outside 0 to 2**44, or outside the points, or for more uncertain numbers than such points can have, and
        KeyError for an output that the program does not have.
        """
        most = LARGEST_DRAW if points.kind == "random" else points.total
        if draws < 0 or first_draw < 0 or first_draw + draws > most:
            raise ValueError(f"draws {first_draw} to {first_draw + draws} are not within 0 to {most}")
        if unknown := set(outputs) - {*program.outputs, *program.watched}:
            raise KeyError(f"the program {program.name} has no {', '.join(sorted(unknown))}")
        prepare()
        size = block or block_size(program, outputs)
        # tiny and odd blocks are compiled larger: XLA would unroll them or add a remainder loop, which can round otherwise
        compiled_size = max(-(-size // _BLOCK_STEP) * _BLOCK_STEP, min(_SMALLEST_BLOCK, _fitting(program)))
        informed = () if chosen is None else chosen.informed
        function, arguments = self._compile(
            program, seed, points, outputs=tuple(outputs), size=compiled_size, redrawn=redrawn, informed=informed
        )
        is_compiled = function in self._used
        self._used.add(function)
        return _blocks(
            lambda start: function(*_at(start, compiled_size, chosen), arguments),
            draws=draws,
            first_draw=first_draw,
            size=size,
            workers=_workers(program.width, size),
            is_compiled=is_compiled,
            on_progress=on_progress,
        )

    def _compile(
        self,
        program: Program,
        seed: int,
        points: Points,
        *,
        outputs: tuple[str, ...],
        size: int,
        redrawn: Collection[str],
        informed: tuple[str, ...],
    ) -> tuple[BlockFunction, BlockArguments]:
        layout, noise = layout_and_arguments(program, seed, points, redrawn)
        constant_shapes, constants = pack_constants(program.constants)
        key = (program.code or program.text, layout.shape_key, constant_shapes, outputs, size, informed)
        if key not in self._compiled:
            self._compiled[key] = block_function(
                program,
                layout=layout,
                constant_shapes=constant_shapes,
                outputs=outputs,
                size=size,
                informed=informed,
            )
            if len(self._compiled) > _MOST_COMPILED:
                self._used.discard(self._compiled.pop(next(iter(self._compiled))))
        return self._compiled[key], jax.device_put(BlockArguments(noise, constants))


def run_forward(
    program: Program,
    *,
    draws: int,
    seed: int,
    outputs: Sequence[str],
    first_draw: int = 0,
    block: int | None = None,
    points: Points = RANDOM,
    on_progress: Callable[[Progress], None] | None = None,
) -> Iterator[Block]:
    """``Forward.run`` for a single run."""
    return Forward().run(
        program,
        draws=draws,
        seed=seed,
        outputs=outputs,
        first_draw=first_draw,
        block=block,
        points=points,
        on_progress=on_progress,
    )


def block_size(program: Program, outputs: Sequence[str]) -> int:
    """Draws in a block: as many as keep its numbers in a processor's cache, by the program alone so that it compiles once.

    Where a possible world has very many values: as many as keep a block within a share of the memory.
    """
    width = rows(program.sites) + len(outputs) + 1
    largest = _CLOCKED_BLOCK if program.substeps else _LARGEST_BLOCK
    cached = min(max(_power_of_two(_BLOCK_NUMBERS // width), _SMALLEST_BLOCK), largest)
    return min(cached, _fitting(program))


def _fitting(program: Program) -> int:
    """How many draws of all the nodes fit into a block's share of the memory."""
    return max(_power_of_two(_MOST_BLOCK_NUMBERS // max(program.width, 1)), _BLOCK_STEP)


def _power_of_two(number: int) -> int:
    """The largest power of two up to the number, at least 1."""
    return 1 << max(number.bit_length() - 1, 0)


def _workers(width: int, size: int) -> int:
    """How many blocks are made at once: XLA makes most of one with a single processor. Only one where blocks are very large."""
    if jax.default_backend() != "cpu":
        return 1
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, _MOST_BLOCK_NUMBERS // max(width * size, 1)))


def _at(start: int, size: int, chosen: Chosen | None) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the draws from one place on, and their given scores; after the last chosen one that repeats."""
    places = np.arange(start, start + size, dtype=np.uint64)
    if chosen is None:
        return places, np.zeros((0, size))
    scores = chosen.scores[:, places % np.uint64(chosen.scores.shape[1])]
    if chosen.numbers is None:
        return places, scores
    return chosen.numbers[np.minimum(places, len(chosen.numbers) - 1)].astype(np.uint64), scores


def _blocks(
    function: Callable[[int], Mapping[str, jax.Array]],
    *,
    draws: int,
    first_draw: int,
    size: int,
    workers: int,
    is_compiled: bool,
    on_progress: Callable[[Progress], None] | None,
) -> Iterator[Block]:
    starts = iter(range(first_draw, first_draw + draws, size))
    under_way: deque[tuple[int, Future[dict[str, np.ndarray]]]] = deque()
    done = 0

    def make(start: int, count: int) -> dict[str, np.ndarray]:
        values = function(start)
        return {name: np.moveaxis(np.asarray(value), -1, 0)[:count] for name, value in values.items()}

    executor = ThreadPoolExecutor(workers, thread_name_prefix="blocks")
    try:
        while True:
            while len(under_way) < workers + 1 and (start := next(starts, None)) is not None:
                count = min(size, first_draw + draws - start)
                under_way.append((start, executor.submit(make, start, count)))
                if not is_compiled:
                    # Two at once would both compile it.
                    under_way[0][1].result()
                    is_compiled = True
            if not under_way:
                return
            start, made = under_way.popleft()
            arrays = made.result()
            count = min(size, first_draw + draws - start)
            done += count
            yield Block(first_draw=start, count=count, values=arrays)
            if on_progress is not None:
                on_progress(Progress(done=done, total=draws))
    finally:
        executor.shutdown(cancel_futures=True)
