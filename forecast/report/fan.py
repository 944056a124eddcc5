"""Plots of answers that change over time: a fan of quantiles, or the shares of what is true."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from math import exp, isfinite, isnan
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from forecast.language.types.calendar import DAYS_PER_YEAR, decimal_year
from forecast.report.axis import Axis, date_axis, number_axis
from forecast.report.canvas import AREA, FRAME, INTERVAL, MEDIAN, axis_lines, curve_lines, rows_of
from forecast.report.glyphs import Glyphs, glyphs
from forecast.report.inert import one_line
from forecast.report.number import format_share, shown_unit
from forecast.report.plot import MOST_STRIPS, NARROWEST, WIDEST
from forecast.report.series_table import most_beyond, typical_over_time
from forecast.results.question import Question
from forecast.results.series import LEVELS, Series
from forecast.results.summary import Summary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Floats = NDArray[np.float64]

ROWS, FEWER_ROWS = 12, 7
"""Of a fan that stands alone, and of one among others."""
MOST_FANS = 4
MOST_MARK_LINES = 3
FEW_MISSING = 0.005
"""Share of draws up to which nothing is said of those without a value."""

type Mark = tuple[float, str]
"""A date in years from the epoch, and the name of the question whose median it is."""


@dataclass(frozen=True, slots=True)
class FanPlot:
    """The plot of one question over time.

    A number has a fan, one for each of a few elements; a condition a curve of its probability, or a strip for each
    element; a category a strip for each label. Nothing where the console is too narrow or nothing varies.
    """

    series: tuple[Series, ...]
    """All of one question."""
    epoch: int
    marks: tuple[Mark, ...] = ()

    @property
    def is_fan(self) -> bool:
        """Whether it has bands."""
        return self.series[0].question.kind not in ("boolean", "category")

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, top to bottom."""
        signs = glyphs(ascii_only=options.ascii_only)
        width = min(options.max_width, WIDEST)
        if width < NARROWEST or len(self.series[0].question.ticks) < 2:
            return
        if self.is_fan:
            yield from _fans(self, width, signs)
        elif self.series[0].question.kind == "boolean" and not self.series[0].element:
            yield from _curve(self, width, signs)
        else:
            yield from _strips(self, width, signs)


@dataclass(frozen=True, slots=True)
class FanLegend:
    """What the marks of a fan mean."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """One line."""
        signs = glyphs(ascii_only=options.ascii_only)
        yield Text.assemble(
            (signs.outer * 3, INTERVAL),
            (" central 90%  ", FRAME),
            (signs.inner * 3, AREA),
            (" central 50%  ", FRAME),
            (signs.thick * 3, MEDIAN),
            (" median  ", FRAME),
            (signs.median, MEDIAN),
            (" median date", FRAME),
        )


def fan_plots(series: tuple[Series, ...], summaries: tuple[Summary, ...], epoch: int) -> list[FanPlot]:
    """A plot for each question that changes over time, with the median dates of the others."""
    dates = [s for s in summaries if s.question.kind == "date" and not s.element and s.question.given is None]
    marks = tuple((s.median.value, s.question.name) for s in dates if isfinite(s.median.value))
    return [FanPlot(tuple(group), epoch, marks) for _, group in groupby(series, key=lambda s: id(s.question))]


def _fans(plot: FanPlot, width: int, signs: Glyphs) -> Iterator[Text]:
    question = plot.series[0].question
    drawn = plot.series[:MOST_FANS]
    unit, scale = shown_unit(question, typical_over_time(plot.series))
    bands = [_bands(series, scale, plot.epoch) for series in drawn]
    ends = _ends(bands)
    if ends is None:
        return
    rows = ROWS if len(plot.series) == 1 else FEWER_ROWS
    suffix = {"growth": "x"}.get(question.kind, question.unit if question.unit in ("%", "x") else "")
    upright = number_axis(*ends, width=rows, suffix=suffix, upright=True)
    gutter = max((len(label) for _, label in upright.ticks), default=0) + 2
    columns = width - gutter
    axis = _time_axis(question, plot.epoch, columns)
    yield _title(question, unit, log=upright.scale == "log")
    zero, labels = _row_labels(upright, rows)
    floor, names = axis_lines(axis, columns, signs, gutter, zero=zero)
    for series, found in zip(drawn, bands, strict=True):
        if series.element:
            yield Text(f"{' ' * gutter}{one_line(', '.join(series.element))}")
        at = _at_columns(found, upright, question, columns)
        for row, cells in enumerate(_cells(at, rows, signs)):
            label = f"{labels[row]:>{gutter - 1}}{signs.notch if labels[row] else signs.side}"
            yield _stripped(Text.assemble((label, FRAME), *cells))
        yield floor
    yield names
    yield from _mark_lines(plot.marks, axis, columns, gutter, signs)
    yield from _remarks(plot, gutter, len(drawn))


def _bands(series: Series, scale: float, epoch: int) -> "Floats":
    """The quantiles as they are shown, shape ``[level, tick]``."""
    import numpy as np

    question = series.question

    def shown(value: float) -> float:
        match question.kind:
            case "growth":
                return exp(value) if value < 700 or isnan(value) else np.inf
            case "date":
                return decimal_year(epoch + value * DAYS_PER_YEAR)
            case _:
                return value / scale

    return np.sort([[shown(s.quantiles[level].value) for s in series.summaries] for level in LEVELS], axis=0)


def _ends(bands: "list[Floats]") -> tuple[float, float] | None:
    """The range that shows all bands; None where nothing varies."""
    import numpy as np

    values = np.concatenate([each.ravel() for each in bands])
    values = values[np.isfinite(values)]
    if not len(values):
        return None
    low, high = float(values.min()), float(values.max())
    if 0 < low < 0.2 * high and high <= 100 * low:
        # Zero is near: an axis from zero says more.
        low = 0.0
    return (low, high) if low < high and isfinite(high - low) else None


def _at_columns(bands: "Floats", axis: Axis, question: Question, columns: int) -> "Floats":
    """Where each quantile lies on the axis (0 below, 1 above) at each column, shape ``[level, column]``."""
    import numpy as np

    def place(value: float) -> float:
        if not isfinite(value):
            return value if isnan(value) else (1.2 if value > 0 else -0.2)
        return min(max(axis.place(value), -0.2), 1.2)

    ticks = np.array(question.ticks)
    dates = np.linspace(ticks[0], ticks[-1], columns)
    return np.array([np.interp(dates, ticks, [place(float(v)) for v in band]) for band in bands])


def _cells(at: "Floats", rows: int, signs: Glyphs) -> list[list[tuple[str, str]]]:
    """The characters of a fan with their styles, line by line from the top."""
    import numpy as np

    lines: list[list[tuple[str, str]]] = []
    heights = np.floor(np.nan_to_num(at[2], nan=-1.0) * rows)
    heights[at[2] == 1.0] = rows - 1
    before = np.concatenate([heights[:1], heights[:-1]])
    for row in range(rows - 1, -1, -1):
        middle = (row + 0.5) / rows
        outer, inner = (at[0] <= middle) & (middle <= at[4]), (at[1] <= middle) & (middle <= at[3])
        # The line of a median that climbs by more than a row a column stays whole.
        between = (np.minimum(before, heights) < row) & (row < np.maximum(before, heights)) & (before >= 0)
        line = [(" ", "")] * len(heights)
        for column in range(len(heights)):
            if heights[column] == row:
                line[column] = (signs.thick, MEDIAN)
            elif between[column] and heights[column] >= 0:
                line[column] = (signs.median, MEDIAN)
            elif inner[column]:
                line[column] = (signs.inner, AREA)
            elif outer[column]:
                line[column] = (signs.outer, INTERVAL)
        lines.append([("".join(sign for sign, _ in run), style) for style, run in _runs(line)])
    return lines


def _runs(line: list[tuple[str, str]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for style, run in groupby(line, key=lambda cell: cell[1]):
        yield style, list(run)


def _row_labels(axis: Axis, rows: int) -> tuple[str, list[str]]:
    """What stands at the floor, and at each row from the top."""
    zero, labels = "", [""] * rows
    for value, label in axis.ticks:
        place = axis.place(value)
        if place < 0.5 / rows:
            zero = label
        else:
            labels[rows - 1 - min(int(place * rows), rows - 1)] = label
    return zero, labels


def _curve(plot: FanPlot, width: int, signs: Glyphs) -> Iterator[Text]:
    (series,) = plot.series
    gutter = 5
    columns = width - gutter
    axis = _time_axis(series.question, plot.epoch, columns)
    yield _title(series.question, "probability")
    yield from curve_lines(_shares(series, lambda s: s.probability and s.probability.value, columns), signs)
    yield from axis_lines(axis, columns, signs, gutter, zero="0%")
    yield from _mark_lines(plot.marks, axis, columns, gutter, signs)
    yield from _remarks(plot, gutter, 1)


def _strips(plot: FanPlot, width: int, signs: Glyphs) -> Iterator[Text]:
    question = plot.series[0].question
    named: list[tuple[str, Series, Callable[[Summary], float | None]]] = []
    for series in plot.series:
        element = one_line(", ".join(series.element))
        if question.kind == "boolean":
            named.append((element, series, lambda s: s.probability and s.probability.value))
        for place, label in enumerate(question.categories):
            named.append((f"{element} {one_line(label)}".strip(), series, _share_at(place)))
    gutter = min(max(cell_len(name) for name, _, _ in named) + 3, width // 3)
    columns = width - gutter
    axis = _time_axis(question, plot.epoch, columns)
    yield _title(question, "probability, the full height is 100%")
    for name, series, share in named[:MOST_STRIPS]:
        (row,) = rows_of(_shares(series, share, columns), 1, signs)
        yield Text.assemble(set_cell_size(f"  {name}", gutter - 1) + " ", (row, AREA))
    yield from axis_lines(axis, columns, signs, gutter)
    yield from _mark_lines(plot.marks, axis, columns, gutter, signs)
    if len(named) > MOST_STRIPS:
        yield Text(f"{' ' * gutter}and {len(named) - MOST_STRIPS} more", style=FRAME)
    yield from _remarks(plot, gutter, len(plot.series))


def _share_at(place: int) -> Callable[[Summary], float | None]:
    return lambda summary: summary.shares[place].value


def _shares(series: Series, share: Callable[[Summary], float | None], columns: int) -> "Floats":
    """A share at each column; 0 where there is none."""
    import numpy as np

    ticks = np.array(series.question.ticks)
    values = np.array([share(summary) or 0.0 for summary in series.summaries])
    return np.interp(np.linspace(ticks[0], ticks[-1], columns), ticks, np.nan_to_num(values))


def _time_axis(question: Question, epoch: int, columns: int) -> Axis:
    return date_axis(question.ticks[0], question.ticks[-1], epoch, width=columns)


def _title(question: Question, unit: str, *, log: bool = False) -> Text:
    text = Text(one_line(question.name), style="bold")
    if question.title:
        text.append(f"  {one_line(question.title)}", style="not bold")
    if unit:
        text.append(f"  {one_line(unit)}", style="not bold dim")
    if log:
        text.append("  log scale", style="not bold dim")
    return text


def _mark_lines(marks: tuple[Mark, ...], axis: Axis, columns: int, gutter: int, signs: Glyphs) -> Iterator[Text]:
    """The medians of dates under the axis, each with its name beside it, on as few lines as there is room for."""
    lines: list[Text] = []
    for date, name in sorted(marks):
        place = axis.place(date)
        if not 0 <= place <= 1:
            continue
        at = gutter + min(int(place * columns), columns - 1)
        label = one_line(name)
        after = at + 2 + cell_len(label) <= gutter + columns
        start = at if after else at - cell_len(label) - 1
        if start < 0:
            continue
        line = next((line for line in lines if line.cell_len == 0 or line.cell_len + 2 <= start), None)
        if line is None:
            if len(lines) == MOST_MARK_LINES:
                continue
            lines.append(line := Text())
        line.append(" " * (start - line.cell_len))
        parts = (
            [(signs.median, MEDIAN), (f" {label}", FRAME)] if after else [(f"{label} ", FRAME), (signs.median, MEDIAN)]
        )
        for text, style in parts:
            line.append(text, style=style)
    yield from lines


def _remarks(plot: FanPlot, gutter: int, shown: int) -> Iterator[Text]:
    parts = [
        f"up to {format_share(share, draws)} {label}" for share, draws, label in most_beyond(plot.series, plot.epoch)
    ]
    if len(plot.series) > shown:
        parts.append(f"and {len(plot.series) - shown} more")
    if parts:
        yield Text(" " * gutter + ", ".join(parts), style=FRAME)


def _stripped(text: Text) -> Text:
    text.rstrip()
    return text
