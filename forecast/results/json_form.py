"""A forecast as data that JSON can hold: no infinity, no NaN. The fields are described in docs/json.md.

A date is ``{"date": "2031-05-17", "year": 2031.37}`` or ``"never"``; an endless duration is ``"endless"`` or
``"-endless"``, an infinite number ``"inf"`` or ``"-inf"``; what the clock ends before is ``"not_by_horizon"`` (or
``"-not_by_horizon"``), and what has no value is null. Other numbers are in the question's unit.
"""

from math import inf, isfinite, isnan
from typing import TYPE_CHECKING, Any

from forecast.language.diagnostics.data import as_data
from forecast.language.types.calendar import format_date
from forecast.results.estimate import Estimate
from forecast.results.learnt import Move
from forecast.results.question import Question
from forecast.results.record import to_record
from forecast.results.series import Series
from forecast.results.shown import shown
from forecast.results.summary import Summary

if TYPE_CHECKING:
    from forecast.results.forecast import Forecast

FORMAT = "forecast-answer"
VERSION = 1


def forecast_to_json(forecast: "Forecast", *, findings: bool = True) -> dict[str, Any]:
    """Everything but the draws themselves; the findings only where they are wanted and can be made."""
    found = forecast.findings if findings and forecast.find is not None else None
    return {
        "format": FORMAT,
        "version": VERSION,
        "model": forecast.model,
        "trustworthy": forecast.trustworthy,
        "reasons": list(forecast.distrust),
        "draws": forecast.draws.count,
        "questions": [_question(forecast, question) for question in forecast.questions],
        "expectations": [
            {
                "text": result.expectation.text,
                "why": result.expectation.why,
                "place": result.expectation.place,
                "element": _element(result.expectation.dims, result.element),
                "holds": result.holds,
                "share": _estimate(result.share),
                "missing_draws": result.missing,
            }
            for result in forecast.expected
        ],
        "correlations": [
            {
                "text": result.text,
                "stated": result.stated,
                "gaussian": result.gaussian,
                "stated_rank": result.rank,
                "achieved_rank": [_number(value) for value in result.achieved],
                "pairs": result.pairs,
                "draws": result.draws,
            }
            for result in forecast.correlations
        ],
        "learnt": [] if forecast.learnt is None else [_move(forecast, move) for move in forecast.learnt.moves],
        "failures": [to_record(failure) for failure in forecast.failures],
        "findings": None if found is None else [as_data(finding) for finding in found],
        "provenance": to_record(forecast.provenance),
    }


def _move(forecast: "Forecast", move: Move) -> dict[str, Any]:
    question = move.after.question
    before = None if move.before is None else _summary(forecast, move.before)
    after = _summary(forecast, move.after)
    for side in (before, after):
        if side is not None:
            del side["element"]
    return {
        "name": question.name,
        "kind": question.kind,
        "unit": unit_of(question),
        "element": _element(question.dims, move.after.element),
        "before": before,
        "after": after,
        "r_hat": _number(move.rhat),
        "ess_bulk": _number(move.ess_bulk),
        "ess_tail": _number(move.ess_tail),
    }


def _question(forecast: "Forecast", question: Question) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": question.name,
        "kind": question.kind,
        "text": question.text,
        "title": question.title,
        "unit": unit_of(question),
        "given": None if question.given is None else question.given.text,
        "resolves": question.resolves,
        "source": question.source,
    }
    if question.horizon is not None:
        data["horizon"] = format_date(question.horizon, forecast.epoch)
    if question.ticks:
        data["time"] = [format_date(tick, forecast.epoch) for tick in question.ticks]
        data["answers"] = [_series(forecast, s) for s in forecast.series if s.question is question]
    else:
        data["answers"] = [_summary(forecast, s) for s in forecast.summaries if s.question is question]
    return data


def _series(forecast: "Forecast", series: Series) -> dict[str, Any]:
    """An answer as that of one tick, with a list of what each has in the place of each value."""
    answers = [_summary(forecast, summary) for summary in series.summaries]
    for answer in answers:
        del answer["element"]
    return {"element": _element(series.question.dims, series.element), **_turned(answers)}


def _turned(parts: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, first in parts[0].items():
        column = [part[name] for part in parts]
        # A date is a value of its own.
        found[name] = _turned(column) if isinstance(first, dict) and name != "value" else column
    return found


def _summary(forecast: "Forecast", summary: Summary) -> dict[str, Any]:
    question = summary.question
    data: dict[str, Any] = {
        "element": _element(question.dims, summary.element),
        "draws": summary.draws,
        "missing_draws": summary.missing,
        "failed_draws": summary.failed,
    }
    if summary.given is not None:
        data["given_share"] = _estimate(summary.given)
    if summary.probability is not None:
        data["probability"] = _estimate(summary.probability)
    if summary.shares:
        data["shares"] = {
            label: _estimate(share) for label, share in zip(question.categories, summary.shares, strict=True)
        }
    if summary.quantiles:
        data["quantiles"] = {
            f"{level:g}": {
                "value": value_as_data(question, estimate, forecast.epoch),
                "mcse": _number(shown_error(forecast, question, estimate)),
            }
            for level, estimate in summary.quantiles.items()
        }
    if summary.mean is not None:
        data["mean"] = {
            "value": value_as_data(question, summary.mean, forecast.epoch),
            "mcse": _number(shown_error(forecast, question, summary.mean)),
        }
    elif summary.no_mean is not None:
        data["mean"] = None
        data["no_mean"] = str(summary.no_mean)
    if summary.never is not None:
        data["never"] = _estimate(summary.never)
    if summary.unreached is not None:
        data["not_by_horizon"] = _estimate(summary.unreached)
    if summary.infinite is not None:
        data["infinite"] = _estimate(summary.infinite)
    if summary.values:
        data["values"] = [
            {"value": forecast.shown(question, value), "share": _estimate(share)} for value, share in summary.values
        ]
    return data


def unit_of(question: Question) -> str:
    """The unit of a question's values in an answer for machines."""
    match question.kind:
        case "growth":
            return "x/year"
        case "duration":
            return question.unit or "years"
        case "date" | "boolean" | "category":
            return ""
        case "number":
            return question.unit


def _element(dims: tuple[str, ...], labels: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(dims, labels, strict=True))


def _estimate(estimate: Estimate) -> dict[str, float | str | None]:
    return {"value": _number(estimate.value), "mcse": _number(estimate.mcse)}


def value_as_data(question: Question, estimate: Estimate, epoch: int) -> Any:
    """A value as JSON has it: see above."""
    value = estimate.value
    if isnan(value):
        return None
    if estimate.unreached:
        return "not_by_horizon" if value > 0 else "-not_by_horizon"
    if question.kind == "date":
        if value == inf:
            return "never"
        return {"date": format_date(value, epoch), "year": shown(question, value, epoch)}
    if question.kind == "duration" and not isfinite(value):
        return "endless" if value > 0 else "-endless"
    return _number(shown(question, value, epoch))


def shown_error(forecast: "Forecast", question: Question, estimate: Estimate) -> float:
    """In years for a date; of the factor for a growth (to first order); in the unit for the others."""
    match question.kind:
        case "date":
            return estimate.mcse
        case "growth":
            return estimate.mcse * forecast.shown(question, estimate.value) if estimate.mcse else 0.0
        case _:
            return estimate.mcse / abs(question.scale)


def _number(value: float) -> float | str | None:
    if isnan(value):
        return None
    if isfinite(value):
        return value
    return "inf" if value > 0 else "-inf"
