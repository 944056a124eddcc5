"""Latin hypercube and Sobol points give smaller errors, and the errors that they state are honest."""

from math import sqrt

import numpy as np
import pytest
from scipy import stats

import forecast

SEEDS = 120
DRAWS = 16 * 128
MODEL = """
as_of 2026-01-01
a ~ normal(10, 1)
b ~ normal(0, 2)
c ~ normal(0, 1)
d ~ normal(0, 3)
total = a + b + c + d
question total_asked = total
question above = total > 11
question share = total given d > 0
"""
SD = sqrt(15)
LEVELS = (0.1, 0.5, 0.9)
EXACT = {**{f"p{level}": stats.norm(10, SD).ppf(level) for level in LEVELS}, "above": stats.norm(10, SD).sf(11)}


@pytest.fixture(scope="module")
def estimates() -> dict[str, dict[str, np.ndarray]]:
    """By kind and number: rows of value and stated error, one for each seed."""
    model = forecast.load(MODEL)
    found: dict[str, dict[str, np.ndarray]] = {}
    for kind in ("random", "lhs", "sobol"):
        rows: dict[str, list[tuple[float, float]]] = {name: [] for name in (*EXACT, "given", "median_given")}
        for seed in range(SEEDS):
            answer = model.run(draws=DRAWS, seed=seed, points=kind)
            whole, given = answer.summary("total_asked"), answer.summary("share")
            told = {f"p{level}": whole.quantiles[level] for level in LEVELS}
            told |= {"above": answer.summary("above").probability, "given": given.given, "median_given": given.median}
            for name, estimate in told.items():
                rows[name].append((estimate.value, estimate.mcse))
        found[kind] = {name: np.array(pairs) for name, pairs in rows.items()}
    return found


def rms(values: np.ndarray) -> float:
    return float(np.sqrt(np.mean(values**2)))


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "times"), [("lhs", 2.5), ("sobol", 6)])
def test_errors_are_much_smaller_in_an_additive_model(estimates, kind: str, times: float) -> None:
    for name, exact in EXACT.items():
        random, found = estimates["random"][name][:, 0] - exact, estimates[kind][name][:, 0] - exact
        assert rms(found) < rms(random)
        # So do the stated ones.
        assert np.median(estimates[kind][name][:, 1]) < np.median(estimates["random"][name][:, 1])
    median = "p0.5"
    assert rms(estimates["random"][median][:, 0] - 10) > times * rms(estimates[kind][median][:, 0] - 10)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["random", "lhs", "sobol"])
def test_estimates_are_unbiased(estimates, kind: str) -> None:
    for name, exact in EXACT.items():
        off = estimates[kind][name][:, 0] - exact
        # Of a quantile, the bias of n draws is of the order 1/n.
        assert abs(off.mean()) < 4 * off.std() / sqrt(SEEDS) + 3 * SD / DRAWS, name


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["random", "lhs", "sobol"])
def test_the_stated_errors_hold(estimates, kind: str) -> None:
    # Sixteen sets know their own spread as fifteen degrees of freedom do.
    reach = stats.norm.ppf(0.975) if kind == "random" else stats.t(15).ppf(0.975)
    given = stats.norm(3 * sqrt(2 / np.pi), 1)
    del given
    for name, exact in {**EXACT, "given": 0.5}.items():
        value, error = estimates[kind][name].T
        covered = np.mean(np.abs(value - exact) <= reach * error)
        assert covered > 0.95 - 4 * sqrt(0.95 * 0.05 / SEEDS), name
        print(kind, name, covered, rms((value - exact) / error), rms(value - exact), np.median(error))
