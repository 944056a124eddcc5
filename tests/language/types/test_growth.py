from math import exp, inf, isclose, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.language.types.catalogue import Catalogue, parse_unit, unit_of_size
from forecast.language.types.growth import growth_unit
from forecast.language.types.unit import UnknownUnit


@pytest.mark.parametrize(
    ("number", "unit", "per_year"),
    [
        (4, "x/year", 4),
        (2, "x/month", 2**12),
        (10, "x/decade", 10**0.1),
        (0.6, "OOM/year", 10**0.6),
        (1, "x/year", 1),
    ],
)
def test_a_growth_literal_is_a_factor_per_year(number: float, unit: str, per_year: float) -> None:
    growth = growth_unit(unit)
    assert growth is not None
    assert isclose(exp(growth.log_rate(number)), per_year, rel_tol=1e-12)


@given(st.floats(0.01, 100), st.sampled_from(["year", "months", "week", "decade"]))
def test_a_factor_and_its_orders_of_magnitude_grow_alike(factor: float, time: str) -> None:
    by_factor, by_orders = growth_unit(f"x/{time}"), growth_unit(f"OOM/{time}")
    assert by_factor is not None
    assert by_orders is not None
    assert isclose(by_factor.log_rate(factor), by_orders.log_rate(log(factor, 10)), rel_tol=1e-9, abs_tol=1e-12)


@pytest.mark.parametrize("unit", ["%/year", "1/year", "USD/year", "x", "OOM", "x/USD", "s/year"])
def test_other_units_are_no_growth(unit: str) -> None:
    assert growth_unit(unit) is None


def test_a_growth_per_unknown_time_names_it() -> None:
    with pytest.raises(UnknownUnit, match="yaer"):
        growth_unit("x/yaer")


def test_a_growth_per_defined_time() -> None:
    catalogue = Catalogue().with_units([unit_of_size("cycle", 2, parse_unit("years"))])
    growth = growth_unit("x/cycle", catalogue)
    assert growth is not None
    assert isclose(growth.log_rate(4), log(2))


def test_growth_by_zero_ends_everything_and_below_zero_is_refused() -> None:
    growth = growth_unit("x/year")
    assert growth is not None
    assert growth.log_rate(0) == -inf
    with pytest.raises(ValueError, match="below 0"):
        growth.log_rate(-1)
