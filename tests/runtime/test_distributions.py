"""Each distribution's quantile from scores and uniforms, cdf, log-density and moments against SciPy, and against each other."""

from dataclasses import dataclass
from typing import Any

import jax
import numpy as np
import pytest
from scipy import stats

from forecast import runtime as rt

Z90 = stats.norm.ppf(0.95)
SCORES = np.array([-8.2, -7.0, -5.0, -3.0, -1.5, -0.4, 0.0, 0.3, 1.2, 2.5, 4.0, 6.0, 8.2])
GRID = (
    2 * np.array([0, 5, 10**6, 2**40, 2**50, 2**51, 2**51 + 2**50, 2**52 - 2**30, 2**52 - 3, 2**52 - 1]) + 1
) * 2.0**-53


@dataclass(frozen=True)
class Case:
    constructor: str
    parameters: dict[str, float]
    oracle: Any

    def __str__(self) -> str:
        return f"{self.constructor}({', '.join(f'{k}={v}' for k, v in self.parameters.items())})"

    def make(self) -> Any:
        return getattr(rt, self.constructor)(**self.parameters)


class LogitNormalOracle:
    """SciPy has no logit-normal."""

    def __init__(self, mu: float, sigma: float) -> None:
        self.base = stats.norm(mu, sigma)

    def ppf(self, q):
        return 1 / (1 + np.exp(-self.base.ppf(q)))

    def isf(self, q):
        return 1 / (1 + np.exp(-self.base.isf(q)))

    def cdf(self, x):
        return self.base.cdf(np.log(x) - np.log1p(-x))

    def logpdf(self, x):
        return self.base.logpdf(np.log(x) - np.log1p(-x)) - np.log(x) - np.log1p(-x)


def lognormal(mu: float, sigma: float) -> Any:
    return stats.lognorm(sigma, scale=np.exp(mu))


def lognormal_by_mean(mean: float, sd: float) -> Any:
    variance = np.log1p((sd / mean) ** 2)
    return lognormal(np.log(mean) - variance / 2, np.sqrt(variance))


CONTINUOUS = [
    Case("normal", {"mean": 3.0, "sd": 2.0}, stats.norm(3, 2)),
    Case("lognormal", {"mu": 1.0, "sigma": 0.7}, lognormal(1, 0.7)),
    Case("lognormal_median", {"median": 5.0, "factor": 1.3}, lognormal(np.log(5), np.log(1.3))),
    Case("lognormal_mean", {"mean": 4.0, "sd": 6.0}, lognormal_by_mean(4, 6)),
    Case("normal_between", {"low": -1.0, "high": 5.0, "level": 0.9}, stats.norm(2, 3 / Z90)),
    Case("lognormal_between", {"low": 2.0, "high": 8.0, "level": 0.9}, lognormal(np.log(4), np.log(2) / Z90)),
    Case("logit_normal_between", {"low": 0.2, "high": 0.8, "level": 0.9}, LogitNormalOracle(0, np.log(4) / Z90)),
    Case("uniform", {"min": -2.0, "max": 5.0}, stats.uniform(-2, 7)),
    Case("triangular", {"min": 1.0, "mode": 2.0, "max": 5.0}, stats.triang(0.25, 1, 4)),
    Case("triangular", {"min": 1.0, "mode": 1.0, "max": 5.0}, stats.triang(0, 1, 4)),
    Case("triangular", {"min": 1.0, "mode": 5.0, "max": 5.0}, stats.triang(1, 1, 4)),
    Case("exponential", {"rate": 0.25}, stats.expon(scale=4)),
    Case("exponential_mean", {"mean": 3.0}, stats.expon(scale=3)),
    Case("hazard", {"rate": 0.2, "after": 4.0}, stats.expon(4, 5)),
    Case("gamma", {"shape": 0.3, "rate": 2.0}, stats.gamma(0.3, scale=0.5)),
    Case("gamma", {"shape": 3.0, "rate": 0.5}, stats.gamma(3, scale=2)),
    Case("gamma_mean", {"mean": 10.0, "sd": 1.0}, stats.gamma(100, scale=0.1)),
    Case("beta", {"a": 2.0, "b": 5.0}, stats.beta(2, 5)),
    Case("beta", {"a": 0.4, "b": 0.7}, stats.beta(0.4, 0.7)),
    Case("beta_mean", {"mean": 0.9, "n": 300.0}, stats.beta(270, 30)),
    Case("pert", {"min": 1.0, "mode": 2.0, "max": 6.0}, stats.beta(1.8, 4.2, 1, 5)),
    Case("pert", {"min": 1.0, "mode": 6.0, "max": 6.0}, stats.beta(5, 1, 1, 5)),
]
DISCRETE = [
    Case("bernoulli", {"p": 0.3}, stats.bernoulli(0.3)),
    Case("chance", {"p": 0.75}, stats.bernoulli(0.75)),
    Case("bernoulli", {"p": 0.0}, stats.bernoulli(0.0)),
    Case("bernoulli", {"p": 1.0}, stats.bernoulli(1.0)),
    Case("choice", {"weights": np.array([2.0, 5.0, 3.0])}, stats.rv_discrete(values=([0, 1, 2], [0.2, 0.5, 0.3]))),
]

continuous = pytest.mark.parametrize("case", CONTINUOUS, ids=str)
discrete = pytest.mark.parametrize("case", DISCRETE, ids=str)


def two_sided_quantile(oracle: Any, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    return np.where(lower < 0.5, oracle.ppf(np.minimum(lower, 0.5)), oracle.isf(np.minimum(upper, 0.5)))


def assert_close(actual: Any, expected: Any, *, rtol: float = 1e-9) -> None:
    np.testing.assert_allclose(np.asarray(actual), expected, rtol=rtol, atol=1e-13)


def test_the_lower_tail_of_an_exponential_is_exact_and_not_only_small() -> None:
    z = np.array([-8.2, -8.0, -7.9, -7.0, -6.0, -5.0, -3.0, -0.5])
    expected = -np.log1p(-stats.norm.cdf(z))
    np.testing.assert_allclose(np.asarray(rt.exponential(1.0).from_score(z)), expected, rtol=1e-12, atol=0)
    np.testing.assert_allclose(np.asarray(rt.hazard(1.0, 0.0).from_score(z)), expected, rtol=1e-12, atol=0)


@continuous
def test_the_value_of_a_score_is_the_quantile_in_both_far_tails(case: Case) -> None:
    expected = two_sided_quantile(case.oracle, stats.norm.cdf(SCORES), stats.norm.sf(SCORES))
    assert_close(case.make().from_score(SCORES), expected)


@continuous
def test_the_value_of_a_uniform_is_the_quantile_to_the_ends_of_the_grid(case: Case) -> None:
    assert_close(case.make().from_uniform(GRID), two_sided_quantile(case.oracle, GRID, 1 - GRID))


@continuous
def test_density_and_cdf_are_scipys(case: Case) -> None:
    x = case.oracle.ppf(np.array([1e-6, 0.01, 0.2, 0.5, 0.77, 0.99, 1 - 1e-6]))
    distribution = case.make()
    assert_close(distribution.log_prob(x), case.oracle.logpdf(x))
    assert_close(distribution.cdf(x), case.oracle.cdf(x))


@continuous
def test_the_quantile_inverts_the_cdf(case: Case) -> None:
    q = np.array([0.001, 0.05, 0.37, 0.5, 0.9, 0.9999])
    distribution = case.make()
    assert_close(distribution.cdf(distribution.icdf(q)), q)


@pytest.mark.parametrize(
    "case",
    [c for c in CONTINUOUS if c.constructor in ("uniform", "triangular", "exponential", "pert", "hazard")],
    ids=str,
)
def test_there_is_no_density_outside_the_support(case: Case) -> None:
    low, high = case.oracle.support()
    outside = np.array([x for x in (low - 1.0, high + 1.0) if np.isfinite(x)])
    assert np.all(np.asarray(case.make().log_prob(outside)) == -np.inf)


@discrete
def test_a_discrete_value_is_the_quantile(case: Case) -> None:
    u = np.append(GRID, np.linspace(0.0501, 0.9501, 19))
    assert_close(case.make().from_uniform(u), case.oracle.ppf(u))
    assert_close(case.make().from_score(stats.norm.ppf(u)), case.oracle.ppf(u))


@discrete
def test_mass_and_cdf_are_scipys(case: Case) -> None:
    x = np.array([0.0, 1.0])
    assert_close(case.make().log_prob(x), case.oracle.logpmf(x))
    assert_close(case.make().cdf(x), case.oracle.cdf(x))
    assert np.all(np.asarray(case.make().log_prob(np.array([-1.0, 0.5, 3.0]))) == -np.inf)


@pytest.mark.parametrize("case", CONTINUOUS + DISCRETE, ids=str)
def test_samples_have_the_distribution(case: Case) -> None:
    count = 4000
    x = np.asarray(case.make().sample(jax.random.key(7), (count,)))
    assert x.shape == (count,)
    if case in CONTINUOUS:
        assert stats.kstest(x, case.oracle.cdf).pvalue > 1e-4
    else:
        mean = case.oracle.mean()
        assert abs(x.mean() - mean) <= 4.5 * case.oracle.std() / np.sqrt(count)
        assert set(np.unique(x)) <= {0.0, 1.0, 2.0}


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


@pytest.mark.parametrize(
    "case",
    [c for c in CONTINUOUS if c.constructor not in ("pert", "triangular")]
    + [
        Case("triangular", {"min": 1.0, "mode": 2.0, "max": 5.0}, None),
        Case("pert", {"min": 1.0, "mode": 2.0, "max": 6.0}, None),
    ],
    ids=str,
)
def test_gradients_of_a_value_in_parameters_and_score_are_those_of_differences(case: Case) -> None:
    names = list(case.parameters)
    scores = np.array([-6.0, -1.1, 0.2, 2.0, 5.0])
    points = np.column_stack([np.tile(list(case.parameters.values()), (5, 1)), scores])

    def values(points):
        distribution = getattr(rt, case.constructor)(**dict(zip(names, points[:, :-1].T, strict=True)))
        return distribution.from_score(points[:, -1])

    gradient = np.asarray(jax.jit(jax.grad(lambda points: values(points).sum()))(points))
    f = jax.jit(values)
    for i in range(points.shape[1]):
        h = 1e-4 * np.maximum(abs(points[:, i]), 0.1)
        at = [np.asarray(f(points + k * h[:, None] * np.eye(points.shape[1])[i])) for k in (-2, -1, 1, 2)]
        difference = (at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * h)
        assert np.all(abs(gradient[:, i] - difference) <= 1e-5 * abs(difference) + 1e-7 * abs(at[0]))


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
