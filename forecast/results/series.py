"""Answers that change over time: a summary at each tick of the clock."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecast.results.draws import Draws
from forecast.results.question import Expectation, Question
from forecast.results.sample import sample, sample_near, share_of
from forecast.results.summary import MAX_THREADS, Summary, summary_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The median and the ends of the central 50% and 90%."""
CHUNK = 16 * 2**20
"""Bytes of draws that a thread looks at a time."""


@dataclass(frozen=True, slots=True)
class Series:
    """How one question, or one element of an indexed one, changes over time."""

    question: Question
    element: tuple[str, ...]
    summaries: tuple[Summary, ...]
    """One for each of the question's ``ticks``; they have quantiles at ``LEVELS``, shares, and no shape or mean."""


def all_series(questions: Sequence[Question], draws: Draws) -> tuple[Series, ...]:
    """The series of all questions that change over time, in order; one for each element of an indexed one."""
    return tuple(found for question in questions if question.ticks for found in _series(question, draws))


def throughout(expectation: Expectation, draws: Draws) -> Iterator[Summary]:
    """In what share of draws an expectation that changes over time holds at all ticks, for each of its elements.

    A draw in which it is false at one tick is one in which it does not hold, whatever is missing at others.
    """
    import numpy as np

    question = expectation.as_question()
    for position in question.positions():
        truth = np.ones(draws.count)
        for tick in range(len(question.ticks)):
            now = draws.column(question.output, (tick, *position))
            truth = np.where((truth == 0) | (now == 0), 0.0, truth * now)
        yield summary_of(question, question.labels(position), sample(truth, None, draws.replicates), None, ())


def _series(question: Question, draws: Draws) -> Iterator[Series]:
    positions = list(question.positions())
    mask_is_static = question.given is None or not question.given.varies
    masks = [mask(question, position, draws) for position in positions] if mask_is_static else []
    width = len(question.ticks) * len(positions)
    size = max(1, CHUNK // (8 * max(draws.count, 1)))

    def part(start: int) -> list[Summary]:
        # Ticks come first: the elements of one tick lie together.
        columns = draws.columns(question.output, start, min(start + size, width))
        found: list[Summary] = []
        for place, column in enumerate(columns, start):
            tick, element = divmod(place, len(positions))
            kept = masks[element] if mask_is_static else mask(question, positions[element], draws, tick)
            found.append(_at_tick(question, positions[element], column, kept, draws.replicates))
        return found

    with ThreadPoolExecutor(min(os.cpu_count() or 1, MAX_THREADS)) as pool:
        # NumPy's sorts and comparisons let other threads run.
        flat = [summary for found in pool.map(part, range(0, width, size)) for summary in found]
    for place, position in enumerate(positions):
        yield Series(question, question.labels(position), tuple(flat[place :: len(positions)]))


def mask(question: Question, position: tuple[int, ...], draws: Draws, tick: int = 0) -> "NDArray[np.bool_] | None":
    """Where the condition holds, at a tick where it changes over time; None where there is no condition."""
    given = question.given
    if given is None:
        return None
    at = tuple(position[question.dims.index(dim)] for dim in given.dims)
    return draws.column(given.output, (tick, *at) if given.varies else at) == 1.0


def _at_tick(
    question: Question,
    position: tuple[int, ...],
    column: "NDArray[np.float64]",
    kept: "NDArray[np.bool_] | None",
    sets: int,
) -> Summary:
    given = None if kept is None else share_of(kept, sets)
    found = sample_near(column, kept, sets, levels=LEVELS, clocked=question.horizon is not None)
    return summary_of(question, question.labels(position), found, given, LEVELS)
