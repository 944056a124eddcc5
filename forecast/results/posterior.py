"""From evidence to posterior draws: by weights, by NUTS or by particles, whichever can be trusted."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from forecast.results.by_chains import by_chains
from forecast.results.by_particles import by_particles
from forecast.results.by_sums import by_sums
from forecast.results.by_weights import ENOUGH, by_weights, log_weights_of
from forecast.results.errors import ImpossibleError
from forecast.results.impossible import impossible
from forecast.results.learning import Learning, Posterior
from forecast.results.learning_methods import Method

type Floats = NDArray[np.float64]
FEW_WEIGHED = 1 << 10
"""Draws that are looked at where the evidence says nothing of what is asked: it may still be impossible."""
_CALLED = {"weights": "weights", "nuts": "NUTS", "particles": "particles", "forward": "forward draws"}


def learn(learning: Learning, asked: Sequence[str], draws: int, method: Method | None = None) -> Posterior:
    """Posterior draws for ``draws`` answers of what is ``asked``. A ``method`` that is named is the only one tried.

    Raises ImpossibleError where the evidence is impossible.
    """
    if method == "forward":
        return Posterior("forward", "drawn forward as if there were no evidence, as asked")
    if method is None and not learning.informed.touches(learning.graph, asked):
        if not (log_weights_of(learning, 0, FEW_WEIGHED) > -np.inf).any():
            raise ImpossibleError(impossible(learning, FEW_WEIGHED))
        if learning.graph.ancestors(asked) & learning.informed.changed:
            return Posterior("forward", "drawn forward, for what the evidence fixes or bounds is drawn as it leaves it")
        return Posterior("forward", "drawn forward, for the evidence says nothing of what is asked")
    found = _best(learning, draws) if method is None else _by(method, learning, draws)
    if found.chosen is None:
        raise ImpossibleError(found.troubles[0])
    return found


def _by(method: Method, learning: Learning, draws: int) -> Posterior:
    match method:
        case "weights":
            return by_weights(learning, draws)
        case "nuts":
            return by_chains(learning, ())
        case _:
            return by_particles(learning, ())


def _best(learning: Learning, draws: int) -> Posterior:
    """By the first method that can be trusted, or else by the one that has the least against it."""
    if learning.has_coordinates and not learning.informed.others:
        return by_sums(learning)
    weighed = by_weights(learning, draws)
    if not learning.has_coordinates or (not weighed.troubles and weighed.effective >= ENOUGH):
        return weighed
    tried = (f"weights of draws of the prior: {_worth(weighed)}",)
    candidates: list[Callable[[Learning, tuple[str, ...]], Posterior]] = []
    if learning.is_smooth:
        candidates.append(by_chains)
    if weighed.troubles or not learning.is_smooth:
        candidates.append(by_particles)
    outcomes = [weighed]
    for candidate in candidates:
        found = candidate(learning, tried)
        if not found.troubles or found.interrupted:
            return found
        outcomes.append(found)
        tried = (*tried, f"{_CALLED[found.method]}: {found.troubles[0]}")
    if not weighed.troubles:
        return weighed
    return min(outcomes, key=lambda each: (each.chosen is None, len(each.troubles), -each.effective))


def _worth(posterior: Posterior) -> str:
    if posterior.troubles:
        return posterior.troubles[0]
    return f"they are worth {posterior.effective:,.0f} draws"
