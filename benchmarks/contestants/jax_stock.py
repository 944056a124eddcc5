"""One jitted JAX function with the samplers of ``jax.random``; quantiles by NumPy, which is the faster way on a CPU."""

from functools import partial
from math import log

from benchmarks.contestants import Quantiles, Run, UnavailableError
from benchmarks.contestants.numpy_straight import SCORE_95, quantiles


def prepare() -> Run:
    try:
        import jax
        import jax.numpy as jnp
    except ImportError as error:
        raise UnavailableError(f"JAX cannot be imported: {error}") from error
    import numpy as np
    from jax import Array, random

    jax.config.update("jax_enable_x64", True)

    @partial(jax.jit, static_argnums=1)
    def answers(key: Array, draws: int) -> dict[str, Array]:
        keys = random.split(key, 12)
        shape = (draws,)

        def between(key: Array, low: float, high: float) -> Array:
            sd = (log(high) - log(low)) / (2 * SCORE_95)
            return jnp.exp((log(low) + log(high)) / 2 + sd * random.normal(key, shape))

        compute = between(keys[0], 1e24, 1e26)
        growth = between(keys[1], 2, 8)
        price = 10 + 2 * random.normal(keys[2], shape)
        delay = 1 + 0.5 * random.normal(keys[3], shape)
        share = random.beta(keys[4], 2.0, 5.0, shape)
        effort = 2 * random.gamma(keys[5], 3.0, shape)
        start = random.uniform(keys[6], shape, minval=0.0, maxval=4.0)
        gap = random.triangular(keys[7], 1.0, 2.0, 5.0, shape)
        early = random.bernoulli(keys[8], 0.4, shape)
        lag = jnp.where(early, 2 + random.normal(keys[9], shape), 5 + 2 * random.normal(keys[10], shape))
        wait = 3 * random.exponential(keys[11], shape)
        return {
            "arrival": start + delay + gap / jnp.log10(growth),
            "cost": price * effort + compute / 1e25,
            "part": share * compute,
            "finish": start + wait + lag,
            "score": jnp.exp(-wait / effort) * share + lag * gap,
        }

    def run(draws: int, seed: int) -> Quantiles:
        made = answers(random.key(seed), draws)
        return quantiles({name: np.array(values) for name, values in made.items()})

    return run
