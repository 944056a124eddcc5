import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from forecast.language.diagnostics import Diagnostic, Edit, Fix, Label, Severity
from forecast.language.source import Source, Span
from forecast.report.diagnostic_text import render_text
from forecast.report.diagnostics import count, render_full
from forecast.report.source_line import shown_line, window

TEXT = """\
model m
revenue : USD ~ 3 to 5 USD

# …

# …

compute ~ 1e20 to 1e21 FLOP
\ttotal\t= revenue + compute
漢字 = [bold]évil\x1b[31m + revenu
long = {before} + oops + {after}
x = {{
  a: 1
  b: 2
  c: 3
  d: 4
  e: 5
}}
""".format(before=" + ".join(f"name_{i}" for i in range(60)), after=" + ".join(f"name_{i}" for i in range(60)))
SOURCE = Source("models/m.fcst", TEXT)
BASE = Source("base.fcst", "model base\r\nevent agi ~ 2030 to 2040\r\n")


class TextExtension(SingleFileSnapshotExtension):
    """One text file for each picture."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def golden(snapshot):
    return snapshot.use_extension(TextExtension)


def place(words: str, source: Source = SOURCE) -> Span:
    start = source.text.index(words)
    return Span(source, start, start + len(words))


SUM = place("revenue + compute")
DIAGNOSTICS = (
    Diagnostic(
        "unit-mismatch",
        Severity.ERROR,
        "FLOP cannot be added to USD",
        Label(SUM, "this adds USD and FLOP"),
        (Label(place("3 to 5 USD"), "USD comes from here"), Label(place("1e20 to 1e21 FLOP"), "FLOP comes from here")),
        ("Both sides of + must measure the same thing; the left has dimension USD and the right has dimension FLOP.",),
        ("multiply one side by a price in USD/FLOP",),
        (Fix("write revenue", (Edit(SUM, "revenue"),)),),
    ),
    Diagnostic(
        "unknown-name",
        Severity.ERROR,
        "there is no [bold]évil\x1b[31m here",
        Label(place("évil\x1b[31m"), "not [red]found[/red]"),
        (Label(place("漢字"), "wide"),),
        hints=("did you mean revenue?",),
    ),
    Diagnostic(
        "unknown-name",
        Severity.ERROR,
        "there is no oops",
        Label(
            place("oops"),
            "a long text that tells what was looked for, where it was looked for, and that it was not there",
        ),
    ),
    Diagnostic(
        "table", Severity.WARNING, "a long table", Label(place(TEXT[TEXT.index("{\n  a") :].strip()), "all of it")
    ),
    Diagnostic(
        "override",
        Severity.WARNING,
        "this overrides an event of another file",
        Label(place("total")),
        (Label(place("agi", BASE), "declared here"),),
    ),
    Diagnostic("end", Severity.ERROR, "the file ends too early", Label(Span(SOURCE, len(TEXT), len(TEXT)), "here")),
)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_findings_in_full(text_of, golden, width: int) -> None:
    shown = text_of(render_full(DIAGNOSTICS), width)
    assert all(cell_len(line) <= width for line in shown.splitlines())
    assert shown == golden


def test_carets_stand_under_the_very_characters(text_of) -> None:
    lines = text_of(render_full(DIAGNOSTICS)).splitlines()

    def under(words: str, mark: str) -> str:
        """The cells of a source line above a mark."""
        at = next(i for i, line in enumerate(lines) if words in line and "|" in line)
        marks = next(line for line in lines[at + 1 :] if mark in line)
        start, end = marks.index(mark), marks.rindex(mark) + 1
        cells = "".join(c + "\0" * (cell_len(c) - 1) for c in lines[at])
        return cells[start:end].replace("\0", "")

    assert under("total", "^") == "revenue + compute"
    assert under("漢字", "-") == "漢字"
    assert under("漢字", "^") == "évil␛[31m"
    assert under("oops", "^") == "oops"


def test_ascii_terminals_get_ascii_frames(text_of) -> None:
    shown = text_of(render_full(DIAGNOSTICS[2:3]), encoding="ascii")
    assert shown.isascii()
    assert "+ oops +" in shown


def test_hostile_text_does_nothing(text_of) -> None:
    nasty = "\x1b]8;;http://x\x07[link=x]\u202e\x9b2J\r[/]"
    source = Source(f"{nasty}.fcst", f"a = {nasty}\n")
    label = Label(Span(source, 4, 4 + len(nasty)), nasty)
    finding = Diagnostic("nasty", Severity.ERROR, nasty, label, (label,), (nasty,), (nasty,))
    for width in (20, 80):
        shown = text_of(render_full([finding]), width)
        assert "[link=x]" in "".join(shown.split())
        assert not set("\x1b\x07\u202e\x9b\r") & set(shown)
    concise = render_text([finding], "concise")
    assert not set("\x1b\x07\u202e\x9b\r") & set(concise)
    assert concise.count("\n") == 1
    assert render_text([finding], "github").count("\n") == 1


@given(st.text(max_size=80), st.data(), st.integers(10, 90))
def test_any_place_in_any_text_can_be_shown(text: str, data: st.DataObject, width: int) -> None:
    from io import StringIO

    from rich.console import Console

    source = Source("f", text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    finding = Diagnostic("c", Severity.ERROR, "h", Label(Span(source, start, end), "text of the label"))
    console = Console(file=StringIO(), width=width)
    console.print(render_full([finding]))
    shown = console.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]
    assert "^" in shown
    assert f"{source.position(start)[0]} | " in shown


@given(st.text(alphabet="ab漢\té", max_size=200), st.data(), st.integers(12, 60))
def test_a_window_fits_and_holds_the_beginning_of_the_mark(text: str, data: st.DataObject, width: int) -> None:
    line = shown_line(text)
    column = data.draw(st.integers(0, len(text)))
    cell = line.cell(column)
    part = window(line, cell, line.cell(min(column + 3, len(text))), width=width, ellipsis="…")
    assert cell_len(part.text) <= width
    if column < len(text):
        shown = "".join(c + "\0" * (cell_len(c) - 1) for c in part.text)
        at = cell - part.start
        assert 0 <= at < len(shown)
        if text[column] != "\t":
            assert shown[at] == text[column]


def test_one_line_for_each_finding() -> None:
    lines = render_text(DIAGNOSTICS, "concise").splitlines()
    assert len(lines) == len(DIAGNOSTICS)
    assert lines[0] == "models/m.fcst:9:10: error[unit-mismatch]: FLOP cannot be added to USD"


def test_json_has_every_fact() -> None:
    first, *rest = json.loads(render_text(DIAGNOSTICS, "json"))
    assert len(rest) == len(DIAGNOSTICS) - 1
    assert (first["file"], first["line"], first["column"], first["end_line"], first["end_column"]) == (
        "models/m.fcst",
        9,
        10,
        9,
        27,
    )
    assert (first["code"], first["severity"]) == ("unit-mismatch", "error")
    assert [label["line"] for label in first["labels"]] == [2, 8]
    assert first["hints"] == ["multiply one side by a price in USD/FLOP"]
    (fix,) = first["fixes"]
    assert fix["edits"] == [
        {"file": "models/m.fcst", "line": 9, "column": 10, "end_line": 9, "end_column": 27, "text": "revenue"}
    ]
    assert json.loads(render_text([], "json")) == []


def test_annotations_for_github_are_escaped() -> None:
    source = Source("a,b:c.fcst", "x = 100%\n")
    label = Label(Span(source, 4, 8), "50% of\nit")
    shown = render_text([Diagnostic("c", Severity.WARNING, "100%, no: less", label)], "github")
    assert shown == (
        "::warning file=a%2Cb%3Ac.fcst,line=1,endLine=1,col=5,endColumn=9,title=c::100%25, no: less%0A50%25 of%0Ait\n"
    )


def test_findings_are_counted() -> None:
    assert count(DIAGNOSTICS) == "4 errors and 2 warnings"
    assert count(DIAGNOSTICS[:1]) == "1 error"
    assert count(()) == "nothing found"


def test_rendering_findings_loads_nothing_heavy() -> None:
    script = """
import sys
import forecast.report.diagnostics, forecast.report.diagnostic_text
print([name for name in ("numpy", "jax", "scipy", "xarray", "pandas", "forecast.results") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
