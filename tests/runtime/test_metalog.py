"""The metalog goes through its points, stays within its bounds, and its density, cdf and quantile agree."""

from typing import Any

import jax
import numpy as np
import pytest
from scipy import stats

from forecast import runtime as rt

SYMMETRIC = (0.1, 1.0, 0.5, 2.0, 0.9, 3.0)
THREE = (0.1, 1.0, 0.5, 2.0, 0.9, 4.0)
FIVE = (0.05, 1.0, 0.25, 2.0, 0.5, 3.0, 0.75, 4.5, 0.95, 7.0)
MADE = {
    "three": (rt.metalog, (), THREE),
    "five": (rt.metalog, (), FIVE),
    "above": (rt.metalog_above, (0.5,), THREE),
    "below": (rt.metalog_below, (12.0,), FIVE),
    "within": (rt.metalog_within, (0.0, 10.0), FIVE),
    "two within": (rt.metalog_within, (0.0, 10.0), THREE[:4]),
}
made = pytest.mark.parametrize("name", MADE)
LEVELS = np.array([2.0**-53, 1e-9, 0.01, 0.3, 0.5, 0.8, 0.999, 1 - 2.0**-53])


def make(name: str) -> Any:
    constructor, bounds, points = MADE[name]
    return constructor(*bounds, *points)


@made
def test_it_goes_through_its_points_and_stays_within_its_bounds(name: str) -> None:
    points, distribution = MADE[name][2], make(name)
    np.testing.assert_allclose(distribution.from_uniform(np.array(points[::2])), points[1::2], rtol=1e-12)
    values = np.asarray(distribution.from_uniform(LEVELS))
    assert np.all(np.diff(values) > 0)
    if distribution.has_low:
        assert values[0] > distribution.low
    if distribution.has_high:
        assert values[-1] < distribution.high


@made
def test_scores_and_uniforms_agree(name: str) -> None:
    scores = np.array([-8.0, -3.0, -0.4, 0.0, 1.0, 8.0])
    distribution = make(name)
    np.testing.assert_allclose(
        distribution.from_score(-abs(scores)), distribution.from_uniform(stats.norm.cdf(-abs(scores))), rtol=1e-12
    )
    assert np.all(np.isfinite(distribution.from_score(scores)))


@made
def test_cdf_and_density_are_those_of_the_quantile(name: str) -> None:
    distribution = make(name)
    p = np.array([1e-6, 0.01, 0.2, 0.5, 0.77, 0.99])
    x = np.asarray(distribution.from_uniform(p))
    np.testing.assert_allclose(distribution.cdf(x), p, rtol=1e-11)
    h = 1e-5 * p * (1 - p)
    slope = (np.asarray(distribution.from_uniform(p + h)) - np.asarray(distribution.from_uniform(p - h))) / (2 * h)
    np.testing.assert_allclose(distribution.log_prob(x), -np.log(slope), rtol=1e-6, atol=1e-6)


def test_two_points_without_bounds_are_a_logistic_and_three_even_ones_too() -> None:
    scale = 1 / np.log(9)
    for distribution in (rt.metalog(*SYMMETRIC[:4]), rt.metalog(*SYMMETRIC)):
        expected = stats.logistic(2, scale)
        np.testing.assert_allclose(distribution.from_uniform(LEVELS), expected.ppf(LEVELS), rtol=1e-10)
        np.testing.assert_allclose(distribution.log_prob(1.3), expected.logpdf(1.3), rtol=1e-12)
        np.testing.assert_allclose(distribution.cdf(1.3), expected.cdf(1.3), rtol=1e-12)


def test_outside_the_bounds_is_nothing() -> None:
    within = make("within")
    assert np.all(np.asarray(within.log_prob(np.array([-1.0, 0.0, 10.0, 11.0]))) == -np.inf)
    np.testing.assert_array_equal(within.cdf(np.array([-1.0, 0.0, 10.0, 11.0])), [0, 0, 1, 1])


def test_points_without_a_metalog_or_beyond_a_bound_are_missing_in_their_own_draws() -> None:
    middle = np.array([2.0, 1.01, 2.5, 0.5])
    values = np.asarray(rt.metalog(0.1, 1.0, 0.5, middle, 0.9, 4.0).from_uniform(np.full(4, 0.5)))
    np.testing.assert_allclose(values[[0, 2]], [2.0, 2.5])
    assert np.all(np.isnan(values[[1, 3]]))
    assert np.isnan(rt.metalog_above(1.5, *THREE).from_uniform(0.5))


@made
def test_gradients_are_those_of_differences(name: str) -> None:
    constructor, bounds, points = MADE[name]
    count = len(bounds)
    values = np.array([*bounds, *points[1::2]])

    def at(values: Any) -> Any:
        mixed = [number for pair in zip(points[::2], values[count:], strict=True) for number in pair]
        return constructor(*values[:count], *mixed)

    def quantile(values: Any) -> Any:
        return at(values).from_score(np.array([-3.0, 0.2, 2.0])).sum()

    def log_density(values: Any) -> Any:
        return at(values).log_prob(np.array([1.3, 3.1, 6.0])).sum()

    for function in (quantile, log_density):
        gradient = np.asarray(jax.grad(function)(values))
        steps = 1e-5 * np.eye(len(values))
        difference = [float(function(values + h) - function(values - h)) / 2e-5 for h in steps]
        np.testing.assert_allclose(gradient, difference, rtol=1e-5, atol=1e-7)
