"""One step of all stocks: the classical Runge-Kutta method of order 4, with growth taken out of it.

A stock that grows is e^Y u with dY = growth dt and du = e^-Y rate dt from the beginning of the step (Lawson, Generalized
Runge-Kutta processes for stable systems with large Lipschitz constants, 1967): pure growth is exact, whatever the sign, and noise
on the logarithm is noise in Y.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import jax.numpy as jnp
from jax import Array

TOLERANCE = 1e-3
"""The largest estimated error of a step, relative. The estimate is of order 3, the step of order 4 and much closer."""

type Values = Mapping[str, Array]


class Slope(NamedTuple):
    """How stocks change: the log-rates per year of those that grow, the rates per year of those that have one."""

    growth: dict[str, Array]
    rate: dict[str, Array]


class Stepped(NamedTuple):
    """The end of a step: Y of stocks that grow, u and the value of each; and of the fourth stage its slopes and e^-Y."""

    exponent: dict[str, Array]
    base: dict[str, Array]
    value: dict[str, Array]
    last: Slope
    damping: dict[str, Array]


def step(
    start: Values, first: Slope, slope: Callable[[Values, float], Slope], h: Array, bounded: Callable[[Values], Values]
) -> Stepped:
    """From ``start`` over ``h``; ``slope(values, share)`` is that at a share of the step, ``first`` that at its beginning."""

    def damped(at: Slope, damping: Values) -> dict[str, Array]:
        return {n: rate * damping[n] if n in damping else rate for n, rate in at.rate.items()}

    def stage(at: Slope, damping: Values, part: float) -> tuple[dict[str, Array], dict[str, Array]]:
        """The values after a part of the step with these slopes, and e^-Y there."""
        exponent = {n: part * h * growth for n, growth in at.growth.items()}
        rates = damped(at, damping)
        base = {n: value + part * h * rates[n] if n in rates else value for n, value in start.items()}
        fall = {n: jnp.exp(-y) for n, y in exponent.items() if n in rates}
        return {n: u * jnp.exp(exponent[n]) if n in exponent else u for n, u in base.items()}, fall

    s2, d2 = stage(first, {}, 0.5)
    k2 = slope(bounded(s2), 0.5)
    s3, d3 = stage(k2, d2, 0.5)
    k3 = slope(bounded(s3), 0.5)
    s4, d4 = stage(k3, d3, 1.0)
    k4 = slope(bounded(s4), 1.0)
    sixth = h / 6
    growths = (first.growth, k2.growth, k3.growth, k4.growth)
    rates = (first.rate, damped(k2, d2), damped(k3, d3), damped(k4, d4))

    def mean(parts: tuple[Values, ...], n: str) -> Array:
        return sixth * (parts[0][n] + 2 * (parts[1][n] + parts[2][n]) + parts[3][n])

    exponent = {n: mean(growths, n) for n in first.growth}
    base = {n: value + mean(rates, n) if n in first.rate else value for n, value in start.items()}
    value = bounded({n: u * jnp.exp(exponent[n]) if n in exponent else u for n, u in base.items()})
    return Stepped(exponent, base, dict(value), k4, d4)


def error(start: Values, stepped: Stepped, end: Slope, h: Array) -> dict[str, Array]:
    """The estimated error of a step, relative: h/10 |k4 - k5|, where k5 is the slope at the end.

    With the weights 1/6, 1/3, 1/3, 1/15 and 1/10 the same stages make a method of order 3.
    """
    found: dict[str, Array] = {}
    finish = _finish(stepped, end)
    for n, before in start.items():
        parts: list[Array] = []
        if n in end.growth:
            parts.append(jnp.abs(stepped.last.growth[n] - end.growth[n]))
        if n in end.rate:
            last = stepped.last.rate[n] * stepped.damping[n] if n in stepped.damping else stepped.last.rate[n]
            moved = jnp.abs(last - finish[n])
            size = jnp.maximum(jnp.abs(stepped.base[n]), jnp.abs(before)) + h * jnp.abs(end.rate[n])
            parts.append(jnp.where(moved == 0, 0.0, moved / jnp.where(size == 0, 1.0, size)))
        if parts:
            found[n] = h / 10 * sum(parts[1:], parts[0])
    return found


def too_long(start: Values, slopes: tuple[Slope, Slope], stepped: Stepped, h: Array) -> dict[str, Array]:
    """The stocks that a step is too long for. One that is missing is not."""
    first, last = slopes
    errors = error(start, stepped, last, h)
    found: dict[str, Array] = {}
    for n, value in stepped.value.items():
        known = ~jnp.isnan(start[n] * 0.0 + (first.growth.get(n, 0.0) + first.rate.get(n, 0.0)))
        found[n] = ~jnp.isfinite(value) & known
        if n in errors:
            found[n] = found[n] | (errors[n] > TOLERANCE)
    return found


def within(start: Values, slopes: tuple[Slope, Slope], stepped: Stepped, h: Array, share: Array) -> dict[str, Array]:
    """The stocks at a share of the step, by cubic Hermite interpolation of Y and u between the slopes at its ends."""
    first, end = slopes
    risen, slope0, slope1 = share**2 * (3 - 2 * share), share * (1 - share) ** 2, share**2 * (share - 1)
    finish = _finish(stepped, end)
    found: dict[str, Array] = {}
    for n, before in start.items():
        value = before
        if n in end.rate:
            value = before + risen * (stepped.base[n] - before) + h * (slope0 * first.rate[n] + slope1 * finish[n])
        if n in end.growth:
            value = value * jnp.exp(
                risen * stepped.exponent[n] + h * (slope0 * first.growth[n] + slope1 * end.growth[n])
            )
        found[n] = jnp.where(share >= 1, stepped.value[n], value)
    return found


def _finish(stepped: Stepped, end: Slope) -> dict[str, Array]:
    """du/dt at the end of the step."""
    return {n: rate * jnp.exp(-stepped.exponent[n]) if n in stepped.exponent else rate for n, rate in end.rate.items()}
