"""Correlated normal scores against their matrix and against SciPy."""

import jax
import numpy as np
import pytest
from scipy import stats

from forecast import runtime as rt

MATRIX = ((1.0, 0.6, -0.2), (0.6, 1.0, 0.3), (-0.2, 0.3, 1.0))


def test_scores_have_the_matrix_and_the_first_stays() -> None:
    e = np.random.default_rng(1).standard_normal((200_000, 3))
    scores = np.asarray(rt.correlated(MATRIX).from_score(e))
    assert np.array_equal(scores[:, 0], e[:, 0])
    assert np.abs(np.cov(scores, rowvar=False) - MATRIX).max() < 4 * np.sqrt(2 / len(e))
    factor = np.linalg.cholesky(np.array(MATRIX))
    np.testing.assert_allclose(scores, e @ factor.T, atol=1e-13)


def test_the_density_is_that_of_the_multivariate_normal() -> None:
    points = np.random.default_rng(2).standard_normal((5, 3))
    expected = stats.multivariate_normal(np.zeros(3), np.array(MATRIX)).logpdf(points)
    np.testing.assert_allclose(rt.correlated(MATRIX).log_prob(points), expected, rtol=1e-12)


def test_its_own_draws() -> None:
    draws = np.asarray(rt.correlated(MATRIX).sample(jax.random.key(3), (100_000,)))
    assert draws.shape == (100_000, 3)
    assert np.abs(np.cov(draws, rowvar=False) - MATRIX).max() < 4 * np.sqrt(2 / len(draws))


def test_there_is_no_quantile_function() -> None:
    with pytest.raises(NotImplementedError):
        rt.correlated(MATRIX).icdf(0.5)
