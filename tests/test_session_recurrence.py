"""Nodes that refer to their own past along an index, against loops and exact results."""

from pathlib import Path

import numpy as np

import forecast


def test_rows_are_computed_from_those_before_them() -> None:
    text = """
    index year = 2026 to 2033
    index lab = p, q
    g ~ 1.01 to 1.2
    b[lab] ~ normal(0, 1)
    x[year] = shift(x, 1, else: 100 USD) * g
    z[year] = { 2026: 5, 2027: 7, else: shift(z, 1) + g * shift(z, 2) }
    w[lab, year] ~ normal(0.5 * shift(w, 1, else: b over year) - 0.2 * shift(max(w over lab), 3, else: 1 over year), 1)
    n[year] ~ normal(0, 1)
    level[year] = shift(level + slope, 1, else: 3) + n
    slope[year] = 0.9 * shift(slope, 1, else: 0.1) + (level - shift(level, 2, else: level)) / 10
    question q = x
    """
    draws = forecast.load(text).run(draws=50, ask=["g", "b", "x", "z", "w", "n", "level", "slope"]).draws
    g, b, n = draws["g"], draws["b"], draws["n"]
    years = 8
    np.testing.assert_allclose(draws["x"], 100 * g[:, None] ** np.arange(1, years + 1), rtol=1e-12)
    z = [np.full(50, 5.0), np.full(50, 7.0)]
    level: list[np.ndarray] = []
    slope: list[np.ndarray] = []
    for year in range(years):
        if year > 1:
            z.append(z[-1] + g * z[-2])
        now = (level[-1] + slope[-1] if year else 3) + n[:, year]
        level.append(now)
        trend = (now - level[year - 2]) / 10 if year > 1 else np.zeros(50)
        slope.append(0.9 * (slope[-1] if year else 0.1) + trend)
    np.testing.assert_allclose(draws["z"], np.array(z).T, rtol=1e-12)
    np.testing.assert_allclose(draws["level"], np.array(level).T, rtol=1e-12)
    np.testing.assert_allclose(draws["slope"], np.array(slope).T, rtol=1e-12, atol=1e-14)
    noise = forecast.load("index year = 2026 to 2033\nindex lab = p, q\nw[lab, year] ~ normal(0, 1)").run(draws=50)
    # [draw, year, lab]
    w, luck = draws["w"], noise.draws["w"]
    for year in range(years):
        before = w[:, year - 1] if year else b
        highest = w[:, year - 3].max(axis=1, keepdims=True) if year > 2 else 1.0
        np.testing.assert_allclose(w[:, year], 0.5 * before - 0.2 * highest + luck[:, year], rtol=1e-12)


def test_a_drawn_recurrence_has_the_luck_of_its_name() -> None:
    """The first row has no past: it is a draw as it would be without one."""
    plain = "index row = a, b, c\nx[row] ~ normal(2, 1)\nquestion q = x"
    past = "index row = a, b, c\nx[row] ~ normal(2 + 0.5 * shift(x, 1, else: 0), 1)\nquestion q = x"
    without = forecast.load(plain).run(draws=100, ask=["x"]).draws["x"]
    found = forecast.load(past).run(draws=100, ask=["x"]).draws["x"]
    expected = [without[:, 0]]
    for row in (1, 2):
        expected.append(without[:, row] + 0.5 * expected[-1])
    np.testing.assert_allclose(found, np.array(expected).T, rtol=1e-12)


WALK = """
data d = csv("d.csv") {
    index row
    y : number
}
x[row] ~ normal(0.8 * shift(x, 1, else: 0), 1)
observe d.y ~ normal(x, 0.5)
question q = x
"""


def test_a_hidden_state_agrees_with_its_exact_posterior(tmp_path: Path) -> None:
    """Gaussian throughout: precision and mean by linear algebra."""
    rng = np.random.default_rng(8)
    size = 12
    y = rng.normal(size=size).round(3) * 2
    (tmp_path / "d.csv").write_text("row,y\n" + "".join(f"{i},{v}\n" for i, v in enumerate(y.tolist())))
    (tmp_path / "m.fcst").write_text(WALK)
    answer = forecast.load(tmp_path / "m.fcst").run(draws=20_000, method="nuts")
    assert answer.trustworthy, answer.distrust
    step = np.eye(size) - 0.8 * np.eye(size, k=-1)
    covariance = np.linalg.inv(step.T @ step + np.eye(size) / 0.25)
    mean = covariance @ y / 0.25
    found = answer.draws[answer.question("q").output]
    sd = np.sqrt(np.diag(covariance))
    effective = answer.provenance.effective
    assert np.all(np.abs(found.mean(axis=0) - mean) < 4 * sd / np.sqrt(effective))
    assert np.all(np.abs(found.std(axis=0) - sd) < 4 * sd / np.sqrt(2 * effective))


def test_missing_outcomes_of_a_series_are_filled_from_both_sides(tmp_path: Path) -> None:
    """An autoregression with a gap of two: given its ends, they are normal with a known mean and covariance."""
    (tmp_path / "d.csv").write_text("row,y\n1,0.3\n2,1.5\n3,\n4,\n5,-0.4\n")
    (tmp_path / "m.fcst").write_text(
        'data d = csv("d.csv") {\n    index row\n    y : number\n}\n'
        "observe d.y ~ normal(0.7 * shift(d.y, 1, else: 0), 0.5)\nquestion q = d.y"
    )
    answer = forecast.load(tmp_path / "m.fcst").run(draws=50_000)
    assert answer.trustworthy, answer.distrust
    precision = np.array([[1 + 0.49, -0.7], [-0.7, 1 + 0.49]]) / 0.25
    covariance = np.linalg.inv(precision)
    mean = covariance @ np.array([0.7 * 1.5, 0.7 * -0.4]) / 0.25
    found = answer.draws[answer.question("q").output]
    np.testing.assert_allclose(found[:, [0, 1, 4]], np.broadcast_to([0.3, 1.5, -0.4], (50_000, 3)))
    sd = np.sqrt(np.diag(covariance))
    effective = answer.provenance.effective
    assert np.all(np.abs(found[:, 2:4].mean(axis=0) - mean) < 4 * sd / np.sqrt(effective))
    assert np.all(np.abs(found[:, 2:4].std(axis=0) - sd) < 4 * sd / np.sqrt(2 * effective))
    correlation = covariance[0, 1] / sd.prod()
    assert abs(np.corrcoef(found[:, 2:4].T)[0, 1] - correlation) < 4 * (1 - correlation**2) / np.sqrt(effective)
