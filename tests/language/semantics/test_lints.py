"""Lints: where they speak, where they keep still, and how a comment silences one."""

from pathlib import Path

import pytest

from forecast.session import load


def codes(text: str) -> list[str]:
    return [finding.code for finding in load(text + "\n").check()]


@pytest.mark.parametrize(
    "text",
    [
        "event arrival ~ 2030 to 2040",
        "arrival : date ~ 2030 to 2040",
        "event e ~ 2030 to 2040\nlate = year(e) > 2035",
        "budget ~ 2000 to 2100 USD",
        "x ~ 2_030 to 2_040",
        "index year = 2020 to 2035\nx[year] ~ 1 to 2",
        "index lab = a, b\nx[lab] ~ 1 to 2\ny[lab] ~ normal(x, 1)",
        "p ~ 5% to 60%\nc ~ chance(p)",
        "c ~ chance(clamp(p, 0, 1))\np ~ 0.5 to 2",
        "x ~ 1 to 2\ny ~ 1 to 2",
        "x ~ 1 to 2\ny ~ 1 to 2\nquestion q = x\nexpect y < 5",
        "x ~ 1 to 2\ny ~ 1 to 2\nquestion q = x given y > 1.5",
    ],
)
def test_what_is_meant_passes(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# allow: unused (kept for later)\ny ~ 1 to 2\nx ~ 1 to 2\nquestion q = x", []),
        ("y ~ 1 to 2  # allow: unused\nx ~ 1 to 2\nquestion q = x", []),
        ("index i = a, b\ny[i] ~ {\n    a: 1 to 2\n    b: 2 to 3\n}  # allow: unused\nx ~ 1 to 2\nquestion q = x", []),
        ("x ~ 1 to 2  # allow: unused\ny ~ 1 to 2\nquestion q = x", ["idle-allow", "unused"]),
        ("x ~ 3  # allow: nothing-drawn\nquestion q = x", []),
        ("x ~ 3\nquestion q = x", ["nothing-drawn"]),
        ("x ~ 10 to 5  # allow: ends-swapped", ["ends-swapped"]),
    ],
)
def test_a_comment_silences_one_lint_in_its_statement(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_lints_are_told_of_the_model_itself_and_not_of_what_it_imports(tmp_path: Path) -> None:
    (tmp_path / "lib.fcst").write_text("a ~ 2030 to 2040\nb ~ 1 to 2\nquestion q = b\n", encoding="utf-8")
    main = tmp_path / "main.fcst"
    main.write_text('import "lib.fcst" as lib\nquestion q = lib.b\n', encoding="utf-8")
    assert load(main).check() == ()
    assert [finding.code for finding in load(tmp_path / "lib.fcst").check()] == ["unused", "year-as-number"]


def test_warnings_do_not_keep_a_model_from_running() -> None:
    model = load("x ~ 1 to 2\ny ~ 1 to 2\nquestion q = x\n")
    assert [finding.code for finding in model.check()] == ["unused"]
    assert model.run(draws=100).questions[0].name == "q"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x ~ 1 to 2", ["no-source"]),
        ("## source: our judgement\nx ~ 1 to 2", []),
        ("## What it is.\n## source:\nx ~ 1 to 2", ["no-source"]),
        ("event e ~ 2030 to 2040", ["no-source"]),
        ("## source: a survey\nx ~ 1 to 2\ny = 2 * x\nevent e = 2030 + y * 1 year", []),
        ("x ~ 1 to 2  # allow: no-source (a toy)", []),
        ("# allow: no-source (it has one)\n## source: a survey\nx ~ 1 to 2", ["idle-allow"]),
        ("x ~ 5 to 2", ["ends-swapped"]),
    ],
)
def test_sources_are_asked_for_only_on_demand(text: str, expected: list[str]) -> None:
    model = load(text + "\n")
    assert [finding.code for finding in model.check(sources=True)] == expected
    assert [finding.code for finding in model.check()] == [code for code in expected if code == "ends-swapped"]


def test_a_comment_in_a_file_that_imports_counts_by_its_own_lines(tmp_path: Path) -> None:
    (tmp_path / "lib.fcst").write_text("a = {}\n\n\nb ~ 1 to 2\n".format("+".join("1" * 9)), encoding="utf-8")
    main = tmp_path / "main.fcst"
    main.write_text(
        'import "lib.fcst" as lib\n\nx ~ 1 to 2\ny ~ 1 to 2  # allow: unused\nquestion q = lib.b + x\n',
        encoding="utf-8",
    )
    assert load(main).check() == ()
