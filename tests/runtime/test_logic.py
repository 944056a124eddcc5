from itertools import product

import numpy as np
import pytest

from forecast import runtime as rt

T, F, N = 1.0, 0.0, np.nan
TRUTH = [T, F, N]
AND = {(T, T): T, (T, F): F, (T, "N"): N, (F, F): F, (F, "N"): F, ("N", "N"): N}
OR = {(T, T): T, (T, F): T, (T, "N"): T, (F, F): F, (F, "N"): N, ("N", "N"): N}


def look_up(table, a: float, b: float) -> float:
    x, y = ("N" if np.isnan(v) else v for v in (a, b))
    return table[(x, y)] if (x, y) in table else table[(y, x)]


@pytest.mark.parametrize(("a", "b"), list(product(TRUTH, TRUTH)))
def test_kleene_tables(a: float, b: float) -> None:
    np.testing.assert_equal(float(rt.both(a, b)), look_up(AND, a, b))
    np.testing.assert_equal(float(rt.either(a, b)), look_up(OR, a, b))
    np.testing.assert_equal(float(rt.all_of(np.array([a, b]))), look_up(AND, a, b))
    np.testing.assert_equal(float(rt.any_of(np.array([a, b]))), look_up(OR, a, b))


@pytest.mark.parametrize(("a", "b", "c"), list(product(TRUTH, TRUTH, TRUTH)))
def test_three_conditions(a: float, b: float, c: float) -> None:
    np.testing.assert_equal(float(rt.both(a, b, c)), look_up(AND, look_up(AND, a, b), c))
    np.testing.assert_equal(float(rt.either(a, b, c)), look_up(OR, look_up(OR, a, b), c))
    np.testing.assert_equal(float(rt.all_of(np.array([a, b, c]))), look_up(AND, look_up(AND, a, b), c))
    np.testing.assert_equal(float(rt.any_of(np.array([a, b, c]))), look_up(OR, look_up(OR, a, b), c))


def test_negation() -> None:
    np.testing.assert_equal(np.asarray(rt.negate(np.array(TRUTH))), [F, T, N])


@pytest.mark.parametrize(
    ("compare", "expected"),
    [
        (rt.less, [1, 0, 0]),
        (rt.less_equal, [1, 1, 0]),
        (rt.greater, [0, 0, 1]),
        (rt.greater_equal, [0, 1, 1]),
        (rt.equal, [0, 1, 0]),
        (rt.not_equal, [1, 0, 1]),
    ],
)
def test_comparisons(compare, expected: list[float]) -> None:
    x = np.array([1.0, 2.0, 3.0])
    np.testing.assert_equal(np.asarray(compare(x, 2.0)), expected)
    assert np.all(np.isnan(compare(x, np.nan)))
    assert np.all(np.isnan(compare(np.nan, x)))


def test_where() -> None:
    np.testing.assert_equal(np.asarray(rt.where(np.array(TRUTH), 5.0, 7.0)), [5, 7, N])
    assert float(rt.where(T, 5.0, np.nan)) == 5


def test_count_and_missing() -> None:
    x = np.array([[T, F, T], [T, F, N]])
    np.testing.assert_equal(np.asarray(rt.count(x)), [2, N])
    np.testing.assert_equal(np.asarray(rt.missing(x)), [[0, 0, 0], [0, 0, 1]])
    np.testing.assert_equal(np.asarray(rt.all_of(x, axis=0)), [T, F, N])


def test_reductions_over_several_axes() -> None:
    x = np.array([[[T, F], [T, T]], [[T, T], [T, N]]])
    np.testing.assert_equal(np.asarray(rt.any_of(x, axis=(1, 2))), [T, T])
    np.testing.assert_equal(np.asarray(rt.all_of(x, axis=(1, 2))), [F, N])
