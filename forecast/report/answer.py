"""The whole answer of a run, as people read it."""

from collections.abc import Iterator
from math import isfinite

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from forecast.report.correlation import correlation_lines
from forecast.report.inert import one_line
from forecast.report.number import duration_unit, format_number, format_share
from forecast.report.plot import Legend, question_plots
from forecast.report.table import QuestionTable
from forecast.results.forecast import ExpectationResult, Forecast
from forecast.results.summary import Estimate, Summary

MOST_PLOTS = 12
METHODS = {"forward": "drawn forward (no evidence in this model)"}


def answer(forecast: Forecast, *, plots: bool = True) -> RenderableType:
    """Status if it is bad, then the table, the plots, the expectations, the correlations, and how far to trust the digits."""
    return Group(*_sections(forecast, plots=plots))


def _sections(forecast: Forecast, *, plots: bool) -> Iterator[RenderableType]:
    yield _header(forecast)
    if not forecast.trustworthy:
        yield Text("")
        yield from _status(forecast)
    if forecast.summaries:
        yield Text("")
        yield QuestionTable(forecast.summaries, forecast.epoch)
    drawn = question_plots(forecast.summaries, forecast.epoch) if plots else []
    for plot in drawn[:MOST_PLOTS]:
        yield Text("")
        yield plot
    if len(drawn) > MOST_PLOTS:
        yield Text(f"and {len(drawn) - MOST_PLOTS} more plots", style="dim")
    if drawn:
        yield Text("")
        yield Legend()
    if forecast.expected:
        yield Text("")
        yield from (_expectation(result) for result in forecast.expected)
    if forecast.correlations:
        yield Text("")
        yield from correlation_lines(forecast.correlations)
    yield Text("")
    yield Text(" ".join(_method(forecast)), style="dim")


def _header(forecast: Forecast) -> Text:
    provenance = forecast.provenance
    text = Text(one_line(forecast.model) or "forecast", style="bold")
    facts = [f"as of {provenance.as_of}"] if provenance.as_of else []
    facts += [f"{forecast.draws.count:,} draws", f"seed {provenance.seed}"]
    facts += [one_line(f"{name} {value}") for name, value in provenance.settings.items()]
    text.append("  " + ", ".join(facts), style="not bold dim")
    return text


def _status(forecast: Forecast) -> Iterator[RenderableType]:
    yield Text("These numbers are not to be trusted.", style="bold red")
    for reason in forecast.distrust:
        yield Padding(Text(one_line(reason)), (0, 0, 0, 2))


def _expectation(result: ExpectationResult) -> Text:
    expectation = result.expectation
    held = format_share(result.share, result.draws)
    name = one_line(expectation.text)
    if result.element:
        name += f" for {one_line(', '.join(result.element))}"
    if result.holds:
        text = Text.assemble(("holds", "green"), f" in {held} of draws: {name}")
    else:
        text = Text.assemble(("mostly fails", "bold yellow"), f", holds in {held} of draws: {name}")
    if expectation.why:
        text.append(f' "{one_line(expectation.why)}"', style="dim")
    if not result.holds and expectation.place:
        text.append(f" ({one_line(expectation.place)})", style="dim")
    if result.missing:
        text.append(f", {result.missing:,} draws do not say", style="dim")
    return text


def _method(forecast: Forecast) -> Iterator[str]:
    provenance = forecast.provenance
    how = METHODS.get(provenance.method, provenance.method)
    took = f" in {_seconds(provenance.wall_seconds)} s" if provenance.wall_seconds else ""
    yield f"{forecast.draws.count:,} possible worlds, {how}{took}."
    errors = _errors(forecast.summaries)
    if errors:
        yield f"Monte Carlo standard error: up to {', '.join(errors)}; the digits shown are those it supports."


def _seconds(taken: float) -> str:
    """At least two digits, and tenths where there are more."""
    return format_number(taken, min(0.05, taken / 20))


def _errors(summaries: tuple[Summary, ...]) -> list[str]:
    """The largest standard errors, in words: of median dates, of other medians, of probabilities."""
    dates = [s.median.mcse for s in summaries if s.question.kind == "date" and _settled(s.median)]
    relative = [
        s.median.mcse if s.question.kind == "growth" else abs(s.median.mcse / s.median.value)
        for s in summaries
        if s.question.kind in ("number", "duration", "growth") and _settled(s.median) and s.median.value
    ]
    shares = [e for s in summaries for e in (s.probability, s.never, *s.shares) if e is not None]
    points = [100 * e.mcse for e in shares if _settled(e)]
    found: list[str] = []
    if dates:
        unit, scale = duration_unit(max(dates))
        found.append(f"{_rounded(max(dates) / scale)} {unit} in median dates")
    if relative:
        found.append(f"{_rounded(100 * max(relative))}% in {'other ' if dates else ''}medians")
    if points:
        found.append(f"{_rounded(max(points))} percentage points in probabilities")
    return found


def _settled(estimate: Estimate) -> bool:
    return isfinite(estimate.value) and isfinite(estimate.mcse)


def _rounded(error: float) -> str:
    # Two digits: an error of an error means nothing.
    return format_number(error, abs(error) / 10)
