"""How far answers move when the clock's steps are halved, in the same possible worlds."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, isfinite, isnan
from typing import TYPE_CHECKING, Any

from forecast.language.types.calendar import format_date
from forecast.results.beyond import BEYOND
from forecast.results.estimate import Estimate
from forecast.results.forecast import Forecast
from forecast.results.question import Question
from forecast.results.series import mask
from forecast.results.summary import Summary

if TYPE_CHECKING:
    import numpy as np

NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Move:
    """How far one answer moves; all values are canonical, those of dates and durations in years.

    ``statistic`` is what is compared: the median, or of a boolean or category a share (``label`` of a category). Of what
    changes over time it is that of the tick at which it moves farthest, ``time``.
    """

    question: Question
    element: tuple[str, ...]
    statistic: str
    value: Estimate
    shift: float
    """By how much the shorter steps change it."""
    nearly_all: float
    """Nine draws in ten move no farther than this; of a boolean or category the share of draws that change."""
    label: str = ""
    time: float | None = None

    @property
    def standard_errors(self) -> float:
        """The shift in standard errors of the value."""
        if self.shift == 0:
            return 0.0
        return self.shift / self.value.mcse if self.value.mcse else inf

    @property
    def unit(self) -> tuple[str, float]:
        """The unit in which the shift is told, and its scale."""
        match self.question.kind:
            case "date" | "duration":
                return "years", 1.0
            case "boolean" | "category":
                return "%", 0.01
            case "growth":
                return "log per year", 1.0
            case "number":
                return self.question.unit, self.question.scale


@dataclass(frozen=True, slots=True)
class Convergence:
    """The answers of a model with ``steps`` steps in a tick, and how far twice as many ``move`` them."""

    model: str
    epoch: int
    steps: int
    draws: int
    seed: int
    moves: tuple[Move, ...]

    def to_json(self) -> dict[str, Any]:
        """As data: shifts in the unit that stands beside them."""
        return {
            "model": self.model,
            "steps_in_a_tick": self.steps,
            "draws": self.draws,
            "seed": self.seed,
            "moves": [_as_data(move, self.epoch) for move in self.moves],
        }


def convergence(coarse: Forecast, fine: Forecast, steps: int) -> Convergence:
    """The comparison of two runs of one model with the same seed, of which ``fine`` has twice the steps."""
    moves = [move for question in coarse.questions for move in _moves(question, coarse, fine)]
    return Convergence(coarse.model, coarse.epoch, steps, coarse.provenance.draws, coarse.provenance.seed, tuple(moves))


def _moves(question: Question, coarse: Forecast, fine: Forecast) -> Iterator[Move]:
    if not question.ticks:
        pairs = zip(coarse.summaries, fine.summaries, strict=True)
        for one, other in ((a, b) for a, b in pairs if a.question is question):
            yield _move(one, other, _changes(question, one.element, coarse, fine))
        return
    pairs = zip(coarse.series, fine.series, strict=True)
    for one, other in ((a, b) for a, b in pairs if a.question is question):
        found: list[Move] = []
        for tick, date in enumerate(question.ticks):
            before, after = one.summaries[tick], other.summaries[tick]
            if before.draws and after.draws:
                found.append(_move(before, after, _changes(question, one.element, coarse, fine, tick), date))
        if found:
            yield max(found, key=lambda move: abs(move.standard_errors))


def _move(one: Summary, other: Summary, changes: float, time: float | None = None) -> Move:
    question = one.question
    match question.kind:
        case "boolean":
            assert one.probability is not None
            assert other.probability is not None
            shift = other.probability.value - one.probability.value
            return Move(question, one.element, "probability", one.probability, shift, changes, time=time)
        case "category":
            shifts = [b.value - a.value for a, b in zip(one.shares, other.shares, strict=True)]
            most = max(range(len(shifts)), key=lambda place: abs(shifts[place]))
            share = one.shares[most]
            label = question.categories[most]
            return Move(question, one.element, "share", share, shifts[most], changes, label, time)
        case _:
            return Move(
                question, one.element, "median", one.median, _shift(one.median, other.median), changes, time=time
            )


def _shift(one: Estimate, other: Estimate) -> float:
    return 0.0 if one.value == other.value else other.value - one.value


def _changes(
    question: Question, element: tuple[str, ...], coarse: Forecast, fine: Forecast, tick: int | None = None
) -> float:
    import numpy as np

    position = question.position(*element)
    at = position if tick is None else (tick, *position)
    one, other = (run.draws.column(question.output, at) for run in (coarse, fine))
    kept = [mask(question, position, run.draws, tick or 0) for run in (coarse, fine)]
    if kept[0] is not None and kept[1] is not None:
        inside = kept[0] & kept[1]
        one, other = one[inside], other[inside]
    if question.kind in ("boolean", "category"):
        known = ~np.isnan(one) & ~np.isnan(other)
        return float(np.mean(one[known] != other[known])) if known.any() else 0.0
    return _nearly_all(one, other)


def _nearly_all(one: "np.ndarray", other: "np.ndarray") -> float:
    import numpy as np

    both = (np.abs(one) < BEYOND) & (np.abs(other) < BEYOND)
    return float(np.quantile(np.abs(one[both] - other[both]), NEARLY_ALL)) if both.any() else 0.0


def _as_data(move: Move, epoch: int) -> dict[str, Any]:
    unit, scale = move.unit
    errors = move.standard_errors
    found: dict[str, Any] = {"question": move.question.name}
    if move.element:
        found["element"] = list(move.element)
    found |= {
        "statistic": move.statistic,
        "unit": unit,
        "shift": _finite(move.shift / scale),
        "standard_errors": _finite(errors),
        "nearly_all_draws": _finite(move.nearly_all / scale),
    }
    found |= {"label": move.label} if move.label else {}
    return found | ({} if move.time is None else {"date": format_date(move.time, epoch)})


def _finite(value: float) -> float | str:
    if isnan(value):
        return "no value"
    return value if isfinite(value) else "endless"
