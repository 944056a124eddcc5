"""The table of all questions: one row for each, one for each element of an indexed question."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import inf, isfinite, isnan

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from forecast.report.inert import one_line
from forecast.report.number import at_the_edge, format_estimate, format_horizon, format_share, shown_unit
from forecast.results.estimate import Estimate, proportion
from forecast.results.summary import Summary

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
NARROW_LEVELS = (0.1, 0.5, 0.9)
STACKED_WIDTH = 60
"""Consoles narrower than this get one block for each question instead of a table."""
NARROWEST_NAME = 16
MOST_ELEMENTS = 40
"""Rows for one question; the rest are counted."""
PROBABILITY = "probability"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: its name, texts by level of quantile, and lines of shares ("48.5%", "11.9% never")."""

    name: Text
    quantiles: dict[float, str] = field(default_factory=dict[float, str])
    shares: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """A table that leaves out the quartiles where the console is too narrow for them, and stacks where narrower still."""

    summaries: tuple[Summary, ...]
    epoch: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The widest form that fits, and below it what the questions are conditioned on."""
        rows = table_rows(self.summaries, self.epoch)
        yield _fitting(rows, console, options)
        yield from _footnotes(self.summaries, self.epoch)


def table_rows(summaries: tuple[Summary, ...], epoch: int) -> list[Row]:
    """The rows of all questions, those of one question together."""
    return [
        row
        for _, group in groupby(summaries, key=lambda s: id(s.question))
        for row in _question_rows(list(group), epoch)
    ]


def share_of_draws(share: Estimate, draws: int) -> str:
    """``34% of draws``, ``0 of 12 draws``."""
    text = format_share(share, draws)
    return f"{text} of draws" if text.endswith("%") else f"{text} {'draw' if draws == 1 else 'draws'}"


def share_of(part: int, total: int) -> str:
    """A number of draws as a share of others."""
    return format_share(proportion(part, total), total)


def _question_rows(group: list[Summary], epoch: int) -> list[Row]:
    question = group[0].question
    unit, scale = shown_unit(question, typical(group))
    name = Text(one_line(question.name), style="bold")
    if question.given is not None:
        name.append("*", style="bold")
    if any(summary.failed for summary in group):
        name.append("!", style="bold red")
    if unit not in ("", "%", "x"):
        name.append(" per year" if question.kind == "growth" else f" {one_line(unit)}", style="dim")
    if not question.dims and not question.categories:
        return [_row(name, group[0], epoch, unit, scale)]
    rows = [Row(name)]
    for summary in group[:MOST_ELEMENTS]:
        label = one_line(", ".join(summary.element))
        if label:
            rows.append(_row(Text(f"  {label}"), summary, epoch, unit, scale))
        elif summary.missing:
            rows = [_row(name, summary, epoch, unit, scale)]
        indent = "    " if label else "  "
        rows.extend(
            Row(Text(indent + one_line(category)), shares=(format_share(share, summary.draws),))
            for category, share in zip(question.categories, summary.shares, strict=bool(summary.shares))
        )
    if len(group) > MOST_ELEMENTS:
        rows.append(Row(Text(f"  and {len(group) - MOST_ELEMENTS} more", style="dim")))
    return rows


def _row(name: Text, summary: Summary, epoch: int, unit: str, scale: float) -> Row:
    question = summary.question
    quantiles = {
        level: format_estimate(estimate, question, epoch=epoch, scale=scale, unit=unit)
        for level, estimate in _evenly_precise(summary).items()
    }
    shares: list[str] = []
    if summary.probability is not None:
        shares.append(format_share(summary.probability, summary.draws))
    shares += [f"{format_share(share, summary.draws)} {label}" for share, label in infinite_shares(summary, epoch)]
    if summary.missing:
        shares.append(f"{share_of(summary.missing, summary.draws + summary.missing)} missing")
    return Row(name, quantiles, tuple(shares))


def _evenly_precise(summary: Summary) -> dict[float, Estimate]:
    """The quantiles that are shown; those of a date no finer than the median, so that a row does not jump to single days."""
    shown = {level: summary.quantiles[level] for level in LEVELS if level in summary.quantiles}
    median = shown.get(0.5)
    if summary.question.kind != "date" or median is None or not isfinite(median.value) or at_the_edge(median):
        return shown
    return {
        level: replace(estimate, mcse=max(estimate.mcse, median.mcse)) if isfinite(estimate.mcse) else estimate
        for level, estimate in shown.items()
    }


def infinite_shares(summary: Summary, epoch: int) -> list[tuple[Estimate, str]]:
    """The shares of what is no number or date, above 0, with what it is called: not by the end of the clock, never, …"""
    never = "never" if summary.question.kind == "date" else "endless"
    end = "" if summary.question.horizon is None else f"not by {format_horizon(summary.question.horizon, epoch)}"
    known = ((summary.unreached, end), (summary.never, never), (summary.infinite, "infinite"))
    return [(share, label) for share, label in known if share is not None and share.value > 0]


def _footnotes(summaries: tuple[Summary, ...], epoch: int) -> list[Text]:
    notes: list[Text] = []
    for _, group in groupby(summaries, key=lambda s: id(s.question)):
        summary, *others = list(group)
        question, given = summary.question, summary.given
        if question.given is not None and given is not None:
            inside = summary.draws + summary.missing + summary.failed
            held = share_of_draws(given, round(inside / given.value)) if inside else "none of the draws"
            condition = one_line(question.given.text)
            notes.append(Text(f"* {one_line(question.name)}: given {condition}, true in {held}", "dim"))
        failed = max(s.failed for s in (summary, *others))
        if failed:
            share = share_of_draws(proportion(failed, summary.draws + summary.failed), summary.draws + summary.failed)
            notes.append(Text(f"! {one_line(question.name)}: {share} failed; its digits allow for them", "red"))
        infinite = [s for s in (summary, *others) if s.infinite is not None and s.infinite.value > 0]
        if infinite:
            notes.append(Text(_infinite_note(infinite), "dim"))
    edges = [s for s in summaries if any(at_the_edge(s.quantiles[level]) for level in LEVELS if level in s.quantiles)]
    if edges:
        labels = dict.fromkeys(label for s in edges for _, label in infinite_shares(s, epoch))
        called = " or ".join(labels)
        beyond = "later" if all(s.question.kind == "date" for s in edges) else "later or more"
        notes.append(Text(f"> {beyond} than that, perhaps {called}: these draws cannot tell", "dim"))
    return notes


def _infinite_note(found: list[Summary]) -> str:
    most = max((s for s in found if s.infinite is not None), key=lambda s: s.infinite.value if s.infinite else 0.0)
    share = share_of_draws(most.infinite, most.draws) if most.infinite else ""
    name = one_line(most.question.name)
    if most.element:
        name += f" for {one_line(', '.join(most.element))}"
    return f"{name} is infinite in {share}: too large for a number, or of a date that never comes"


def typical(group: Sequence[Summary]) -> float:
    """A value by which to choose the unit of all elements of a question: the middle one of their medians."""
    medians = sorted(s.median.value for s in group if 0.5 in s.quantiles and not isnan(s.median.value))
    return medians[len(medians) // 2] if medians else inf


def _fitting(rows: list[Row], console: Console, options: ConsoleOptions) -> RenderableType:
    width = options.max_width
    if width < STACKED_WIDTH:
        return _stack(rows)
    free = options.update_width(10_000)
    for levels in (LEVELS, NARROW_LEVELS):
        table = _table(rows, levels)
        if Measurement.get(console, free, table).maximum <= width:
            return table
    longest = max((line.cell_len for row in rows for line in row.name.split()), default=0)
    spare = Measurement.get(console, free, _table(rows, NARROW_LEVELS)).maximum - width
    if longest - spare >= NARROWEST_NAME:
        return _table(rows, NARROW_LEVELS, name_width=longest - spare)
    return _stack(rows)


def _table(rows: list[Row], levels: tuple[float, ...], *, name_width: int | None = None) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    table.add_column("", width=name_width, no_wrap=name_width is None, overflow="fold")
    used = [level for level in levels if any(level in row.quantiles for row in rows)]
    for level in used:
        median = level == 0.5
        table.add_column(
            "median" if median else f"{level:.0%}", justify="right", no_wrap=True, style="bold" if median else ""
        )
    with_shares = any(row.shares for row in rows)
    if with_shares:
        table.add_column(PROBABILITY, no_wrap=True)
    # Numbers stand right-aligned before their labels.
    digits = max((len(share.partition(" ")[0]) for row in rows for share in row.shares), default=0)
    for row in rows:
        cells: list[RenderableType] = [row.quantiles.get(level, "") for level in used]
        if with_shares:
            cells.append(Text("\n").join(_share_text(share, digits) for share in row.shares))
        table.add_row(row.name, *cells)
    return table


def _share_text(share: str, digits: int) -> Text:
    number, _, label = share.partition(" ")
    text = Text(" " * (digits - len(number)))
    text.append(number, style="" if label else "bold")
    if label:
        text.append(f" {label}", style="dim")
    return text


def _stack(rows: list[Row]) -> RenderableType:
    parts: list[RenderableType] = []
    for row in rows:
        parts.append(row.name)
        indent = len(row.name.plain) - len(row.name.plain.lstrip()) + 2
        lines = [_share_text(share, 0) for share in row.shares]
        if 0.5 in row.quantiles:
            interval = f", 80% {row.quantiles[0.1]} to {row.quantiles[0.9]}"
            lines.insert(0, Text.assemble("median ", (row.quantiles[0.5], "bold"), interval))
        parts.extend(Padding(line, (0, 0, 0, indent), expand=False) for line in lines)
    return Group(*parts)
