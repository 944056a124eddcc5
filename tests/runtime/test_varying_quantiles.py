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
    np.testing.assert_allclose(np.exp(y[representable]), x[representable], rtol=1e-11)
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
