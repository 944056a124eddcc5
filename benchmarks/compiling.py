"""Tracing and compiling a program, in new processes with an empty cache: `python -m benchmarks.compiling INPUTS` is one."""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

from benchmarks.generated import wide_model
from benchmarks.measurement import Line, Measured, Part
from benchmarks.whole_process import timed

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
    for _ in range(repetitions):
        for count in inputs:
            with tempfile.TemporaryDirectory() as cache:
                for times, what in ((fresh, "compile"), (cached, "load")):
                    on_step(f"{what} {count} inputs")
                    _, _, answer, _ = timed(("-m", "benchmarks.compiling", str(count)), {"FORECAST_CACHE_DIR": cache})
                    times[count].append(json.loads(answer)["seconds"])
    lines: list[Line] = []
    for count in inputs:
        lines.append(Line(f"{count} inputs, empty cache", Measured(tuple(fresh[count]))))
        lines.append(Line(f"{count} inputs, compiled by another process", Measured(tuple(cached[count]))))
    return Part(title="Tracing and compiling", lines=tuple(lines))


def main() -> None:
    """The first run of a model less its second, once everything is imported and the model is checked."""
    import jax

    import forecast
    import forecast.sampling.forward

    jax.devices()
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
