"""Lines of characters that plots are made of: areas, intervals, axes."""

from math import isfinite
from typing import TYPE_CHECKING

from rich.text import Text

from forecast.report.axis import Axis
from forecast.report.glyphs import Glyphs
from forecast.results.summary import Summary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CURVE_ROWS = 8
FEW_VALUES = 100
"""A distribution with no more distinct values than this is taken for a discrete one."""
AREA, INTERVAL, MEDIAN, FRAME = "cyan", "blue", "bold magenta", "dim"


def cumulative_shares(shape: "NDArray[np.float64]", axis: Axis, columns: int) -> "NDArray[np.float64]":
    """The share of all draws up to each edge between columns, shape ``[columns + 1]``."""
    import numpy as np

    levels = np.linspace(0, 1, len(shape))
    finite = np.isfinite(shape)
    if not finite.any():
        return np.zeros(columns + 1)
    edges = np.array([axis.value(place) for place in np.linspace(0, 1, columns + 1)])
    return np.interp(edges, shape[finite], levels[finite], left=float(levels[finite][0]))


def curve_lines(cumulative: "NDArray[np.float64]", marks: Glyphs) -> list[Text]:
    lines: list[Text] = []
    for index, row in enumerate(rows_of(cumulative, CURVE_ROWS, marks)):
        labelled = index % 2 == 0
        label = f"{100 - index * 100 // CURVE_ROWS:>3}%" if labelled else "    "
        lines.append(Text.assemble((label + (marks.notch if labelled else marks.side), FRAME), (row, AREA)))
    return lines


def density(cumulative: "NDArray[np.float64]", shape: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Heights of the columns of a density, the tallest 1; noise between neighbours evened out unless values are few."""
    import numpy as np

    mass = cumulative[1:] - cumulative[:-1]
    if len(np.unique(shape)) > FEW_VALUES:
        padded = np.concatenate([mass[:1], mass, mass[-1:]])
        mass = (padded[:-2] + 2 * mass + padded[2:]) / 4
    tallest = float(mass.max())
    return mass / tallest if tallest else mass


def area_lines(heights: "NDArray[np.float64]", rows: int, marks: Glyphs, gutter: int) -> list[Text]:
    return [Text.assemble(" " * gutter, (row, AREA)) for row in rows_of(heights, rows, marks)]


def interval_line(summary: Summary, axis: Axis, columns: int, marks: Glyphs, gutter: int) -> Text:
    cells = [" "] * columns
    styles = [FRAME] * columns

    def column(level: float) -> int:
        value = summary.quantiles[level].value
        place = axis.place(value) if isfinite(value) else (2.0 if value > 0 else -1.0)
        return int(max(-1.0, min(place, 1.0001)) * columns)

    for low, high, glyph in ((0.1, 0.9, marks.thin), (0.25, 0.75, marks.thick)):
        for at in range(max(column(low), 0), min(column(high) + 1, columns)):
            cells[at], styles[at] = glyph, INTERVAL
    middle = column(0.5)
    if 0 <= middle < columns:
        cells[middle], styles[middle] = marks.median, MEDIAN
    text = Text.assemble(" " * gutter, *zip(cells, styles, strict=True))
    text.rstrip()
    return text


def axis_lines(axis: Axis, columns: int, marks: Glyphs, gutter: int, *, zero: str = "") -> list[Text]:
    floor_line = [marks.floor] * columns
    labels = [" "] * (columns + gutter)
    free = 0
    for value, label in axis.ticks:
        at = min(int(axis.place(value) * columns), columns - 1)
        floor_line[at] = marks.tick
        start = min(max(gutter + at - len(label) // 2, 0), columns + gutter - len(label))
        if start >= free:
            labels[start : start + len(label)] = label
            free = start + len(label) + 1
    left = f"{zero:>{gutter - 1}}{marks.corner}"
    return [Text(left + "".join(floor_line), style=FRAME), Text("".join(labels).rstrip(), style=FRAME)]


def rows_of(heights: "NDArray[np.float64]", rows: int, marks: Glyphs) -> list[str]:
    """Columns of heights between 0 and 1 as lines of characters, top to bottom."""
    eighths = [min(max(round(float(height) * rows * 8), 0), rows * 8) for height in heights]
    # What is there at all is seen.
    eighths = [1 if e == 0 and float(h) > 0.002 else e for e, h in zip(eighths, heights, strict=True)]
    return [
        "".join(marks.levels[min(max(e - 8 * (rows - 1 - row), 0), 8)] for e in eighths).rstrip() for row in range(rows)
    ]
