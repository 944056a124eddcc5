import json


def test_without_findings_it_says_so(forecast, model):
    ended = forecast("check", model)
    assert (ended.code, ended.out, ended.err) == (0, "no findings\n", "")


def test_errors_are_shown_with_their_source(forecast, broken):
    ended = forecast("check", broken)
    assert ended.code == 1
    assert "error[ends-swapped]" in ended.out
    assert "--> broken.fcst:1:5" in ended.out
    assert "1 | x ~ 5 to 2" in ended.out
    assert ended.out.endswith("2 errors\n")
    assert ended.err == ""


def test_warnings_alone_are_no_failure(forecast, tmp_path):
    (tmp_path / "warned.fcst").write_text("x ~ 1 to 2\nquestion q = x\n\n## Nobody's documentation.\n")
    ended = forecast("check", "warned.fcst")
    assert ended.code == 0
    assert "warning[stray-doc]" in ended.out


def test_concise(forecast, broken):
    ended = forecast("check", "--format", "concise", broken)
    lines = ended.out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("broken.fcst:1:5: error[ends-swapped]: ")


def test_json_of_several_files_is_one_list(forecast, broken, model):
    ended = forecast("check", "--format=json", broken, model)
    assert ended.code == 1
    assert [finding["line"] for finding in json.loads(ended.out)] == [1, 2]


def test_json_without_findings_is_an_empty_list(forecast, model):
    assert json.loads(forecast("check", "--format", "json", model).out) == []


def test_github(forecast, broken):
    ended = forecast("check", "--format", "github", broken)
    assert ended.out.startswith("::error file=broken.fcst,line=1,")


def test_a_missing_file_does_not_hide_the_others(forecast, broken):
    ended = forecast("check", "absent.fcst", broken)
    assert ended.code == 2
    assert "there is no file absent.fcst" in ended.err
    assert "ends-swapped" in ended.out


def test_a_file_named_twice_is_reported_once(forecast, broken):
    assert forecast("check", broken, broken).out.endswith("2 errors\n")


def test_the_standard_input(forecast):
    ended = forecast("check", "-", "--format", "concise", stdin="x ~ 5 to 2\nquestion q = x\n")
    assert ended.code == 1
    assert ended.out.startswith("<stdin>:1:5: error[ends-swapped]")


def test_hostile_text_is_shown_harmless(forecast, tmp_path):
    (tmp_path / "hostile.fcst").write_text('x ~ 1 to 2\nquestion q = x + "\x1b]0;owned\x07"\n')
    for form in ("full", "concise", "github", "json"):
        assert "\x1b" not in forecast("check", "hostile.fcst", "--format", form).out


def test_sources_are_asked_for(forecast, tmp_path):
    (tmp_path / "unsourced.fcst").write_text("x ~ 1 to 2\nquestion q = x\n")
    assert forecast("check", "unsourced.fcst").out == "no findings\n"
    ended = forecast("check", "--sources", "unsourced.fcst", "--strict")
    assert ended.code == 1
    assert "warning[no-source]: the parameter `x`" in ended.out


CLOCKED = """time 2026-01-01 to 2046-01-01 by 4 years
pull ~ 0.5 to 1.5
stock s { start 1; rate 3 per year * pull * (1 - s / 10) }
event there when s >= 9
question when_there = there
"""


def test_convergence_is_told(forecast, model, tmp_path):
    (tmp_path / "clocked.fcst").write_text(CLOCKED)
    ended = forecast("check", "--convergence", "clocked.fcst", model)
    assert ended.code == 0
    assert "when_there" in ended.out
    assert "standard errors" in ended.out
    assert "model.fcst has no clock" in ended.err


def test_convergence_as_data(forecast, tmp_path):
    (tmp_path / "clocked.fcst").write_text(CLOCKED)
    data = json.loads(forecast("check", "--convergence", "--format", "json", "clocked.fcst").out)
    assert data["findings"] == []
    (told,) = data["convergence"]
    (move,) = told["moves"]
    assert (move["question"], move["statistic"], move["unit"]) == ("when_there", "median", "years")
    assert forecast("check", "--convergence", "--format", "github", "clocked.fcst").code == 2


def test_convergence_of_a_broken_file_is_its_errors(forecast, broken):
    ended = forecast("check", "--convergence", broken)
    assert (ended.code, ended.err) == (1, "")
