"""Evidence that the model hardly expected: beyond what was drawn of it before anything was learnt."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.types.calendar import format_date
from forecast.results.learnt import Compared, Learnt
from forecast.results.question import Question
from forecast.results.shown import shown

FARTHEST = 0.001
"""The share of predictions that lie at least as far out, on both sides together, below which evidence is a surprise."""
MOST_SIGMAS = 4.0


@dataclass(frozen=True, slots=True)
class Surprise:
    """Of ``seen`` values so many lie ``beyond`` what was predicted; the farthest is ``value``, of ``element``, and 90% of its
    predictions lie between ``low`` and ``high``. All three are canonical.
    """

    compared: Compared
    beyond: int
    seen: int
    element: tuple[str, ...]
    value: float
    low: float
    high: float


def surprises(learnt: Learnt) -> Iterator[Surprise]:
    """The evidence that is far from its prior predictive distribution, in the order of the file.

    Of n values the smallest share of predictions that lie as far out has to be below 0.001/n; where so few are not to be
    told by the draws there are, more values have to lie beyond all of them than chance explains.
    """
    if learnt.prior is None:
        return
    for compared in learnt.compared:
        if compared.drawn.kind in ("boolean", "category"):
            continue
        drawn = learnt.prior[compared.drawn.output]
        draws = len(drawn)
        predicted = drawn.reshape(draws, -1)
        values = np.broadcast_to(learnt.posterior[compared.seen.output][0], drawn.shape[1:]).reshape(-1)
        known = np.flatnonzero(np.isfinite(values) & np.isfinite(predicted).any(axis=0))
        if not len(known):
            continue
        places = values[known]
        farther = np.minimum((predicted[:, known] >= places).sum(axis=0), (predicted[:, known] <= places).sum(axis=0))
        beyond = farther * 2 <= FARTHEST / len(known) * draws
        by_chance = len(known) * 2 / draws
        if beyond.sum() <= by_chance + MOST_SIGMAS * sqrt(by_chance):
            continue
        low, middle, high = np.nanquantile(predicted[:, known], [0.05, 0.5, 0.95], axis=0)
        width = np.where(high > low, high - low, 1.0)
        worst = int(np.argmax(np.where(beyond, np.abs(places - middle) / width, -1.0)))
        position = np.unravel_index(known[worst], drawn.shape[1:]) if drawn.ndim > 1 else ()
        yield Surprise(
            compared,
            int(beyond.sum()),
            len(known),
            compared.drawn.labels(tuple(int(i) for i in position)),
            float(places[worst]),
            float(low[worst]),
            float(high[worst]),
        )


def surprising(learnt: Learnt, epoch: int) -> tuple[Diagnostic, ...]:
    """The same as findings."""
    return tuple(
        errors.surprising_evidence(
            each.compared.span,
            each.compared.name,
            beyond=each.beyond,
            seen=each.seen,
            where=", ".join(each.element),
            value=_text(each.compared.drawn, each.value, epoch),
            predicted=(
                _text(each.compared.drawn, each.low, epoch),
                _text(each.compared.drawn, each.high, epoch),
            ),
        )
        for each in surprises(learnt)
    )


def _text(question: Question, value: float, epoch: int) -> str:
    if question.kind == "date" and np.isfinite(value):
        return format_date(value, epoch)
    unit = question.unit or ("years" if question.kind == "duration" else "")
    return f"{shown(question, value, epoch):.4g} {unit}".rstrip()
