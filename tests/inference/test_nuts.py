"""NUTS against densities whose moments are known."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import integrate, stats

from forecast.inference.chains import Settings, sample
from forecast.inference.convergence import e_bfmi, rhat


def correlated_normal(z, precision):
    return -0.5 * z @ (precision @ z)


def conjugate(z, data):
    return -0.5 * z[0] ** 2 + jax.scipy.stats.norm.logpdf(data, 3 * z[0], 2.0).sum()


def standard(z, data):
    return -0.5 * jnp.sum(z**2)


def banana(z, bend):
    return -0.5 * z[0] ** 2 - 0.5 * (z[1] - bend * (z[0] ** 2 - 1)) ** 2


@pytest.mark.parametrize("metric", ["dense", "diagonal"])
def test_correlated_normals(metric, assert_distributed) -> None:
    rng = np.random.default_rng(1)
    scales = np.exp(rng.normal(size=8))
    mixing = rng.normal(size=(8, 8)) * scales[:, None]
    covariance = mixing @ mixing.T + 0.1 * np.eye(8)
    chains = sample(correlated_normal, np.linalg.inv(covariance), 8, Settings(metric=metric, seed=2))
    assert chains.positions.shape == (4, 1000, 8)
    assert chains.divergences == 0
    for i in range(8):
        assert_distributed(chains.positions[..., i], stats.norm(0, np.sqrt(covariance[i, i])))
    turned = chains.positions @ np.linalg.inv(np.linalg.cholesky(covariance)).T
    for i in range(8):
        assert_distributed(turned[..., i], stats.norm())
    expected = (4, 8, 8) if metric == "dense" else (4, 8)
    assert chains.inverse_metric.shape == expected
    if metric == "dense":
        # of a normal density the metric is all but exact
        assert np.allclose(chains.inverse_metric, covariance, atol=0.1 * covariance.max())


def test_a_conjugate_normal(assert_distributed) -> None:
    data = np.array([4.0, 5.5, 3.0, 6.5])
    precision = 1 + 9 * len(data) / 4
    truth = stats.norm(3 * data.sum() / 4 / precision, precision**-0.5)
    chains = sample(conjugate, data, 1)
    assert_distributed(chains.positions[..., 0], truth)
    assert np.allclose(chains.log_density[0, 0], conjugate(chains.positions[0, 0], data))


def test_a_funnel_in_scores(assert_distributed) -> None:
    chains = sample(standard, None, 2, Settings(draws=2000, seed=1))
    log_spread = 3 * chains.positions[..., 0]
    assert_distributed(log_spread, stats.norm(0, 3))
    value = np.exp(log_spread / 2) * chains.positions[..., 1]

    def below(limit: float) -> float:
        return integrate.quad(lambda s: stats.norm.pdf(s) * stats.norm.cdf(limit * np.exp(-1.5 * s)), -9, 9)[0]

    for limit in (-3.0, -0.2, 0.2, 3.0):
        assert_distributed_share(value < limit, below(limit))


def assert_distributed_share(hits: np.ndarray, share: float) -> None:
    from forecast.inference.convergence import mcse_mean

    assert abs(hits.mean() - share) < 4 * mcse_mean(hits)


def test_a_banana(assert_distributed) -> None:
    bend = 0.8
    chains = sample(banana, bend, 2, Settings(target_accept=0.95, draws=2000))
    assert_distributed(chains.positions[..., 0], stats.norm())
    second = chains.positions[..., 1]

    def cdf(limit: float) -> float:
        return integrate.quad(lambda x: stats.norm.pdf(x) * stats.norm.cdf(limit - bend * (x**2 - 1)), -9, 9)[0]

    from scipy.optimize import brentq

    quantiles = tuple(brentq(lambda x, p=p: cdf(x) - p, -10, 30) for p in (0.05, 0.5, 0.95))
    assert_distributed(second, (0.0, np.sqrt(1 + 2 * bend**2), quantiles))


@pytest.mark.parametrize("metric", ["dense", "diagonal"])
def test_eight_schools(metric, schools, assert_distributed) -> None:
    density, _, data, truths, _ = schools
    chains = sample(density, data, 10, Settings(metric=metric, target_accept=0.9, seed=3))
    for i, truth in enumerate(truths):
        assert_distributed(chains.positions[..., i], truth)
    assert rhat(chains.positions).max() < 1.01
    assert e_bfmi(chains.energy).min() > 0.3
    assert (chains.leaps > 0).all()
    assert ((chains.accept >= 0) & (chains.accept <= 1)).all()


def test_where_it_is_impossible_trajectories_turn_back(assert_distributed) -> None:
    def half(z, data):
        return jnp.where(z[0] > -0.5, -0.5 * jnp.sum(z**2), jnp.nan)

    chains = sample(half, None, 2, Settings(draws=4000, target_accept=0.95))
    assert (chains.positions[..., 0] > -0.5).all()
    assert chains.divergences > 0
    assert_distributed(chains.positions[..., 1], stats.norm())


@pytest.mark.slow
def test_numpyro_draws_the_same(assert_distributed) -> None:
    from numpyro.infer import MCMC, NUTS

    from forecast.inference.convergence import mcse_mean, mcse_quantile, mcse_sd

    rng = np.random.default_rng(5)
    group = rng.integers(0, 20, 200)
    predictor = rng.normal(size=200)
    outcome = rng.poisson(np.exp(0.5 + 0.4 * rng.normal(size=20)[group] + 0.3 * predictor))

    def density(z, data):
        group, predictor, outcome = data
        rate = z[0] + jnp.exp(z[1] - 1) * z[3:][group] + z[2] * predictor
        return -0.5 * jnp.sum(z**2) + jnp.sum(outcome * rate - jnp.exp(rate))

    data = (group, predictor, outcome)
    ours = sample(density, data, 23, Settings(draws=3000)).positions
    theirs_run = MCMC(
        NUTS(potential_fn=lambda z: -density(z, data)),
        num_warmup=1000,
        num_samples=20_000,
        progress_bar=False,
    )
    theirs_run.run(jax.random.key(0), init_params=jnp.zeros(23))
    theirs = np.asarray(theirs_run.get_samples())[None]

    def differ(mine, other, mine_error, other_error) -> None:
        assert np.abs((mine - other) / np.hypot(mine_error, other_error)).max() < 4.5  # the largest of 115

    differ(ours.mean((0, 1)), theirs.mean((0, 1)), mcse_mean(ours), mcse_mean(theirs))
    differ(ours.std((0, 1)), theirs.std((0, 1)), mcse_sd(ours), mcse_sd(theirs))
    for p in (0.05, 0.5, 0.95):
        mine, other = (np.quantile(draws, p, axis=(0, 1)) for draws in (ours, theirs))
        differ(mine, other, mcse_quantile(ours, p), mcse_quantile(theirs, p))
