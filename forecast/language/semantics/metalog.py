"""Whether a metalog goes through given quantiles: whether its quantile function rises everywhere.

The metalog with as many terms as points goes through all of them; through some sets of points only one that falls
somewhere does, and that is no distribution.
"""

from functools import cache
from math import exp, log, nan, tanh
from operator import mul

WIDEST = 37.0
STEPS = 1200

type Point = tuple[float, float]
"""A level, and the value there, on the scale without bounds."""


def unbounded(value: float, low: float | None, high: float | None) -> float:
    """The value on the scale without bounds: the logarithm of the distance from a bound, the log-odds between two."""
    if low is not None and high is not None:
        return log(value - low) - log(high - value)
    if low is not None:
        return log(value - low)
    return -log(high - value) if high is not None else value


def rises(points: list[Point]) -> bool:
    """Whether the metalog through the points rises everywhere."""
    weights = _weights(points)
    return all(sum(map(mul, weights, slopes)) > 0 for slopes in _all_slopes(len(points)))


def far_slope(points: list[Point], *, upper: bool) -> float:
    """How fast the metalog through the points grows with the log-odds at its upper (or lower) end.

    Where it has a bound at the other end, its tail is a power with this index.
    """
    centred = 0.5 if upper else -0.5
    factors = zip(_weights(points), _factors(len(points)), strict=True)
    return sum(weight * centred**power for weight, (power, with_odds) in factors if with_odds)


def at_fault(points: list[Point]) -> tuple[int, bool] | None:
    """Which of infeasible points to move, and whether upwards; None where no single one is to blame.

    It is the one that lies nearest, by the spread of its neighbours, to what the others say of its level.
    """
    best: tuple[float, int, bool] | None = None
    ordered = sorted(points)
    for i, (level, value) in enumerate(ordered):
        others = ordered[:i] + ordered[i + 1 :]
        if len(others) < 2 or not rises(others):
            continue
        said = _value(others, level)
        around = ordered[min(i + 1, len(ordered) - 1)][1] - ordered[max(i - 1, 0)][1]
        distance = abs(said - value) / (abs(around) or 1.0)
        # The outermost two span the distribution; an inner one is the likelier slip.
        if i in (0, len(ordered) - 1):
            distance += 1.0
        if best is None or distance < best[0]:
            best = (distance, points.index((level, value)), said > value)
    return None if best is None else best[1:]


def _factors(terms: int) -> list[tuple[int, bool]]:
    """For each term the power of p - 1/2 in it, and whether the log-odds are in it too."""
    return [(0, False), (0, True), (1, True), (1, False), *((k // 2, bool(k % 2)) for k in range(4, terms))][:terms]


def _terms(odds: float, count: int) -> list[float]:
    centred = tanh(odds / 2) / 2
    return [centred**power * (odds if with_odds else 1.0) for power, with_odds in _factors(count)]


def _slopes(odds: float, count: int) -> list[float]:
    centred = tanh(odds / 2) / 2
    spread = exp(-abs(odds)) / (1 + exp(-abs(odds))) ** 2
    found: list[float] = []
    for power, with_odds in _factors(count):
        by_centred = power * centred ** max(power - 1, 0) * spread
        found.append(by_centred * odds + centred**power if with_odds else by_centred)
    return found


@cache
def _all_slopes(count: int) -> tuple[tuple[float, ...], ...]:
    places = (WIDEST * (2 * i / STEPS - 1) for i in range(STEPS + 1))
    return tuple(tuple(_slopes(place, count)) for place in places)


def _value(points: list[Point], level: float) -> float:
    terms = _terms(log(level) - log(1 - level), len(points))
    return sum(w * t for w, t in zip(_weights(points), terms, strict=True))


def _weights(points: list[Point]) -> list[float]:
    """Gauss's elimination, the largest pivot first; missing where levels lie too close together to be told apart."""
    count = len(points)
    rows = [[*_terms(log(level) - log(1 - level), count), value] for level, value in points]
    for column in range(count):
        pivot = max(range(column, count), key=lambda r: abs(rows[r][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        if not rows[column][column]:
            return [nan] * count
        for other in range(count):
            if other != column:
                factor = rows[other][column] / rows[column][column]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[column], strict=True)]
    return [row[-1] / row[i] for i, row in enumerate(rows)]
