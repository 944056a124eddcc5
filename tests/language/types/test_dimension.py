from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.language.types.catalogue import BUILT_IN, parse_unit
from forecast.language.types.dimension import ONE, TIME, Dimension, base, dimension_of

BASES = ("year", "USD", "FLOP", "kg", "m")
powers = st.fractions(min_value=-6, max_value=6, max_denominator=6)
dimensions = st.lists(st.tuples(st.sampled_from(BASES), powers), max_size=6).map(dimension_of)


@given(dimensions, dimensions, dimensions)
def test_dimensions_form_an_abelian_group(a: Dimension, b: Dimension, c: Dimension) -> None:
    assert (a * b) * c == a * (b * c)
    assert a * b == b * a
    assert a * ONE == a
    assert a / a == ONE
    assert (a / b) * b == a


@given(dimensions, dimensions, powers, powers)
def test_powers_respect_products(a: Dimension, b: Dimension, p: Fraction, q: Fraction) -> None:
    assert (a * b) ** p == a**p * b**p
    assert a ** (p + q) == a**p * a**q
    assert (a**p) ** q == a ** (p * q)
    assert a**0 == ONE
    assert a**1 == a


@given(dimensions)
def test_the_text_of_a_dimension_reads_back_as_its_canonical_unit(a: Dimension) -> None:
    unit = parse_unit(str(a), BUILT_IN)
    assert unit.dimension == a
    assert unit.scale == 1


@given(dimensions)
def test_equal_dimensions_hash_alike_whatever_the_order(a: Dimension) -> None:
    again = dimension_of(reversed(a.exponents))
    assert again == a
    assert hash(again) == hash(a)


@pytest.mark.parametrize(
    ("dimension", "text"),
    [
        (base("USD") / TIME, "USD/year"),
        (base("FLOP"), "FLOP"),
        (TIME**-1, "1/year"),
        (base("USD") / base("person") / TIME, "USD/person/year"),
        (base("kg") * base("m") ** 2 / TIME**2, "kg*m^2/year^2"),
        (base("m") ** Fraction(1, 2), "m^(1/2)"),
        (ONE, "1"),
    ],
)
def test_dimensions_read_like_units(dimension: Dimension, text: str) -> None:
    assert str(dimension) == text


def test_no_dimension_is_a_plain_number() -> None:
    assert ONE.describe() == "a plain number"
    assert (base("USD") / TIME).describe() == "USD/year"
