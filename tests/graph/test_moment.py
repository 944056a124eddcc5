"""Which distributions are known to have no mean: every one of the registry, against SciPy and by hand."""

from math import isfinite, log

import pytest
from scipy import stats

import forecast
from forecast.graph.moment import without_mean
from forecast.language.library import all_functions
from forecast.language.semantics.term import Draw, Nested, walk

INDEX = "index k = a, b\n"

FAMILIES = {
    "normal(1, 2)": stats.norm(1, 2),
    "lognormal(0, 4)": stats.lognorm(4),
    "uniform(-1, 1)": stats.uniform(-1, 2),
    "triangular(0, 1, 2)": stats.triang(0.5, 0, 2),
    "pert(0, 1, 2)": stats.beta(3, 3, 0, 2),
    "beta(0.5, 0.5)": stats.beta(0.5, 0.5),
    "gamma(0.5, 2)": stats.gamma(0.5, scale=2),
    "exponential(2)": stats.expon(scale=0.5),
    "loguniform(1, 1e9)": stats.loguniform(1, 1e9),
    "weibull(0.2, 1)": stats.weibull_min(0.2),
    "gompertz(1, 0.1)": stats.gompertz(0.1),
    "logistic(0, 1)": stats.logistic(),
    "skew_normal(0, 1, 9)": stats.skewnorm(9),
    "half_normal(1)": stats.halfnorm(),
    "cauchy(0, 1)": stats.cauchy(),
    "half_cauchy(1)": stats.halfcauchy(),
    "student_t(0.9, 0, 1)": stats.t(0.9),
    "student_t(1, 0, 1)": stats.t(1),
    "student_t(1.1, 0, 1)": stats.t(1.1),
    "pareto(1, 0.9)": stats.pareto(0.9),
    "pareto(1, 1)": stats.pareto(1),
    "pareto(1, 1.1)": stats.pareto(1.1),
    "loglogistic(1, 0.9)": stats.fisk(0.9),
    "loglogistic(1, 1)": stats.fisk(1),
    "loglogistic(1, 1.1)": stats.fisk(1.1),
    "bernoulli(30%)": stats.bernoulli(0.3),
    "binomial(9, 30%)": stats.binom(9, 0.3),
    "poisson(3)": stats.poisson(3),
    "geometric(1%)": stats.geom(0.01),
    "negative_binomial(mean: 10, dispersion: 0.1)": stats.nbinom(0.1, 0.1 / 10.1),
    "uniform_int(1, 6)": stats.randint(1, 7),
}
"""Families with SciPy's distribution."""

BY_HAND = {
    # Half a Student t has no mean just where the whole has none.
    "half_student_t(1, 1)": True,
    "half_student_t(1.1, 1)": False,
    "1 to 1e9": False,
    "quantiles(10%: 1, 90%: 5)": False,
    "10% to 90%": False,
    # A metalog with one bound: the logarithm of the distance from it grows with the log-odds as their weight does, to which
    # the terms on top of the first two add. Of symmetrical logarithms the weight is their distance over 2 log(9).
    "quantiles(10%: 1, 50%: 10, 90%: 100, min: 0)": True,
    "quantiles(10%: 1, 50%: 8, 90%: 64, min: 0)": False,
    "quantiles(10%: 1, 50%: 9.1, 90%: 82.81, min: 0)": True,
    "quantiles(10%: 1, 50%: 8.9, 90%: 79.21, min: 0)": False,
    "quantiles(10%: -100, 50%: -10, 90%: -1, max: 0)": True,
    "quantiles(10%: -64, 50%: -8, 90%: -1, max: 0)": False,
    "quantiles(10%: 1, 50%: 10, 90%: 100, min: 0, max: 1e6)": False,
    "quantiles(10%: 1, 50%: 10, 90%: 30)": False,
    "truncated(cauchy(0, 1), min: 3)": True,
    "truncated(cauchy(0, 1), max: 3)": True,
    "truncated(cauchy(0, 1), min: -3, max: 3)": False,
    "truncated(pareto(1, 1), min: 2)": True,
    "truncated(pareto(1, 1), max: 2)": False,
    "truncated(truncated(cauchy(0, 1), min: 3), max: 9)": False,
    "censored(cauchy(0, 1), above: 3)": True,
    "censored(cauchy(0, 1), below: -3)": True,
    "censored(cauchy(0, 1), below: -3, above: 3)": False,
    "censored(half_cauchy(1), above: 3)": False,
    "shifted(pareto(1, 1), 5)": True,
    "shifted(pareto(1, 2), 5)": False,
    "mixture(1%: cauchy(0, 1), 99%: normal(0, 1))": True,
    "mixture(0%: cauchy(0, 1), 100%: normal(0, 1))": False,
    "mixture(50%: 3, 50%: normal(0, 1))": False,
    "truncated(mixture(1%: cauchy(0, 1), 99%: normal(0, 1)), min: 0)": True,
    "empirical(1, 2, 3)": False,
}

ALONG = {
    "x[k] ~ dirichlet(2 over k)": False,
    "x[k] ~ multivariate_normal(0, sd: 1, correlation: [[1, 0.5], [0.5, 1]] over k)": False,
    "x[k] ~ cauchy(0, 1)": True,
    "x[k] ~ {a: cauchy(0, 1), b: half_cauchy(1)}": True,
    "x[k] ~ {a: cauchy(0, 1), b: normal(0, 1)}": False,
    "c[k] ~ cauchy(0, 1)\nx = c[a]": True,
    "c[k] ~ cauchy(0, 1)\nx = max(c over k)": True,
    "c[k] ~ cauchy(0, 1)\nx = sum(c over k)": False,
    "w[k] = {a: 30%, b: 70%}\nx ~ mixture(w: cauchy(0, 1) over k)": True,
    "w[k] = {a: 30%, b: 70%}\nx ~ truncated(mixture(w: cauchy(0, 1) over k), min: 0)": True,
    "c[k] ~ cauchy(0, 1)\nx ~ empirical(c over k)": True,
    "as_of 2026-01-01\nevent x ~ cauchy(2031-06, 6 months)": True,
    "as_of 2026-01-01\nevent x ~ shifted(pareto(1 year, 0.9), 2027-01)": True,
    "as_of 2026-01-01\nevent x ~ hazard(10%/year, after: 2027-01)": False,
    "as_of 2026-01-01\nevent e ~ cauchy(2031-06, 6 months)\nx = e - 2026-01-01": True,
    "x ~ chance(10%)": False,
    "x ~ choice(left: 1, right: 3)": False,
}


def is_known(text: str) -> bool:
    return "x" in without_mean(forecast.load(f"{text}\n").graph)


@pytest.mark.parametrize("written", FAMILIES)
def test_of_a_family_it_is_known_whether_it_has_a_mean(written: str) -> None:
    assert is_known(f"x ~ {written}") == (not isfinite(FAMILIES[written].mean()))


@pytest.mark.parametrize("written", BY_HAND)
def test_of_others_too_and_of_what_is_made_of_them(written: str) -> None:
    assert is_known(f"x ~ {written}") == BY_HAND[written]


@pytest.mark.parametrize("text", ALONG)
def test_along_an_index_and_of_dates(text: str) -> None:
    assert is_known(INDEX + text) == ALONG[text]


def test_no_distribution_is_left_out() -> None:
    texts = [f"x ~ {written}\n" for written in (*FAMILIES, *BY_HAND)] + [f"{INDEX}{text}\n" for text in ALONG]
    texts.append("x ~ flat()\nobserve 3 ~ normal(x, 1)\n")
    graphs = [forecast.load(text).graph for text in texts]
    terms = [term for graph in graphs for node in graph.nodes.values() for term in walk(node.term)]
    seen = {term.family for term in terms if isinstance(term, Draw | Nested)}
    # Quantiles are a metalog, or the family of an interval.
    seen |= {"quantiles"} if "metalog" in seen else set()
    assert {each.name for each in all_functions() if each.kind == "distribution"} <= seen


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("uniform(0, 1)", True),
        ("uniform(-1, 0)", True),
        ("uniform(-1, 1)", True),
        ("uniform(0.1, 1)", False),
        ("1 to 9 as uniform", False),
        ("0.4 to 9 as uniform", True),
        ("quantiles(50%: 1, 90%: 2) as uniform", True),
        ("quantiles(10%: 1, 50%: 2) as uniform", False),
        ("-1 to 9", False),
        ("exponential(1)", True),
        ("half_normal(1)", True),
        ("half_cauchy(1)", True),
        ("half_student_t(3, 1)", True),
        ("gamma(1, 1)", True),
        ("gamma(1.1, 1)", False),
        ("weibull(1, 1)", True),
        ("weibull(1.1, 1)", False),
        ("beta(1, 1)", True),
        ("beta(1.1, 1)", False),
        ("loglogistic(1, 1)", True),
        ("loglogistic(1, 1.1)", False),
        ("lognormal(0, 1)", False),
        # Its density at 0 is not 0, and might as well be.
        ("normal(100, 1)", False),
        ("truncated(uniform(0, 1), min: 0.1)", False),
    ],
)
def test_the_reciprocal_of_what_can_come_near_zero_has_none(written: str, known: bool) -> None:
    assert is_known(f"u ~ {written}\nx = 1 / u") == known
    assert is_known(f"u ~ {written}\nb ~ uniform(1, 2)\nx = b / (-2 * u) + 1") == known
    assert is_known(f"u ~ {written}\nx = 1 / (1 / u)") == is_known(f"x ~ {written}")


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("p ~ 10% to 20%\nx ~ pareto(1, p)", True),
        ("s ~ 0.5 to 2\nx ~ pareto(1, s)", False),
        ("c ~ cauchy(0, 1)\nx = 3 - 2 * c", True),
        ("c ~ cauchy(0, 1)\nx = -c / 4 + 1", True),
        ("c ~ cauchy(0, 1)\nu ~ uniform(1, 2)\nx = c * u + u", True),
        ("c ~ cauchy(0, 1)\nu ~ uniform(1, 2)\nx = u - c / u", True),
        ("c ~ cauchy(0, 1)\nu ~ uniform(0, 2)\nx = c * u", False),
        ("c ~ cauchy(0, 1)\nn ~ normal(0, 1)\nx = c + n", True),
        ("c ~ cauchy(0, 1)\nn = 2 * c\nx = c + n", False),
        ("c ~ cauchy(0, 1)\nn ~ lognormal(0, 1)\nx = c * n", True),
        ("c ~ cauchy(0, 1)\nn ~ lognormal(0, 1)\nx = c / n", True),
        ("c ~ cauchy(0, 1)\nn ~ normal(0, 1)\nx = c * n", False),
        ("c ~ half_cauchy(1)\nx = c * exp(-c)", False),
        ("c ~ half_cauchy(1)\nn ~ lognormal(0, 1)\ncorrelate c, n with 0.5\nx = c * n", False),
        ("c ~ half_cauchy(1)\nn ~ lognormal(0, 1)\nx = c * (n / c)", False),
        ("u ~ uniform(0, 1)\nn ~ 1 to 2\nx = n / u", True),
        ("u ~ uniform(0, 1)\nn ~ 1 to 2\nx = -1 / (n * u)", True),
        ("u ~ uniform(0, 1)\nn ~ 1 to 2\nx = n * (1 / (u + n))", False),
        ("c ~ pareto(1, 1)\nn ~ lognormal(0, 1)\nx = c + n", True),
        ("c ~ pareto(1, 1)\nn = log(c)\nx = c - n", False),
        ("c ~ pareto(1, 1)\nn = log(c)\nx = c + n", True),
        ("c ~ cauchy(0, 1)\nx = 0 * c", False),
        ("c ~ cauchy(0, 1)\nx = c - c", False),
        ("c ~ cauchy(0, 1)\nx = c / c", False),
        ("c ~ cauchy(0, 1)\nx = 1 / c", False),
        ("c ~ cauchy(0, 1)\nx = abs(c)", True),
        ("c ~ cauchy(0, 1)\nx = max(c, 0)", True),
        ("c ~ cauchy(0, 1)\nx = min(c, 0)", True),
        ("c ~ cauchy(0, 1)\nx = min(max(c, 0), 1)", False),
        ("c ~ pareto(1, 1)\nx = min(c, 9)", False),
        ("c ~ pareto(1, 1)\nx = max(-c, -9)", False),
        ("c ~ cauchy(0, 1)\nx = clamp(c, 0, 1)", False),
        ("c ~ cauchy(0, 1)\nx ~ empirical(c, 1)", True),
        ("w ~ uniform(10%, 20%)\nx ~ mixture(w: cauchy(0, 1), 1 - w: normal(0, 1))", True),
        ("w ~ uniform(0%, 20%)\nx ~ mixture(w: cauchy(0, 1), 1 - w: normal(0, 1))", False),
    ],
)
def test_what_is_computed_from_it(text: str, known: bool) -> None:
    assert is_known(text) == known


def test_a_condition_may_leave_out_the_tail() -> None:
    text = "u ~ uniform(0, 1)\nquestion q = 1 / u\nquestion r = 1 / u given u > 0.5"
    q, r = forecast.load(text).run(draws=1000).summaries
    assert q.mean is None
    assert r.mean is not None
    assert abs(r.mean.value - 2 * log(2)) < 4 * r.mean.mcse < 0.1
