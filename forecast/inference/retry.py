"""NUTS again, with other settings, where a run went wrong; what was tried is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from forecast.inference.chains import USUAL, Chains, Progress, Settings, sample
from forecast.inference.convergence import ess_bulk, ess_tail, rhat
from forecast.inference.nuts import LogDensity

type Trouble = Literal["divergences", "tree depth", "disagreement", "few effective draws", "interrupted"]

LARGEST_RHAT = 1.01
FEWEST_EFFECTIVE = 400
TARGETS = (0.95, 0.99, 0.998)
MOST_ATTEMPTS = 7
MOST_SECONDS = 60.0
"""After so long no further attempt is made."""
_DEPTH_HIT_SHARE = 0.01
_ROOM = 1.25  # more draws than the shortfall asks for, since effective numbers are estimates
_MOST_DRAWS = 8000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run is worth; over all coordinates the worst."""

    divergences: int
    depth_hits: int
    rhat: float
    ess_bulk: float
    ess_tail: float
    trouble: tuple[Trouble, ...]
    """All that is wrong, the first to be mended first."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A run: with which settings, in answer to which trouble of the run before, and how it went."""

    settings: Settings
    reason: Trouble | None
    outcome: Outcome
    seconds: float
    replaced: tuple[int, ...]


def sample_soundly(
    log_density: LogDensity,
    data: Any,
    dim: int,
    settings: Settings = USUAL,
    *,
    most_attempts: int = MOST_ATTEMPTS,
    likely: Sequence[NDArray[np.float64]] = (),
    on_progress: Callable[[Progress], None] | None = None,
) -> tuple[Chains, tuple[Attempt, ...]]:
    """Draw until nothing is wrong, or nothing is left to try; the best run and all that was tried.

    Divergences ask for smaller steps and a longer warmup; trajectories that never turn, for a dense metric; chains that
    disagree, for a longer warmup and more draws; few effective draws, for more of them. The last attempt need not be the
    best. An interruption ends it with what is drawn, if anything is. Raises NoStartError.
    """
    attempts: list[Attempt] = []
    best: tuple[tuple[float, ...], Chains] | None = None
    reason: Trouble | None = None
    while True:
        try:
            chains = sample(log_density, data, dim, settings, likely=likely, on_progress=on_progress)
        except KeyboardInterrupt:
            if best is None:
                raise
            stopped = replace(attempts[-1].outcome, trouble=("interrupted",))
            return best[1], (*attempts, Attempt(settings, reason, stopped, 0.0, ()))
        outcome = judge(chains)
        attempts.append(Attempt(settings, reason, outcome, chains.seconds, chains.replaced))
        if chains.complete or best is None:
            worth = _badness(outcome)
            best = (worth, chains) if best is None or worth <= best[0] else best
        spent = sum(attempt.seconds for attempt in attempts)
        again = len(attempts) < most_attempts and spent < MOST_SECONDS
        changed = _changed(settings, outcome, dim) if again else None
        if changed is None:
            return best[1], tuple(attempts)
        reason, settings = changed


def judge(chains: Chains) -> Outcome:
    """How far a run can be trusted."""
    draws = chains.positions
    agreement = float(np.max(rhat(draws), initial=-np.inf))
    bulk, tail = (float(np.min(ess(draws), initial=np.inf)) for ess in (ess_bulk, ess_tail))
    trouble: list[Trouble] = []
    if not chains.complete:
        trouble.append("interrupted")
    if chains.depth_hits > _DEPTH_HIT_SHARE * chains.leaps.size:
        trouble.append("tree depth")
    if chains.divergences:
        trouble.append("divergences")
    # NaN is trouble too; of a single chain no agreement can be told
    if len(draws) > 1 and not agreement <= LARGEST_RHAT:
        trouble.append("disagreement")
    if not min(bulk, tail) >= FEWEST_EFFECTIVE:
        trouble.append("few effective draws")
    return Outcome(chains.divergences, chains.depth_hits, agreement, bulk, tail, tuple(trouble))


def _badness(outcome: Outcome) -> tuple[float, ...]:
    """Compares runs: first whether chains agree, then divergences, then effective draws."""
    worst = min(outcome.ess_bulk, outcome.ess_tail)
    return (
        float("disagreement" in outcome.trouble),
        outcome.divergences,
        -min(worst, FEWEST_EFFECTIVE) if worst == worst else np.inf,  # noqa: PLR0124 - NaN
    )


def _changed(settings: Settings, outcome: Outcome, dim: int) -> tuple[Trouble, Settings] | None:
    """What to change, and for which trouble; None where nothing is wrong or nothing helps."""
    for trouble in outcome.trouble:
        match trouble:
            case "interrupted":
                return None
            case "tree depth":
                if not settings.is_dense(dim):
                    return trouble, replace(settings, metric="dense", warmup=max(2 * settings.warmup, 4 * dim))
            case "divergences":
                if higher := [target for target in TARGETS if target > settings.target_accept]:
                    longer = settings.warmup + settings.warmup // 2
                    # What is wrong besides would ask for more draws next.
                    draws = settings.draws if len(outcome.trouble) == 1 else min(2 * settings.draws, _MOST_DRAWS)
                    return trouble, replace(settings, target_accept=higher[0], warmup=longer, draws=draws)
            case "disagreement":
                if settings.draws < _MOST_DRAWS:
                    return trouble, replace(settings, warmup=2 * settings.warmup, draws=2 * settings.draws)
            case "few effective draws":
                worst = min(outcome.ess_bulk, outcome.ess_tail)
                wanted = int(settings.draws * FEWEST_EFFECTIVE / max(worst, 1) * _ROOM) if worst > 0 else _MOST_DRAWS
                if settings.draws < _MOST_DRAWS:
                    return trouble, replace(settings, draws=min(max(wanted, settings.draws + 1), _MOST_DRAWS))
    return None
