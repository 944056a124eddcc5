"""This project through its public door."""

import numpy as np

from benchmarks.contestants import Quantiles, Run
from benchmarks.coupled.answers import quantiles
from benchmarks.coupled.model import model_text


def prepare(*, noise: bool) -> Run:
    import forecast

    model = forecast.load(model_text(noise=noise))

    def run(draws: int, seed: int) -> Quantiles:
        # One step in a tick, as the others take; on its own it would halve the steps until noise moves no date.
        found = model.run(draws=draws, seed=seed, steps=1).draws
        return quantiles(np.array(found["arrival"]), np.array(found["size"]))

    run(1000, 0)
    return run
