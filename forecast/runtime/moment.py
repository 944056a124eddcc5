"""What changes over time, at one moment: what a program tells the integrator, and what it is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

from forecast.runtime.dates import unreached


@dataclass(frozen=True, slots=True)
class Now:
    """The moment as the integrator tells it.

    ``t`` is its date. ``regime`` is the date by which it is judged what has happened: the beginning of the piece that is being
    integrated, so that nothing within it sees beyond its end. ``stocks`` are their values, ``dates`` those of events found so
    far (``unreached`` for others), ``remembered`` values read at dates that have passed (else NaN), ``delayed`` those of some
    time ago, ``largest`` the largest so far.
    """

    t: Array
    regime: Array
    stocks: Mapping[str, Array]
    dates: Mapping[str, Array]
    remembered: Mapping[str, Array]
    delayed: Mapping[str, Array]
    largest: Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Condition:
    """When an event happens. ``holds(margins, truths)`` gives its truth from those of the margins, true where they are at least
    0, and of the ``truths``, which have none. ``reduces``: it goes along indexes that the event does not have.
    """

    margins: Sequence[ArrayLike]
    truths: Sequence[ArrayLike]
    holds: Callable[[Sequence[Array], Sequence[Array]], Array]
    reduces: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """What a moment says.

    Of each stock its ``growth`` (a log-rate per year), ``rate`` (per year), ``noise`` (the standard deviation after a year),
    bounds ``low`` and ``high``; of events their ``conditions`` or ``hazards`` (per year); the dates of ``breaks``, at which
    something jumps or bends; ``remembered`` (value, date), ``delayed`` (value, lag, perhaps the value before the clock),
    ``largest`` (value), and ``kept`` (value), by slot.
    """

    growth: Mapping[str, ArrayLike] = field(default_factory=dict)
    rate: Mapping[str, ArrayLike] = field(default_factory=dict)
    noise: Mapping[str, ArrayLike] = field(default_factory=dict)
    low: Mapping[str, ArrayLike] = field(default_factory=dict)
    high: Mapping[str, ArrayLike] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    hazards: Mapping[str, ArrayLike] = field(default_factory=dict)
    breaks: Sequence[ArrayLike] = ()
    remembered: Mapping[str, tuple[ArrayLike, ArrayLike]] = field(default_factory=dict)
    delayed: Mapping[str, tuple[ArrayLike, ...]] = field(default_factory=dict)
    largest: Mapping[str, ArrayLike] = field(default_factory=dict)
    kept: Mapping[str, ArrayLike] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stock:
    """``start`` until the date ``begins`` (the first tick, without one). ``grows``: it has a growth, noise is on its logarithm.

    ``noise`` are standard normals ``[tick, *dims]``, or an object whose ``scores(level, position)`` gives them.
    """

    start: ArrayLike
    begins: ArrayLike | None = None
    grows: bool = False
    noise: Any = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event to be found. ``cuts``: what changes over time asks whether it has happened. ``never`` is 1 where it never comes.

    ``not_before``: it does not count before that date. ``exposure``: it happens where its hazard has added up to that.
    """

    shape: tuple[int, ...] = ()
    cuts: bool = False
    never: ArrayLike | None = None
    not_before: ArrayLike | None = None
    exposure: ArrayLike | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """What an integration finds.

    ``dates`` of events, ``kept`` values ``[tick, *dims]``, ``remembered`` values, and for each stock the date at which it has
    ``blown`` up (+inf: not). ``stiff`` is 1 where steps could not be made small enough.
    """

    dates: Mapping[str, Array]
    kept: Mapping[str, Array]
    remembered: Mapping[str, Array]
    blown: Mapping[str, Array]
    stiff: Array


def within_clock(truth: ArrayLike, a: ArrayLike, b: ArrayLike, end: ArrayLike) -> Array:
    """The truth of a comparison of two dates, missing where it would depend on what lies beyond the ``end`` of the clock."""
    a, b = jnp.asarray(a, dtype=float), jnp.asarray(b, dtype=float)
    hidden = ((a == unreached) & (b > end)) | ((b == unreached) & (a > end))
    return jnp.where(hidden, jnp.nan, truth)


def margin(more: ArrayLike, less: ArrayLike) -> Array:
    """By how much a comparison holds: at least 0 where ``more`` is not below ``less``. Endless sides of one sign differ by 0."""
    more, less = jnp.asarray(more, dtype=float), jnp.asarray(less, dtype=float)
    return jnp.where(more == less, 0.0, more - less)
