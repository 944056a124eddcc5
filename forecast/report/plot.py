"""Plots of answers in a terminal: cumulative curves of dates, densities of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from forecast.report.axis import Axis, date_axis, number_axis, shown_range
from forecast.report.canvas import (
    AREA,
    FRAME,
    INTERVAL,
    MEDIAN,
    area_lines,
    axis_lines,
    cumulative_shares,
    curve_lines,
    density,
    interval_line,
    rows_of,
)
from forecast.report.glyphs import Glyphs, glyphs
from forecast.report.inert import one_line
from forecast.report.number import format_number, format_share, shown_unit
from forecast.report.table import infinite_shares, typical
from forecast.results.summary import Summary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DENSITY_ROWS = 4
WIDEST = 100
"""Columns of a plot; wider ones are harder to read, not easier."""
NARROWEST = 30
MOST_STRIPS = 12
HARDLY_EVER = 0.9
"""Share of never (or infinite) from which a curve has nothing to show."""


@dataclass(frozen=True, slots=True)
class QuestionPlot:
    """The plot of one question.

    A date has a curve over a density, a number a density or, where it has few whole values, a bar for each, an indexed
    question one strip for each element. What is hardly ever finite has one line.

    Nothing where the console is too narrow or nothing varies.
    """

    summaries: tuple[Summary, ...]
    """All of one question."""
    epoch: int

    @property
    def has_values(self) -> bool:
        """Whether it is a list of values."""
        return len(self.summaries) == 1 and bool(self.summaries[0].values)

    @property
    def has_marks(self) -> bool:
        """Whether the marks of the legend stand in it."""
        return not self.has_values and not all(_hardly_ever(summary) for summary in self.summaries)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, top to bottom."""
        marks = glyphs(ascii_only=options.ascii_only)
        width = min(options.max_width, WIDEST)
        if width < NARROWEST:
            return
        if all(_hardly_ever(summary) for summary in self.summaries):
            yield _no_plot(self.summaries, self.epoch)
        elif self.has_values:
            yield from _bars(self.summaries[0], width, marks)
        elif self.summaries[0].element:
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


def _hardly_ever(summary: Summary) -> bool:
    return _infinite(summary) >= HARDLY_EVER


def _infinite(summary: Summary) -> float:
    """The share of draws without a place on the axis."""
    shares = (summary.never, summary.unreached, summary.infinite)
    return sum(share.value for share in shares if share is not None)


def _no_plot(summaries: tuple[Summary, ...], epoch: int) -> Text:
    text = _title(summaries, by_date=False)
    shares = list(dict.fromkeys(_infinite_share(summary, epoch) for summary in summaries))
    labels = dict.fromkeys(label for summary in summaries for _, label in infinite_shares(summary, epoch))
    told = shares[0] if len(shares) == 1 else f"{HARDLY_EVER:.0%} or more {' or '.join(labels)}"
    text.append(f"  {told}: too little for a plot", style="not bold dim")
    return text


def _bars(summary: Summary, width: int, marks: Glyphs) -> list[Text]:
    """A line for each value: the value, its share, a bar."""
    question = summary.question
    suffix = question.unit if question.unit in ("%", "x") else ""
    names = [format_number(round(value / question.scale)) + suffix for value, _ in summary.values]
    if len(set(names)) < len(names):
        names = [f"{round(value / question.scale)}{suffix}" for value, _ in summary.values]
    shares = [format_share(share, summary.draws) for _, share in summary.values]
    wide, digits = max(map(len, names)), max(map(len, shares))
    columns = width - wide - digits - 4
    tallest = max(share.value for _, share in summary.values)
    lines = [_title((summary,))]
    for name, text, (_, share) in zip(names, shares, summary.values, strict=True):
        length = max(round(columns * share.value / tallest), 1 if share.value > 0 else 0) if tallest else 0
        lines.append(Text.assemble(f" {name:>{wide}}  {text:>{digits}} ", (marks.levels[8] * length, AREA)))
    return lines


def _single(summary: Summary, epoch: int, width: int, marks: Glyphs) -> list[Text]:
    question = summary.question
    drawn = _in_shown_units((summary,))[0]
    ends = _joint_range((summary,))
    if drawn.shape is None or ends is None:
        return []
    gutter = 5 if question.kind == "date" else 1
    columns = width - gutter
    axis = _axis((drawn,), ends, epoch, columns)
    cumulative = cumulative_shares(drawn.shape, axis, columns)
    heights = density(cumulative, drawn.shape)
    lines = [_title((summary,), log=axis.scale == "log")]
    if question.kind == "date":
        lines += curve_lines(cumulative[1:], marks)
        lines += axis_lines(axis, columns, marks, gutter, zero="0%")
        lines += area_lines(heights, 1, marks, gutter)
    else:
        lines += area_lines(heights, DENSITY_ROWS, marks, gutter)
        lines += axis_lines(axis, columns, marks, gutter)
    lines.append(interval_line(drawn, axis, columns, marks, gutter))
    beyond = _beyond(summary, cumulative, epoch)
    return [*lines, Text(" " * gutter + beyond, style=FRAME)] if beyond else lines


def _strips(summaries: tuple[Summary, ...], epoch: int, width: int, marks: Glyphs) -> list[Text]:
    ends = _joint_range(summaries)
    if ends is None:
        return []
    names = [one_line(", ".join(s.element)) for s in summaries[:MOST_STRIPS]]
    gutter = min(max(cell_len(name) for name in names) + 3, width // 3)
    ends_of_lines = [_infinite_share(s, epoch) for s in summaries[:MOST_STRIPS]]
    margin = max(len(end) for end in ends_of_lines)
    # A narrow console has no room for both.
    margin = margin + 1 if margin and width - gutter - margin >= NARROWEST else 0
    columns = width - gutter - margin
    drawn = _in_shown_units(summaries[:MOST_STRIPS])
    axis = _axis(drawn, ends, epoch, columns)
    lines = [_title(summaries, log=axis.scale == "log")]
    for name, summary, end in zip(names, drawn, ends_of_lines, strict=True):
        label = set_cell_size(f"  {name}", gutter - 1) + " "
        if summary.shape is None or not len(summary.shape):
            continue
        (row,) = rows_of(density(cumulative_shares(summary.shape, axis, columns), summary.shape), 1, marks)
        place = axis.place(summary.median.value) if isfinite(summary.median.value) else -1.0
        text = Text.assemble(label, (row, AREA))
        if 0 <= place <= 1:
            at = len(label) + min(int(place * columns), columns - 1)
            text.pad_right(max(at + 1 - len(text), 0))
            text = Text.assemble(text[:at], (marks.median, MEDIAN), text[at + 1 :])
        if margin and end:
            text.pad_right(max(cell_len(label) + columns + 1 - text.cell_len, 0))
            text.append(end, style=FRAME)
        lines.append(text)
    lines += axis_lines(axis, columns, marks, gutter)
    if len(summaries) > MOST_STRIPS:
        lines.append(Text(f"{' ' * gutter}and {len(summaries) - MOST_STRIPS} more", style=FRAME))
    return lines


def _infinite_share(summary: Summary, epoch: int) -> str:
    shares = infinite_shares(summary, epoch)
    return ", ".join(f"{format_share(share, summary.draws)} {label}" for share, label in shares)


def _title(summaries: tuple[Summary, ...], *, log: bool = False, by_date: bool = True) -> Text:
    question = summaries[0].question
    unit, _ = shown_unit(question, typical(summaries))
    text = Text(one_line(question.name), style="bold")
    if question.title:
        text.append(f"  {one_line(question.title)}", style="not bold")
    if by_date and question.kind == "date" and not question.dims:
        text.append("  probability by date", style="not bold dim")
    if unit:
        text.append(f"  {one_line(unit)}", style="not bold dim")
    if log:
        text.append("  log scale", style="not bold dim")
    return text


def _in_shown_units(summaries: tuple[Summary, ...]) -> list[Summary]:
    """Summaries with their values as they are shown: divided by the unit's scale, growths as factors."""
    import numpy as np

    from forecast.results.estimate import Estimate

    question = summaries[0].question
    _, scale = shown_unit(question, typical(summaries))

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
    log_allowed = summaries[0].question.kind != "date"
    shapes = [s.shape for s in _in_shown_units(summaries)]
    ranges = [shown_range(shape, log_allowed=log_allowed) for shape in shapes if shape is not None]
    known = [ends for ends in ranges if ends is not None]
    return (min(low for low, _ in known), max(high for _, high in known)) if known else None


def _whole(drawn: Sequence[Summary]) -> bool:
    """Whether all values are whole numbers."""
    import numpy as np

    shapes = [s.shape[np.isfinite(s.shape)] for s in drawn if s.shape is not None]
    return all(bool(np.all(shape == np.rint(shape))) for shape in shapes)


def _axis(drawn: Sequence[Summary], ends: tuple[float, float], epoch: int, columns: int) -> Axis:
    question = drawn[0].question
    low, high = ends
    if question.kind == "date":
        # Beyond the clock lie dates that are not known: those seen there are some of them.
        open_ended = any(summary.unreached is not None and summary.unreached.value > 0 for summary in drawn)
        if question.horizon is not None and open_ended and low < question.horizon:
            high = min(high, question.horizon)
        return date_axis(low, high, epoch, width=columns)
    suffix = {"growth": "x"}.get(question.kind, question.unit if question.unit in ("%", "x") else "")
    return number_axis(low, high, width=columns, suffix=suffix, whole=_whole(drawn))


def _beyond(summary: Summary, cumulative: "NDArray[np.float64]", epoch: int) -> str:
    parts: list[str] = []
    never = _infinite(summary)
    below, above = float(cumulative[0]), 1 - never - float(cumulative[-1])
    earlier, later = ("earlier", "later") if summary.question.kind == "date" else ("lower", "higher")
    for share, word in ((below, f"{earlier} than shown"), (above, f"{later} than shown")):
        if share >= 0.015:
            parts.append(f"{share:.0%} {word}")
    if never > 0:
        parts.append(_infinite_share(summary, epoch))
    return ", ".join(parts)
