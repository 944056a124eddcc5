"""Runs with `correlate`: the correlations come out as stated, and nothing else changes."""

import json

import numpy as np
import pytest
from scipy import stats

import forecast
from forecast.results.forecast import Forecast
from forecast.results.store import load, save

DRAWS = 20_000
ERROR = 4 * 1.1 / np.sqrt(DRAWS)
"""Four standard errors of a rank correlation are at most this."""

DECLARED = """
as_of 2026-01-01
index lab = openai, google, meta
index need = low, high
a ~ 1 to 5
b ~ gamma(mean: 3, sd: 2)
c ~ 2 * beta(2, 5) + 1
u ~ uniform(0, 1)
x[lab] ~ 1 to 5
y[lab] ~ {openai: 1 to 5, google: normal(0, 1), meta: exponential(2)}
z[lab, need] ~ lognormal(median: 3, factor: 2)
k ~ choice(slow: 30%, middle: 40%, fast: 30%)
coin ~ chance(40%)
event e ~ hazard(20%/year), never 20%
m[lab] = {openai: 1, google: 2, meta: 3}
v ~ normal(m, 1)
apart ~ 1 to 5
"""
NAMES = ("a", "b", "c", "u", "x", "y", "z", "k", "coin", "e", "v", "apart")

CORRELATED = """
correlate a, b with 0.6
correlate b, c, u with [[1, -0.3, 0.2], [-0.3, 1, 0], [0.2, 0, 1]]
correlate x, y with 0.5
correlate z over lab with gaussian 0.7
correlate k, coin with gaussian 0.6
correlate e, v with -0.4
"""


def run(text: str, names: tuple[str, ...] = NAMES, *, draws: int = DRAWS, seed: int = 3) -> Forecast:
    return forecast.load(text).run(draws=draws, seed=seed, ask=names)


@pytest.fixture(scope="module")
def independent() -> Forecast:
    return run(DECLARED)


@pytest.fixture(scope="module")
def correlated() -> Forecast:
    return run(DECLARED + CORRELATED)


def rank(a: np.ndarray, b: np.ndarray) -> float:
    return float(stats.spearmanr(a, b).statistic)


@pytest.mark.parametrize(
    ("one", "other", "stated"),
    [
        ("a", "b", 0.6),
        ("b", "c", -0.3),
        ("b", "u", 0.2),
        ("a", "c", 0),
        ("c", "u", 0),
        ("a", "u", 0),
        ("a", "apart", 0),
    ],
)
def test_rank_correlations_of_single_values(correlated: Forecast, one: str, other: str, stated: float) -> None:
    assert abs(rank(correlated.draws[one], correlated.draws[other]) - stated) < ERROR


def test_rank_correlations_of_equal_elements(correlated: Forecast) -> None:
    x, y = correlated.draws["x"], correlated.draws["y"]
    for i in range(3):
        for j in range(3):
            assert abs(rank(x[:, i], y[:, j]) - (0.5 if i == j else 0)) < ERROR
            if i != j:
                assert abs(rank(x[:, i], x[:, j])) < ERROR


def test_correlations_over_an_index_stated_of_the_normals(correlated: Forecast) -> None:
    scores = np.log(correlated.draws["z"] / 3)
    for need in range(2):
        found = np.corrcoef(scores[:, :, need], rowvar=False)
        assert np.abs(found - (0.7 + 0.3 * np.eye(3))).max() < ERROR
    assert np.abs(np.corrcoef(scores[:, :, 0], scores[:, :, 1], rowvar=False)[:3, 3:]).max() < ERROR


def test_choices_and_coins_take_part_through_their_uniforms(correlated: Forecast) -> None:
    k, coin = correlated.draws["k"], correlated.draws["coin"]
    normal = stats.multivariate_normal(np.zeros(2), [[1, 0.6], [0.6, 1]])
    # slow: the lowest 30%; true: the highest 40%.
    expected = 0.3 - normal.cdf([stats.norm.ppf(0.3), stats.norm.ppf(0.6)])
    found = ((k == 0) & (coin == 1)).mean()
    assert abs(found - expected) < 4 * np.sqrt(expected * (1 - expected) / DRAWS)


def test_an_event_and_a_draw_that_serves_all_elements(correlated: Forecast) -> None:
    e, v = correlated.draws["e"], correlated.draws["v"]
    comes = np.isfinite(e)
    assert abs(comes.mean() - 0.8) < 4 * np.sqrt(0.16 / DRAWS)
    for lab in range(3):
        assert abs(rank(e[comes], v[comes, lab]) + 0.4) < ERROR / np.sqrt(0.8)
    assert np.allclose(v - v[:, :1], [0, 1, 2])


def test_each_distribution_stays_what_it_was(independent: Forecast, correlated: Forecast) -> None:
    moved = False
    for name in NAMES:
        before = independent.draws[name].reshape(DRAWS, -1)
        after = correlated.draws[name].reshape(DRAWS, -1)
        for one, other in zip(before.T, after.T, strict=True):
            moved = moved or not np.allclose(one, other)
            # Twice Kolmogorov's bound for probability 1e-5, for two samples.
            assert stats.ks_2samp(one, other).statistic < 2.47 * np.sqrt(2 / DRAWS)
    assert moved


def test_exact_marginals() -> None:
    found = run(DECLARED + CORRELATED, ("b", "c"), seed=11)
    gamma = stats.gamma(2.25, scale=3 / 2.25)
    beta = stats.beta(2, 5, loc=1, scale=2)
    assert stats.kstest(found.draws["b"], gamma.cdf).statistic < 2.47 / np.sqrt(DRAWS)
    assert stats.kstest(found.draws["c"], beta.cdf).statistic < 2.47 / np.sqrt(DRAWS)


@pytest.mark.parametrize("r", [0.8, -0.8])
def test_which_of_two_correlated_normals_is_larger(r: float) -> None:
    text = f"a ~ normal(0, 1)\nb ~ normal(0.5, 2)\ncorrelate a, b with gaussian {r}\n"
    draws = run(text, ("a", "b")).draws
    expected = stats.norm.cdf(0.5 / np.sqrt(1 + 4 - 4 * r))
    assert abs((draws["a"] < draws["b"]).mean() - expected) < 4 * np.sqrt(expected * (1 - expected) / DRAWS)


def test_noise_still_belongs_to_names(independent: Forecast, correlated: Forecast) -> None:
    for name in ("apart", "a", "x", "coin", "e"):
        # Not correlated, or the first of a group.
        np.testing.assert_allclose(correlated.draws[name], independent.draws[name], rtol=1e-9, err_msg=name)
    more = run(DECLARED.replace("as_of", "first ~ 1 to 2\nas_of") + CORRELATED + "correlate first, apart with 0.3\n")
    for name in NAMES:
        if name != "apart":
            np.testing.assert_allclose(more.draws[name], correlated.draws[name], rtol=1e-9, err_msg=name)
    swapped = run(DECLARED + "".join(f"{line}\n" for line in reversed(CORRELATED.replace("a, b", "b, a").splitlines())))
    for name in NAMES:
        np.testing.assert_allclose(swapped.draws[name], correlated.draws[name], rtol=1e-9, err_msg=name)


def test_an_element_added_at_the_end_moves_no_pair() -> None:
    text = "index lab = p, q\nx[lab] ~ 1 to 5\ny[lab] ~ 1 to 5\ncorrelate x, y with 0.5\n"
    two, three = (run(each, ("x", "y"), draws=500) for each in (text, text.replace("p, q", "p, q, r")))
    for name in ("x", "y"):
        np.testing.assert_allclose(three.draws[name][:, :2], two.draws[name], rtol=1e-12)


def test_draws_do_not_depend_on_how_many_are_made_at_a_time() -> None:
    from forecast.sampling.forward import run_forward

    program = forecast.load(DECLARED + CORRELATED).program
    names = ("a", "b", "c", "z", "y", "k")

    def made(block: int, first: int, count: int) -> dict[str, np.ndarray]:
        blocks = list(run_forward(program, draws=count, first_draw=first, seed=5, outputs=names, block=block))
        return {name: np.concatenate([each.values[name] for each in blocks]) for name in names}

    whole, parts = made(8192, 0, 5000), made(1000, 1234, 777)
    for name in names:
        assert np.array_equal(whole[name][1234 : 1234 + 777], parts[name]), name


def test_the_answer_says_what_was_stated_and_what_was_achieved(correlated: Forecast) -> None:
    told = {result.text: result for result in correlated.correlations}
    assert list(told) == ["a and b", "b and c", "b and u", "c and u", "x and y", "z over lab", "k and coin", "e and v"]
    assert told["a and b"].achieved[0] == pytest.approx(rank(correlated.draws["a"], correlated.draws["b"]), abs=1e-12)
    assert len(told["x and y"].achieved) == told["x and y"].pairs == 3
    over = told["z over lab"]
    assert (over.stated, over.gaussian, over.pairs) == (0.7, True, 6)
    assert all(abs(value - over.rank) < ERROR for value in over.achieved)
    assert abs(told["e and v"].achieved[0] + 0.4) < ERROR / np.sqrt(0.8)
    # Ties weaken it.
    assert 0.3 < told["k and coin"].achieved[0] < told["k and coin"].rank


def test_the_answer_as_data_and_in_a_file(correlated: Forecast, tmp_path) -> None:
    first = json.loads(json.dumps(correlated.to_json()))["correlations"][0]
    assert (first["text"], first["stated"], first["gaussian"], first["draws"]) == ("a and b", 0.6, False, DRAWS)
    assert abs(first["achieved_rank"][0] - 0.6) < ERROR
    save(correlated, tmp_path / "run.nc")
    assert load(tmp_path / "run.nc").correlations == correlated.correlations


def test_what_is_looked_at_is_not_kept() -> None:
    answer = forecast.load(DECLARED + CORRELATED + "question q = a < c\n").run(draws=2000)
    assert answer.draws.names == ("q",)
    assert len(answer.correlations) == 8
    asked = forecast.load(DECLARED + CORRELATED).run(draws=2000, ask=("x",))
    assert [result.text for result in asked.correlations] == ["x and y"]


def test_a_few_draws_have_no_correlation() -> None:
    (result,) = run("a ~ 1 to 5\nb ~ 1 to 5\ncorrelate a, b with 0.5\n", ("a",), draws=1).correlations
    assert np.isnan(result.achieved[0])


def test_many_pairs_are_looked_at_in_bounded_memory() -> None:
    names = ", ".join(f"n{i}" for i in range(120))
    text = "".join(f"n{i} ~ 1 to 5\n" for i in range(120)) + f"correlate {names} with 0.5\nquestion q = n0\n"
    found = forecast.load(text).run(draws=500).correlations
    assert len({name for result in found for name in result.text.split(" and ")}) == 100
