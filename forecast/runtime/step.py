"""One step of all stocks: the classical Runge-Kutta method of order 4, with growth taken out of it.

A stock that grows is e^Y u with dY = growth dt and du = e^-Y rate dt from the beginning of the step (Lawson, Generalized
Runge-Kutta processes for stable systems with large Lipschitz constants, 1967): pure growth is exact, whatever the sign, and noise on
the logarithm is noise in Y.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import jax.numpy as jnp
from jax import Array

type Values = Mapping[str, Array]


class Slope(NamedTuple):
    """How stocks change: log-rates and rates per year, 0.0 where there is none."""

    growth: dict[str, Array]
    rate: dict[str, Array]


class Stepped(NamedTuple):
    """The end of a step: Y and u of each stock, its value, and the slopes of Y and u at the end when ``finish`` is told them."""

    exponent: dict[str, Array]
    base: dict[str, Array]
    value: dict[str, Array]
    last: Slope
    """The slopes of the fourth stage."""
    damping: dict[str, Array]
    """e^-Y of the fourth stage."""


def step(
    start: Values, first: Slope, slope: Callable[[Values, float], Slope], h: Array, bounded: Callable[[Values], Values]
) -> Stepped:
    """From ``start`` over ``h``; ``slope(values, share)`` is that at a share of the step, ``first`` that at its beginning."""
    names = tuple(start)

    def stage(
        at: Slope, damping: Mapping[str, Array | float], part: float
    ) -> tuple[dict[str, Array], dict[str, Array]]:
        exponent = {n: part * h * at.growth[n] for n in names}
        return exponent, {n: jnp.exp(exponent[n]) * (start[n] + part * h * at.rate[n] * damping[n]) for n in names}

    one = dict.fromkeys(names, 1.0)
    y2, s2 = stage(first, one, 0.5)
    k2, d2 = slope(bounded(s2), 0.5), {n: jnp.exp(-y2[n]) for n in names}
    y3, s3 = stage(k2, d2, 0.5)
    k3, d3 = slope(bounded(s3), 0.5), {n: jnp.exp(-y3[n]) for n in names}
    y4, s4 = stage(k3, d3, 1.0)
    k4, d4 = slope(bounded(s4), 1.0), {n: jnp.exp(-y4[n]) for n in names}
    sixth = h / 6
    exponent = {n: sixth * (first.growth[n] + 2 * (k2.growth[n] + k3.growth[n]) + k4.growth[n]) for n in names}
    base = {
        n: start[n] + sixth * (first.rate[n] + 2 * (k2.rate[n] * d2[n] + k3.rate[n] * d3[n]) + k4.rate[n] * d4[n])
        for n in names
    }
    value = bounded({n: jnp.exp(exponent[n]) * base[n] for n in names})
    return Stepped(exponent, base, dict(value), k4, d4)


def error(start: Values, stepped: Stepped, end: Slope, h: Array) -> dict[str, Array]:
    """The estimated error of a step, relative: h/10 |k4 - k5|, where k5 is the slope at the end.

    With the weights 1/6, 1/3, 1/3, 1/15 and 1/10 the same stages make a method of order 3.
    """
    found: dict[str, Array] = {}
    for n in start:
        log = jnp.abs(stepped.last.growth[n] - end.growth[n])
        moved = jnp.abs(stepped.last.rate[n] * stepped.damping[n] - end.rate[n] * jnp.exp(-stepped.exponent[n]))
        size = jnp.maximum(jnp.abs(stepped.base[n]), jnp.abs(start[n])) + h * jnp.abs(end.rate[n])
        found[n] = h / 10 * (log + jnp.where(moved == 0, 0.0, moved / jnp.where(size == 0, 1.0, size)))
    return found


def within(start: Values, first: Slope, stepped: Stepped, end: Slope, h: Array, share: Array) -> dict[str, Array]:
    """The stocks at a share of the step, by cubic Hermite interpolation of Y and u."""
    s = share
    value, slope0, slope1 = s * s * (3 - 2 * s), s * (1 - s) ** 2, s * s * (s - 1)
    found: dict[str, Array] = {}
    for n in start:
        exponent = value * stepped.exponent[n] + h * (slope0 * first.growth[n] + slope1 * end.growth[n])
        finish = end.rate[n] * jnp.exp(-stepped.exponent[n])
        base = start[n] + value * (stepped.base[n] - start[n]) + h * (slope0 * first.rate[n] + slope1 * finish)
        found[n] = jnp.where(s >= 1, stepped.value[n], jnp.exp(exponent) * base)
    return found
