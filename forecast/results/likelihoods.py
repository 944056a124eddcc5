"""The likelihood of a model, as the samplers take it."""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from forecast.graph.missing import gaps
from forecast.results.finite import FiniteSite
from forecast.results.learning import Learning
from forecast.sampling.likelihood import Likelihood, likelihood, worlds
from forecast.sampling.marginal import Marginal, Summed, marginal

type Floats = NDArray[np.float64]


def likelihood_of(learning: Learning) -> Likelihood:
    """That of the scores of all that is informed."""
    of = worlds(learning.program, learning.informed.sites, learning.evidence)
    return likelihood(of, forward=_has_gaps(learning))


def marginal_of(learning: Learning) -> Marginal:
    """The likelihood of what is not summed over."""
    known = learning.informed
    of = worlds(learning.program, known.others, learning.evidence)
    finite = known.finite
    joint, along = _assigned(finite.joint), _assigned_rows(finite.rows)
    by_row = {name: learning.graph.nodes[name].type.dims.index(finite.index) for name in finite.by_row}
    size = learning.graph.size(finite.index) if finite.index else 0
    sites = tuple(each.site for each in finite.sites)
    return marginal(of, Summed(joint, along, by_row, size), sites, forward=_has_gaps(learning))


def _has_gaps(learning: Learning) -> bool:
    """Whether derivatives cannot go backward: along a clock, where steps find something; and where values are missing, which
    spoil the derivatives of all that they are multiplied with, even where it counts for nothing.
    """
    found = gaps(learning.graph)
    return learning.program.substeps > 0 or any(found[name].missing for name in learning.informed.nodes)


def _assigned(sites: tuple[FiniteSite, ...]) -> dict[str, Floats]:
    """All combinations of values of the elements of some sites, ``[assignment, *shape]``."""
    each = [list(product(one.values, repeat=len(one.site.elements))) for one in sites]
    found = list(product(*each))
    return {
        one.site.name: np.array([values[place] for values in found]).reshape(-1, *one.site.shape)
        for place, one in enumerate(sites)
    }


def _assigned_rows(sites: tuple[FiniteSite, ...]) -> dict[str, Floats]:
    """All combinations of values of a row, in each row the same, ``[assignment, row]``."""
    found = list(product(*(one.values for one in sites)))
    return {
        one.site.name: np.repeat([[values[place]] for values in found], len(one.site.elements), axis=1)
        for place, one in enumerate(sites)
    }
