"""Tempered sequential Monte Carlo: particles of a standard normal prior led to the posterior of any evidence.

For evidence that is hard or not smooth, where weights fail and gradients mislead (Del Moral, Doucet and Jasra 2006).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np
from numpy.typing import NDArray

from forecast.inference.particle_moves import Cloud, LogLikelihood, Move, Proposal, Temper, moves
from forecast.sampling.xla import prepare

type Floats = NDArray[np.float64]

EFFECTIVE_SHARE = 0.5
"""The effective share of the particles that a rise of the temperature leaves."""
_WANTED_ACCEPTANCE = 0.3
_MOVES_AT_A_TIME = 10
_LARGEST_CORRELATION = 0.1
_SMALLEST_REACH = 1e-3
_RATE = 2.0


class ImpossibleEvidenceError(Exception):
    """The evidence is impossible in every draw of the prior that was tried."""

    def __init__(self, tried: int) -> None:
        super().__init__(f"the evidence is impossible in all of {tried} draws")
        self.tried = tried


@dataclass(frozen=True, slots=True)
class SmcSettings:
    """``most_moves`` bounds the moves after each rise of the temperature, ``most_batches`` the search for possible particles."""

    particles: int = 2000
    most_moves: int = 200
    most_batches: int = 500
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """A rise of the temperature up to ``temperature``, 1 being the posterior.

    ``effective`` is the effective number of particles before resampling; ``correlation`` the largest, over the coordinates
    and the log likelihood, between particles before and after their ``moves``, the share of them in ``acceptance`` accepted.
    """

    temperature: float
    effective: float
    moves: int
    acceptance: float
    correlation: float


@dataclass(frozen=True, slots=True)
class Particles:
    """Draws of the posterior ``[particle, dim]``, of equal weight and all but independent if ``has_mixed``."""

    draws: Floats
    log_likelihood: Floats
    log_evidence: float
    log_evidence_error: float
    stages: tuple[Stage, ...]

    @property
    def has_mixed(self) -> bool:
        """Whether moves were enough for particles that resampling had made alike to part."""
        return all(stage.correlation <= 2 * _LARGEST_CORRELATION for stage in self.stages)


def temper(
    log_likelihood: LogLikelihood, data: Any, dim: int, settings: SmcSettings = SmcSettings()
) -> Iterator[Stage | Particles]:
    """Each stage when it is done, and at the end the particles. Raises ImpossibleEvidenceError."""
    prepare()
    data = jax.device_put(data)
    move = moves(log_likelihood)
    rng = np.random.default_rng((settings.seed, 1))
    cloud, log_evidence, variance, batches = _possible(move, data, dim, settings, rng)
    reach = np.array([0.5, 0.5])
    temperature, made = 0.0, 0
    stages: list[Stage] = []
    while temperature < 1:
        rise = _rise(cloud.log_likelihood, 1 - temperature)
        # a rest too small to be added would never end
        temperature = 1.0 if 1 - temperature - rise < 1e-12 else temperature + rise
        log_weights = rise * cloud.log_likelihood
        weights = np.exp(log_weights - log_weights.max())
        log_evidence += float(np.log(weights.mean()) + log_weights.max())
        weights /= weights.sum()
        effective = float(1 / (weights @ weights))
        variance += 1 / effective - 1 / settings.particles
        normal = _normal(cloud.positions, weights)
        cloud = _resampled(cloud, weights, rng)
        before, accepted, count = cloud, 0.0, 0
        correlation = 1.0
        while count < settings.most_moves and correlation > _LARGEST_CORRELATION:
            temper_now = Temper(
                np.int64(settings.seed), np.int64(batches + made), np.int64(_MOVES_AT_A_TIME), np.float64(temperature)
            )
            moved, shares = move(cloud, temper_now, Proposal(*normal, reach), data)
            cloud = Cloud(*(np.asarray(part) for part in moved))
            made += 1
            count += _MOVES_AT_A_TIME
            accepted += float(np.mean(shares))
            reach = np.clip(reach * np.exp(_RATE * (np.asarray(shares) - _WANTED_ACCEPTANCE)), _SMALLEST_REACH, 1)
            correlation = _correlation(before, cloud)
        stages.append(Stage(temperature, effective, count, accepted * _MOVES_AT_A_TIME / max(count, 1), correlation))
        yield stages[-1]
    yield Particles(cloud.positions, cloud.log_likelihood, log_evidence, float(np.sqrt(variance)), tuple(stages))


def particles(
    log_likelihood: LogLikelihood,
    data: Any,
    dim: int,
    settings: SmcSettings = SmcSettings(),
    *,
    on_stage: Callable[[Stage], None] | None = None,
) -> Particles:
    """``temper`` to its end."""
    for found in temper(log_likelihood, data, dim, settings):
        if isinstance(found, Particles):
            return found
        if on_stage is not None:
            on_stage(found)
    raise AssertionError("particles are led to an end")


def _possible(
    move: Move, data: Any, dim: int, settings: SmcSettings, rng: np.random.Generator
) -> tuple[Cloud, float, float, int]:
    """Particles of the prior in which the evidence is possible, the log of their share, the variance of that, and how many
    calls it took.
    """
    count = settings.particles
    nowhere = Cloud(np.zeros((count, dim)), np.full(count, -np.inf))
    prior = Proposal(np.zeros(dim), np.eye(dim), np.eye(dim), np.ones(2))
    kept: list[Cloud] = []
    had = batches = 0
    while had < count and batches < settings.most_batches:
        temper_now = Temper(np.int64(settings.seed), np.int64(batches), np.int64(1), np.float64(0))
        drawn = Cloud(*(np.asarray(part) for part in move(nowhere, temper_now, prior, data)[0]))
        yes = drawn.log_likelihood > -np.inf
        kept.append(Cloud(*(part[yes] for part in drawn)))
        had += int(yes.sum())
        batches += 1
    tried = batches * count
    if not had:
        raise ImpossibleEvidenceError(tried)
    cloud = Cloud(*(np.concatenate(parts)[:count] for parts in zip(*kept, strict=True)))
    if had < count:
        cloud = _resampled(cloud, np.full(had, 1 / had), rng, count)
    return cloud, float(np.log(had / tried)), 1 / had - 1 / tried, batches


def _rise(log_likelihood: Floats, most: float) -> float:
    """By how much the temperature can rise, at most to ``most``, for the wanted effective share to be left."""
    wanted = EFFECTIVE_SHARE * len(log_likelihood)
    levels = log_likelihood - log_likelihood.max()

    def enough(rise: float) -> bool:
        weights = np.exp(rise * levels)
        return bool(weights.sum() ** 2 >= wanted * (weights @ weights))

    if enough(most):
        return most
    # in the logarithm: likelihoods of millions of observations ask for rises of 1e-9
    low, high = np.log(most) - 60, np.log(most)
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if enough(float(np.exp(middle))) else (low, middle)
    return float(np.exp(low))


def _normal(positions: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean, factor of the covariance and its inverse, of weighted particles; towards the prior's where there are few."""
    dim = positions.shape[1]
    mean = weights @ positions
    deviations = positions - mean
    effective = 1 / (weights @ weights)
    covariance = (effective * (deviations.T * weights) @ deviations + np.eye(dim)) / (effective + 1)
    factor = np.linalg.cholesky(covariance)
    return mean, factor, np.linalg.inv(factor)


def _resampled(cloud: Cloud, weights: Floats, rng: np.random.Generator, count: int | None = None) -> Cloud:
    """Systematic resampling."""
    count = count or len(weights)
    places = (rng.random() + np.arange(count)) / count
    chosen = np.minimum(np.searchsorted(np.cumsum(weights), places), len(weights) - 1)
    return Cloud(*(part[chosen] for part in cloud))


def _correlation(before: Cloud, after: Cloud) -> float:
    """The largest correlation of a coordinate, or of the log likelihood, with what it was."""
    pairs = [np.column_stack(cloud) for cloud in (before, after)]
    first, second = (pair - pair.mean(axis=0) for pair in pairs)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (first * second).sum(axis=0) / np.sqrt((first**2).sum(axis=0) * (second**2).sum(axis=0))
    return float(np.nanmax(found, initial=0.0))
