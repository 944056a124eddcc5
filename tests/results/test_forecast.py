import hashlib
import json
from math import inf, isnan
from pathlib import Path

import numpy as np
import pytest

from forecast.results.correlation import CorrelationResult
from forecast.results.draws import Draws
from forecast.results.forecast import Forecast
from forecast.results.question import Condition, Question


def test_dates_are_decimal_years_and_never_is_infinite(make_forecast) -> None:
    forecast = make_forecast()
    median = np.quantile(forecast.draws["arrival"], 0.5)
    assert forecast.quantile("agi_date", 0.5) == pytest.approx(2026 + 326 / 365 + median, abs=0.01)
    assert forecast.quantile("agi_date", 0.95) == inf


def test_numbers_are_in_the_unit_of_the_question(make_forecast) -> None:
    forecast = make_forecast()
    expected = np.quantile(forecast.draws["revenue"][:, 1], 0.3) / 1e9
    assert forecast.quantile("revenue", 0.3, "anthropic") == pytest.approx(expected)
    assert forecast.quantile("growth", 0.5) == pytest.approx(np.exp(np.quantile(forecast.draws["growth"], 0.5)))
    assert forecast.quantile("gap", 0.5) == pytest.approx(12 * np.nanquantile(forecast.draws["gap"], 0.5))


def test_probabilities_come_from_questions_or_from_the_model(make_forecast) -> None:
    forecast = make_forecast()
    assert forecast.probability("early") == (forecast.draws["early"] == 1).mean()
    with pytest.raises(ValueError, match="read from a file"):
        forecast.probability("agi before 2035")
    asked: list[str] = []

    def evaluate(expression: str) -> np.ndarray:
        asked.append(expression)
        return np.array([1.0, 0.0, np.nan, 1.0])

    assert make_forecast(evaluate=evaluate).probability("agi before 2035") == pytest.approx(2 / 3)
    assert asked == ["agi before 2035"]


def test_what_does_not_exist_is_told_with_what_does(make_forecast) -> None:
    forecast = make_forecast()
    with pytest.raises(KeyError, match="agi_date"):
        forecast.quantile("agi", 0.5)
    with pytest.raises(KeyError, match="openai, anthropic"):
        forecast.quantile("revenue", 0.5, "google")
    with pytest.raises(KeyError, match="one element for each of lab"):
        forecast.quantile("revenue", 0.5)
    with pytest.raises(ValueError, match="no quantiles"):
        forecast.quantile("early", 0.5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        forecast.quantile("agi_date", 50)
    with pytest.raises(ValueError, match="no condition"):
        forecast.probability("agi_date")


def test_failed_draws_and_reasons_take_the_trust(make_forecast) -> None:
    assert make_forecast(failures=(), reasons=()).trustworthy
    spoilt = make_forecast()
    assert not spoilt.trustworthy
    assert len(spoilt.distrust) == 2


def test_an_expectation_is_a_share_of_draws(make_forecast) -> None:
    (result,) = make_forecast().expected
    assert result.share.value == pytest.approx(make_forecast().probability("early"))
    assert result.holds == (result.share.value >= 0.5)


def test_the_answer_is_strict_json_with_every_number(make_forecast) -> None:
    forecast = make_forecast()
    data = json.loads(json.dumps(forecast.to_json(), allow_nan=False))
    questions = {q["name"]: q for q in data["questions"]}
    (date,) = questions["agi_date"]["answers"]
    assert date["quantiles"]["0.95"]["value"] == "never"
    assert date["quantiles"]["0.5"]["value"]["year"] == pytest.approx(forecast.quantile("agi_date", 0.5))
    assert date["quantiles"]["0.5"]["value"]["date"].startswith("20")
    assert date["never"]["value"] == pytest.approx(np.isinf(forecast.draws["arrival"]).mean())
    (given,) = questions["agi_if_fast"]["answers"]
    assert given["given_share"]["value"] == pytest.approx(forecast.draws["fast"].mean())
    assert "not_by_horizon" in given
    assert questions["agi_if_fast"]["horizon"].startswith("2079")
    assert [a["element"] for a in questions["revenue"]["answers"]] == [{"lab": "openai"}, {"lab": "anthropic"}]
    assert questions["gap"]["answers"][0]["missing_draws"] == 40
    assert sum(share["value"] for share in questions["path"]["answers"][0]["shares"].values()) == pytest.approx(1)
    assert data["trustworthy"] is False
    assert data["provenance"]["seed"] == 7
    assert data["provenance"]["files"][0]["sha256"] == hashlib.sha256(b"event arrival").hexdigest()


def test_a_growth_beyond_all_floats_is_infinite() -> None:
    draws = Draws()
    draws.append({"g": np.full(3, 1000.0)})
    forecast = Forecast((Question("g", "growth", "g"),), draws, epoch=1)
    assert forecast.quantile("g", 0.5) == inf
    assert json.dumps(forecast.to_json(), allow_nan=False)


def test_summaries_from_files_are_those_from_memory(make_forecast) -> None:
    inside, outside = make_forecast(), make_forecast(budget=0)
    assert outside.draws.spilled
    for a, b in zip(inside.summaries, outside.summaries, strict=True):
        assert (a.element, a.draws, a.quantiles, a.probability, a.shares) == (
            b.element,
            b.draws,
            b.quantiles,
            b.probability,
            b.shares,
        )


def test_a_run_without_a_draw_in_the_condition_still_answers() -> None:
    draws = Draws()
    draws.append({"x": np.arange(5.0), "c": np.zeros(5)})
    forecast = Forecast((Question("q", "date", "x", given=Condition("c", "c")),), draws, epoch=739943)
    assert isnan(forecast.quantile("q", 0.5))
    assert forecast.distrust == ("`q` has no answer: its condition (c) holds in none of the draws.",)


@pytest.mark.parametrize(("held", "trusted"), [(29, False), (30, True)])
def test_a_condition_that_hardly_ever_holds_takes_the_trust(held: int, trusted: bool) -> None:
    draws = Draws()
    draws.append({"x": np.arange(1000.0), "c": (np.arange(1000) < held) * 1.0})
    forecast = Forecast((Question("q", "number", "x", given=Condition("c", "c")),), draws, epoch=1)
    assert forecast.trustworthy == trusted
    assert trusted or "in only 29 of 1,000 draws" in forecast.distrust[0]


def test_a_condition_over_an_index_is_told_for_its_elements() -> None:
    draws = Draws()
    draws.append({"x": np.ones((100, 2)), "c": np.ones((100, 2)) * [1.0, 0.0]})
    question = Question("q", "number", "x", dims=("i",), elements=(("a", "b"),), given=Condition("c", "c", ("i",)))
    (reason,) = Forecast((question,), draws, epoch=1).distrust
    assert reason == "`q` for b has no answer: its condition (c) holds in none of the draws."


def test_json_has_infinite_shares_values_resolution_and_source() -> None:
    draws = Draws()
    draws.append({"x": np.repeat([0.0, 3.0], 500), "y": np.repeat([1.5, inf], [700, 300])})
    questions = (
        Question("q", "number", "x", resolves="2030-01-01", source="a table"),
        Question("r", "number", "y"),
    )
    q, r = json.loads(json.dumps(Forecast(questions, draws, epoch=1).to_json(), allow_nan=False))["questions"]
    assert (q["resolves"], q["source"]) == ("2030-01-01", "a table")
    assert [(v["value"], v["share"]["value"]) for v in q["answers"][0]["values"]] == [(0, 0.5), (3, 0.5)]
    assert q["answers"][0]["infinite"]["value"] == 0
    assert r["answers"][0]["infinite"]["value"] == 0.3
    assert r["answers"][0]["quantiles"]["0.9"]["value"] == "inf"
    assert "values" not in r["answers"][0]


def test_a_forecast_shows_itself_in_a_line(make_forecast) -> None:
    shown = repr(make_forecast())
    assert shown.startswith("<Forecast of arrivals: 1,000 draws, seed 7; answers agi_date, agi_if_fast, ")
    assert "and 1 more, not trustworthy>" in shown


def keys_of(data: object) -> set[str]:
    if isinstance(data, list):
        return {key for part in data for key in keys_of(part)}
    if not isinstance(data, dict):
        return set()
    # The keys of these are what the model and the machine are called.
    named = {"quantiles", "shares", "element", "versions", "settings"}
    below = {key for name, part in data.items() if name not in named for key in keys_of(part)}
    return {*data, *below}


def test_every_field_of_the_json_is_in_its_document(make_forecast) -> None:
    document = (Path(__file__).resolve().parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
    correlation = CorrelationResult("x with y = 0.5", 0.5, gaussian=False, achieved=(0.5,), pairs=1, draws=9)
    fields = keys_of(make_forecast(correlations=(correlation,)).to_json())
    assert {"mcse", "given_share", "sha256", "stated_rank"} <= fields
    assert {field for field in fields if f"`{field}`" not in document and f'"{field}"' not in document} == set()
