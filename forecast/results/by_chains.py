"""Chains of NUTS on what evidence informs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.graph.graph import Graph
from forecast.inference import chains as chains_
from forecast.inference.chains import USUAL, Chains
from forecast.inference.convergence import ess_bulk, ess_tail, rhat
from forecast.inference.retry import FEWEST_EFFECTIVE, LARGEST_RHAT, Attempt, sample_soundly
from forecast.inference.start import NoStartError
from forecast.results.by_weights import log_weights_of
from forecast.results.impossible import impossible
from forecast.results.informed import Informed
from forecast.results.learning import Coordinate, Learning, Posterior, chosen_of
from forecast.results.likelihoods import likelihood_of, marginal_of
from forecast.sampling.forward import Progress
from forecast.sampling.likelihood import Likelihood, scores_of_draws
from forecast.sampling.marginal import Marginal

type Floats = NDArray[np.float64]
LOOKED_AT = 1 << 15
"""Draws of the prior among which likely starts are looked for."""
CANDIDATES = 64
FALL = 10.0
"""How far a start's log density may lie below the best, or as far as there are dimensions."""


def by_chains(learning: Learning, tried: tuple[str, ...]) -> Posterior:
    """Draws of chains on what is informed and not summed over; ``tried`` is what was tried before."""
    known = learning.informed
    summed = bool(known.finite.sites)
    found = marginal_of(learning) if summed else likelihood_of(learning)
    if found.dim == 0:
        return Posterior("nuts", "", tried=tried, troubles=("the evidence informs nothing that is drawn",))
    told = learning.on_progress

    def progress(state: chains_.Progress) -> None:
        if told is not None:
            told(Progress(sum(state.done), state.total * len(state.done) + 1, _phase(state)))

    settings = replace(USUAL, seed=learning.seed)
    try:
        likely = _likely(learning, settings.chains // 2)
        chains, attempts = sample_soundly(
            found.log_density, found.data, found.dim, settings, likely=likely, on_progress=progress
        )
    except NoStartError as error:
        trouble = f"no start was found: {impossible(learning, error.tried)}"
        return Posterior("nuts", "", tried=tried, troubles=(trouble,))
    coordinates = _coordinates(found, chains.positions)
    positions, names = chains.positions, known.sites
    if isinstance(found, Marginal):
        back = found.drawn_back(positions.reshape(-1, found.dim), learning.seed)
        positions = np.concatenate([positions, back.reshape(*positions.shape[:2], -1)], axis=2)
        names = (*known.others, *(each.site.name for each in known.finite.sites))
    chosen = chosen_of(positions, names)
    count = chains.positions.shape[0] * chains.positions.shape[1]
    return Posterior(
        "nuts",
        f"NUTS, {chains.positions.shape[0]} chains of {chains.positions.shape[1]:,} draws, on {found.dim} numbers that the "
        f"evidence informs{_summed_over(known)}; all else drawn forward",
        chosen,
        (*tried, *_attempts(attempts)),
        _nuts_troubles(learning, chains, coordinates),
        float(min((min(c.ess_bulk, c.ess_tail) for c in coordinates), default=count)),
        chosen.scores.shape[1],
        len(chains.positions),
        _statistics(chains, chosen.scores.shape[1] // len(chains.positions)),
        "interrupted" in attempts[-1].outcome.trouble,
    )


def _likely(learning: Learning, count: int) -> list[Floats]:
    """Positions of draws of the prior that the evidence leaves likely, far apart: in other modes, where there are several."""
    log_weights = log_weights_of(learning, 0, LOOKED_AT)
    best = log_weights.max(initial=-np.inf)
    if best == -np.inf:
        return []
    rng = np.random.default_rng((learning.seed, 10))
    # By noise of Gumbel: different draws, each by its weight.
    numbers = np.argsort(log_weights + rng.gumbel(size=len(log_weights)))[::-1][:CANDIDATES]
    found = scores_of_draws(learning.program, learning.informed.others, numbers, learning.seed)
    found = found[log_weights[numbers] >= best - max(FALL, found.shape[1])]
    chosen = [found[0]]
    while len(chosen) < min(count, len(found)):
        distances = np.min([((found - one) ** 2).sum(axis=1) for one in chosen], axis=0)
        chosen.append(found[int(distances.argmax())])
    return chosen


def _phase(state: chains_.Progress) -> str:
    """What chains are doing, in a few words."""
    if state.phase == "compiling":
        return "preparing the chains"
    if state.phase == "warmup":
        return "warming up"
    if state.divergences:
        return f"sampling, {state.divergences} divergence{'s' if state.divergences > 1 else ''}"
    return "sampling"


def _summed_over(known: Informed) -> str:
    names = list(dict.fromkeys(f"`{each.site.node}`" for each in known.finite.sites))
    return f", with {', '.join(names)} summed over" if names else ""


def _statistics(chains: Chains, length: int) -> dict[str, NDArray[Any]]:
    """What ArviZ shows of a sampler, ``[chain, draw]``, of the first draws of each chain."""
    found = {
        "lp": chains.log_density,
        "acceptance_rate": chains.accept,
        "n_steps": chains.leaps,
        "diverging": chains.diverging,
        "energy": chains.energy,
        "step_size": np.broadcast_to(np.reshape(chains.step_size, (-1, 1)), chains.leaps.shape),
    }
    return {name: values[:, :length] for name, values in found.items()}


def _attempts(attempts: Sequence[Attempt]) -> tuple[str, ...]:
    return tuple(
        f"NUTS with target acceptance {one.settings.target_accept:g} and {one.settings.warmup} steps of warmup: "
        f"{one.outcome.trouble[0]}"
        for one in attempts[:-1]
        if one.outcome.trouble
    )


def _coordinates(likelihood: Likelihood | Marginal, positions: Floats) -> tuple[Coordinate, ...]:
    agreement, bulk, tail = rhat(positions), ess_bulk(positions), ess_tail(positions)
    owners = [owner for site in likelihood.sites for owner in site.keys]
    return tuple(
        Coordinate(owner[0], owner[2], float(a), float(b), float(t))
        for owner, a, b, t in zip(owners, agreement, bulk, tail, strict=True)
    )


def _nuts_troubles(learning: Learning, chains: Chains, coordinates: Sequence[Coordinate]) -> tuple[str, ...]:
    found: list[str] = []
    disagreeing = [c for c in coordinates if not c.rhat <= LARGEST_RHAT]
    if disagreeing:
        worst = max(disagreeing, key=lambda c: c.rhat if c.rhat == c.rhat else np.inf)
        found.append(
            f"chains disagree about {_named(worst, learning.graph)}: R-hat is {worst.rhat:.3f}, and has to be at most "
            f"{LARGEST_RHAT}"
        )
    poor = [c for c in coordinates if not min(c.ess_bulk, c.ess_tail) >= FEWEST_EFFECTIVE]
    if poor and not disagreeing:
        worst = min(poor, key=lambda c: min(c.ess_bulk, c.ess_tail))
        found.append(
            f"{_named(worst, learning.graph)} is known by {min(worst.ess_bulk, worst.ess_tail):,.0f} effective draws only; "
            f"{FEWEST_EFFECTIVE} are needed"
        )
    if chains.divergences:
        found.append(
            f"{chains.divergences} of {chains.leaps.size:,} steps diverged: a part of the posterior may be missing"
        )
    if not chains.complete:
        found.append(
            f"sampling was interrupted after {chains.positions.shape[1]:,} of {chains.settings.draws:,} draws a chain"
        )
    return tuple(found)


def _named(coordinate: Coordinate, graph: Graph) -> str:
    node = graph.nodes.get(coordinate.name)
    place = "" if node is None else f" ({node.span.place()})"
    element = f"[{coordinate.element}]" if coordinate.element else ""
    return f"`{coordinate.name}{element}`{place}"
