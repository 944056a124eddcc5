"""Distributions over an index through the whole of a run: axes in the order of the model, plates, uncertain parameters."""

import re
from math import inf, sqrt
from typing import Any

import numpy as np
import pytest
from scipy import stats

import forecast
from forecast.language.semantics.ranges import Range, range_of
from forecast.sampling.forward import run_forward

DRAWS = 20_000
INDEXES = """
index day = mon, tue
index lab = a, b, c
index region = us, eu
index other = lab
"""


def run(text: str, *, seed: int = 3, draws: int = DRAWS) -> Any:
    answer = forecast.load(INDEXES + text).run(draws=draws, seed=seed)
    assert answer.trustworthy, answer.distrust
    return answer.draws


def assert_mean(x: np.ndarray, expected: float) -> None:
    assert abs(x.mean() - expected) <= 4 * x.std() / sqrt(len(x))


def assert_uniform(levels: np.ndarray) -> None:
    assert stats.kstest(levels, "uniform").pvalue > 1e-4


def assert_covariances(x: np.ndarray, expected: np.ndarray) -> None:
    centred = x - x.mean(axis=0)
    for i, j in np.ndindex(expected.shape):
        assert_mean(centred[:, i] * centred[:, j], expected[i, j])


# --- dirichlet -------------------------------------------------------------------------------------------------------------

WEIGHTS = "weight[lab] = {a: 1, b: 2, c: 5}\n"


def test_shares_along_an_index_between_others_stand_in_the_order_of_the_model() -> None:
    draws = run(WEIGHTS + "share[region, lab, day] ~ dirichlet(weight over lab)\nquestion q = share")
    share = draws["q"]
    assert share.shape == (DRAWS, 2, 3, 2)
    np.testing.assert_allclose(share.sum(axis=2), 1)
    for day, lab, region in np.ndindex(2, 3, 2):
        a = (1, 2, 5)[lab]
        assert_uniform(stats.beta(a, 8 - a).cdf(share[:, day, lab, region]))
    between = np.corrcoef(share[:, 0, 0, 0], share[:, 1, 0, 0])[0, 1]
    assert abs(between) <= 4 / sqrt(DRAWS)


def test_concentrations_by_plate_and_the_number_of_observations() -> None:
    draws = run(
        "n[region] = {us: 10, eu: 100}\nusual[lab] = {a: 20%, b: 30%, c: 50%}\n"
        "share[region, lab] ~ dirichlet(mean: usual, n: n over lab)\nquestion q = share"
    )
    for (lab, mean), (region, n) in (
        (x, y) for x in enumerate((0.2, 0.3, 0.5)) for y in enumerate((10, 100))
    ):  # fmt: skip
        assert_uniform(stats.beta(mean * n, (1 - mean) * n).cdf(draws["q"][:, lab, region]))


def test_uncertain_concentrations() -> None:
    draws = run("v ~ uniform(0.3, 5)\nshare ~ dirichlet(v over lab)\nquestion q = share\nquestion k = v")
    assert draws["q"].shape == (DRAWS, 3)
    for lab in range(3):
        assert_uniform(stats.beta(draws["k"], 2 * draws["k"]).cdf(draws["q"][:, lab]))


def test_the_index_need_not_stand_on_the_left_and_changes_no_draw() -> None:
    without = run("share ~ dirichlet(2 over lab)\nquestion q = share", draws=100)["q"]
    named = run("share[lab] ~ dirichlet(2 over lab)\nquestion q = share", draws=100)["q"]
    np.testing.assert_array_equal(without, named)


def test_a_distribution_in_each_cell_of_another_index() -> None:
    draws = run("share[region, lab] ~ {us: dirichlet(1 over lab), eu: dirichlet(30 over lab)}\nquestion q = share")
    share = draws["q"]
    np.testing.assert_allclose(share.sum(axis=1), 1)
    assert_uniform(stats.beta(1, 2).cdf(share[:, 1, 0]))
    assert_uniform(stats.beta(30, 60).cdf(share[:, 1, 1]))


def test_one_draw_for_regions_that_are_not_on_the_left() -> None:
    model = "weight[region, lab] = {us: {a: 1, b: 2, c: 5}, eu: {a: 2, b: 2, c: 2}}\nshare[lab] ~ dirichlet(weight over lab)"
    loaded = forecast.load(INDEXES + model)
    (finding,) = loaded.check()
    assert finding.code == "shared-draw"
    assert "`region`" in finding.headline
    assert "`lab`" not in finding.headline
    share = run(model + "\nquestion q = share")["q"]
    np.testing.assert_allclose(share.sum(axis=1), 1)
    assert_uniform(stats.beta(1, 7).cdf(share[:, 0, 0]))
    assert_uniform(stats.beta(2, 4).cdf(share[:, 0, 1]))
    assert np.corrcoef(share[:, 0, 0], share[:, 0, 1])[0, 1] > 0.5


@pytest.mark.parametrize("left", ["share", "share[lab]", "share[region, lab]"])
def test_no_warning_where_each_share_has_its_draw(left: str) -> None:
    assert forecast.load(INDEXES + WEIGHTS + f"{left} ~ dirichlet(weight over lab)").check() == ()


def test_shares_in_an_expression() -> None:
    share = run("share[lab] ~ 100 * dirichlet(2 over lab) + 1\nquestion q = share")["q"]
    np.testing.assert_allclose(share.sum(axis=1), 103)


def test_the_same_draws_in_blocks_of_any_size() -> None:
    text = INDEXES + (
        "v ~ uniform(0.3, 5)\nshare[region, lab] ~ dirichlet(v over lab)\n"
        "r ~ uniform(0, 0.4)\nx[lab] ~ multivariate_normal(v, sd: 1, correlation: if lab == other then 1 else r over lab)"
    )
    program = forecast.load(text).program

    def values(block: int | None) -> list[np.ndarray]:
        blocks = list(run_forward(program, draws=1000, seed=1, outputs=["share", "x"], block=block))
        return [np.concatenate([each.values[name] for each in blocks]) for name in ("share", "x")]

    for whole, parts in zip(values(None), values(77), strict=True):
        np.testing.assert_array_equal(whole, parts)


# --- multivariate_normal ---------------------------------------------------------------------------------------------------

CORRELATION = np.array([[1, 0.5, -0.3], [0.5, 1, 0.2], [-0.3, 0.2, 1]])
SD = np.array([1.0, 2.0, 5.0])
MEAN = np.array([10.0, 20.0, 30.0])
PARTS = "m[lab] = {a: 10 USD, b: 20 USD, c: 30 USD}\ns[lab] = {a: 1 USD, b: 2 USD, c: 5 USD}\n"
BY_NAME = "R[lab, other] = {a: {a: 1, b: 0.5, c: -0.3}, b: {a: 0.5, b: 1, c: 0.2}, c: {a: -0.3, b: 0.2, c: 1}}\n"
WRITTEN = "[[1, 0.5, -0.3], [0.5, 1, 0.2], [-0.3, 0.2, 1]]"


@pytest.mark.parametrize(
    "arguments",
    [
        "m, sd: s, correlation: R",
        f"m, sd: s, correlation: {WRITTEN}",
        "m, covariance: R * s * s[other]",
        "m, covariance: [[1 USD^2, 1 USD^2, -1.5 USD^2], [1 USD^2, 4 USD^2, 2 USD^2], [-1.5 USD^2, 2 USD^2, 25 USD^2]]",
    ],
)
@pytest.mark.parametrize("left", ["x", "x[lab]"])
def test_means_and_covariances(left: str, arguments: str) -> None:
    x = run(PARTS + BY_NAME + f"{left} ~ multivariate_normal({arguments} over lab)\nquestion q = x")["q"]
    assert x.shape == (DRAWS, 3)
    for lab in range(3):
        assert_uniform(stats.norm(MEAN[lab], SD[lab]).cdf(x[:, lab]))
    assert_covariances(x, CORRELATION * SD[:, None] * SD)


@pytest.mark.parametrize("names", [("lab", "other"), ("other", "lab")])
def test_either_of_two_names_is_that_of_the_rows(names: tuple[str, str]) -> None:
    """The one after `over` is; which of the two was declared first does not matter."""
    rows, columns = names
    matrix = BY_NAME.replace("R[lab, other]", f"R[{rows}, {columns}]")
    x = run(matrix + f"x[{rows}] ~ multivariate_normal(0, sd: 1, correlation: R over {rows})\nquestion q = x")["q"]
    assert_covariances(x, CORRELATION)


def test_independent_draws_along_another_index_and_its_own_correlations() -> None:
    x = run(
        "R[region, lab, other] = if lab == other then 1 else if region == us then 0.8 else -0.3\n"
        "x[region, lab] ~ multivariate_normal(0, sd: 1, correlation: R over lab)\nquestion q = x"
    )["q"]
    assert x.shape == (DRAWS, 3, 2)
    for region, r in enumerate((0.8, -0.3)):
        assert_covariances(x[:, :, region], np.where(np.eye(3) == 1, 1, r))
    assert abs(np.corrcoef(x[:, 0, 0], x[:, 0, 1])[0, 1]) <= 4 / sqrt(DRAWS)


def test_dates_and_growths() -> None:
    draws = run(
        "as_of 2026-11-23\n"
        "event e[lab] ~ multivariate_normal(2030, sd: 1 year, correlation: " + WRITTEN + " over lab)\n"
        "event f[lab] ~ multivariate_normal(2030-01-01, covariance: if lab == other then 4 year^2 else 1 year^2 over lab)\n"
        "g[lab] ~ multivariate_normal(2x/year, sd: growth(continuous: 10%/year), correlation: " + WRITTEN + " over lab)\n"
        "h ~ multivariate_normal(2x/year, covariance: if lab == other then 0.01 / 1 year^2 else 0 / 1 year^2 over lab)\n"
        "question qe = e\nquestion qf = f - 2030-01-01\nquestion qg = log(factor(g, 1 year) / 2)\nquestion qh = h"
    )  # fmt: skip
    assert_covariances(draws["qe"], CORRELATION)
    assert_covariances(draws["qf"], 1 + 3 * np.eye(3))
    assert_mean(draws["qf"][:, 0], 0)
    assert_covariances(draws["qg"], CORRELATION / 100)
    assert_covariances(draws["qh"], np.eye(3) / 100)


def test_an_uncertain_correlation_and_an_uncertain_mean() -> None:
    draws = run(
        "r ~ uniform(-0.4, 0.9)\nm ~ normal(5, 2)\n"
        "x ~ multivariate_normal(m, sd: 1, correlation: [[1, r, 0], [r, 1, 0], [0, 0, 1]] over lab)\n"
        "question q = x\nquestion k = r\nquestion mean_of_all = m"
    )
    away = draws["q"] - draws["mean_of_all"][:, None]
    assert_uniform(stats.norm().cdf(away[:, 0]))
    # given the first, the second is normal around r times it
    assert_uniform(stats.norm(draws["k"] * away[:, 0], np.sqrt(1 - draws["k"] ** 2)).cdf(away[:, 1]))


def test_correlations_that_cannot_be_are_failures_that_are_counted() -> None:
    text = (
        "r ~ uniform(-1.5, 0.5)\n"
        "x ~ multivariate_normal(0, sd: 1, correlation: [[1, r, 0], [r, 1, 0], [0, 0, 1]] over lab)\nquestion q = x"
    )
    answer = forecast.load(INDEXES + text).run(draws=2000, seed=1)
    assert not answer.trustworthy
    (failure,) = answer.failures
    assert abs(failure.draws / 2000 - 0.25) <= 4 * sqrt(0.25 * 0.75 / 2000)
    assert re.search(r"`x` .* has no value in .* where r is -1\.", failure.text)


# --- empirical -------------------------------------------------------------------------------------------------------------


def test_each_of_the_values_is_equally_likely() -> None:
    draws = run(
        "past[lab] = {a: 3 days, b: 5 days, c: 9 days}\n"
        "x ~ empirical(3 days, 5 days, 9 days)\ny[region] ~ empirical(past over lab)\n"
        "question q = x / 1 day\nquestion r = y / 1 day"
    )
    for drawn in (draws["q"], draws["r"][:, 0], draws["r"][:, 1]):
        for value in (3, 5, 9):
            assert_mean(np.isclose(drawn, value).astype(float), 1 / 3)
    assert abs(np.corrcoef(draws["r"].T)[0, 1]) <= 4 / sqrt(DRAWS)


def test_values_that_differ_by_world_and_by_another_index() -> None:
    draws = run(
        "x[lab] ~ normal(0, 1)\nb[region] = {us: 0, eu: 100}\ny[region] ~ empirical(x + b over lab)\n"
        "question q = y - b\nquestion v = x"
    )
    chosen = draws["q"][:, None, :] == (draws["v"][:, :, None] + np.array([0, 100])) - np.array([0, 100])
    np.testing.assert_array_equal(chosen.sum(axis=1), 1)
    for lab in range(3):
        assert_mean(chosen[:, lab, 0].astype(float), 1 / 3)


def test_an_element_of_the_data_for_each_element_of_their_own_index() -> None:
    y = run("past[lab] = {a: 1, b: 2, c: 3}\ny[lab] ~ empirical(past over lab)\nquestion q = y")["q"]
    assert y.shape == (DRAWS, 3)
    assert_mean(y[:, 0], 2)
    assert abs(np.corrcoef(y[:, 0], y[:, 1])[0, 1]) <= 4 / sqrt(DRAWS)


def test_a_date_may_be_never() -> None:
    answer = forecast.load("event e ~ empirical(2030, 2040, never)\nquestion q = e before 2035").run(draws=DRAWS)
    assert answer.trustworthy
    assert abs(answer.probability("q") - 1 / 3) <= 4 * sqrt(2 / 9 / DRAWS)


def test_it_rises_with_its_luck_in_a_correlation() -> None:
    draws = run("x ~ empirical(9, 1, 5, 3)\ny ~ 1 to 5\ncorrelate x, y with 0.8\nquestion q = x\nquestion r = y")
    assert stats.spearmanr(draws["q"], draws["r"]).statistic > 0.6


def test_what_is_known_of_them_before_a_run() -> None:
    text = (
        "v[lab] = {a: 2, b: 3, c: 7}\nshare ~ dirichlet(v over lab)\nx ~ empirical(v over lab)\ny ~ empirical(4, 1 to 2)\n"
        "z ~ multivariate_normal(v, sd: 1, correlation: if lab == other then 1 else 0.1 over lab)"
    )
    known: dict[str, Range] = {}
    for name, node in forecast.load(INDEXES + text).model.nodes.items():
        known[name] = range_of(node.term, known)
    assert known["share"] == Range(0, 1, open_low=True)
    assert known["x"] == Range(2, 7)
    assert known["y"] == Range(0, inf, open_low=True)
    assert known["z"] == Range()
