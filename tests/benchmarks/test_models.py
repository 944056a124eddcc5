"""The models that are timed are sound ones."""

import jax
import numpy as np
import pytest

import forecast
from benchmarks.generated import HUNDRED_LINES, long_model, wide_model
from benchmarks.posterior_models import POSTERIORS
from forecast.sampling.xla import prepare


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


@pytest.mark.parametrize("model", POSTERIORS.values(), ids=lambda model: model.title)
def test_the_posteriors_have_densities(model):
    prepare()
    value, gradient = jax.value_and_grad(model.log_density)(np.zeros(model.dim), model.data)
    assert np.isfinite(value)
    assert np.isfinite(gradient).all()
    assert (np.asarray(gradient) != 0).sum() >= 3
