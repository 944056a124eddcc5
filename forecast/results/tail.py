"""How heavy the tails of draws are."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Floats = NDArray[np.float64]

MOST_EXTREME = 1000
FEWEST_EXTREME = 5
UPPER_SHARE = 0.05
"""The share of the draws by which it is judged whether a tail goes on as a power."""
POWER_SPREAD = 0.94
"""The least spread of the logarithms of a tail that goes on as a power: 1 where it is one, 0.89 of a lognormal."""
FEWEST_FOR_POWER = 30_000
"""Below that the spread has too large an error to tell the two apart."""


@dataclass(frozen=True, slots=True)
class Tail:
    """One tail of a distribution.

    ``index`` is the shape of the generalised Pareto distribution that fits the farthest draws: moments of order
    1/index and above do not exist. ``is_power`` says whether the tail looks like a power of the distance; that of a wide
    lognormal has a large index too, but thins out farther on, and all moments exist.
    """

    index: float
    is_power: bool


def tails(ordered: "Floats") -> tuple[Tail, ...]:
    """The tails of sorted finite draws that have a shape, which too few draws or too many equal ones have not."""
    import numpy as np

    count = len(ordered)
    far = max(extreme_count(count), int(count * UPPER_SHARE)) + 1
    if extreme_count(count) < FEWEST_EXTREME:
        return ()
    middle = ordered[count // 2]
    with np.errstate(over="ignore"):
        sides = (ordered[-far:] - middle, (middle - ordered[:far])[::-1])
    return tuple(tail for distances in sides if (tail := _tail(distances, count)) is not None)


def _tail(distances: "Floats", draws: int) -> Tail | None:
    """The tail whose sorted distances from the median are given, of so many draws."""
    count = extreme_count(draws)
    index = tail_index(distances[-count:] - distances[-count - 1])
    return None if index is None else Tail(index, _is_power(distances, draws))


def extreme_count(draws: int) -> int:
    """How many of the draws a tail is judged by: 3 sqrt(draws), of few draws a fifth (Vehtari et al. 2024)."""
    return min(int(3 * draws**0.5) if draws > 225 else draws // 5, MOST_EXTREME)


def tail_index(excesses: "Floats") -> float | None:
    """The shape of the generalised Pareto distribution of sorted excesses over a threshold; None where there is none.

    The estimator of Zhang and Stephens (2009), drawn towards 1/2 with the weight of ten draws (Vehtari et al. 2024).
    """
    import numpy as np

    count = len(excesses)
    quartile, largest = excesses[int(count / 4 + 0.5) - 1], excesses[-1]
    if not quartile > excesses[0] or not np.isfinite(largest):
        return None
    points = np.arange(1, 31 + int(count**0.5)) - 0.5
    rates = (1 - np.sqrt(len(points) / points)) / (3 * quartile) + 1 / largest
    shapes = np.log1p(-rates[:, None] * excesses).mean(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        likelihoods = count * (np.log(-rates / shapes) - shapes - 1)
    weights = np.exp(likelihoods - np.nanmax(likelihoods))
    weights[~(weights > 0)] = 0
    rate = float(rates @ weights / weights.sum())
    shape = float(np.log1p(-rate * excesses).mean())
    return (count * shape + 5) / (count + 10)


def _is_power(distances: "Floats", draws: int) -> bool:
    import numpy as np

    if draws < FEWEST_FOR_POWER:
        return False
    upper = distances[-int(draws * UPPER_SHARE) - 1 :]
    if not upper[0] > 0:
        return True
    logarithms = np.log(upper[1:] / upper[0])
    return bool(logarithms.std() >= POWER_SPREAD * logarithms.mean())
