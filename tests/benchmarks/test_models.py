"""The models that are timed are sound ones."""

import pytest

import forecast
from benchmarks.generated import HUNDRED_LINES, long_model, wide_model


def test_the_hundred_line_model_has_a_hundred_lines_and_an_answer():
    assert len(HUNDRED_LINES.read_text().splitlines()) == 100
    model = forecast.load(HUNDRED_LINES)
    assert not any(finding.is_error for finding in model.check())
    answer = model.run(draws=2000)
    assert answer.trustworthy
    assert all(result.holds for result in answer.expected)


def test_a_long_model_is_sound():
    text = long_model(300)
    assert 300 <= len(text.splitlines()) < 420
    model = forecast.load(text)
    assert not any(finding.is_error for finding in model.check())
    assert len(model.graph.nodes) > 120


@pytest.mark.parametrize("inputs", [10, 40])
def test_a_wide_model_is_sound(inputs):
    model = forecast.load(wide_model(inputs))
    assert not any(finding.is_error for finding in model.check())
    assert len(model.graph.nodes) == inputs + inputs // 2
