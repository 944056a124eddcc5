"""From evidence to posterior draws: by weights, by NUTS or by particles, whichever can be trusted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from forecast.graph.graph import Graph
from forecast.graph.missing import gaps
from forecast.inference.chains import USUAL, Chains
from forecast.inference.convergence import ess_bulk, ess_tail, rhat
from forecast.inference.pareto import Weights, smoothed
from forecast.inference.retry import FEWEST_EFFECTIVE, LARGEST_RHAT, Attempt, sample_soundly
from forecast.inference.smc import ImpossibleEvidenceError, SmcSettings, particles
from forecast.inference.start import NoStartError
from forecast.program.program import Program
from forecast.results.errors import ImpossibleError
from forecast.results.finite import FiniteSite
from forecast.results.informed import Informed, informed
from forecast.results.learning_methods import SETS, Method
from forecast.sampling.forward import Chosen, Forward, Progress
from forecast.sampling.likelihood import Likelihood, likelihood, worlds
from forecast.sampling.marginal import Marginal, Summed, marginal

type Floats = NDArray[np.float64]
FIRST_WEIGHED, MOST_WEIGHED = 1 << 17, 1 << 20
"""Draws of the prior that are weighed, at first and at most."""
FEW_WEIGHED = 1 << 10
"""Draws that are looked at where the evidence says nothing of what is asked: it may still be impossible."""
ENOUGH = 4_000
"""Effective draws with which weights need no other method."""
PARTICLES = 4_000
SUMMED = 1 << 16
"""Draws of what is summed over and nothing else."""
MOST_PARTICLE_DIMENSIONS = 200
_CALLED = {"weights": "weights", "nuts": "NUTS", "particles": "particles", "forward": "forward draws"}


@dataclass(frozen=True, slots=True)
class Coordinate:
    """How well what is known of one number agrees between chains, in the order of the model."""

    name: str
    element: str
    rhat: float
    ess_bulk: float
    ess_tail: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """Draws that have learnt from evidence.

    ``chosen`` are the draws to make, ``reason`` says why this ``method`` was taken, ``tried`` what was tried before, and
    ``troubles`` why the outcome is not to be trusted. ``effective`` is the effective number of draws. The first ``size`` of
    those chosen are all that there is; those of ``chains`` are the sets of chosen draws, one part of a chain after the
    other. ``statistics`` ``[chain, draw]`` are the sampler's, by the names that ArviZ has for them.
    """

    method: Method
    reason: str
    chosen: Chosen | None = None
    tried: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    effective: float = 0.0
    size: int = 0
    chains: int = 1
    statistics: Mapping[str, NDArray[Any]] = field(default_factory=dict[str, NDArray[Any]])


@dataclass(frozen=True)
class Learning:
    """What it takes to learn: the program, its evidence, and what that informs."""

    forward: Forward
    program: Program
    graph: Graph
    seed: int
    on_progress: Callable[[Progress], None] | None = None

    @cached_property
    def informed(self) -> Informed:
        return informed(self.graph, self.program)

    @property
    def evidence(self) -> tuple[str, ...]:
        return tuple(evidence.node for evidence in self.graph.evidence)

    @property
    def is_smooth(self) -> bool:
        return not self.informed.steps and not self.informed.paths

    @property
    def has_coordinates(self) -> bool:
        """Whether what is informed can be told by a few scores."""
        return bool(self.informed.sites) and not self.informed.paths


def learn(learning: Learning, asked: Sequence[str], draws: int, method: Method | None = None) -> Posterior:
    """Posterior draws for ``draws`` answers of what is ``asked``. A ``method`` that is named is the only one tried.

    Raises ImpossibleError where the evidence is impossible.
    """
    if method == "forward":
        return Posterior("forward", "drawn forward as if there were no evidence, as asked")
    if method is None and not learning.informed.touches(learning.graph, asked):
        if not (_log_weights(learning, 0, FEW_WEIGHED) > -np.inf).any():
            raise ImpossibleError(_impossible(learning, FEW_WEIGHED))
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
            return _by_weights(learning, draws)
        case "nuts":
            return _by_nuts(learning, ())
        case _:
            return _by_particles(learning, ())


def _best(learning: Learning, draws: int) -> Posterior:
    """By the first method that can be trusted, or else by the one that has the least against it."""
    if learning.has_coordinates and not learning.informed.others:
        return _by_sums(learning)
    weighed = _by_weights(learning, draws)
    if not learning.has_coordinates or (not weighed.troubles and weighed.effective >= ENOUGH):
        return weighed
    tried = (f"weights of draws of the prior: {_worth(weighed)}",)
    candidates: list[Callable[[Learning, tuple[str, ...]], Posterior]] = []
    if learning.is_smooth:
        candidates.append(_by_nuts)
    if weighed.troubles or not learning.is_smooth:
        candidates.append(_by_particles)
    outcomes = [weighed]
    for candidate in candidates:
        found = candidate(learning, tried)
        if not found.troubles:
            return found
        outcomes.append(found)
        tried = (*tried, f"{_CALLED[found.method]}: {found.troubles[0]}")
    if not weighed.troubles:
        return weighed
    return min(outcomes, key=lambda each: (each.chosen is None, len(each.troubles), -each.effective))


# --- weights ----------------------------------------------------------------------------------------------------------------


def _by_weights(learning: Learning, draws: int) -> Posterior:
    count, log_weights, goal = 0, np.zeros(0), FIRST_WEIGHED
    while True:
        log_weights = np.concatenate([log_weights, _log_weights(learning, count, goal - count)])
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
        return Posterior("weights", "", troubles=(_impossible(learning, count),))
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
        size=min(draws, PARTICLES),
    )


def _log_weights(learning: Learning, first: int, count: int) -> Floats:
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


def _worth(posterior: Posterior) -> str:
    if posterior.troubles:
        return posterior.troubles[0]
    return f"they are worth {posterior.effective:,.0f} draws"


def _impossible(learning: Learning, count: int) -> str:
    if len(learning.graph.evidence) == 1:
        return f"the evidence is impossible in all of {count:,} draws: {learning.graph.evidence[0].text}"
    return f"the evidence is impossible in all of {count:,} draws; its parts may contradict each other or the model"


# --- chains -----------------------------------------------------------------------------------------------------------------


def _has_gaps(learning: Learning) -> bool:
    """Whether derivatives cannot go backward: along a clock, where steps find something; and where values are missing, which
    spoil the derivatives of all that they are multiplied with, even where it counts for nothing.
    """
    found = gaps(learning.graph)
    return learning.program.substeps > 0 or any(found[name].missing for name in learning.informed.nodes)


def _likelihood(learning: Learning) -> Likelihood:
    of = worlds(learning.program, learning.informed.sites, learning.evidence)
    return likelihood(of, forward=_has_gaps(learning))


def _marginal(learning: Learning) -> Marginal:
    """The likelihood of what is not summed over."""
    known = learning.informed
    of = worlds(learning.program, known.others, learning.evidence)
    finite = known.finite
    joint, along = _assigned(finite.joint), _assigned_rows(finite.rows)
    by_row = {name: learning.graph.nodes[name].type.dims.index(finite.index) for name in finite.by_row}
    size = learning.graph.size(finite.index) if finite.index else 0
    sites = tuple(each.site for each in finite.sites)
    return marginal(of, Summed(joint, along, by_row, size), sites, forward=_has_gaps(learning))


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


def _by_nuts(learning: Learning, tried: tuple[str, ...]) -> Posterior:
    known = learning.informed
    summed = bool(known.finite.sites)
    found = _marginal(learning) if summed else _likelihood(learning)
    if found.dim == 0:
        return Posterior("nuts", "", tried=tried, troubles=("the evidence informs nothing that is drawn",))
    told = learning.on_progress

    def progress(state: Any) -> None:
        if told is not None:
            told(Progress(done=sum(state.done), total=state.total * len(state.done) + 1))

    settings = replace(USUAL, seed=learning.seed)
    try:
        chains, attempts = sample_soundly(found.log_density, found.data, found.dim, settings, on_progress=progress)
    except NoStartError as error:
        trouble = f"no start was found: the evidence is impossible in {error.tried} of {error.tried} places tried"
        return Posterior("nuts", "", tried=tried, troubles=(trouble,))
    coordinates = _coordinates(found, chains.positions)
    positions, names = chains.positions, known.sites
    if isinstance(found, Marginal):
        back = found.drawn_back(positions.reshape(-1, found.dim), learning.seed)
        positions = np.concatenate([positions, back.reshape(*positions.shape[:2], -1)], axis=2)
        names = (*known.others, *(each.site.name for each in known.finite.sites))
    chosen = _chosen(positions, names)
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
    )


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
        found.append("sampling was interrupted")
    return tuple(found)


def _named(coordinate: Coordinate, graph: Graph) -> str:
    node = graph.nodes.get(coordinate.name)
    place = "" if node is None else f" ({node.span.place()})"
    element = f"[{coordinate.element}]" if coordinate.element else ""
    return f"`{coordinate.name}{element}`{place}"


def _chosen(positions: Floats, sites: tuple[str, ...]) -> Chosen:
    """Answers from draws ``[chain, draw, row]``: each set takes those of a part of a chain, over and over."""
    chains, length, dim = positions.shape
    parts = max(SETS // chains, 1)
    size = length // parts
    sets = positions[:, : size * parts].reshape(chains * parts, size, dim)
    return Chosen(None, sites, np.ascontiguousarray(sets.transpose(2, 1, 0).reshape(dim, -1)))


# --- sums -------------------------------------------------------------------------------------------------------------------


def _by_sums(learning: Learning) -> Posterior:
    """Where all that is informed has few possible values: draws of what is exactly known of it."""
    found, known = _marginal(learning), learning.informed
    names = ", ".join(dict.fromkeys(f"`{each.site.node}`" for each in known.finite.sites))
    if not float(jax.jit(found.log_density)(jnp.zeros(0), found.data)) > -np.inf:
        raise ImpossibleError(f"the evidence is impossible with every value of {names}")
    rows = found.drawn_back(np.zeros((SUMMED, 0)), learning.seed).reshape(SETS, SUMMED // SETS, -1)
    return Posterior(
        "weights",
        f"all combinations of {names} weighed by the evidence, exactly; all else drawn forward",
        _chosen(rows, tuple(each.site.name for each in known.finite.sites)),
        effective=float(SUMMED),
        size=SUMMED,
    )


# --- particles --------------------------------------------------------------------------------------------------------------


def _by_particles(learning: Learning, tried: tuple[str, ...]) -> Posterior:
    found = _likelihood(learning)
    if not 0 < found.dim <= MOST_PARTICLE_DIMENSIONS:
        trouble = f"{found.dim} numbers are too many for particles"
        return Posterior("particles", "", tried=tried, troubles=(trouble,))
    settings = SmcSettings(particles=PARTICLES, seed=learning.seed)
    try:
        made = particles(found.log_likelihood, found.data, found.dim, settings)
    except ImpossibleEvidenceError as error:
        raise ImpossibleError(_impossible(learning, error.tried)) from None
    troubles = () if made.has_mixed else ("particles did not move far enough to tell them from their first copies",)
    rng = np.random.default_rng((learning.seed, 8))
    rows = made.draws[rng.permutation(len(made.draws))].reshape(SETS, -1, found.dim)
    return Posterior(
        "particles",
        f"{PARTICLES:,} particles led from the prior to the posterior in {len(made.stages)} stages; all else drawn forward",
        _chosen(rows, learning.informed.sites),
        tried,
        troubles,
        float(PARTICLES),
        PARTICLES,
    )
