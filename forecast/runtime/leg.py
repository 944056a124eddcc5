"""The equal steps that draws take one after another, each draw at its own pace: to the clock, and from tick to tick."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import jax.numpy as jnp
from jax import Array

from forecast.runtime.brownian import Scores

type Tree = Any


class Leg(NamedTuple):
    """So many ``steps`` ``[draw]``; the others map a step's number ``[draw]`` to its end, its length, and its noise per year.

    ``is_clock``: events happen in it, and values are kept.
    """

    steps: Array
    goal: Callable[[Array], Array]
    length: Callable[[Array], Array]
    forcing: Callable[[Array], Tree]
    is_clock: bool


def to_the_clock(first: Array, ticks: Array, level: Array) -> Leg:
    """From a date ``[draw]`` before the first tick up to it, in steps about as long as those of the clock."""
    start = ticks[0]
    usual = (ticks[-1] - start) / (len(ticks) - 1)
    steps = jnp.ceil((start - first) / usual).astype(int) << level
    length = (start - first) / jnp.maximum(steps, 1)

    def goal(step: Array) -> Array:
        return jnp.where(step + 1 >= steps, start, first + (step + 1) * length)

    return Leg(steps, goal, lambda _: length, lambda _: {}, is_clock=False)


def from_tick_to_tick(ticks: Array, level: Array, noise: Mapping[str, Scores], size: int) -> Leg:
    """``2**level`` steps in each tick, with the noise that belongs to them."""
    count = 1 << level

    def span(step: Array) -> Array:
        return ticks[(step >> level) + 1] - ticks[step >> level]

    def goal(step: Array) -> Array:
        tick, part = step >> level, step & (count - 1)
        return jnp.where(part + 1 == count, ticks[tick + 1], ticks[tick] + (part + 1) * (span(step) / count))

    def length(step: Array) -> Array:
        return span(step) / count

    def forcing(step: Array) -> Tree:
        tick, part = step >> level, step & (count - 1)
        return {name: each.increment(tick, part, level, span(step)) / length(step) for name, each in noise.items()}

    return Leg(jnp.full(size, (len(ticks) - 1) << level), goal, length, forcing, is_clock=True)
