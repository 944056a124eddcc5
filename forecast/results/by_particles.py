"""Particles, led from the prior to the posterior."""

import numpy as np
from numpy.typing import NDArray

from forecast.inference.smc import ImpossibleEvidenceError, SmcSettings, Stage, particles
from forecast.results.errors import ImpossibleError
from forecast.results.impossible import impossible
from forecast.results.learning import Learning, Posterior, chosen_of
from forecast.results.learning_methods import SETS
from forecast.results.likelihoods import likelihood_of
from forecast.sampling.forward import Progress

type Floats = NDArray[np.float64]
PARTICLES = 4_000
MOST_PARTICLE_DIMENSIONS = 200


def by_particles(learning: Learning, tried: tuple[str, ...]) -> Posterior:
    """Tempered particles on what is informed; ``tried`` is what was tried before."""
    found = likelihood_of(learning)
    if not 0 < found.dim <= MOST_PARTICLE_DIMENSIONS:
        trouble = f"{found.dim} numbers are too many for particles"
        return Posterior("particles", "", tried=tried, troubles=(trouble,))
    settings = SmcSettings(particles=PARTICLES, seed=learning.seed)
    told = learning.on_progress

    def progress(stage: Stage) -> None:
        if told is not None:
            told(Progress(round(1000 * stage.temperature), 1001, "leading particles to the posterior"))

    try:
        made = particles(found.log_likelihood, found.data, found.dim, settings, on_stage=progress)
    except ImpossibleEvidenceError as error:
        raise ImpossibleError(impossible(learning, error.tried)) from None
    troubles = () if made.has_mixed else ("particles did not move far enough to tell them from their first copies",)
    rng = np.random.default_rng((learning.seed, 8))
    rows = made.draws[rng.permutation(len(made.draws))].reshape(SETS, -1, found.dim)
    return Posterior(
        "particles",
        f"{PARTICLES:,} particles led from the prior to the posterior in {len(made.stages)} stages; all else drawn forward",
        chosen_of(rows, learning.informed.sites),
        tried,
        troubles,
        float(PARTICLES),
        PARTICLES,
    )
