"""Latin hypercube and Sobol points give smaller errors, and the errors that they state are honest."""

from math import sqrt

import numpy as np
import pytest
from scipy import stats

import forecast
from forecast.results.store import load, save

SEEDS = 100
DRAWS = 16 * 256
MODEL = """
as_of 2026-01-01
a ~ normal(10, 1)
b ~ normal(0, 2)
c ~ normal(0, 1)
d ~ normal(0, 3)
total = a + b + c + d
question total_asked = total
question above = total > 11
question share = total given d > 0.5 * a
"""
SD = sqrt(15)
LEVELS = (0.1, 0.5, 0.9)
EXACT = {
    **{f"p{level}": stats.norm(10, SD).ppf(level) for level in LEVELS},
    "above": stats.norm(10, SD).sf(11),
    "given": stats.norm(-5, sqrt(9.25)).sf(0),
}


@pytest.fixture(scope="module")
def estimates() -> dict[str, dict[str, np.ndarray]]:
    """By kind and number: the values and the stated errors, one for each seed; of the mean the values alone."""
    model = forecast.load(MODEL)
    found: dict[str, dict[str, np.ndarray]] = {}
    for kind in ("random", "lhs", "sobol"):
        rows: dict[str, list[tuple[float, float]]] = {name: [] for name in (*EXACT, "mean")}
        for seed in range(SEEDS):
            answer = model.run(draws=DRAWS, seed=seed, points=kind)
            whole = answer.summary("total_asked")
            told = {f"p{level}": whole.quantiles[level] for level in LEVELS}
            told |= {"above": answer.summary("above").probability, "given": answer.summary("share").given}
            for name, estimate in told.items():
                rows[name].append((estimate.value, estimate.mcse))
            rows["mean"].append((answer.draws[answer.question("total_asked").output].mean(), 0.0))
        found[kind] = {name: np.array(pairs) for name, pairs in rows.items()}
    return found


def rms(values: np.ndarray) -> float:
    return float(np.sqrt(np.mean(values**2)))


@pytest.mark.parametrize(("kind", "in_mean", "in_median"), [("lhs", 20, 1.3), ("sobol", 20, 1.6)])
def test_errors_are_much_smaller_in_an_additive_model(estimates, kind: str, in_mean: float, in_median: float) -> None:
    random, found = estimates["random"], estimates[kind]
    assert rms(random["mean"][:, 0] - 10) > in_mean * rms(found["mean"][:, 0] - 10)
    assert rms(random["p0.5"][:, 0] - 10) > in_median * rms(found["p0.5"][:, 0] - 10)
    for name in EXACT:
        # So are the stated ones.
        assert np.median(found[name][:, 1]) < np.median(random[name][:, 1])


@pytest.mark.parametrize("kind", ["random", "lhs", "sobol"])
def test_estimates_are_unbiased(estimates, kind: str) -> None:
    for name, exact in {**EXACT, "mean": 10.0}.items():
        off = estimates[kind][name][:, 0] - exact
        # Of a quantile, the bias of n draws is of the order 1/n.
        assert abs(off.mean()) < 4 * off.std() / sqrt(SEEDS) + 2 * SD / DRAWS, name


@pytest.mark.parametrize("kind", ["random", "lhs", "sobol"])
@pytest.mark.parametrize("level", [0.5, 0.95])
def test_the_stated_errors_hold_as_often_as_they_should(estimates, kind: str, level: float) -> None:
    # Sixteen sets know their own spread as fifteen degrees of freedom do.
    reach = (stats.norm if kind == "random" else stats.t(15)).ppf((1 + level) / 2)
    for name, exact in EXACT.items():
        value, error = estimates[kind][name].T
        covered = np.mean(np.abs(value - exact) <= reach * error)
        assert abs(covered - level) <= 4 * sqrt(level * (1 - level) / SEEDS), (name, covered)


def test_a_share_that_all_sets_agree_on_is_not_exact() -> None:
    """One input, cut within a stratum: the sets agree, and the share is off by a part of a draw all the same."""
    text = "x ~ uniform(0, 1)\nquestion q = x < {cut}\n"
    for cut in (0.30001, 0.25):
        found = forecast.load(text.format(cut=cut)).run(draws=16 * 1000, points="lhs").summary("q").probability
        assert 1 / 16_000 <= found.mcse < 3 / 16_000
        assert abs(found.value - cut) <= 2 * found.mcse


@pytest.mark.parametrize("kind", ["lhs", "sobol"])
def test_conditions_missing_values_and_never_have_their_errors(kind: str) -> None:
    text = """
    as_of 2026-01-01
    event launch ~ hazard(20%/year), never 30%
    x ~ normal(0, 1)
    path ~ choice(slow: 60%, fast: 40%)
    n ~ poisson(2)
    question rare = launch given x > 2.5
    question chosen = path
    question counted = n
    question wait = launch - as_of
    """
    answer = forecast.load(text).run(draws=16 * 500, points=kind)
    rare, chosen = answer.summary("rare"), answer.summary("chosen")
    p = stats.norm.sf(2.5)
    assert abs(rare.given.value - p) <= 4 * rare.given.mcse <= 16 * sqrt(p / 8000)
    # Within a rare condition the points are as good as random.
    independent = sqrt(0.3 * 0.7 / rare.draws)
    assert 0.3 * independent < rare.never.mcse < 3 * independent
    for share, exact in zip(chosen.shares, (0.6, 0.4), strict=True):
        assert abs(share.value - exact) <= 4 * share.mcse
        assert share.mcse < 0.3 * sqrt(0.24 / 8000)
    for value, share in answer.summary("counted").values:
        assert abs(share.value - stats.poisson(2).pmf(value)) <= 4.5 * share.mcse + 1e-4


@pytest.mark.parametrize("kind", ["lhs", "sobol"])
def test_a_saved_run_keeps_its_errors(kind: str, tmp_path) -> None:
    answer = forecast.load(MODEL).run(draws=1000, points=kind)
    assert (answer.provenance.points, answer.provenance.replicates) == (kind, 16)
    assert answer.draws.count == answer.provenance.draws == (1008 if kind == "lhs" else 1024)
    save(answer, tmp_path / "run.nc")
    assert load(tmp_path / "run.nc").to_json() == answer.to_json(findings=False)


def test_new_conditions_and_failures_are_asked_of_the_same_points() -> None:
    model = forecast.load("x ~ normal(0, 1)\ny = sqrt(x + 2)\nquestion q = x\nquestion r = y\n")
    answer = model.run(draws=3200, points="lhs")
    assert answer.probability("x > 0") == (answer.draws[answer.question("q").output] > 0).mean()
    (failure,) = answer.failures
    draw = int(failure.text.partition("example draw ")[2].partition(" ")[0])
    assert np.isnan(answer.draws[answer.question("r").output][draw])
    assert f"x is {answer.draws[answer.question('q').output][draw]:.4g}" in failure.text


def test_correlated_inputs_stay_correlated() -> None:
    text = "a ~ normal(0, 1)\nb ~ normal(0, 1)\ncorrelate a, b with 0.7\nquestion q = a + b\n"
    for kind in ("lhs", "sobol"):
        answer = forecast.load(text).run(draws=16 * 1024, points=kind, ask=["a", "b"])
        assert abs(answer.correlations[0].achieved[0] - 0.7) < 0.02


def test_points_of_another_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="points are one of random, lhs, sobol, not 'halton'"):
        forecast.load("x ~ 1 to 2\nquestion q = x\n").run(points="halton")


def test_sobol_points_have_no_more_dimensions() -> None:
    model = forecast.load("index i = 1 to 4\nindex j = 1 to 5301\nx[i, j] ~ 1 to 2\nquestion q = sum(x over i, j)\n")
    with pytest.raises(ValueError, match="21,204 uncertain numbers, and Sobol points have at most 21,201"):
        model.run(draws=16, points="sobol")
