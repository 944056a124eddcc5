"""Axes of plots: which part of a distribution to show, and where its ticks stand."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, exp, floor, isfinite, log, log10
from typing import TYPE_CHECKING, Literal

from forecast.language.types.calendar import DAYS_PER_YEAR, decimal_year, years_since
from forecast.report.number import format_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOG_RANGE = 100.0
"""A ratio of the ends beyond which a positive range is shown on the log."""
TAIL = 0.005
"""Share of the finite mass that may lie beyond either end of the axis."""
HEAVY = 4.0
"""An end is no farther from the median than this many times the distance of the quartile on its side."""
_STEPS = (1, 2, 5)
_MONTHS = (1, 2, 3, 6)


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of values and how they map onto it; ``ticks`` are places with labels."""

    low: float
    high: float
    scale: Literal["linear", "log"]
    ticks: tuple[tuple[float, str], ...]

    def place(self, value: float) -> float:
        """0 at the low end, 1 at the high end."""
        if self.scale == "log":
            return (log(value) - log(self.low)) / (log(self.high) - log(self.low)) if value > 0 else -1.0
        return (value - self.low) / (self.high - self.low)

    def value(self, place: float) -> float:
        """The inverse of ``place``."""
        if self.scale == "log":
            return exp(log(self.low) + place * (log(self.high) - log(self.low)))
        return self.low + place * (self.high - self.low)


def shown_range(shape: "NDArray[np.float64]", *, log_allowed: bool) -> tuple[float, float] | None:
    """The part of a distribution worth showing: all but its farthest tails.

    None where nothing is finite or nothing varies. ``log_allowed``: a wide positive range will be shown on the log, which
    has room for tails.
    """
    import numpy as np

    finite = shape[np.isfinite(shape)]
    if not len(finite):
        return None
    low, lower, median, upper, high = (float(v) for v in np.quantile(finite, (TAIL, 0.25, 0.5, 0.75, 1 - TAIL)))
    if not low < high:
        low, high = float(finite[0]), float(finite[-1])
    if not log_allowed or low <= 0 or high / low <= LOG_RANGE:
        if lower < median:
            low = max(low, median - HEAVY * (median - lower))
        if median < upper:
            high = min(high, median + HEAVY * (upper - median))
        if log_allowed and 0 < low < 0.2 * high and float(finite[0]) >= 0:
            # Zero is near: an axis from zero says more.
            low = 0.0
    return (low, high) if low < high and isfinite(high - low) else None


def number_axis(
    low: float, high: float, *, width: int, suffix: str = "", whole: bool = False, upright: bool = False
) -> Axis:
    """An axis of numbers; on the log where all are positive and the range spans more than two powers of ten.

    ``whole``: no tick stands between whole numbers. ``upright``: ``width`` is its number of rows.
    """
    room = _room_above if upright else _fits
    if low > 0 and high / low > LOG_RANGE:
        ticks = _log_ticks(low, high, width, suffix, room)
        return Axis(low, high, "log", ticks)
    for step in _linear_steps(high - low):
        if whole and step < 1:
            continue
        places = [k * step for k in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]
        labels = _labels(places, step, suffix)
        if room(labels, width) and len(set(labels)) == len(labels):
            return Axis(low, high, "linear", tuple(zip(places, labels, strict=True)))
    return Axis(low, high, "linear", ())


def date_axis(low: float, high: float, epoch: int, *, width: int) -> Axis:
    """An axis of dates in years from the epoch.

    Ticks stand on the first of round years, or of months where the range is short.
    """
    first = floor(decimal_year(epoch + low * DAYS_PER_YEAR))
    last = ceil(decimal_year(epoch + high * DAYS_PER_YEAR))
    if last - first > 1_000_000:
        axis = number_axis(low, high, width=width)
        return Axis(low, high, "linear", tuple((place, f"+{label}") for place, label in axis.ticks))
    if high - low < 2:
        for months in _MONTHS:
            stamps = [(year, month) for year in range(first, last + 1) for month in range(1, 13, months)]
            ticks = [(years_since(epoch, y, m), f"{y:04}-{m:02}") for y, m in stamps]
            ticks = [tick for tick in ticks if low <= tick[0] <= high]
            if _fits([label for _, label in ticks], width):
                return Axis(low, high, "linear", tuple(ticks))
    for step in _linear_steps(high - low):
        if step < 1:
            continue
        years = range(ceil(first / step) * int(step), last + 1, int(step))
        ticks = [(years_since(epoch, year), str(year)) for year in years]
        ticks = [tick for tick in ticks if low <= tick[0] <= high]
        if _fits([label for _, label in ticks], width):
            return Axis(low, high, "linear", tuple(ticks))
    return Axis(low, high, "linear", ())


def _labels(places: list[float], step: float, suffix: str) -> list[str]:
    labels = [format_number(place) + suffix for place in places]
    if len(set(labels)) == len(labels) or max(map(abs, places)) >= 1e12 * step:
        return labels
    # Far from zero, four digits do not tell them apart.
    return [f"{place:.{max(-floor(log10(step) + 1e-9), 0)}f}{suffix}" for place in places]


def _linear_steps(span: float) -> list[float]:
    smallest = floor(log10(span)) - 2
    return [step * 10.0**power for power in range(smallest, smallest + 4) for step in _STEPS]


def _log_ticks(
    low: float, high: float, width: int, suffix: str, room: Callable[[list[str], int], bool]
) -> tuple[tuple[float, str], ...]:
    first, last = ceil(log10(low) - 1e-9), floor(log10(high) + 1e-9)
    for every in (1, 2, 3, 5, 6, 10, 20, 50, 100):
        places = [10.0**power for power in range(first, last + 1) if power % every == 0]
        labels = [format_number(place) + suffix for place in places]
        if room(labels, width):
            return tuple(zip(places, labels, strict=True))
    return ()


def _fits(labels: list[str], width: int) -> bool:
    return sum(len(label) + 6 for label in labels) <= width


def _room_above(labels: list[str], rows: int) -> bool:
    return 2 * len(labels) <= rows + 1
