"""Runs that go wrong at first."""

import jax.numpy as jnp
import numpy as np
from jax.scipy.stats import norm

from forecast.inference.chains import Settings
from forecast.inference.convergence import mcse_mean
from forecast.inference.retry import sample_soundly


def centred(z, data):
    """Eight schools with the effects themselves: a funnel."""
    effects, errors = data
    return (
        -0.5 * z[0] ** 2
        - 0.5 * z[1] ** 2
        + norm.logpdf(z[2:], 5 * z[0], jnp.exp(z[1])).sum()
        + norm.logpdf(effects, z[2:], errors).sum()
    )


def test_a_sound_run_is_the_only_one(schools) -> None:
    density, _, data, *_ = schools
    chains, attempts = sample_soundly(density, data, 10, Settings(seed=2))
    (only,) = attempts
    assert only.reason is None
    assert only.outcome.trouble == ()
    assert only.settings == chains.settings


def test_divergences_ask_for_smaller_steps(schools) -> None:
    *_, data, truths, _ = schools
    chains, attempts = sample_soundly(centred, data, 10)
    first, second, *_ = attempts
    assert "divergences" in first.outcome.trouble
    assert second.reason == "divergences"
    assert second.settings.target_accept == 0.95
    assert second.settings.warmup > first.settings.warmup
    best = min(attempt.outcome.divergences for attempt in attempts)
    assert chains.divergences == best < first.outcome.divergences
    draws = chains.positions[..., 0]
    assert abs(draws.mean() - truths[0][0]) < 4 * mcse_mean(draws)


def test_trajectories_that_do_not_turn_ask_for_a_dense_metric() -> None:
    rng = np.random.default_rng(0)
    mixing = rng.normal(size=(10, 10))
    precision = np.linalg.inv(mixing @ mixing.T + 1e-3 * np.eye(10))

    def density(z, precision):
        return -0.5 * z @ precision @ z

    chains, attempts = sample_soundly(density, precision, 10, Settings(metric="diagonal", max_tree_depth=5))
    assert [attempt.reason for attempt in attempts][:2] == [None, "tree depth"]
    assert attempts[0].outcome.depth_hits > 40
    assert attempts[1].settings.metric == "dense"
    assert attempts[-1].outcome.trouble == ()
    assert chains.depth_hits == 0


def test_few_effective_draws_ask_for_more() -> None:
    chains, attempts = sample_soundly(lambda z, _: -0.5 * jnp.sum(z**2), None, 2, Settings(draws=60))
    assert attempts[0].outcome.trouble[-1] == "few effective draws"
    assert attempts[1].settings.draws > 60
    assert attempts[-1].outcome.trouble == ()
    assert chains.positions.shape[1] == attempts[-1].settings.draws


def test_what_cannot_be_mended_ends() -> None:
    def apart(z, _):
        return jnp.logaddexp(norm.logpdf(z[0], -20, 1), norm.logpdf(z[0], 20, 1))

    _, attempts = sample_soundly(apart, None, 1, Settings(warmup=50, draws=50, seed=1), most_attempts=3)
    assert len(attempts) == 3
    assert "disagreement" in attempts[-1].outcome.trouble


def test_an_interrupted_run_is_not_tried_again() -> None:
    def stop(progress) -> None:
        if min(progress.done) > 500:
            raise KeyboardInterrupt

    chains, attempts = sample_soundly(
        lambda z, _: -0.5 * jnp.sum(z**2), None, 2, Settings(draws=5000), on_progress=stop
    )
    assert not chains.complete
    assert [attempt.outcome.trouble[0] for attempt in attempts] == ["interrupted"]


def test_an_interruption_of_a_later_attempt_leaves_the_earlier_one() -> None:
    began: list[int] = []

    def stop(progress) -> None:
        began.append(progress.phase == "compiling")
        if sum(began) > 1:
            raise KeyboardInterrupt

    chains, attempts = sample_soundly(lambda z, _: -0.5 * jnp.sum(z**2), None, 2, Settings(draws=60), on_progress=stop)
    assert chains.complete
    assert attempts[0].outcome.trouble[-1] == "few effective draws"
    assert attempts[-1].outcome.trouble == ("interrupted",)
