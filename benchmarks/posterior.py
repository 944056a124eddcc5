"""NUTS beside NumPyro's own, each in new processes: `python -m benchmarks.posterior SAMPLER MODEL` is one."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from benchmarks.measurement import Line, Measured, Part, Target
from benchmarks.whole_process import stopwatch

REPETITIONS = 3
WARM_RUNS = 5
CHAINS, NUMPYRO_WARMUP, DRAWS = 4, 1000, 1000
SAMPLERS = {"ours": "forecast", "numpyro": "NumPyro in one pmap"}
MODELS = {"eight_schools": "eight schools", "radon": "90-parameter regression"}


def posterior(*, repetitions: int = REPETITIONS, on_step: Callable[[str], None] = lambda _: None) -> Part:
    made: dict[tuple[str, str], list[dict[str, float]]] = {(s, m): [] for m in MODELS for s in SAMPLERS}
    with stopwatch() as watch:
        for repetition in range(-1, repetitions):
            for (sampler, model), figures in made.items():
                # the round before the first only writes bytecode
                if repetition < 0 and model != next(iter(MODELS)):
                    continue
                on_step(f"{SAMPLERS[sampler]}, {MODELS[model]}")
                with tempfile.TemporaryDirectory() as cache:
                    environment = {"FORECAST_CACHE_DIR": cache, "JAX_COMPILATION_CACHE_DIR": cache}
                    ended = [watch.time(("-m", "benchmarks.posterior", sampler, model), environment) for _ in range(2)]
                if repetition >= 0:
                    first, second = (json.loads(process.output) for process in ended)
                    figures.append({**second, "cold": first["first"], "cached": second["first"]})
    lines: list[Line] = []
    for (sampler, model), figures in made.items():
        title = f"{MODELS[model]}, {SAMPLERS[sampler]}"
        for what, key, unit in (
            ("first run, empty cache", "cold", "s"),
            ("first run, compiled by another process", "cached", "s"),
            ("a run, compiled", "seconds", "s"),
            ("a gradient", "microseconds", "µs"),
        ):
            lines.append(Line(f"{title}: {what}", Measured(tuple(one[key] for one in figures)), unit))
    targets = [
        Target(
            f"{title}, least effective draws per CPU second over NumPyro's",
            max(one["worth"] for one in made["ours", model]) / max(one["worth"] for one in made["numpyro", model]),
            0.9,
            "times",
            at_least=True,
        )
        for model, title in MODELS.items()
    ]
    return Part(title="Posteriors: four chains of 1000 draws", lines=tuple(lines), targets=tuple(targets))


def _ours(log_density: Any, data: Any, dim: int) -> Callable[[int], tuple[Any, int]]:
    from forecast.inference.chains import Settings, sample

    def run(seed: int) -> tuple[Any, int]:
        chains = sample(log_density, data, dim, Settings(chains=CHAINS, draws=DRAWS, seed=seed))
        return chains.positions, chains.gradients

    return run


def _numpyro(log_density: Any, data: Any, dim: int) -> Callable[[int], tuple[Any, int]]:
    import jax
    import numpy as np
    from numpyro.infer import MCMC, NUTS

    from forecast.sampling.xla import prepare

    prepare()

    def chain(key: Any, start: Any) -> tuple[Any, Any]:
        mcmc = MCMC(
            NUTS(potential_fn=lambda z: -log_density(z, data)),
            num_warmup=NUMPYRO_WARMUP,
            num_samples=DRAWS,
            progress_bar=False,
        )
        mcmc.warmup(key, init_params=start, collect_warmup=True, extra_fields=("num_steps",))
        before = mcmc.get_extra_fields()["num_steps"].sum()
        mcmc.run(mcmc.post_warmup_state.rng_key, extra_fields=("num_steps",))
        return mcmc.get_samples(), before + mcmc.get_extra_fields()["num_steps"].sum()

    all_chains = jax.pmap(chain)

    def run(seed: int) -> tuple[Any, int]:
        starts = np.random.default_rng(seed).normal(scale=0.25, size=(CHAINS, dim))
        draws, gradients = all_chains(jax.random.split(jax.random.key(seed), CHAINS), starts)
        return np.asarray(draws), int(gradients.sum())

    return run


def main() -> None:
    sampler, name = sys.argv[1:]
    if sampler == "numpyro":
        # a device for each chain, before JAX starts
        os.environ["XLA_FLAGS"] = f"--xla_force_host_platform_device_count={CHAINS}"
    import jax

    from benchmarks.posterior_models import POSTERIORS
    from forecast.inference.convergence import ess_bulk

    jax.devices()
    model = POSTERIORS[name]
    started = time.perf_counter()
    run = {"ours": _ours, "numpyro": _numpyro}[sampler](model.log_density, model.data, model.dim)
    run(0)
    figures = {"first": time.perf_counter() - started}
    best: dict[str, float] = {}
    for seed in range(1, WARM_RUNS + 1):
        started, cpu = time.perf_counter(), time.process_time()
        draws, gradients = run(seed)
        cpu = time.process_time() - cpu
        one = {
            "seconds": time.perf_counter() - started,
            "worth": float(ess_bulk(draws).min()) / cpu,
            "microseconds": cpu / gradients * 1e6,
        }
        best = {key: (max if key == "worth" else min)(value, best.get(key, value)) for key, value in one.items()}
    print(json.dumps(figures | best))


if __name__ == "__main__":
    main()
