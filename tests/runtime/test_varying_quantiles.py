"""Quantiles of gamma and beta with parameters that vary by draw, over the whole range of shapes and scores."""

import jax
import numpy as np
import pytest
from scipy import special

from forecast.runtime.beta import logit_beta_quantile
from forecast.runtime.gamma import log_gamma_quantile

SHAPES = [(-2, -1), (-1, 0), (0, 1), (1, 2), (2, 4)]


@pytest.mark.parametrize("decades", SHAPES)
def test_gamma(decades: tuple[float, float]) -> None:
    rng = np.random.default_rng(1)
    shape, z = 10 ** rng.uniform(*decades, 2000), rng.uniform(-8.2, 8.2, 2000)
    x = np.where(z < 0, special.gammaincinv(shape, special.ndtr(z)), special.gammainccinv(shape, special.ndtr(-z)))
    y = np.asarray(jax.jit(log_gamma_quantile)(shape, z))
    representable = x > 1e-290
    np.testing.assert_allclose(np.exp(y[representable]), x[representable], rtol=2e-11)
    assert np.all(np.exp(y[~representable]) <= 1e-289)


@pytest.mark.parametrize("decades", SHAPES)
def test_beta(decades: tuple[float, float]) -> None:
    rng = np.random.default_rng(2)
    a, b = 10 ** rng.uniform(*decades, (2, 2000))
    z = rng.uniform(-8.2, 8.2, 2000)
    y = np.asarray(jax.jit(logit_beta_quantile)(a, b, z))
    lower = 1 / (1 + np.exp(-np.maximum(y, -700)))
    upper = 1 / (1 + np.exp(np.minimum(y, 700)))
    # the smaller of x and 1 - x at the smaller tail probability
    expected_lower = special.betaincinv(a, b, special.ndtr(np.minimum(z, 0)))
    expected_upper = special.betaincinv(b, a, special.ndtr(-np.maximum(z, 0)))
    low, high = (z < 0) & (expected_lower > 1e-290), (z > 0) & (expected_upper > 1e-290)
    np.testing.assert_allclose(lower[low], expected_lower[low], rtol=1e-10)
    np.testing.assert_allclose(upper[high], expected_upper[high], rtol=1e-10)
    assert np.all(np.isfinite(y))


def test_gamma_of_very_large_shapes() -> None:
    """SciPy's inverse is good to 1e-6 alone there; the expansion in powers of 1/sqrt(shape) is exact."""
    rng = np.random.default_rng(3)
    shape, z = 10 ** rng.uniform(9, 14, 2000), rng.uniform(-8.2, 8.2, 2000)
    s = shape**-0.5
    # Cornish and Fisher's expansion of the logarithm, to the third order
    expected = s * z + s**2 * (-(z**2) / 6 - 1 / 3) + s**3 * (z**3 + 5 * z) / 36 * 1.0
    y = np.asarray(jax.jit(log_gamma_quantile)(shape, z)) - np.log(shape)
    np.testing.assert_allclose(y, expected, atol=2e-13)


def test_a_quantile_does_not_depend_on_the_draws_beside_it() -> None:
    rng = np.random.default_rng(4)
    a, b, z = 10 ** rng.uniform(-2, 3, 512), 10 ** rng.uniform(-2, 3, 512), rng.normal(size=512)
    gamma, beta = jax.jit(log_gamma_quantile), jax.jit(logit_beta_quantile)
    whole = np.asarray(gamma(a, z)), np.asarray(beta(a, b, z))
    half = np.asarray(gamma(a[:256], z[:256])), np.asarray(beta(a[:256], b[:256], z[:256]))
    np.testing.assert_array_equal(whole[0][:256], half[0])
    np.testing.assert_array_equal(whole[1][:256], half[1])


def test_halves_of_a_beta_with_tiny_shapes() -> None:
    """With both shapes tiny nearly all mass is at the two ends, b/(a + b) of it at 0."""
    a, b = 0.0107655, 0.03229
    log_odds = np.asarray(jax.jit(logit_beta_quantile)(np.full(3, a), np.full(3, b), special.ndtri([0.5, 0.74, 0.76])))
    assert log_odds[0] < -30
    assert log_odds[2] > 1
    assert log_odds[0] == pytest.approx((np.log(0.5) + np.log(a) + special.betaln(a, b)) / a, rel=1e-9)
