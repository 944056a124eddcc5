"""Importance weights whose largest are smoothed, and whether they can be trusted (Vehtari et al. 2024)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast.inference.generalised_pareto import FEWEST_EXCESSES, fit, tail_count

type Floats = NDArray[np.float64]

LARGEST_INDEX = 0.7
FEWEST_EFFECTIVE = 400
"""The effective draws that a reported number should rest on."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Normalised weights of draws, as logarithms ``[draw]``.

    ``index`` is the Pareto k of the weights' tail: minus infinity where many draws share the largest weights, so that there is
    no tail, and infinity where too few draws have any weight to tell. ``effective`` is the effective number of draws, 1/Σw².
    """

    log_weights: Floats
    index: float
    effective: float

    @property
    def largest_index(self) -> float:
        """The index up to which so many draws are enough."""
        draws = len(self.log_weights)
        return min(1 - 1 / np.log10(draws), LARGEST_INDEX) if draws > 1 else -np.inf

    @property
    def has_light_tail(self) -> bool:
        return self.index < self.largest_index

    @property
    def is_trusted(self) -> bool:
        """Whether sums with these weights converge as their standard errors say, and rest on enough draws."""
        return self.has_light_tail and self.effective >= FEWEST_EFFECTIVE


def smoothed(log_weights: Floats) -> Weights:
    """Weights from their unnormalised logarithms ``[draw]``; -inf is an impossible draw.

    The largest become quantiles of the generalised Pareto distribution that fits them, at most as large as the largest was.
    Raises ValueError for NaN or +inf.
    """
    log_weights = np.array(log_weights, dtype=float)
    if np.isnan(log_weights).any() or (log_weights == np.inf).any():
        raise ValueError("a log weight is NaN or infinite")
    possible = int((log_weights > -np.inf).sum())
    count = tail_count(len(log_weights))
    if possible == 0:
        return Weights(log_weights, np.inf, 0.0)
    log_weights -= log_weights.max()
    # the threshold has to be a possible draw too
    if count < FEWEST_EXCESSES or possible <= count:
        return _normalised(log_weights, np.inf)
    by_size = np.argpartition(log_weights, (-count - 1, -count))
    farthest = by_size[-count:]
    farthest = farthest[np.argsort(log_weights[farthest], kind="stable")]
    threshold = np.exp(log_weights[by_size[-count - 1]])
    tail = fit(np.exp(log_weights[farthest]) - threshold)
    if tail is None:
        # few values that many draws share have no tail; others differ by so much that the largest stands alone
        alike = log_weights[farthest[0]] == log_weights[farthest[count // 4]]
        return _normalised(log_weights, -np.inf if alike else np.inf)
    smooth = np.log(threshold + tail.quantile((np.arange(count) + 0.5) / count))
    log_weights[farthest] = np.minimum(smooth, 0)
    return _normalised(log_weights, tail.shape)


def _normalised(log_weights: Floats, index: float) -> Weights:
    weights = np.exp(log_weights)
    total = weights.sum()
    return Weights(log_weights - np.log(total), index, float(total**2 / (weights @ weights)))
