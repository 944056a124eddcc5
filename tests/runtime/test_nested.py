"""Truncated, censored and shifted distributions against SciPy and against what they are made from."""

from typing import Any

import jax
import numpy as np
import pytest
from scipy import integrate, stats

from forecast import runtime as rt

U = np.array([2.0**-53, 1e-9, 0.01, 0.3, 0.5, 0.8, 0.999, 1 - 2.0**-53])

# name: ours, SciPy's, bounds in the body
FAMILIES: dict[str, tuple[Any, Any, float, float]] = {
    "uniform": (rt.uniform(0.0, 5.0), stats.uniform(0, 5), 1.0, 4.0),
    "triangular": (rt.triangular(1.0, 2.0, 5.0), stats.triang(0.25, 1, 4), 1.5, 3.0),
    "exponential": (rt.exponential(0.4), stats.expon(scale=2.5), 1.0, 6.0),
    "hazard": (rt.hazard(0.4, 3.0), stats.expon(3, scale=2.5), 3.5, 9.0),
    "normal": (rt.normal(3.0, 2.0), stats.norm(3, 2), 2.0, 7.0),
    "lognormal": (rt.lognormal(0.5, 1.5), stats.lognorm(1.5, scale=np.exp(0.5)), 0.5, 9.0),
    "gamma": (rt.gamma(2.5, 0.5), stats.gamma(2.5, scale=2), 2.0, 9.0),
    "beta": (rt.beta(2.0, 5.0), stats.beta(2, 5), 0.1, 0.6),
    "pert": (rt.pert(0.0, 1.0, 4.0), stats.beta(2, 4, scale=4), 0.5, 2.0),
    "loguniform": (rt.loguniform(0.2, 300.0), stats.loguniform(0.2, 300), 1.0, 50.0),
    "weibull": (rt.weibull(0.6, 3.0), stats.weibull_min(0.6, scale=3), 1.0, 9.0),
    "gompertz": (rt.gompertz(0.1, 0.02), stats.gompertz(0.2, scale=10), 5.0, 30.0),
    "loglogistic": (rt.loglogistic(3.0, 1.7), stats.fisk(1.7, scale=3), 1.0, 9.0),
    "pareto": (rt.pareto(2.0, 1.5), stats.pareto(1.5, scale=2), 3.0, 30.0),
    "logistic": (rt.logistic(3.0, 2.0), stats.logistic(3, 2), 0.0, 5.0),
    "cauchy": (rt.cauchy(1.0, 2.0), stats.cauchy(1, 2), -3.0, 9.0),
    "half_normal": (rt.half_normal(2.0), stats.halfnorm(scale=2), 1.0, 3.0),
    "half_cauchy": (rt.half_cauchy(2.0), stats.halfcauchy(scale=2), 1.0, 30.0),
    "student_t": (rt.student_t(4.5, 1.0, 2.0), stats.t(4.5, 1, 2), 0.0, 9.0),
}
families = pytest.mark.parametrize("name", FAMILIES)


def expected(scipys: Any, low: float, high: float) -> np.ndarray:
    """The quantiles at U between the bounds, by the tail that is the smaller one."""
    a, b = scipys.cdf(low), scipys.sf(high)
    kept = scipys.cdf(high) - a
    lower, upper = a + U * kept, b + (1 - U) * kept
    return np.where(lower < 0.5, scipys.ppf(np.minimum(lower, 0.5)), scipys.isf(np.minimum(upper, 0.5)))


@families
def test_a_truncated_quantile_is_the_familys_within_the_bounds(name: str) -> None:
    ours, scipys, low, high = FAMILIES[name]
    found = np.asarray(rt.truncated(ours, min=low, max=high).from_uniform(U))
    np.testing.assert_allclose(found, expected(scipys, low, high), rtol=1e-10, atol=2e-14)
    assert found.min() >= low
    assert found.max() <= high


@families
def test_one_bound_leaves_the_other_side_free(name: str) -> None:
    ours, scipys, low, high = FAMILIES[name]
    lowest, highest = (float(end) for end in scipys.support())
    np.testing.assert_allclose(
        rt.truncated(ours, min=low).from_uniform(U[:-1]), expected(scipys, low, highest)[:-1], rtol=1e-9, atol=2e-14
    )
    np.testing.assert_allclose(
        rt.truncated(ours, max=high).from_uniform(U[1:]), expected(scipys, lowest, high)[1:], rtol=1e-9, atol=2e-14
    )


@families
def test_density_and_probabilities_are_renormalised(name: str) -> None:
    ours, scipys, low, high = FAMILIES[name]
    truncated = rt.truncated(ours, min=low, max=high)
    x = np.linspace(low, high, 7)
    kept = scipys.cdf(high) - scipys.cdf(low)
    np.testing.assert_allclose(truncated.log_prob(x), scipys.logpdf(x) - np.log(kept), rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(truncated.cdf(x), (scipys.cdf(x) - scipys.cdf(low)) / kept, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(truncated.sf(x), (scipys.sf(x) - scipys.sf(high)) / kept, rtol=1e-10, atol=1e-12)
    outside = np.array([low - 0.1, high + 0.1])
    assert np.all(np.asarray(truncated.log_prob(outside)) == -np.inf)
    np.testing.assert_array_equal(truncated.cdf(outside), [0, 1])
    np.testing.assert_array_equal(truncated.sf(outside), [1, 0])
    total, _ = integrate.quad(lambda v: float(np.exp(truncated.log_prob(v))), low, high)
    assert abs(total - 1) < 1e-7


def test_a_far_tail_is_as_exact_as_the_body() -> None:
    far = rt.truncated(rt.normal(0.0, 1.0), min=7.5)
    np.testing.assert_allclose(far.from_uniform(U[:-1]), stats.norm.isf(stats.norm.sf(7.5) * (1 - U[:-1])), rtol=1e-12)
    low = rt.truncated(rt.normal(0.0, 1.0), max=-7.5)
    np.testing.assert_allclose(low.from_uniform(U[1:]), stats.norm.ppf(stats.norm.sf(7.5) * U[1:]), rtol=1e-12)


def test_bounds_that_keep_nothing_give_no_value() -> None:
    assert np.all(np.isnan(np.asarray(rt.truncated(rt.uniform(0.0, 1.0), min=2.0).from_uniform(U))))
    assert np.all(np.isnan(np.asarray(rt.truncated(rt.normal(0.0, 1.0), min=2.0, max=1.0).from_uniform(U))))
    assert np.isnan(rt.truncated(rt.uniform(0.0, 1.0), min=2.0).log_prob(2.5))


def test_whole_numbers_keep_both_bounds() -> None:
    truncated = rt.truncated(rt.poisson(3.0), min=2, max=4)
    mass = stats.poisson(3).pmf([2, 3, 4])
    np.testing.assert_allclose(np.exp(truncated.log_prob(np.array([1.0, 2, 3, 4, 5]))), [0, *(mass / mass.sum()), 0])
    levels = np.linspace(0.001, 0.999, 400)
    shares = [np.mean(np.asarray(truncated.from_uniform(levels)) == k) for k in (2, 3, 4)]
    np.testing.assert_allclose(shares, mass / mass.sum(), atol=0.004)
    np.testing.assert_allclose(
        truncated.cdf(np.array([1.9, 2.0, 3.5])), [0, mass[0] / mass.sum(), mass[:2].sum() / mass.sum()]
    )


@families
def test_gradients_by_the_bounds_are_those_of_differences(name: str) -> None:
    ours, _, low, high = FAMILIES[name]

    def value(low: Any, high: Any) -> Any:
        return rt.truncated(ours, min=low, max=high).from_uniform(0.37)

    found = jax.grad(value, argnums=(0, 1))(low, high)
    h = 1e-5 * (high - low)
    by_low = (value(low + h, high) - value(low - h, high)) / (2 * h)
    by_high = (value(low, high + h) - value(low, high - h)) / (2 * h)
    np.testing.assert_allclose(found, [by_low, by_high], rtol=1e-5, atol=1e-8)


def test_gradients_by_the_parameters_are_those_of_differences() -> None:
    made = {
        "normal": lambda v: rt.truncated(rt.normal(v, 2.0), min=1.0, max=4.0),
        "gamma": lambda v: rt.truncated(rt.gamma(v, 1.0), min=1.0, max=4.0),
        "mixture": lambda v: rt.truncated(rt.mixture([v, 2.0], [rt.normal(0.0, 1.0), rt.normal(v, 1.0)]), min=0.5),
        "shifted": lambda v: rt.shifted(rt.exponential(v), v * v),
        "censored": lambda v: rt.censored(rt.normal(v, 1.0), above=30.0),
    }
    h = 1e-5
    for name, make in made.items():
        for function in (lambda v, m=make: m(v).from_uniform(0.37), lambda v, m=make: m(v).log_prob(2.9)):
            found = jax.grad(function)(1.7)
            difference = (function(1.7 + h) - function(1.7 - h)) / (2 * h)
            np.testing.assert_allclose(found, difference, rtol=2e-5, err_msg=name)


def test_what_is_censored_piles_up_at_the_ends_and_weighs_there_what_lies_beyond() -> None:
    censored = rt.censored(rt.normal(0.0, 1.0), below=-1.0, above=2.0)
    np.testing.assert_allclose(censored.from_uniform(np.array([0.01, 0.5, 0.99])), [-1, 0, 2], atol=1e-15)
    np.testing.assert_allclose(censored.from_score(np.array([-3.0, 0.5, 3.0])), [-1, 0.5, 2])
    expected = [stats.norm.logcdf(-1), stats.norm.logpdf(0.5), stats.norm.logsf(2), stats.norm.logsf(2)]
    np.testing.assert_allclose(censored.log_prob(np.array([-1.0, 0.5, 2.0, np.inf])), expected, rtol=1e-12)
    np.testing.assert_allclose(censored.cdf(np.array([-1.5, -1.0, 0.0, 2.0])), [0, stats.norm.cdf(-1), 0.5, 1])
    np.testing.assert_allclose(censored.sf(np.array([-1.5, -1.0, 0.0, 2.0])), [1, stats.norm.sf(-1), 0.5, 0])
    counted = rt.censored(rt.poisson(3.0), above=5.0)
    np.testing.assert_allclose(counted.log_prob(5.0), stats.poisson.logsf(4, 3), rtol=1e-12)
    assert np.all(np.isnan(np.asarray(rt.censored(rt.normal(0.0, 1.0), below=2.0, above=1.0).from_uniform(U))))


def test_what_is_shifted_is_the_same_elsewhere() -> None:
    base, moved = rt.gamma(2.0, 1.0), rt.shifted(rt.gamma(2.0, 1.0), 10.0)
    np.testing.assert_allclose(moved.from_uniform(U), np.asarray(base.from_uniform(U)) + 10, rtol=1e-15)
    np.testing.assert_allclose(moved.from_score(1.3), base.from_score(1.3) + 10)
    x = np.array([0.5, 2.0])
    for name in ("log_prob", "cdf", "sf"):
        np.testing.assert_allclose(getattr(moved, name)(x + 10), getattr(base, name)(x), rtol=1e-13)
    assert rt.shifted(rt.exponential(1.0), np.inf).from_uniform(0.5) == np.inf


def test_supports_follow_from_what_they_are_made_from() -> None:
    assert rt.truncated(rt.exponential(1.0), max=3.0).support.upper_bound == 3.0
    assert rt.truncated(rt.normal(0.0, 1.0), min=-1.0).support.lower_bound == -1.0
    assert rt.shifted(rt.uniform(1.0, 2.0), 5.0).support.upper_bound == 7.0
    assert rt.truncated(rt.poisson(3.0), min=1.0, max=4.0).support.is_discrete
