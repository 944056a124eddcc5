"""Data against predictive bands, a line for each value that was seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, isfinite

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.text import Text

from forecast.report.answer import header, status
from forecast.report.axis import Axis, date_axis, number_axis
from forecast.report.canvas import AREA, FRAME, INTERVAL, MEDIAN, axis_lines
from forecast.report.glyphs import Glyphs, glyphs
from forecast.report.inert import one_line
from forecast.report.number import format_estimate, shown_unit
from forecast.report.plot import NARROWEST, WIDEST
from forecast.results.estimate import Estimate
from forecast.results.fit import Fit, Fitted, Predicted
from forecast.results.forecast import Forecast
from forecast.results.question import Question

NOTE = (
    "The bands are for values like those seen, by a model that has learnt from the same ones; "
    "`--prior` draws those before it had."
)
MOST_ROWS = 40
"""Of more values some are shown, evenly spread over all."""


def fit_answer(forecast: Forecast, fits: Sequence[Fit], *, before: bool) -> RenderableType:
    """The lines of all evidence that is compared with distributions, after it or ``before`` it."""
    parts: list[RenderableType] = [header(forecast)]
    if not forecast.trustworthy:
        parts += [Text(""), *status(forecast)]
    for fit in fits:
        parts += [Text(""), FitPlot(fit, forecast.epoch, before)]
    if any(fit.has_bands for fit in fits):
        parts += [Text(""), FitLegend()]
    if not before:
        parts += [Text(""), Text(NOTE, style="dim")]
    return Group(*parts)


@dataclass(frozen=True, slots=True)
class FitPlot:
    """The lines of one statement of evidence: bands of 90% and 50%, their median, and what was seen."""

    fit: Fit
    epoch: int
    before: bool = False
    """Whether the bands are those before the evidence."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, top to bottom."""
        marks = glyphs(ascii_only=options.ascii_only)
        fit, width = self.fit, min(options.max_width, WIDEST)
        unit, _ = shown_unit(fit.question, _typical(fit))
        title = Text(one_line(fit.name), style="bold")
        if unit and unit not in ("%", "x"):
            title.append(f"  {one_line(unit)}", style="not bold")
        shown = _spread(fit.rows)
        lines = _Lines(fit, shown, self.epoch, width, before=self.before)
        axis = lines.axis if fit.has_bands and width >= NARROWEST else None
        if axis is not None and axis.scale == "log":
            title.append("  log scale", style=FRAME)
        yield title
        yield from lines.bands(axis, marks) if axis is not None else lines.texts()
        if len(shown) < len(fit.rows):
            yield Text(f"{len(shown)} of {len(fit.rows):,} values are shown", style=FRAME)
        if fit.has_bands and fit.rows:
            yield Text(_coverage(fit, before=self.before))


@dataclass(frozen=True, slots=True)
class FitLegend:
    """What the marks of the lines mean."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """One line."""
        marks = glyphs(ascii_only=options.ascii_only)
        yield Text.assemble(
            (marks.outer * 3, AREA),
            (" predicted, central 90%  ", FRAME),
            (marks.inner * 3, AREA),
            (" central 50%  ", FRAME),
            (marks.median, MEDIAN),
            (" median  ", FRAME),
            (marks.seen, INTERVAL),
            (" seen", FRAME),
        )


@dataclass(frozen=True, slots=True)
class _Lines:
    fit: Fit
    rows: Sequence[Fitted]
    epoch: int
    width: int
    before: bool

    @property
    def question(self) -> Question:
        return self.fit.question

    @property
    def scale(self) -> float:
        return shown_unit(self.question, _typical(self.fit))[1]

    def side(self, row: Fitted) -> Predicted:
        return row.before if self.before and row.before is not None else row.after

    def shown(self, value: float) -> float:
        if self.question.kind == "growth":
            return exp(value) if value < 700 else value
        return value / self.scale

    def text(self, value: float) -> str:
        unit, scale = shown_unit(self.question, _typical(self.fit))
        return format_estimate(Estimate(value, 0.0), self.question, epoch=self.epoch, scale=scale, unit=unit)

    @property
    def gutter(self) -> int:
        return self.names + max((len(self.text(row.seen)) for row in self.rows), default=0) + 3

    @property
    def names(self) -> int:
        widest = max((cell_len(one_line(", ".join(row.element))) for row in self.rows), default=0)
        return min(widest + 2, self.width // 3)

    @property
    def axis(self) -> Axis | None:
        values = [self.shown(v) for row in self.rows for v in (row.seen, *self.side(row).quantiles)]
        finite = [value for value in values if isfinite(value)]
        if not finite or min(finite) >= max(finite):
            return None
        low, high = min(finite), max(finite)
        columns = max(self.width - self.gutter, 1)
        if self.question.kind == "date":
            return date_axis(low, high, self.epoch, width=columns)
        suffix = {"growth": "x"}.get(self.question.kind, self.question.unit if self.question.unit in ("%", "x") else "")
        return number_axis(low, high, width=columns, suffix=suffix)

    def bands(self, axis: Axis, marks: Glyphs) -> Iterator[Text]:
        columns = max(self.width - self.gutter, 1)
        for row in self.rows:
            yield Text.assemble(self._label(row), *_band(self, row, axis, columns, marks))
        yield from axis_lines(axis, columns, marks, self.gutter)

    def texts(self) -> Iterator[Text]:
        """Without an axis: what was seen, and how probable that was."""
        for row in self.rows:
            if self.fit.has_bands:
                yield self._label(row)
                continue
            seen = self._named(row.seen)
            yield Text.assemble(
                set_cell_size(f"  {one_line(', '.join(row.element))}", self.names + 2),
                f"{seen}, predicted with ",
                (f"{self.side(row).probability:.0%}", MEDIAN),
            )

    def _named(self, seen: float) -> str:
        if self.question.kind == "boolean":
            return "true" if seen == 1 else "false"
        return one_line(self.question.categories[int(seen)])

    def _label(self, row: Fitted) -> Text:
        name = set_cell_size(f"  {one_line(', '.join(row.element))}", self.names)
        seen = self.text(row.seen)
        return Text.assemble(name, (f" {seen:>{self.gutter - self.names - 3}}  ", INTERVAL))


def _band(lines: _Lines, row: Fitted, axis: Axis, columns: int, marks: Glyphs) -> Iterator[tuple[str, str]]:
    cells, styles = [" "] * columns, [FRAME] * columns

    def column(value: float) -> int:
        place = axis.place(lines.shown(value)) if isfinite(value) else (2.0 if value > 0 else -1.0)
        return int(max(-1.0, min(place, 1.0001)) * columns)

    lowest, low, median, high, highest = lines.side(row).quantiles
    for start, stop, glyph in ((lowest, highest, marks.outer), (low, high, marks.inner)):
        for at in range(max(column(start), 0), min(column(stop) + 1, columns)):
            cells[at], styles[at] = glyph, AREA
    for value, glyph, style in ((median, marks.median, MEDIAN), (row.seen, marks.seen, INTERVAL)):
        at = min(column(value), columns - 1)
        if at >= 0:
            cells[at], styles[at] = glyph, style
    return zip(cells, styles, strict=True)


def _spread(rows: Sequence[Fitted]) -> Sequence[Fitted]:
    if len(rows) <= MOST_ROWS:
        return rows
    return [rows[round(place * (len(rows) - 1) / (MOST_ROWS - 1))] for place in range(MOST_ROWS)]


def _typical(fit: Fit) -> float:
    seen = sorted(row.seen for row in fit.rows)
    return seen[len(seen) // 2] if seen else 0.0


def _coverage(fit: Fit, *, before: bool) -> str:
    place = 1 if before else 0
    half, most = (fit.coverage(level)[place] for level in (0.5, 0.9))
    count = len(fit.rows)
    return f"seen within the central 50%: {half} of {count:,}; within the central 90%: {most} of {count:,}"
