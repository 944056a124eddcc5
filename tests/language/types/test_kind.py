import pytest

from forecast.language.types.catalogue import parse_unit
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
    describe,
    difference,
)


def amount(unit: str) -> Number:
    return Number(parse_unit(unit).dimension)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (PLAIN, "a plain number"),
        (amount("%"), "a plain number"),
        (amount("months"), "a duration"),
        (amount("1/month"), "a rate (1/time, as in 10%/year)"),
        (amount("USD/month"), "an amount of USD/year"),
        (amount("kWh"), "an energy"),
        (amount("GW"), "a power"),
        (Date(), "a date"),
        (Growth(), "a growth factor per time"),
        (Boolean(), "true or false"),
        (Category(("slow", "fast")), "one of slow, fast"),
        (Category(tuple("abcdefg")), "one of a, b, c, d, …"),
        (Category(("openai", "google"), "lab"), "an element of lab"),
        (Text(), "a text"),
    ],
)
def test_kinds_in_a_readers_words(kind: Kind, words: str) -> None:
    assert describe(kind) == words


def test_differences() -> None:
    assert difference(Date()) == DURATION
    assert difference(Growth()) == Growth()
    assert difference(amount("USD")) == amount("USD")
    assert difference(Boolean()) is None
    assert difference(Category(("a",))) is None


def test_durations_and_rates_are_numbers_of_time() -> None:
    assert amount("weeks") == DURATION
    assert amount("%/year") == RATE
