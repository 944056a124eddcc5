"""The answers of one run."""

import numpy as np

from benchmarks.contestants import LEVELS, Quantiles

EARLY = (0.05, 0.25, 0.5)
"""The levels of the arrival, which three draws in ten do not see."""


def quantiles(arrival: np.ndarray, size: np.ndarray) -> Quantiles:
    """Those of both answers, each ``[draw]``. Reorders the arrays."""
    return {
        "arrival": np.quantile(arrival, EARLY, method="higher", overwrite_input=True).tolist(),
        "size": np.quantile(size, LEVELS, overwrite_input=True).tolist(),
    }
