"""What a run promises beside its draws: the same numbers, one compilation, progress, an end at any time, good starts."""

from itertools import pairwise

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from forecast.inference import chain
from forecast.inference.chains import Progress, Sampling, Settings, sample
from forecast.inference.convergence import rhat
from forecast.inference.start import NoStartError

SHORT = Settings(warmup=100, draws=120, seed=4)


def density(z, data):
    return -0.5 * jnp.sum((z / data) ** 2)


SCALES = np.array([1.0, 0.1, 5.0])


def test_the_same_seed_gives_the_same_draws_however_many_steps_are_taken_at_a_time(monkeypatch) -> None:
    whole = sample(density, SCALES, 3, SHORT)
    monkeypatch.setattr(chain, "_SECONDS", 1e-9)
    in_steps = sample(density, SCALES, 3, SHORT)
    assert np.array_equal(whole.positions, in_steps.positions)
    assert np.array_equal(whole.energy, in_steps.energy)
    other = sample(density, SCALES, 3, Settings(warmup=100, draws=120, seed=5))
    assert not np.array_equal(whole.positions, other.positions)


def test_a_chain_does_not_depend_on_how_many_there_are() -> None:
    four = sample(density, SCALES, 3, SHORT)
    two = sample(density, SCALES, 3, Settings(chains=2, warmup=100, draws=120, seed=4))
    assert np.array_equal(four.positions[:2], two.positions)
    assert not np.array_equal(four.positions[0], four.positions[1])


def test_new_data_need_no_new_compilation() -> None:
    traced = 0

    def counted(z, data):
        nonlocal traced
        traced += 1
        return density(z, data)

    sample(counted, SCALES, 3, SHORT)
    first = traced
    sample(counted, 2 * SCALES, 3, Settings(warmup=50, draws=30, seed=1, target_accept=0.9, chains=2))
    assert traced == first > 0


def test_progress_and_an_early_end() -> None:
    whole = sample(density, SCALES, 3, Settings(warmup=100, draws=2000))
    seen: list[Progress] = []

    def watch(progress: Progress) -> None:
        seen.append(progress)
        if min(progress.done) >= 700:
            raise KeyboardInterrupt

    ended = sample(density, SCALES, 3, Settings(warmup=100, draws=2000), on_progress=watch)
    count = ended.positions.shape[1]
    assert whole.complete
    assert not ended.complete
    assert 600 <= count < 2000
    assert np.array_equal(ended.positions, whole.positions[:, :count])
    assert [progress.phase for progress in (seen[0], seen[1], seen[-1])] == ["compiling", "warmup", "sampling"]
    assert all(before.done <= after.done for before, after in pairwise(seen))
    assert seen[-1].total == 2100


def test_an_iterator_that_is_closed_keeps_what_is_drawn_and_can_go_on() -> None:
    sampling = Sampling(density, SCALES, 3, SHORT)
    for progress in sampling:
        if progress.phase == "warmup":
            break
    early = sampling.chains
    assert early.positions.shape == (4, 0, 3)
    assert not early.complete
    for _ in sampling:
        pass
    assert np.array_equal(sampling.chains.positions, sample(density, SCALES, 3, SHORT).positions)


def test_an_interruption_before_anything_is_drawn_is_one() -> None:
    def stop(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sample(density, SCALES, 3, SHORT, on_progress=stop)


def test_chains_that_are_stuck_go_on_from_where_others_are() -> None:
    rng = np.random.default_rng(3)
    values, shocks = np.zeros(200), rng.normal(size=200)
    for t in range(1, 200):
        values[t] = 0.2 + 0.7 * values[t - 1] + shocks[t] + 0.6 * shocks[t - 1]

    def arma(z, values):
        mean, slope, memory, scale = 10 * z[0], 2 * z[1], 2 * z[2], jnp.exp(2 * z[3])

        def step(before, value):
            last, error = before
            error = value - mean - slope * last - memory * error
            return (value, error), error

        first = values[0] - mean - slope * mean
        _, errors = jax.lax.scan(step, (values[0], first), values[1:])
        errors = jnp.append(errors, first)
        return -0.5 * jnp.sum(z**2) - 0.5 * jnp.sum((errors / scale) ** 2) - len(values) * jnp.log(scale)

    scattered = rng.uniform(-2, 2, (8, 4))
    from_afar = sample(arma, values, 4, Settings(chains=8), starts=scattered)
    assert from_afar.replaced
    assert rhat(from_afar.positions).max() < 1.01
    usual = sample(arma, values, 4, Settings(chains=8))
    assert usual.replaced == ()
    assert rhat(usual.positions).max() < 1.01


def test_where_all_near_zero_is_impossible_a_climb_finds_a_start() -> None:
    def far(z, limit):
        return jnp.where(z[0] > limit, -0.5 * jnp.sum((z - 3) ** 2 / 0.01), -jnp.inf)

    chains = sample(far, 1.2, 2, Settings(warmup=200, draws=200))
    assert np.abs(chains.positions.mean(axis=(0, 1)) - 3).max() < 0.05


def test_where_everything_is_impossible_there_is_no_start() -> None:
    with pytest.raises(NoStartError, match="none of 220 positions"):
        sample(lambda z, _: jnp.sum(z) * jnp.nan, None, 2)


@pytest.mark.parametrize("warmup", [0, 1, 9, 12, 30])
def test_short_warmups_run(warmup) -> None:
    chains = sample(density, np.ones(2), 2, Settings(warmup=warmup, draws=20, chains=2))
    assert chains.positions.shape == (2, 20, 2)
    assert np.isfinite(chains.positions).all()
