"""Bounds on the Monte Carlo standard errors of an answer: how exact a run is to become before it stops."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

from forecast.language.types.catalogue import instead_of, parse_unit
from forecast.language.types.unit import MalformedUnit, UnknownUnit
from forecast.results.estimate import Estimate
from forecast.results.from_graph import TIMES
from forecast.results.series import Series
from forecast.results.summary import FEWEST_DRAWS, Summary, size_of_median

TIME_LEVELS = (0.1, 0.5, 0.9)
"""The quantiles of dates and durations that a bound in time holds for."""
MOST_REASONS = 5
_BOUND = re.compile(r"(\d[\d_]*\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)\s*([^\W\d_]+|%)?", re.IGNORECASE | re.ASCII)
_EXAMPLES = "a duration such as 0.1years, or a share such as 0.5%"


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound as it was written, and its value: years, or a share."""

    text: str
    value: float
    unit: str
    """As it follows a number: "%", " years"."""
    scale: float
    """Of the unit: value = scale * number in the unit."""


@dataclass(frozen=True, slots=True)
class Until:
    """Bounds on standard errors.

    ``time`` holds for the median and the 10% and 90% quantiles of dates and durations, as far as they are finite.
    ``share`` holds for probabilities and the shares of never and of categories, as an absolute error, and, relative to
    their size, for the medians of numbers and growths, and of durations where there is no ``time``.
    """

    time: Bound | None = None
    share: Bound | None = None

    @property
    def text(self) -> str:
        """The bounds as they were written."""
        return ", ".join(bound.text for bound in (self.time, self.share) if bound is not None)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A number that is not as exact as asked."""

    summary: Summary
    ratio: float
    """Its standard error divided by the bound."""
    text: str
    """Which number it is, with both; "" of a condition that holds in too few draws to tell."""


def read_until(texts: str | Iterable[str]) -> Until | None:
    """Bounds from texts like ``0.1years``, ``0.5%`` or both with a comma between; None of no text.

    Raises ValueError with a sentence for the user.
    """
    found: dict[str, Bound] = {}
    for text in [texts] if isinstance(texts, str) else texts:
        for part in text.split(","):
            bound = _bound(part.strip())
            kind = "share" if bound.unit == "%" else "time"
            if kind in found:
                raise ValueError(f"{found[kind].text!r} and {bound.text!r} bound the same errors; give one of them")
            found[kind] = bound
    return Until(**found) if found else None


def shortfalls(summaries: Sequence[Summary], until: Until, series: Sequence[Series] = ()) -> list[Shortfall]:
    """For each answer the number that falls short the most, the worst first; empty where all are as exact as asked.

    Of an answer that changes over time the bounds hold at all ticks.
    """
    found: list[Shortfall] = []
    for each in (*((summary,) for summary in summaries), *(each.summaries for each in series)):
        short = [error for summary in each for error in _errors(summary, until) if error.ratio > 1]
        if short:
            found.append(max(short, key=lambda error: error.ratio))
    return sorted(found, key=lambda each: -each.ratio)


def reasons(short: Sequence[Shortfall], draws: int) -> tuple[str, ...]:
    """Why an answer is not as exact as asked, as sentences, the worst first."""
    told = [each for each in short if each.text]
    found = [
        f"`{_name(each.summary)}` is not as exact as asked, with the most draws allowed ({draws:,}): {each.text}."
        for each in told[:MOST_REASONS]
    ]
    if len(told) > MOST_REASONS:
        more = len(told) - MOST_REASONS
        found.append("Nor is one more answer." if more == 1 else f"Nor are {more} more answers.")
    return tuple(found)


def _bound(text: str) -> Bound:
    match = _BOUND.fullmatch(text) if len(text) < 60 else None
    if match is None or match[2] is None:
        raise ValueError(f"{text[:60]!r} is no bound for errors; write {_EXAMPLES}")
    number, unit = float(match[1].replace("_", "")), match[2]
    if not (number > 0 and isfinite(number)):
        raise ValueError(f"{text!r} is no bound for errors, which are above zero; write {_EXAMPLES}")
    if unit == "%":
        return Bound(text, number / 100, "%", 0.01)
    try:
        found = parse_unit(unit)
    except (UnknownUnit, MalformedUnit):
        found = None
    if found is None or not found.converts_to(parse_unit("year")):
        meant = instead_of(unit)
        hint = f"{match[1]}{meant}" if meant is not None and found is None else _EXAMPLES
        raise ValueError(f"{text!r} is no bound for errors, as {unit!r} is no unit of time; write {hint}")
    return Bound(text, number * found.factor, f" {unit}s" if unit in TIMES else f" {unit}", found.factor)


def _errors(summary: Summary, until: Until) -> Iterator[Shortfall]:
    question = summary.question
    inside = summary.draws + summary.missing + summary.failed
    if question.given is not None and inside < FEWEST_DRAWS:
        if question.ticks:
            # There may be dates at which the condition cannot hold.
            return
        # The answer gives this reason anyway.
        yield Shortfall(summary, sqrt(2 * FEWEST_DRAWS / max(inside, 1)), "")
        return
    if until.time is not None and question.kind in ("date", "duration"):
        for level in TIME_LEVELS:
            estimate = summary.quantiles.get(level)
            if estimate is not None and isfinite(estimate.value):
                yield from _compared(summary, _quantile_name(level), estimate.mcse, until.time)
    if until.share is None:
        return
    in_time = question.kind == "date" or (question.kind == "duration" and until.time is not None)
    if 0.5 in summary.quantiles and not in_time:
        size = 1.0 if question.kind == "growth" else size_of_median(summary)
        if size and isfinite(size):
            yield from _compared(summary, "its median", summary.median.mcse / size, until.share)
    for name, share in _shares(summary):
        # What none (or all) of the draws have is known to about one draw.
        error = max(share.mcse, 1 / max(summary.draws, 1))
        yield from _compared(summary, name, error, until.share, unit=" percentage points")


def _compared(summary: Summary, name: str, error: float, bound: Bound, *, unit: str = "") -> Iterator[Shortfall]:
    # At the edge of what is infinite, or without any draw, there is no error that more draws could lower.
    if isfinite(error):
        shown = f"{error / bound.scale:.2g}{unit or bound.unit}"
        text = f"the standard error of {name} is {shown}, not below {bound.text}"
        yield Shortfall(summary, error / bound.value, text)


def _shares(summary: Summary) -> Iterator[tuple[str, Estimate]]:
    if summary.probability is not None:
        yield "its probability", summary.probability
    if summary.never is not None:
        yield f"its share of {'never' if summary.question.kind == 'date' else 'endless'}", summary.never
    if summary.unreached is not None:
        yield "its share that the clock ends before", summary.unreached
    for label, share in zip(summary.question.categories, summary.shares, strict=bool(summary.shares)):
        yield f"the share of {label}", share


def _quantile_name(level: float) -> str:
    return "its median" if level == 0.5 else f"its {level:.0%} quantile"


def _name(summary: Summary) -> str:
    return f"{summary.question.name}[{', '.join(summary.element)}]" if summary.element else summary.question.name
