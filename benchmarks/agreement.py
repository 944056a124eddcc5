"""Whether the contestants computed the same model: their quantiles agree within Monte Carlo error."""

from dataclasses import dataclass
from math import sqrt

from benchmarks.contestants import LEVELS, Quantiles

REFERENCE_DRAWS = 1_000_000
REFERENCE_SEED = 20_261_123
LARGEST_DEVIATION = 5.0
"""In standard errors. Five quantiles of five answers, a few sizes and contestants: 4 would be met by chance now and then."""

_STEP = 0.01


@dataclass(frozen=True, slots=True)
class Reference:
    """Quantiles of the model, and the standard error of a quantile of one draw, by answer, in the order of ``LEVELS``."""

    quantiles: Quantiles
    unit_errors: Quantiles
    draws: int

    def deviation(self, found: Quantiles, draws: int) -> float:
        """The largest difference between the quantiles of ``draws`` draws and the reference, in its standard errors."""
        scale = sqrt(1 / draws + 1 / self.draws)
        return max(
            abs(value - wanted) / (error * scale)
            for name in self.quantiles
            for value, wanted, error in zip(found[name], self.quantiles[name], self.unit_errors[name], strict=True)
        )


def reference(draws: int = REFERENCE_DRAWS, seed: int = REFERENCE_SEED) -> Reference:
    """By straight NumPy. The error of a quantile at p is sqrt(p (1 - p) / n) over the density there."""
    import numpy as np

    from benchmarks.contestants.numpy_straight import answers

    quantiles: Quantiles = {}
    errors: Quantiles = {}
    for name, values in answers(np.random.default_rng(seed), draws).items():
        middle, above, below = (np.quantile(values, [p + step for p in LEVELS]) for step in (0.0, _STEP, -_STEP))
        quantiles[name] = middle.tolist()
        spread = (above - below) / (2 * _STEP)
        errors[name] = [float(s) * sqrt(p * (1 - p)) for s, p in zip(spread, LEVELS, strict=True)]
    return Reference(quantiles, errors, draws)
