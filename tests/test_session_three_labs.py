"""The case of three labs: the run against quadrature, with and without an observation of growth."""

from functools import cache
from math import inf, log, sqrt
from pathlib import Path

import numpy as np
import pytest
from scipy import optimize, stats

import forecast
from forecast.results.forecast import Forecast

DRAWS = 1_000_000
DAYS_PER_YEAR = 365.2425
TO_2030 = 1461 / DAYS_PER_YEAR
Z = stats.norm.ppf(0.95)
EDGE_SD = log(1.3) / log(10)
OBSERVED, ERROR_FACTOR = 4.5, 1.2

pytestmark = pytest.mark.slow


@cache
def answer() -> Forecast:
    """The example with the inputs of its observation asked for as well."""
    text = (Path(__file__).parents[1] / "examples" / "three_labs.fcst").read_text(encoding="utf-8")
    return forecast.load(text + "\nquestion seen = growth\n").run(draws=DRAWS, seed=11)


def _nodes(mean: float, sd: float) -> tuple[np.ndarray, np.ndarray]:
    """Points and weights of a fine trapezoid rule for an expectation under a normal."""
    z = np.linspace(-8.5, 8.5, 1501)
    return mean + sd * z, stats.norm.pdf(z) * (z[1] - z[0])


def none_within(t: float, *, observed: bool = False) -> float:
    """The probability that no lab arrives within t years of the start of 2026.

    Given growth and gap the labs are independent, and one arrives within t years if its coin is not "never" and
    log10(growth) + log10(edge) >= gap / t; ever, if that sum is above 0. The observation weighs growth by its likelihood.
    """
    log_growth, weights = _nodes(log(4), log(4) / (2 * Z))
    log_gap, gap_weights = _nodes(log(sqrt(12)), log(3) / (2 * Z))
    if observed:
        weights = weights * stats.norm.pdf((log(OBSERVED) - log_growth) / log(ERROR_FACTOR))
    needed = np.exp(log_gap)[None, :] / t - log_growth[:, None] / log(10)
    one = 1 - 0.8 * stats.norm.sf(needed / EDGE_SD)
    return float(weights @ one**3 @ gap_weights) / float(weights.sum() * gap_weights.sum())


def median(*, observed: bool = False) -> float:
    return float(optimize.brentq(lambda t: none_within(t, observed=observed) - 0.5, 1, 20, xtol=1e-10))


def test_the_quadrature_gives_the_published_figures() -> None:
    assert 1 - none_within(TO_2030, observed=True) == pytest.approx(0.297, abs=5e-4)
    days_into_2030 = median(observed=True) * DAYS_PER_YEAR - 1461
    assert 2030 + days_into_2030 / 365 == pytest.approx(2030.89, abs=5e-3)
    assert none_within(inf, observed=True) == pytest.approx(0.0080, abs=5e-5)


def test_the_run_agrees_with_the_quadrature() -> None:
    assert answer().trustworthy
    for name, p in (("by_2030", 1 - none_within(TO_2030)), ("none_ever", none_within(inf))):
        assert abs(answer().probability(name) - p) <= 4 * sqrt(p * (1 - p) / DRAWS)
    found = answer().summary("first_arrival")
    assert abs(found.median.value - median()) <= 4 * found.median.mcse
    assert found.never is not None
    assert abs(found.never.value - none_within(inf)) <= 4 * found.never.mcse


def test_draws_weighted_by_the_observation_give_the_published_figures() -> None:
    growth, first = answer().draws["seen"], answer().draws["first_arrival"]
    weights = stats.norm.pdf(np.log(OBSERVED / growth) / log(ERROR_FACTOR))
    weights /= weights.sum()

    def agrees(indicator: np.ndarray, published: float, rounding: float) -> bool:
        found = float(weights @ indicator)
        error = sqrt(float(weights**2 @ (indicator - found) ** 2))
        return abs(found - published) <= 4 * error + rounding

    assert agrees(first < TO_2030, 0.297, 5e-4)
    assert agrees(first == inf, 0.0080, 5e-5)
    # The published median as a probability: the density there is about 0.2 a year, its rounding 0.005 years.
    assert agrees(first < 4.89, 0.5, 2e-3)
