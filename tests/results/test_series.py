import csv
import json
from math import inf, sqrt

import numpy as np
import pytest

from forecast.results.draws import Draws
from forecast.results.forecast import Forecast
from forecast.results.question import Condition, Expectation, Question
from forecast.results.series import LEVELS, all_series, throughout
from forecast.results.store import load, save
from forecast.results.summary import summarise
from forecast.results.until import read_until, shortfalls

EPOCH = 740_000
TICKS = tuple(np.arange(12) / 4)
LABS = ("a", "b", "c")
DRAWS = 40_000


def paths() -> np.ndarray:
    """Random walks with drift, shape [draw, time, lab]: normal at each tick, with known quantiles."""
    rng = np.random.default_rng(11)
    return np.cumsum(rng.normal(0.5, 1.0, (DRAWS, len(TICKS), len(LABS))), axis=1)


def draws_of(*, budget: int = 2**30, replicates: int = 1, **values: np.ndarray) -> Draws:
    draws = Draws(budget=budget, replicates=replicates)
    count = len(next(iter(values.values())))
    for start in range(0, count, 7001):
        draws.append({name: array[start : start + 7001] for name, array in values.items()})
    return draws


WALK = Question("walk", "number", "x", dims=("lab",), elements=(LABS,), ticks=TICKS)


def test_the_bands_are_the_quantiles_of_the_distribution_at_each_tick() -> None:
    from scipy.stats import norm

    for series in all_series((WALK,), draws_of(x=paths())):
        for tick, summary in enumerate(series.summaries, 1):
            for level, estimate in summary.quantiles.items():
                exact = norm(0.5 * tick, sqrt(tick)).ppf(level)
                assert abs(estimate.value - exact) <= 4 * estimate.mcse
                assert estimate.mcse < 0.05 * sqrt(tick)


@pytest.mark.parametrize("budget", [2**30, 0])
@pytest.mark.parametrize("replicates", [1, 8])
def test_each_tick_is_answered_as_a_question_of_its_own(budget: int, replicates: int) -> None:
    x = paths()[:8000]
    x[:50, 3, 1] = np.nan
    found = all_series((WALK,), draws_of(budget=budget, replicates=replicates, x=x))
    assert [series.element for series in found] == [("a",), ("b",), ("c",)]
    flat = draws_of(replicates=replicates, **{f"{t}{lab}": x[:, t, i] for t in range(12) for i, lab in enumerate(LABS)})
    for series in found:
        for tick, summary in enumerate(series.summaries):
            (alone,) = summarise(Question("q", "number", f"{tick}{series.element[0]}"), flat, levels=LEVELS)
            assert repr(summary.quantiles) == repr(alone.quantiles)
            assert (summary.draws, summary.failed) == (alone.draws, alone.failed)


def test_conditions_that_change_over_time_and_those_that_do_not() -> None:
    x = paths()
    early = (x[:, 0, 0] > 0) * 1.0
    now = (x[:, :, 0] > 1) * 1.0
    each = (x > 1) * 1.0
    draws = draws_of(x=x, early=early, now=now, each=each)
    for name, given in (
        ("early", Condition("c", "early")),
        ("now", Condition("c", "now", varies=True)),
        ("each", Condition("c", "each", ("lab",), varies=True)),
    ):
        question = Question("q", "number", "x", dims=("lab",), elements=(LABS,), ticks=TICKS, given=given)
        for lab, series in enumerate(all_series((question,), draws)):
            for tick, summary in enumerate(series.summaries):
                held = {"early": early, "now": now[:, tick], "each": each[:, tick, lab]}[name] == 1
                assert summary.draws == held.sum()
                assert summary.median.value == pytest.approx(np.median(x[held, tick, lab]), rel=1e-9)
                assert summary.given is not None
                assert summary.given.value == pytest.approx(held.mean())


def test_truths_and_categories_have_shares_at_each_tick() -> None:
    x = paths()[:, :, 0]
    truth, place = (x > 1) * 1.0, (x > 0) + (x > 2) * 1.0
    truth[:100, 5] = np.nan
    questions = (
        Question("b", "boolean", "truth", ticks=TICKS, maybe_missing=True),
        Question("c", "category", "place", categories=("low", "mid", "high"), ticks=TICKS),
    )
    boolean, category = all_series(questions, draws_of(truth=truth, place=place))
    for tick in range(len(TICKS)):
        found = boolean.summaries[tick]
        assert found.missing == (100 if tick == 5 else 0)
        assert found.probability is not None
        assert found.probability.value == pytest.approx(np.nanmean(truth[:, tick]))
        shares = [share.value for share in category.summaries[tick].shares]
        np.testing.assert_allclose(shares, [(place[:, tick] == i).mean() for i in range(3)])


def test_an_expectation_over_time_is_one_that_holds_throughout() -> None:
    truth = np.array([[1, 1, 1], [1, 0, 1], [1, np.nan, 1], [0, np.nan, 1]])
    (found,) = throughout(Expectation("e", "x", ticks=(0, 1, 2), maybe_missing=True), draws_of(x=truth))
    assert found.probability is not None
    assert found.probability.value == pytest.approx(1 / 3)
    assert found.missing == 1
    forecast = Forecast((), draws_of(x=truth), epoch=1, expectations=(Expectation("e", "x", ticks=(0, 1, 2)),))
    assert len(forecast.expected) == 1


@pytest.fixture
def forecast() -> Forecast:
    x = paths()[:2000]
    questions = (
        Question("walk", "number", "x", unit="k", scale=1000, dims=("lab",), elements=(LABS,), ticks=TICKS),
        Question("up", "boolean", "up", ticks=TICKS),
        Question("arrival", "date", "arrival", horizon=TICKS[-1]),
        Question("when", "date", "when", horizon=TICKS[-1], ticks=TICKS, given=Condition("up", "up", varies=True)),
    )
    arrival = np.exp(x[:, -1, 0] / 5)
    when = np.where(arrival > TICKS[-1], 1e300, arrival)[:, None] + np.array(TICKS)
    draws = draws_of(x=x, up=(x[:, :, 0] > 0) * 1.0, arrival=arrival, when=when)
    return Forecast(questions, draws, epoch=EPOCH, model="m")


def test_over_time_answers_are_arrays_in_the_units_of_the_question(forecast) -> None:
    median = forecast.over_time("walk", 0.5, "b")
    np.testing.assert_allclose(median, np.median(forecast.draws["x"][:, :, 1], axis=0) / 1000)
    np.testing.assert_allclose(forecast.over_time("up"), forecast.draws["up"].mean(axis=0))
    years = forecast.times("walk")
    assert len(years) == len(TICKS)
    assert 2027 < years[0] < 2028
    assert np.all(np.diff(years) > 0.24)
    with pytest.raises(ValueError, match="does not change over time"):
        forecast.over_time("arrival")
    with pytest.raises(ValueError, match="changes over time"):
        forecast.summary("up")
    with pytest.raises(ValueError, match=r"levels 0\.05, 0\.25, 0\.5"):
        forecast.over_time("walk", 0.3, "a")


def test_an_answer_is_found_by_its_name(forecast) -> None:
    assert forecast["arrival"] is forecast.summary("arrival")
    assert forecast["walk", "b"] is forecast.series[1]
    with pytest.raises(KeyError, match="takes one element for each of lab"):
        forecast["walk"]
    with pytest.raises(KeyError, match="there is no question 'x'"):
        forecast["x"]


def test_the_data_have_lists_in_the_order_of_the_dates(forecast) -> None:
    data = json.loads(json.dumps(forecast.to_json(), allow_nan=False))
    walk, up, arrival, when = data["questions"]
    assert walk["time"][0] == "2027-01-19"
    assert len(walk["time"]) == len(TICKS)
    assert [answer["element"] for answer in walk["answers"]] == [{"lab": lab} for lab in LABS]
    answer = walk["answers"][1]
    np.testing.assert_allclose(answer["quantiles"]["0.5"]["value"], forecast.over_time("walk", 0.5, "b"))
    assert len(answer["quantiles"]["0.95"]["mcse"]) == len(TICKS)
    assert answer["draws"] == [2000] * len(TICKS)
    np.testing.assert_allclose(up["answers"][0]["probability"]["value"], forecast.over_time("up"))
    assert "time" not in arrival
    assert isinstance(arrival["answers"][0]["draws"], int)
    values = when["answers"][0]["quantiles"]["0.95"]["value"]
    assert set(map(str, values)) == {"not_by_horizon"}
    assert set(when["answers"][0]["quantiles"]["0.05"]["value"][0]) == {"date", "year"}


def test_the_table_has_a_row_for_each_date(forecast) -> None:
    rows = list(csv.DictReader(forecast.to_csv().splitlines()))
    walk = [row for row in rows if row["question"] == "walk" and row["element"] == "b"]
    assert [row["time"] for row in walk] == forecast.to_json()["questions"][0]["time"]
    np.testing.assert_allclose([float(row["p50"]) for row in walk], forecast.over_time("walk", 0.5, "b"))
    assert {row["p10"] for row in walk} == {""}
    (arrival,) = [row for row in rows if row["question"] == "arrival"]
    assert arrival["time"] == ""
    assert [row["question"] for row in rows] == ["walk"] * 36 + ["up"] * 12 + ["arrival"] + ["when"] * 12


def test_a_saved_run_has_the_clock_as_a_coordinate(forecast, tmp_path) -> None:
    import xarray as xr

    save(forecast, tmp_path / "run.nc")
    loaded = load(tmp_path / "run.nc")
    assert loaded.questions == forecast.questions
    assert loaded.to_json() == forecast.to_json()
    prior = xr.open_datatree(tmp_path / "run.nc", engine="h5netcdf")["prior"]
    assert prior["x"].dims == ("chain", "draw", "time", "lab")
    assert prior["up"].dims == ("chain", "draw", "time")
    np.testing.assert_allclose(prior["time"].values, forecast.times("walk"))
    assert list(prior["date"].values) == forecast.to_json()["questions"][0]["time"]
    at = prior["x"].sel(lab="b").sel(time=2028.5, method="nearest")
    np.testing.assert_array_equal(at.values[0], forecast.draws["x"][:, 6, 1])
    xr.testing.assert_identical(prior.to_dataset().load(), forecast.to_datatree()["prior"].to_dataset())


def test_an_index_called_date_keeps_its_name(tmp_path) -> None:
    x = np.zeros((3, 2, 2))
    question = Question("date_", "number", "date_", dims=("date",), elements=(("u", "v"),), ticks=(0.0, 1.0))
    forecast = Forecast((question,), draws_of(date_=x), epoch=EPOCH)
    group = forecast.to_datatree()["prior"]
    assert list(group["date"].values) == ["u", "v"]
    assert group["date_"].dims == ("time",)
    save(forecast, tmp_path / "run.nc")
    np.testing.assert_array_equal(load(tmp_path / "run.nc").draws["date_"], x)


def test_bounds_hold_at_every_date(forecast) -> None:
    short = shortfalls((), read_until("0.0001%"), forecast.series)
    assert {each.summary.question.name for each in short} >= {"walk", "up"}
    assert not shortfalls((), read_until("90%"), forecast.series[-2:-1])


def test_a_condition_that_holds_late_alone_is_no_reason_to_distrust() -> None:
    x = np.zeros((1000, 2))
    held = np.zeros((1000, 2))
    held[:, 1] = 1
    late = Question("q", "number", "x", ticks=(0.0, 1.0), given=Condition("c", "c", varies=True))
    assert Forecast((late,), draws_of(x=x, c=held), epoch=1).trustworthy
    never = Forecast((late,), draws_of(x=x, c=0 * held), epoch=1)
    assert any("holds in none of the draws" in reason for reason in never.distrust)


def test_what_grows_beyond_all_numbers_is_infinite_from_then_on() -> None:
    x = np.repeat(np.array([[1.0, inf]]), 100, axis=0)
    (series,) = all_series((Question("q", "number", "x", ticks=(0.0, 1.0)),), draws_of(x=x))
    assert [s.infinite.value for s in series.summaries if s.infinite is not None] == [0.0, 1.0]


@pytest.mark.slow
def test_a_long_clock_is_answered_within_bounded_memory_and_time() -> None:
    import subprocess
    import sys
    import textwrap

    script = """
        import time
        import numpy as np
        from forecast.results.draws import Draws
        from forecast.results.question import Question
        from forecast.results.series import all_series
        rng, draws = np.random.default_rng(0), Draws()
        for _ in range(100):
            draws.append({"x": rng.normal(size=(1000, 200, 4))})
        labs = (("a", "b", "c", "d"),)
        question = Question("x", "number", "x", dims=("lab",), elements=labs, ticks=tuple(map(float, range(200))))
        started = time.process_time()
        assert len(all_series((question,), draws)) == 4
        (peak,) = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
        print(time.process_time() - started, int(peak.split()[1]) // 1024)
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    # 640 MB of draws. It takes a second and a half of one processor; a full sort takes three times as long.
    assert seconds < 6
    assert megabytes < 320
