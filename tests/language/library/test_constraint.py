from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.language.library.constraint import (
    Constraint,
    above,
    at_least,
    inside,
    less,
    ordered,
    positive,
    violated,
    whole,
    within,
)

VALUES = st.floats(-3, 3)


@pytest.mark.parametrize(
    ("constraint", "good", "bad", "text"),
    [
        (positive("sd"), {"sd": 1e-9}, {"sd": 0.0}, "sd > 0"),
        (above("factor", 1), {"factor": 1.01}, {"factor": 1.0}, "factor > 1"),
        (at_least("rate", 0), {"rate": 0.0}, {"rate": -0.1}, "rate >= 0"),
        (within("p", 0, 1), {"p": 1.0}, {"p": 1.1}, "0 <= p <= 1"),
        (inside("mean", 0, 1), {"mean": 0.5}, {"mean": 1.0}, "0 < mean < 1"),
        (whole("n"), {"n": 3.0}, {"n": 2.5}, "n whole"),
        (less("min", "max"), {"min": 1.0, "max": inf}, {"min": 1.0, "max": 1.0}, "min < max"),
        (
            ordered("min", "mode", "max"),
            {"min": 1.0, "mode": 1.0, "max": 2.0},
            {"min": 1.0, "mode": 3.0, "max": 2.0},
            "min <= mode <= max",
        ),
    ],
)
def test_constraints(constraint: Constraint, good: dict[str, float], bad: dict[str, float], text: str) -> None:
    assert not violated(constraint, good)
    assert violated(constraint, bad)
    assert violated(constraint, dict.fromkeys(bad, nan))
    assert not violated(constraint, {})
    assert str(constraint) == text


@given(VALUES, VALUES)
def test_what_is_known_of_an_order_is_checked(low: float, high: float) -> None:
    constraint = ordered("min", "mode", "max")
    assert violated(constraint, {"min": low, "max": high}) == (low > high)
    assert violated(constraint, {"mode": low, "max": high}) == (low > high)
    assert not violated(constraint, {"mode": low})
    assert not violated(less("min", "max"), {"min": low})
