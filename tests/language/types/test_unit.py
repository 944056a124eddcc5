from fractions import Fraction
from math import inf, isclose

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.language.types.catalogue import (
    BASES,
    BUILT_IN,
    Catalogue,
    base_unit,
    built_in_names,
    instead_of,
    parse_unit,
    unit_of_size,
)
from forecast.language.types.dimension import ONE, TIME, base
from forecast.language.types.unit import MalformedUnit, UnknownUnit, convert

PINT = pint.UnitRegistry()
for money in ("USD", "EUR", "FLOP", "person"):
    PINT.define(f"{money} = [{money}]")
PINT.define("gregorian = 365.2425 day")
PINT.define("mean_month = gregorian / 12")
PINT.define("ten_years = 10 * gregorian")
PINT.define("hundred_years = 100 * gregorian")
# Pint's year is another year.
PINT_NAMES = {"year": "gregorian", "month": "mean_month", "decade": "ten_years", "century": "hundred_years"}
# fmt: off
SAMPLED = [
    "year", "month", "week", "day", "hour", "minute", "second", "decade", "century", "h", "min",
    "s", "ms", "us", "ns", "W", "kW", "MW", "GW", "TW", "mW", "Wh", "kWh", "MWh", "GWh", "TWh", "J",
    "kJ", "MJ", "GJ", "EJ", "Hz", "kHz", "MHz", "GHz", "N", "kN", "Pa", "kPa", "MPa", "GPa", "V",
    "kV", "mV", "A", "mA", "kA", "K", "mK", "mol", "mmol", "m", "km", "cm", "mm", "um", "nm", "g",
    "kg", "mg", "tonne", "litre", "hectare", "coulomb", "ohm", "farad", "weber", "tesla", "henry",
    "eV", "keV", "MeV", "bit", "byte", "kB", "MB", "GB", "TB", "PB", "EB", "KiB", "MiB", "GiB",
    "TiB", "PiB", "EiB", "USD", "EUR", "FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP", "EFLOP",
    "ZFLOP", "YFLOP", "person",
]
# fmt: on
names = st.sampled_from(SAMPLED)


def in_pint(expression: str) -> str:
    """The expression in Pint's words: our names replaced, powers as **."""
    text = "".join(f" {part} " if part in "*/^" else part for part in _pieces(expression))
    return " ".join(PINT_NAMES.get(word, word) for word in text.split()).replace("^", "**")


def _pieces(expression: str) -> list[str]:
    pieces = [""]
    for character in expression:
        if character in "*/^":
            pieces += [character, ""]
        else:
            pieces[-1] += character
    return pieces


@pytest.mark.parametrize("name", SAMPLED)
def test_each_unit_has_the_size_that_pint_gives_it(name: str) -> None:
    ours = parse_unit(name)
    canonical = in_pint(str(ours.dimension))
    theirs = PINT.Quantity(1, in_pint(name)).to(canonical).magnitude
    assert isclose(ours.factor, theirs, rel_tol=1e-12)


@given(
    st.lists(
        st.tuples(names, st.sampled_from([-3, -2, -1, 1, 2, 3]), st.sampled_from("*/")),
        min_size=1,
        max_size=4,
    )
)
def test_expressions_convert_as_pint_converts_them(parts: list[tuple[str, int, str]]) -> None:
    text = "".join(f"{operator}{name}^{power}" for name, power, operator in parts)[1:]
    ours = parse_unit(text)
    quantity = PINT.Quantity(1.0, in_pint(text))
    theirs = quantity.to(in_pint(str(ours.dimension)) if ours.dimension != ONE else "").magnitude
    assert isclose(ours.factor, theirs, rel_tol=1e-9)


@given(names, names)
def test_reading_is_a_homomorphism(a: str, b: str) -> None:
    first, second = parse_unit(a), parse_unit(b)
    product, quotient = parse_unit(f"{a}*{b}"), parse_unit(f"{a}/{b}")
    assert (product.dimension, product.scale) == (
        first.dimension * second.dimension,
        first.scale * second.scale,
    )
    assert (quotient.dimension, quotient.scale) == (
        first.dimension / second.dimension,
        first.scale / second.scale,
    )
    assert parse_unit(f"{a}/{a}").scale == 1
    assert parse_unit(f"{a}/{b}*{b}").scale == first.scale


@given(names, names, names)
def test_division_takes_one_factor_from_the_left(a: str, b: str, c: str) -> None:
    left = parse_unit(f"{a}/{b}/{c}")
    right = parse_unit(f"{a}/{c}/{b}")
    assert (left.dimension, left.scale) == (right.dimension, right.scale)
    assert parse_unit(f"{a}/{b}*{c}").scale == parse_unit(f"{a}*{c}/{b}").scale


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (1, "year", "days", 365.2425),
        (1, "months", "years", 1 / 12),
        (36, "km/h", "m/s", 10),
        (1, "kWh", "J", 3.6e6),
        (1, "century", "decades", 10),
        (40, "%", "x", 0.4),
        (1, "PFLOP/s", "FLOP/year", 1e15 * 365.2425 * 86400),
        (10, "%/year", "1/century", 10),
        (8, "bits", "byte", 1),
        (2, "people", "person", 2),
    ],
)
def test_conversions(value: float, source: str, target: str, expected: float) -> None:
    assert isclose(convert(value, parse_unit(source), parse_unit(target)), expected, rel_tol=1e-14)


def test_conversion_between_different_things_is_refused() -> None:
    with pytest.raises(ValueError, match="USD does not measure the same as EUR"):
        convert(1, parse_unit("USD"), parse_unit("EUR"))


def test_calendar_units_are_exact_fractions() -> None:
    assert parse_unit("day").scale == Fraction(400, 146_097)
    assert parse_unit("month").scale * 12 == 1
    assert parse_unit("s").scale * 60 * 60 * 24 == parse_unit("day").scale
    assert parse_unit("1/year").dimension == TIME**-1
    assert parse_unit("1/month").factor == 12.0


def test_ratios_have_no_dimension() -> None:
    assert parse_unit("%").scale == Fraction(1, 100)
    assert parse_unit("x").dimension == parse_unit("OOM").dimension == parse_unit("kWh/J").dimension == ONE


def test_an_unknown_name_is_told_with_its_expression() -> None:
    with pytest.raises(UnknownUnit) as caught:
        parse_unit("USD/yer")
    assert (caught.value.name, caught.value.text) == ("yer", "USD/yer")


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("", 0),
        ("USD/", 4),
        ("/year", 0),
        ("USD//year", 4),
        ("USD year", 3),
        ("m^", 2),
        ("m^x", 2),
        ("m^(1/2", 2),
        ("m^(1/0)", 2),
        ("m^1000", 2),
        ("m^99999999999999999999999", 2),
        ("2year", 0),
        ("USD/2", 4),
    ],
)
def test_malformed_expressions_say_where(text: str, offset: int) -> None:
    with pytest.raises(MalformedUnit) as caught:
        parse_unit(text)
    assert caught.value.offset == offset


@given(st.text(alphabet="mskgUSD/*^()1-2. %xé", max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        unit = parse_unit(text)
    except (UnknownUnit, MalformedUnit):
        return
    assert unit.text == text


def test_every_name_that_is_proposed_exists() -> None:
    assert len(set(built_in_names())) > 100
    for name in built_in_names():
        assert BUILT_IN.find(name) is not None, name
        assert name in BUILT_IN


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("yr", "year"), ("FLOPS", "FLOP/s"), ("flops", "FLOP/s"), ("percent", "%"), ("hr", "hours")],
)
def test_well_known_slips_lead_to_a_unit(slip: str, meant: str) -> None:
    assert BUILT_IN.find(slip) is None
    assert instead_of(slip) == meant
    parse_unit(meant)


def test_names_outside_the_catalogue_are_free() -> None:
    for name in ("t", "B", "T", "H", "price", "M", "tokens", "i", "n", "y"):
        assert name not in BUILT_IN


def test_a_model_defines_units_over_the_built_in_ones() -> None:
    catalogue = Catalogue().with_units([unit_of_size("H100", 9.9e14, parse_unit("FLOP/s")), base_unit("token")])
    chip = parse_unit("H100", catalogue)
    assert chip.dimension == base("FLOP") / TIME
    assert chip.scale == Fraction(990_000_000_000_000) * parse_unit("FLOP/s").scale
    assert parse_unit("H100*year", catalogue).dimension == base("FLOP")
    assert parse_unit("USD/token", catalogue).dimension == base("USD") / base("token")
    assert parse_unit("tokens/s", catalogue).dimension == base("token") / TIME
    assert "token" in catalogue
    assert "tokens" not in catalogue
    assert next(iter(catalogue.names())) in {"H100", "token"}
    assert "H100" not in BUILT_IN


@pytest.mark.parametrize("size", [0.0, -1.0, inf, float("nan")])
def test_a_unit_has_a_positive_finite_size(size: float) -> None:
    with pytest.raises(ValueError, match=r"above 0|not a finite number"):
        unit_of_size("bad", size, parse_unit("USD"))


def test_a_decimal_size_is_taken_as_written() -> None:
    assert unit_of_size("dime", 0.1, parse_unit("USD")).scale == Fraction(1, 10)


def test_a_scale_beyond_floats_is_infinite_and_no_crash() -> None:
    assert parse_unit("YFLOP^100").factor == inf


def test_bases_are_their_own_units() -> None:
    for name in BASES:
        assert parse_unit(name).scale == 1
        assert parse_unit(name).dimension == base(name)
