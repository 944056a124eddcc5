"""What is found after a run: inputs that hardly move any answer, and answers without a mean."""

import json

import numpy as np
import pytest

import forecast
from forecast.results.influence import total_effect


def codes(text: str, draws: int = 20_000, seed: int = 0) -> list[tuple[str, int]]:
    return [(f.code, f.span.line) for f in forecast.load(text).run(draws=draws, seed=seed).findings]


@pytest.mark.parametrize("seed", range(3))
def test_an_input_that_hardly_moves_anything_is_told_and_others_are_not(seed: int) -> None:
    text = "x ~ 1 to 2\ny ~ 0.001 to 0.002\nz ~ 0.3 to 0.6\nquestion q = x + y + z"
    assert codes(text, seed=seed) == [("idle-input", 2)]


def test_effects_through_interactions_alone_count() -> None:
    assert codes("a ~ chance(50%)\nb ~ chance(50%)\nquestion q = a != b") == []
    assert codes("a ~ normal(0, 1)\nb ~ normal(0, 1)\nquestion q = a * b") == []


def test_what_only_moves_a_condition_an_event_or_a_choice_counts() -> None:
    assert codes("x ~ 1 to 2\nc ~ chance(50%)\nquestion q = x given c") == []
    assert codes("as_of 2026-01-01\np ~ 10% to 60%\nevent e ~ 2027 to 2030, never p\nquestion q = e") == []
    assert codes("w ~ 1 to 3\nc ~ choice(a: w, b: 2)\nquestion q = c") == []


def test_what_is_correlated_moves_together() -> None:
    text = "x ~ 1 to 2\ny ~ 0.001 to 0.002\ncorrelate x, y with 0.5\nquestion q = x\nquestion r = x + y"
    assert codes(text) == [], "drawing one of them anew draws both"


def test_a_comment_allows_it_and_is_not_idle_in_a_check() -> None:
    text = "x ~ 1 to 2\ny ~ 0.001 to 0.002  # allow: idle-input (kept for later)\nquestion q = x + y"
    model = forecast.load(text)
    assert model.check() == ()
    assert model.run(draws=5_000).findings == ()


def test_the_total_effect_is_jansens() -> None:
    # y = x1 + 2 x2: of normals the ranks' total effects are near 1/5 and 4/5
    rng = np.random.default_rng(0)
    x1, x2, other1, other2 = rng.normal(size=(4, 200_000))
    y = (x1 + 2 * x2)[:, None]
    for changed, expected in (((other1 + 2 * x2), 0.2), ((x1 + 2 * other2), 0.8)):
        found = total_effect(y, changed[:, None])
        # Spearman's rho between the two instead of Pearson's
        assert abs(found - (1 - 6 / np.pi * np.arcsin((1 - expected) / 2))) < 0.005
    assert total_effect(y, y) == 0
    never = np.where(x1 > 0, np.inf, 1.0)[:, None]
    assert abs(total_effect(never, np.where(other1 > 0, np.inf, 1.0)[:, None]) - 1) < 0.01


@pytest.mark.parametrize(
    "declared", ["cauchy(0, 1)", "pareto(1, 0.9)", "student_t(1, 0, 2)", "normal(1, 1) / normal(0, 1)"]
)
@pytest.mark.parametrize("seed", range(3))
def test_a_mean_that_does_not_exist_is_told(declared: str, seed: int) -> None:
    answer = forecast.load(f"x ~ {declared}\nquestion q = x").run(draws=100_000, seed=seed)
    assert [finding.code for finding in answer.findings] == ["no-mean"]
    assert answer.summary("q").mean is None
    assert answer.to_json()["questions"][0]["answers"][0]["mean"] is None


@pytest.mark.parametrize("sigma", [2.0, 2.5, 3.0, 4.0, 6.0])
@pytest.mark.parametrize("seed", range(6))
def test_a_wide_lognormal_has_a_mean_though_draws_may_not_tell_it(sigma: float, seed: int) -> None:
    answer = forecast.load(f"x ~ lognormal(0, {sigma})\nquestion q = x").run(draws=100_000, seed=seed)
    assert answer.findings == ()


def test_what_is_known_to_have_no_mean_is_told_however_few_the_draws() -> None:
    assert codes("x ~ cauchy(0, 1)\ny = 2 * x + 1\nquestion q = y", draws=200) == [("no-mean", 3)]


def test_a_rare_effect_counts() -> None:
    assert codes("x ~ normal(0, 1)\nrare ~ chance(0.5%)\nquestion q = if rare then x + 100 else x") == []


MEANS = ("normal(0, 1)", "lognormal(0, 1.5)", "student_t(3, 0, 1)", "uniform(0, 1)", "poisson(3)", "1e5 to 1e7")


@pytest.mark.parametrize("declared", MEANS)
@pytest.mark.parametrize("seed", range(3))
def test_a_mean_that_exists_is_given(declared: str, seed: int) -> None:
    answer = forecast.load(f"x ~ {declared}\nquestion q = x").run(draws=100_000, seed=seed)
    assert answer.findings == ()
    mean = answer.summary("q").mean
    assert mean is not None
    draws = answer.draws["q"]
    np.testing.assert_allclose([mean.value, mean.mcse], [draws.mean(), draws.std(ddof=1) / np.sqrt(len(draws))])


def test_means_are_in_the_units_of_the_question_and_dates_are_dates() -> None:
    text = (
        "as_of 2026-01-01\nx ~ normal(24 months, 1 month)\nevent e ~ 2027 to 2031\nevent n ~ 2027 to 2031, never 5%\n"
    )
    text += "question a = x\nquestion b = e\nquestion c = n"
    data = json.loads(json.dumps(forecast.load(text).run(draws=50_000).to_json()))
    a, b, c = (question["answers"][0]["mean"] for question in data["questions"])
    assert abs(a["value"] - 24) < 4 * a["mcse"]
    assert b["value"]["date"].startswith(("2028-12", "2029-01"))
    assert c is None
    assert data["findings"] == []


def test_parameters_without_a_source_are_told_when_asked_for() -> None:
    text = "## source: a paper\nx ~ 1 to 2\ny ~ 1 to 2\nz ~ 1 to 2  # allow: no-source (a test)\nquestion q = x + y + z"
    model = forecast.load(text)
    assert model.check() == ()
    assert [(f.code, f.span.line) for f in model.check(sources=True)] == [("no-source", 3)]
