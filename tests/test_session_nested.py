"""Truncated, censored, shifted and mixed distributions through the whole of a run."""

from math import sqrt

import numpy as np
import pytest
from scipy import stats

import forecast
from forecast.results.forecast import Forecast

DRAWS = 40_000
SCORE_90 = stats.norm.ppf(0.95)
TEXT = """
as_of 2026-11-23
index lab = a, b, c
index k = u, v
mid[lab] = {a: 2, b: 3, c: 4}
level[k] = {u: 0, v: 10}
weight[k] = {u: 1, v: 3}
width ~ 1 to 2
plain ~ 1 to 5 years
cut ~ truncated(1 to 5 years, min: 2 years, max: 4 years)
each[lab] ~ truncated(normal(mid, width), min: 2.5)
counted ~ truncated(poisson(3), min: 2, max: 5)
moved ~ shifted(poisson(3), 10)
event launch ~ shifted(1 to 4 years, 2027)
event early ~ truncated(2027 to 2031, max: 2030), never 25%
reported ~ censored(normal(50, 20), below: 20, above: 80)
mixed ~ truncated(mixture(30%: 1 to 2, 70%: normal(10, 2)), min: 1.5, max: 12)
along ~ mixture(weight: normal(level, 1) over k)
along_lab[lab] ~ mixture(weight: normal(level, 1) over k)
along_cut ~ truncated(mixture(weight: normal(level, 1) over k), min: 0)
inner ~ mixture(50%: mixture(50%: normal(0, 1), 50%: normal(10, 1)), 50%: normal(20, 1))
other ~ normal(0, 1)
fn tall(m) = truncated(normal(m, 1), min: m)
called ~ tall(5) + tall(5)
correlate cut, other with gaussian 0.6
correlate mixed, each with 0.5
"""
NAMES = (
    "width", "plain", "cut", "each", "counted", "moved", "launch", "early", "reported", "mixed", "along", "along_lab",
    "along_cut", "inner", "other", "called",
)  # fmt: skip


@pytest.fixture(scope="module")
def answer() -> Forecast:
    found = forecast.load(TEXT).run(draws=DRAWS, seed=5, ask=NAMES)
    assert found.trustworthy
    return found


def assert_uniform(probabilities: np.ndarray) -> None:
    assert stats.kstest(probabilities, "uniform").pvalue > 1e-4


def lognormal(low: float, high: float) -> stats.rv_continuous:
    low, high = np.log(low), np.log(high)
    return stats.lognorm((high - low) / (2 * SCORE_90), scale=np.exp((low + high) / 2))


def within(base, x, low, high):
    return (base.cdf(x) - base.cdf(low)) / (base.cdf(high) - base.cdf(low))


def test_truncation_with_fixed_and_with_uncertain_parameters_under_an_index(answer: Forecast) -> None:
    x = answer.draws["cut"]
    assert_uniform(within(lognormal(1, 5), x, 2, 4))
    width, each = answer.draws["width"], answer.draws["each"]
    assert each.min() >= 2.5
    for position, mean in enumerate((2, 3, 4)):
        assert_uniform(within(stats.norm(mean, width), each[:, position], 2.5, np.inf))
    assert abs(np.corrcoef(each[:, 0], each[:, 1])[0, 1]) < 0.9


def test_whole_numbers_are_renormalised(answer: Forecast) -> None:
    x = answer.draws["counted"]
    mass = stats.poisson(3).pmf([2, 3, 4, 5])
    seen = [np.sum(x == k) for k in (2, 3, 4, 5)]
    assert sum(seen) == DRAWS
    assert stats.chisquare(seen, DRAWS * mass / mass.sum()).pvalue > 1e-4
    assert np.array_equal(np.unique(answer.draws["moved"])[:2], [10, 11])


def test_what_is_made_from_a_distribution_keeps_its_luck() -> None:
    changed = TEXT.replace("plain ~ 1 to 5 years", "plain ~ truncated(1 to 5 years, min: 2 years)")
    changed = changed.replace("other ~ normal(0, 1)", "other ~ shifted(normal(0, 1), 3)")
    before = forecast.load(TEXT).run(draws=500, seed=5, ask=("plain", "other"))
    after = forecast.load(changed).run(draws=500, seed=5, ask=("plain", "other"))
    assert np.array_equal(np.argsort(before.draws["plain"]), np.argsort(after.draws["plain"]))
    np.testing.assert_allclose(after.draws["other"], before.draws["other"] + 3, rtol=1e-12)


def test_events(answer: Forecast) -> None:
    launch, early = answer.draws["launch"], answer.draws["early"]
    year = 2026 + 326 / 365
    assert_uniform(lognormal(1, 4).cdf(launch + year - 2027 + (2027 - year) - (2027 - year)))
    never = np.isinf(early)
    assert abs(never.mean() - 0.25) < 4 * sqrt(0.25 * 0.75 / DRAWS)
    assert answer.quantile("early", 0.74) <= 2030.001
    base = stats.norm(2, 2 / SCORE_90)
    assert_uniform(within(base, early[~never] + year - 2027, -np.inf, 3))


def test_censoring_piles_up_what_lies_beyond(answer: Forecast) -> None:
    x, share = answer.draws["reported"], stats.norm.cdf(-1.5)
    assert (x.min(), x.max()) == (20, 80)
    for end in (20, 80):
        assert abs(np.mean(x == end) - share) < 4 * sqrt(share * (1 - share) / DRAWS)
    assert_uniform(within(stats.norm(50, 20), x[(x > 20) & (x < 80)], 20, 80))


class Mixed:
    """The distribution function of a mixture."""

    def __init__(self, *parts) -> None:
        self.parts = parts

    def cdf(self, x):
        return sum(p * part.cdf(x) for p, part in self.parts)


def test_mixtures_of_every_kind(answer: Forecast) -> None:
    mixed = Mixed((0.3, lognormal(1, 2)), (0.7, stats.norm(10, 2)))
    assert_uniform(within(mixed, answer.draws["mixed"], 1.5, 12))
    along = Mixed((0.25, stats.norm(0, 1)), (0.75, stats.norm(10, 1)))
    assert_uniform(along.cdf(answer.draws["along"]))
    each = answer.draws["along_lab"]
    for position in range(3):
        assert_uniform(along.cdf(each[:, position]))
    assert_uniform(within(along, answer.draws["along_cut"], 0, np.inf))
    inner = Mixed((0.25, stats.norm(0, 1)), (0.25, stats.norm(10, 1)), (0.5, stats.norm(20, 1)))
    assert_uniform(inner.cdf(answer.draws["inner"]))


def test_correlations_reach_into_what_is_truncated(answer: Forecast) -> None:
    rank = stats.spearmanr(answer.draws["cut"], answer.draws["other"]).statistic
    assert abs(rank - 6 / np.pi * np.arcsin(0.3)) < 4 / sqrt(DRAWS)
    for position in range(3):
        rank = stats.spearmanr(answer.draws["mixed"], answer.draws["each"][:, position]).statistic
        assert abs(rank - 0.5) < 6 / sqrt(DRAWS), "parameters that vary blur a little what the scores say"


def test_a_function_draws_afresh_each_time(answer: Forecast) -> None:
    x = answer.draws["called"] - 10
    # the sum of two independent half-normals
    assert abs(x.mean() - 2 * sqrt(2 / np.pi)) < 4 * x.std() / sqrt(DRAWS)
    assert abs(x.var() - 2 * (1 - 2 / np.pi)) < 0.03


def test_bounds_that_leave_nothing_in_some_worlds_are_told() -> None:
    found = forecast.load("low ~ uniform(0, 4)\nx ~ truncated(uniform(0, 3), min: low)\nquestion q = x").run(draws=4000)
    assert not found.trustworthy
    (failure,) = found.failures
    assert abs(failure.draws - 1000) < 4 * sqrt(4000 * 0.25 * 0.75)
