"""What lies between dates of which none ever comes never comes; ends of which one comes make no sense."""

import numpy as np
import pytest

from forecast import runtime as rt

SCORES = np.array([-3.0, 0.0, 2.0])
UNIFORMS = np.array([0.01, 0.5, 0.99])
LATE = np.array([2.0, np.inf, 3.0])
BETWEEN = {
    "normal_between": (LATE, LATE + 2, 0.9),
    "uniform_between": (LATE, LATE + 2, 0.9),
    "normal_points": (0.1, LATE, 0.9, LATE + 2),
    "uniform_points": (0.1, LATE, 0.9, LATE + 2),
    "uniform": (LATE, LATE + 1),
    "normal": (LATE, 1.0),
    "triangular": (LATE, LATE + 1, LATE + 2),
    "pert": (LATE, LATE + 1, LATE + 2),
    "lognormal_between": (LATE, LATE + 2, 0.9),
    "lognormal_points": (0.1, LATE, 0.9, LATE + 2),
}


@pytest.mark.parametrize("constructor", BETWEEN)
def test_between_ends_that_are_never_lies_never(constructor) -> None:
    distribution = getattr(rt, constructor)(*BETWEEN[constructor])
    for values in (distribution.from_score(SCORES), distribution.from_uniform(UNIFORMS)):
        assert np.array_equal(np.isposinf(values), np.isinf(LATE))
        assert not np.isnan(values).any()


@pytest.mark.parametrize("constructor", BETWEEN)
def test_the_other_worlds_are_drawn_as_ever(constructor) -> None:
    make = getattr(rt, constructor)
    mixed = make(*BETWEEN[constructor])
    finite = make(
        *(np.where(np.isfinite(LATE), x, i + 1.0) if np.ndim(x) else x for i, x in enumerate(BETWEEN[constructor]))
    )
    there = np.isfinite(LATE)
    assert np.array_equal(np.asarray(mixed.from_score(SCORES))[there], np.asarray(finite.from_score(SCORES))[there])


@pytest.mark.parametrize(
    ("constructor", "ends"),
    [
        ("uniform", (2.0, np.inf)),
        ("uniform", (np.inf, 2.0)),
        ("uniform", (np.inf, np.nan)),
        ("normal_between", (2.0, np.inf, 0.9)),
        ("normal_points", (0.1, 2.0, 0.9, np.inf)),
        ("triangular", (2.0, 3.0, np.inf)),
        ("triangular", (2.0, np.inf, np.inf)),
        ("pert", (2.0, 3.0, np.inf)),
        ("pert", (np.inf, np.inf, np.nan)),
    ],
)
def test_one_end_that_is_never_fails(constructor, ends) -> None:
    assert np.isnan(getattr(rt, constructor)(*ends).from_score(SCORES)).all()
