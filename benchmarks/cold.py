"""Whole commands, each a new process: what somebody at a terminal waits for."""

import re
import tempfile
from collections.abc import Callable, Sequence

from benchmarks.generated import HUNDRED_LINES
from benchmarks.measurement import Line, Measured, Part, Target
from benchmarks.whole_process import Stopwatch, stopwatch

REPETITIONS = 5

PYTHON = "python -c pass"
IMPORT = "python -c 'import numpyro'"
CHECK = "forecast check"
FIRST = "forecast run, nothing compiled before"
SECOND = "forecast run, once more"

_COMMANDS = {
    PYTHON: ("-c", "pass"),
    IMPORT: ("-c", "import numpyro"),
    CHECK: ("-m", "forecast.cli", "check", str(HUNDRED_LINES)),
    FIRST: ("-m", "forecast.cli", "run", str(HUNDRED_LINES), "--draws", "100000"),
    SECOND: ("-m", "forecast.cli", "run", str(HUNDRED_LINES), "--draws", "100000"),
}


def cold(*, repetitions: int = REPETITIONS, on_step: Callable[[str], None] = lambda _: None) -> Part:
    """In every round all commands once; the first run of a round finds an empty cache, the second what the first left."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in _COMMANDS}
    with stopwatch() as watch:
        for repetition in range(-1, repetitions):
            with tempfile.TemporaryDirectory() as cache:
                for name, arguments in _COMMANDS.items():
                    on_step(name)
                    ended = watch.time(arguments, {"FORECAST_CACHE_DIR": cache})
                    # The round before the first only writes bytecode and warms the disk.
                    if repetition >= 0:
                        times[name].append((ended.seconds, ended.cpu_seconds))
        heavy = heavy_imports(watch, _COMMANDS[CHECK])
    lines = {
        name: Line(name, Measured(tuple(wall for wall, _ in pairs)), cpu=Measured(tuple(cpu for _, cpu in pairs)))
        for name, pairs in times.items()
    }
    base = lines[IMPORT].measured.best
    named = f" ({', '.join(heavy)})" if heavy else ""
    return Part(
        title="Whole commands on a file of 100 lines, 1e5 draws",
        lines=tuple(lines.values()),
        targets=(
            Target("forecast check", lines[CHECK].measured.best, 0.4, "s"),
            Target(f"forecast check, heavy libraries imported{named}", len(heavy), 0, ""),
            Target("forecast run once more, beyond importing NumPyro", lines[SECOND].measured.best - base, 1.5, "s"),
            Target(
                "forecast run the first time, beyond importing NumPyro", lines[FIRST].measured.best - base, 5.0, "s"
            ),
        ),
    )


def heavy_imports(watch: Stopwatch, arguments: Sequence[str]) -> tuple[str, ...]:
    """Which of the heavy libraries a command imports."""
    ended = watch.time(("-X", "importtime", *arguments), {})
    imported = set(re.findall(r"\|\s+([\w.]+)$", ended.errors, re.MULTILINE))
    return tuple(sorted(imported & {"arviz", "jax", "numpy", "numpyro", "pandas", "scipy", "xarray"}))
