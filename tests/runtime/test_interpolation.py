"""Values between points and quantiles along an axis against NumPy."""

import jax
import numpy as np
import pytest
from scipy import optimize

from forecast import runtime as rt

XS, YS = np.array([1.0, 2.0, 4.0, 8.0]), np.array([10.0, 5.0, 50.0, 20.0])
X = np.array([-np.inf, 0.0, 1.0, 1.5, 2.0, 3.9, 4.0, 7.0, 8.0, 9.0, np.inf])


def test_interpolation_is_numpys_and_holds_the_ends() -> None:
    np.testing.assert_allclose(rt.interpolate(X, XS, YS), np.interp(X, XS, YS), rtol=1e-14)
    np.testing.assert_allclose(rt.interpolate(X, XS, YS, 1.0), np.exp(np.interp(X, XS, np.log(YS))), rtol=1e-14)
    np.testing.assert_allclose(rt.interpolate(X, XS[:1], YS[:1]), np.full(len(X), 10.0))


def test_points_that_do_not_rise_and_places_that_are_missing_have_no_value() -> None:
    assert np.isnan(rt.interpolate(2.0, np.array([1.0, 1.0, 3.0]), YS[:3]))
    assert np.isnan(rt.interpolate(np.nan, XS, YS))
    assert np.isnan(rt.interpolate(2.5, XS, -YS, 1.0))


def test_a_value_may_be_endless() -> None:
    ys = np.array([1.0, np.inf, 3.0, 4.0])
    np.testing.assert_array_equal(
        rt.interpolate(np.array([1.0, 1.5, 2.0, 3.0, 4.0]), XS, ys), [1, np.inf, np.inf, np.inf, 3]
    )


def test_points_may_vary_with_the_place() -> None:
    ys = np.stack([YS, 2 * YS, 3 * YS])
    np.testing.assert_allclose(rt.interpolate(3.0, XS, ys), np.interp(3.0, XS, YS) * np.array([1, 2, 3]), rtol=1e-14)


@pytest.mark.parametrize("on_log", [0.0, 1.0])
def test_gradients_of_interpolation_are_those_of_differences(on_log: float) -> None:
    def value(v):
        return rt.interpolate(v[0], v[1:5], v[5:], on_log)

    at = np.concatenate([[3.1], XS, YS])
    np.testing.assert_allclose(
        jax.grad(value)(at), optimize.approx_fprime(at, lambda v: float(value(v)), 1e-7), rtol=1e-4, atol=1e-5
    )


@pytest.mark.parametrize("p", [0.0, 0.1, 0.37, 0.5, 2 / 3, 1.0])
@pytest.mark.parametrize("size", [1, 2, 5, 8])
def test_quantiles_are_numpys(p: float, size: int) -> None:
    x = np.random.default_rng(size).normal(size=(3, size, 4))
    np.testing.assert_allclose(rt.quantile(p, x, axis=1), np.quantile(x, p, axis=1), rtol=1e-13)
    np.testing.assert_allclose(rt.quantile(p, x, axis=(0, 1)), np.quantile(x, p, axis=(0, 1)), rtol=1e-13)


def test_quantiles_between_dates_of_which_some_never_come() -> None:
    dates = np.array([3.0, np.inf, 1.0, np.inf])
    assert [float(rt.quantile(p, dates)) for p in (0.0, 1 / 3, 0.4, 0.9)] == [1.0, 3.0, np.inf, np.inf]
    assert np.isnan(rt.quantile(0.5, np.array([1.0, np.nan])))
    assert np.isnan(rt.quantile(1.5, dates))
    np.testing.assert_allclose(rt.quantile(np.array([0.0, 1 / 3]), np.stack([dates, dates])), [1, 3])


def test_running_sums_and_maxima() -> None:
    x = np.array([[3.0, 1.0, 4.0], [1.0, np.nan, 2.0], [np.inf, 1.0, 2.0]])
    np.testing.assert_array_equal(rt.cumulative(x), np.cumsum(x, axis=-1))
    np.testing.assert_array_equal(rt.running_max(x), np.maximum.accumulate(x, axis=-1))
    np.testing.assert_array_equal(rt.running_max(x, axis=0), np.maximum.accumulate(x, axis=0))
