"""Forward Monte Carlo on a CPU: one model, several engines, side by side."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from benchmarks.agreement import LARGEST_DEVIATION, Reference, reference
from benchmarks.contestants import CONTESTANTS, OURS, REFERENCE, SQUIGGLE, SQUIGGLEPY, Contestant, UnavailableError
from benchmarks.measurement import Measured, Target
from benchmarks.process import Places, Process, Timing

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
REPETITIONS = 9
SECONDS_EACH = 8.0
"""A contestant that has used this much on one size gets no further repetition there."""

_MEGABYTE = 1e6
_LARGE = 10_000_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One contestant at one size."""

    wall: Measured
    cpu: Measured
    peak_bytes: int
    deviation: float
    """The largest difference of a quantile from the reference, in standard errors."""

    @property
    def agrees(self) -> bool:
        return self.deviation <= LARGEST_DEVIATION

    def to_json(self) -> dict[str, Any]:
        return {
            "wall_seconds": self.wall.to_json(),
            "cpu_seconds": self.cpu.to_json(),
            "peak_bytes": self.peak_bytes,
            "deviation": self.deviation,
            "agrees": self.agrees,
        }


@dataclass(frozen=True, slots=True)
class Race:
    """The outcome."""

    sizes: Sequence[int]
    cells: Mapping[str, Mapping[int, Cell]]
    versions: Mapping[str, str] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    """Why a contestant did not take part, or left."""

    def ratio(self, name: str, size: int, *, to: str = REFERENCE) -> float | None:
        """Best wall time of one contestant over that of another."""
        one, other = self.cells.get(name, {}).get(size), self.cells.get(to, {}).get(size)
        return None if one is None or other is None else one.wall.best / other.wall.best

    @property
    def disagreeing(self) -> tuple[tuple[str, int], ...]:
        return tuple(
            (name, size) for name, cells in self.cells.items() for size, cell in cells.items() if not cell.agrees
        )

    @property
    def targets(self) -> tuple[Target, ...]:
        found: list[Target] = []
        million = 1_000_000
        if (ratio := self.ratio(OURS, million)) is not None:
            found.append(Target("1e6 draws, time over straight NumPy's", ratio, 1.2, "times"))
            found.append(Target("the same, what we aim for", ratio, 0.7, "times"))
        for rival, title, limit in ((SQUIGGLEPY, "squigglepy", 4.0), (SQUIGGLE, "Squiggle", 10.0)):
            if (ratio := self.ratio(rival, million, to=OURS)) is not None:
                found.append(Target(f"1e6 draws, faster than {title}", ratio, limit, "times", at_least=True))
        if (cell := self.cells.get(OURS, {}).get(_LARGE)) is not None:
            found.append(Target("1e7 draws, peak memory", cell.peak_bytes / _MEGABYTE, 600, "MB"))
        return tuple(found)

    def to_json(self) -> dict[str, Any]:
        return {
            "versions": dict(self.versions),
            "absent": dict(self.absent),
            "cells": {
                name: {str(n): cell.to_json() for n, cell in cells.items()} for name, cells in self.cells.items()
            },
            "targets": [target.to_json() for target in self.targets],
        }


def race(
    *,
    sizes: Sequence[int] = SIZES,
    contestants: Sequence[Contestant] = CONTESTANTS,
    repetitions: int = REPETITIONS,
    seconds_each: float = SECONDS_EACH,
    places: Places | None = None,
    on_step: Callable[[str], None] = lambda _: None,
) -> Race:
    """Run them all. Repetitions are interleaved, so that what else the machine does falls on all alike."""
    on_step("reference")
    wanted = reference()
    absent: dict[str, str] = {}
    versions: dict[str, str] = {}
    cells: dict[str, dict[int, Cell]] = {}
    with ExitStack() as stack:
        running: dict[str, tuple[Contestant, Process]] = {}
        for contestant in contestants:
            on_step(f"start {contestant.title}")
            try:
                process = stack.enter_context(Process(contestant.name, places or Places()))
            except (UnavailableError, RuntimeError, OSError) as error:
                absent[contestant.name] = str(error)
                continue
            running[contestant.name] = contestant, process
            versions[contestant.name] = process.version
        warm: set[str] = set()
        for size in sorted(sizes):
            made: dict[str, list[Timing]] = {}
            for repetition in range(-1, repetitions):
                for name, (contestant, process) in tuple(running.items()):
                    if repetition < 0 and name in warm and not contestant.compiles_each_size:
                        continue
                    if sum(timing.seconds for timing in made.get(name, ())) > seconds_each:
                        continue
                    on_step(f"{size:.0e} draws, {contestant.title}")
                    try:
                        timing = process.run(size, repetition + 1)
                    except (RuntimeError, OSError) as error:
                        absent[name] = f"at {size:.0e} draws: {error}"
                        del running[name]
                        made.pop(name, None)
                        continue
                    warm.add(name)
                    if repetition >= 0:
                        made.setdefault(name, []).append(timing)
            for name, timings in made.items():
                cells.setdefault(name, {})[size] = _cell(timings, size, wanted)
    return Race(tuple(sorted(sizes)), cells, versions, absent)


def _cell(timings: Sequence[Timing], draws: int, wanted: Reference) -> Cell:
    return Cell(
        wall=Measured(tuple(timing.seconds for timing in timings)),
        cpu=Measured(tuple(timing.cpu_seconds for timing in timings)),
        peak_bytes=timings[-1].peak_bytes,
        # The first repetition alone: the largest of many would deviate by chance.
        deviation=wanted.deviation(timings[0].quantiles, draws),
    )
