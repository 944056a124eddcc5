"""The distribution of data against counting."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from forecast import runtime as rt

VALUES = np.array([5.0, 3.0, 9.0, 3.0])


def test_each_value_is_equally_likely_and_the_quantile_rises() -> None:
    u = (np.arange(4000) + 0.5) / 4000
    drawn = np.asarray(rt.empirical(VALUES).from_uniform(u))
    assert np.all(np.diff(drawn) >= 0)
    np.testing.assert_array_equal(np.unique(drawn, return_counts=True), [[3, 5, 9], [2000, 1000, 1000]])
    np.testing.assert_array_equal(rt.empirical(VALUES).from_score([-8.2, -0.1, 0.1, 8.2]), [3, 3, 5, 9])


@pytest.mark.parametrize("count", [1, 16, 17, 1000])
def test_many_values(count: int) -> None:
    values = np.random.default_rng(1).normal(size=count)
    u = (np.arange(count) + 0.5) / count
    np.testing.assert_array_equal(rt.empirical(values).from_uniform(u), np.sort(values))
    np.testing.assert_array_equal([rt.empirical(values).from_uniform(each) for each in u[:40]], np.sort(values)[:40])


def test_probabilities_count_the_values() -> None:
    distribution, x = rt.empirical(VALUES), np.array([2.0, 3.0, 4.0, 9.0, 10.0, np.inf])
    np.testing.assert_array_equal(distribution.cdf(x), [0, 0.5, 0.5, 1, 1, 1])
    np.testing.assert_array_equal(distribution.sf(x), [1, 0.5, 0.5, 0, 0, 0])
    np.testing.assert_allclose(np.exp(distribution.log_prob(x)), [0, 0.5, 0, 0.25, 0, 0])
    assert float(distribution.mean) == VALUES.mean()
    assert float(distribution.variance) == VALUES.var()
    assert bool(distribution.support(5.0))
    assert not bool(distribution.support(4.0))


def test_values_may_differ_by_world_and_be_never() -> None:
    worlds = np.array([[1.0, 2.0], [30.0, np.inf]])
    distribution = rt.empirical(worlds)
    assert distribution.batch_shape == (2,)
    np.testing.assert_array_equal(distribution.from_uniform([0.7, 0.7]), [2, np.inf])
    np.testing.assert_array_equal(distribution.cdf([1.0, 1.0]), [0.5, 0])


def test_a_missing_value_makes_all_draws_missing() -> None:
    distribution = rt.empirical([1.0, np.nan, 3.0])
    assert np.all(np.isnan(distribution.from_uniform([0.1, 0.9])))
    assert np.isnan(distribution.cdf(2.0))
    assert np.isnan(distribution.sf(2.0))
    assert np.isnan(distribution.log_prob(1.0))


def test_the_gradient_is_that_of_the_value_drawn() -> None:
    gradient = jax.grad(lambda values: rt.empirical(values).from_uniform(0.6))(jnp.array([5.0, 3.0, 9.0]))
    np.testing.assert_array_equal(gradient, [1, 0, 0])
