import jax
import numpy as np
import pytest

from forecast import runtime as rt

X = np.array([[3.0, 1.0, 2.0], [5.0, 5.0, np.nan]])


@pytest.mark.parametrize(
    ("reduce", "expected"),
    [
        (rt.sum, 6.0),
        (rt.mean, 2.0),
        (rt.sd, 1.0),
        (rt.product, 6.0),
        (rt.max, 3.0),
        (rt.min, 1.0),
        (rt.argmax, 0.0),
        (rt.argmin, 1.0),
    ],
)
def test_reductions_and_what_is_missing(reduce, expected: float) -> None:
    np.testing.assert_equal(np.asarray(reduce(X)), [expected, np.nan])


def test_reductions_over_several_axes() -> None:
    x = np.arange(24.0).reshape(2, 3, 4)
    np.testing.assert_allclose(np.asarray(rt.sum(x, axis=(0, 2))), x.sum(axis=(0, 2)))
    np.testing.assert_allclose(np.asarray(rt.sd(x, axis=(0, 2))), x.std(axis=(0, 2), ddof=1))


def test_the_spread_of_one_is_missing_and_of_equals_has_a_gradient() -> None:
    assert np.isnan(rt.sd(np.array([3.0])))
    assert np.asarray(jax.grad(rt.sd)(np.array([2.0, 2.0]))).tolist() == [0, 0]


def test_argmax_takes_the_first_of_equals() -> None:
    assert float(rt.argmax(np.array([1.0, 4.0, 4.0]))) == 1


@pytest.mark.parametrize("size", [3, 40])
def test_a_scalar_index_picks_a_slice(size: int) -> None:
    options = np.arange(size * 2.0).reshape(size, 2)
    np.testing.assert_equal(np.asarray(rt.pick(2.0, options)), [4, 5])
    np.testing.assert_equal(np.asarray(rt.pick(1.0, options, axis=1)), options[:, 1])


@pytest.mark.parametrize("size", [3, 40])
def test_an_indexed_index_picks_element_by_element(size: int) -> None:
    index = np.array([0.0, 2.0, 1.0])
    vector = 10.0 * np.arange(size)
    matrix = vector[:, None] + np.array([0.1, 0.2, 0.3])
    np.testing.assert_equal(np.asarray(rt.pick(index, vector)), [0, 20, 10])
    np.testing.assert_allclose(np.asarray(rt.pick(index, matrix)), [0.1, 20.2, 10.3])


@pytest.mark.parametrize("size", [3, 40])
@pytest.mark.parametrize("index", [np.nan, -1.0, 40.0, 0.5])
def test_an_index_that_names_no_option_is_missing(size: int, index: float) -> None:
    assert np.all(np.isnan(rt.pick(index, np.zeros(size))))
    assert np.all(np.isnan(rt.pick(np.full(2, index), np.zeros(size))))


def test_options_given_one_by_one_broadcast() -> None:
    picked = rt.pick(np.array([0.0, 1.0]), [5.0, np.array([6.0, 7.0])])
    np.testing.assert_equal(np.asarray(picked), [5, 7])


def test_an_option_not_picked_spoils_nothing() -> None:
    def value(x):
        return rt.pick(1.0, [rt.log(x), 2.0 * x])

    assert float(value(-1.0)) == -2
    assert float(jax.grad(value)(-1.0)) == 2
