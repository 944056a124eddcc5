"""`--until` and `--points`, through the command."""

import json
import re

import pytest


def test_a_run_until_its_errors_are_small(forecast, model):
    ended = forecast("run", model, "--until", "0.1years", "--until", "0.4%")
    assert (ended.code, ended.err) == (0, "")
    header = ended.out.splitlines()[0]
    draws = re.search(r" ([\d,]+) draws, seed 0, until 0.1years, 0.4%$", header)[1]
    document = json.loads(forecast("run", model, "--until", "0.1years,0.4%", "--json").out)
    assert document["draws"] == document["provenance"]["draws"] == int(draws.replace(",", ""))
    assert document["provenance"]["settings"] == {"until": "0.1years, 0.4%"}
    again = json.loads(forecast("run", model, "--draws", draws, "--json").out)
    assert again["questions"] == document["questions"]
    assert max(answer["probability"]["mcse"] for answer in document["questions"][1]["answers"]) <= 0.004


def test_too_few_draws_for_the_errors_asked_for(forecast, model):
    ended = forecast("run", model, "--until", "0.01%", "--draws", "20k")
    assert ended.code == 0
    assert "not to be trusted" in ended.out
    said = " ".join(ended.out.split())
    assert "`soon` is not as exact as asked, with the most draws allowed (20,000): the standard error of its" in said
    assert "percentage points, not below 0.01%." in said
    strict = forecast("run", model, "--until", "0.01%", "--draws", "20k", "--strict", "--json")
    assert strict.code == 3
    assert any("`soon` is not as exact" in reason for reason in json.loads(strict.out)["reasons"])


@pytest.mark.parametrize(
    ("points", "sets"),
    [
        ("lhs", "1,008 draws (16 sets of 63 Latin hypercube points)"),
        ("sobol", "1,024 draws (16 sets of 64 Sobol points)"),
    ],
)
def test_points_in_sets_say_so_and_are_kept(forecast, model, monkeypatch, points, sets):
    monkeypatch.setenv("COLUMNS", "200")
    ran = forecast("run", model, "--draws", "1000", "--points", points, "-o", "run.nc")
    assert ran.code == 0
    assert ran.out.splitlines()[0] == f"model  as of 2026-01-01, {sets}, seed 0"
    assert (
        "The points are made for this number of draws, and the errors are taken from how their sets differ." in ran.out
    )
    assert forecast("show", "run.nc").out == ran.out
    provenance = json.loads(forecast("show", "run.nc", "--json").out)["provenance"]
    assert (provenance["points"], provenance["replicates"]) == (points, 16)


def test_random_points_say_nothing(forecast, model):
    ended = forecast("run", model, "--draws", "1000", "--points", "random")
    assert "sets" not in ended.out
    assert ended.out.splitlines()[0] == "model  as of 2026-01-01, 1,000 draws, seed 0"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--until", "5"], "error: --until: '5' is no bound for errors; write a duration such as 0.1years"),
        (["--until", "2 USD"], "'USD' is no unit of time"),
        (["--until", "1%", "--until", "2%"], "bound the same errors"),
        (["--points", "halton"], "--points cannot be 'halton'; it is one of random, lhs, sobol"),
    ],
)
def test_wrong_calls_are_refused(forecast, model, arguments, sentence):
    ended = forecast("run", model, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert sentence in ended.err


def test_a_model_too_wide_for_sobol_points(forecast, tmp_path):
    text = "index i = 1 to 4\nindex j = 1 to 5301\nx[i, j] ~ 1 to 2\nquestion q = sum(x over i, j)\n"
    (tmp_path / "wide.fcst").write_text(text)
    ended = forecast("run", "wide.fcst", "-n", "16", "--points", "sobol")
    assert (ended.code, ended.out) == (2, "")
    assert "use points of another kind (lhs or random)" in ended.err
