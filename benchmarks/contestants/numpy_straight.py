"""What one writes in NumPy without a second thought: every input as one array."""

from math import log

import numpy as np

from benchmarks.contestants import LEVELS, Quantiles, Run

type Floats = np.ndarray

SCORE_95 = 1.6448536269514722


def prepare() -> Run:
    return run


def run(draws: int, seed: int) -> Quantiles:
    return quantiles(answers(np.random.default_rng(seed), draws))


def answers(rng: np.random.Generator, draws: int) -> dict[str, Floats]:
    """The five answers, shape ``[draw]`` each."""

    def between(low: float, high: float) -> Floats:
        return rng.lognormal((log(low) + log(high)) / 2, (log(high) - log(low)) / (2 * SCORE_95), draws)

    compute = between(1e24, 1e26)
    growth = between(2, 8)
    price = rng.normal(10, 2, draws)
    delay = rng.normal(1, 0.5, draws)
    share = rng.beta(2, 5, draws)
    effort = rng.gamma(3, 2, draws)
    start = rng.uniform(0, 4, draws)
    gap = rng.triangular(1, 2, 5, draws)
    lag = np.where(rng.random(draws) < 0.4, rng.normal(2, 1, draws), rng.normal(5, 2, draws))
    wait = rng.exponential(3, draws)
    return {
        "arrival": start + delay + gap / np.log10(growth),
        "cost": price * effort + compute / 1e25,
        "part": share * compute,
        "finish": start + wait + lag,
        "score": np.exp(-wait / effort) * share + lag * gap,
    }


def quantiles(values: dict[str, Floats]) -> Quantiles:
    """The quantiles at ``LEVELS``. Reorders the arrays."""
    return {name: np.quantile(array, LEVELS, overwrite_input=True).tolist() for name, array in values.items()}
