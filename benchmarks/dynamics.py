"""The clock beside hand-written loops: `python -m benchmarks.dynamics NAME NOISE` is one contestant in a process of its own.

`python -m benchmarks.dynamics ticks N` is a first run and a second of the same system with N ticks.
"""

import importlib
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, variance

from benchmarks.contestants import Quantiles
from benchmarks.coupled.model import model_text
from benchmarks.measurement import Line, Measured, Part, Target
from benchmarks.whole_process import stopwatch
from benchmarks.worker import peak_bytes

DRAWS = 100_000
ROUNDS, RUNS = 3, 4
"""Processes of each contestant, one after the other, and timed runs in each, after one that is not."""
OURS = "forecast_engine"
CONTESTANTS = {OURS: "forecast", "jax_scan": "hand-written lax.scan", "numpy_loop": "NumPy"}
AI_2027 = "ai_2027"
TICKS = (200, 2000)
LARGEST_DEVIATION = 5.0
_PATH = Path(__file__).parent.parent / "examples" / "ai_2027.fcst"


@dataclass(slots=True)
class Figures:
    """What the processes of one contestant have told."""

    wall: list[float] = field(default_factory=list[float])
    cpu: list[float] = field(default_factory=list[float])
    peak: list[float] = field(default_factory=list[float])
    answers: list[Quantiles] = field(default_factory=list[Quantiles])

    def add(self, told: dict[str, list[float]]) -> None:
        for mine, theirs in ((self.wall, "wall"), (self.cpu, "cpu"), (self.peak, "peak"), (self.answers, "answers")):
            mine.extend(told[theirs])


def dynamics(*, draws: int = DRAWS, rounds: int = ROUNDS, on_step: Callable[[str], None] = lambda _: None) -> Part:
    """Time all contestants, with and without noise. Raises RuntimeError where they disagree."""
    figures = {(name, noise): Figures() for noise in (False, True) for name in CONTESTANTS}
    example, compiled = Figures(), {ticks: list[float]() for ticks in TICKS}
    with stopwatch() as watch, tempfile.TemporaryDirectory() as cache:
        for number in range(rounds):
            for (name, noise), found in figures.items():
                on_step(f"{CONTESTANTS[name]}{', noise' if noise else ''}")
                arguments = ("-m", "benchmarks.dynamics", name, str(int(noise)), str(draws), str(number))
                found.add(json.loads(watch.time(arguments, {"FORECAST_CACHE_DIR": cache}).output))
            on_step("AI 2027")
            arguments = ("-m", "benchmarks.dynamics", AI_2027, "0", str(draws), str(number))
            example.add(json.loads(watch.time(arguments, {"FORECAST_CACHE_DIR": cache}).output))
            for ticks, times in compiled.items():
                on_step(f"compile {ticks} ticks")
                with tempfile.TemporaryDirectory() as empty:
                    ended = watch.time(
                        ("-m", "benchmarks.dynamics", "ticks", str(ticks)), {"FORECAST_CACHE_DIR": empty}
                    )
                times.append(json.loads(ended.output))
    if wrong := [
        f"{name}{' with noise' * noise}" for (name, noise) in figures if not _agrees(figures, name, noise=noise)
    ]:
        raise RuntimeError(f"another system is computed by {', '.join(wrong)}")
    return Part(
        title=f"Three stocks of four labs over 200 ticks, an event, {draws:,} draws",
        lines=(*_lines(figures, example), *(_compile_line(ticks, times) for ticks, times in compiled.items())),
        targets=_targets(figures, example, compiled),
    )


def _lines(figures: dict[tuple[str, bool], Figures], example: Figures) -> list[Line]:
    found: list[Line] = []
    for (name, noise), each in figures.items():
        title = f"{CONTESTANTS[name]}{', with noise' if noise else ''}"
        found.append(Line(title, Measured(tuple(each.wall)), cpu=Measured(tuple(each.cpu))))
        if name == OURS:
            found.append(Line(f"{title}: peak memory", Measured(tuple(each.peak)), "MB"))
    found.append(Line("AI 2027, both forecasters", Measured(tuple(example.wall)), cpu=Measured(tuple(example.cpu))))
    return found


def _compile_line(ticks: int, times: list[float]) -> Line:
    return Line(f"first run less second, {ticks} ticks, empty cache", Measured(tuple(times)))


def _targets(
    figures: dict[tuple[str, bool], Figures], example: Figures, compiled: dict[int, list[float]]
) -> tuple[Target, ...]:
    found: list[Target] = []
    for noise in (False, True):
        scan, numpy, ours = (min(figures[name, noise].wall) for name in ("jax_scan", "numpy_loop", OURS))
        what = "with noise, " if noise else ""
        found.append(Target(f"{what}time over the hand-written scan's", ours / scan, 1.3, "times"))
        found.append(Target(f"{what}faster than NumPy", numpy / ours, 3.0, "times", at_least=True))
        found.append(Target(f"{what}peak memory", max(figures[OURS, noise].peak), 1500, "MB"))
    found.append(Target("AI 2027", min(example.wall), 5.0, "s"))
    few, many = (min(compiled[ticks]) for ticks in TICKS)
    found.append(Target(f"compile time, {TICKS[1]} ticks over {TICKS[0]}", many / few, 1.1, "times"))
    return tuple(found)


def _agrees(figures: dict[tuple[str, bool], Figures], name: str, *, noise: bool) -> bool:
    """Whether all quantiles are those of NumPy, by the spread between runs with other seeds."""
    found, wanted = (figures[each, noise].answers for each in (name, "numpy_loop"))
    for answer, levels in wanted[0].items():
        for level in range(len(levels)):
            a, b = ([run[answer][level] for run in runs] for runs in (found, wanted))
            error = (variance(a) / len(a) + variance(b) / len(b)) ** 0.5
            if abs(fmean(a) - fmean(b)) > LARGEST_DEVIATION * error:
                return False
    return True


def _contestant(name: str, *, noise: bool, draws: int, number: int) -> None:
    run = _example() if name == AI_2027 else importlib.import_module(f"benchmarks.coupled.{name}").prepare(noise=noise)
    told: dict[str, list[object]] = {"wall": [], "cpu": [], "peak": [], "answers": []}
    for repetition in range(RUNS + 1):
        processor, started = time.process_time(), time.perf_counter()
        answers = run(draws, 1 + number * (RUNS + 1) + repetition)
        seconds, used = time.perf_counter() - started, time.process_time() - processor
        if repetition > 0:
            told["wall"].append(seconds)
            told["cpu"].append(used)
            told["answers"].append(answers)
    told["peak"].append(peak_bytes() / 1e6)
    print(json.dumps(told))


def _example() -> Callable[[int, int], Quantiles]:
    import forecast

    model = forecast.load(_PATH)

    def run(draws: int, seed: int) -> Quantiles:
        model.run(draws=draws, seed=seed)
        return {}

    return run


def _compile(ticks: int) -> None:
    import forecast

    model = forecast.load(model_text(noise=False, ticks=ticks))
    times: list[float] = []
    for seed in range(2):
        started = time.perf_counter()
        model.run(draws=1024, seed=seed, steps=1)
        times.append(time.perf_counter() - started)
    print(json.dumps(times[0] - times[1]))


def main() -> None:
    if sys.argv[1] == "ticks":
        _compile(int(sys.argv[2]))
    else:
        name, noise, draws, number = sys.argv[1:]
        _contestant(name, noise=noise == "1", draws=int(draws), number=int(number))


if __name__ == "__main__":
    main()
