"""The probability of more than a value, exact in the upper tail, against SciPy; and quantiles that are given both tails."""

from typing import Any

import numpy as np
import pytest
from scipy import special, stats

from forecast import runtime as rt

CONTINUOUS: dict[str, tuple[Any, Any]] = {
    "uniform": (rt.uniform(2.0, 5.0), stats.uniform(2, 3)),
    "triangular": (rt.triangular(1.0, 2.0, 5.0), stats.triang(0.25, 1, 4)),
    "exponential": (rt.exponential(0.4), stats.expon(scale=2.5)),
    "hazard": (rt.hazard(0.4, 3.0), stats.expon(3, scale=2.5)),
    "normal": (rt.normal(3.0, 2.0), stats.norm(3, 2)),
    "lognormal": (rt.lognormal(0.5, 1.5), stats.lognorm(1.5, scale=np.exp(0.5))),
    "gamma": (rt.gamma(2.5, 0.5), stats.gamma(2.5, scale=2)),
    "small gamma": (rt.gamma(0.3, 0.5), stats.gamma(0.3, scale=2)),
    "beta": (rt.beta(2.0, 5.0), stats.beta(2, 5)),
    "pert": (rt.pert(0.0, 1.0, 4.0), stats.beta(2, 4, scale=4)),
    "loguniform": (rt.loguniform(0.2, 300.0), stats.loguniform(0.2, 300)),
    "weibull": (rt.weibull(0.6, 3.0), stats.weibull_min(0.6, scale=3)),
    "gompertz": (rt.gompertz(0.1, 0.002), stats.gompertz(0.02, scale=10)),
    "pareto": (rt.pareto(2.0, 1.5), stats.pareto(1.5, scale=2)),
    "logistic": (rt.logistic(3.0, 2.0), stats.logistic(3, 2)),
    "cauchy": (rt.cauchy(1.0, 2.0), stats.cauchy(1, 2)),
    "half_normal": (rt.half_normal(2.0), stats.halfnorm(scale=2)),
    "half_cauchy": (rt.half_cauchy(2.0), stats.halfcauchy(scale=2)),
    "student_t": (rt.student_t(4.5, 1.0, 2.0), stats.t(4.5, 1, 2)),
}
COUNTS: dict[str, tuple[Any, Any]] = {
    "poisson": (rt.poisson(7.3), stats.poisson(7.3)),
    "binomial": (rt.binomial(30.0, 0.3), stats.binom(30, 0.3)),
    "negative_binomial": (rt.negative_binomial(3.0, 0.2), stats.nbinom(3, 0.2)),
    "geometric": (rt.geometric(0.2), stats.geom(0.2, -1)),
    "uniform_int": (rt.uniform_int(-2.0, 8.0), stats.randint(-2, 9)),
    "bernoulli": (rt.bernoulli(0.3), stats.bernoulli(0.3)),
}
TAILS = np.array([1e-12, 1e-9, 1e-4, 0.1, 0.5, 0.9])


@pytest.mark.parametrize("name", CONTINUOUS)
def test_survival_is_scipys_to_a_relative_error_in_the_far_upper_tail(name: str) -> None:
    ours, scipys = CONTINUOUS[name]
    x = scipys.isf(TAILS)
    # near a finite end the argument itself is rounded, which the tail's own derivative tells
    rounding = np.abs(scipys.pdf(x) * x) * 1e-15
    np.testing.assert_array_less(np.abs(np.asarray(ours.sf(x)) - scipys.sf(x)), 1e-11 * scipys.sf(x) + rounding)
    np.testing.assert_allclose(np.asarray(ours.sf(x)) + np.asarray(ours.cdf(x)), 1.0, rtol=1e-12)


@pytest.mark.parametrize("name", CONTINUOUS)
def test_a_quantile_takes_the_tail_that_tells_it_exactly(name: str) -> None:
    ours, scipys = CONTINUOUS[name]
    np.testing.assert_allclose(ours._quantile(1 - TAILS, TAILS), scipys.isf(TAILS), rtol=1e-10)
    below = scipys.ppf(TAILS)
    np.testing.assert_allclose(ours._quantile(TAILS, 1 - TAILS), below, rtol=1e-9, atol=1e-15)


def test_survival_of_a_half_student_t() -> None:
    x = np.array([0.01, 1.0, 30.0, 1e4])
    np.testing.assert_allclose(rt.half_student_t(4.0, 2.0).sf(x), 2 * special.stdtr(4, -x / 2), rtol=1e-12)


def test_survival_of_a_loglogistic() -> None:
    # SciPy's own is one minus its cdf
    x = np.array([0.1, 3.0, 100.0, 1e8])
    np.testing.assert_allclose(rt.loglogistic(3.0, 1.7).sf(x), special.expit(-1.7 * np.log(x / 3)), rtol=1e-12)


def test_survival_of_a_logit_normal() -> None:
    p = np.array([0.02, 0.5, 0.98])
    scipys = stats.norm(0, np.log(4) / special.ndtri(0.95))
    np.testing.assert_allclose(rt.logit_normal_between(0.2, 0.8, 0.9).sf(p), scipys.sf(special.logit(p)), rtol=1e-12)


@pytest.mark.parametrize("name", COUNTS)
def test_survival_of_counts_is_scipys_at_and_between_whole_numbers(name: str) -> None:
    ours, scipys = COUNTS[name]
    x = np.array([-3.0, -1.0, 0.0, 0.5, 1.0, 4.0, 7.5, 20.0, 29.0, 30.0, 31.0])
    np.testing.assert_allclose(ours.sf(x), scipys.sf(x), rtol=1e-11, atol=1e-300)


def test_survival_of_a_choice_and_of_a_metalog() -> None:
    np.testing.assert_allclose(
        rt.choice(np.array([1.0, 2.0, 1.0])).sf(np.array([-1.0, 0.0, 1.0, 2.0])), [1, 0.75, 0.25, 0]
    )
    metalog = rt.metalog_above(0.0, 0.1, 1.0, 0.5, 2.0, 0.9, 4.0)
    x = metalog.from_uniform(np.array([0.01, 0.5, 0.999999]))
    np.testing.assert_allclose(metalog.sf(x), [0.99, 0.5, 1e-6], rtol=1e-8)
    np.testing.assert_allclose(metalog.sf(np.array([-1.0, 0.0])), 1.0)
