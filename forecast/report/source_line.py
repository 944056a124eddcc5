"""One line of a source as a terminal shows it: which cells each character takes, and the part that fits."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len

from forecast.report.inert import inert

TAB = 4


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The shown text of a line, and the cells where its characters (and the end) begin: those of the source and those shown."""

    text: str
    cells: Sequence[int]
    shown_cells: Sequence[int]

    def cell(self, column: int) -> int:
        """The cell where a column (from 0) begins; past the end of the line, the cells after it."""
        last = len(self.cells) - 1
        return self.cells[column] if column <= last else self.cells[last] + column - last


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a line that is shown: its text and the cell of the line at which that text begins."""

    text: str
    start: int


@lru_cache(maxsize=16)  # many findings may stand on one line
def shown_line(line: str) -> SourceLine:
    """Tabs become spaces up to the next multiple of four cells, control characters visible."""
    if line.isascii() and line.isprintable():
        each = range(len(line) + 1)
        return SourceLine(line, each, each)
    shown: list[str] = []
    cells, shown_cells = [0], [0]
    for character in line:
        here = cells[-1]
        text = " " * (TAB - here % TAB) if character == "\t" else inert(character)
        shown.append(text)
        for piece in text:
            shown_cells.append(shown_cells[-1] + cell_len(piece))
        cells.append(shown_cells[-1])
    return SourceLine("".join(shown), cells, shown_cells)


def window(line: SourceLine, start: int, end: int, *, width: int, ellipsis: str) -> Window:
    """At most ``width`` cells of a line around the cells ``start`` to ``end``, with marks where it is cut."""
    total = line.cells[-1]
    if total <= width:
        return Window(line.text, 0)
    mark = cell_len(ellipsis)
    room = max(width - 2 * mark, 1)
    # The beginning of the mark matters more than its end.
    first = max(0, min((start + min(end, start + room) - room) // 2, total - room - mark, start))
    if first <= mark:
        first = 0
    last = first + (room + mark if first == 0 else room)
    if last + mark >= total:
        last = total
    text, begin = _cut(line, first, last)
    before = ellipsis if first else ""
    after = ellipsis if last < total else ""
    return Window(f"{before}{text}{after}", begin - cell_len(before))


def _cut(line: SourceLine, first: int, last: int) -> tuple[str, int]:
    """The characters that lie wholly in the cells ``first`` to ``last``, and the cell of the first of them."""
    cells = line.shown_cells
    # Of those that begin at one cell the last is the one that takes room; the others are marks on what stands before.
    start = bisect_right(cells, cells[bisect_left(cells, first)]) - 1
    end = max(bisect_right(cells, last) - 1, start)
    return line.text[start:end], cells[start]
