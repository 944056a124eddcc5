"""Summaries of draws, each number with its Monte Carlo standard error.

The draws are sorted once: with NumPy's vector sort that costs a third of a partition at five quantiles, and gives the
standard errors and the shape as well.
"""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf, isfinite
from typing import TYPE_CHECKING

from forecast.results.draws import Draws
from forecast.results.estimate import Estimate
from forecast.results.mean import NoMean, mean_of
from forecast.results.question import Question
from forecast.results.sample import Sample, SortedSample, sample, share_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_THREADS = 4
FEWEST_DRAWS = 30
"""Draws within a condition below which an answer is not to be trusted."""
LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
FEW_VALUES = 12
"""Whole numbers with no more distinct values than this are counted one by one."""
SHAPE_POINTS = 2001
"""The shape of a distribution is kept as its quantiles at this many evenly spaced levels, both ends included."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary of one question, or of one element of an indexed one. Values are canonical, as in ``Question``."""

    question: Question
    element: tuple[str, ...]
    draws: int
    """Draws that are summarised: within the condition, with a value."""
    quantiles: Mapping[float, Estimate]
    """By level; of dates, numbers, durations and growths. +inf is never or endless, or beyond the end of the clock
    (``Estimate.unreached``)."""
    probability: Estimate | None = None
    """Of a boolean: that it is true."""
    shares: tuple[Estimate, ...] = ()
    """Of a category: for each of the question's ``categories``."""
    never: Estimate | None = None
    """Share of never of a date, of endless of a duration."""
    unreached: Estimate | None = None
    """Share of a date that the clock ends before, or of a duration that rests on one; None without a clock."""
    infinite: Estimate | None = None
    """Share of +inf or -inf of a number or growth."""
    values: tuple[tuple[float, Estimate], ...] = ()
    """The distinct values of a number and their shares, where all are whole (in the question's unit) and they are few."""
    given: Estimate | None = None
    """Share of all draws in which the condition holds, where there is one."""
    missing: int = 0
    """Draws without a value (within the condition), where the question may have none."""
    failed: int = 0
    """Draws that came out as NaN where that is no missing value."""
    mean: Estimate | None = None
    """Of a date, number or duration; its error is infinite where the tail is too heavy for the draws to tell it."""
    no_mean: NoMean | None = None
    """Why a date, number or duration has no mean."""
    shape: "NDArray[np.float64] | None" = None
    """Quantiles at ``SHAPE_POINTS`` evenly spaced levels from 0 to 1, for plots."""

    @property
    def median(self) -> Estimate:
        """The median."""
        return self.quantiles[0.5]


def summarise_all(questions: Sequence[Question], draws: Draws) -> tuple[Summary, ...]:
    """The summaries of all questions that do not change over time, in order; one for each element of an indexed one."""
    questions = [question for question in questions if not question.ticks]
    workers = min(os.cpu_count() or 1, MAX_THREADS, len(questions))
    if draws.spilled or workers < 2:
        # From files one output at a time, so that memory stays small.
        return tuple(s for question in questions for s in summarise(question, draws))
    with ThreadPoolExecutor(workers) as pool:
        # NumPy's sort lets other threads run.
        parts = list(pool.map(lambda question: summarise(question, draws), questions))
    return tuple(s for part in parts for s in part)


def size_of_median(summary: Summary) -> float:
    """What the error of a median is compared with: the median, or half the 80% interval (over time, the 90% interval)
    where that contains zero.
    """
    levels = (0.1, 0.9) if 0.1 in summary.quantiles else (0.05, 0.95)
    low, high = (summary.quantiles[level].value for level in levels)
    if low <= 0 < high and isfinite(high - low):
        return (high - low) / 2
    return abs(summary.median.value)


def summarise(
    question: Question,
    draws: Draws,
    *,
    levels: Sequence[float] = LEVELS,
) -> tuple[Summary, ...]:
    """One summary for each element of a question. Holds at most one element's draws and one condition in memory."""
    found: list[Summary] = []
    mask, mask_at = None, None
    for position in question.positions():
        if question.given is not None:
            at = tuple(position[question.dims.index(dim)] for dim in question.given.dims)
            if at != mask_at:
                mask, mask_at = draws.column(question.given.output, at) == 1.0, at
        given = None if mask is None else share_of(mask, draws.replicates)
        clocked = question.horizon is not None
        drawn = sample(draws.column(question.output, position), mask, draws.replicates, clocked=clocked)
        summary = summary_of(question, question.labels(position), drawn, given, levels)
        found.append(_with_shape(summary, drawn))
    return tuple(found)


def summary_of(
    question: Question, element: tuple[str, ...], found: Sample, given: Estimate | None, levels: Sequence[float]
) -> Summary:
    """What is counted in the draws of one answer: quantiles at the levels, and shares."""
    missing, failed = (found.nans, 0) if question.maybe_missing else (0, found.nans)
    found = replace(found, unknown=failed)
    levelled: dict[float, Estimate] = {}
    probability, never, unreached, infinite, shares = None, None, None, None, ()
    match question.kind:
        case "boolean":
            probability = found.share(found.sizes - found.below(0.5))
        case "category":
            edges = [found.below(position - 0.5) for position in range(len(question.categories) + 1)]
            shares = tuple(found.share(high - low) for low, high in pairwise(edges))
        case "date" | "duration":
            levelled = found.quantiles(levels)
            never, unreached = found.never(), found.unreached()
        case "number" | "growth":
            levelled = found.quantiles(levels)
            infinite = found.share(found.sizes - found.below(inf) + found.up_to(-inf))
    return Summary(
        question,
        element,
        found.count,
        levelled,
        probability,
        shares,
        never=never,
        unreached=unreached,
        infinite=infinite,
        given=given,
        missing=missing,
        failed=failed,
    )


def _with_shape(summary: Summary, found: SortedSample) -> Summary:
    """The summary with what takes all draws in order: distinct values, mean, shape."""
    question = summary.question
    if question.kind in ("boolean", "category"):
        return summary
    found = replace(found, unknown=summary.failed)
    mean, no_mean = None, None
    if question.kind != "growth":
        told = mean_of(found, known_without=question.no_mean)
        mean, no_mean = (None, told) if isinstance(told, NoMean) else (told, None)
    values = _distinct(found, question.scale) if question.kind == "number" else ()
    shape = _shape(found.ordered)
    return replace(summary, values=values, mean=mean, no_mean=no_mean, shape=shape)


def _distinct(sample: SortedSample, scale: float) -> tuple[tuple[float, Estimate], ...]:
    found: list[tuple[float, Estimate]] = []
    start = 0
    while start < sample.count:
        value = float(sample.ordered[start])
        shown = value / scale
        if len(found) == FEW_VALUES or not isfinite(shown) or abs(shown - round(shown)) > 1e-9 * max(1.0, abs(shown)):
            return ()
        hits = sample.up_to(value) - sample.below(value)
        found.append((value, sample.share(hits)))
        start += int(hits.sum())
    return tuple(found)


def _shape(ordered: "NDArray[np.float64]") -> "NDArray[np.float64]":
    import numpy as np

    if not len(ordered):
        return ordered.copy()
    places = np.linspace(0, len(ordered) - 1, SHAPE_POINTS)
    return ordered[np.rint(places).astype(np.int64)]
