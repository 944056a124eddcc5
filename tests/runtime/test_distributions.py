"""The basic distributions at the edges: the ends of the grid of noise, wrong parameters, weights by draw, never."""

from typing import Any

import jax
import numpy as np
import pytest
from scipy import stats

from forecast import runtime as rt

SCORES = np.array([-8.2, -7.0, -5.0, -3.0, -1.5, -0.4, 0.0, 0.3, 1.2, 2.5, 4.0, 6.0, 8.2])
GRID = (
    2 * np.array([0, 5, 10**6, 2**40, 2**50, 2**51, 2**51 + 2**50, 2**52 - 2**30, 2**52 - 3, 2**52 - 1]) + 1
) * 2.0**-53


def assert_close(actual: Any, expected: Any, *, rtol: float = 1e-9) -> None:
    np.testing.assert_allclose(np.asarray(actual), expected, rtol=rtol, atol=1e-13)


def test_the_lower_tail_of_an_exponential_is_exact_and_not_only_small() -> None:
    z = np.array([-8.2, -8.0, -7.9, -7.0, -6.0, -5.0, -3.0, -0.5])
    expected = -np.log1p(-stats.norm.cdf(z))
    np.testing.assert_allclose(np.asarray(rt.exponential(1.0).from_score(z)), expected, rtol=1e-12, atol=0)
    np.testing.assert_allclose(np.asarray(rt.hazard(1.0, 0.0).from_score(z)), expected, rtol=1e-12, atol=0)


ENDS = {
    "normal": (rt.normal(3.0, 2.0), stats.norm(3, 2)),
    "uniform": (rt.uniform(-2.0, 5.0), stats.uniform(-2, 7)),
    "triangular from its mode": (rt.triangular(1.0, 1.0, 5.0), stats.triang(0, 1, 4)),
    "triangular to its mode": (rt.triangular(1.0, 5.0, 5.0), stats.triang(1, 1, 4)),
    "pert to its mode": (rt.pert(1.0, 6.0, 6.0), stats.beta(5, 1, 1, 5)),
    "gamma": (rt.gamma(0.3, 2.0), stats.gamma(0.3, scale=0.5)),
    "beta": (rt.beta(2.0, 5.0), stats.beta(2, 5)),
}


@pytest.mark.parametrize("name", ENDS)
def test_the_value_of_a_uniform_is_the_quantile_to_the_ends_of_the_grid(name: str) -> None:
    made, oracle = ENDS[name]
    expected = np.where(GRID < 0.5, oracle.ppf(np.minimum(GRID, 0.5)), oracle.isf(np.minimum(1 - GRID, 0.5)))
    assert_close(made.from_uniform(GRID), expected)


@pytest.mark.parametrize(
    ("constructor", "parameters"),
    [
        ("normal", {"mean": 0.0, "sd": 0.0}),
        ("lognormal", {"mu": 0.0, "sigma": -1.0}),
        ("lognormal_median", {"median": 1.0, "factor": 1.0}),
        ("lognormal_median", {"median": -1.0, "factor": 2.0}),
        ("lognormal_mean", {"mean": -1.0, "sd": 1.0}),
        ("lognormal_mean", {"mean": 1.0, "sd": -1.0}),
        ("normal_between", {"low": 2.0, "high": 1.0, "level": 0.9}),
        ("normal_between", {"low": 1.0, "high": 2.0, "level": 1.0}),
        ("lognormal_between", {"low": -1.0, "high": 2.0, "level": 0.9}),
        ("lognormal_between", {"low": 0.0, "high": 2.0, "level": 0.9}),
        ("lognormal_between", {"low": 3.0, "high": 2.0, "level": 0.9}),
        ("logit_normal_between", {"low": 0.0, "high": 0.5, "level": 0.9}),
        ("logit_normal_between", {"low": 0.5, "high": 1.5, "level": 0.9}),
        ("uniform", {"min": 1.0, "max": 1.0}),
        ("beta", {"a": 0.0, "b": 1.0}),
        ("beta", {"a": 1.0, "b": -1.0}),
        ("beta_mean", {"mean": 1.0, "n": 3.0}),
        ("gamma", {"shape": -1.0, "rate": 1.0}),
        ("gamma", {"shape": 1.0, "rate": 0.0}),
        ("gamma_mean", {"mean": 1.0, "sd": 0.0}),
        ("exponential", {"rate": 0.0}),
        ("exponential_mean", {"mean": -1.0}),
        ("triangular", {"min": 1.0, "mode": 0.5, "max": 2.0}),
        ("triangular", {"min": 1.0, "mode": 1.0, "max": 1.0}),
        ("pert", {"min": 1.0, "mode": 3.0, "max": 2.0}),
        ("bernoulli", {"p": 1.5}),
        ("chance", {"p": -0.1}),
        ("choice", {"weights": np.array([0.0, 0.0])}),
        ("choice", {"weights": np.array([1.0, -0.5])}),
        ("hazard", {"rate": -0.1, "after": 0.0}),
        ("hazard", {"rate": np.nan, "after": 0.0}),
        ("hazard", {"rate": 0.0, "after": np.nan}),
    ],
)
def test_a_wrong_parameter_makes_every_value_missing(constructor: str, parameters: dict[str, float]) -> None:
    distribution = getattr(rt, constructor)(**parameters)
    assert np.all(np.isnan(distribution.from_uniform(GRID)))
    assert np.all(np.isnan(distribution.from_score(SCORES)))


def test_a_wrong_parameter_in_one_draw_leaves_the_others_alone() -> None:
    values = np.asarray(rt.gamma(np.array([1.0, -1.0, 2.0]), 1.0).from_score(np.zeros(3)))
    assert_close(values[[0, 2]], stats.gamma([1, 2]).median())
    assert np.isnan(values[1])


def test_a_hazard_of_rate_zero_or_after_never_never_strikes() -> None:
    dates = rt.hazard(np.array([0.0, 0.5, 0.0]), np.array([1.0, np.inf, np.inf])).from_uniform(np.full(3, 0.3))
    assert np.all(np.asarray(dates) == np.inf)


def test_the_density_of_a_hazard_holds_the_mass_at_never() -> None:
    endless = rt.hazard(0.0, 1.0)
    assert float(endless.log_prob(np.inf)) == 0
    assert float(endless.log_prob(5.0)) == -np.inf
    assert float(endless.cdf(1e9)) == 0
    assert float(rt.hazard(0.5, 1.0).log_prob(np.inf)) == -np.inf
    assert float(rt.hazard(0.5, 1.0).log_prob(0.5)) == -np.inf


def test_weights_that_vary_by_draw_pick_by_draw() -> None:
    weights = np.array([[1.0, 1.0], [9.0, 1.0], [0.0, 1.0]])
    assert np.asarray(rt.choice(weights).from_uniform(np.full(3, 0.6))).tolist() == [1.0, 0.0, 1.0]


def test_distributions_pass_through_jit_as_arguments() -> None:
    made = (
        rt.triangular(1.0, 2.0, 5.0),
        rt.pert(1.0, 2.0, 5.0),
        rt.hazard(0.5, 1.0),
        rt.logit_normal_between(0.1, 0.4, 0.9),
    )
    for distribution in made:
        through = jax.jit(lambda d: d.from_score(0.3))(distribution)
        assert float(through) == pytest.approx(float(distribution.from_score(0.3)), rel=1e-12)
