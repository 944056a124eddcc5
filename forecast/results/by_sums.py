"""Unknowns of few possible values, of which everything is known exactly."""

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from forecast.results.errors import ImpossibleError
from forecast.results.learning import Learning, Posterior, chosen_of
from forecast.results.learning_methods import SETS
from forecast.results.likelihoods import marginal_of

type Floats = NDArray[np.float64]
SUMMED = 1 << 16
"""Draws of what is summed over and nothing else."""


def by_sums(learning: Learning) -> Posterior:
    """Where all that is informed has few possible values: draws of what is exactly known of it."""
    found, known = marginal_of(learning), learning.informed
    names = ", ".join(dict.fromkeys(f"`{each.site.node}`" for each in known.finite.sites))
    if not float(jax.jit(found.log_density)(jnp.zeros(0), found.data)) > -np.inf:
        raise ImpossibleError(f"the evidence is impossible with every value of {names}")
    rows = found.drawn_back(np.zeros((SUMMED, 0)), learning.seed).reshape(SETS, SUMMED // SETS, -1)
    return Posterior(
        "weights",
        f"all combinations of {names} weighed by the evidence, exactly; all else drawn forward",
        chosen_of(rows, tuple(each.site.name for each in known.finite.sites)),
        effective=float(SUMMED),
        size=SUMMED,
    )
