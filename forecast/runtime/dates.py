"""Dates as years of 365.2425 days from the model's epoch; ``never`` is +inf, a missing date NaN."""

import jax.numpy as jnp
from jax import Array, lax
from jax.typing import ArrayLike

from forecast.runtime.logic import Axis, less, less_equal
from forecast.runtime.reduction import argmax, argmin, last_axis

never = float("inf")
unreached = 1e300
"""The date of an event that does not happen by the end of the clock: later than every date, before never."""
DAYS_PER_YEAR = 365.2425
_DAYS_PER_CYCLE = 146097  # of the 400-year Gregorian cycle
# beyond this many days a float no longer tells days apart, and the calendar year is the mean year
_EXACT_DAYS = 2.0**50
# rounding of a date in years is far below this many days: midnight stays midnight
_MIDNIGHT = 1e-6


def date_add(date: ArrayLike, duration: ArrayLike) -> Array:
    """date + duration; never stays never whatever is added, a missing duration included."""
    date = jnp.asarray(date, dtype=float)
    return jnp.where(date == never, never, date + duration)


def date_difference(a: ArrayLike, b: ArrayLike) -> Array:
    """a - b in years: never - date is endless (+inf), date - never -inf, never - never missing.

    Of two dates beyond the end of the clock the difference is missing too.
    """
    a, b = jnp.asarray(a, dtype=float), jnp.asarray(b, dtype=float)
    return jnp.where((a == unreached) & (b == unreached), jnp.nan, a - b)


def before(a: ArrayLike, b: ArrayLike) -> Array:
    """a strictly before b."""
    return less(a, b)


def not_after(a: ArrayLike, b: ArrayLike) -> Array:
    """a before b or at once with it."""
    return less_equal(a, b)


def happened(date: ArrayLike, at: ArrayLike) -> Array:
    """Whether the event of that date has happened at the time ``at``; never has not, even at the end of time."""
    date = jnp.asarray(date, dtype=float)
    return jnp.where(date == never, 0.0, less_equal(date, at))


def since(date: ArrayLike, t: ArrayLike, at: ArrayLike) -> Array:
    """The time from ``date`` to ``t`` where the event has happened at the time ``at``, else 0."""
    true = happened(date, at)
    date = jnp.asarray(date, dtype=float)
    return jnp.where(jnp.isnan(true), jnp.nan, jnp.where(true == 1, t - jnp.where(true == 1, date, 0.0), 0.0))


def unless(coin: ArrayLike, date: ArrayLike) -> Array:
    """Never where the coin is true, missing where it is missing, else the date."""
    coin = jnp.asarray(coin, dtype=float)
    return jnp.where(jnp.isnan(coin), jnp.nan, jnp.where(coin == 1, never, jnp.asarray(date, dtype=float)))


def first(dates: ArrayLike, axis: Axis = -1) -> Array:
    """The earliest along ``axis``; missing where any is missing."""
    return jnp.min(jnp.asarray(dates, dtype=float), axis=axis)


def last(dates: ArrayLike, axis: Axis = -1) -> Array:
    """The latest along ``axis``, never where any is never; missing where any is missing."""
    return jnp.max(jnp.asarray(dates, dtype=float), axis=axis)


def which_first(dates: ArrayLike, axis: int = -1) -> Array:
    """The position of the earliest along ``axis``, as a category; missing where none ever comes."""
    dates = jnp.asarray(dates, dtype=float)
    return jnp.where(jnp.min(dates, axis=axis) >= unreached, jnp.nan, argmin(dates, axis))


def which_last(dates: ArrayLike, axis: int = -1) -> Array:
    """The position of the latest along ``axis``, as a category; missing where several never come, so that none is the latest."""
    dates = jnp.asarray(dates, dtype=float)
    several = jnp.sum(dates >= unreached, axis=axis) > 1
    return jnp.where(several, jnp.nan, argmax(dates, axis))


def nth(k: ArrayLike, dates: ArrayLike, axis: Axis = -1) -> Array:
    """The k-th earliest along ``axis``, k = 1 the first; never where there are fewer than k, missing where any is or k < 1."""
    dates = last_axis(dates, axis)
    k = jnp.asarray(k, dtype=float)
    rank = jnp.arange(1, dates.shape[-1] + 1)
    chosen = jnp.where(rank == k[..., None], jnp.sort(dates, axis=-1), 0.0).sum(axis=-1, where=rank == k[..., None])
    chosen = jnp.where(k > dates.shape[-1], never, chosen)
    valid = (k >= 1) & (k == jnp.floor(k)) & ~jnp.any(jnp.isnan(dates), axis=-1)
    return jnp.where(valid, chosen, jnp.nan)


def calendar_year(date: ArrayLike, epoch: int) -> Array:
    """The calendar year as a decimal (2031.0 is the first moment of 2031) in the proleptic Gregorian calendar.

    ``epoch`` is the ordinal of the epoch's day, as ``datetime.date.toordinal`` gives it.
    """
    date = jnp.asarray(date, dtype=float)
    days = date * DAYS_PER_YEAR + (epoch - 1)
    midnight = jnp.round(days)
    days = days + lax.stop_gradient(jnp.where(jnp.abs(days - midnight) < _MIDNIGHT, midnight - days, 0.0))
    exact = jnp.abs(days) < _EXACT_DAYS
    near = jnp.where(exact, days, 0.0)
    cycle = jnp.floor(near / _DAYS_PER_CYCLE)
    day = near - cycle * _DAYS_PER_CYCLE
    year = jnp.clip(jnp.floor(day / DAYS_PER_YEAR), 0, 399)
    year = year - (day < _days_before(year)).astype(float)
    year = year + (day >= _days_before(year + 1)).astype(float)
    start = _days_before(year)
    decimal = 1 + cycle * 400 + year + (day - start) / (_days_before(year + 1) - start)
    return jnp.where(exact, decimal, 1 + days / DAYS_PER_YEAR)


def _days_before(year: Array) -> Array:
    """Days in the first ``year`` years of a 400-year cycle."""
    leaps = jnp.floor(year / 4) - jnp.floor(year / 100) + jnp.floor(year / 400)
    return 365 * year + leaps
