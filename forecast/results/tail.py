"""How heavy the tails of draws are."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecast.inference.generalised_pareto import FEWEST_EXCESSES, fit, tail_count

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Floats = NDArray[np.float64]

MOST_EXTREME = 1000
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
    if extreme_count(count) < FEWEST_EXCESSES:
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
    """How many of the draws a tail is judged by."""
    return min(tail_count(draws), MOST_EXTREME)


def tail_index(excesses: "Floats") -> float | None:
    """The shape of the generalised Pareto distribution of sorted excesses over a threshold; None where there is none."""
    found = fit(excesses)
    return None if found is None else found.shape


def _is_power(distances: "Floats", draws: int) -> bool:
    import numpy as np

    if draws < FEWEST_FOR_POWER:
        return False
    upper = distances[-int(draws * UPPER_SHARE) - 1 :]
    if not upper[0] > 0:
        return True
    logarithms = np.log(upper[1:] / upper[0])
    return bool(logarithms.std() >= POWER_SPREAD * logarithms.mean())
