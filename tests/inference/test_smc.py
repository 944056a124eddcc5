"""Tempered particles against closed forms: draws, evidence, and the standard error of the evidence."""

import jax.numpy as jnp
import numpy as np
import pytest
from jax.scipy.stats import norm
from scipy import stats

from forecast.inference.smc import ImpossibleEvidenceError, Particles, SmcSettings, Stage, particles, temper

NOISE = 0.1
DATA = np.array([1.0, -0.5, 2.0])


def conjugate(z, data):
    return norm.logpdf(data, z, NOISE).sum()


def beyond(z, limits):
    """Both a sum and a coordinate past their limits, and no other evidence."""
    return jnp.where((z[0] + z[1] > limits[0]) & (z[2] > limits[1]), 0.0, -jnp.inf)


def iid(draws: np.ndarray, truth) -> np.ndarray:
    """The deviations of mean, sd and quantiles of independent draws, in standard errors."""
    count, probabilities = len(draws), np.array([0.05, 0.5, 0.95])
    quantiles = truth.ppf(probabilities)
    errors = np.sqrt(probabilities * (1 - probabilities) / count) / truth.pdf(quantiles)
    kurtosis = float(truth.stats("k")) + 3
    return np.array(
        [
            (draws.mean() - truth.mean()) / (truth.std() / np.sqrt(count)),
            (draws.std() - truth.std()) / (truth.std() * np.sqrt((kurtosis - 1) / 4 / count)),
            *((np.quantile(draws, probabilities) - quantiles) / errors),
        ]
    )


def test_a_conjugate_normal() -> None:
    found = particles(conjugate, DATA, 3, SmcSettings(particles=4000))
    assert found.draws.shape == (4000, 3)
    assert found.has_mixed
    shrunk = 1 / (1 + NOISE**2)
    for i, value in enumerate(DATA):
        assert np.abs(iid(found.draws[:, i], stats.norm(shrunk * value, NOISE * np.sqrt(shrunk)))).max() < 4
    truth = stats.norm(0, np.hypot(1, NOISE)).logpdf(DATA).sum()
    assert abs(found.log_evidence - truth) < 4 * found.log_evidence_error
    assert found.log_evidence_error < 0.06


def test_a_hard_condition_is_a_truncation() -> None:
    found = particles(beyond, (2.0, 1.5), 4, SmcSettings(particles=4000))
    assert found.has_mixed
    assert (found.draws[:, 2] > 1.5).all()
    total = (found.draws[:, 0] + found.draws[:, 1]) / np.sqrt(2)
    assert np.abs(iid(total, stats.truncnorm(np.sqrt(2), np.inf))).max() < 4
    assert np.abs(iid(found.draws[:, 2], stats.truncnorm(1.5, np.inf))).max() < 4
    assert np.abs(iid(found.draws[:, 3], stats.norm())).max() < 4
    truth = np.log(stats.norm.sf(np.sqrt(2)) * stats.norm.sf(1.5))
    assert abs(found.log_evidence - truth) < 4 * found.log_evidence_error


def test_a_condition_that_few_draws_of_the_prior_meet() -> None:
    found = particles(beyond, (2.0, 3.3), 3, SmcSettings(particles=1000))
    truth = np.log(stats.norm.sf(np.sqrt(2)) * stats.norm.sf(3.3))
    assert abs(found.log_evidence - truth) < 4 * found.log_evidence_error
    assert 0.05 < found.log_evidence_error < 0.5


def test_eight_schools(schools) -> None:
    _, likelihood, data, truths, log_evidence = schools
    found = particles(likelihood, data, 10, SmcSettings(particles=4000))
    assert abs(found.log_evidence - log_evidence) < 4 * found.log_evidence_error
    for i, (mean, sd, quantiles) in enumerate(truths):
        draws = found.draws[:, i]
        assert abs(draws.mean() - mean) < 4 * sd / np.sqrt(4000)
        for probability, quantile in zip((0.05, 0.5, 0.95), quantiles, strict=True):
            error = np.sqrt(probability * (1 - probability) / 4000)
            assert abs((draws < quantile).mean() - probability) < 4 * error


@pytest.mark.slow
def test_the_error_of_the_evidence_is_that_of_repeated_runs() -> None:
    """Worlds are drawn from the prior, evidence from them; particles find the known evidence as often as they say."""
    rng, repeats = np.random.default_rng(8), 150
    deviations, ratios = [], []
    for seed in range(repeats):
        data = rng.normal(size=3) + NOISE * rng.normal(size=3)
        found = particles(conjugate, data, 3, SmcSettings(particles=500, seed=seed))
        error = found.log_evidence - stats.norm(0, np.hypot(1, NOISE)).logpdf(data).sum()
        deviations.append(error / found.log_evidence_error)
        ratios.append(np.exp(error))
    # the evidence itself, not its logarithm, is estimated without bias
    assert abs(np.mean(ratios) - 1) < 4 * np.std(ratios) / np.sqrt(repeats)
    assert np.mean(np.square(deviations)) == pytest.approx(1, abs=4 * np.sqrt(2 / repeats))


def test_stages_are_told_on_the_way_and_the_same_seed_gives_the_same_particles() -> None:
    *stages, last = temper(conjugate, DATA, 3, SmcSettings(particles=500, seed=2))
    assert isinstance(last, Particles)
    assert all(isinstance(stage, Stage) for stage in stages)
    temperatures = [stage.temperature for stage in stages if isinstance(stage, Stage)]
    assert temperatures == sorted(temperatures)
    assert temperatures[-1] == 1
    again = particles(conjugate, DATA, 3, SmcSettings(particles=500, seed=2))
    assert np.array_equal(last.draws, again.draws)
    assert last.log_evidence == again.log_evidence
    other = particles(conjugate, DATA, 3, SmcSettings(particles=500, seed=3))
    assert not np.array_equal(last.draws, other.draws)


def test_modes_that_moves_do_not_join_are_told() -> None:
    def two(z, _):
        return jnp.logaddexp(norm.logpdf(z[0], 2, 0.02), norm.logpdf(z[0], -2, 0.02))

    assert not particles(two, None, 1, SmcSettings(particles=500, most_moves=40)).has_mixed


def test_evidence_that_is_impossible_everywhere_is_told() -> None:
    with pytest.raises(ImpossibleEvidenceError, match="all of 3000 draws"):
        particles(beyond, (60.0, 0.0), 3, SmcSettings(particles=1000, most_batches=3))
