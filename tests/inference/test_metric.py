"""The metric from draws and gradients."""

import numpy as np
import pytest

from forecast.inference.metric import estimate, update_points


def normal_draws(count: int, dim: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Covariance, draws and gradients of a correlated normal."""
    rng = np.random.default_rng(dim)
    factor = np.tril(rng.normal(size=(dim, dim))) + 3 * np.eye(dim)
    factor *= np.exp(2 * rng.normal(size=dim))[:, None]
    covariance = factor @ factor.T
    draws = rng.normal(size=(count, dim)) @ factor.T
    return covariance, draws, -draws @ np.linalg.inv(covariance)


def test_few_draws_tell_the_metric_of_a_normal() -> None:
    covariance, draws, gradients = normal_draws(40, 6)
    scale = estimate(draws, gradients, dense=True)
    assert scale is not None
    assert np.allclose(scale, np.tril(scale))
    seen = np.linalg.inv(scale) @ covariance @ np.linalg.inv(scale).T
    assert np.allclose(np.linalg.eigvalsh(seen), 1, atol=0.15)


def test_the_diagonal_metric_of_independent_normals_is_exact() -> None:
    scales = np.array([1e-6, 1.0, 1e6])
    draws = np.random.default_rng(0).normal(size=(5, 3)) * scales
    assert estimate(draws, -draws / scales**2, dense=False) == pytest.approx(scales)


def test_draws_that_do_not_move_tell_nothing() -> None:
    assert estimate(np.ones((20, 2)), np.ones((20, 2)), dense=True) is None
    assert estimate(np.ones((2, 2)), np.ones((2, 2)), dense=False) is None


def test_gradients_that_are_no_numbers_are_left_out() -> None:
    _, draws, gradients = normal_draws(40, 3)
    alone = estimate(draws, gradients, dense=False)
    spoilt = np.vstack([gradients, np.full(3, np.nan)])
    assert np.array_equal(alone, estimate(np.vstack([draws, np.zeros(3)]), spoilt, dense=False))


def test_where_no_dense_metric_can_be_told_it_is_diagonal() -> None:
    rng = np.random.default_rng(0)
    draws, gradients = rng.normal(size=(20, 3)), rng.normal(size=(20, 3)) * 1e180
    gradients[3] *= 1e120
    scale = estimate(draws, gradients, dense=True)
    assert scale is None or np.isfinite(scale).all()


def test_the_metric_is_last_estimated_before_the_end_of_the_warmup() -> None:
    assert update_points(400) == (10, 20, 40, 80, 160, 340)
    assert update_points(1000) == (10, 20, 40, 80, 160, 320, 850)
    assert update_points(5) == ()
