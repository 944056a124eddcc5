"""The skew normal over the whole range of shapes and scores."""

import jax
import numpy as np
import pytest
from scipy import special, stats

from forecast import runtime as rt

DECADES = [(-3, -1), (-1, 0), (0, 1), (1, 3), (3, 8)]
# shape, place, probability below it: by mpmath, with 40 digits
LOWER_TAIL = [
    (0.4, -5.0, 1.10343133906949502e-8),
    (1.0, -4.0, 1.00306755925196531e-9),
    (4.0, -1.5, 9.55634716529915119e-12),
    (30.0, -0.25, 1.05966537862902772e-16),
    (1000.0, -0.007, 1.40450118189491119e-16),
    (1e6, -1e-6, 6.64761276578647e-8),
]


def drawn(decades: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    return rng.choice([-1, 1], 2000) * 10 ** rng.uniform(*decades, 2000), rng.uniform(-8.2, 8.2, 2000)


@pytest.mark.parametrize(("shape", "y", "below"), LOWER_TAIL)
def test_the_thin_tail_does_not_cancel(shape: float, y: float, below: float) -> None:
    np.testing.assert_allclose(rt.skew_normal(0.0, 1.0, shape).cdf(y), below, rtol=1e-13)
    np.testing.assert_allclose(rt.skew_normal(0.0, 1.0, -shape).sf(-y), below, rtol=1e-13)
    z = special.ndtri(below)
    np.testing.assert_allclose(rt.skew_normal(0.0, 1.0, shape).from_score(z), y, rtol=1e-12)


@pytest.mark.parametrize("decades", DECADES)
def test_the_probability_of_a_quantile_is_that_which_was_asked_for(decades: tuple[float, float]) -> None:
    shape, z = drawn(decades)
    distribution = rt.skew_normal(0.0, 1.0, shape)
    y = distribution.from_score(z)
    tail = np.where(z < 0, distribution.cdf(y), distribution.sf(y))
    # a quantile near 0 cannot tell more than its own last digit
    np.testing.assert_allclose(tail, special.ndtr(-np.abs(z)), rtol=2e-13)


@pytest.mark.parametrize("decades", DECADES[:3])
def test_bulk_and_heavy_tail_are_scipys(decades: tuple[float, float]) -> None:
    shape, y = drawn(decades)
    oracle, own = stats.skewnorm(np.abs(shape)), rt.skew_normal(0.0, 1.0, np.abs(shape))
    np.testing.assert_allclose(own.sf(np.abs(y)), oracle.sf(np.abs(y)), rtol=1e-12)
    np.testing.assert_allclose(own.cdf(y), oracle.cdf(y), atol=1e-15)


def test_without_a_shape_it_is_the_normal_and_with_a_large_one_its_half() -> None:
    z = np.linspace(-8.2, 8.2, 41)
    np.testing.assert_allclose(rt.skew_normal(1.0, 2.0, 0.0).from_score(z), 1 + 2 * z, atol=1e-14)
    half = rt.half_normal(2.0).from_score(z[20:])
    np.testing.assert_allclose(rt.skew_normal(0.0, 2.0, 1e9).from_score(z[20:]), half, rtol=1e-8)


def test_far_beyond_probabilities_are_0_and_1() -> None:
    for shape in (-3.0, 0.0, 3.0):
        distribution = rt.skew_normal(0.0, 1.0, shape)
        np.testing.assert_array_equal(distribution.cdf(np.array([-np.inf, -60, 60, np.inf])), [0, 0, 1, 1])
        np.testing.assert_array_equal(distribution.sf(np.array([-np.inf, -60, 60, np.inf])), [1, 1, 0, 0])
        assert np.isfinite(distribution.log_prob(-60.0))


def test_probabilities_have_gradients() -> None:
    at = np.array([1.0, 2.0, 1.5, 0.3])

    def below(p: jax.Array) -> jax.Array:
        return rt.skew_normal(p[0], p[1], p[2]).cdf(p[3])

    def above(p: jax.Array) -> jax.Array:
        return rt.skew_normal(p[0], p[1], p[2]).sf(p[3])

    h = 1e-5 * np.eye(4)
    for function in (below, above):
        difference = [(function(at + step) - function(at - step)) / 2e-5 for step in h]
        np.testing.assert_allclose(jax.grad(function)(at), difference, rtol=1e-8)


def test_moments_are_scipys() -> None:
    distribution, oracle = rt.skew_normal(1.0, 2.0, -1.5), stats.skewnorm(-1.5, 1, 2)
    np.testing.assert_allclose(distribution.mean, oracle.mean(), rtol=1e-14)
    np.testing.assert_allclose(distribution.variance, oracle.var(), rtol=1e-14)


def test_a_quantile_does_not_depend_on_the_draws_beside_it() -> None:
    shape, z = drawn((-1, 2))
    quantile = jax.jit(lambda shape, z: rt.skew_normal(0.0, 1.0, shape).from_score(z))
    whole = np.asarray(quantile(shape, z))
    np.testing.assert_array_equal(whole[:1000], quantile(shape[:1000], z[:1000]))
