"""Families at the edge of their parameters."""

import numpy as np
import pytest

from forecast import runtime as rt

SCORES = np.array([-8.2, -6.5, -4.0, -1.5, -0.3, 0.0, 0.4, 1.7, 4.0, 6.5, 8.2])
UNIFORMS = (2 * np.array([0, 7, 2**30, 2**49, 2**51, 2**52 - 2**45, 2**52 - 8, 2**52 - 1]) + 1) * 2.0**-53


def test_counts_without_spread_are_one_number() -> None:
    np.testing.assert_array_equal(rt.uniform_int(4.0, 4.0).from_score(SCORES), 4.0)
    np.testing.assert_array_equal(rt.geometric(1.0).from_score(SCORES), 0.0)
    np.testing.assert_array_equal(rt.poisson(0.0).from_score(SCORES), 0.0)
    np.testing.assert_array_equal(rt.binomial(0.0, 0.3).from_score(SCORES), 0.0)
    np.testing.assert_array_equal(rt.binomial(5.0, 0.0).from_score(SCORES), 0.0)
    np.testing.assert_array_equal(rt.binomial(5.0, 1.0).from_score(SCORES), 5.0)
    np.testing.assert_array_equal(rt.negative_binomial(2.0, 1.0).from_score(SCORES), 0.0)
    assert float(rt.geometric(1.0).log_prob(0.0)) == 0
    assert float(rt.geometric(1.0).log_prob(1.0)) == -np.inf


@pytest.mark.parametrize(
    ("constructor", "parameters"),
    [
        ("loguniform", {"min": 0.0, "max": 1.0}),
        ("loguniform", {"min": 2.0, "max": 1.0}),
        ("weibull", {"shape": 0.0, "scale": 1.0}),
        ("weibull", {"shape": 1.0, "scale": -1.0}),
        ("gompertz", {"shape": -1.0, "rate": 1.0}),
        ("gompertz", {"shape": 1.0, "rate": 0.0}),
        ("logistic", {"mean": 0.0, "scale": 0.0}),
        ("loglogistic", {"median": -1.0, "shape": 1.0}),
        ("loglogistic", {"median": 1.0, "shape": 0.0}),
        ("cauchy", {"median": 0.0, "scale": -1.0}),
        ("half_normal", {"sd": 0.0}),
        ("half_cauchy", {"scale": -2.0}),
        ("skew_normal", {"location": 0.0, "scale": 0.0, "shape": 1.0}),
        ("skew_normal", {"location": 0.0, "scale": 1.0, "shape": np.inf}),
        ("pareto", {"min": 0.0, "shape": 1.0}),
        ("pareto", {"min": 1.0, "shape": 0.0}),
        ("uniform_int", {"min": 1.5, "max": 3.0}),
        ("uniform_int", {"min": 3.0, "max": 2.0}),
        ("geometric", {"p": 0.0}),
        ("geometric", {"p": 1.2}),
        ("student_t", {"df": 0.0, "mean": 0.0, "scale": 1.0}),
        ("student_t", {"df": 3.0, "mean": 0.0, "scale": 0.0}),
        ("half_student_t", {"df": -1.0, "scale": 1.0}),
        ("half_student_t", {"df": 1.0, "scale": 0.0}),
        ("poisson", {"rate": -0.1}),
        ("binomial", {"n": 2.5, "p": 0.5}),
        ("binomial", {"n": -1.0, "p": 0.5}),
        ("binomial", {"n": 3.0, "p": 1.1}),
        ("negative_binomial", {"n": 0.0, "p": 0.5}),
        ("negative_binomial", {"n": 2.0, "p": 0.0}),
        ("negative_binomial_mean", {"mean": -1.0, "dispersion": 0.5}),
        ("negative_binomial_mean", {"mean": 2.0, "dispersion": 0.0}),
    ],
)
def test_a_wrong_parameter_makes_every_value_missing(constructor: str, parameters: dict[str, float]) -> None:
    distribution = getattr(rt, constructor)(**parameters)
    assert np.all(np.isnan(distribution.from_score(SCORES)))
    assert np.all(np.isnan(distribution.from_uniform(UNIFORMS)))
    assert np.isnan(distribution.log_prob(2.0))
