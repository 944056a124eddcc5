from datetime import date, timedelta

import jax
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast import runtime as rt
from forecast.runtime.dates import DAYS_PER_YEAR

NEVER = rt.never
EPOCH = date(2026, 11, 23)


@pytest.mark.parametrize("duration", [1.0, -1.0, np.inf, -np.inf, np.nan])
def test_never_absorbs_every_duration(duration: float) -> None:
    assert float(rt.date_add(NEVER, duration)) == NEVER


def test_dates_add_and_subtract() -> None:
    assert float(rt.date_add(3.0, -1.5)) == 1.5
    assert float(rt.date_difference(NEVER, 3.0)) == np.inf
    assert float(rt.date_difference(3.0, NEVER)) == -np.inf
    assert np.isnan(rt.date_difference(NEVER, NEVER))
    assert np.isnan(rt.date_add(np.nan, 1.0))
    assert float(rt.date_add(3.0, rt.date_difference(NEVER, 1.0))) == NEVER


def test_order_of_dates() -> None:
    assert float(rt.before(1e100, NEVER)) == 1
    assert float(rt.before(NEVER, NEVER)) == 0
    assert float(rt.not_after(NEVER, NEVER)) == 1
    assert float(rt.before(2.0, 2.0)) == 0
    assert float(rt.not_after(2.0, 2.0)) == 1
    assert np.isnan(rt.before(np.nan, 1.0))


def test_happened() -> None:
    np.testing.assert_equal(
        np.asarray(rt.happened(np.array([1.0, 2.0, 3.0, NEVER, np.nan]), 2.0)), [1, 1, 0, 0, np.nan]
    )
    assert float(rt.happened(NEVER, np.inf)) == 0


def test_unless() -> None:
    np.testing.assert_equal(np.asarray(rt.unless(np.array([0.0, 1.0, np.nan]), 5.0)), [5, NEVER, np.nan])


def test_first_last_nth() -> None:
    dates = np.array([[3.0, NEVER, 1.0], [3.0, np.nan, 1.0]])
    np.testing.assert_equal(np.asarray(rt.first(dates)), [1, np.nan])
    np.testing.assert_equal(np.asarray(rt.last(dates)), [NEVER, np.nan])
    np.testing.assert_equal(
        [np.asarray(rt.nth(k, dates)) for k in (1, 2, 3)], [[1, np.nan], [3, np.nan], [NEVER, np.nan]]
    )
    np.testing.assert_equal(np.asarray(rt.nth(np.array([2.0, 2.0]), dates)), [3, np.nan])
    assert float(rt.nth(4, dates[0])) == NEVER
    assert np.isnan(rt.nth(0, dates[0]))
    np.testing.assert_equal(np.asarray(rt.nth(1, dates[:1], axis=0)), dates[0])


def decimal_year(day: date) -> float:
    start = date(day.year, 1, 1)
    return day.year + (day - start).days / (date(day.year + 1, 1, 1) - start).days


@given(st.dates(min_value=date(1, 1, 1), max_value=date(9998, 12, 31)))
def test_calendar_years_are_pythons(day: date) -> None:
    years = (day - EPOCH).days / DAYS_PER_YEAR
    assert float(rt.calendar_year(years, EPOCH.toordinal())) == pytest.approx(decimal_year(day), abs=1e-11)


def test_the_first_of_january_is_a_whole_number_whatever_the_rounding() -> None:
    days = [date(year, 1, 1) for year in range(1, 9999)]
    years = np.array([(day - EPOCH).days for day in days]) / DAYS_PER_YEAR
    np.testing.assert_array_equal(np.asarray(rt.calendar_year(years, EPOCH.toordinal())), np.arange(1, 9999))


def test_calendar_years_between_midnights_and_far_out() -> None:
    noon = (date(2031, 7, 2) - EPOCH + timedelta(hours=12)) / timedelta(days=DAYS_PER_YEAR)
    assert float(rt.calendar_year(noon, EPOCH.toordinal())) == pytest.approx(2031.5, abs=1e-11)
    far = np.asarray(rt.calendar_year(np.array([1e100, NEVER, -1e100, np.nan]), EPOCH.toordinal()))
    np.testing.assert_allclose(far, [1e100, NEVER, -1e100, np.nan], rtol=1e-12)


def test_the_year_passes_at_the_rate_of_its_own_length() -> None:
    for year, length in ((2027, 365), (2028, 366)):
        at = (date(year, 5, 5) - EPOCH).days / DAYS_PER_YEAR
        slope = float(jax.grad(lambda d: rt.calendar_year(d, EPOCH.toordinal()))(at))
        assert slope == pytest.approx(DAYS_PER_YEAR / length, rel=1e-12)
