"""Reading model files: parsing and checking a long one, in a process that has read one before."""

import time
from collections.abc import Callable

from benchmarks.generated import long_model
from benchmarks.measurement import Line, Measured, Part, Target

LINES = 1000
REPETITIONS = 5


def language(
    *, lines: int = LINES, repetitions: int = REPETITIONS, on_step: Callable[[str], None] = lambda _: None
) -> Part:
    from forecast.language.semantics.from_tree import check
    from forecast.language.source import Source
    from forecast.language.syntax import parse

    on_step(f"read a file of {lines:,} lines")
    text = long_model(lines)
    source = Source("long.fcst", text)
    parsed = parse(source)
    checked = check(parsed.file, parsed.diagnostics)
    if errors := [diagnostic.headline for diagnostic in checked.diagnostics if diagnostic.is_error]:
        raise RuntimeError(f"the long model has errors: {errors[0]}")
    count = len(text.splitlines())
    parsing = _measured(lambda: parse(source), repetitions, count)
    checking = _measured(lambda: check(parsed.file, parsed.diagnostics), repetitions, count)
    return Part(
        title=f"Reading a file of {count:,} lines",
        lines=(
            Line("parse, for each line", parsing, unit="ms"),
            Line("check, for each line", checking, unit="ms"),
        ),
        targets=(Target("parse, for each line", parsing.best, 1.0, "ms"),),
    )


def _measured(work: Callable[[], object], repetitions: int, lines: int) -> Measured:
    times: list[float] = []
    for _ in range(repetitions):
        started = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - started) / lines)
    return Measured(tuple(times))
