"""How heavy a tail is, from its largest draws: whether a mean exists that they can tell."""

from math import nan, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Floats = NDArray[np.float64]

FEWEST = 200
"""With fewer draws nothing is said of the tails."""
NO_MEAN = 0.85
"""From an estimated index of this on no mean is told: one of 1, where means end, is estimated so low now and then."""
UPPER_SHARE = 0.05
"""The share of the draws by which it is judged whether a tail goes on as a power."""
POWER_SPREAD = 0.94
"""The least spread of the logarithms of a tail that goes on as a power: 1 where it is one, 0.89 of a lognormal."""
FEWEST_FOR_POWER = 30_000
"""Below that the spread has too large an error to tell the two apart."""


def endless_mean(ordered: "Floats") -> bool:
    """Whether a tail of sorted draws goes on as a power whose mean does not exist.

    A wide lognormal has a large index too, but thins out farther on, and all its moments exist.
    """
    import numpy as np

    count = len(ordered)
    size = int(count * UPPER_SHARE)
    if count < FEWEST_FOR_POWER:
        return False
    middle = ordered[count // 2]
    with np.errstate(over="ignore"):
        sides = (ordered[-size - 1 :] - middle, (middle - ordered[: size + 1])[::-1])
    return any(_index_of(side, count) >= NO_MEAN and _is_power(side) for side in sides)


def _index_of(distances: "Floats", draws: int) -> float:
    """The index of a tail by its farthest draws; -1 where these are all the same or endless."""
    import numpy as np

    size = round(min(0.2 * draws, 3 * sqrt(draws)))
    excesses = distances[-size:] - distances[-size - 1]
    return pareto_index(excesses) if np.isfinite(excesses[-1]) and excesses[0] > 0 else -1.0


def _is_power(distances: "Floats") -> bool:
    import numpy as np

    if not distances[0] > 0 or not np.isfinite(distances[-1]):
        return False
    logarithms = np.log(distances[1:] / distances[0])
    return bool(logarithms.std() >= POWER_SPREAD * logarithms.mean())


def tail_index(ordered: "Floats") -> float:
    """The larger of the tail indices of sorted draws on both sides; NaN where there is no tail to tell.

    A generalised Pareto distribution is fitted to the largest 3 sqrt(n) draws, at most a fifth of them, as for Pareto
    smoothed importance sampling (Vehtari, Simpson, Gelman, Yao and Gabry 2024). An index k means that moments from
    1/k on do not exist.
    """
    import numpy as np

    count = len(ordered)
    if count < FEWEST:
        return nan
    size = round(min(0.2 * count, 3 * sqrt(count)))
    upper = ordered[-size:] - ordered[-size - 1]
    lower = (ordered[size] - ordered[:size])[::-1]
    found = [pareto_index(side) for side in (upper, lower) if np.isfinite(side[-1]) and side[0] > 0]
    return max(found, default=nan)


def pareto_index(excesses: "Floats") -> float:
    """The index k of the generalised Pareto distribution of sorted excesses above 0 (Zhang and Stephens, Technometrics 2009).

    It is drawn a little towards 1/2, as if ten more draws had said so.
    """
    import numpy as np

    count = len(excesses)
    points = 30 + int(sqrt(count))
    quartile = excesses[int(count / 4 + 0.5) - 1]
    grid = 1 - np.sqrt(points / (np.arange(1, points + 1) - 0.5))
    grid = grid / (3 * quartile) + 1 / excesses[-1]
    index = np.mean(np.log1p(-grid[:, None] * excesses), axis=1)
    fit = count * (np.log(-grid / index) - index - 1)
    weights = np.exp(fit - fit.max())
    best = float(np.sum(grid * weights) / np.sum(weights))
    k = float(np.mean(np.log1p(-best * excesses)))
    return (count * k + 10 * 0.5) / (count + 10)
