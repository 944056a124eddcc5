import datetime
from math import inf, isclose, isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.language.types.calendar import (
    CalendarDate,
    InvalidDate,
    Precision,
    days_in_month,
    decimal_year,
    format_date,
    from_ordinal,
    ordinal,
    parse_date,
    years_between,
    years_since,
)

EPOCH = ordinal(2026, 11, 23)
dates = st.dates()


@given(dates)
def test_ordinals_are_those_of_the_standard_library(date: datetime.date) -> None:
    assert ordinal(date.year, date.month, date.day) == date.toordinal()
    assert from_ordinal(date.toordinal()) == (date.year, date.month, date.day)


@given(st.integers(-(10**12), 10**12))
def test_days_outside_the_standard_library_follow_each_other(day: int) -> None:
    year, month, of_month = from_ordinal(day)
    assert 1 <= of_month <= days_in_month(year, month)
    assert ordinal(year, month, of_month) == day
    # The calendar repeats every 400 years of 146,097 days.
    assert from_ordinal(day + 146_097) == (year + 400, month, of_month)


@given(dates)
def test_a_date_survives_years_and_back(date: datetime.date) -> None:
    years = years_since(EPOCH, date.year, date.month, date.day)
    assert format_date(years, EPOCH) == date.isoformat()
    assert format_date(years, EPOCH, "month") == date.isoformat()[:7]
    assert format_date(years, EPOCH, "year") == date.isoformat()[:4]


@given(dates, dates)
def test_years_between_dates_are_days_over_the_mean_year(a: datetime.date, b: datetime.date) -> None:
    assert isclose(years_between(a.toordinal(), b.toordinal()), (b - a).days / 365.2425, rel_tol=1e-15, abs_tol=0)


def test_four_centuries_are_four_hundred_years() -> None:
    assert years_since(ordinal(2000, 1, 1), 2400) == 400.0


@given(dates)
def test_the_decimal_year_is_linear_within_the_year(date: datetime.date) -> None:
    value = decimal_year(date.toordinal())
    day_of_year = date.timetuple().tm_yday - 1
    length = 365 + (ordinal(date.year, 12, 31) - ordinal(date.year, 1, 1) - 364)
    assert isclose(value, date.year + day_of_year / length, rel_tol=1e-15)


def test_the_decimal_year_is_whole_on_the_first_of_january() -> None:
    assert decimal_year(ordinal(2031, 1, 1)) == 2031.0
    assert decimal_year(ordinal(2031, 7, 2) + 0.5) == 2031.5
    assert decimal_year(ordinal(2032, 1, 1) - 1e-3) < 2032.0


def test_far_out_dates_are_ordinary() -> None:
    far = 1e100
    assert isclose(decimal_year(far * 365.2425), far, rel_tol=1e-9)
    assert years_since(EPOCH, 10**100) > 0
    assert decimal_year(inf) == inf
    assert isnan(decimal_year(nan))


@pytest.mark.parametrize(
    ("years", "precision", "text"),
    [
        (inf, "day", "never"),
        (-inf, "day", "before 1"),
        (nan, "day", "missing"),
        (1e100, "day", "after 9999"),
        (-1e100, "month", "before 1"),
        (8000, "year", "after 9999"),
        (-2100, "year", "before 1"),
        (0, "day", "2026-11-23"),
        (years_since(EPOCH, 9999, 12, 31), "day", "9999-12-31"),
        (years_since(EPOCH, 10000), "day", "after 9999"),
        (years_since(EPOCH, 1), "day", "0001-01-01"),
        (years_since(EPOCH, 0, 12, 31), "day", "before 1"),
    ],
)
def test_dates_as_text(years: float, precision: Precision, text: str) -> None:
    assert format_date(years, EPOCH, precision) == text


@given(dates)
def test_iso_dates_are_read(date: datetime.date) -> None:
    assert parse_date(date.isoformat()) == CalendarDate(date.year, date.month, date.day, "day")
    assert parse_date(date.isoformat()).ordinal == date.toordinal()


def test_a_month_is_its_first_day_and_a_year_its_first_of_january() -> None:
    assert parse_date("2027-06") == CalendarDate(2027, 6, 1, "month")
    assert parse_date("2030") == CalendarDate(2030, 1, 1, "year")
    assert parse_date("2028-02-29").ordinal == ordinal(2028, 3, 1) - 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2027-13", "there is no month 13"),
        ("2027-00-01", "there is no month 00"),
        ("2027-04-31", "April has 30 days"),
        ("2027-01-00", "January has 31 days"),
        ("2027-02-29", "2027 is not a leap year, so its February has 28 days"),
        ("1900-02-29", "1900 is not a leap year, so its February has 28 days"),
        ("2028-02-30", "February has 29 days"),
        ("2027-6", "the month and the day of a date have two digits each, as in 2027-06-15"),
        ("27-06", "the year of a date has at least four digits and at most nine"),
        ("20270601000", "the year of a date has at least four digits and at most nine"),
        ("June", "a date is written as 2027-06-15, 2027-06 or 2027"),
        ("2027-06-01-01", "a date is written as 2027-06-15, 2027-06 or 2027"),
    ],
)
def test_impossible_dates_carry_the_fact(text: str, reason: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        parse_date(text)
    assert (caught.value.text, caught.value.reason) == (text, reason)
