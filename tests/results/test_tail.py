"""The shape of a tail: against another implementation of the estimator, and against tails whose shape is known."""

from math import sqrt

import numpy as np
import pytest
from arviz_stats.base import array_stats
from scipy import stats

from forecast.results.tail import MOST_EXTREME, extreme_count, tail_index, tails

STANDARD_ERRORS = 4


def index_of(draws: np.ndarray) -> float:
    ordered = np.sort(draws)
    count = extreme_count(len(ordered))
    found = tail_index(ordered[-count:] - ordered[-count - 1])
    assert found is not None
    return found


def by_arviz(draws: np.ndarray, tail: str) -> float:
    return float(array_stats.pareto_khat(draws[None], chain_axis=0, draw_axis=1, r_eff=1, tail=tail))


@pytest.mark.parametrize("count", [30, 225, 226, 1000, 20_000, 100_000])
@pytest.mark.parametrize("family", ["normal", "exponential", "lognormal", "cauchy", "pareto", "uniform"])
def test_the_index_is_that_of_arviz(family: str, count: int) -> None:
    rng = np.random.default_rng(count)
    draws = {
        "normal": lambda: rng.normal(size=count),
        "exponential": lambda: rng.exponential(size=count),
        "lognormal": lambda: rng.lognormal(0, 3, size=count),
        "cauchy": lambda: rng.standard_cauchy(count),
        "pareto": lambda: 1e-9 * rng.pareto(0.6, count),
        "uniform": lambda: rng.random(count),
    }[family]()
    assert index_of(draws) == pytest.approx(by_arviz(draws, "right"), rel=1e-9, abs=1e-9)
    lower, upper = sorted(tail.index for tail in tails(np.sort(draws)))
    both = sorted([by_arviz(draws, "left"), by_arviz(draws, "right")])
    assert [lower, upper] == pytest.approx(both, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("shape", [0.5, 0.8, 1.0, 1.25, 2.0, 4.0])
def test_pareto_draws_have_the_index_of_their_shape(shape: float) -> None:
    rng, repeats = np.random.default_rng(3), 20
    found = np.mean([index_of(rng.pareto(shape, 100_000)) for _ in range(repeats)])
    # The error of a maximum-likelihood index is (1 + k) / sqrt(count); the weight of ten draws at 1/2 is a bias of 1%.
    error = (1 + 1 / shape) / sqrt(repeats * extreme_count(100_000))
    assert abs(found - 1 / shape) < STANDARD_ERRORS * error + 0.011 * abs(1 / shape - 0.5)


@pytest.mark.parametrize("index", [-0.3, 0.0, 0.4, 0.8, 1.3])
def test_the_index_of_a_generalised_pareto_is_found(index: float) -> None:
    excesses = np.sort(stats.genpareto(index).rvs(4000, random_state=1))
    assert tail_index(excesses) == pytest.approx(index, abs=STANDARD_ERRORS * (1 + abs(index)) / sqrt(4000))


def test_both_tails_are_looked_at() -> None:
    draws = np.sort(np.random.default_rng(3).pareto(1, 50_000))
    above, below = tails(draws), tails(np.sort(-draws))
    assert max(tail.index for tail in above) == pytest.approx(1, abs=0.3)
    assert sorted(tail.index for tail in below) == pytest.approx(sorted(tail.index for tail in above))


def test_a_bounded_tail_has_an_index_below_zero() -> None:
    assert index_of(np.random.default_rng(4).random(100_000)) < -0.8


@pytest.mark.parametrize("family", ["pareto", "cauchy", "student", "inverse"])
def test_a_power_is_told_from_the_widest_lognormal(family: str) -> None:
    rng, repeats = np.random.default_rng(5), 50
    for _ in range(repeats):
        power = {
            "pareto": lambda: rng.pareto(1, 100_000),
            "cauchy": lambda: rng.standard_cauchy(100_000),
            "student": lambda: rng.standard_t(1.5, 100_000),
            "inverse": lambda: 1 / rng.normal(size=100_000),
        }[family]()
        wide = rng.lognormal(0, 4.2, 100_000)
        assert any(tail.is_power for tail in tails(np.sort(power)))
        assert not any(tail.is_power for tail in tails(np.sort(wide)) if tail.index > 0)


def test_few_or_equal_draws_have_no_tail() -> None:
    assert tails(np.arange(20.0)) == ()
    assert tails(np.repeat([0.0, 1.0], 5000)) == ()
    assert tails(np.zeros(10_000)) == ()


def test_draws_at_the_edge_of_floats_raise_nothing() -> None:
    tails(1.7e308 * np.linspace(-1, 1, 10_000))


def test_no_more_draws_than_these_are_fitted() -> None:
    assert extreme_count(10**9) == MOST_EXTREME
    assert extreme_count(100) == 20
