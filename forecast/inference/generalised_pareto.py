"""The generalised Pareto distribution that fits what lies beyond a threshold."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Floats = NDArray[np.float64]

FEWEST_EXCESSES = 5


class GeneralisedPareto(NamedTuple):
    """Moments of order 1/shape and above do not exist; with a shape below 0 there is a largest value."""

    shape: float
    scale: float

    def quantile(self, probability: "Floats") -> "Floats":
        import numpy as np

        exponential = -np.log1p(-probability)
        with np.errstate(over="ignore"):
            return self.scale * (exponential if self.shape == 0 else np.expm1(self.shape * exponential) / self.shape)


def fit(excesses: "Floats") -> GeneralisedPareto | None:
    """The distribution of sorted excesses over a threshold; None where they have no shape.

    The estimator of Zhang and Stephens (2009), its shape drawn towards 1/2 with the weight of ten draws (Vehtari et al. 2024).
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
    return GeneralisedPareto((count * shape + 5) / (count + 10), -shape / rate)


def tail_count(draws: int) -> int:
    """By how many of the draws a tail is judged: 3 sqrt(draws), of few draws a fifth (Vehtari et al. 2024)."""
    return int(3 * draws**0.5) if draws > 225 else draws // 5
