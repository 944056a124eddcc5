"""Every distribution of the registry, in each of its forms, in one table: against SciPy, against itself, and through whole runs.

A distribution that is added to the registry, or a form of one, has to get an entry here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np
import pytest
from scipy import optimize, special, stats

import forecast
from forecast import runtime as rt
from forecast.language.library.registry import all_functions
from forecast.sampling.xla import prepare

prepare()

Z90 = special.ndtri(0.95)
LEVELS = np.array([1e-12, 1e-9, 1e-6, 1e-3, 0.02, 0.17, 0.5])
"""Of either tail: the quantiles looked at are those below, and above, which so much lies."""


class LogitNormal:
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


def lognormal(mu: float, sigma: float) -> Any:
    return stats.lognorm(sigma, scale=np.exp(mu))


def lognormal_by_mean(mean: float, sd: float) -> Any:
    variance = np.log1p((sd / mean) ** 2)
    return lognormal(np.log(mean) - variance / 2, np.sqrt(variance))


class LogLogistic:
    """SciPy's `fisk` takes one minus its cdf for the upper tail."""

    def __init__(self, median, shape) -> None:
        self.median, self.shape = median, shape

    def ppf(self, q):
        return self.median * np.exp(special.logit(q) / self.shape)

    def isf(self, q):
        return self.median * np.exp(-special.logit(q) / self.shape)

    def cdf(self, x):
        return special.expit(self.shape * np.log(x / self.median))

    def sf(self, x):
        return special.expit(-self.shape * np.log(x / self.median))

    def logpdf(self, x):
        y = self.shape * np.log(x / self.median)
        return np.log(self.shape / x) + special.log_expit(y) + special.log_expit(-y)

    def support(self):
        return 0.0, np.inf


class Triangular:
    """SciPy's takes one minus what is below for what is above."""

    def __init__(self, low, mode, high) -> None:
        self.min, self.mode, self.max = low, mode, high
        self.below = (mode - low) / (high - low)

    def ppf(self, q):
        up = self.min + np.sqrt(q * (self.max - self.min) * (self.mode - self.min))
        return np.where(q <= self.below, up, self._from_above(1 - q))

    def isf(self, q):
        up = self.min + np.sqrt((1 - q) * (self.max - self.min) * (self.mode - self.min))
        return np.where(q >= 1 - self.below, up, self._from_above(q))

    def _from_above(self, q):
        return self.max - np.sqrt(q * (self.max - self.min) * (self.max - self.mode))

    def cdf(self, x):
        lower = (x - self.min) ** 2 / (self.max - self.min) / (self.mode - self.min)
        upper = (self.max - x) ** 2 / (self.max - self.min) / (self.max - self.mode)
        return np.where(x < self.mode, lower, 1 - upper)

    def logpdf(self, x):
        up, down = (x - self.min) / (self.mode - self.min), (self.max - x) / (self.max - self.mode)
        return np.log(2 / (self.max - self.min)) + np.log(np.where(x < self.mode, up, down))

    def support(self):
        return self.min, self.max


class HalfNormal:
    """SciPy's loses the lower tail in a quantile near one half."""

    def __init__(self, sd) -> None:
        self.sd, self.scipys = sd, stats.halfnorm(scale=sd)
        self.isf, self.sf, self.logpdf, self.support = (
            getattr(self.scipys, name) for name in ("isf", "sf", "logpdf", "support")
        )

    def ppf(self, q):
        return self.sd * np.sqrt(2) * special.erfinv(q)

    def cdf(self, x):
        return special.erf(x / self.sd / np.sqrt(2))


class Mixture:
    """40% of one distribution and 60% of another."""

    def __init__(self, first, second) -> None:
        self.first, self.second = first, second

    def cdf(self, x):
        return 0.4 * self.first.cdf(x) + 0.6 * self.second.cdf(x)

    def sf(self, x):
        return 0.4 * self.first.sf(x) + 0.6 * self.second.sf(x)

    def logpdf(self, x):
        return np.logaddexp(np.log(0.4) + self.first.logpdf(x), np.log(0.6) + self.second.logpdf(x))

    def _root(self, tail, q):
        def miss(x, level):
            return np.log(tail(x)) - np.log(level)

        ends = (self.first.ppf(1e-14), self.second.isf(1e-14))
        return np.reshape(
            [optimize.brentq(miss, *ends, xtol=1e-15, rtol=1e-14, args=(each,)) for each in np.ravel(q)], np.shape(q)
        )

    def ppf(self, q):
        return self._root(self.cdf, q)

    def isf(self, q):
        return self._root(self.sf, q)

    def support(self):
        return -np.inf, np.inf


@dataclass(frozen=True)
class Entry:
    """A constructor of the run-time library with parameters, and SciPy's distribution of these.

    `text` is the distribution in the language, made from the names of the parameters where it is "". `vary` is the parameter
    that is uncertain in runs, by a fifth either way. `quantile`, `density` and `tail` are relative tolerances.
    """

    name: str
    constructor: str
    parameters: dict[str, float]
    oracle: Callable[..., Any]
    vary: str
    text: str = ""
    quantile: float = 1e-12
    density: float = 1e-12
    tail: float = 1e-11

    def __str__(self) -> str:
        return f"{self.constructor}({', '.join(f'{k}={v}' for k, v in self.parameters.items())})"

    def make(self, **parameters: Any) -> Any:
        """The distribution, with other parameters where they are given."""
        level = {"level": 0.9} if self.constructor.endswith("_between") else {}
        return getattr(rt, self.constructor)(**{**self.parameters, **parameters}, **level)

    @property
    def scipys(self) -> Any:
        return self.oracle(*self.parameters.values())

    @property
    def discrete(self) -> bool:
        return hasattr(self.scipys, "pmf")

    def written(self, uncertain: str = "") -> str:
        """The distribution in the language, with a name in place of the parameter that varies."""
        values = {
            name: uncertain if uncertain and name == self.vary else f"{v:g}" for name, v in self.parameters.items()
        }
        if self.text:
            return self.text.format(**values)
        return f"{self.name}({', '.join(f'{name}: {value}' for name, value in values.items())})"


def exponential(rate):
    return stats.expon(scale=1 / rate)


ENTRIES = [
    Entry("normal", "normal", {"mean": 3.0, "sd": 2.0}, stats.norm, "sd"),
    Entry(
        "interval",
        "normal_between",
        {"low": -1.0, "high": 5.0},
        lambda low, high: stats.norm((low + high) / 2, (high - low) / 2 / Z90),
        "high",
        "({low} to {high} as normal)",
    ),
    Entry("lognormal", "lognormal", {"mu": 1.0, "sigma": 0.7}, lognormal, "sigma"),
    Entry("lognormal", "lognormal", {"mu": -3.0, "sigma": 3.0}, lognormal, "mu"),
    Entry(
        "lognormal",
        "lognormal_median",
        {"median": 5.0, "factor": 1.3},
        lambda median, factor: lognormal(np.log(median), np.log(factor)),
        "median",
    ),
    Entry("lognormal", "lognormal_mean", {"mean": 4.0, "sd": 6.0}, lognormal_by_mean, "sd"),
    Entry(
        "interval",
        "lognormal_between",
        {"low": 2.0, "high": 8.0},
        lambda low, high: lognormal(np.log(low * high) / 2, np.log(high / low) / 2 / Z90),
        "high",
        "({low} to {high})",
    ),
    Entry(
        "interval",
        "logit_normal_between",
        {"low": 0.2, "high": 0.8},
        lambda low, high: LogitNormal(
            (special.logit(low) + special.logit(high)) / 2, (special.logit(high) - special.logit(low)) / 2 / Z90
        ),
        "low",
        "({low} to {high} as logit_normal)",
    ),
    Entry("uniform", "uniform", {"min": -2.0, "max": 5.0}, lambda low, high: stats.uniform(low, high - low), "max"),
    Entry("triangular", "triangular", {"min": 1.0, "mode": 2.0, "max": 5.0}, Triangular, "mode"),
    Entry(
        "pert",
        "pert",
        {"min": 1.0, "mode": 2.0, "max": 6.0},
        lambda low, mode, high: stats.beta(
            1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low), low, high - low
        ),
        "mode",
        quantile=2e-11,
        density=1e-11,
    ),
    Entry("beta", "beta", {"a": 2.0, "b": 5.0}, stats.beta, "a", quantile=2e-11, density=1e-11),
    Entry("beta", "beta", {"a": 0.4, "b": 3.0}, stats.beta, "b", quantile=2e-11, density=1e-11),
    Entry(
        "beta",
        "beta_mean",
        {"mean": 0.7, "n": 300.0},
        lambda mean, n: stats.beta(mean * n, (1 - mean) * n),
        "n",
        quantile=2e-11,
        density=1e-11,
        tail=1e-10,
    ),
    Entry(
        "gamma",
        "gamma",
        {"shape": 0.3, "rate": 2.0},
        lambda shape, rate: stats.gamma(shape, scale=1 / rate),
        "shape",
        quantile=2e-11,
    ),
    Entry(
        "gamma",
        "gamma",
        {"shape": 3.0, "rate": 0.5},
        lambda shape, rate: stats.gamma(shape, scale=1 / rate),
        "rate",
        quantile=2e-11,
    ),
    Entry(
        "gamma",
        "gamma_mean",
        {"mean": 10.0, "sd": 1.0},
        lambda mean, sd: stats.gamma((mean / sd) ** 2, scale=sd**2 / mean),
        "sd",
        quantile=2e-11,
        density=1e-11,
    ),
    Entry("exponential", "exponential", {"rate": 0.25}, exponential, "rate"),
    Entry("exponential", "exponential_mean", {"mean": 3.0}, lambda mean: exponential(1 / mean), "mean"),
    Entry(
        "hazard",
        "hazard",
        {"rate": 0.2, "after": 0.0},
        lambda rate, after: stats.expon(after, 1 / rate),
        "rate",
        "hazard({rate} * 1 per year, after: as_of)",
    ),
    Entry("logistic", "logistic", {"mean": 3.0, "scale": 2.0}, stats.logistic, "scale"),
    Entry("cauchy", "cauchy", {"median": 1.0, "scale": 2.0}, stats.cauchy, "scale"),
    Entry(
        "skew_normal", "skew_normal", {"location": 1.0, "scale": 2.0, "shape": 4.0}, SkewNormal, "scale", quantile=1e-11
    ),
    Entry(
        "skew_normal",
        "skew_normal",
        {"location": 1.0, "scale": 2.0, "shape": -1.5},
        SkewNormal,
        "scale",
        quantile=1e-11,
    ),
    Entry("half_normal", "half_normal", {"sd": 2.0}, HalfNormal, "sd"),
    Entry("half_cauchy", "half_cauchy", {"scale": 2.0}, lambda scale: stats.halfcauchy(scale=scale), "scale"),
    Entry("student_t", "student_t", {"df": 4.5, "mean": 1.0, "scale": 2.0}, stats.t, "df", quantile=1e-10),
    Entry("student_t", "student_t", {"df": 0.4, "mean": 1.0, "scale": 2.0}, stats.t, "scale", quantile=1e-10),
    Entry(
        "student_t",
        "student_t",
        {"df": 400.0, "mean": 1.0, "scale": 2.0},
        stats.t,
        "mean",
        quantile=1e-10,
        density=1e-11,
    ),
    Entry("half_student_t", "half_student_t", {"df": 4.0, "scale": 2.0}, HalfStudentT, "scale", quantile=1e-10),
    Entry("loguniform", "loguniform", {"min": 0.2, "max": 300.0}, stats.loguniform, "max"),
    Entry(
        "weibull",
        "weibull",
        {"shape": 0.6, "scale": 3.0},
        lambda shape, scale: stats.weibull_min(shape, scale=scale),
        "shape",
    ),
    Entry(
        "weibull",
        "weibull",
        {"shape": 4.0, "scale": 0.5},
        lambda shape, scale: stats.weibull_min(shape, scale=scale),
        "scale",
    ),
    Entry(
        "gompertz",
        "gompertz",
        {"shape": 0.1, "rate": 0.002},
        lambda shape, rate: stats.gompertz(rate / shape, scale=1 / shape),
        "rate",
    ),
    Entry("loglogistic", "loglogistic", {"median": 3.0, "shape": 1.7}, LogLogistic, "median"),
    Entry("pareto", "pareto", {"min": 2.0, "shape": 1.5}, lambda low, shape: stats.pareto(shape, scale=low), "shape"),
    Entry(
        "mixture",
        "halves",
        {"first": 1.0, "second": 6.0},
        lambda first, second: Mixture(stats.norm(first, 1), stats.norm(second, 2)),
        "second",
        "mixture(40%: normal({first}, 1), 60%: normal({second}, 2))",
    ),
    Entry(
        "uniform_int",
        "uniform_int",
        {"min": -2.0, "max": 8.0},
        lambda low, high: stats.randint(low, np.floor(high) + 1),
        "max",
        "uniform_int({min}, floor({max}))",
    ),
    Entry("geometric", "geometric", {"p": 0.2}, lambda p: stats.geom(p, -1), "p"),
    Entry("poisson", "poisson", {"rate": 7.3}, stats.poisson, "rate"),
    Entry("poisson", "poisson", {"rate": 45678.9}, stats.poisson, "rate", density=1e-10, tail=1e-9),
    Entry("binomial", "binomial", {"n": 10.0, "p": 0.3}, stats.binom, "p"),
    Entry("binomial", "binomial", {"n": 30000.0, "p": 0.8}, stats.binom, "p", density=1e-9, tail=1e-9),
    Entry("negative_binomial", "negative_binomial", {"n": 3.0, "p": 0.2}, stats.nbinom, "p", tail=1e-10),
    Entry(
        "negative_binomial",
        "negative_binomial_mean",
        {"mean": 20.0, "dispersion": 0.5},
        lambda mean, dispersion: stats.nbinom(1 / dispersion, 1 / (1 + mean * dispersion)),
        "mean",
        tail=1e-10,
    ),
    Entry("bernoulli", "bernoulli", {"p": 0.3}, stats.bernoulli, "p"),
    Entry("chance", "chance", {"p": 0.3}, stats.bernoulli, "p"),
    Entry(
        "empirical",
        "values",
        {"a": 1.0, "b": 2.5},
        lambda a, b: stats.rv_discrete(values=([a, b, 7], [0.25, 0.25, 0.5])),
        "b",
        "empirical({a}, {b}, 7, 7)",
    ),
    Entry(
        "choice",
        "weights",
        {"a": 2.0, "b": 3.0},
        lambda a, b: stats.rv_discrete(values=([0, 1], [a / (a + b), b / (a + b)])),
        "b",
        "choice(a: {a}, b: {b})",
    ),
]
JOINT = {"dirichlet", "multivariate_normal"}
"""Drawn together along an index: they have tests of their own."""
MADE_FROM_OTHERS = {"truncated", "censored", "shifted"}
"""What each entry is put into, below and in tests of their own."""
METALOG = {"quantiles"}

AT_RUN_TIME = [entry for entry in ENTRIES if hasattr(rt, entry.constructor)]
CONTINUOUS = [entry for entry in AT_RUN_TIME if not entry.discrete]
DISCRETE = [entry for entry in AT_RUN_TIME if entry.discrete]
continuous = pytest.mark.parametrize("entry", CONTINUOUS, ids=str)
discrete = pytest.mark.parametrize("entry", DISCRETE, ids=str)
each = pytest.mark.parametrize("entry", ENTRIES, ids=str)


def test_every_distribution_and_every_form_of_it_has_an_entry() -> None:
    known = {(entry.name, entry.constructor) for entry in ENTRIES}
    for function in all_functions():
        if function.kind != "distribution":
            continue
        if function.name in JOINT | MADE_FROM_OTHERS | METALOG:
            continue
        if function.name in ("choice", "mixture", "empirical"):
            assert function.name in {name for name, _ in known}
            continue
        for signature in function.signatures:
            assert (function.name, signature.runtime) in known, f"{function.name}: {signature.text}"


def tails(entry: Entry) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Levels below and above, and SciPy's quantiles there."""
    lower = np.concatenate([LEVELS, 1 - LEVELS[:-1]])
    upper = np.concatenate([1 - LEVELS, LEVELS[:-1]])
    scipys = entry.scipys
    return lower, upper, np.concatenate([scipys.ppf(LEVELS), scipys.isf(LEVELS[:-1])])


def allowed(entry: Entry, x: np.ndarray, tolerance: float) -> np.ndarray:
    """The error of a quantile: relative to the distance from the end of the support, or else to its size and spread."""
    scipys = entry.scipys
    low, high = scipys.support() if hasattr(scipys, "support") else (-np.inf, np.inf)
    end = np.where(np.arange(len(x)) < len(LEVELS), low, high)
    spread = scipys.isf(0.25) - scipys.ppf(0.25)
    near = np.where(np.isfinite(end), abs(x - np.where(np.isfinite(end), end, 0.0)), abs(x) + spread)
    return tolerance * near + 4e-16 * np.where(np.isfinite(end), abs(end), 0.0) + 1e-300


@continuous
def test_quantiles_to_a_relative_error_in_the_body_and_in_both_far_tails(entry: Entry) -> None:
    lower, upper, x = tails(entry)
    made = entry.make()
    score = np.where(lower < 0.5, special.ndtri(lower), -special.ndtri(upper))
    # A score of 7 is known to 1e-15; what that makes of the level, and the level of the quantile, is no error of ours.
    slack = 4e-16 * (1 + score**2) * np.minimum(lower, upper) / np.exp(entry.scipys.logpdf(x))
    assert np.all(abs(np.asarray(made.from_score(score)) - x) <= allowed(entry, x, entry.quantile) + slack)


@continuous
def test_probabilities_of_less_and_of_more_to_a_relative_error(entry: Entry) -> None:
    lower, upper, x = tails(entry)
    made = entry.make()
    # Near a finite end the argument itself is rounded, which the density tells.
    rounding = 2e-15 * abs(x) * np.exp(entry.scipys.logpdf(x))
    assert np.all(abs(np.asarray(made.cdf(x)) - lower) <= entry.tail * lower + rounding)
    assert np.all(abs(np.asarray(made.sf(x)) - upper) <= entry.tail * upper + rounding)


@continuous
def test_the_quantile_of_the_probability_is_the_value(entry: Entry) -> None:
    _, _, x = tails(entry)
    made = entry.make()
    again = np.asarray(made._quantile(made.cdf(x), made.sf(x)))
    slack = 1e-11 * np.minimum(np.asarray(made.cdf(x)), np.asarray(made.sf(x))) / np.exp(entry.scipys.logpdf(x))
    assert np.all(abs(again - x) <= allowed(entry, x, entry.quantile) + slack + 1e-15 * abs(x))


@continuous
def test_log_densities_in_the_body_and_in_both_far_tails(entry: Entry) -> None:
    _, _, x = tails(entry)
    expected = entry.scipys.logpdf(x)
    # The density has a slope, and the argument is rounded.
    slope = abs(np.gradient(expected, x)) * abs(x) * 1e-15
    np.testing.assert_array_less(
        abs(np.asarray(entry.make().log_prob(x)) - expected), entry.density * (1 + abs(expected)) + slope
    )


@discrete
def test_whole_numbers_are_the_quantiles(entry: Entry) -> None:
    levels = np.concatenate([LEVELS[LEVELS < 0.5] * 1.0123, np.linspace(0.0123, 0.9876, 40)])
    made, scipys = entry.make(), entry.scipys
    np.testing.assert_array_equal(np.asarray(made.from_uniform(levels)), scipys.ppf(levels))
    x = np.unique(scipys.ppf(levels))
    np.testing.assert_allclose(made.log_prob(x), scipys.logpmf(x), rtol=entry.density, atol=entry.density)
    np.testing.assert_allclose(made.cdf(x + 0.25), scipys.cdf(x), rtol=entry.tail)
    np.testing.assert_allclose(made.sf(x + 0.25), scipys.sf(x), rtol=entry.tail, atol=1e-300)
    assert np.all(np.asarray(made.log_prob(x + 0.25)) == -np.inf)


@pytest.mark.parametrize("entry", AT_RUN_TIME, ids=str)
def test_there_is_no_density_outside_the_support(entry: Entry) -> None:
    scipys = entry.scipys
    if hasattr(scipys, "support"):
        ends = np.add(scipys.support(), [-1, 1])
        outside = ends[np.isfinite(ends)]
        assert np.all(np.asarray(entry.make().log_prob(outside)) == -np.inf)


@pytest.mark.parametrize("entry", AT_RUN_TIME, ids=str)
def test_samples_have_the_distribution(entry: Entry) -> None:
    x = np.asarray(entry.make().sample(jax.random.key(3), (4000,)))
    if entry.discrete:
        assert abs(x.mean() - entry.scipys.mean()) <= 4.5 * entry.scipys.std() / np.sqrt(len(x)) + 1e-12
    else:
        assert stats.kstest(x, entry.scipys.cdf).pvalue > 1e-4


@pytest.mark.parametrize("entry", AT_RUN_TIME, ids=str)
def test_parameters_that_differ_by_draw_give_what_each_gives_alone(entry: Entry) -> None:
    spread = {name: np.array([value, value, np.nan]) for name, value in entry.parameters.items()}
    several = np.asarray(entry.make(**spread).from_score(np.array([-2.0, 1.0, 0.0])))
    alone = np.asarray(entry.make().from_score(np.array([-2.0, 1.0])))
    np.testing.assert_allclose(several[:2], alone, rtol=1e-14)
    assert np.isnan(several[2])


@continuous
def test_gradients_of_quantile_and_log_density_are_those_of_differences(entry: Entry) -> None:
    names, scores = list(entry.parameters), np.array([-2.5, -1.4, -0.5, 0.1, 1.0, 2.5])

    def made(points: Any) -> Any:
        return entry.make(**dict(zip(names, points[:, :-1].T, strict=True)))

    def quantile(points: Any) -> Any:
        return made(points).from_score(points[:, -1])

    def log_density(points: Any) -> Any:
        return made(points).log_prob(points[:, -1])

    points = np.column_stack([np.tile([*entry.parameters.values()], (len(scores), 1)), scores])
    x = np.asarray(quantile(points))
    for function, at in ((quantile, points), (log_density, np.column_stack([points[:, :-1], x]))):
        gradient = np.asarray(jax.grad(lambda p, f=function: f(p).sum())(at))
        assert np.all(np.isfinite(gradient))
        for i in range(at.shape[1]):
            least = 0.0 if function is log_density and i == len(names) else 0.05
            h = 1e-4 * np.maximum(abs(at[:, i]), least)
            f = [np.asarray(function(at + k * h[:, None] * np.eye(at.shape[1])[i])) for k in (-2, -1, 1, 2)]
            difference = (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * h)
            noise = 1e-12 * abs(f[0]) / h
            assert np.all(abs(gradient[:, i] - difference) <= 2e-5 * abs(difference) + noise + 1e-8), [*names, "value"]


# --- through whole runs -----------------------------------------------------------------------------------------------

DRAWS = 8_000
RHO = 0.6


def model() -> str:
    """Each entry under an index, with an uncertain parameter, truncated, and correlated with one normal."""
    lines = ["as_of 2026-01-01", "index lab = a, b"]
    for i, entry in enumerate(ENTRIES):
        least, most = sorted((0.8 * entry.parameters[entry.vary], 1.2 * entry.parameters[entry.vary]))
        lines += [f"v{i} ~ uniform({least:g}, {most:g})", f"question p{i} = v{i}"]
        lines += [f"fixed{i}[lab] ~ {entry.written()}", f"question f{i} = fixed{i}[b]"]
        lines += [f"varying{i}[lab] ~ {entry.written(f'v{i}')}", f"question w{i} = varying{i}[a]"]
        # A mixture is several draws; shifted by nothing it is one distribution.
        one = f"shifted({entry.written()}, by: 0)" if entry.name == "mixture" else entry.written()
        lines += [f"anchor{i} ~ normal(0, 1)", f"question z{i} = anchor{i}"]
        lines += [f"tied{i} ~ {one}", f"question c{i} = tied{i}", f"correlate anchor{i}, tied{i} with gaussian {RHO}"]
        if truncatable(entry):
            low, high = (f"{x:.6g}" for x in bounds(entry))
            lines += [f"cut{i} ~ truncated({entry.written()}, min: {low}, max: {high})", f"question t{i} = cut{i}"]
    return "\n".join(lines)


def truncatable(entry: Entry) -> bool:
    return entry.name not in ("choice", "bernoulli", "chance", "hazard")


def bounds(entry: Entry) -> tuple[float, float]:
    return float(f"{entry.scipys.ppf(0.21):.6g}"), float(f"{entry.scipys.ppf(0.93):.6g}")


@pytest.fixture(scope="module")
def answer() -> Any:
    run = forecast.load(model()).run(draws=DRAWS, seed=5)
    assert run.trustworthy
    return run


def assert_distributed(x: np.ndarray, scipys: Any, what: str, within: tuple[Any, Any] = (0.0, 1.0)) -> None:
    """The probability of less, and half of that of the value itself, has mean 1/2; without such masses it is uniform.

    `within` are the probabilities between which a truncation has left the values.
    """
    mass = scipys.pmf(x) if hasattr(scipys, "pmf") else np.zeros_like(x)
    low, high = within
    middle = (scipys.cdf(x) - mass / 2 - low) / (high - low)
    assert abs(middle.mean() - 0.5) <= 4.5 * middle.std() / np.sqrt(len(middle)), what
    if not mass.any():
        assert stats.kstest(middle, "uniform").pvalue > 1e-4, what


@pytest.mark.slow
@each
def test_draws_under_an_index_and_with_an_uncertain_parameter(entry: Entry, answer: Any) -> None:
    i = ENTRIES.index(entry)
    assert_distributed(answer.draws[f"f{i}"], entry.scipys, "fixed")
    moved = answer.draws[f"p{i}"]
    if entry.name in ("choice", "empirical"):
        # SciPy has no such distribution by draw: the chance of the first value is as stated.
        first = answer.draws[f"w{i}"] == (0 if entry.name == "choice" else 1)
        chance = 2 / (2 + moved) if entry.name == "choice" else np.full(DRAWS, 0.25)
        assert abs((first - chance).mean()) <= 4.5 * np.sqrt((chance * (1 - chance)).mean() / DRAWS)
        return
    if isinstance(entry.scipys, (SkewNormal, HalfStudentT)):
        # Of these the quantiles scale with the parameter that varies.
        location = entry.parameters.get("location", 0.0)
        standard = (answer.draws[f"w{i}"] - location) / moved * entry.parameters["scale"] + location
        assert_distributed(standard, entry.scipys, "varying")
        return
    assert_distributed(
        answer.draws[f"w{i}"], entry.oracle(*{**entry.parameters, entry.vary: moved}.values()), "varying"
    )


@pytest.mark.slow
@each
def test_draws_that_are_truncated(entry: Entry, answer: Any) -> None:
    if not truncatable(entry):
        pytest.skip("no distribution of an amount")
    x, (low, high), scipys = answer.draws[f"t{ENTRIES.index(entry)}"], bounds(entry), entry.scipys
    assert low <= x.min()
    assert x.max() <= high
    least = scipys.cdf(low) - (scipys.pmf(low) if entry.discrete else 0.0)
    assert_distributed(x, scipys, "truncated", (least, scipys.cdf(high)))


@pytest.mark.slow
@each
def test_draws_that_are_correlated_keep_their_distribution(entry: Entry, answer: Any) -> None:
    x, z = (answer.draws[f"{name}{ENTRIES.index(entry)}"] for name in "cz")
    assert_distributed(x, entry.scipys, "correlated")
    # The mean of z above the median of x is that of a normal with correlation rho: rho * phi(0) / (1/2) where x has no masses.
    achieved = stats.spearmanr(x, z).statistic
    if entry.discrete:
        assert 0.2 < achieved < RHO
    else:
        assert abs(achieved - 6 / np.pi * np.arcsin(RHO / 2)) <= 4.5 / np.sqrt(DRAWS)
