"""Draws without a value are counted, traced to where they began, and make a run untrustworthy; nothing hides them."""

from math import inf, isnan, nan

import numpy as np
import pytest
from scipy import stats

import forecast
from forecast.results.forecast import Forecast

DRAWS = 20_000


def run(text: str, **settings: int) -> Forecast:
    return forecast.load(text).run(draws=DRAWS, seed=1, **settings)


def test_the_logarithm_of_a_negative_number_is_traced_to_its_node() -> None:
    answer = run(
        "x ~ normal(1.88, 1)\ndepth = log(x)\ndouble = 2 * depth\nquestion q = double + 1\nquestion fine = x\n"
    )
    assert not answer.trustworthy
    (text,) = answer.distrust
    failed = answer.summary("q").failed
    assert 0.02 < failed / DRAWS < 0.04
    assert "`depth`" in text
    assert "<text>:2:1" in text
    assert f"{failed:,} of {DRAWS:,}" in text
    assert "`q` has no answer there" in text
    assert "for example draw " in text
    assert " where x is -" in text
    example = int(text.split("example draw ")[1].split()[0])
    x = answer.draws["fine"]
    assert example == np.flatnonzero(x < 0)[0]
    assert f"x is {x[example]:.4g}" in text
    assert answer.summary("fine").failed == 0


def test_the_parents_of_a_failed_draw_are_told_as_the_file_writes_them() -> None:
    answer = run(
        "as_of 2026-01-01\n"
        "pace ~ 0.9x/year to 1.2x/year\n"
        "budget : kUSD/year ~ normal(5 kUSD/year, 1 kUSD/year)\n"
        "wait ~ 3 to 9 months\n"
        "event e ~ 2027 to 2029\n"
        "path ~ choice(slow: 50%, fast: 50%)\n"
        "unit kUSD = 1000 USD\n"
        "odds = if e < as_of or path == slow then log(pace / 1.1x/year - 100) else budget * wait / 1 USD\n"
        "dated = if path == slow then log(-(e - as_of) / 1 year) else 0\n"
        "question q = odds\n"
        "question p = dated\n"
    )
    first, second = answer.distrust
    assert "path is slow" in first
    assert "x/year" in first
    assert "pace is 0" in first or "pace is 1" in first
    assert "e is 20" in second


def test_an_infinite_value_is_a_number_and_0_over_0_is_not() -> None:
    answer = run(
        "coin ~ bernoulli(50%)\n"
        "sign ~ bernoulli(50%)\n"
        "question ratio = 1 / coin\n"
        "question of_both = (2 * sign - 1) / coin\n"
        "question nothing = coin / coin\n"
    )
    failed = [failure.output for failure in answer.failures]
    assert failed == ["nothing"]
    assert answer.quantile("ratio", 0.9) == inf
    assert answer.quantile("of_both", 0.05) == -inf
    assert answer.quantile("of_both", 0.95) == inf
    nothing = answer.summary("nothing")
    assert abs(nothing.failed / DRAWS - 0.5) < 4 * 0.5 / DRAWS**0.5
    assert answer.quantile("nothing", 0.5) == 1


def test_an_event_that_never_comes_in_any_world_is_an_answer() -> None:
    answer = run("as_of 2026-01-01\nevent e ~ 2030 to 2035, never 100%\nquestion q = e\nquestion p = e before 2100\n")
    assert answer.trustworthy
    summary = answer.summary("q")
    assert summary.never is not None
    assert summary.never.value == 1
    assert answer.quantile("q", 0.05) == inf
    assert answer.probability("p") == 0


def test_a_condition_that_never_holds_leaves_nothing_and_says_so() -> None:
    answer = run("x ~ uniform(0, 1)\ny ~ 1 to 2\nquestion q = y given x > 2\nquestion p = y > 1 given x > 2\n")
    for name in ("q", "p"):
        summary = answer.summary(name)
        assert summary.draws == 0
        assert summary.given is not None
        assert summary.given.value == 0
    assert isnan(answer.quantile("q", 0.5))
    assert isnan(answer.probability("p"))


def test_a_wrong_parameter_in_some_draws_fails_those_draws() -> None:
    answer = run("spread ~ normal(1, 1)\nx ~ normal(0, spread)\nquestion q = x\n")
    (text,) = answer.distrust
    p = float(stats.norm.cdf(-1))
    assert abs(answer.summary("q").failed / DRAWS - p) < 4 * (p * (1 - p) / DRAWS) ** 0.5
    assert "`x` (<text>:2:1)" in text
    assert "where spread is -" in text


@pytest.mark.parametrize(
    "right_side",
    [
        "lognormal(median: p, factor: 2)",
        "uniform(0, p)",
        "0 to p as normal",
        pytest.param("beta(2, p)", marks=pytest.mark.slow),
        pytest.param("gamma(mean: p, sd: 1)", marks=pytest.mark.slow),
        "exponential(p)",
        "chance(p)",
        "bernoulli(p)",
        "mixture(p: 1, 1: 2)",
        "hazard(p / 1 year, after: 2030-01)",
        "triangular(0, p, 10)",
        "2 to 8 @ (p)",
    ],
)
def test_a_wrong_parameter_is_found_whatever_the_distribution(right_side: str) -> None:
    model = forecast.load(f"p ~ normal(0.5, 0.5)\nx ~ {right_side}\nquestion q = x\nquestion r = p\n")
    answer = model.run(draws=500, seed=1)
    failed, p = np.isnan(answer.draws["q"]), answer.draws["r"]
    assert not answer.trustworthy
    assert failed[p < 0].all()
    assert not failed[(p > 0) & (p < 1)].any()


def test_a_branch_not_taken_fails_no_draw() -> None:
    answer = run(
        "x ~ normal(0, 1)\n"
        "depth = log(x)\n"
        "question written = if x > 0 then log(x) else 0\n"
        "question named = if x > 0 then depth else 0\n"
        "question cased = case x > 0 { true: 1 / sqrt(x), false: 0 }\n"
        "question stopped = if x > 0 and log(x) > 0 then 1 else 0\n"
    )
    assert [failure.output for failure in answer.failures] == []
    assert np.array_equal(answer.draws["written"], answer.draws["named"])


def test_a_failure_in_one_element_fails_the_draw_once() -> None:
    answer = run("index i = a, b, c\nx[i] ~ normal(0, 1)\nquestion q = log(x)\n")
    (failure,) = answer.failures
    p = 1 - 0.5**3
    assert abs(failure.draws / DRAWS - p) < 4 * (p * (1 - p) / DRAWS) ** 0.5
    assert answer.summary("q", "b").failed > 0


def test_an_expectation_that_fails_is_told() -> None:
    answer = run('x ~ normal(1, 1)\nexpect log(x) < 3 "logs are small"\nquestion q = x\n')
    assert not answer.trustworthy
    assert "an expectation (<text>:2:8)" in answer.distrust[0]


def test_what_may_be_missing_is_no_failure() -> None:
    answer = run(
        "as_of 2026-01-01\n"
        "event a ~ 2030 to 2040, never 50%\n"
        "event b ~ 2030 to 2040, never 50%\n"
        "gap = a - b\n"
        "event c = as_of + (a - as_of)\n"
        "event d = first(a, never) + 1 year\n"
        "question q = gap\n"
        "question longer = gap > 1 year\n"
        "question known = not missing(gap)\n"
        "question again = c - a\n"
        "question later = d - a\n"
        "question difference = (a - as_of) - (b - as_of)\n"
        "question ratio = (a - as_of) / (b - as_of)\n"
        "index i = one, two\n"
        "event each[i] ~ 2030 to 2040, never 50%\n"
        "question average = mean(each over i)\n"
        "question spread = sd(each over i)\n"
        "question span = sum(each - a over i)\n"
    )
    assert answer.distrust == ()
    both = answer.summary("q").missing
    assert abs(both / DRAWS - 0.25) < 4 * (0.25 * 0.75 / DRAWS) ** 0.5
    assert answer.summary("longer").missing == both
    assert answer.probability("known") == 1 - both / DRAWS
    assert answer.summary("difference").missing == both
    assert answer.summary("ratio").missing == both


def test_failures_do_not_shift_the_other_draws() -> None:
    text = "x ~ normal(0, 1)\nquestion q = if x > 1 then log(-x) else x\nquestion r = x\n"
    answer = run(text)
    x, q = answer.draws["r"], answer.draws["q"]
    assert np.array_equal(np.where(x > 1, nan, x), q, equal_nan=True)


def test_a_missing_value_is_not_blamed_for_a_failure() -> None:
    answer = run(
        "as_of 2026-01-01\n"
        "event a ~ 2030 to 2040, never 50%\n"
        "gap = a - never\n"
        "depth = if missing(gap) then log(-year(as_of)) else 0\n"
        "question q = depth\n"
    )
    (text,) = answer.distrust
    assert text.startswith("`depth` (<text>:4:1)")


def test_a_warning_does_not_keep_a_model_from_running() -> None:
    model = forecast.load("x ~ 3\nevent e ~ 2030-01-01\ny ~ x to x + 1\n")
    assert [(found.code, found.is_error) for found in model.check()] == [("nothing-drawn", False)] * 2
    assert model.run(draws=10, ask=("x",)).quantile("x", 0.5) == 3
