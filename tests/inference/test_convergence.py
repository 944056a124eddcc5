"""Convergence diagnostics against ArviZ."""

import numpy as np
import pytest
from arviz_stats.base import array_stats

from forecast.inference import convergence as ours

AXES = {"chain_axis": 0, "draw_axis": 1}

THEIRS = {
    "rhat": (ours.rhat, lambda x: array_stats.rhat(x, method="rank", **AXES)),
    "ess_bulk": (ours.ess_bulk, lambda x: array_stats.ess(x, method="bulk", **AXES)),
    "ess_tail": (ours.ess_tail, lambda x: array_stats.ess(x, method="tail", prob=(0.05, 0.95), **AXES)),
    "ess_quantile": (
        lambda x: ours.ess_quantile(x, 0.3),
        lambda x: array_stats.ess(x, method="quantile", prob=0.3, **AXES),
    ),
    "ess_mean": (ours.ess_mean, lambda x: array_stats.ess(x, method="mean", **AXES)),
    "ess_sd": (ours.ess_sd, lambda x: array_stats.ess(x, method="sd", **AXES)),
    "mcse_mean": (ours.mcse_mean, lambda x: array_stats.mcse(x, method="mean", **AXES)),
    "mcse_sd": (ours.mcse_sd, lambda x: array_stats.mcse(x, method="sd", **AXES)),
    "mcse_quantile": (
        lambda x: ours.mcse_quantile(x, 0.1),
        lambda x: array_stats.mcse(x, method="quantile", prob=0.1, **AXES),
    ),
}


def series(kind: str, chains: int, draws: int) -> np.ndarray:
    rng = np.random.default_rng(draws)
    noise = rng.normal(size=(chains, draws, 2, 2))
    match kind:
        case "independent":
            return noise
        case "slow" | "alternating":
            memory = 0.95 if kind == "slow" else -0.6
            for t in range(1, draws):
                noise[:, t] += memory * noise[:, t - 1]
            return noise
        case "ties":
            return np.round(noise)
        case "heavy":
            return rng.standard_cauchy(noise.shape)
        case "apart":
            return noise + np.arange(chains)[:, None, None, None]
    raise AssertionError(kind)


@pytest.mark.parametrize(("chains", "draws"), [(4, 1000), (3, 501), (2, 11), (4, 4), (3, 7), (2, 6)])
@pytest.mark.parametrize("kind", ["independent", "slow", "alternating", "ties", "heavy", "apart"])
def test_all_are_those_of_arviz(kind: str, chains: int, draws: int) -> None:
    values = series(kind, chains, draws)
    for name, (mine, theirs) in THEIRS.items():
        with np.errstate(all="ignore"):
            wanted = np.array([[theirs(values[:, :, i, j]) for j in range(2)] for i in range(2)])
        assert mine(values) == pytest.approx(wanted, rel=1e-9, nan_ok=True), name


def test_a_single_chain_has_effective_draws_but_no_rhat() -> None:
    values = series("slow", 1, 400)
    wanted = [[array_stats.ess(values[:, :, i, j], method="bulk", **AXES) for j in range(2)] for i in range(2)]
    assert ours.ess_bulk(values) == pytest.approx(np.array(wanted), rel=1e-9)
    assert np.isnan(ours.rhat(values)).all()


def test_what_cannot_be_told_is_nan_and_spoils_nothing_else() -> None:
    values = series("independent", 4, 100)
    alone = ours.ess_bulk(values)
    values[0, 3, 0, 1] = np.inf
    values[0, 3, 1, 0] = np.nan
    found = ours.ess_bulk(values)
    assert np.isnan(found[0, 1])
    assert np.isnan(found[1, 0])
    assert found[0, 0] == alone[0, 0]
    for of, _ in THEIRS.values():
        assert np.isnan(of(np.zeros((4, 3, 2)))).all()
        assert of(np.zeros((4, 10))).shape == ()


def test_the_energys_missing_information_is_that_of_arviz() -> None:
    energy = series("slow", 4, 300)[..., 0, 0]
    assert ours.e_bfmi(energy) == pytest.approx(np.asarray(array_stats.bfmi(energy)), rel=1e-9)


def test_standard_errors_are_those_of_repeated_runs() -> None:
    """Over 400 runs of an autoregressive series, where mean, sd and median are known."""
    rng = np.random.default_rng(0)
    draws = rng.normal(size=(4, 500, 400))
    draws[:, 0] /= np.sqrt(1 - 0.5**2)
    for t in range(1, 500):
        draws[:, t] += 0.5 * draws[:, t - 1]
    sd = 1 / np.sqrt(1 - 0.5**2)
    for found, error, truth in [
        (draws.mean((0, 1)), ours.mcse_mean(draws), 0),
        (draws.std((0, 1)), ours.mcse_sd(draws), sd),
        (np.median(draws, (0, 1)), ours.mcse_quantile(draws, 0.5), 0),
    ]:
        # the variance of 400 standard normal deviations is 1 with a standard error of sqrt(2/400), that of the errors added
        assert ((found - truth) / error).var() == pytest.approx(1, abs=4 * np.sqrt(2 / 400) + 0.05)
