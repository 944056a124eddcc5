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
        if end > start and cell_len(text[start : word.end()]) > room:
            lines.append((start, end))
            start = word.start()
            room = width
        while cell_len(text[start : word.end()]) > room:
            cut = start + 1
            while cut < word.end() and cell_len(text[start : cut + 1]) <= room:
                cut += 1
            lines.append((start, cut))
            start, room = cut, width
        end = word.end()
    if end > start or not lines:
        lines.append((start, end))
    return lines
