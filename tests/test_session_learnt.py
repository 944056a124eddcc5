"""What evidence has taught: before and after, predictions, and ArviZ on the file of a run."""

from collections.abc import Callable
from math import sqrt
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import xarray as xr
from scipy import stats

import forecast
from forecast.results.forecast import Forecast
from forecast.results.store import load, save

SCHOOLS = """
data school = csv("schools.csv") {
    index row
    effect : number
    error : number
}
mu ~ normal(0, 5)
tau ~ half_cauchy(5)
theta[row] ~ normal(mu, tau)
observe school.effect ~ normal(theta, school.error)
question typical = mu
"""
EFFECTS = "row,effect,error\na,28,15\nb,8,10\nc,-3,16\nd,7,11\ne,-1,9\nf,1,11\ng,18,10\nh,12,18\n"

type Run = Callable[..., Forecast]


def arviz() -> ModuleType:
    """ArviZ, imported late: where warnings are errors its lazy imports leave NumPyro half imported."""
    import arviz

    return arviz


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(text: str, *, table: str = "", draws: int = 20_000, **options: object) -> Forecast:
        (tmp_path / "schools.csv").write_text(table)
        (tmp_path / "model.fcst").write_text(text)
        return forecast.load(tmp_path / "model.fcst").run(draws=draws, **options)

    return run


@pytest.fixture
def schools(run: Run) -> Forecast:
    return run(SCHOOLS, table=EFFECTS, method="nuts")


def test_arviz_works_on_the_file_of_a_run(schools: Forecast, tmp_path: Path) -> None:
    save(schools, tmp_path / "run.nc")
    tree = xr.open_datatree(tmp_path / "run.nc", engine="h5netcdf")
    assert set(tree.children) == {
        "answers", "posterior", "posterior_predictive", "prior", "prior_predictive", "observed_data", "log_likelihood",
        "sample_stats",
    }  # fmt: skip
    az = arviz()
    table = az.summary(tree, round_to="none")
    assert (table["r_hat"].astype(float) < 1.02).all()
    moves = {(move.after.question.name, *move.after.element): move for move in schools.learnt.moves}
    # Of one number ArviZ and the report tell the same.
    assert moves["mu",].ess_bulk == pytest.approx(float(table.loc["mu", "ess_bulk"]), rel=1e-6)
    assert moves["theta", "a"].rhat == pytest.approx(float(table.loc["theta[a]", "r_hat"]), abs=1e-9)
    loo = az.loo(tree)
    assert loo.n_data_points == 8
    assert loo.elpd == pytest.approx(-30.7, abs=0.3)  # Vehtari, Gelman and Gabry (2017), PSIS-LOO of eight schools
    az.plot_trace_dist(tree, backend="none")
    az.plot_ppc_dist(tree, backend="none")


def test_a_run_that_has_learnt_comes_back_as_it_was(schools: Forecast, tmp_path: Path) -> None:
    save(schools, tmp_path / "run.nc")
    loaded = load(tmp_path / "run.nc")
    xr.testing.assert_identical(loaded.to_datatree(), schools.to_datatree())
    stored = xr.open_datatree(tmp_path / "run.nc", engine="h5netcdf").load()
    made = schools.to_datatree()
    assert list(stored.children) == list(made.children)
    for name, group in made.children.items():
        xr.testing.assert_identical(stored[name].to_dataset(), group.to_dataset())
    assert loaded.to_json() == schools.to_json(findings=False)
    save(loaded, tmp_path / "again.nc")
    xr.testing.assert_identical(load(tmp_path / "again.nc").to_datatree(), schools.to_datatree())


@pytest.mark.parametrize("method", ["weights", "nuts", "particles"])
def test_predictions_come_from_the_prior_and_from_the_posterior(run: Run, method: str) -> None:
    learnt = run("x ~ normal(1, 2)\nobserve 3 ~ normal(x, 1)\nquestion q = x", method=method).learnt
    (compared,) = learnt.compared
    mean, sd = (1 / 4 + 3) / (1 / 4 + 1), sqrt(1 / (1 / 4 + 1))
    before, after = learnt.prior[compared.drawn.output], learnt.in_chains(compared.drawn.output).reshape(-1)
    assert stats.kstest(before, stats.norm(1, sqrt(5)).cdf).pvalue > 1e-4
    for level in (0.05, 0.5, 0.95):
        expected = stats.norm(mean, sqrt(sd**2 + 1)).ppf(level)
        # 4,000 draws, of which at least a quarter is independent
        error = sqrt(level * (1 - level) / 1_000) / stats.norm(mean, sqrt(sd**2 + 1)).pdf(expected)
        assert abs(np.quantile(after, level) - expected) < 4 * error
    x = learnt.in_chains("x").reshape(-1)
    np.testing.assert_allclose(
        learnt.in_chains(compared.log_likelihood).reshape(-1), stats.norm.logpdf(3, x, 1), rtol=1e-12
    )
    (move,) = learnt.moves
    assert abs(move.before.median.value - 1) < 4 * move.before.median.mcse
    assert abs(move.after.median.value - mean) < 4 * move.after.median.mcse


def test_what_evidence_bounds_is_told_with_its_prior(run: Run) -> None:
    found = run("x ~ normal(0, 1)\nobserve x >= 1\nquestion q = x")
    (move,) = found.learnt.moves
    assert abs(move.before.median.value) < 4 * move.before.median.mcse
    assert abs(move.after.median.value - stats.truncnorm(1, np.inf).median()) < 4 * move.after.median.mcse
    assert "as it leaves it" in found.provenance.reason


def test_parameters_that_nothing_informs_are_not_told(run: Run) -> None:
    learnt = run("x ~ normal(0, 1)\ny ~ normal(0, 1)\nobserve 1 ~ normal(x, 1)\nquestion q = x + y").learnt
    assert [move.after.question.name for move in learnt.moves] == ["x"]


def test_without_a_prior_the_posterior_is_told_alone(run: Run) -> None:
    found = run("x ~ flat()\nobserve 3 ~ normal(x, 1)\nquestion q = x", method="nuts")
    (move,) = found.learnt.moves
    assert move.before is None
    assert found.learnt.prior is None
    assert set(found.to_datatree().children) >= {"answers", "posterior", "posterior_predictive", "observed_data"}
    assert "prior" not in found.to_datatree().children


def test_rows_left_out_are_no_data(run: Run) -> None:
    table = "row,effect,error\na,1,1\nb,99,1\nc,,1\nd,2,1\n"
    text = (
        'data school = csv("schools.csv") {\n    index row\n    effect : number\n    error : number\n}\n'
        "mu ~ normal(0, 5)\nobserve school.effect ~ normal(mu, school.error) where school.effect < 50\nquestion q = mu"
    )
    tree = run(text, table=table, method="nuts").to_datatree()
    np.testing.assert_array_equal(tree["observed_data"]["school.effect"], [1, 2])
    assert tree["log_likelihood"]["school.effect"].shape == (4, 1_000, 2)
    assert list(tree["log_likelihood"]["row_school.effect"].values) == ["a", "d"]
    assert arviz().loo(tree).n_data_points == 2


@pytest.mark.parametrize(
    ("evidence", "is_told"),
    [("observe 40 ~ normal(x, 1)", True), ("observe 2 ~ normal(x, 1)", False), ("observe 7 ~ poisson(3)", False)],
)
def test_evidence_far_from_its_predictions_is_told(run: Run, evidence: str, is_told: bool) -> None:
    found = run(f"x ~ normal(0, 1)\n{evidence}\nobserve 0.1 ~ normal(x, 2)\nquestion q = x")
    assert ("surprising-evidence" in [finding.code for finding in found.findings]) is is_told


def test_without_evidence_nothing_is_learnt(run: Run) -> None:
    found = run("x ~ normal(0, 1)\nquestion q = x")
    assert found.learnt is None
    assert set(found.to_datatree().children) == {"prior"}
    assert found.to_json()["learnt"] == []


def test_evidence_that_informs_no_number_that_is_asked_comes_back_too(run: Run, tmp_path: Path) -> None:
    text = "time 2026 to 2030 by 1 year\nx ~ 1 to 2\nobserve x^2 > 2\nquestion q = x * (year(t) - 2025)"
    found = run(text)
    save(found, tmp_path / "run.nc")
    assert load(tmp_path / "run.nc").to_json() == found.to_json(findings=False)


def test_the_data_are_those_that_were_read(run: Run, tmp_path: Path) -> None:
    found = run(SCHOOLS, table=EFFECTS, method="nuts")
    (tmp_path / "schools.csv").unlink()
    assert 0 < found.probability("mu > 4") < 1
    assert [move.after.question.name for move in found.learnt.moves][:2] == ["mu", "tau"]
