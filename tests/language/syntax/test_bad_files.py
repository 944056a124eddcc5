"""Each file of `tests/bad/syntax` holds one mistake; the text beside it is what is said of it.

`UPDATE_SNAPSHOTS=1 pytest tests/language/syntax/test_bad_files.py` writes the texts anew: read the difference.
"""

import os
from pathlib import Path

import pytest

from forecast.language.diagnostics import Diagnostic, Label
from forecast.language.diagnostics.syntax_rules import SYNTAX_RULES
from forecast.language.source import Source
from forecast.language.syntax import parse

FOLDER = Path(__file__).resolve().parents[2] / "bad" / "syntax"
FILES = sorted(FOLDER.glob("*.fcst"))
# Their files would be too large to keep.
ELSEWHERE = {"file-too-large", "too-many-errors"}


def render(diagnostic: Diagnostic) -> str:
    lines = [f"{diagnostic.severity}[{diagnostic.code}]: {diagnostic.headline}", place(diagnostic.primary)]
    lines += [place(label) for label in diagnostic.secondary]
    lines += [f"  note: {note}" for note in diagnostic.notes]
    lines += [f"  hint: {hint}" for hint in diagnostic.hints]
    for fix in diagnostic.fixes:
        edits = ", ".join(f"{shown(edit.span.text)} -> {shown(edit.text)}" for edit in fix.edits)
        lines.append(f"  fix ({fix.safety}): {fix.title}: {edits}")
    return "\n".join(lines) + "\n"


def place(label: Label) -> str:
    text = shown(label.span.text)
    return f"  {label.span.line}:{label.span.column} {text}{f' ({label.text})' if label.text else ''}"


def shown(text: str) -> str:
    return ascii(text if len(text) <= 60 else text[:57] + "...")


def read(path: Path) -> Source:
    return Source(path.name, path.read_bytes().decode())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_mistake_is_told_once_and_in_these_words(path: Path) -> None:
    found = parse(read(path)).diagnostics
    text = "\n".join(render(diagnostic) for diagnostic in found)
    beside = path.with_suffix(".txt")
    if os.environ.get("UPDATE_SNAPSHOTS"):
        beside.write_text(text, encoding="utf-8")
    assert text == beside.read_text(encoding="utf-8")
    assert {diagnostic.code for diagnostic in found} == {path.name.split(".")[0]}


def test_every_rule_has_a_file() -> None:
    codes = {path.name.split(".")[0] for path in FILES}
    assert codes == {rule.code for rule in SYNTAX_RULES} - ELSEWHERE


def test_no_text_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == {path.stem for path in FILES}


@pytest.mark.parametrize("rule", SYNTAX_RULES, ids=lambda rule: rule.code)
def test_the_examples_of_a_rule_show_it_and_its_mend(rule) -> None:
    if rule.bad:
        found = parse(Source("bad.fcst", rule.bad)).diagnostics
        assert {diagnostic.code for diagnostic in found} == {rule.code}
        assert {diagnostic.severity for diagnostic in found} == {rule.severity}
    assert parse(Source("good.fcst", rule.good)).diagnostics == ()
    assert rule.summary.endswith(".")
    assert rule.explanation.endswith(".")


def test_codes_are_unique() -> None:
    codes = [rule.code for rule in SYNTAX_RULES]
    assert len(codes) == len(set(codes))


SAFE = [
    ("x = 3 ** 2\n", "x = 3 ^ 2\n"),
    ("x = a && !b\n", "x = a  and   not b\n"),
    ("x = 40 %\n", "x = 40%\n"),
    ("x := 3 × 4\n", "x = 3 * 4\n"),
    ("expect x > 3 'why'\n", 'expect x > 3 "why"\n'),
    ("x = if a = 3 then 1 else 2\n", "x = if a == 3 then 1 else 2\n"),
    ("x ~ normal(mean=3)\n", "x ~ normal(mean:3)\n"),
    ("event e ~ 2030 to 2040 never 10%\n", "event e ~ 2030 to 2040 , never 10%\n"),
    ("stock s { start = 3 }\n", "stock s { start  3 }\n"),
]


@pytest.mark.parametrize(("bad", "mended"), SAFE)
def test_a_safe_fix_mends_the_mistake(bad: str, mended: str) -> None:
    text = bad
    edits = [edit for found in parse(Source("m", bad)).diagnostics for edit in found.fixes[0].edits]
    for edit in sorted(edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert text == mended
    assert parse(Source("m", text)).diagnostics == ()
