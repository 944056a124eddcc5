"""The models that are shipped, and the examples: they are clean, documented, and give answers worth reading."""

from functools import cache
from pathlib import Path

import pytest

import forecast
from forecast.language.semantics.model import Role
from forecast.resources import models_folder
from forecast.results.forecast import Forecast
from forecast.session import ModelFile

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = sorted([*models_folder().rglob("*.fcst"), *EXAMPLES.rglob("*.fcst")])
DRAWS = 10_000


@cache
def load(path: Path) -> ModelFile:
    return forecast.load(path)


@cache
def answer(path: Path) -> Forecast:
    return load(path).run(draws=DRAWS, seed=1)


pytestmark = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")


def test_nothing_is_found_wrong(path: Path) -> None:
    assert [str(finding) for finding in load(path).check()] == []


def test_a_run_finds_nothing_either(path: Path) -> None:
    assert [finding.headline for finding in answer(path).findings] == []


def test_it_is_in_the_canonical_layout(path: Path) -> None:
    assert load(path).format() == path.read_text(encoding="utf-8")


def test_it_bears_the_name_of_its_file_and_says_what_it_is_about(path: Path) -> None:
    assert load(path).graph.name == path.stem
    assert load(path).graph.doc


def test_every_parameter_says_what_it_is_and_where_it_comes_from(path: Path) -> None:
    if path.name == "readme.fcst":
        pytest.skip("it is shown in the README, where every line counts")
    uncertain = [node for node in load(path).graph.nodes.values() if node.role is Role.PARAMETER]
    assert uncertain
    for node in uncertain:
        assert node.doc.text, f"{node.name} has no line of meaning"
    assert [finding.headline for finding in load(path).check(sources=True)] == []


def test_it_asks_at_least_two_questions(path: Path) -> None:
    asked = [question for question in load(path).graph.questions if question.asked]
    assert len(asked) >= 2


def test_its_answers_can_be_trusted(path: Path) -> None:
    assert answer(path).distrust == ()
    assert all(expected.holds for expected in answer(path).expected)


def test_no_answer_is_certain(path: Path) -> None:
    for summary in answer(path).summaries:
        name = " ".join((summary.question.name, *summary.element))
        assert summary.draws >= DRAWS / 100, f"{name} is conditioned on what hardly happens"
        if summary.probability is not None:
            assert 0 < summary.probability.value < 1, name
        for share in summary.shares:
            assert share.value > 0, name
        if summary.never is not None:
            assert summary.never.value < 1, name
        if summary.quantiles:
            assert summary.quantiles[0.05].value < summary.quantiles[0.95].value, name


def test_what_nothing_uses_is_asked_for(path: Path) -> None:
    graph = load(path).graph
    answered = {question.node for question in graph.questions}
    answered |= {question.given for question in graph.questions if question.given is not None}
    answered |= {expected.node for expected in graph.expectations}
    answered |= {evidence.node for evidence in graph.evidence}
    used = graph.ancestors(answered)
    own = [name for name in graph.nodes if "." not in name]
    assert [name for name in own if name not in used] == []
