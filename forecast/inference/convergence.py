"""How well chains agree and how much their draws are worth, for arrays ``[chain, draw, *rest]``; a value for each of ``*rest``.

Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021). NaN stands where a value cannot be told: fewer than four draws,
values that are not finite.
"""

from collections.abc import Callable
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, ndtri

type Floats = NDArray[np.float64]

TAIL = (0.05, 0.95)
_FEWEST_DRAWS = 4
_ONE_SIGMA = (0.1586553, 0.8413447)
_RESOLUTION = 1e-15


def rhat(draws: ArrayLike) -> Floats:
    """The rank-normalised split R-hat, the larger of that for the location and that for the spread. Needs two chains."""

    def of(rows: Floats) -> Floats:
        if rows.shape[1] < 2:
            return np.full(len(rows), np.nan)
        halves = _split(rows)
        folded = np.abs(halves - np.median(halves, axis=(1, 2), keepdims=True))
        return np.fmax(_plain_rhat(_rank_normalised(halves)), _plain_rhat(_rank_normalised(folded)))

    return _each(draws, of)


def ess_bulk(draws: ArrayLike) -> Floats:
    """The effective number of draws for where the bulk is, by normalised ranks."""
    return _each(draws, lambda rows: _ess(_rank_normalised(_split(rows))))


def ess_tail(draws: ArrayLike) -> Floats:
    """The effective number of draws for the 5% and the 95% quantile, the smaller."""
    return np.minimum(*(ess_quantile(draws, probability) for probability in TAIL))


def ess_quantile(draws: ArrayLike, probability: float) -> Floats:
    """The effective number of draws for a quantile."""
    return _each(draws, lambda rows: _ess_quantile(rows, probability))


def ess_mean(draws: ArrayLike) -> Floats:
    """The effective number of draws for the mean."""
    return _each(draws, lambda rows: _ess(_split(rows)))


def ess_sd(draws: ArrayLike) -> Floats:
    """The effective number of draws for the standard deviation."""
    return _each(draws, lambda rows: _ess(_split(_centred(rows) ** 2)))


def mcse_mean(draws: ArrayLike) -> Floats:
    """The Monte Carlo standard error of the mean."""
    return _each(draws, lambda rows: rows.std(axis=(1, 2), ddof=1) / np.sqrt(_ess(_split(rows))))


def mcse_sd(draws: ArrayLike) -> Floats:
    """The Monte Carlo standard error of the standard deviation."""

    def of(rows: Floats) -> Floats:
        squares = _centred(rows) ** 2
        variance = squares.mean(axis=(1, 2))
        error = ((squares**2).mean(axis=(1, 2)) - variance**2) / _ess(_split(squares))
        return np.sqrt(error / variance / 4)

    return _each(draws, of)


def mcse_quantile(draws: ArrayLike, probability: float) -> Floats:
    """The Monte Carlo standard error of a quantile: half the way between the quantiles of one standard error of its share."""

    def of(rows: Floats) -> Floats:
        ess = _ess_quantile(rows, probability)
        ordered = np.sort(rows.reshape(len(rows), -1), axis=1)
        last = ordered.shape[1] - 1
        low, high = (
            betaincinv(ess * probability + 1, ess * (1 - probability) + 1, level) * (last + 1) - 1
            for level in _ONE_SIGMA
        )
        lower = np.floor(np.fmax(low, 0)).astype(int)
        upper = np.ceil(np.fmin(high, last)).astype(int)
        row = np.arange(len(rows))
        return (ordered[row, upper] - ordered[row, lower]) / 2

    return _each(draws, of)


def e_bfmi(energy: ArrayLike) -> Floats:
    """How well momenta explore the energy, for each chain of ``[chain, draw]``: below 0.3 tails may be missed.

    Betancourt (2016).
    """
    energy = np.asarray(energy, dtype=float)
    if energy.shape[1] < _FEWEST_DRAWS:
        return np.full(len(energy), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.square(np.diff(energy, axis=1)).mean(axis=1) / energy.var(axis=1, ddof=1)


def _each(draws: ArrayLike, of: Callable[[Floats], Floats]) -> Floats:
    """The function of rows ``[value, chain, draw]`` for those that are sound, NaN for the others."""
    draws = np.asarray(draws, dtype=float)
    chains, count, *rest = draws.shape
    rows = np.ascontiguousarray(np.moveaxis(draws.reshape(chains, count, prod(rest)), -1, 0))
    found = np.full(len(rows), np.nan)
    sound = np.isfinite(rows).all(axis=(1, 2))
    if count >= _FEWEST_DRAWS and sound.any():
        with np.errstate(divide="ignore", invalid="ignore"):
            found[sound] = of(rows if sound.all() else rows[sound])
    return found.reshape(rest)


def _split(rows: NDArray[np.generic]) -> Floats:
    """Each chain as its two halves; of an odd number of draws the middle one is left out."""
    half = rows.shape[2] // 2
    return np.concatenate([rows[:, :, :half], rows[:, :, -half:]], axis=1, dtype=float)


def _centred(rows: Floats) -> Floats:
    return rows - rows.mean(axis=(1, 2), keepdims=True)


def _rank_normalised(rows: Floats) -> Floats:
    """Normal scores of the ranks among all draws of a row; equal draws share the mean of their ranks."""
    flat = rows.reshape(len(rows), -1)
    count = flat.shape[1]
    order = np.argsort(flat, axis=1)
    ordered = np.take_along_axis(flat, order, axis=1)
    is_new = np.ones(flat.shape, dtype=bool)
    is_new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    firsts = np.flatnonzero(is_new)
    sizes = np.diff(firsts, append=is_new.size)
    scores = ndtri((firsts % count + (sizes + 1) / 2 - 3 / 8) / (count + 1 / 4))
    found = np.empty_like(flat)
    np.put_along_axis(found, order, np.repeat(scores, sizes).reshape(flat.shape), axis=1)
    return found.reshape(rows.shape)


def _plain_rhat(rows: Floats) -> Floats:
    count = rows.shape[2]
    between = count * rows.mean(axis=2).var(axis=1, ddof=1)
    within = rows.var(axis=2, ddof=1).mean(axis=1)
    return np.sqrt((between / within + count - 1) / count)


def _ess_quantile(rows: Floats, probability: float) -> Floats:
    quantile = np.quantile(rows, probability, axis=(1, 2), keepdims=True)
    return _ess(_split(rows <= quantile))


def _ess(rows: Floats) -> Floats:
    """The effective number of draws by Geyer's initial monotone sequence of pairs of autocorrelations."""
    values, chains, count = rows.shape
    covariance = _autocovariance(rows)
    within = covariance[:, 0] * count / (count - 1)
    total = covariance[:, 0] + (rows.mean(axis=2).var(axis=1, ddof=1) if chains > 1 else 0)
    correlation = 1 - (within[:, None] - covariance) / total[:, None]
    correlation[:, 0] = 1
    last = max((count - 3) // 2, 0) if count > 4 else 0
    pairs = correlation[:, 0 : 2 * last + 1 : 2] + correlation[:, 1 : 2 * last + 2 : 2]
    ended = pairs <= 0
    end = np.where(ended.any(axis=1), ended.argmax(axis=1), last)
    row = np.arange(values)
    monotone = np.where(np.arange(last + 1) < end[:, None], np.minimum.accumulate(pairs, axis=1), 0).sum(axis=1)
    single = correlation[row, 2 * end]
    single = np.where((single > 0) | (pairs[row, end] >= 0), single, 0)
    draws = chains * count
    time = np.maximum(-1 + 2 * monotone + single, 1 / np.log10(draws))
    constant = rows.max(axis=(1, 2)) - rows.min(axis=(1, 2)) < _RESOLUTION
    return np.where(constant, draws, draws / time)


def _autocovariance(rows: Floats) -> Floats:
    """The mean over the chains of the autocovariances ``[value, lag]``."""
    count = rows.shape[2]
    size = 1 << (2 * count - 1).bit_length()
    spectrum = np.fft.rfft(rows - rows.mean(axis=2, keepdims=True), n=size, axis=2)
    power = (spectrum.real**2 + spectrum.imag**2).mean(axis=1)
    return np.fft.irfft(power, n=size, axis=1)[:, :count] / count
