"""Forecasts as one table of comma-separated values, a row for each answer. The columns are described in docs/csv.md.

Cells of columns of numbers hold what ``float`` reads, or nothing where there is no such number.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from math import inf, isnan, nan
from typing import TYPE_CHECKING

from forecast.language.types.calendar import format_date
from forecast.results.estimate import Estimate
from forecast.results.json_form import shown_error, unit_of
from forecast.results.summary import LEVELS, Summary

if TYPE_CHECKING:
    from forecast.results.forecast import Forecast

type Cell = str | int | float | bool | None

ESTIMATES = ("given_share", "probability", "never", "not_by_horizon", "infinite")
QUANTILES = tuple(f"p{level * 100:g}" for level in LEVELS)
COLUMNS = (
    *("model", "trustworthy", "question", "index", "element", "category", "kind", "unit", "given", "horizon", "time"),
    *("draws", "missing_draws", "failed_draws"),
    *(column for name in (*ESTIMATES, *QUANTILES) for column in (name, f"{name}_mcse")),
    *(f"{name}_date" for name in QUANTILES),
)


def forecasts_to_csv(forecasts: "Sequence[Forecast]") -> str:
    """The table of all answers, its header first; lines end with a newline alone."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    for forecast in forecasts:
        for question in forecast.questions:
            for summary in forecast.summaries:
                if summary.question is question:
                    table.writerows(_rows(forecast, summary))
            for series in forecast.series:
                if series.question is question:
                    for tick, summary in zip(question.ticks, series.summaries, strict=True):
                        table.writerows(_rows(forecast, summary, tick))
    return text.getvalue()


def _rows(forecast: "Forecast", summary: Summary, tick: float = nan) -> Iterator[dict[str, Cell]]:
    question = summary.question
    row: dict[str, Cell] = {
        "model": forecast.model,
        "trustworthy": "true" if forecast.trustworthy else "false",
        "question": question.name,
        "index": ", ".join(question.dims),
        "element": ", ".join(summary.element),
        "kind": question.kind,
        "unit": unit_of(question),
        "given": "" if question.given is None else question.given.text,
        "horizon": "" if question.horizon is None else format_date(question.horizon, forecast.epoch),
        "time": "" if isnan(tick) else format_date(tick, forecast.epoch),
        "draws": summary.draws,
        "missing_draws": summary.missing,
        "failed_draws": summary.failed,
        **_estimate("given_share", summary.given),
        **_estimate("never", summary.never),
        **_estimate("not_by_horizon", summary.unreached),
        **_estimate("infinite", summary.infinite),
    }
    if question.categories:
        for label, share in zip(question.categories, summary.shares, strict=True):
            yield {**row, "category": label, **_estimate("probability", share)}
        return
    yield {**row, **_estimate("probability", summary.probability), **_quantiles(forecast, summary)}


def _quantiles(forecast: "Forecast", summary: Summary) -> dict[str, Cell]:
    question = summary.question
    row: dict[str, Cell] = {}
    for level, estimate in summary.quantiles.items():
        name = f"p{level * 100:g}"
        error = shown_error(forecast, question, estimate)
        row |= _estimate(name, Estimate(forecast.shown(question, estimate.value), error))
        if question.kind == "date" and not isnan(estimate.value):
            day = format_date(estimate.value, forecast.epoch)
            row[f"{name}_date"] = "not by horizon" if estimate.unreached else "never" if estimate.value == inf else day
    return row


def _estimate(name: str, estimate: Estimate | None) -> dict[str, Cell]:
    if estimate is None:
        return {}
    return {name: _number(estimate.value), f"{name}_mcse": _number(estimate.mcse)}


def _number(value: float) -> Cell:
    return None if isnan(value) else value
