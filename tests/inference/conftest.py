"""Densities whose moments are known, and the comparison with them by our own standard errors."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from forecast.inference.convergence import mcse_mean, mcse_quantile, mcse_sd
from forecast.sampling.xla import prepare

prepare()

STANDARD_ERRORS = 4
PROBABILITIES = (0.05, 0.5, 0.95)

EFFECTS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
ERRORS = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])


def deviations(draws: np.ndarray, mean: float, sd: float, quantiles: tuple[float, ...]) -> np.ndarray:
    """By how many Monte Carlo standard errors mean, sd and quantiles of ``[chain, draw]`` differ from what is true."""
    found = [
        (draws.mean() - mean) / mcse_mean(draws),
        (draws.std() - sd) / mcse_sd(draws),
        *((np.quantile(draws, p) - q) / mcse_quantile(draws, p) for p, q in zip(PROBABILITIES, quantiles, strict=True)),
    ]
    return np.array(found, dtype=float)


@pytest.fixture
def assert_distributed() -> Callable:
    """Whether draws ``[chain, draw]`` come from a SciPy distribution, or have (mean, sd, quantiles)."""

    def check(draws: np.ndarray, truth) -> None:
        if hasattr(truth, "ppf"):
            truth = float(truth.mean()), float(truth.std()), tuple(truth.ppf(PROBABILITIES))
        found = deviations(draws, *truth)
        assert np.abs(found).max() < STANDARD_ERRORS, found

    return check


def correlated_normal(z: jax.Array, precision: jax.Array) -> jax.Array:
    return -0.5 * z @ (precision @ z)


def eight_schools(z: jax.Array, data: tuple[jax.Array, jax.Array]) -> jax.Array:
    """mu ~ normal(0, 5), tau ~ lognormal(0, 1), in scores: ``z[0]``, ``z[1]``, and a score for each school."""
    return -0.5 * jnp.sum(z**2) + eight_schools_likelihood(z, data)


def eight_schools_likelihood(z: jax.Array, data: tuple[jax.Array, jax.Array]) -> jax.Array:
    effects, errors = data
    return jax.scipy.stats.norm.logpdf(effects, 5 * z[0] + jnp.exp(z[1]) * z[2:], errors).sum()


def eight_schools_truth() -> tuple[list[tuple[float, float, tuple[float, ...]]], float]:
    """(mean, sd, quantiles) of the first two scores and the log evidence, by a sum over a fine grid."""
    grid = np.linspace(-7, 7, 1401)
    mean, log_spread = np.meshgrid(grid, grid, indexing="ij")
    log_density = stats.norm.logpdf(mean) + stats.norm.logpdf(log_spread)
    for effect, error in zip(EFFECTS, ERRORS, strict=True):
        log_density += stats.norm.logpdf(effect, 5 * mean, np.hypot(error, np.exp(log_spread)))
    highest = log_density.max()
    density = np.exp(log_density - highest)
    truths = []
    for axis in (1, 0):
        weights = density.sum(axis=axis) / density.sum()
        average = float(weights @ grid)
        cumulative = np.cumsum(weights) - weights / 2
        quantiles = tuple(np.interp(PROBABILITIES, cumulative, grid))
        truths.append((average, float(np.sqrt(weights @ (grid - average) ** 2)), quantiles))
    return truths, float(np.log(density.sum()) + highest + 2 * np.log(grid[1] - grid[0]))


@pytest.fixture
def schools():
    """The density, the likelihood, the data, and the truth about them."""
    return eight_schools, eight_schools_likelihood, (EFFECTS, ERRORS), *eight_schools_truth()
