import csv
import io
import json
from math import inf, isnan

import pandas as pd
import pytest

from forecast.results.csv_form import COLUMNS, QUANTILES

MODEL = """\
as_of 2026-01-01
index lab = "a, b", c

event launch ~ 2028 to 2032, never 10%
event has_it[lab] = launch + wait
wait[lab] ~ 1 to 9 months
path ~ choice(slow: 60%, fast: 40%)
sales : USD/year ~ 1B to 4B USD/year
growth ~ 1.2x/year to 2x/year

question arrival = launch
question by_lab = has_it
question if_soon = launch before 2031 given launch before 2032
question path_taken = path
question revenue = sales
question how_fast = growth
question delay = launch - as_of
"""


@pytest.fixture
def indexed(tmp_path):
    (tmp_path / "indexed.fcst").write_text(MODEL)
    return "indexed.fcst"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def number(cell: str) -> float | None:
    return None if cell == "" else float(cell)


def from_json(value) -> float | None:
    """A value of the JSON as the table has it."""
    infinite = {"never": inf, "endless": inf, "inf": inf, "-endless": -inf, "-inf": -inf}
    if isinstance(value, dict):
        return value["year"]
    return infinite[value] if isinstance(value, str) else value


@pytest.mark.parametrize("points", ["random", "sobol"])
def test_the_table_says_what_the_json_says(forecast, indexed, points):
    arguments = ("run", indexed, "-n", "5000", "--points", points)
    ended, as_json = forecast(*arguments, "--csv"), forecast(*arguments, "--json")
    assert (ended.code, ended.err) == (0, "")
    rows, document = rows_of(ended.out), json.loads(as_json.out)
    assert ended.out.splitlines()[0] == ",".join(COLUMNS)
    expected = []
    for question in document["questions"]:
        for answer in question["answers"]:
            whole = answer | {"question": question}
            expected += (
                [whole | {"category": label, "probability": share} for label, share in answer["shares"].items()]
                if "shares" in answer
                else [whole]
            )
    assert len(rows) == len(expected) == 9
    for row, answer in zip(rows, expected, strict=True):
        question = answer["question"]
        assert (row["model"], row["trustworthy"]) == ("indexed", "true")
        assert (row["question"], row["kind"], row["unit"]) == (question["name"], question["kind"], question["unit"])
        assert row["given"] == (question["given"] or "")
        assert row["index"] == ", ".join(answer["element"])
        assert row["element"] == ", ".join(answer["element"].values())
        assert row["category"] == answer.get("category", "")
        assert int(row["draws"]) == answer["draws"]
        for name in ("given_share", "probability", "never", "infinite"):
            estimate = answer.get(name, {"value": None, "mcse": None})
            assert (number(row[name]), number(row[f"{name}_mcse"])) == (estimate["value"], estimate["mcse"])
        quantiles = answer.get("quantiles", {})
        for name, level in zip(QUANTILES, ("0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95"), strict=True):
            estimate = quantiles.get(level, {"value": None, "mcse": None})
            assert number(row[name]) == from_json(estimate["value"])
            assert number(row[f"{name}_mcse"]) == from_json(estimate["mcse"])
            value = estimate["value"]
            day = "" if question["kind"] != "date" else "never" if value == "never" else value["date"]
            assert row[f"{name}_date"] == day


def test_pandas_reads_numbers_as_numbers(forecast, indexed):
    table = pd.read_csv(io.StringIO(forecast("run", indexed, "--csv", "-n", "1000").out))
    for name in COLUMNS:
        if name in QUANTILES or name.endswith("_mcse") or name in ("probability", "never", "draws"):
            assert pd.api.types.is_numeric_dtype(table[name]), name
    arrival = table[table.question == "arrival"].iloc[0]
    assert arrival.p95 == inf
    assert arrival.p95_date == "never"
    assert 2029 < arrival.p50 < 2031
    assert isnan(arrival.probability)
    assert set(table.element.dropna()) == {"a, b", "c"}
    assert table.trustworthy.all()


def test_several_models_are_one_table(forecast, model, indexed):
    rows = rows_of(forecast("run", model, indexed, "--csv", "-n", "100").out)
    assert [row["model"] for row in rows] == ["model"] * 3 + ["indexed"] * 9


def test_a_saved_run_gives_the_same_table(forecast, indexed):
    ran = forecast("run", indexed, "-n", "1000", "--points", "lhs", "--csv", "-o", "run.nc")
    shown = forecast("show", "run.nc", "--csv")
    assert (shown.code, shown.out) == (0, ran.out)


def test_what_is_not_to_be_trusted_is_said_aside(forecast, tmp_path):
    (tmp_path / "failing.fcst").write_text("x ~ normal(0, 1)\ny = sqrt(x)\nquestion q = y\n")
    ended = forecast("run", "failing.fcst", "-n", "1000", "--csv", "--strict")
    assert ended.code == 3
    (row,) = rows_of(ended.out)
    assert (row["trustworthy"], int(row["failed_draws"])) == ("false", 1000 - int(row["draws"]))
    assert "warning: not to be trusted: failing: `y`" in ended.err
    assert forecast("run", "failing.fcst", "-n", "1000", "--csv", "--quiet").err == ""


def test_json_and_csv_exclude_each_other(forecast, model):
    for arguments in (("run", model), ("show", "run.nc")):
        ended = forecast(*arguments, "--json", "--csv")
        assert (ended.code, ended.out) == (2, "")
        assert "as JSON or as CSV" in ended.err


def test_every_column_is_in_its_document():
    from pathlib import Path

    document = (Path(__file__).resolve().parents[2] / "docs" / "csv.md").read_text(encoding="utf-8")
    told = {name for name in COLUMNS if f"`{name}`" in document}
    levels = {name for column in QUANTILES for name in (column, f"{column}_mcse", f"{column}_date")}
    assert set(COLUMNS) - told <= levels - {"p5", "p95", "p50_mcse", "p50_date"}
