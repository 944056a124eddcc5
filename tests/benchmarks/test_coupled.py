"""The contestants of the dynamics race compute the same system."""

import importlib

import numpy as np
import pytest

import forecast
from benchmarks.coupled.model import model_text

DRAWS = 20_000


@pytest.mark.parametrize("noise", [False, True])
def test_all_ways_agree(noise):
    made = {}
    for name in ("forecast_engine", "jax_scan", "numpy_loop"):
        run = importlib.import_module(f"benchmarks.coupled.{name}").prepare(noise=noise)
        made[name] = [run(DRAWS, seed) for seed in (1, 2, 3, 4)]
    for name in ("forecast_engine", "jax_scan"):
        for answer in ("arrival", "size"):
            a, b = (np.array([run[answer] for run in made[each]]) for each in (name, "numpy_loop"))
            error = np.sqrt(a.var(axis=0, ddof=1) / len(a) + b.var(axis=0, ddof=1) / len(b))
            # With four runs the spread itself is uncertain: a t with about six degrees of freedom.
            assert np.all(np.abs(a.mean(axis=0) - b.mean(axis=0)) < 7 * error)


@pytest.mark.parametrize("ticks", [200, 2000])
def test_the_model_file_is_sound(ticks):
    model = forecast.load(model_text(noise=True, ticks=ticks))
    assert model.check() == ()
    assert (
        ticks < len(model.graph.indexes["time"].labels) <= ticks + 2
    )  # 2046 begins some hours after twenty mean years
