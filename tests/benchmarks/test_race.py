"""The contestants compute the same model, one that does not is found out, and the figures can be shown."""

import json

import pytest
from rich.console import Console

from benchmarks.agreement import LARGEST_DEVIATION, Reference, reference
from benchmarks.contestants import CONTESTANTS, OURS, REFERENCE, forecast_engine, numpy_chunks, numpy_straight
from benchmarks.measurement import Line, Measured, Part, Target
from benchmarks.process import Places, Process
from benchmarks.race import race
from benchmarks.report import report, to_json

ABOUT = {"system": "Linux", "processors": 2, "load": [0.5, None], "python": "3.12", "packages": {"jax": "0.12"}}


@pytest.fixture(scope="module")
def wanted() -> Reference:
    return reference(draws=200_000)


@pytest.mark.parametrize("contestant", [numpy_straight, numpy_chunks, forecast_engine], ids=lambda m: m.__name__)
def test_contestants_compute_the_same_model(contestant, wanted):
    draws = 150_000
    assert wanted.deviation(contestant.prepare()(draws, 3), draws) < LARGEST_DEVIATION


@pytest.mark.slow
@pytest.mark.parametrize("name", [c.name for c in CONTESTANTS if c.name not in {OURS, REFERENCE}])
def test_the_others_compute_it_too_where_they_are_installed(name, wanted):
    from benchmarks.contestants import UnavailableError

    try:
        with Process(name, Places()) as process:
            found = process.run(100_000, 3).quantiles
    except UnavailableError as error:
        pytest.skip(str(error))
    assert wanted.deviation(found, 100_000) < LARGEST_DEVIATION


def test_another_model_is_found_out(wanted):
    found = numpy_straight.run(150_000, 3)
    found["score"][2] *= 1.03
    assert wanted.deviation(found, 150_000) > LARGEST_DEVIATION


def test_a_race_in_processes_of_their_own(tmp_path):
    """Also: an absent contestant is told of and stops nobody."""
    chosen = [c for c in CONTESTANTS if c.name in {REFERENCE, "numpy_chunks", "squiggle"}]
    run = race(sizes=(1000, 2000), contestants=chosen, repetitions=2, places=Places(squiggle_folder=tmp_path))
    assert set(run.cells) == {REFERENCE, "numpy_chunks"}
    assert set(run.absent) == {"squiggle"}
    assert all(len(cell.wall.times) == 2 and cell.agrees for cells in run.cells.values() for cell in cells.values())
    assert run.cells[REFERENCE][2000].peak_bytes > 1e7
    assert run.ratio(REFERENCE, 1000) == 1.0

    shown = _shown(report(ABOUT, run, {}))
    assert "NumPy, straight" in shown
    assert "Squiggle (Node) does not take part" in shown
    assert "NO" not in shown.split()
    document = json.loads(json.dumps(to_json(ABOUT, run, {})))
    assert set(document["forward"]["cells"][REFERENCE]) == {"1000", "2000"}


def test_targets_are_shown_as_met_or_missed():
    part = Part(
        title="Reading",
        lines=(Line("parse", Measured((3.0, 1.0, 2.0)), unit="ms"),),
        targets=(Target("parse", 1.0, 1.0, "ms"), Target("speed", 3.0, 4.0, "times", at_least=True)),
    )
    shown = _shown(report(ABOUT, None, {"language": part, "cold": Part(title="cold", failure="it broke")}))
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    assert "│ parse │ 1 ms │ 2 ms │" in lines
    assert "met parse: 1 ms, target at most 1 ms" in lines
    assert "MISSED speed: 3 times, target at least 4 times" in lines
    assert "cold could not be measured: it broke" in lines


def _shown(renderable: object) -> str:
    console = Console(width=160, force_terminal=False, color_system=None)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()
