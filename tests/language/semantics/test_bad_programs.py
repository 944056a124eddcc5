"""Each file of `tests/bad` holds one mistake of meaning; the text beside it is what a reader of it sees.

`UPDATE_SNAPSHOTS=1 pytest tests/language/semantics/test_bad_programs.py` writes the texts anew: read the difference.
A file with another number of findings says so in its first line: `# findings: 2`. One that is called like a lint that is off
unless asked for, or that only a run can tell, is looked at for that one too.
"""

import ast
import os
from contextlib import chdir
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from forecast.language.diagnostics import Diagnostic
from forecast.language.diagnostics.rules import RULES, rule
from forecast.language.diagnostics.syntax_rules import SYNTAX_RULES
from forecast.language.semantics import errors
from forecast.language.semantics.lints import AFTER_RUN, ON_DEMAND
from forecast.language.source import Source
from forecast.report.diagnostics import render_full
from forecast.session import ModelFile

BAD = Path(__file__).resolve().parents[2] / "bad"
FILES = sorted(path for path in BAD.glob("*/*.fcst") if path.parent.name != "syntax")
WORDS = sorted(Path(errors.__file__).parent.glob("*.py"))
TABLE = "system,p50,lab,seen,all,gap\na,1.5,x,2024-01-01,same,\nb,2.5,y,2025-01-01,same,3\n"
"""What the rules about tables read."""
MEANING = [each for each in RULES if each not in SYNTAX_RULES]


@cache
def findings(path: Path) -> tuple[Diagnostic, ...]:
    with chdir(BAD):
        source = Source(path.relative_to(BAD).as_posix(), path.read_text(encoding="utf-8"))
        return found_in(source, path.stem.partition(".")[0].replace("_", "-"))


def found_in(source: Source, code: str) -> tuple[Diagnostic, ...]:
    """All findings, also of the lint of that code where it is off unless asked for, or told after a run."""
    model = ModelFile(source)
    found = model.check(sources=code in ON_DEMAND)
    return (*found, *model.run().findings) if code in AFTER_RUN else found


def shown(found: tuple[Diagnostic, ...]) -> str:
    out = StringIO()
    console = Console(file=out, width=100, color_system=None, legacy_windows=False)
    console.print(render_full(found))
    return out.getvalue()


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_mistake_is_told_in_these_words(path: Path) -> None:
    text = shown(findings(path))
    beside = path.with_suffix(".txt")
    if os.environ.get("UPDATE_SNAPSHOTS"):
        beside.write_text(text, encoding="utf-8")
    assert text == beside.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_mistake_is_told_once(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    expected = int(first.removeprefix("# findings: ")) if first.startswith("# findings: ") else 1
    assert len(findings(path)) == expected


@pytest.mark.parametrize("path", FILES, ids=name)
def test_headlines_stand_alone(path: Path) -> None:
    for found in findings(path):
        headline = found.headline
        assert "\n" not in headline
        assert headline[0] in "`[" or headline[0].islower() or not headline[0].isalpha()
        assert not headline.endswith(".")
        assert len(headline) <= 130
        assert found.hints or found.notes or found.fixes, "a reader learns how to mend it, or why it is wrong"


def test_no_text_is_left_over() -> None:
    beside = {path.with_suffix(".txt") for path in FILES}
    assert {path for path in BAD.glob("*/*.txt") if path.parent.name != "syntax"} == beside


def codes_in(path: Path) -> set[str]:
    """The codes of the findings that a module words."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("error", "warning"):
            code = node.args[0]
            assert isinstance(code, ast.Constant), f"{path.name}:{node.lineno}: a code is written out"
            assert isinstance(code.value, str)
            found.add(code.value)
    return found


def test_every_finding_has_its_rule_and_every_rule_its_finding() -> None:
    assert {each.code for each in MEANING} == set().union(*(codes_in(path) for path in WORDS))


def test_every_rule_has_a_bad_program() -> None:
    seen = {found.code for path in FILES for found in findings(path)}
    assert {each.code for each in MEANING} <= seen


@pytest.mark.parametrize("each", MEANING, ids=lambda each: each.code)
def test_the_examples_of_a_rule_show_it_and_its_mend(each, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.fcst").write_text(each.bad, encoding="utf-8")
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    assert {found.code for found in found_in(Source("bad.fcst", each.bad), each.code)} == {each.code}
    assert found_in(Source("good.fcst", each.good), each.code) == ()


@pytest.mark.parametrize("each", MEANING, ids=lambda each: each.code)
def test_a_rule_is_told_in_whole_sentences(each) -> None:
    assert each.summary[0].isupper() or each.summary[0] == "`"
    assert each.summary.endswith(".")
    assert each.explanation.endswith((".", ")", "`."))
    assert "\n" not in each.summary + each.explanation
    assert each.bad != each.good


def test_a_rule_is_found_by_its_code() -> None:
    assert all(rule(each.code) is each for each in RULES)
    assert rule("no-such-finding") is None


def test_codes_are_unique() -> None:
    codes = [each.code for each in RULES]
    assert len(codes) == len(set(codes))
