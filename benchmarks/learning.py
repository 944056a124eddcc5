"""Posteriors of model files beside the same models by hand in NumPyro: `python -m benchmarks.learning SAMPLER MODEL` is one."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measurement import Line, Measured, Part, Target
from benchmarks.whole_process import stopwatch

SEEDS = 5
CHAINS, WARMUP, DRAWS = 4, 400, 1000
"""The same on both sides; so are target acceptance and depth of trees. NumPyro has a dense metric where ours is."""
SAMPLERS = {"ours": "forecast", "numpyro": "NumPyro by hand in one pmap"}
MODELS = {
    "eight_schools": "eight schools",
    "counties": "regression in 85 groups",
    "logistic": "logistic regression",
    "mixture": "mixture of two",
    "arma": "ARMA(1, 1)",
}


def learning(*, on_step: Callable[[str], None] = lambda _: None) -> Part:
    made: dict[tuple[str, str], dict[str, float]] = {}
    with stopwatch() as watch:
        for model, title in MODELS.items():
            for sampler, name in SAMPLERS.items():
                on_step(f"{name}, {title}")
                with tempfile.TemporaryDirectory() as cache:
                    environment = {"FORECAST_CACHE_DIR": cache, "JAX_COMPILATION_CACHE_DIR": cache}
                    ended = watch.time(("-m", "benchmarks.learning", sampler, model), environment)
                made[sampler, model] = json.loads(ended.output)
    lines = [
        Line(f"{MODELS[model]}, {SAMPLERS[sampler]}: {what}", Measured((figures[key],)), unit)
        for (sampler, model), figures in made.items()
        for what, key, unit in (
            ("first run, nothing compiled before", "first", "s"),
            ("a run, compiled", "seconds", "s"),
            ("a gradient", "microseconds", "µs"),
            ("least effective draws per CPU second", "worth", ""),
        )
    ]
    targets: list[Target] = []
    for model, title in MODELS.items():
        ours, theirs = made["ours", model], made["numpyro", model]
        worth = ours["worth"] / theirs["worth"]
        targets += [
            Target(f"{title}, effective draws per CPU second over NumPyro's", worth, 0.9, "times", at_least=True),
            Target(f"{title}, a gradient", ours["microseconds"] / theirs["microseconds"], 1.1, "times"),
            Target(f"{title}, first run", ours["first"] / theirs["first"], 1.0, "times"),
        ]
    return Part(
        title="Posteriors of model files: four chains of 1000 draws", lines=tuple(lines), targets=tuple(targets)
    )


type Run = Callable[[int], tuple[Any, int]]
"""(seed) → draws ``[chain, draw, coordinate]``, and how many gradients they took."""


def _ours(name: str) -> Run:
    import forecast
    from benchmarks.learnt_models import MODELS as MADE
    from benchmarks.learnt_models import write
    from forecast.inference.chains import Settings, sample
    from forecast.results.learning import Learning
    from forecast.results.likelihoods import likelihood_of
    from forecast.sampling.forward import Forward

    with tempfile.TemporaryDirectory() as folder:
        model = forecast.load(write(MADE[name](), Path(folder)))
        found = likelihood_of(Learning(Forward(), model.program, model.graph, 0))

    def run(seed: int) -> tuple[Any, int]:
        settings = Settings(chains=CHAINS, warmup=WARMUP, draws=DRAWS, seed=seed)
        chains = sample(found.log_density, found.data, found.dim, settings)
        return chains.positions, chains.gradients

    return run


def _numpyro(name: str) -> Run:
    import jax
    import numpy as np
    from numpyro.infer import MCMC, NUTS, init_to_median

    from benchmarks.learnt_models import MODELS as MADE
    from forecast.inference.chains import Settings
    from forecast.sampling.xla import prepare

    prepare()
    model = MADE[name]().by_hand
    kernel = NUTS(model, init_strategy=init_to_median, dense_mass=Settings().is_dense(_dim(model)))

    def chain(key: Any) -> tuple[Any, Any]:
        mcmc = MCMC(kernel, num_warmup=WARMUP, num_samples=DRAWS, progress_bar=False)
        mcmc.warmup(key, collect_warmup=True, extra_fields=("num_steps",))
        before = mcmc.get_extra_fields()["num_steps"].sum()
        mcmc.run(mcmc.post_warmup_state.rng_key, extra_fields=("num_steps",))
        return mcmc.get_samples(), before + mcmc.get_extra_fields()["num_steps"].sum()

    all_chains = jax.pmap(chain)

    def run(seed: int) -> tuple[Any, int]:
        draws, gradients = all_chains(jax.random.split(jax.random.key(seed), CHAINS))
        parts = [np.asarray(values).reshape(CHAINS, DRAWS, -1) for values in draws.values()]
        return np.concatenate(parts, axis=2), int(gradients.sum())

    return run


def _dim(model: Callable[[], None]) -> int:
    import jax
    from numpyro import handlers

    trace = handlers.trace(handlers.seed(model, jax.random.key(0))).get_trace()
    return sum(site["value"].size for site in trace.values() if site["type"] == "sample" and not site["is_observed"])


def main() -> None:
    sampler, name = sys.argv[1:]
    if sampler == "numpyro":
        # a device for each chain, before JAX starts
        os.environ["XLA_FLAGS"] = f"--xla_force_host_platform_device_count={CHAINS}"
    import jax
    import numpyro  # noqa: F401 - both sides need it, and its import is not what is measured

    from forecast.inference.convergence import ess_bulk

    jax.devices()
    started = time.perf_counter()
    run = {"ours": _ours, "numpyro": _numpyro}[sampler](name)
    run(0)
    first = time.perf_counter() - started
    seconds: list[float] = []
    worth: list[float] = []
    costs: list[float] = []
    for seed in range(1, SEEDS + 1):
        began, cpu = time.perf_counter(), time.process_time()
        draws, gradients = run(seed)
        cpu = time.process_time() - cpu
        seconds.append(time.perf_counter() - began)
        worth.append(float(ess_bulk(draws).min()) / cpu)
        costs.append(cpu / gradients * 1e6)
    figures = {"seconds": median(seconds), "worth": median(worth), "microseconds": median(costs)}
    print(json.dumps({"first": first, **figures}))


if __name__ == "__main__":
    main()
