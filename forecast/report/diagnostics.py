"""Diagnostics with the source under them, for people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from forecast.language.diagnostics import Diagnostic, Fix, Label, Severity
from forecast.language.source import Source
from forecast.report.fold import folds
from forecast.report.highlighting import Painter, in_colour
from forecast.report.inert import inert, one_line
from forecast.report.source_line import SourceLine, shown_line, window

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
SECONDARY = "bold blue"
MOST_LINES = 4
"""Lines of a label that spans more are shown from both ends."""
NARROWEST = 20


@dataclass(frozen=True, slots=True)
class FullDiagnostics:
    """All findings, each with its place, its source lines with marks, its reasons and its mends."""

    diagnostics: tuple[Diagnostic, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """One paragraph for each finding, then their number."""
        width = max(options.max_width, NARROWEST)
        painter = Painter() if in_colour(console) else None
        for diagnostic in self.diagnostics:
            yield from _paragraph(diagnostic, width=width, ascii_only=options.ascii_only, painter=painter)
            yield Text("")
        if self.diagnostics:
            yield Text(count(self.diagnostics), style="bold")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A label's part on one line, in columns from 0."""

    line: int
    start: int
    end: int
    text: str
    primary: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """How source lines are set: cells for line numbers and for text, the style of the severity, the mark of a cut, and what
    colours the source where there are colours.
    """

    gutter: int
    room: int
    style: str
    ellipsis: str
    painter: Painter | None

    @property
    def bar(self) -> Text:
        return Text(" " * self.gutter + " |", style="blue")


def render_full(diagnostics: Iterable[Diagnostic]) -> FullDiagnostics:
    """The findings in the order given."""
    return FullDiagnostics(tuple(diagnostics))


def count(diagnostics: Sequence[Diagnostic]) -> str:
    """``2 errors and 1 warning``."""
    errors = sum(d.is_error for d in diagnostics)
    parts = [
        f"{number} {word}{'s' if number != 1 else ''}"
        for number, word in ((errors, "error"), (len(diagnostics) - errors, "warning"))
        if number
    ]
    return " and ".join(parts) if parts else "nothing found"


def _paragraph(diagnostic: Diagnostic, *, width: int, ascii_only: bool, painter: Painter | None) -> list[Text]:
    style = STYLES[diagnostic.severity]
    head = Text.assemble(
        (f"{diagnostic.severity}[{diagnostic.code}]", style), (f": {one_line(diagnostic.headline)}", "bold")
    )
    lines = _wrapped(head, width, indent=2)
    labels = (diagnostic.primary, *diagnostic.secondary)
    sources: list[Source] = []
    for label in labels:
        if not any(label.span.source is source for source in sources):
            sources.append(label.span.source)
    gutter = len(str(max(_last_line(label) for label in labels)))
    for source in sources:
        mine = [label for label in labels if label.span.source is source]
        place = (diagnostic.primary if source is diagnostic.span.source else mine[0]).span
        arrow = "--> " if source is diagnostic.span.source else "::: "
        where = f"{one_line(source.name)}:{place.line}:{place.column}"
        lines.append(Text.assemble((" " * gutter + arrow, "blue"), where, no_wrap=True, overflow="ignore"))
        marks = [mark for label in mine for mark in _marks(label, primary=label is diagnostic.primary)]
        frame = _Frame(gutter, max(width - gutter - 3, NARROWEST), style, "..." if ascii_only else "…", painter)
        lines.extend(_snippet(source, marks, frame))
    remarks = [("note", note) for note in diagnostic.notes]
    remarks += [("help", hint) for hint in diagnostic.hints]
    remarks += [("help", fix.title) for fix in diagnostic.fixes if not _said(fix, diagnostic.hints)]
    if remarks:
        lines.append(Text(" " * gutter + " |", style="blue"))
    for word, remark in remarks:
        text = Text.assemble((" " * gutter + " = ", "blue"), (f"{word}: ", "bold"), inert(remark).replace("\n", " "))
        lines.extend(_wrapped(text, width, indent=gutter + 5 + len(word)))
    return lines


def _snippet(source: Source, marks: list[_Mark], frame: _Frame) -> list[Text]:
    gutter = frame.gutter
    lines = [frame.bar]
    shown = sorted({mark.line for mark in marks})
    for index, number in enumerate(shown):
        if index and number > shown[index - 1] + 1:
            lines.append(Text("..." if gutter < 2 else "." * (gutter + 1), style="blue"))
        line = shown_line(source.line(number))
        here = sorted((m for m in marks if m.line == number), key=lambda m: (m.start, not m.primary))
        focus = next((m for m in here if m.primary), here[0])
        part = window(line, line.cell(focus.start), line.cell(focus.end), width=frame.room, ellipsis=frame.ellipsis)
        code = frame.painter.painted(part, line, source, number) if frame.painter else part.text
        lines.append(Text.assemble((f"{number:>{gutter}} | ", "blue"), code, no_wrap=True, overflow="ignore"))
        for mark in here:
            lines.extend(_mark_lines(mark, line, part.start, frame))
    return lines


def _mark_lines(mark: _Mark, line: SourceLine, offset: int, frame: _Frame) -> list[Text]:
    bar, room = frame.bar, frame.room
    start = min(max(line.cell(mark.start) - offset, 0), room - 1)
    end = min(max(line.cell(mark.end) - offset, start + 1), room)
    look = frame.style if mark.primary else SECONDARY
    marker = Text.assemble(bar, " ", " " * start, (("^" if mark.primary else "-") * (end - start), look))
    text = Text(inert(mark.text).replace("\n", " "), style=look)
    if not mark.text:
        return [marker]
    if end + 1 + text.cell_len <= room:
        return [Text.assemble(marker, " ", text)]
    # The text does not fit beside its mark: below it, as far left as its length asks.
    indent = max(min(start, room - text.cell_len), min(4, start)) if text.cell_len > room - start else start
    space = max(room - indent, NARROWEST)
    return [
        marker,
        *(Text.assemble(bar, " " * (indent + 1), text[first:last]) for first, last in folds(text.plain, space, space)),
    ]


def _marks(label: Label, *, primary: bool) -> list[_Mark]:
    span = label.span
    first_line, first_column = span.source.position(span.start)
    last_line, last_column = span.source.position(max(span.end, span.start))
    if last_line > first_line and last_column == 1:
        # The span ends with a line's end: nothing of the next line belongs to it.
        last_line -= 1
        last_column = len(span.source.line(last_line)) + 1
    found: list[_Mark] = []
    numbers = list(range(first_line, last_line + 1))
    if len(numbers) > MOST_LINES:
        numbers = [*numbers[: MOST_LINES // 2], *numbers[-MOST_LINES // 2 :]]
    for number in numbers:
        text = span.source.line(number)
        start = first_column - 1 if number == first_line else len(text) - len(text.lstrip())
        end = last_column - 1 if number == last_line else len(text)
        if end > start or number == first_line:
            found.append(_Mark(number, start, max(end, start + 1), "", primary))
    last = found[-1]
    found[-1] = _Mark(last.line, last.start, last.end, label.text, primary)
    return found


def _last_line(label: Label) -> int:
    return max(mark.line for mark in _marks(label, primary=True))


def _said(fix: Fix, hints: tuple[str, ...]) -> bool:
    quoted = tuple(f"`{edit.text}`" for edit in fix.edits)
    return any(fix.title.casefold() in hint.casefold() or all(text in hint for text in quoted) for hint in hints)


def _wrapped(text: Text, width: int, *, indent: int) -> list[Text]:
    """The text in lines of at most ``width`` cells, all but the first indented; styles stay where they are."""
    lines: list[Text] = []
    for start, end in folds(text.plain, width, max(width - indent, NARROWEST)):
        part = text[start:end]
        lines.append(Text.assemble(" " * indent, part) if lines else part)
    return lines
