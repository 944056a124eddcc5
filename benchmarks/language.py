"""Reading model files: a long one from nothing, in a process that has read one before, and after an edit."""

import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.generated import long_model
from benchmarks.measurement import Line, Measured, Part, Target
from benchmarks.whole_process import stopwatch

if TYPE_CHECKING:
    from forecast.session import ModelFile

LINES = 1000
REPETITIONS = 5

COLD = "forecast check, new process"
PLACES = {"near the beginning": 0.1, "in the middle": 0.5, "near the end": 0.9}

_NUMBER_AT_END = re.compile(r"(?<= to )\d+$", re.MULTILINE)


def language(
    *, lines: int = LINES, repetitions: int = REPETITIONS, on_step: Callable[[str], None] = lambda _: None
) -> Part:
    from forecast.language.semantics.from_tree import check
    from forecast.language.source import Source
    from forecast.language.syntax import parse
    from forecast.session import ModelFile, Remembered

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
    on_step(COLD)
    cold = _cold(text, repetitions)
    on_step("check again after an edit")
    model = ModelFile(source, remembered=Remembered())
    model.check()
    edited = {f"check again after an edit {where}": _edited(model, at, repetitions) for where, at in PLACES.items()}
    return Part(
        title=f"Reading a file of {count:,} lines",
        lines=(
            Line("parse, for each line", parsing, unit="ms"),
            Line("check, for each line", checking, unit="ms"),
            Line(COLD, cold),
            *(Line(what, times, unit="ms") for what, times in edited.items()),
        ),
        targets=(
            Target("parse, for each line", parsing.best, 1.0, "ms"),
            Target(COLD, cold.best, 1.5, "s"),
            *(Target(what, times.best, 60.0, "ms") for what, times in edited.items()),
        ),
    )


def _measured(work: Callable[[], object], repetitions: int, lines: int) -> Measured:
    times: list[float] = []
    for _ in range(repetitions):
        started = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - started) / lines)
    return Measured(tuple(times))


def _cold(text: str, repetitions: int) -> Measured:
    with stopwatch() as watch, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.fcst"
        file.write_text(text, encoding="utf-8")
        arguments = ("-m", "forecast.cli", "check", str(file))
        ended = [watch.time(arguments, {"FORECAST_CACHE_DIR": folder}) for _ in range(repetitions + 1)]
    # The first process only writes bytecode and warms the disk.
    return Measured(tuple(each.seconds for each in ended[1:]))


def _edited(model: "ModelFile", at: float, repetitions: int) -> Measured:
    """Another number in a statement so far into the file, each time another one: read it, and find all mistakes."""
    text = model.source.text
    place = next(match for match in _NUMBER_AT_END.finditer(text) if match.start() >= at * len(text))
    times: list[float] = []
    for repetition in range(repetitions):
        changed = f"{text[: place.start()]}{int(place[0]) + repetition + 1}{text[place.end() :]}"
        started = time.perf_counter()
        model = model.edited(changed)
        findings = model.check()
        times.append(1e3 * (time.perf_counter() - started))
        if any(finding.is_error for finding in findings):
            raise RuntimeError(f"an edit made a mistake: {findings[0].headline}")
    return Measured(tuple(times))
