from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.language.library.pattern import (
    Amount,
    Bindings,
    bind,
    describe_pattern,
    parse_pattern,
    resolve,
)
from forecast.language.types.dimension import ONE, TIME, Dimension, base
from forecast.language.types.kind import (
    DURATION,
    PLAIN,
    RATE,
    Boolean,
    Category,
    Date,
    Growth,
    Kind,
    Number,
    Text,
)

USD = Number(base("USD"))
KINDS: tuple[Kind, ...] = (
    PLAIN,
    DURATION,
    RATE,
    USD,
    Date(),
    Growth(),
    Boolean(),
    Category(("a", "b")),
    Text(),
)


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("number", (PLAIN,)),
        ("duration", (DURATION,)),
        ("rate", (RATE,)),
        ("date", (Date(),)),
        ("growth", (Growth(),)),
        ("boolean", (Boolean(),)),
        ("text", (Text(),)),
        ("category", (Category(("a", "b")),)),
        ("number D", (PLAIN, DURATION, RATE, USD)),
        ("number 1/D", (PLAIN, DURATION, RATE, USD)),
        ("L", (PLAIN, DURATION, RATE, USD, Date(), Growth())),
        ("spread L", (PLAIN, DURATION, RATE, USD, Growth())),
        ("square L", (PLAIN, DURATION, RATE, USD)),
        ("T", KINDS),
    ],
)
def test_which_kinds_a_pattern_accepts_alone(text: str, accepted: tuple[Kind, ...]) -> None:
    pattern = parse_pattern(text)
    assert tuple(kind for kind in KINDS if bind(pattern, kind, {})) == accepted


@pytest.mark.parametrize(
    ("text", "powers"),
    [
        ("number D", (("D", Fraction(1)),)),
        ("number 1/D", (("D", Fraction(-1)),)),
        ("number D^2", (("D", Fraction(2)),)),
        ("number D^1/2", (("D", Fraction(1, 2)),)),
        ("number D*E", (("D", Fraction(1)), ("E", Fraction(1)))),
        ("number D^2/E", (("D", Fraction(2)), ("E", Fraction(-1)))),
    ],
)
def test_products_of_dimensions_are_read(text: str, powers: tuple[tuple[str, Fraction], ...]) -> None:
    assert parse_pattern(text) == Amount(powers)


@pytest.mark.parametrize("text", ["", "nmuber", "number d", "spread", "number D E", "number 2", "number D/"])
def test_other_text_is_no_pattern(text: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        parse_pattern(text)


def test_a_location_decides_its_spread() -> None:
    for location, spread in ((Date(), DURATION), (USD, USD), (Growth(), Growth())):
        bindings: Bindings = {}
        assert bind(parse_pattern("L"), location, bindings)
        assert resolve(parse_pattern("spread L"), bindings) == spread
        assert bind(parse_pattern("spread L"), spread, bindings)
        assert not bind(parse_pattern("spread L"), RATE, bindings)
        assert not bind(parse_pattern("L"), PLAIN, bindings)


@given(st.sampled_from([ONE, TIME, base("USD") / TIME]), st.sampled_from(["D", "1/D", "D^2", "D^1/2"]))
def test_a_dimension_variable_is_solved_for(dimension: Dimension, text: str) -> None:
    pattern = parse_pattern(f"number {text}")
    bindings: Bindings = {}
    assert bind(pattern, Number(dimension), bindings)
    assert resolve(pattern, bindings) == Number(dimension)
    assert bind(pattern, Number(dimension), bindings)
    assert not bind(pattern, Number(dimension * base("kg")), bindings)


def test_an_unbound_pattern_is_undecided() -> None:
    for text in ("L", "spread L", "T", "number D", "category"):
        assert resolve(parse_pattern(text), {}) is None
    assert resolve(parse_pattern("rate"), {}) == RATE


def test_patterns_have_words() -> None:
    assert describe_pattern(parse_pattern("duration")) == "a duration"
    assert describe_pattern(parse_pattern("number D")) == "a number"
    for text in ("L", "spread L", "T", "category", "element"):
        assert describe_pattern(parse_pattern(text)).startswith("a")


@pytest.mark.parametrize(
    ("location", "square"),
    [
        (PLAIN, PLAIN),
        (USD, Number(base("USD") ** 2)),
        (Date(), Number(TIME**2)),
        (Growth(), Number(TIME**-2)),
        (Boolean(), None),
    ],
)
def test_a_square_follows_from_its_location(location: Kind, square: Kind | None) -> None:
    bindings: Bindings = {"L": location}
    assert resolve(parse_pattern("square L"), bindings) == square
    if square is not None:
        assert bind(parse_pattern("square L"), square, bindings)
        assert not bind(parse_pattern("square L"), Number(base("kg")), bindings)
