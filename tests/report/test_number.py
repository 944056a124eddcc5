from datetime import date
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.report.number import (
    format_date,
    format_duration,
    format_growth,
    format_number,
    format_share,
    shown_unit,
)
from forecast.results.estimate import proportion
from forecast.results.question import Question

EPOCH = date(2026, 11, 23).toordinal()


@pytest.mark.parametrize(
    ("value", "mcse", "text"),
    [
        (4.5e6, 3e4, "4.50M"),
        (4.5e6, 2e6, "5M"),
        (345, 40, "350"),
        (0.0, 1e-9, "0"),
        (0.0, 0.01, "0.00"),
        (2.1e26, 1e25, "2.1e26"),
        (7.3e22, 2e20, "7.30e22"),
        (0.034, 0.001, "0.034"),
        (0.00012, 1e-5, "1.2e-4"),
        (999_960, 100, "1.00M"),
        (12_345, 3, "12.3k"),
        (9_999, 1, "9999"),
        (2031, 0.3, "2031"),
        (3.14159, 0, "3.142"),
        (5, 0, "5"),
        (1_234_567, 0, "1.235M"),
        (0, 0, "0"),
        (0, 0.01, "0.00"),
        (-0.003, 0.1, "0.0"),
        (-4500, 200, "-4500"),
        (3, inf, "3"),
        (inf, 0, "inf"),
        (-inf, 0, "-inf"),
        (nan, nan, "-"),
        (1.79e308, 1.79e308, "2e308"),
        (5e-324, 0, "0"),
    ],
)
def test_a_number_shows_the_digits_that_its_error_supports(value: float, mcse: float, text: str) -> None:
    assert format_number(value, mcse) == text


@given(st.floats(allow_nan=False), st.floats(min_value=0, allow_nan=False))
def test_any_number_and_error_make_a_short_text(value: float, mcse: float) -> None:
    assert 0 < len(format_number(value, mcse)) <= 11


@given(st.floats(1e-3, 1e14), st.floats(1e-4, 1))
def test_what_is_shown_is_off_by_no_more_than_five_standard_errors_or_half_a_percent(
    value: float, error: float
) -> None:
    mcse = value * error
    text = format_number(value, mcse)
    scale = {"k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}.get(text[-1], 1)
    assert abs(float(text.rstrip("kMBT")) * scale - value) <= max(mcse, 0.0051 * value)


@pytest.mark.parametrize(
    ("hits", "draws", "text"),
    [
        (34, 100, "34%"),
        (3400, 10_000, "34.0%"),
        (800, 100_000, "0.80%"),
        (0, 100_000, "<0.01%"),
        (100_000, 100_000, ">99.99%"),
        (1, 33_000, "<0.01%"),
        (1, 100_000, "<0.01%"),
        (50, 100_000, "0.05%"),
        (99_999, 100_000, ">99.99%"),
        (0, 1, "0 of 1"),
        (29, 29, "29 of 29"),
        (0, 100, "<10%"),
        (2, 3, "70%"),
        (0, 0, "-"),
    ],
)
def test_a_share_never_claims_certainty_that_draws_cannot_give(hits: int, draws: int, text: str) -> None:
    assert format_share(proportion(hits, draws), draws) == text


@given(st.integers(30, 10**7), st.data())
def test_any_share_makes_a_short_text_that_is_neither_0_nor_100(draws: int, data: st.DataObject) -> None:
    text = format_share(proportion(data.draw(st.integers(0, draws)), draws), draws)
    assert len(text) <= 10
    assert text.endswith("%")
    assert float(text.strip("<>%")) not in {0.0, 100.0} or text[0] in "<>"


@pytest.mark.parametrize(
    ("mcse", "text"), [(0.0, "2031-05-24"), (0.003, "2031-05-24"), (0.02, "2031-05"), (0.1, "2031"), (inf, "2031")]
)
def test_a_date_is_as_precise_as_its_error(mcse: float, text: str) -> None:
    assert format_date(4.5, mcse, EPOCH) == text


def test_dates_that_are_none() -> None:
    assert format_date(inf, 0, EPOCH) == "never"
    assert format_date(1e100, 0, EPOCH) == "after 9999"
    assert format_date(nan, nan, EPOCH) == "-"


@pytest.mark.parametrize(
    ("years", "unit", "text"), [(2.7, "years", "2.70"), (0.25, "months", "3.00"), (0.01, "days", "3.65")]
)
def test_a_duration_without_a_unit_takes_the_one_that_reads_best(years: float, unit: str, text: str) -> None:
    name, scale = shown_unit(Question("q", "duration", "q"), years)
    assert (name, format_duration(years, years / 500, scale)) == (unit, text)


def test_endless_durations() -> None:
    assert format_duration(inf, 0, 1) == "endless"
    assert format_duration(-inf, 0, 1) == "-endless"


def test_a_growth_is_a_factor() -> None:
    assert format_growth(1.4351, 0.01) == "4.20x"
    assert format_growth(-0.2231, 0.001) == "0.800x"
    assert format_growth(1e6, 0) == "infx"
    assert format_growth(-1e6, 0) == "0x"
