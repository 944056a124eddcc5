import jax
import numpy as np
import pytest
from scipy import special

from forecast.runtime.normal_quantile import central_score, score_from_uniform


def test_scores_are_exact_in_the_body_and_to_both_ends_of_the_grid() -> None:
    rng = np.random.default_rng(3)
    p = np.ldexp(rng.uniform(0.5, 1, 200_000), -rng.integers(1, 53, 200_000))
    grid = (2 * np.floor(p * 2**52) + 1) * 2.0**-53
    grid = np.concatenate([grid, (2 * np.arange(1000) + 1) * 2.0**-53, 0.5 - (2 * np.arange(1000) + 1) * 2.0**-53])
    expected = special.ndtri(grid)
    np.testing.assert_allclose(np.asarray(score_from_uniform(grid)), expected, rtol=4e-15)
    np.testing.assert_allclose(np.asarray(score_from_uniform(1 - grid)), -expected, rtol=4e-15)


def test_the_gradient_is_the_inverse_density() -> None:
    u = np.array([1e-9, 0.01, 0.5, 0.7, 0.999])
    slope = jax.vmap(jax.grad(score_from_uniform))(u)
    np.testing.assert_allclose(slope, np.sqrt(2 * np.pi) * np.exp(special.ndtri(u) ** 2 / 2), rtol=1e-12)


def test_missing_stays_missing() -> None:
    assert np.isnan(score_from_uniform(np.float64(np.nan)))


@pytest.mark.parametrize("level", [0.5, 0.8, 0.9, 0.99])
def test_central_score(level: float) -> None:
    assert float(central_score(level)) == pytest.approx(special.ndtri((1 + level) / 2), rel=1e-14)


@pytest.mark.parametrize("level", [0.0, 1.0, 1.5, -0.2, np.nan])
def test_a_level_that_is_no_fraction_is_missing(level: float) -> None:
    assert np.isnan(central_score(level))
