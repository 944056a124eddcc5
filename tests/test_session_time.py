"""What changes over time, from the run to what people see; the clock is an index of dates that passes for one."""

import json
from dataclasses import replace

import numpy as np
import pytest

import forecast
from forecast.report.answer import answer
from forecast.report.world import told
from forecast.results.from_graph import expectations_of, questions_of
from forecast.results.store import load, save
from forecast.session import ModelFile

YEARS = range(2027, 2057)
MODEL = f"""
model m
as_of 2026-01-01
index tick = {", ".join(f"{year}-01-01" for year in YEARS)}
index lab = a, b
growth ~ 1.1 to 1.5
edge[lab] ~ 1 to 2
idle ~ 1 to 2
event start ~ 2027 to 2060, never 10%
size[tick, lab] : USD = 100 USD * edge * growth ^ ((tick - as_of) / 1 year) + 0 USD * idle
here[tick] = start <= tick
question sizes = size
question begun = here
question begin = start
question sizes_then = size given here
question waiting = start - as_of
expect size > 0 USD "it is large already"
"""


@pytest.fixture
def model() -> ModelFile:
    found = forecast.load(MODEL)
    assert not [finding for finding in found.check() if finding.is_error]
    assert found.program
    graph = found.graph

    def timed(dims: tuple[str, ...]) -> tuple[str, ...]:
        return tuple("time" if dim == "tick" else dim for dim in dims)

    nodes = {
        name: replace(node, type=replace(node.type, dims=timed(node.type.dims))) for name, node in graph.nodes.items()
    }
    clock = replace(graph.indexes["tick"], name="time")
    found.__dict__["graph"] = replace(graph, nodes=nodes, indexes={"time": clock, "lab": graph.indexes["lab"]})
    return found


def test_questions_have_the_ticks_of_the_clock(model) -> None:
    questions = {question.name: question for question in questions_of(model.graph, model.model.catalogue)}
    sizes = questions["sizes"]
    assert (sizes.dims, sizes.elements, len(sizes.ticks)) == (("lab",), (("a", "b"),), len(YEARS))
    assert sizes.horizon is None
    assert questions["begin"].ticks == ()
    assert questions["begin"].horizon == questions["waiting"].horizon == sizes.ticks[-1]
    given = questions["sizes_then"].given
    assert given is not None
    assert given.varies
    (expectation,) = expectations_of(model.graph)
    assert expectation.ticks == sizes.ticks


def test_a_run_answers_at_each_tick(model, tmp_path) -> None:
    found = model.run(draws=5000)
    sizes = found.over_time("sizes", 0.5, "b")
    np.testing.assert_allclose(sizes, np.median(found.draws["sizes"][:, :, 1], axis=0))
    np.testing.assert_allclose(found.times("sizes"), YEARS)
    assert np.all(np.diff(found.over_time("begun")) >= 0)
    assert [finding.code for finding in found.findings] == ["idle-input"]
    (held,) = {result.share.value for result in found.expected}
    assert held == 1
    save(found, tmp_path / "run.nc")
    assert load(tmp_path / "run.nc").to_json()["questions"] == found.to_json()["questions"]


def test_bounds_hold_for_what_changes_over_time(model) -> None:
    found = model.run(until="1%")
    assert found.trustworthy
    for series in found.series:
        if series.question.name == "begun":
            assert max(s.probability.mcse for s in series.summaries if s.probability is not None) < 0.01


def test_the_answer_and_its_worlds_are_shown(model) -> None:
    from io import StringIO

    from rich.console import Console

    page = Console(file=StringIO(), width=90, force_terminal=False, markup=False)
    page.print(answer(model.run(draws=2000)))
    worlds = model.worlds([0, 1])
    page.print(told(worlds))
    text = page.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]
    assert "holds in >99% of draws: size > 0 USD for a at all dates" in text
    assert "central 90%" in text
    _, changes = text.split("Over time")[:2]
    assert "sizes[a] USD" in changes
    assert "size[a]" not in changes, "what a question tells already"
    (sizes,) = [t for t in worlds.worlds[1].answers if t.question.name == "sizes" and t.element == ("a",)]
    np.testing.assert_allclose(sizes.values, model.run(draws=2).draws["sizes"][1, :, 0])
    json.dumps(worlds.to_json(), allow_nan=False)
