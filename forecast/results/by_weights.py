"""Draws of the prior, weighted by the evidence."""

import numpy as np
from numpy.typing import NDArray

from forecast.inference.pareto import Weights, smoothed
from forecast.inference.retry import FEWEST_EFFECTIVE
from forecast.results.impossible import impossible
from forecast.results.learning import Learning, Posterior
from forecast.results.learning_methods import SETS
from forecast.sampling.forward import Chosen

type Floats = NDArray[np.float64]
FIRST_WEIGHED, MOST_WEIGHED = 1 << 17, 1 << 20
"""Draws of the prior that are weighed, at first and at most."""
ENOUGH = 4_000
"""Effective draws with which weights need no other method."""
MOST_KEPT = 4_000
"""Draws that show what was learnt."""


def by_weights(learning: Learning, draws: int) -> Posterior:
    """So many draws of the prior, picked by smoothed weights of as many as it takes."""
    count, log_weights, goal = 0, np.zeros(0), FIRST_WEIGHED
    while True:
        log_weights = np.concatenate([log_weights, log_weights_of(learning, count, goal - count)])
        count = goal
        weights = smoothed(log_weights)
        if (
            (weights.has_light_tail and weights.effective >= ENOUGH)
            or goal >= MOST_WEIGHED
            or learning.program.substeps
        ):
            break
        if learning.has_coordinates and weights.effective < ENOUGH / 8:
            break
        goal *= 2
    if weights.effective == 0:
        return Posterior("weights", "", troubles=(impossible(learning, count),))
    troubles: list[str] = []
    if not weights.has_light_tail:
        shown = "none to be told" if not np.isfinite(weights.index) else f"{weights.index:.2f}"
        troubles.append(
            f"the weights of the draws are too uneven: Pareto k is {shown}, and has to lie below {weights.largest_index:.2f}"
        )
    if weights.effective < FEWEST_EFFECTIVE:
        troubles.append(
            f"the evidence leaves {weights.effective:,.0f} effective draws of {count:,}; {FEWEST_EFFECTIVE} are needed"
        )
    chosen = Chosen(_resampled(weights, draws, learning.seed))
    return Posterior(
        "weights",
        f"{count:,} draws of the prior weighted by the evidence, worth {weights.effective:,.0f}",
        chosen,
        troubles=tuple(troubles),
        effective=weights.effective,
        size=min(draws, MOST_KEPT),
    )


def log_weights_of(learning: Learning, first: int, count: int) -> Floats:
    """The logarithm of what the evidence makes of consecutive draws of the prior."""
    found: list[Floats] = []
    for block in learning.forward.run(
        learning.program, draws=count, first_draw=first, seed=learning.seed, outputs=learning.evidence,
        on_progress=learning.on_progress,
    ):  # fmt: skip
        parts = [block.values[name].reshape(block.count, -1).sum(axis=1) for name in learning.evidence]
        total = np.sum(parts, axis=0)
        # What cannot be computed was not seen.
        found.append(np.where(np.isnan(total), -np.inf, np.minimum(total, np.finfo(float).max)))
    return np.concatenate(found)


def _resampled(weights: Weights, draws: int, seed: int) -> NDArray[np.uint64]:
    """The numbers of so many draws by their weights, each set from draws of its own."""
    rng = np.random.default_rng((seed, 7))
    found = np.zeros(draws, dtype=np.uint64)
    for number in range(SETS):
        places = np.arange(number, len(weights.log_weights), SETS)
        wanted = len(range(number, draws, SETS))
        if not wanted:
            continue
        log_weights = weights.log_weights[places]
        share = np.exp(log_weights - log_weights.max()) if (log_weights > -np.inf).any() else np.zeros(len(places))
        if share.sum() == 0:
            # A set that the evidence leaves nothing of takes from all.
            places, share = np.arange(len(weights.log_weights)), np.exp(weights.log_weights)
        steps = (rng.random() + np.arange(wanted)) / wanted
        picked = np.minimum(np.searchsorted(np.cumsum(share / share.sum()), steps), len(places) - 1)
        found[number::SETS] = places[rng.permutation(picked)]
    return found
