"""Families beyond the basic ones against SciPy: to 1e-12 in the body and in both far tails, with gradients."""

from dataclasses import dataclass
from typing import Any

import jax
import numpy as np
import pytest
from scipy import optimize, special, stats

from forecast import runtime as rt

SCORES = np.array([-8.2, -6.5, -4.0, -1.5, -0.3, 0.0, 0.4, 1.7, 4.0, 6.5, 8.2])
BODY = np.array([-2.5, -1.4, -0.5, 0.1, 1.0, 2.5, 4.0])
UNIFORMS = (2 * np.array([0, 7, 2**30, 2**49, 2**51, 2**52 - 2**45, 2**52 - 8, 2**52 - 1]) + 1) * 2.0**-53


@dataclass(frozen=True)
class Case:
    constructor: str
    parameters: dict[str, float]
    oracle: Any
    quantile: float = 1e-12
    density: float = 1e-12
    far: float = 1e-18  # absolute; a place such as a least value above 0 rounds the argument itself

    def __str__(self) -> str:
        return f"{self.constructor}({', '.join(f'{k}={v}' for k, v in self.parameters.items())})"

    def make(self) -> Any:
        return getattr(rt, self.constructor)(**self.parameters)

    def least_count(self, lower: float, upper: float) -> float:
        """The least whole number that has at least ``lower`` at or below it, by the smaller tail."""

        def enough(k: float) -> bool:
            return bool(self.oracle.cdf(k) >= lower if lower < 0.5 else self.oracle.sf(k) <= upper)

        low, high = self.oracle.support()[0] - 1, 2.0**20
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if enough(middle) else (middle, high)
        return high

    def reference(self, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
        return np.where(lower < 0.5, self.oracle.ppf(np.minimum(lower, 0.5)), self.oracle.isf(np.minimum(upper, 0.5)))


class HalfStudentT:
    """SciPy has no half of a Student's t."""

    def __init__(self, df: float, scale: float) -> None:
        self.df, self.scale = df, scale

    def ppf(self, q):
        # x with I_x(1/2, df/2) = q is t²/(df + t²); exact for small q
        x = special.betaincinv(0.5, self.df / 2, q)
        return self.scale * np.sqrt(self.df * x / (1 - x))

    def isf(self, q):
        return -self.scale * special.stdtrit(self.df, q / 2)

    def cdf(self, x):
        t2 = (x / self.scale) ** 2
        return special.betainc(0.5, self.df / 2, t2 / (self.df + t2))

    def logpdf(self, x):
        return stats.t.logpdf(x, self.df, 0, self.scale) + np.log(2)

    def support(self):
        return 0.0, np.inf


class SkewNormal:
    """SciPy's is off by 1e-9 and more in the lower tail of a positive shape, where it takes a difference.

    Here both tails are integrals of the density, Gauss-Legendre on panels that double in width from the end on.
    """

    def __init__(self, location: float, scale: float, shape: float) -> None:
        self.location, self.scale, self.shape = location, scale, shape
        ends = np.concatenate([[0], 2.0 ** np.arange(-12, 6)])
        nodes, weights = np.polynomial.legendre.leggauss(20)
        widths = np.diff(ends)[:, None]
        self.steps = (ends[:-1, None] + widths * (nodes + 1) / 2).ravel()
        self.weights = (widths * weights / 2).ravel()

    def density(self, y):
        return 2 * np.exp(-y * y / 2) / np.sqrt(2 * np.pi) * special.ndtr(self.shape * y)

    def tail(self, y, sign):
        y = np.asarray(y, dtype=float)
        return (self.density(y[..., None] + sign * self.steps) * self.weights).sum(axis=-1)

    def at(self, level, sign):
        def miss(y, level):
            return np.log(self.tail(y, sign)) - np.log(level)

        roots = [optimize.brentq(miss, -9.0, 9.0, xtol=1e-15, rtol=1e-14, args=(each,)) for each in np.ravel(level)]
        return self.location + self.scale * np.reshape(roots, np.shape(level))

    def ppf(self, q):
        return self.at(q, -1)

    def isf(self, q):
        return self.at(q, 1)

    def cdf(self, x):
        y = (np.asarray(x) - self.location) / self.scale
        below, above = self.tail(y, -1), self.tail(y, 1)
        return np.where(below < above, below, 1 - above)

    def logpdf(self, x):
        return stats.skewnorm.logpdf(x, self.shape, self.location, self.scale)

    def support(self):
        return -np.inf, np.inf


CONTINUOUS = [
    Case("loguniform", {"min": 0.2, "max": 300.0}, stats.loguniform(0.2, 300), far=1e-15),
    Case("weibull", {"shape": 0.6, "scale": 3.0}, stats.weibull_min(0.6, scale=3)),
    Case("weibull", {"shape": 4.0, "scale": 0.5}, stats.weibull_min(4, scale=0.5)),
    Case("gompertz", {"shape": 0.1, "rate": 0.002}, stats.gompertz(0.02, scale=10)),
    Case("logistic", {"mean": 3.0, "scale": 2.0}, stats.logistic(3, 2)),
    Case("loglogistic", {"median": 3.0, "shape": 1.7}, stats.fisk(1.7, scale=3)),
    Case("cauchy", {"median": 1.0, "scale": 2.0}, stats.cauchy(1, 2)),
    Case("half_normal", {"sd": 2.0}, stats.halfnorm(scale=2)),
    Case("half_cauchy", {"scale": 2.0}, stats.halfcauchy(scale=2)),
    Case("student_t", {"df": 4.5, "mean": 1.0, "scale": 2.0}, stats.t(4.5, 1, 2), quantile=1e-11),
    Case("student_t", {"df": 0.4, "mean": 1.0, "scale": 2.0}, stats.t(0.4, 1, 2), quantile=1e-10),
    Case(
        "student_t",
        {"df": 400.0, "mean": 1.0, "scale": 2.0},
        stats.t(400, 1, 2),
        quantile=1e-11,
        density=1e-11,
        far=1e-16,
    ),
    Case("half_student_t", {"df": 4.0, "scale": 2.0}, HalfStudentT(4, 2), quantile=1e-11),
    Case("skew_normal", {"location": 1.0, "scale": 2.0, "shape": 0.4}, SkewNormal(1, 2, 0.4)),
    Case("skew_normal", {"location": 1.0, "scale": 2.0, "shape": 4.0}, SkewNormal(1, 2, 4)),
    Case("skew_normal", {"location": 1.0, "scale": 2.0, "shape": -1.5}, SkewNormal(1, 2, -1.5)),
    Case("pareto", {"min": 2.0, "shape": 1.5}, stats.pareto(1.5, scale=2), far=1e-15),
]
COUNTS = [
    Case("uniform_int", {"min": -2.0, "max": 8.0}, stats.randint(-2, 9)),
    Case("geometric", {"p": 0.2}, stats.geom(0.2, -1)),
    Case("poisson", {"rate": 0.02}, stats.poisson(0.02)),
    Case("poisson", {"rate": 7.3}, stats.poisson(7.3)),
    Case("poisson", {"rate": 45678.9}, stats.poisson(45678.9), density=1e-10),
    Case("binomial", {"n": 10.0, "p": 0.3}, stats.binom(10, 0.3)),
    Case("binomial", {"n": 1.0, "p": 0.97}, stats.binom(1, 0.97)),
    Case("binomial", {"n": 30000.0, "p": 0.999}, stats.binom(30000, 0.999), density=1e-9),
    Case("negative_binomial", {"n": 3.0, "p": 0.2}, stats.nbinom(3, 0.2)),
    Case("negative_binomial", {"n": 0.05, "p": 0.01}, stats.nbinom(0.05, 0.01)),
    Case("negative_binomial_mean", {"mean": 20.0, "dispersion": 0.5}, stats.nbinom(2, 1 / 11)),
]
continuous = pytest.mark.parametrize("case", CONTINUOUS, ids=str)
counts = pytest.mark.parametrize("case", COUNTS, ids=str)


@continuous
def test_quantiles_are_exact_in_the_body_and_both_far_tails(case: Case) -> None:
    distribution = case.make()
    np.testing.assert_allclose(
        distribution.from_score(SCORES),
        case.reference(special.ndtr(SCORES), special.ndtr(-SCORES)),
        rtol=case.quantile,
        atol=1e-15,
    )
    np.testing.assert_allclose(
        distribution.from_uniform(UNIFORMS), case.reference(UNIFORMS, 1 - UNIFORMS), rtol=case.quantile, atol=1e-15
    )


@continuous
def test_densities_and_probabilities_are_scipys(case: Case) -> None:
    x = case.reference(special.ndtr(SCORES), special.ndtr(-SCORES))
    distribution = case.make()
    np.testing.assert_allclose(distribution.log_prob(x), case.oracle.logpdf(x), rtol=case.density, atol=case.density)
    np.testing.assert_allclose(distribution.cdf(x), case.oracle.cdf(x), rtol=case.density, atol=case.far)


@counts
def test_counts_are_the_quantiles_of_scipy(case: Case) -> None:
    levels = np.concatenate([UNIFORMS, np.linspace(0.0123, 0.9876, 30)])
    distribution = case.make()
    expected = [case.least_count(*each) for each in zip(levels, 1 - levels, strict=True)]
    np.testing.assert_array_equal(distribution.from_uniform(levels), expected)
    scores = SCORES + 0.0123
    expected = [case.least_count(*each) for each in zip(special.ndtr(scores), special.ndtr(-scores), strict=True)]
    np.testing.assert_array_equal(distribution.from_score(scores), expected)


@counts
def test_masses_of_counts_are_scipys(case: Case) -> None:
    x = np.unique(case.reference(special.ndtr(BODY), special.ndtr(-BODY)))
    distribution = case.make()
    np.testing.assert_allclose(distribution.log_prob(x), case.oracle.logpmf(x), rtol=case.density, atol=case.density)
    np.testing.assert_allclose(distribution.cdf(x + 0.5), case.oracle.cdf(x), rtol=case.density)
    assert np.all(np.asarray(distribution.log_prob(x + 0.5)) == -np.inf)
    assert float(distribution.cdf(-3.0)) == 0


@pytest.mark.parametrize("case", CONTINUOUS + COUNTS, ids=str)
def test_there_is_no_density_outside_the_support(case: Case) -> None:
    ends = np.add(case.oracle.support(), [-1, 1])
    outside = ends[np.isfinite(ends)]
    assert np.all(np.asarray(case.make().log_prob(outside)) == -np.inf)


@pytest.mark.parametrize("case", CONTINUOUS + COUNTS, ids=str)
def test_parameters_that_differ_by_draw_give_what_each_gives_alone(case: Case) -> None:
    spread = {name: np.array([value, value, np.nan]) for name, value in case.parameters.items()}
    several = np.asarray(getattr(rt, case.constructor)(**spread).from_score(np.array([-2.0, 1.0, 0.0])))
    alone = np.asarray(case.make().from_score(np.array([-2.0, 1.0])))
    np.testing.assert_allclose(several[:2], alone, rtol=1e-14)
    assert np.isnan(several[2])


@continuous
def test_gradients_are_those_of_differences(case: Case) -> None:
    names = list(case.parameters)
    start = np.array([*case.parameters.values()])
    points = np.column_stack([np.tile(start, (len(BODY), 1)), BODY])

    def quantile(points: Any) -> Any:
        return getattr(rt, case.constructor)(**dict(zip(names, points[:, :-1].T, strict=True))).from_score(
            points[:, -1]
        )

    x = np.asarray(quantile(points))

    def log_density(points: Any) -> Any:
        return getattr(rt, case.constructor)(**dict(zip(names, points[:, :-1].T, strict=True))).log_prob(points[:, -1])

    for function, at in ((quantile, points), (log_density, np.column_stack([points[:, :-1], x]))):
        gradient = np.asarray(jax.grad(lambda p, f=function: f(p).sum())(at))
        for i in range(at.shape[1]):
            h = 1e-4 * abs(at[:, i])[:, None] * np.eye(at.shape[1])[i]
            size = h.sum(axis=1)
            f = [np.asarray(function(at + k * h)) for k in (-2, -1, 1, 2)]
            difference = (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * size)
            noise = 1e-15 * abs(f[0]) / size
            assert np.all(abs(gradient[:, i] - difference) <= 1e-5 * abs(difference) + 1e3 * noise + 1e-9)


@pytest.mark.parametrize("case", CONTINUOUS + COUNTS, ids=str)
def test_samples_have_the_distribution(case: Case) -> None:
    x = np.asarray(case.make().sample(jax.random.key(3), (4000,)))
    if case in CONTINUOUS:
        assert stats.kstest(x, case.oracle.cdf).pvalue > 1e-4
    else:
        assert abs(x.mean() - case.oracle.mean()) <= 4.5 * case.oracle.std() / np.sqrt(len(x)) + 1e-12


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
