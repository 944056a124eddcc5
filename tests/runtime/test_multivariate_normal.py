"""Correlated normal scores, and normals that are drawn together, against their matrices and against SciPy."""

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


MEAN, SD = np.array([1.0, -2.0, 30.0]), np.array([2.0, 0.5, 10.0])
COVARIANCE = np.array(MATRIX) * SD[:, None] * SD


@pytest.mark.parametrize(
    "distribution",
    [rt.multivariate_normal(MEAN, SD, MATRIX), rt.multivariate_normal_covariance(MEAN, COVARIANCE)],
    ids=["correlation", "covariance"],
)
def test_means_covariances_and_density(distribution: rt.MultivariateNormal) -> None:
    oracle = stats.multivariate_normal(MEAN, COVARIANCE)
    points = oracle.rvs(5, random_state=1)
    np.testing.assert_allclose(distribution.log_prob(points), oracle.logpdf(points), rtol=1e-12)
    count = 100_000
    draws = np.asarray(distribution.from_score(np.random.default_rng(2).standard_normal((count, 3))))
    assert np.all(np.abs(draws.mean(axis=0) - MEAN) <= 4 * SD / np.sqrt(count))
    assert np.all(np.abs(np.cov(draws, rowvar=False) - COVARIANCE) <= 4 * np.sqrt(2 / count) * SD[:, None] * SD)


def test_one_mean_and_one_standard_deviation_serve_all_elements() -> None:
    distribution = rt.multivariate_normal(np.full(3, 4.0), 2.0, MATRIX)
    np.testing.assert_allclose(distribution.covariance_matrix, 4 * np.array(MATRIX), rtol=1e-12)


def test_several_at_once_are_what_each_is_alone() -> None:
    matrices = np.array([MATRIX, np.eye(3)])
    sd, z = np.array([[1.0], [2.0]]), np.random.default_rng(4).standard_normal((2, 3))
    together = rt.multivariate_normal(MEAN, sd, matrices)
    assert (together.batch_shape, together.event_shape) == ((2,), (3,))
    alone = [rt.multivariate_normal(MEAN, sd[i], matrices[i]).from_score(z[i]) for i in range(2)]
    np.testing.assert_allclose(together.from_score(z), alone, rtol=1e-14)


@pytest.mark.parametrize(
    "distribution",
    [
        rt.multivariate_normal(np.zeros(2), 1.0, [[1.0, 1.1], [1.1, 1.0]]),
        rt.multivariate_normal(np.zeros(2), 1.0, [[1.0, 0.5], [0.4, 1.0]]),
        rt.multivariate_normal(np.zeros(2), 1.0, [[2.0, 0.5], [0.5, 2.0]]),
        rt.multivariate_normal(np.zeros(2), np.array([1.0, 0.0]), np.eye(2)),
        rt.multivariate_normal_covariance(np.zeros(2), [[1.0, 2.0], [2.0, 1.0]]),
        rt.multivariate_normal_covariance(np.zeros(2), [[1.0, 0.5], [0.4, 1.0]]),
        rt.multivariate_normal_covariance(np.zeros(2), [[-1.0, 0.0], [0.0, 1.0]]),
    ],
)
def test_a_matrix_that_cannot_be_makes_the_draw_missing(distribution: rt.MultivariateNormal) -> None:
    assert np.isnan(distribution.from_score([0.3, 0.4])).any()
    assert np.isnan(distribution.log_prob(np.array([0.3, 0.4])))
