"""Distributions as the language writes them, against SciPy's of the same meaning."""

from datetime import date
from functools import cache
from math import exp, log, sqrt
from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit, logit

import forecast
from forecast.results.forecast import Forecast

DRAWS = 100_000
# The largest distance of an empirical from the true distribution function, times sqrt(n), exceeds this as rarely as a normal
# lies beyond 4 standard errors.
FAR = 2.28
DAYS_PER_YEAR = 365.2425
AS_OF = date(2026, 11, 23)


def years(year: int, month: int = 1, day: int = 1) -> float:
    """A date as the draws hold it: in years from `as_of`."""
    return (date(year, month, day).toordinal() - AS_OF.toordinal()) / DAYS_PER_YEAR


def through(low: float, high: float, p: float, q: float) -> Any:
    """The normal with these quantiles."""
    a, b = stats.norm.ppf(p), stats.norm.ppf(q)
    sd = (high - low) / (b - a)
    return stats.norm(low - sd * a, sd)


def exp_of(normal: Any) -> Any:
    return stats.lognorm(normal.std(), scale=exp(normal.mean()))


class LogitNormal:
    def __init__(self, normal: Any) -> None:
        self.normal = normal

    def cdf(self, x: np.ndarray) -> np.ndarray:
        return self.normal.cdf(logit(x))


def lognormal_mean(mean: float, sd: float) -> Any:
    square = np.log1p((sd / mean) ** 2)
    return stats.lognorm(np.sqrt(square), scale=mean * np.exp(-square / 2))


FIXED: dict[str, Any] = {
    "~ normal(2, 3)": stats.norm(2, 3),
    "~ normal(mean: 2, sd: 3)": stats.norm(2, 3),
    "~ -3 to 5": through(-3, 5, 0.05, 0.95),
    "~ -3 to 5 @ 50%": through(-3, 5, 0.25, 0.75),
    "~ 2 to 8": exp_of(through(log(2), log(8), 0.05, 0.95)),
    "~ 2 to 8 @ 50%": exp_of(through(log(2), log(8), 0.25, 0.75)),
    "~ 2 to 8 @ (1 - 20%)": exp_of(through(log(2), log(8), 0.1, 0.9)),
    "~ 2 to 8 as normal": through(2, 8, 0.05, 0.95),
    "~ 2 to 8 @ 60% as normal": through(2, 8, 0.2, 0.8),
    "~ 2 to 8 as uniform": stats.uniform(2 - 1 / 3, 6 / 0.9),
    "~ 2 to 8 @ 50% as uniform": stats.uniform(2 - 3, 12),
    "~ 10% to 40%": LogitNormal(through(logit(0.1), logit(0.4), 0.05, 0.95)),
    "~ 10% to 40% @ 50%": LogitNormal(through(logit(0.1), logit(0.4), 0.25, 0.75)),
    "~ 10% to 40% as lognormal": exp_of(through(log(0.1), log(0.4), 0.05, 0.95)),
    "~ 0.1 to 0.4 as logit_normal": LogitNormal(through(logit(0.1), logit(0.4), 0.05, 0.95)),
    "~ 50% to 150%": exp_of(through(log(0.5), log(1.5), 0.05, 0.95)),
    "~ quantiles(10%: 2, 70%: 8)": exp_of(through(log(2), log(8), 0.1, 0.7)),
    "~ quantiles(70%: 8, 10%: 2)": exp_of(through(log(2), log(8), 0.1, 0.7)),
    "~ quantiles(10%: -2, 70%: 8)": through(-2, 8, 0.1, 0.7),
    "~ quantiles(20%: 10%, 60%: 30%)": LogitNormal(through(logit(0.1), logit(0.3), 0.2, 0.6)),
    "~ quantiles(10%: 2, 70%: 8) as normal": through(2, 8, 0.1, 0.7),
    "~ quantiles(10%: 2, 70%: 8) as uniform": stats.uniform(1, 10),
    "~ lognormal(1, 0.5)": stats.lognorm(0.5, scale=exp(1)),
    "~ lognormal(median: 3, factor: 1.5)": stats.lognorm(log(1.5), scale=3),
    "~ lognormal(mean: 10, sd: 5)": lognormal_mean(10, 5),
    "~ uniform(-1, 3)": stats.uniform(-1, 4),
    "~ triangular(1, 2, 5)": stats.triang(0.25, loc=1, scale=4),
    "~ triangular(1, 1, 5)": stats.triang(0, loc=1, scale=4),
    "~ pert(0, 2, 8)": stats.beta(2, 4, loc=0, scale=8),
    "~ beta(0.5, 3)": stats.beta(0.5, 3),
    "~ beta(mean: 20%, n: 10)": stats.beta(2, 8),
    "~ gamma(0.3, 2)": stats.gamma(0.3, scale=0.5),
    "~ gamma(mean: 6, sd: 2)": stats.gamma(9, scale=6 / 9),
    "~ exponential(4)": stats.expon(scale=0.25),
    "~ exponential(mean: 4)": stats.expon(scale=4),
    ": USD ~ 5B to 60B USD": exp_of(through(log(5e9), log(60e9), 0.05, 0.95)),
    ": USD/year ~ normal(40 USD/year, 5 USD/year)": stats.norm(40, 5),
    "~ 1 to 9 months": exp_of(through(log(1 / 12), log(9 / 12), 0.05, 0.95)),
    "~ gamma(2, 10%/year)": stats.gamma(2, scale=10),
    "~ 3 * (1 to 2) + 1": stats.lognorm(through(log(1), log(2), 0.05, 0.95).std(), loc=1, scale=3 * sqrt(2)),
    # growths are normal on the log-rate
    "~ 2x/year to 10x/year": through(log(2), log(10), 0.05, 0.95),
    "~ 0.5x/year to 3x/year @ 80%": through(log(0.5), log(3), 0.1, 0.9),
    "~ normal(2x/year, 1.5x/year)": stats.norm(log(2), log(1.5)),
    "~ uniform(doubling every 2 years, 4x/year)": stats.uniform(log(2) / 2, log(4) - log(2) / 2),
    "~ quantiles(10%: 1.1x/year, 50%: 2x/year)": through(log(1.1), log(2), 0.1, 0.5),
    # dates
    ": date ~ 2027-06 to 2031-06": through(years(2027, 6), years(2031, 6), 0.05, 0.95),
    ": date ~ 2028 to 2031 @ 50%": through(years(2028), years(2031), 0.25, 0.75),
    ": date ~ 2028 to 2031 as uniform": stats.uniform(
        years(2028) - (years(2031) - years(2028)) / 18, (years(2031) - years(2028)) / 0.9
    ),
    ": date ~ quantiles(10%: 2027-02, 90%: 2030)": through(years(2027, 2), years(2030), 0.1, 0.9),
    "~ normal(2031-06-15, 9 months)": stats.norm(years(2031, 6, 15), 0.75),
    "~ uniform(2030-01, 2032-01)": stats.uniform(years(2030), years(2032) - years(2030)),
    "~ triangular(2028-01, 2030-01, 2032-01)": stats.triang(
        (years(2030) - years(2028)) / (years(2032) - years(2028)), years(2028), years(2032) - years(2028)
    ),
    "~ hazard(30%/year)": stats.expon(scale=1 / 0.3),
    "~ hazard(0.05 per month, after: 2030-06)": stats.expon(loc=years(2030, 6), scale=1 / 0.6),
    "~ as_of + (1 to 3 years)": exp_of(through(0, log(3), 0.05, 0.95)),
}

PARAMETERS = """
m ~ normal(1, 2)
s ~ gamma(3, 2)
p ~ beta(2, 3)
d ~ 1 to 3 years
g ~ 1.5x/year to 3x/year
"""

# The distribution function of each at the draws of its parameters: uniform, if the meaning is right.
VARYING: dict[str, Any] = {
    "~ normal(m, s)": lambda v: stats.norm(v["m"], v["s"]),
    "~ lognormal(m, s)": lambda v: stats.lognorm(v["s"], scale=np.exp(v["m"])),
    "~ lognormal(median: s, factor: 1 + s)": lambda v: stats.lognorm(np.log1p(v["s"]), scale=v["s"]),
    "~ lognormal(mean: s, sd: 2 * s)": lambda v: lognormal_mean(v["s"], 2 * v["s"]),
    "~ uniform(m, m + s)": lambda v: stats.uniform(v["m"], v["s"]),
    "~ triangular(m, m + s, m + 3 * s)": lambda v: stats.triang(1 / 3, v["m"], 3 * v["s"]),
    "~ pert(m, m + s, m + 3 * s)": lambda v: stats.beta(7 / 3, 11 / 3, v["m"], 3 * v["s"]),
    "~ beta(s, 1 + s)": lambda v: stats.beta(v["s"], 1 + v["s"]),
    "~ beta(mean: p, n: 5 + s)": lambda v: stats.beta(v["p"] * (5 + v["s"]), (1 - v["p"]) * (5 + v["s"])),
    "~ gamma(s, 2)": lambda v: stats.gamma(v["s"], scale=0.5),
    "~ gamma(mean: s, sd: 2)": lambda v: stats.gamma((v["s"] / 2) ** 2, scale=4 / v["s"]),
    "~ exponential(s)": lambda v: stats.expon(scale=1 / v["s"]),
    "~ exponential(mean: d)": lambda v: stats.expon(scale=v["d"]),
    "~ s to 4 * s @ 80%": lambda v: stats.lognorm(log(4) / (2 * stats.norm.ppf(0.9)), scale=2 * v["s"]),
    "~ s to s + 4 as normal": lambda v: stats.norm(v["s"] + 2, 2 / stats.norm.ppf(0.95)),
    "~ m to m + s as uniform": lambda v: stats.uniform(v["m"] - v["s"] / 18, v["s"] / 0.9),
    "~ 2 to 8 @ (p)": lambda v: stats.lognorm(log(2) / stats.norm.ppf((1 + v["p"]) / 2), scale=4),
    "~ quantiles(10%: s, 60%: 2 * s)": lambda v: _lognormal_points(v["s"], 2 * v["s"], 0.1, 0.6),
    "~ hazard(s / 1 year, after: as_of + d)": lambda v: stats.expon(v["d"], 1 / v["s"]),
    "~ as_of + d to as_of + 2 * d": lambda v: stats.norm(1.5 * v["d"], 0.5 * v["d"] / stats.norm.ppf(0.95)),
    "~ g to g + 1.5x/year": lambda v: stats.norm(v["g"] + log(1.5) / 2, log(1.5) / 2 / stats.norm.ppf(0.95)),
}


def _lognormal_points(low: np.ndarray, high: np.ndarray, p: float, q: float) -> Any:
    a, b = stats.norm.ppf(p), stats.norm.ppf(q)
    sigma = np.log(high / low) / (b - a)
    return stats.lognorm(sigma, scale=low * np.exp(-sigma * a))


def model_of(right_sides: dict[str, Any], before: str = "") -> str:
    lines = ["as_of 2026-11-23", before]
    lines += [f"x{i} {right}" for i, right in enumerate(right_sides)]
    return "\n".join(lines)


@cache
def fixed() -> Forecast:
    model = forecast.load(model_of(FIXED))
    return model.run(draws=DRAWS, seed=2, ask=[f"x{i}" for i in range(len(FIXED))])


@cache
def varying() -> Forecast:
    model = forecast.load(model_of(VARYING, PARAMETERS))
    return model.run(draws=DRAWS, seed=3, ask=[*"mspdg", *(f"x{i}" for i in range(len(VARYING)))])


def distance(uniform: np.ndarray) -> float:
    """sqrt(n) times the largest distance of the draws' distribution function from the uniform one."""
    ordered, n = np.sort(uniform), len(uniform)
    steps = np.arange(n + 1) / n
    return float(max((steps[1:] - ordered).max(), (ordered - steps[:-1]).max()) * sqrt(n))


@pytest.mark.parametrize("number", range(len(FIXED)), ids=lambda i: list(FIXED)[i])
def test_a_distribution_is_the_one_of_its_name(number: int) -> None:
    answer = fixed()
    assert answer.trustworthy
    expected = list(FIXED.values())[number]
    assert distance(expected.cdf(answer.draws[f"x{number}"])) < FAR


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(VARYING)), ids=lambda i: list(VARYING)[i])
def test_a_distribution_with_uncertain_parameters_is_right_given_them(number: int) -> None:
    answer = varying()
    assert answer.trustworthy
    draws = {name: answer.draws[name] for name in "mspdg"}
    expected = list(VARYING.values())[number](draws)
    assert distance(expected.cdf(answer.draws[f"x{number}"])) < FAR


def test_draws_of_different_nodes_are_independent() -> None:
    answer = fixed()
    taken = 20_000
    ranks = np.stack([stats.rankdata(answer.draws[f"x{i}"][:taken]) for i in range(len(FIXED))])
    off_diagonal = np.corrcoef(ranks)[np.triu_indices(len(FIXED), 1)]
    # About 1,400 pairs: the farthest of as many normals lies well below 5 standard errors.
    assert np.abs(off_diagonal).max() < 5 / sqrt(taken)


def test_a_logit_normal_lies_within_0_and_1() -> None:
    draws = fixed().draws[f"x{list(FIXED).index('~ 10% to 40%')}"]
    assert 0 < draws.min() < draws.max() < 1
    assert expit((logit(0.1) + logit(0.4)) / 2) == pytest.approx(np.median(draws), rel=0.01)
