"""Tracing and compiling a program, in new processes with an empty cache: `python -m benchmarks.compiling INPUTS` is one."""

import importlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

from benchmarks.generated import wide_model
from benchmarks.measurement import Line, Measured, Part
from benchmarks.whole_process import stopwatch

INPUTS = (10, 40)
REPETITIONS = 3
DRAWS = 1000


def compiling(
    *,
    inputs: Sequence[int] = INPUTS,
    repetitions: int = REPETITIONS,
    on_step: Callable[[str], None] = lambda _: None,
) -> Part:
    fresh: dict[int, list[float]] = {count: [] for count in inputs}
    cached: dict[int, list[float]] = {count: [] for count in inputs}
    with stopwatch() as watch:
        for repetition in range(-1, repetitions):
            # The round before the first only writes bytecode.
            for count in inputs if repetition >= 0 else inputs[:1]:
                with tempfile.TemporaryDirectory() as cache:
                    for times, what in ((fresh, "compile"), (cached, "load")):
                        on_step(f"{what} {count} inputs")
                        ended = watch.time(("-m", "benchmarks.compiling", str(count)), {"FORECAST_CACHE_DIR": cache})
                        if repetition >= 0:
                            times[count].append(json.loads(ended.output)["seconds"])
    lines: list[Line] = []
    for count in inputs:
        lines.append(Line(f"{count} inputs, empty cache", Measured(tuple(fresh[count]))))
        lines.append(Line(f"{count} inputs, compiled by another process", Measured(tuple(cached[count]))))
    return Part(title="Tracing and compiling", lines=tuple(lines))


def main() -> None:
    """The first run of a model less its second, once everything is imported and the model is checked."""
    import jax

    import forecast

    jax.devices()
    # What a run imports when it is first needed.
    for module in ("sampling.forward", "results.draws", "results.failure", "results.forecast", "results.from_graph"):
        importlib.import_module(f"forecast.{module}")
    model = forecast.load(wide_model(int(sys.argv[1])))
    assert model.program
    times: list[float] = []
    for seed in range(2):
        started = time.perf_counter()
        model.run(draws=DRAWS, seed=seed)
        times.append(time.perf_counter() - started)
    print(json.dumps({"seconds": times[0] - times[1]}))


if __name__ == "__main__":
    main()
