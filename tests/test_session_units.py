"""Units: answers are shown in the author's, and what is computed does not depend on them."""

from functools import cache
from math import log

import pytest

import forecast
from forecast.results.forecast import Forecast

MODEL = """
as_of 2026-01-01
unit H100 = 9.9e14 FLOP/s
unit token
unit kUSD = 1000 USD
index lab = a, b

price : USD = 3 USD
revenue : USD/year ~ 5B to 60B USD/year
monthly : USD/month = 1200 USD/year
budget : kUSD = 5000 USD
share = 40%
ratio = 2x
speed : FLOP/s = 2 H100
chips : H100 = 1.98e15 FLOP/s
cost[lab] : USD/token = {a: 3 USD / 1000 token, b: 5 USD / 1e6 token}
half_year = 6 months
stretch : months = 2 years
work = 8 hours + 30 min
pace = 4x/year
slow = doubling every 2 years
rate = 12%/year
monthly_rate : %/month = 12%/year
distance = 3 km + 200 m
area = 3 km * 200 m
power = 5 kW * 2 hours
per_price = revenue / price
sum_months = 3 months + 1 year
whole = revenue * 2
halves = if share > 30% then 500 USD else 2 kUSD
least = min(2 kUSD, 500 USD)
root = sqrt(16 USD^2)
date_gap = 2027-01-01 - 2026-01-01
waited : weeks = 2027-01-01 - 2026-01-01
event done = as_of + 18 months
"""

# What the answer shows, in which unit, and of what kind it is.
SHOWN: dict[str, tuple[float, str, str]] = {
    "monthly": (100, "USD/month", "number"),
    "budget": (5, "kUSD", "number"),
    "share": (40, "%", "number"),
    "ratio": (2, "", "number"),
    "speed": (1.98e15, "FLOP/s", "number"),
    "chips": (2, "H100", "number"),
    "half_year": (6, "months", "duration"),
    "stretch": (24, "months", "duration"),
    "work": (8.5, "hours", "duration"),
    "rate": (12, "%/year", "number"),
    "monthly_rate": (1, "%/month", "number"),
    "distance": (3.2, "km", "number"),
    "sum_months": (15, "months", "duration"),
    "least": (0.5, "kUSD", "number"),
    "waited": (365 / 7, "weeks", "duration"),
}


@cache
def answer() -> Forecast:
    model = forecast.load(MODEL)
    return model.run(draws=2_000, seed=1, ask=list(model.graph.nodes))


@pytest.mark.parametrize("name", SHOWN)
def test_an_answer_is_shown_in_the_unit_of_its_author(name: str) -> None:
    value, unit, kind = SHOWN[name]
    assert answer().quantile(name, 0.5) == pytest.approx(value, rel=1e-12)
    assert answer().question(name).unit == unit
    assert answer().question(name).kind == kind


def test_what_nobody_gave_a_unit_is_shown_in_one_made_of_the_others() -> None:
    assert answer().question("per_price").unit in ("1/year", "/year", "per year")
    assert answer().quantile("per_price", 0.5) == pytest.approx(answer().quantile("revenue", 0.5) / 3, rel=1e-12)
    assert answer().quantile("root", 0.5) * answer().question("root").scale == pytest.approx(4)
    # Canonical units: metres and kilograms, US dollars, years.
    assert float(answer().draws["area"][0]) == pytest.approx(600_000)
    assert float(answer().draws["distance"][0]) == pytest.approx(3_200)


def test_a_quantity_passes_its_unit_on() -> None:
    assert answer().question("whole").unit == "USD/year"
    assert answer().quantile("whole", 0.5) == pytest.approx(2 * answer().quantile("revenue", 0.5), rel=1e-12)
    assert answer().quantile("revenue", 0.5) == pytest.approx((5e9 * 60e9) ** 0.5, rel=0.1)


def test_indexed_amounts_are_converted_by_element() -> None:
    assert answer().quantile("cost", 0.5, "a") == pytest.approx(3e-3)
    assert answer().quantile("cost", 0.5, "b") == pytest.approx(5e-6)
    assert answer().question("cost").unit == "USD/token"


def test_growth_is_shown_as_a_factor_a_year() -> None:
    assert answer().question("pace").kind == "growth"
    assert answer().quantile("pace", 0.5) == pytest.approx(4)
    assert answer().quantile("slow", 0.5) == pytest.approx(2**0.5)
    assert float(answer().draws["pace"][0]) == pytest.approx(log(4))


def test_dates_are_decimal_years_and_their_differences_durations() -> None:
    assert answer().quantile("done", 0.5) == pytest.approx(2027.5, abs=2e-3)
    assert answer().question("date_gap").kind == "duration"
    assert float(answer().draws["date_gap"][0]) * 365.2425 == pytest.approx(365)


CONVERSIONS = [
    "1 year == 12 months",
    "1 USD/month == 12 USD/year",
    "100% == 1",
    "1 km == 1000 m",
    "abs(1 day - 24 hours) < 1e-9 hours",
    "5 kUSD == 5000 USD",
    "1 H100 == 990 TFLOP/s",
    "10%/year == 0.1 per year",
    "2 OOM/year == 100x/year",
    "abs(doubling_time(doubling every 7 months) - 7 months) < 1e-9 months",
    "2B USD == 2_000_000_000 USD",
]


@cache
def conversions() -> Forecast:
    lines = ["unit kUSD = 1000 USD", "unit H100 = 9.9e14 FLOP/s"]
    lines += [f"question q{i} = {comparison}" for i, comparison in enumerate(CONVERSIONS)]
    return forecast.load("\n".join(lines)).run(draws=10)


@pytest.mark.parametrize("number", range(len(CONVERSIONS)), ids=lambda i: CONVERSIONS[i])
def test_conversions(number: int) -> None:
    assert conversions().probability(f"q{number}") == 1


def test_a_count_is_not_measured_in_the_percent_of_its_probability() -> None:
    model = forecast.load("""
        share ~ 2% to 5%
        deaths ~ binomial(1000, share)
        failures ~ geometric(share)
        rest = 1 - share
        log_share = log(share)
        both ~ beta(mean: 40%, n: 20)
        largest = max(share, 3%)
        around ~ normal(share, 1%)
        """)
    result = model.run(draws=200, seed=1, ask=list(model.graph.nodes))
    units = {name: result.question(name).unit for name in model.graph.nodes}
    assert [name for name, unit in units.items() if unit != "%"] == ["deaths", "failures", "log_share"]
