"""Posteriors on which samplers are known to fail: they end well without anybody's help, or are told not to be trusted."""

from pathlib import Path

import numpy as np
import pytest
from scipy import integrate, special, stats

import forecast

pytestmark = pytest.mark.slow


def agrees_with_normal(answer: forecast.Forecast, question: str, mean: np.ndarray, sd: np.ndarray) -> None:
    """Mean, standard deviation and the quantiles at 5, 50 and 95%, each element within 4 standard errors."""
    values = answer.draws[answer.question(question).output]
    effective = min(answer.provenance.effective, len(values))
    assert np.all(np.abs(values.mean(axis=0) - mean) < 4 * sd / np.sqrt(effective))
    assert np.all(np.abs(values.std(axis=0) - sd) < 4 * sd / np.sqrt(2 * effective))
    for level in (0.05, 0.5, 0.95):
        place = mean + sd * stats.norm.ppf(level)
        error = np.sqrt(level * (1 - level) / effective)
        assert np.all(np.abs((values <= place).mean(axis=0) - level) < 4 * error)


def test_regressors_in_raw_units(tmp_path: Path) -> None:
    """24 columns whose scales differ by six powers of ten, some of them all but collinear; exact, for the noise is known."""
    rng = np.random.default_rng(11)
    rows, columns = 200, 24
    scales = 10.0 ** np.linspace(-2, 4, columns)
    common = rng.normal(size=(rows, 1))
    x = (0.9 * common + rng.normal(size=(rows, columns))) * scales + 3 * scales
    y = x @ (rng.normal(size=columns) / scales) + rng.normal(size=rows)
    names = [f"x{i + 1}" for i in range(columns)]
    lines = [
        ",".join(("id", *names, "y")),
        *(",".join(map(repr, (i, *row))) for i, row in enumerate(np.c_[x, y].tolist())),
    ]
    (tmp_path / "d.csv").write_text("\n".join(lines) + "\n")
    path = tmp_path / "m.fcst"
    path.write_text(
        f'data d = csv("d.csv") {{\n    index id\n    x[col] : number = columns x1 to x{columns}\n    y : number\n}}\n'
        "b[col] ~ normal(0, 100)\nobserve d.y ~ normal(sum(b * d.x over col), 1)\nquestion q = b"
    )
    answer = forecast.load(path).run(draws=40_000)
    assert answer.trustworthy, answer.distrust
    covariance = np.linalg.inv(x.T @ x + np.eye(columns) / 100**2)
    agrees_with_normal(answer, "q", covariance @ x.T @ y, np.sqrt(np.diag(covariance)))


def test_a_gaussian_process_with_little_jitter(tmp_path: Path) -> None:
    """A smooth function at 15 places: its covariance is all but singular, which 32 bits could not tell."""
    places = np.arange(15)
    rng = np.random.default_rng(12)
    y = (np.sin(places / 3) + 0.2 * rng.normal(size=15)).round(4)
    (tmp_path / "d.csv").write_text("place,y\n" + "".join(f"{i},{v}\n" for i, v in enumerate(y.tolist())))
    path = tmp_path / "m.fcst"
    path.write_text(
        "index place = 0 to 14\nindex other = place\n"
        'data d = csv("d.csv") {\n    index row\n    place : place\n    y : number\n}\n'
        "near[place, other] = exp(-((place - other) / 3)^2 / 2) + (if place == other then 1e-10 else 0)\n"
        "f[place] ~ multivariate_normal(0, covariance: near over place)\n"
        "observe d.y ~ normal(f[d.place], 0.2)\nquestion q = f"
    )
    answer = forecast.load(path).run(draws=40_000)
    assert answer.trustworthy, answer.distrust
    kernel = np.exp(-(((places[:, None] - places) / 3) ** 2) / 2) + 1e-10 * np.eye(15)
    gain = kernel @ np.linalg.inv(kernel + 0.04 * np.eye(15))
    covariance = kernel - gain @ kernel
    agrees_with_normal(answer, "q", gain @ y, np.sqrt(np.diag(covariance)))


def test_a_posterior_without_a_mean_has_its_quantiles() -> None:
    """The right tail of a Cauchy prior stays: no mean settles, and the quantiles agree."""
    answer = forecast.load(
        "x ~ cauchy(0, 1)\nobserve true ~ chance(inv_logit(x))\nobserve true ~ chance(inv_logit(x - 1))\nquestion q = x"
    ).run(draws=100_000, seed=4)
    assert answer.trustworthy, answer.distrust

    def density(x: float) -> float:
        return float(stats.cauchy.pdf(x) * special.expit(x) * special.expit(x - 1))

    total = integrate.quad(density, -np.inf, 0)[0] + integrate.quad(density, 0, np.inf)[0]
    values = answer.draws[answer.question("q").output]
    effective = min(answer.provenance.effective, len(values))
    for place in (-1.0, 1.0, 3.0, 20.0):
        below = integrate.quad(density, -np.inf, place)[0] / total
        assert abs((values <= place).mean() - below) < 4 * np.sqrt(below * (1 - below) / effective)


def test_two_modes_far_apart_are_both_seen_or_told() -> None:
    """The square is known, not its sign: both signs have half of the probability."""
    text = "x ~ normal(0, 10)\nobserve 400 ~ normal(x^2, 1)\nquestion q = x > 0"
    for seed in range(6):
        answer = forecast.load(text).run(draws=20_000, seed=seed)
        share = answer.draws[answer.question("q").output].mean()
        assert not answer.trustworthy or abs(share - 0.5) < 4 * 0.5 / np.sqrt(answer.provenance.effective)
