from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.language.types.number import InvalidNumber, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3.0),
        ("1_000", 1000.0),
        ("2.5e26", 2.5e26),
        ("20B", 20e9),
        ("5k", 5e3),
        ("1.1B", 1.1e9),
        ("2.3M", 2.3e6),
        ("7T", 7e12),
        ("1e-3k", 1.0),
        ("1E3", 1000.0),
        (".5", 0.5),
        ("inf", inf),
        ("1e-400", 0.0),
    ],
)
def test_literals(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "k",
        "1__0",
        "_1",
        "1e",
        "1e400",
        "nan",
        "infinity",
        "0x10",
        "1 000",
        "1.2.3",
        "12b",
        "-1",
        "٣",
        "1e4_",
    ],
)
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidNumber) as caught:
        parse_number(text)
    assert caught.value.reason


@given(st.floats(0, 1e300))
def test_a_printed_float_reads_back(value: float) -> None:
    assert parse_number(repr(value)) == value
