import numpy as np
import pytest

from forecast import runtime as rt


@pytest.mark.parametrize(
    ("f", "x", "step", "expected"),
    [
        (rt.round_to, 2.6, 1.0, 3.0),
        (rt.round_to, 2.5, 1.0, 2.0),
        (rt.round_to, 1.3, 0.5, 1.5),
        (rt.floor_to, -1.2, 1.0, -2.0),
        (rt.ceil_to, 1.01, 0.25, 1.25),
        (rt.floor_to, 0.3, 0.1, 0.3),
        (rt.ceil_to, 0.3, 0.1, 0.3),
        (rt.floor_to, 0.29999, 0.1, 0.2),
    ],
)
def test_rounding(f, x: float, step: float, expected: float) -> None:
    assert float(f(x, step)) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("f", [rt.round_to, rt.floor_to, rt.ceil_to])
def test_infinite_and_missing(f) -> None:
    np.testing.assert_equal(np.asarray(f(np.array([np.inf, -np.inf, np.nan]))), [np.inf, -np.inf, np.nan])
