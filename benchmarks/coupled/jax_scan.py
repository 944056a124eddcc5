"""A scan over the ticks as one writes it by hand in JAX, in blocks of draws that fit a processor's cache.

The noise of the path is that of this project, its uniforms by name and its quantile function, so that all time that differs is
that of the integration.
"""

import numpy as np

from benchmarks.contestants import Quantiles, Run, UnavailableError
from benchmarks.coupled import LABS, NOISE, PACE, PAYOFF, PULL, SIZE_AT, STEP, STOCKS, THRESHOLD, TICKS
from benchmarks.coupled.answers import quantiles

BLOCK = 1024


def prepare(*, noise: bool) -> Run:
    try:
        import jax
    except ImportError as error:
        raise UnavailableError(f"JAX cannot be imported: {error}") from error
    import jax.numpy as jnp
    from jax import Array, lax, random

    from forecast.runtime.normal_quantile import score_from_uniform
    from forecast.sampling.noise import noise_key, uniforms

    jax.config.update("jax_enable_x64", True)
    keys = jnp.array([noise_key(0, "stocks", "noise", str(row)) for row in range(STOCKS * LABS)], dtype=jnp.uint32)
    type Stocks = tuple[Array, ...]

    def between(key: Array, bounds: tuple[float, float], *shape: int) -> Array:
        mean, sd = bounds
        return jnp.exp(mean + sd * random.normal(key, (*shape, BLOCK)))

    @jax.jit
    def block(key: Array, first: Array) -> tuple[Array, Array]:
        pace, pull, payoff, threshold = (
            between(k, bounds, *dims)
            for k, bounds, dims in zip(
                random.split(key, 4), (PACE, PULL, PAYOFF, THRESHOLD), ((LABS,), (), (), ()), strict=True
            )
        )
        draws = first + jnp.arange(BLOCK, dtype=jnp.uint64)

        def slopes(stocks: Stocks, pushed: Stocks | None) -> Stocks:
            log_compute, skill, revenue = stocks
            compute = jnp.exp(log_compute)
            found = (
                pace * revenue / (1 + revenue),
                0.3 * compute / (1 + skill) + pull * (jnp.mean(skill, axis=0) - skill),
                payoff * skill - 0.1 * revenue,
            )
            return found if pushed is None else tuple(a + b for a, b in zip(found, pushed, strict=True))

        def moved(stocks: Stocks, slope: Stocks, length: float) -> Stocks:
            return tuple(value + length * s for value, s in zip(stocks, slope, strict=True))

        def tick(carry: tuple[Stocks, Array, Array], number: Array) -> tuple[tuple[Stocks, Array, Array], None]:
            stocks, date, size = carry
            pushed = None
            if noise:
                scores = score_from_uniform(uniforms(keys, draws, number))
                pushed = tuple(lax.optimization_barrier(NOISE * scores / STEP**0.5).reshape(STOCKS, LABS, BLOCK))
            k1 = slopes(stocks, pushed)
            k2 = slopes(moved(stocks, k1, STEP / 2), pushed)
            k3 = slopes(moved(stocks, k2, STEP / 2), pushed)
            k4 = slopes(moved(stocks, k3, STEP), pushed)
            mean = tuple((a + 2 * (b + c) + d) / 6 for a, b, c, d in zip(k1, k2, k3, k4, strict=True))
            after = moved(stocks, mean, STEP)
            low, high = (jnp.max(each[1], axis=0) - threshold for each in (stocks, after))
            date = jnp.where((high >= 0) & jnp.isinf(date), (number + low / (low - high)) * STEP, date)
            size = jnp.where(number + 1 == SIZE_AT, jnp.max(after[2], axis=0), size)
            return (after, date, size), None

        one = jnp.ones((LABS, BLOCK))
        begin = ((jnp.zeros_like(one), one, one), jnp.full(BLOCK, jnp.inf), jnp.zeros(BLOCK))
        (_, date, size), _ = lax.scan(tick, begin, jnp.arange(TICKS))
        return date, size

    def run(draws: int, seed: int) -> Quantiles:
        key = random.key(seed)
        made = [block(random.fold_in(key, first), np.uint64(seed * draws + first)) for first in range(0, draws, BLOCK)]
        date, size = (np.concatenate([np.asarray(each[k]) for each in made])[:draws] for k in (0, 1))
        return quantiles(date, size)

    run(BLOCK, 0)
    return run
