"""squigglepy, through its operators on distributions and its own samplers."""

from benchmarks.contestants import LEVELS, Quantiles, Run, UnavailableError


def prepare() -> Run:
    try:
        import squigglepy as sq
    except ImportError as error:
        raise UnavailableError("not installed: see requirements/bench.txt, or name a Python that has it") from error
    import numpy as np
    from squigglepy.rng import set_seed

    levels = [100 * level for level in LEVELS]

    def run(draws: int, seed: int) -> Quantiles:
        set_seed(seed)

        def sample(distribution: object) -> np.ndarray:
            return np.asarray(sq.sample(distribution, draws))

        def percentiles(array: np.ndarray) -> list[float]:
            found = sq.get_percentiles(array, levels)
            assert isinstance(found, dict)
            return [float(value) for value in found.values()]

        # Sampled once each: a squigglepy distribution that is mentioned twice is drawn twice.
        compute = sample(sq.to(1e24, 1e26))
        growth = sample(sq.to(2, 8))
        price = sample(sq.norm(mean=10, sd=2))
        delay = sample(sq.norm(mean=1, sd=0.5))
        share = sample(sq.beta(2, 5))
        effort = sample(sq.gamma(shape=3, scale=2))
        start = sample(sq.uniform(0, 4))
        gap = sample(sq.triangular(1, 2, 5))
        lag = sample(sq.mixture([sq.norm(mean=2, sd=1), sq.norm(mean=5, sd=2)], weights=[0.4, 0.6]))
        wait = sample(sq.exponential(scale=3))
        values = {
            "arrival": start + delay + gap / np.log10(growth),
            "cost": price * effort + compute / 1e25,
            "part": share * compute,
            "finish": start + wait + lag,
            "score": np.exp(-wait / effort) * share + lag * gap,
        }
        return {name: percentiles(array) for name, array in values.items()}

    return run
