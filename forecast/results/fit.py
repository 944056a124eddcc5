"""Data against what was predicted of them: for each value that was seen, the distribution that it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan, nan
from typing import TYPE_CHECKING, Any

from forecast.language.source import Span
from forecast.results.draws import Draws
from forecast.results.estimate import Estimate
from forecast.results.json_form import unit_of, value_as_data
from forecast.results.learnt import Compared, Learnt
from forecast.results.question import Question

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Floats = NDArray[np.float64]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
FORMAT, VERSION = "forecast-fit", 1


@dataclass(frozen=True, slots=True)
class Predicted:
    """What was predicted of one value: ``quantiles`` at ``LEVELS`` (canonical), and the share of draws ``below`` what was
    seen, half of those equal to it among them. Of what is true or false, or one of several, instead the ``probability`` of
    what was seen.
    """

    quantiles: tuple[float, ...] = ()
    below: float = nan
    probability: float = nan

    def holds(self, seen: float, level: float) -> bool:
        """Whether the central interval of 50% or 90% holds what was seen."""
        low, high = (1, 3) if level == 0.5 else (0, 4)
        return self.quantiles[low] <= seen <= self.quantiles[high]


@dataclass(frozen=True, slots=True)
class Fitted:
    """One value that was seen, after the evidence and before it (None where there is no prior)."""

    element: tuple[str, ...]
    seen: float
    after: Predicted
    before: Predicted | None


@dataclass(frozen=True, slots=True)
class Fit:
    """One statement of evidence with a distribution. ``question`` says how its values are read."""

    name: str
    question: Question
    rows: tuple[Fitted, ...]
    span: Span

    @property
    def has_bands(self) -> bool:
        """Whether its values lie on an axis."""
        return self.question.kind not in ("boolean", "category")

    def coverage(self, level: float) -> tuple[int, int]:
        """Of how many values the central interval of 50% or 90% holds the one seen, after the evidence and before it."""
        after = sum(row.after.holds(row.seen, level) for row in self.rows)
        before = sum(row.before is not None and row.before.holds(row.seen, level) for row in self.rows)
        return after, before


def fits(learnt: Learnt) -> tuple[Fit, ...]:
    """Each statement of evidence that compares values with a distribution, in the order of the file.

    Predictions after the evidence are for values like those seen, not for new ones: the same data have taught them.
    """
    return tuple(_fit(compared, learnt) for compared in learnt.compared)


def _fit(compared: Compared, learnt: Learnt) -> Fit:
    question = compared.drawn
    rows: list[Fitted] = []
    seen = learnt.posterior[compared.seen.output][0]
    known = learnt.prior is not None and question.output in learnt.prior
    for position in question.positions():
        # What was seen may lack an index of what is predicted of it.
        value = float(seen[_within(position, question, compared.seen)])
        if isnan(value):
            continue
        after = _predicted(learnt.posterior, question, position, value)
        before = None
        if known and learnt.prior is not None:
            before = _predicted(learnt.prior, question, position, value)
        rows.append(Fitted(question.labels(position), value, after, before))
    return Fit(compared.name, question, tuple(rows), compared.span)


def _within(position: tuple[int, ...], question: Question, seen: Question) -> tuple[int, ...]:
    places = dict(zip(question.dims, position, strict=True))
    return tuple(places[dim] for dim in seen.dims)


def _predicted(draws: Draws, question: Question, position: tuple[int, ...], seen: float) -> Predicted:
    import numpy as np

    values = draws.column(question.output, position)
    values = values[~np.isnan(values)]
    if not len(values):
        return Predicted((nan,) * len(LEVELS))
    if question.kind in ("boolean", "category"):
        return Predicted(probability=float((values == seen).mean()))
    below = float((values < seen).mean() + (values == seen).mean() / 2)
    with np.errstate(invalid="ignore"):
        quantiles = np.quantile(values, LEVELS)
    return Predicted(tuple(float(q) for q in quantiles), below)


def fits_to_json(found: tuple[Fit, ...], *, model: str, trustworthy: bool, epoch: int) -> dict[str, Any]:
    """The fits as data that JSON can hold; the fields are described in docs/json.md."""

    def side(fit: Fit, predicted: Predicted | None) -> Mapping[str, Any] | None:
        if predicted is None:
            return None
        if not fit.has_bands:
            return {"probability": _number(predicted.probability)}
        quantiles = {
            f"{level:g}": value_as_data(fit.question, Estimate(value, 0.0), epoch)
            for level, value in zip(LEVELS, predicted.quantiles, strict=True)
        }
        return {"quantiles": quantiles, "below": _number(predicted.below)}

    def value(fit: Fit, seen: float) -> Any:
        if fit.question.kind == "boolean":
            return seen == 1
        if fit.question.kind == "category":
            return fit.question.categories[int(seen)]
        return value_as_data(fit.question, Estimate(seen, 0.0), epoch)

    return {
        "format": FORMAT,
        "version": VERSION,
        "model": model,
        "trustworthy": trustworthy,
        "fits": [
            {
                "name": fit.name,
                "place": fit.span.place(),
                "kind": fit.question.kind,
                "unit": unit_of(fit.question),
                "dims": list(fit.question.dims),
                "rows": [
                    {
                        "element": list(row.element),
                        "seen": value(fit, row.seen),
                        "after": side(fit, row.after),
                        "before": side(fit, row.before),
                    }
                    for row in fit.rows
                ],
            }
            for fit in found
        ],
    }


def _number(value: float) -> float | None:
    return None if isnan(value) else value
