"""Breaking a text into lines at its spaces."""

import re

from rich.cells import cell_len


def folds(text: str, first_width: int, width: int) -> list[tuple[int, int]]:
    """Where each line of a text begins and ends so that it fits.

    The first line has ``first_width`` cells, the others ``width``. Lines break at spaces, which belong to no line;
    a word that is wider than a line is cut.
    """
    lines: list[tuple[int, int]] = []
    start = end = 0
    for word in re.finditer(r"[^ ]+", text):
        room = width if lines else first_width
        fitting = _fitting(text, start, word.end(), room)
        if end > start and fitting < word.end():
            lines.append((start, end))
            start, room = word.start(), width
            fitting = _fitting(text, start, word.end(), room)
        while fitting < word.end():
            cut = max(fitting, start + 1)
            lines.append((start, cut))
            start, room = cut, width
            fitting = _fitting(text, start, word.end(), room)
        end = word.end()
    if end > start or not lines:
        lines.append((start, end))
    return lines


def _fitting(text: str, start: int, end: int, room: int) -> int:
    """The last place up to which the text from ``start`` takes at most ``room`` cells."""
    place, cells = start, 0
    while place < end and (cells := cells + cell_len(text[place])) <= room:
        place += 1
    return place
