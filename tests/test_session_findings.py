"""What is found after a run: inputs that hardly move any answer, and answers without a mean."""

from pathlib import Path
from typing import Literal

import numpy as np
import pytest

import forecast
from forecast.results import idle
from forecast.results.forecast import Forecast


def run(text: str, *, draws: int = 1000, seed: int = 0) -> Forecast:
    return forecast.load(text + "\n").run(draws=draws, seed=seed)


def codes(text: str, **options: int) -> list[tuple[str, str]]:
    """The code of each finding and the text that it marks."""
    return [(finding.code, finding.span.text) for finding in run(text, **options).findings]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Added to what is a million times larger; a bound that never binds; a chance that is never asked.
        ("x ~ 1 to 2\ny ~ 1e6 to 2e6\nquestion q = x + y", ["x"]),
        ("x ~ 1 to 2\ny ~ 1e6 to 2e6\nquestion q = max(x, y)", ["x"]),
        ("p ~ 10% to 20%\nc ~ chance(p)\nx ~ 1 to 2\nquestion q = if c and x > 100 then 0 else x", ["p", "c"]),
        ("event e ~ 2030 to 2040\nevent f ~ 2500 to 2510\nquestion q = first(e, f)", ["f"]),
        ("index i = a, b\nx[i] ~ 1 to 2\ny ~ 1e6 to 2e6\nquestion q = sum(x over i) + y", ["x"]),
        # Each enters through an interaction only.
        ("a ~ chance(50%)\nb ~ chance(50%)\nquestion q = (a and not b) or (b and not a)", []),
        ("a ~ normal(0, 1)\nb ~ normal(0, 1)\nquestion q = a * b", []),
        # It matters to one of several answers, to a condition, or where a condition holds.
        ("x ~ 1 to 2\ny ~ 1e6 to 2e6\nquestion q = x + y\nquestion r = x", []),
        ("x ~ 1 to 2\ny ~ 1e6 to 2e6\nquestion q = y given x > 1.5", []),
        ("x ~ 1 to 2\nc ~ chance(50%)\nquestion q = x given c", []),
        ("as_of 2026-01-01\np ~ 10% to 60%\nevent e ~ 2027 to 2030, never p\nquestion q = e", []),
        ("w ~ 1 to 3\nc ~ choice(a: w, b: 2)\nquestion q = c", []),
        ("x ~ 1 to 2\nc ~ chance(2%)\ny ~ 1 to 2\nquestion q = if c then x else y given c", ["y"]),
        # A small change in all draws does not show; a large one in one draw of a hundred does.
        ("c ~ chance(1%)\nx ~ 1 to 2\nquestion q = if c then 5 * x else x", []),
        ("path ~ choice(a: 50%, b: 50%)\nquestion q = path\nexpect path == a", []),
        # Answers that are too rare to tell.
        ("a ~ normal(0, 1)\nb ~ normal(0, 1)\nquestion q = a > 5", []),
        ("a ~ normal(0, 1)\nb ~ normal(0, 1)\nquestion q = b > 0 given a > 5", []),
        # Inputs of beliefs only, and those of no question, which `unused` is for.
        ("x ~ 1 to 2\ny ~ 1 to 2\nquestion q = x\nexpect y < 100", []),
        ("x ~ 1 to 2\ny ~ 1 to 2\nquestion q = x", []),
        # A belief that always holds tells nothing; one that an input decides does.
        ("x ~ 1 to 2\ny ~ 1e6 to 2e6\nquestion q = x + y\nexpect x < 1e9", ["x"]),
        ("x ~ 1 to 2\ny ~ 1e6 to 2e6\nquestion q = x + y\nexpect x < 1.5", []),
        # Without questions, for the events and what nothing else uses.
        ("x ~ 1 to 2\ny ~ 1e6 to 2e6\nz = x + y", ["x"]),
    ],
)  # fmt: skip
def test_inputs_that_move_no_answer(text: str, found: list[str]) -> None:
    assert codes(text) == [("idle-input", name) for name in found]


def test_what_a_correlation_holds_together_is_one_input() -> None:
    text = "c ~ 1e6 to 2e6\nb ~ 1 to 2\na ~ 1 to 2\ncorrelate a, b with 0.5\nquestion q = c + a + b"
    (finding,) = run(text).findings
    assert finding.span.text == "b", "the first one of the file"
    assert finding.headline == "`b` and `a`, which are correlated, hardly move any answer"
    assert [label.span.text for label in finding.secondary] == ["a"]
    assert codes(text.replace("c + a + b", "c + 1e6 * a + b")) == []


def test_the_largest_effect_is_told() -> None:
    (finding,) = run("x ~ 1 to 2\ny ~ 1e6 to 2e6\nquestion q = max(x, y)").findings
    assert "no answer changes in a single draw" in finding.notes[0]
    (finding,) = run("x ~ 1 to 2\ny ~ 80 to 200\nquestion r = x + y").findings
    assert "its largest effect is on `r`: 0.0" in finding.notes[0]


@pytest.mark.parametrize("seed", range(4))
def test_an_input_that_moves_one_draw_in_three_hundred_is_never_idle(seed: int) -> None:
    text = "c ~ chance(1%)\nx ~ 1 to 2\ny ~ 10 to 20\nquestion q = if c and x > 1.5 then 100 else y"
    assert codes(text, seed=seed) == []


def test_the_same_seed_gives_the_same_findings_whatever_the_draws() -> None:
    text = "x ~ 1 to 2\ny ~ 80 to 200\nquestion q = x + y"
    first, again, more = run(text), run(text), run(text, draws=20_000)
    shown = [(finding.headline, finding.notes) for finding in first.findings]
    assert shown
    for other in (again, more):
        assert [(finding.headline, finding.notes) for finding in other.findings] == shown


def test_a_comment_allows_what_only_a_run_finds_and_is_never_idle() -> None:
    idle = "# allow: idle-input (for a later version)\nx ~ 1 to 2\ny ~ 1e6 to 2e6\nquestion q = {}"
    assert codes(idle.format("x + y")) == []
    assert codes(idle.format("1e6 * x + y")) == []
    assert forecast.load(idle.format("x + y")).check() == ()
    assert codes("x ~ cauchy(0, 1)\nquestion q = x  # allow: no-mean (a show piece)") == []


def test_findings_are_told_of_the_model_itself_and_not_of_what_it_imports(tmp_path: Path) -> None:
    (tmp_path / "lib.fcst").write_text("small ~ 1 to 2\nlarge ~ 1e6 to 2e6\nboth = small + large\n", encoding="utf-8")
    main = tmp_path / "main.fcst"
    main.write_text(
        'import "lib.fcst" as lib\n\nmine ~ 1 to 2  # allow: idle-input (as a test)\nother ~ 1 to 2\n'
        "question q = lib.both + mine + other\n",
        encoding="utf-8",
    )
    found = forecast.load(main).run(draws=100).findings
    assert [(finding.code, finding.span.text) for finding in found] == [("idle-input", "other")]
    looked = forecast.load(tmp_path / "lib.fcst").run(draws=100).findings
    assert [finding.span.text for finding in looked] == ["small"]


def test_an_answer_without_a_mean() -> None:
    assert codes("x ~ cauchy(0, 1)\nquestion q = 2 * x + 1", draws=100) == [("no-mean", "q")], "it is known"
    ratio = "x ~ normal(5, 1)\ny ~ normal(1, 1)\nquestion q = x / y"
    assert codes(ratio, draws=1000) == [], "so few draws cannot tell"
    assert codes(ratio, draws=100_000) == [("no-mean", "q")]
    assert codes("x ~ normal(5, 1)\ny ~ 1 to 2\nquestion q = x / y", draws=100_000) == []
    assert codes("x ~ 1 to 1e6\nquestion q = x", draws=100_000) == [], "a lognormal has one, however wide"
    table = "index i = a, b\nx[i] ~ {a: cauchy(0, 1), b: normal(0, 1)}\nquestion q = x"
    (finding,) = run(table, draws=100_000).findings
    assert finding.headline.startswith("`q` has no mean for `a`: ")


@pytest.mark.parametrize(
    "written", ["cauchy(0, 1)", "pareto(1, 0.9)", "student_t(1, 0, 2)", "normal(1, 1) / normal(0, 1)"]
)
@pytest.mark.parametrize("seed", range(3))
def test_a_mean_that_does_not_exist_is_told_with_any_seed(written: str, seed: int) -> None:
    answer = run(f"x ~ {written}\nquestion q = x", draws=100_000, seed=seed)
    assert [finding.code for finding in answer.findings] == ["no-mean"]
    assert answer.summary("q").mean is None


@pytest.mark.parametrize("sigma", [2.0, 2.5, 3.0, 4.0, 6.0])
@pytest.mark.parametrize("seed", range(6))
def test_a_wide_lognormal_has_a_mean_though_draws_may_not_tell_it(sigma: float, seed: int) -> None:
    answer = forecast.load(f"x ~ lognormal(0, {sigma})\nquestion q = x").run(draws=100_000, seed=seed)
    assert answer.findings == ()


def test_what_is_known_to_have_no_mean_is_told_however_few_the_draws() -> None:
    assert codes("x ~ cauchy(0, 1)\ny = 2 * x + 1\nquestion q = y", draws=200) == [("no-mean", "q")]


def test_a_rare_effect_counts() -> None:
    assert codes("x ~ normal(0, 1)\nrare ~ chance(0.5%)\nquestion q = if rare then x + 100 else x") == []


@pytest.mark.parametrize(
    "written", ["normal(0, 1)", "lognormal(0, 1.5)", "student_t(3, 0, 1)", "uniform(0, 1)", "poisson(3)", "1e5 to 1e7"]
)
@pytest.mark.parametrize("seed", range(3))
def test_a_mean_that_exists_is_given(written: str, seed: int) -> None:
    answer = run(f"x ~ {written}\nquestion q = x", draws=100_000, seed=seed)
    assert answer.findings == ()
    mean, draws = answer.summary("q").mean, answer.draws["q"]
    assert mean is not None
    np.testing.assert_allclose([mean.value, mean.mcse], [draws.mean(), draws.std(ddof=1) / np.sqrt(len(draws))])


def test_what_becomes_known_with_more_draws_is_known_of_nested_distributions_with_few() -> None:
    assert codes("x ~ truncated(mixture(5%: cauchy(0, 1), 95%: 1 to 2), min: 0)\nquestion q = x", draws=100) == [
        ("no-mean", "q")
    ]
    assert codes("x ~ truncated(cauchy(0, 1), min: 0, max: 9)\nquestion q = x", draws=100_000) == []


def test_the_mean_of_a_date_is_a_date_and_of_one_that_may_never_come_there_is_none() -> None:
    answer = run(
        "as_of 2026-01-01\nevent e ~ 2027 to 2031\nevent n ~ 2027 to 2031, never 5%\nquestion b = e\nquestion c = n",
        draws=50_000,
    )
    assert answer.mean("b") == pytest.approx(2029, abs=4 * 1.2 / np.sqrt(50_000))
    with pytest.raises(ValueError, match="c has no mean: some draws are infinite or never"):
        answer.mean("c")
    b, c = (question["answers"][0] for question in answer.to_json()["questions"])
    assert b["mean"]["value"]["date"].startswith(("2028-12", "2029-01"))
    assert b["mean"]["value"]["year"] == answer.mean("b")
    assert c["mean"] is None
    assert answer.findings == ()


@pytest.mark.parametrize("points", ["lhs", "sobol"])
def test_better_points_find_the_same(points: Literal["lhs", "sobol"]) -> None:
    text = "x ~ 1 to 2\ny ~ 1e6 to 2e6\nc ~ cauchy(0, 1)\nquestion q = x + y\nquestion r = c\n"
    answer = forecast.load(text).run(draws=4096, points=points)
    assert [(finding.code, finding.span.text) for finding in answer.findings] == [("idle-input", "x"), ("no-mean", "r")]
    assert answer.mean("q") == pytest.approx(1.45e6, rel=0.01)


CLOCK = "time 2026 to 2030 by 1 year\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x ~ 1 to 2\ny ~ 1 to 2\nstock s { start x; grows 1.1x/year }\nquestion q = s * 1e6 + y", ["y"]),
        ("x ~ 1 to 2\nstock s { start 1; grows growth(continuous: x * 10%/year) }\nquestion q = s", []),
        # It moves the answer at the last tick alone, and where a condition that changes over time holds.
        ("x ~ 1 to 2\ny ~ 1 to 2\nquestion q = if t >= 2030 then x * y else x", []),
        ("x ~ 1 to 2\ny ~ 1 to 2\nquestion q = (if t >= 2027 then x else 2 * x) given t >= 2030 and y > 1.5", []),
        # By the end of the clock, dates beyond it are all the same.
        ("x ~ 1 to 2\ny ~ 1 to 2\nstock s { start x; grows 1.2x/year }\nevent e when s > 2\nquestion q = e + y * 1 day", ["y"]),
        ("x ~ 1 to 2\nw ~ 1 to 2\nstock s { start 1; grows 1.01x/year }\nevent e when s > 2\n"
         "question q = min(e, 2029 + x / 1e6 * 1 year) + w * 1 year", ["x"]),
        ("x ~ 1 to 2\ny ~ 1 to 2\nstock s { start 1; grows 1.01x/year }\nquestion q = s + x > 2.5\nquestion r = y", []),
    ],
)  # fmt: skip
def test_answers_over_time_are_looked_at_at_some_of_their_ticks(text: str, found: list[str]) -> None:
    assert codes(CLOCK + text) == [("idle-input", name) for name in found]


def test_findings_about_stocks_stand_beside_those_about_inputs() -> None:
    text = "x ~ 1 to 2\ny ~ 1e6 to 2e6\nstock s { start 1; grows growth(continuous: s * 60%/year) }\n"
    text += "question r = s at 2030\nquestion q = x + y"
    assert codes(CLOCK + text) == [("idle-input", "x"), ("blow-up", "s")]
    answer = forecast.load(f"{CLOCK}{text}\n").run(draws=100, ask=["q"])
    assert [finding.code for finding in answer.findings] == ["blow-up"], "idle inputs are those of all questions"


def test_findings_of_an_edited_file_stand_where_it_has_them() -> None:
    model = forecast.load("y ~ 1e6 to 2e6\nx ~ 1 to 2\nquestion q = x + y\n")
    edited = model.edited(f"# A line more.\n\n{model.source.text}")
    (finding,) = edited.run(draws=100).findings
    assert (finding.span.place(), finding.span.text) == ("<text>:4:1", "x")


def test_means_are_asked_for_by_name() -> None:
    answer = run("x : USD ~ normal(3 USD, 1 USD)\nc ~ cauchy(0, 1)\nwait : months ~ normal(6 months, 1 month)\n"
                 "question q = x\nquestion r = c\nquestion w = wait\nquestion s = x > 2 USD", draws=100_000)  # fmt: skip
    assert answer.mean("q") == pytest.approx(3, abs=4 / np.sqrt(100_000))
    assert answer.mean("w") == pytest.approx(6, abs=4 / np.sqrt(100_000))
    with pytest.raises(ValueError, match="r has no mean: the tail is so heavy"):
        answer.mean("r")
    with pytest.raises(ValueError, match="s is a boolean"):
        answer.mean("s")
    q, r, w, s = (question["answers"][0] for question in answer.to_json()["questions"])
    assert q["mean"] == {"value": answer.mean("q"), "mcse": pytest.approx(1 / np.sqrt(100_000), rel=0.02)}
    assert (r["mean"], r["no_mean"]) == (None, "the tail is so heavy that the mean does not exist")
    assert w["mean"]["value"] == answer.mean("w")
    assert "mean" not in s


def test_findings_stand_in_the_json_where_they_are_wanted() -> None:
    answer = run("x ~ 1 to 2\ny ~ 1e6 to 2e6\nquestion q = x + y")
    (found,) = answer.to_json()["findings"]
    assert (found["code"], found["severity"], found["line"], found["column"]) == ("idle-input", "warning", 1, 1)
    assert answer.to_json(findings=False)["findings"] is None
    assert forecast.load("x ~ 1 to 2\nquestion q = x").run(draws=100, ask=["x"]).to_json()["findings"] == []
    asked = forecast.load("x ~ cauchy(0, 1)\nquestion q = 1").run(draws=100, ask=["x"])
    assert [finding.code for finding in asked.findings] == ["no-mean"]


def test_only_what_is_drawn_anew_moves() -> None:
    model = forecast.load("a ~ 1 to 2\nb ~ gamma(2, 1)\nc[i] ~ chance(30%)\nindex i = k, l\nd ~ 1 to 2\n"
                          "correlate a, d with 0.5\n")  # fmt: skip
    names = ("a", "b", "c", "d")

    def drawn(*redrawn: str) -> dict[str, np.ndarray]:
        blocks = model._forward.run(model.program, draws=500, seed=3, outputs=names, redrawn=redrawn)
        (block,) = blocks
        return block.values

    before, after, compiled = drawn(), drawn("b", "c"), len(model._forward._compiled)
    for name in ("a", "d"):
        np.testing.assert_array_equal(before[name], after[name])
    assert np.mean(before["b"] == after["b"]) < 0.01
    assert 0.3 < np.mean(before["c"] != after["c"]) < 0.54, "2 * 0.3 * 0.7 of them"
    assert compiled == len(model._forward._compiled) == 1
    other = forecast.load("b ~ gamma(2, 1)").run(draws=500, seed=4, ask=["b"]).draws["b"]
    assert np.mean(other == after["b"]) < 0.01


def test_the_cost_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "".join(f"x{i} ~ 1 to 2\n" for i in range(6))
        + "y ~ 1e6 to 2e6\nquestion q = y + "
        + " + ".join(f"x{i}" for i in range(6))
    )
    assert len(codes(text)) == 6
    monkeypatch.setattr("forecast.results.advice.MOST_INPUTS", 2)
    assert codes(text) == [("idle-input", "x0"), ("idle-input", "x1")]
    monkeypatch.setattr(idle, "MOST_NUMBERS", 0)
    assert codes(text) == []
    monkeypatch.undo()
    monkeypatch.setattr("forecast.results.advice.MOST_ANSWERS", 0)
    assert codes(text) == []
