"""Values some places earlier along an index: in definitions, and as autoregression."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import forecast
from forecast.inference.convergence import ess_mean, ess_quantile, ess_sd

LAGS = 5


def test_values_stand_some_places_later() -> None:
    text = """
    index row = a, b, c, d
    index lab = p, q
    x[row, lab] ~ normal(0, 1)
    one[row, lab] = shift(x, 1 over row)
    two[lab, row] = shift(x, 2, else: x over row)
    far[row, lab] = shift(x, 9, else: 7 over row)
    cell = shift(x, 1 over lab)[c, q]
    table[row] = { a: shift(row_sum, 1, else: 0), b: shift(row_sum, 1), c: 1, d: shift(row_sum, 3) }
    row_sum[row] = sum(x over lab)
    question q = x
    """
    names = ["x", "one", "two", "far", "cell", "table"]
    draws = forecast.load(text).run(draws=100, ask=names).draws
    x = draws["x"]
    np.testing.assert_array_equal(draws["one"][:, 1:], x[:, :-1])
    assert np.isnan(draws["one"][:, 0]).all()
    two = np.concatenate([x[:, :2], x[:, :2]], axis=1)
    np.testing.assert_array_equal(draws["two"].reshape(x.shape) if draws["two"].shape == x.shape else draws["two"], two)
    assert (draws["far"] == 7).all()
    np.testing.assert_array_equal(draws["cell"], x[:, 2, 0])
    sums = x.sum(axis=2)
    expected = np.stack([np.zeros(100), sums[:, 0], np.ones(100), sums[:, 0]], axis=1)
    np.testing.assert_allclose(draws["table"], expected, rtol=1e-14)


def test_what_has_no_value_before_it_is_missing() -> None:
    text = "index row = a, b\nx[row] ~ 1 to 2\nquestion q = shift(x, 1)"
    answer = forecast.load(text).run(draws=100)
    assert [summary.missing for summary in answer.summaries] == [100, 0]
    assert answer.trustworthy


def autoregressive(path: Path, length: int = 200) -> np.ndarray:
    rng = np.random.default_rng(3)
    y = np.zeros(length)
    for t in range(length):
        before = [y[t - lag] if t >= lag else 0.0 for lag in range(1, LAGS + 1)]
        y[t] = 0.5 + np.dot([0.4, -0.2, 0.15, 0.1, -0.05], before) + rng.normal()
    rows = "".join(f"{t},{value!r}\n" for t, value in enumerate(y.tolist()))
    (path / "series.csv").write_text(f"row,y\n{rows}")
    return y


def exact(y: np.ndarray, scale: float = 10.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights of a grid of the noise, and mean and covariance of the coefficients given each: conjugate."""
    x = np.column_stack([np.ones(len(y) - LAGS), *(y[LAGS - lag : -lag] for lag in range(1, LAGS + 1))])
    seen = y[LAGS:]
    grid = np.linspace(0.7, 1.5, 801)
    logs, means, covariances = [], [], []
    for sd in grid:
        precision = x.T @ x / sd**2 + np.eye(LAGS + 1) / scale**2
        covariance = np.linalg.inv(precision)
        mean = covariance @ x.T @ seen / sd**2
        marginal = -len(seen) * np.log(sd) - 0.5 * seen @ seen / sd**2 + 0.5 * mean @ precision @ mean
        logs.append(marginal - 0.5 * np.linalg.slogdet(precision)[1] + stats.halfcauchy(scale=2.5).logpdf(sd))
        means.append(mean)
        covariances.append(covariance)
    weights = np.exp(np.array(logs) - max(logs))
    return weights / weights.sum(), np.array(means), np.array(covariances)


@pytest.mark.parametrize("method", ["nuts", None])
def test_autoregression_agrees_with_quadrature(tmp_path: Path, method: str | None) -> None:
    y = autoregressive(tmp_path)
    lags = " + ".join(f"b[{lag}] * shift(d.y, {lag})" for lag in range(1, LAGS + 1))
    (tmp_path / "ar.fcst").write_text(
        'data d = csv("series.csv") {\n    index row\n    y : number\n}\nindex lag = 1, 2, 3, 4, 5\n'
        f"a ~ normal(0, 10)\nb[lag] ~ normal(0, 10)\ns ~ half_cauchy(2.5)\nmean[row] = a + {lags}\n"
        "observe d.y ~ normal(mean, s) where not missing(shift(d.y, 5))\nquestion q = b"
    )
    answer = forecast.load(tmp_path / "ar.fcst").run(draws=4_000, method=method, seed=1)
    assert answer.trustworthy, answer.distrust
    assert answer.provenance.method == "nuts"
    learnt = answer.learnt
    weights, means, covariances = exact(y)
    found = np.concatenate([learnt.in_chains("a")[..., None], learnt.in_chains("b")], axis=2)
    for number in range(LAGS + 1):
        chains = found[:, :, number]
        centre = weights @ means[:, number]
        sd = np.sqrt(weights @ (covariances[:, number, number] + means[:, number] ** 2) - centre**2)
        assert abs(chains.mean() - centre) < 4 * sd / np.sqrt(ess_mean(chains))
        assert abs(chains.std() - sd) < 4 * sd / np.sqrt(2 * ess_sd(chains))
        spreads = np.sqrt(covariances[:, number, number])
        for level in (0.05, 0.5, 0.95):
            # The share of draws below the exact quantile is its level.
            grid = np.linspace(centre - 5 * sd, centre + 5 * sd, 4_001)
            below = weights @ stats.norm.cdf((grid - means[:, number, None]) / spreads[:, None])
            place = np.interp(level, below, grid)
            error = np.sqrt(level * (1 - level) / ess_quantile(chains, level))
            assert abs((chains <= place).mean() - level) < 4 * error
