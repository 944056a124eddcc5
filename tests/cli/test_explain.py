import json

import pytest

MODEL = """\
as_of 2026-01-01
index lab = north, south
event allowed ~ 2028 to 2032, never 10%
## How long a lab takes.
## source: a survey
lag[lab] ~ 1 to 9 months @ 80%
share ~ 10% to 30%
event start[lab] = allowed + lag
question early = first(start over lab) before 2030 given share > 20%
"""


@pytest.fixture
def explained(forecast, tmp_path):
    (tmp_path / "labs.fcst").write_text(MODEL)
    return lambda *arguments, file="labs.fcst": forecast("explain", file, *arguments)


def test_a_parameter(explained):
    ended = explained("lag")
    assert (ended.code, ended.err) == (0, "")
    for part in (
        "lag[lab]  parameter, a duration, in months",
        "How long a lab takes.",
        "source: a survey",
        "Defined at labs.fcst:6:1",
        "1 to 9 months @ 80%  lognormal, central 80% interval, one draw for each lab",
        "computed from nothing else",
        "goes into     start",
        "north",
    ):
        assert part in ended.out


def test_the_family_of_each_distribution(explained):
    def families(name):
        return [
            (d["text"], d["family"], d["level"]) for d in json.loads(explained(name, "--json").out)["distributions"]
        ]

    assert families("allowed") == [("2028 to 2032", "normal", 0.9), ("10%", "chance", None)]
    assert families("share") == [("10% to 30%", "logit_normal", 0.9)]
    assert families("start") == []


def test_its_prior(explained):
    answer = json.loads(explained("share", "--json").out)["answer"]["answers"][0]["quantiles"]
    assert abs(answer["0.05"]["value"] - 10) < 5 * answer["0.05"]["mcse"]
    assert abs(answer["0.95"]["value"] - 30) < 5 * answer["0.95"]["mcse"]


def test_parents_and_children(explained):
    found = json.loads(explained("start", "--json").out)
    assert (found["parents"], found["children"]) == (["allowed", "lag"], ["early"])
    assert (found["line"], found["kind"], found["dims"]) == (8, "a date", ["lab"])


def test_a_question_keeps_its_condition(explained):
    ended = explained("early")
    assert "computed from start, share" in ended.out
    assert "given share > 20%" in ended.out


def test_an_index(explained):
    ended = explained("lab")
    assert "lab  index of 2 elements" in ended.out
    assert "north, south" in ended.out
    assert "goes into     lag, start" in ended.out


def test_a_function_and_a_unit_of_the_model(forecast, tmp_path):
    text = "unit token\nfn twice(a) = 2 * a\nx ~ 1 to 2 token\nquestion q = twice(x)\n"
    (tmp_path / "own.fcst").write_text(text)
    assert forecast("explain", "own.fcst", "twice").out.startswith("twice  function of a\n")
    assert forecast("explain", "own.fcst", "token").out.startswith("token  unit of its own\n")


def test_an_unknown_name_proposes_those_near_it(explained):
    ended = explained("alowed")
    assert (ended.code, ended.out) == (2, "")
    assert "Did you mean allowed?" in ended.err
    assert "It has allowed, lag, share" in explained("zzzzzz").err


def test_a_broken_file(explained, broken):
    ended = explained("x", file="broken.fcst")
    assert (ended.code, ended.out) == (1, "")
    assert "ends-swapped" in ended.err


def test_a_distribution(forecast):
    ended = forecast("explain", "lognormal")
    assert ended.code == 0
    for part in ("lognormal  a distribution", "lognormal(mu: number, sigma: number)", "factor", "Examples:"):
        assert part in ended.out


def test_every_function_of_the_language_has_a_page(forecast):
    from forecast.language.library import names

    for name in names():
        assert forecast("explain", name).out.startswith(name)
        assert json.loads(forecast("explain", name, "--json").out)["name"] == name


def test_every_finding_has_a_page(forecast):
    from forecast.language.diagnostics.rules import RULES

    for rule in RULES:
        ended = forecast("explain", rule.code)
        assert ended.code == 0
        assert ended.out.startswith(f"{rule.severity}[{rule.code}]: ")
        assert json.loads(forecast("explain", rule.code, "--json").out)["summary"] == rule.summary


def test_a_code_as_findings_show_it(forecast):
    plain = forecast("explain", "ends-swapped")
    assert plain.code == 0
    assert forecast("explain", "error[ends-swapped]").out == plain.out


def test_an_unknown_word(forecast):
    ended = forecast("explain", "lognormall")
    assert ended.code == 2
    assert "Did you mean lognormal" in ended.err


def test_a_file_without_a_name(forecast, model):
    ended = forecast("explain", model)
    assert ended.code == 2
    assert "forecast explain model.fcst NAME" in ended.err


def test_what_a_parameter_is_correlated_with(forecast, tmp_path):
    (tmp_path / "pair.fcst").write_text("a ~ 1 to 5\nb ~ 1 to 5\nc ~ 1 to 5\ncorrelate a, b with 0.6\n")
    assert "a and b  rank correlation 0.60 stated, 0.60 in the draws" in forecast("explain", "pair.fcst", "b").out
    assert "correlation" not in forecast("explain", "pair.fcst", "c").out
    data = json.loads(forecast("explain", "pair.fcst", "b", "--json").out)
    assert [each["text"] for each in data["correlations"]] == ["a and b"]


def test_whether_it_changes_over_time(forecast, tmp_path):
    text = "time 2026 to 2030 by 1 year\nspeed ~ 1 to 2\nstock s { start 1; rate speed * 1 per year }\nquestion q = s\n"
    (tmp_path / "clocked.fcst").write_text(text)
    assert forecast("explain", "clocked.fcst", "s").out.startswith("s  stock, a plain number, changes over time\n")
    assert forecast("explain", "clocked.fcst", "speed").out.startswith(
        "speed  parameter, a plain number, the same at all"
    )
    assert json.loads(forecast("explain", "clocked.fcst", "q", "--json").out)["changes_over_time"] is True
    assert forecast("explain", "clocked.fcst", "time").out.startswith("time  index")
