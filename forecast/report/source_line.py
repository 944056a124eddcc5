"""One line of a source as a terminal shows it: which cells each character takes, and the part that fits."""

from dataclasses import dataclass

from rich.cells import cell_len

from forecast.report.inert import inert

TAB = 4


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The shown text of a line, and for each character of the source (and the end) the cell where it begins."""

    text: str
    cells: tuple[int, ...]

    def cell(self, column: int) -> int:
        """The cell where a column (from 0) begins; past the end of the line, the cells after it."""
        last = len(self.cells) - 1
        return self.cells[column] if column <= last else self.cells[last] + column - last


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a line that is shown: its text and the cell of the line at which that text begins."""

    text: str
    start: int


def shown_line(line: str) -> SourceLine:
    """Tabs become spaces up to the next multiple of four cells, control characters visible."""
    shown: list[str] = []
    cells = [0]
    for character in line:
        here = cells[-1]
        text = " " * (TAB - here % TAB) if character == "\t" else inert(character)
        shown.append(text)
        cells.append(here + cell_len(text))
    return SourceLine("".join(shown), tuple(cells))


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
    text, begin = _cut(line.text, first, last)
    before = ellipsis if first else ""
    after = ellipsis if last < total else ""
    return Window(f"{before}{text}{after}", begin - cell_len(before))


def _cut(text: str, first: int, last: int) -> tuple[str, int]:
    """The characters that lie wholly in the cells ``first`` to ``last``, and the cell of the first of them."""
    kept: list[str] = []
    cell, begin = 0, -1
    for character in text:
        after = cell + cell_len(character)
        if cell >= first and after <= last and (kept or after > cell):
            if begin < 0:
                begin = cell
            kept.append(character)
        cell = after
    return "".join(kept), max(begin, first)
