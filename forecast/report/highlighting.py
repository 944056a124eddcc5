"""Model text in the colours of a terminal. Pygments is loaded when the first colour is shown, and never without."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from forecast.language.source import Source
from forecast.report.inert import inert
from forecast.report.source_line import SourceLine, Window

MOST_CHARACTERS = 200_000
"""Longer texts stay plain: colours are not worth waiting for."""

# By the names of Pygments' types; a type that is missing looks as the one above it. The colours are the terminal's own,
# which suit its background; red and yellow are left to findings.
STYLES = {
    "Comment": "dim",
    "Comment.Special": "dim bold",
    "Keyword": "magenta",
    "Keyword.Type": "cyan",
    "Literal.Date": "cyan",
    "Literal.Number": "cyan",
    "Literal.String": "green",
    "Literal.String.Doc": "dim",
    "Name.Builtin": "blue",
    "Name.Class": "bold",
    "Name.Function": "blue",
    "Name.Label": "italic",
    "Name.Tag": "bold",
    "Name.Variable": "bold",
    "Operator.Word": "magenta",
}

type Coloured = tuple[int, int, str]
"""The first character, the one after the last, and the style."""


@dataclass(frozen=True, slots=True)
class ModelText:
    """Model text made harmless, in colours where the console has them."""

    text: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines as they are, folded where they are too long."""
        shown = Text(inert(self.text))
        if in_colour(console):
            for start, end, style in coloured(shown.plain):
                shown.stylize(style, start, end)
        yield shown


class Painter:
    """Colours lines of sources. It reads each source once, and whole, since a line may stand in a block."""

    def __init__(self) -> None:
        self._read: dict[Source, tuple[Coloured, ...]] = {}

    def painted(self, part: Window, line: SourceLine, source: Source, number: int) -> Text:
        """The shown part of a line (from 1) of a source. Its characters stay as they are."""
        shown = Text(part.text)
        cells = [part.start]
        for character in part.text:
            cells.append(cells[-1] + cell_len(character))
        begin = source.line_starts[number - 1]
        first = begin + max(bisect_right(line.cells, part.start) - 1, 0)
        last = begin + min(bisect_left(line.cells, cells[-1]), len(line.cells) - 1)
        pieces = self._of(source)
        for start, end, style in pieces[bisect_right(pieces, first, key=itemgetter(1)) :]:
            if start >= last:
                break
            here = _index(cells, line.cell(max(start, first) - begin))
            shown.stylize(style, here, _index(cells, line.cell(min(end, last) - begin)))
        return shown

    def _of(self, source: Source) -> tuple[Coloured, ...]:
        if source not in self._read:
            self._read[source] = coloured(source.text)
        return self._read[source]


def in_colour(console: Console) -> bool:
    """Whether the console shows colours."""
    return console.color_system is not None and not console.no_color


def coloured(text: str) -> tuple[Coloured, ...]:
    """The pieces of a model text that have a style, in their order; none where it is very long."""
    if len(text) > MOST_CHARACTERS:
        return ()
    from forecast.report.pygments_lexer import FcstLexer

    pieces = FcstLexer().get_tokens_unprocessed(text)
    return tuple((start, start + len(piece), style) for start, kind, piece in pieces if (style := _style(tuple(kind))))


@cache
def _style(kind: tuple[str, ...]) -> str:
    while kind:
        if style := STYLES.get(".".join(kind)):
            return style
        kind = kind[:-1]
    return ""


def _index(cells: list[int], cell: int) -> int:
    """The character that begins at a cell, or the next one. A combining mark belongs to what stands before it."""
    i = max(bisect_right(cells, cell) - 1, 0)
    return i if cells[i] >= cell else i + 1
