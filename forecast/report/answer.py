"""The whole answer of a run, as people read it."""

from collections.abc import Iterator
from math import isfinite

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from forecast.report.correlation import correlation_lines
from forecast.report.fan import FanLegend, fan_plots
from forecast.report.inert import one_line
from forecast.report.learnt import learnt_table
from forecast.report.number import FEW_DRAWS, duration_unit, format_number
from forecast.report.plot import Legend, question_plots
from forecast.report.series_table import series_tables
from forecast.report.table import QuestionTable, share_of_draws
from forecast.results.estimate import Estimate
from forecast.results.forecast import ExpectationResult, Forecast
from forecast.results.provenance import Provenance
from forecast.results.summary import Summary, size_of_median

MOST_PLOTS = 12
METHODS = {"forward": "drawn forward (no evidence in this model)"}
POINTS = {"lhs": "Latin hypercube", "sobol": "Sobol"}


def answer(forecast: Forecast, *, plots: bool = True) -> RenderableType:
    """Status if it is bad, then the table, the plots, the expectations, the correlations, and how far to trust the digits."""
    return Group(*_sections(forecast, plots=plots))


def _sections(forecast: Forecast, *, plots: bool) -> Iterator[RenderableType]:
    yield header(forecast)
    if not forecast.trustworthy:
        yield Text("")
        yield from status(forecast)
    if forecast.summaries:
        yield Text("")
        yield QuestionTable(forecast.summaries, forecast.epoch)
    for table in series_tables(forecast.series, forecast.epoch):
        yield Text("")
        yield table
    drawn = question_plots(forecast.summaries, forecast.epoch) if plots else []
    fans = fan_plots(forecast.series, forecast.summaries, forecast.epoch) if plots else []
    told = {plot.summaries[0].question.name for plot in drawn[:MOST_PLOTS]}
    yield from _titles(forecast, told | {fan.series[0].question.name for fan in fans})
    for fan in fans[:MOST_PLOTS]:
        yield Text("")
        yield fan
    if any(fan.is_fan for fan in fans):
        yield Text("")
        yield FanLegend()
    if len(fans) > MOST_PLOTS:
        yield Text(f"and {len(fans) - MOST_PLOTS} more plots over time", style="dim")
    for plot in drawn[:MOST_PLOTS]:
        yield Text("")
        yield plot
    if len(drawn) > MOST_PLOTS:
        yield Text(f"and {len(drawn) - MOST_PLOTS} more plots", style="dim")
    if any(plot.has_marks for plot in drawn[:MOST_PLOTS]):
        yield Text("")
        yield Legend()
    if forecast.learnt is not None:
        yield from learnt_table(forecast.learnt, forecast.epoch)
    if forecast.expected:
        yield Text("")
        yield from (_expectation(result) for result in forecast.expected)
    if forecast.correlations:
        yield Text("")
        yield from correlation_lines(forecast.correlations)
    yield Text("")
    yield Text(" ".join(method(forecast)), style="dim")


def header(forecast: Forecast) -> Text:
    """The model's name, and what kind of run it was."""
    provenance = forecast.provenance
    text = Text(one_line(forecast.model) or "forecast", style="bold")
    facts = [f"as of {provenance.as_of}"] if provenance.as_of else []
    facts += [_counted(forecast.draws.count, "draw") + _sets(provenance), f"seed {provenance.seed}"]
    facts += [one_line(f"{name} {value}") for name, value in provenance.settings.items()]
    text.append("  " + ", ".join(facts), style="not bold dim")
    return text


def _sets(provenance: Provenance) -> str:
    """How the draws come in sets: `` (16 sets of 8,192 Sobol points)``."""
    if provenance.points == "random":
        return ""
    size = provenance.draws // provenance.replicates
    return f" ({provenance.replicates} sets of {_counted(size, f'{POINTS[provenance.points]} point')})"


def status(forecast: Forecast) -> Iterator[RenderableType]:
    """Why the numbers are not to be trusted."""
    yield Text("These numbers are not to be trusted.", style="bold red")
    for reason in forecast.distrust:
        yield Padding(Text(one_line(reason)), (0, 0, 0, 2))


def _expectation(result: ExpectationResult) -> Text:
    expectation = result.expectation
    held = share_of_draws(result.share, result.draws)
    name = one_line(expectation.text)
    if result.element:
        name += f" for {one_line(', '.join(result.element))}"
    if expectation.ticks:
        name += " at all dates"
    if result.holds:
        text = Text.assemble(("holds", "green"), f" in {held}: {name}")
    else:
        text = Text.assemble(("mostly fails", "bold yellow"), f", holds in {held}: {name}")
    if expectation.why:
        text.append(f' "{one_line(expectation.why)}"', style="dim")
    if not result.holds and expectation.place:
        text.append(f" ({one_line(expectation.place)})", style="dim")
    if result.missing:
        text.append(f", {result.missing:,} draws do not say", style="dim")
    return text


def method(forecast: Forecast) -> Iterator[str]:
    """How the draws were made, and how far to trust the digits."""
    provenance = forecast.provenance
    took = f" in {_seconds(provenance.wall_seconds)} s" if provenance.wall_seconds else ""
    if provenance.reason:
        yield f"{_counted(forecast.draws.count, 'possible world')}{took}: {one_line(provenance.reason)}."
        for each in provenance.tried:
            yield f"Tried before: {one_line(each)}."
    else:
        how = METHODS.get(provenance.method, provenance.method)
        yield f"{_counted(forecast.draws.count, 'possible world')}, {how}{took}."
    if provenance.points != "random":
        yield "The points are made for this number of draws, and the errors are taken from how their sets differ."
    over_time = (summary for series in forecast.series for summary in series.summaries)
    errors = _errors((*forecast.summaries, *over_time))
    if forecast.draws.count < FEW_DRAWS:
        yield "So few draws have no known error; draw more to learn it."
    elif errors:
        yield f"Monte Carlo standard error: up to {', '.join(errors)}; the digits shown are those it supports."


def _seconds(taken: float) -> str:
    """At least two digits, and tenths where there are more."""
    return format_number(taken, min(0.05, taken / 20))


def _errors(summaries: tuple[Summary, ...]) -> list[str]:
    """The largest standard errors, in words: of median dates, of other medians, of probabilities."""
    dates = [s.median.mcse for s in summaries if s.question.kind == "date" and _settled(s.median)]
    relative = [
        s.median.mcse if s.question.kind == "growth" else s.median.mcse / size_of_median(s)
        for s in summaries
        if s.question.kind in ("number", "duration", "growth") and _settled(s.median) and size_of_median(s)
    ]
    shares = [e for s in summaries for e in (s.probability, s.never, s.unreached, *s.shares) if e is not None]
    points = [100 * e.mcse for e in shares if _settled(e)]
    found: list[str] = []
    if max(dates, default=0):
        unit, scale = duration_unit(max(dates))
        found.append(f"{_rounded(max(dates) / scale)} {unit} in median dates")
    if max(relative, default=0):
        found.append(f"{_percent(max(relative))} in {'other ' if dates else ''}medians")
    if max(points, default=0):
        found.append(f"{_rounded(max(points))} percentage points in probabilities")
    return found


def _percent(relative: float) -> str:
    return f"{_rounded(100 * relative)}%" if relative <= 1 else "more than 100%"


def _counted(number: int, word: str) -> str:
    return f"1 {word}" if number == 1 else f"{number:,} {word}s"


def _titles(forecast: Forecast, told: set[str]) -> Iterator[RenderableType]:
    """What the titles of questions without a plot say."""
    untold = [q for q in forecast.questions if q.title and q.name not in told]
    if untold:
        yield Text("")
    for question in untold:
        yield Text.assemble((one_line(question.name), "bold"), (f"  {one_line(question.title or '')}", "not bold"))


def _settled(estimate: Estimate) -> bool:
    return isfinite(estimate.value) and isfinite(estimate.mcse)


def _rounded(error: float) -> str:
    # Two digits: an error of an error means nothing.
    return format_number(error, abs(error) / 10)
