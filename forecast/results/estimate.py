"""Numbers from draws with their Monte Carlo standard errors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf, isfinite, isinf, nan, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from forecast.results.order_statistics import OrderStatistics

    type Ordered = NDArray[np.float64] | OrderStatistics
    type Spread = Callable[[float, float], float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number from draws and its Monte Carlo standard error."""

    value: float
    mcse: float
    """Infinite where the value is at the edge of what is infinite: within two standard errors of it the draws cannot
    tell whether it is a number or not. Infinite too where a mean's error cannot be told."""
    low: float = nan
    high: float = nan
    """Of a quantile: the order statistics two standard errors (in draws) below and above it."""
    unreached: bool = False
    """Of an infinite quantile: it lies beyond the end of the clock, and is not never (or endless)."""


def quantiles(
    ordered: "Ordered", levels: Sequence[float], *, unknown: int = 0, spread: "Spread | None" = None
) -> dict[float, Estimate]:
    """Quantiles of sorted draws without NaN, with standard errors.

    Linear interpolation between order statistics, as NumPy's default, except that it never makes NaN from infinities.
    The standard error is that of the number of draws below the quantile, carried over by the spacing of the order
    statistics one such error to each side. That number's error is ``spread`` of the level and the value; without it, the
    draws are independent and it is binomial. ``unknown`` draws have failed and could lie anywhere:
    the error grows by the farthest that they could move the quantile.
    """
    return {level: _quantile(ordered, level, unknown, spread) for level in levels}


def proportion(hits: int, draws: int, *, unknown: int = 0, spread: float | None = None) -> Estimate:
    """The share of draws with a property and its standard error: of ``spread`` draws, else binomial. NaN of no draws."""
    if not draws:
        return Estimate(nan, nan)
    p = hits / draws
    error = sqrt(p * (1 - p) / draws) if spread is None else spread / draws
    return Estimate(p, error + unknown / (draws + unknown))


def _quantile(ordered: "Ordered", level: float, unknown: int, spread: "Spread | None") -> Estimate:
    value, count = _at(ordered, level), len(ordered)
    if count < 2:
        return Estimate(value, inf if count else nan)
    off = sqrt(count * level * (1 - level)) if spread is None else spread(level, value)
    error = _error(ordered, level, off, unknown)
    # Two standard errors: an error that is infinite only now and then would be seen with one seed and not with another.
    reach = 2 * off
    centre = level * (count - 1)
    low = float(ordered[max(floor(centre - reach), 0)])
    high = float(ordered[min(ceil(centre + reach), count - 1)])
    return Estimate(value, inf if isinf(low) + isinf(high) == 1 else error, low, high)


def _at(ordered: "Ordered", level: float) -> float:
    if not len(ordered):
        return nan
    place = level * (len(ordered) - 1)
    below = floor(place)
    low = float(ordered[below])
    if below == place:
        return low
    high = float(ordered[below + 1])
    if low == high:
        return low
    if isinf(high):
        return high
    if isinf(low):
        return low
    return low + (high - low) * (place - below)


def _error(ordered: "Ordered", level: float, off: float, unknown: int) -> float:
    count = len(ordered)
    centre = level * (count - 1)
    error = 0.0
    # A few draws are too few to take the spacing from, where the error is that small.
    for reach in (max(off, sqrt(count * level * (1 - level))), off):
        low, high = max(floor(centre - reach), 0), min(ceil(centre + reach), count - 1)
        if high > low:
            error = _gap(float(ordered[low]), float(ordered[high])) / (high - low) * off
        if isfinite(error):
            break
    if unknown:
        value = _at(ordered, level)
        worst = [
            _gap(value, float(ordered[min(max(place, 0), count - 1)])) if 0 <= place < count else inf
            for place in (floor(centre - unknown * (1 - level)), ceil(centre + unknown * level))
        ]
        error += max(worst)
    return error


def _gap(low: float, high: float) -> float:
    return 0.0 if low == high else abs(high - low)
