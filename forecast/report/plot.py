"""Plots of answers in a terminal: cumulative curves of dates, densities of numbers."""

from dataclasses import dataclass, replace
from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from forecast.report.axis import Axis, date_axis, number_axis, shown_range
from forecast.report.glyphs import Glyphs, glyphs
from forecast.report.inert import one_line
from forecast.report.number import format_share, shown_unit
from forecast.report.table import never_label
from forecast.results.question import Question
from forecast.results.summary import Summary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CURVE_ROWS = 8
DENSITY_ROWS = 4
WIDEST = 100
"""Columns of a plot; wider ones are harder to read, not easier."""
NARROWEST = 30
FEW_VALUES = 100
"""A distribution with no more distinct values than this is taken for a discrete one."""
MOST_STRIPS = 12
AREA, INTERVAL, MEDIAN, FRAME = "cyan", "blue", "bold magenta", "dim"


@dataclass(frozen=True, slots=True)
class QuestionPlot:
    """The plot of one question: a curve over a density for a date, a density for a number, one strip for each element of an index.

    Nothing where the console is too narrow or nothing varies.
    """

    summaries: tuple[Summary, ...]
    """All of one question."""
    epoch: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, top to bottom."""
        marks = glyphs(ascii_only=options.ascii_only)
        width = min(options.max_width, WIDEST)
        if width < NARROWEST:
            return
        if self.summaries[0].element:
            yield from _strips(self.summaries, self.epoch, width, marks)
        else:
            yield from _single(self.summaries[0], self.epoch, width, marks)


@dataclass(frozen=True, slots=True)
class Legend:
    """What the marks under a plot mean."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """One line."""
        marks = glyphs(ascii_only=options.ascii_only)
        yield Text.assemble(
            (marks.thin * 3, INTERVAL),
            (" central 80%  ", FRAME),
            (marks.thick * 3, INTERVAL),
            (" central 50%  ", FRAME),
            (marks.median, MEDIAN),
            (" median", FRAME),
        )


def question_plots(summaries: tuple[Summary, ...], epoch: int) -> list[QuestionPlot]:
    """A plot for each question that has one: dates, numbers, durations and growths that vary."""
    groups = (tuple(group) for _, group in groupby(summaries, key=lambda s: id(s.question)))
    return [QuestionPlot(group, epoch) for group in groups if _joint_range(group) is not None]


def _single(summary: Summary, epoch: int, width: int, marks: Glyphs) -> list[Text]:
    question = summary.question
    drawn = _in_shown_units((summary,))[0]
    ends = _joint_range((summary,))
    if drawn.shape is None or ends is None:
        return []
    gutter = 5 if question.kind == "date" else 1
    columns = width - gutter
    axis = _axis(question, ends, epoch, columns)
    cumulative = _cumulative(drawn.shape, axis, columns)
    density = _density(cumulative, drawn.shape)
    lines = [_title(summary)]
    if question.kind == "date":
        lines += _curve(cumulative[1:], marks)
        lines += _axis_lines(axis, columns, marks, gutter, zero="0%")
        lines += _area(density, 1, marks, gutter)
    else:
        lines += _area(density, DENSITY_ROWS, marks, gutter)
        lines += _axis_lines(axis, columns, marks, gutter)
    lines.append(_interval(drawn, axis, columns, marks, gutter))
    beyond = _beyond(summary, cumulative, epoch)
    return [*lines, Text(" " * gutter + beyond, style=FRAME)] if beyond else lines


def _strips(summaries: tuple[Summary, ...], epoch: int, width: int, marks: Glyphs) -> list[Text]:
    question = summaries[0].question
    ends = _joint_range(summaries)
    if ends is None:
        return []
    names = [one_line(", ".join(s.element)) for s in summaries[:MOST_STRIPS]]
    gutter = min(max(cell_len(name) for name in names) + 3, width // 3)
    columns = width - gutter
    axis = _axis(question, ends, epoch, columns)
    drawn = _in_shown_units(summaries[:MOST_STRIPS])
    lines = [_title(summaries[0])]
    for name, summary in zip(names, drawn, strict=True):
        label = set_cell_size(f"  {name}", gutter - 1) + " "
        if summary.shape is None or not len(summary.shape):
            continue
        (row,) = _rows(_density(_cumulative(summary.shape, axis, columns), summary.shape), 1, marks)
        place = axis.place(summary.median.value) if isfinite(summary.median.value) else -1.0
        text = Text.assemble(label, (row, AREA))
        if 0 <= place <= 1:
            at = len(label) + min(int(place * columns), columns - 1)
            text.pad_right(max(at + 1 - len(text), 0))
            text = Text.assemble(text[:at], (marks.median, MEDIAN), text[at + 1 :])
        lines.append(text)
    lines += _axis_lines(axis, columns, marks, gutter)
    if len(summaries) > MOST_STRIPS:
        lines.append(Text(f"{' ' * gutter}and {len(summaries) - MOST_STRIPS} more", style=FRAME))
    return lines


def _title(summary: Summary) -> Text:
    question = summary.question
    unit, _ = shown_unit(question, _median(summary))
    text = Text(one_line(question.name), style="bold")
    if question.title:
        text.append(f"  {one_line(question.title)}", style="not bold")
    if question.kind == "date" and not question.dims:
        text.append("  probability that it comes by then", style="not bold dim")
    if unit and not question.dims:
        text.append(f"  {one_line(unit)}", style="not bold dim")
    text.no_wrap, text.overflow = True, "ellipsis"
    return text


def _median(summary: Summary) -> float:
    return summary.median.value


def _in_shown_units(summaries: tuple[Summary, ...]) -> list[Summary]:
    """Summaries with their values as they are shown: divided by the unit's scale, growths as factors."""
    import numpy as np

    from forecast.results.summary import Estimate

    question = summaries[0].question
    _, scale = shown_unit(question, _median(summaries[0]))

    def convert(value: float) -> float:
        with np.errstate(over="ignore"):
            return float(np.exp(value)) if question.kind == "growth" else value / scale

    found: list[Summary] = []
    for summary in summaries:
        shape = summary.shape
        if shape is not None:
            with np.errstate(over="ignore"):
                shape = np.exp(shape) if question.kind == "growth" else np.sort(shape / scale)
        quantiles = {level: Estimate(convert(e.value), 0.0) for level, e in summary.quantiles.items()}
        found.append(replace(summary, shape=shape, quantiles=quantiles))
    return found


def _joint_range(summaries: tuple[Summary, ...]) -> tuple[float, float] | None:
    """The range that shows all elements, in shown units."""
    if summaries[0].question.kind in ("boolean", "category"):
        return None
    ranges = [shown_range(s.shape) for s in _in_shown_units(summaries) if s.shape is not None and len(s.shape)]
    known = [ends for ends in ranges if ends is not None]
    return (min(low for low, _ in known), max(high for _, high in known)) if known else None


def _axis(question: Question, ends: tuple[float, float], epoch: int, columns: int) -> Axis:
    low, high = ends
    if question.kind == "date":
        if question.horizon is not None and low < question.horizon:
            high = min(high, question.horizon)
        return date_axis(low, high, epoch, width=columns)
    suffix = {"growth": "x"}.get(question.kind, question.unit if question.unit in ("%", "x") else "")
    return number_axis(low, high, width=columns, suffix=suffix)


def _cumulative(shape: "NDArray[np.float64]", axis: Axis, columns: int) -> "NDArray[np.float64]":
    """The share of all draws up to each edge between columns, shape ``[columns + 1]``."""
    import numpy as np

    levels = np.linspace(0, 1, len(shape))
    finite = np.isfinite(shape)
    edges = np.array([axis.value(place) for place in np.linspace(0, 1, columns + 1)])
    return np.interp(edges, shape[finite], levels[finite], left=float(levels[finite][0]))


def _curve(cumulative: "NDArray[np.float64]", marks: Glyphs) -> list[Text]:
    lines: list[Text] = []
    for index, row in enumerate(_rows(cumulative, CURVE_ROWS, marks)):
        labelled = index % 2 == 0
        label = f"{100 - index * 100 // CURVE_ROWS:>3}%" if labelled else "    "
        lines.append(Text.assemble((label + (marks.notch if labelled else marks.side), FRAME), (row, AREA)))
    return lines


def _density(cumulative: "NDArray[np.float64]", shape: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Heights of the columns of a density, the tallest 1. Noise between neighbours is evened out unless the values are few."""
    import numpy as np

    mass = cumulative[1:] - cumulative[:-1]
    if len(np.unique(shape)) > FEW_VALUES:
        padded = np.concatenate([mass[:1], mass, mass[-1:]])
        mass = (padded[:-2] + 2 * mass + padded[2:]) / 4
    tallest = float(mass.max())
    return mass / tallest if tallest else mass


def _area(heights: "NDArray[np.float64]", rows: int, marks: Glyphs, gutter: int) -> list[Text]:
    return [Text.assemble(" " * gutter, (row, AREA)) for row in _rows(heights, rows, marks)]


def _interval(summary: Summary, axis: Axis, columns: int, marks: Glyphs, gutter: int) -> Text:
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


def _axis_lines(axis: Axis, columns: int, marks: Glyphs, gutter: int, *, zero: str = "") -> list[Text]:
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


def _rows(heights: "NDArray[np.float64]", rows: int, marks: Glyphs) -> list[str]:
    """Columns of heights between 0 and 1 as lines of characters, top to bottom."""
    eighths = [min(max(round(float(height) * rows * 8), 0), rows * 8) for height in heights]
    # What is there at all is seen.
    eighths = [1 if e == 0 and float(h) > 0.002 else e for e, h in zip(eighths, heights, strict=True)]
    return [
        "".join(marks.levels[min(max(e - 8 * (rows - 1 - row), 0), 8)] for e in eighths).rstrip()
        for row in range(rows)
    ]


def _beyond(summary: Summary, cumulative: "NDArray[np.float64]", epoch: int) -> str:
    parts: list[str] = []
    never = summary.never.value if summary.never is not None else 0.0
    below, above = float(cumulative[0]), 1 - never - float(cumulative[-1])
    earlier, later = ("earlier", "later") if summary.question.kind == "date" else ("lower", "higher")
    for share, word in ((below, f"{earlier} than shown"), (above, f"{later} than shown")):
        if share >= 0.015:
            parts.append(f"{share:.0%} {word}")
    if summary.never is not None and never > 0:
        parts.append(f"{format_share(summary.never, summary.draws)} {never_label(summary, epoch)}")
    return ", ".join(parts)
