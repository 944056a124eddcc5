"""The table of a question that changes over time: some of its dates side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import floor, isfinite, isnan

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from forecast.language.types.calendar import DAYS_PER_YEAR, decimal_year, years_since
from forecast.report.inert import one_line
from forecast.report.number import format_estimate, format_horizon, format_share, shown_unit
from forecast.report.table import infinite_shares, share_of_draws, typical
from forecast.results.estimate import Estimate, proportion
from forecast.results.question import Question
from forecast.results.series import Series
from forecast.results.summary import Summary

ROUNDING = 1e-14
"""Share of the largest value of a row below which another one is nothing but rounding."""
MOST_DATES = 11
FEWEST_DATES = 2
MOST_ELEMENTS = 8
YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
LEVELS = (0.95, 0.75, 0.5, 0.25, 0.05)
FEWER_LEVELS = (0.95, 0.5, 0.05)
"""Of each element of an indexed question."""
FEW_MISSING = 0.005
"""Share of draws up to which nothing is said of those without a value."""


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """The quantiles, or the probabilities, of one question at as many dates as fit the console."""

    series: tuple[Series, ...]
    """All of one question."""
    epoch: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table with the most dates that fits, and below it what the question is conditioned on."""
        free = options.update_width(10_000)
        table = None
        for most in range(MOST_DATES, FEWEST_DATES - 1, -1):
            table = _table(self, most)
            if Measurement.get(console, free, table).maximum <= options.max_width:
                break
        if table is not None:
            yield table
        yield from _notes(self.series)


def series_tables(series: Sequence[Series], epoch: int) -> list[SeriesTable]:
    """A table for each question that changes over time."""
    return [SeriesTable(tuple(group), epoch) for _, group in groupby(series, key=lambda s: id(s.question))]


def typical_over_time(series: Sequence[Series]) -> float:
    """A value by which to choose the unit of a question."""
    return typical([summary for each in series for summary in each.summaries])


def nice_ticks(ticks: Sequence[float], epoch: int, most: int) -> list[int]:
    """The positions of at most ``most`` ticks: the first, the last, and between them those of round years, or evenly spread.

    Of a round year it is the tick that lies nearest to its beginning.
    """
    last = len(ticks) - 1
    if last < most:
        return list(range(last + 1))
    first_year, last_year = (floor(decimal_year(epoch + ticks[end] * DAYS_PER_YEAR)) for end in (0, -1))
    for step in YEARS:
        years = range(-(-first_year // step) * step, last_year + 1, step)
        begins = [years_since(epoch, year) for year in years if ticks[0] <= years_since(epoch, year) <= ticks[-1]]
        # The ends need room of their own.
        begins = [at for at in begins if min(at - ticks[0], ticks[-1] - at) >= step / 2]
        found = sorted({0, last, *(min(range(last + 1), key=lambda i, at=at: abs(ticks[i] - at)) for at in begins)})
        if len(found) <= most:
            if len(found) > FEWEST_DATES:
                return found
            break
    return sorted({round(place * last / (most - 1)) for place in range(most)})


def most_beyond(series: Sequence[Series], epoch: int) -> list[tuple[Estimate, int, str]]:
    """Shares of what has no place in a plot (never, missing …) where they are largest, with their draws and their names."""
    found: dict[str, tuple[Estimate, int, str]] = {}
    for summary in (summary for each in series for summary in each.summaries):
        for share, label in _absent(summary, epoch):
            if share.value >= FEW_MISSING and (label not in found or share.value > found[label][0].value):
                found[label] = (share, summary.draws + summary.missing, label)
    return list(found.values())


def _table(shown: SeriesTable, most: int) -> Table:
    question = shown.series[0].question
    places = nice_ticks(question.ticks, shown.epoch, most)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    table.add_column(_name(shown.series), no_wrap=True, overflow="ellipsis", header_style="not dim")
    table.add_column("", no_wrap=True, style="dim")
    for place in places:
        table.add_column(format_horizon(question.ticks[place], shown.epoch), justify="right", no_wrap=True)
    unit, scale = shown_unit(question, typical_over_time(shown.series))
    for series in shown.series[:MOST_ELEMENTS]:
        at = [series.summaries[place] for place in places]
        name = one_line(", ".join(series.element))
        for position, (level, cells, style) in enumerate(_rows(question, at, shown, unit, scale)):
            table.add_row(f"  {name}" if position == 0 and name else "", level, *cells, style=style)
    if len(shown.series) > MOST_ELEMENTS:
        table.add_row(Text(f"  and {len(shown.series) - MOST_ELEMENTS} more", style="dim"))
    return table


def _name(group: Sequence[Series]) -> Text:
    question = group[0].question
    unit, _ = shown_unit(question, typical_over_time(group))
    name = Text(one_line(question.name), style="bold")
    if question.given is not None:
        name.append("*", style="bold")
    if any(summary.failed for series in group for summary in series.summaries):
        name.append("!", style="bold red")
    if unit not in ("", "%", "x"):
        name.append(" per year" if question.kind == "growth" else f" {one_line(unit)}", style="not bold dim")
    return name


def _rows(
    question: Question, at: list[Summary], shown: SeriesTable, unit: str, scale: float
) -> Iterator[tuple[str, list[str], str]]:
    """What each row is called, its cells, and its style."""
    if question.kind == "boolean":
        yield "", [format_share(s.probability, s.draws) for s in at if s.probability is not None], ""
    for place, label in enumerate(question.categories):
        yield one_line(label), [format_share(s.shares[place], s.draws) for s in at], ""
    if at[0].quantiles:
        for level in FEWER_LEVELS if question.dims else LEVELS:
            estimates = _settled([s.quantiles[level] for s in at])
            cells = [format_estimate(e, question, epoch=shown.epoch, scale=scale, unit=unit) for e in estimates]
            yield ("median", cells, "bold") if level == 0.5 else (f"{level:.0%}", cells, "")
    absent = [{label: share for share, label in _absent(s, shown.epoch)} for s in at]
    for label in dict.fromkeys(label for each in absent for label in each):
        shares = [each.get(label) for each in absent]
        if any(share is not None and share.value >= FEW_MISSING for share in shares):
            counts = [s.draws + s.missing for s in at]
            cells = [format_share(e, n) if e is not None else "" for e, n in zip(shares, counts, strict=True)]
            yield label, cells, "dim"


def _settled(estimates: Sequence[Estimate]) -> list[Estimate]:
    """Values that are 0 but for the rounding of arithmetic with the largest of them, as 0."""
    largest = max((abs(e.value) for e in estimates if isfinite(e.value)), default=0.0)
    return [replace(e, value=0.0, mcse=0.0) if abs(e.value) < ROUNDING * largest else e for e in estimates]


def _absent(summary: Summary, epoch: int) -> list[tuple[Estimate, str]]:
    found = infinite_shares(summary, epoch)
    if summary.missing:
        found.append((proportion(summary.missing, summary.draws + summary.missing), "missing"))
    return found


def _notes(group: Sequence[Series]) -> Iterator[Text]:
    question = group[0].question
    summaries = [summary for series in group for summary in series.summaries]
    given = [s.given for s in summaries if s.given is not None and not isnan(s.given.value)]
    if question.given is not None and given:
        inside = max(s.draws + s.missing + s.failed for s in summaries)
        low, high = min(given, key=lambda e: e.value), max(given, key=lambda e: e.value)
        total = round(inside / high.value) if high.value else 0
        told = share_of_draws(high, total) if total else "none of the draws"
        if low.value < high.value:
            told = f"{format_share(low, total)} to {told}"
        condition = one_line(question.given.text)
        yield Text(f"* {one_line(question.name)}: given {condition}, true in {told}", "dim")
    failed = max(summaries, key=lambda s: s.failed)
    if failed.failed:
        share = share_of_draws(proportion(failed.failed, failed.draws + failed.failed), failed.draws + failed.failed)
        yield Text(f"! {one_line(question.name)}: up to {share} failed; its digits allow for them", "red")
