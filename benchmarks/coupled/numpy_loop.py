"""A loop over the ticks in NumPy, all draws at once in chunks."""

import numpy as np

from benchmarks.contestants import Quantiles, Run
from benchmarks.coupled import LABS, NOISE, PACE, PAYOFF, PULL, SIZE_AT, STEP, STOCKS, THRESHOLD, TICKS
from benchmarks.coupled.answers import quantiles

CHUNK = 16384
"""Draws at a time: the fastest of 512 to 100,000 here."""

type Floats = np.ndarray


def prepare(*, noise: bool) -> Run:
    def run(draws: int, seed: int) -> Quantiles:
        rng = np.random.default_rng(seed)
        made = [_chunk(rng, min(CHUNK, draws - first), noise=noise) for first in range(0, draws, CHUNK)]
        return quantiles(*(np.concatenate(parts) for parts in zip(*made, strict=True)))

    return run


def _chunk(rng: np.random.Generator, draws: int, *, noise: bool) -> tuple[Floats, Floats]:
    pace, pull = rng.lognormal(*PACE, (LABS, draws)), rng.lognormal(*PULL, draws)
    payoff, threshold = rng.lognormal(*PAYOFF, draws), rng.lognormal(*THRESHOLD, draws)
    pushed: Floats | float = 0.0

    def slopes(stocks: Floats) -> Floats:
        log_compute, skill, revenue = stocks
        found = np.empty_like(stocks)
        found[0] = pace * revenue / (1 + revenue)
        found[1] = 0.3 * np.exp(log_compute) / (1 + skill) + pull * (skill.mean(axis=0) - skill)
        found[2] = payoff * skill - 0.1 * revenue
        return found + pushed

    stocks = np.ones((STOCKS, LABS, draws))
    stocks[0] = 0.0
    date, size = np.full(draws, np.inf), np.zeros(draws)
    for number in range(TICKS):
        if noise:
            pushed = NOISE / STEP**0.5 * rng.standard_normal(stocks.shape)
        k1 = slopes(stocks)
        k2 = slopes(stocks + STEP / 2 * k1)
        k3 = slopes(stocks + STEP / 2 * k2)
        k4 = slopes(stocks + STEP * k3)
        after = stocks + STEP / 6 * (k1 + 2 * (k2 + k3) + k4)
        low, high = stocks[1].max(axis=0) - threshold, after[1].max(axis=0) - threshold
        hit = (high >= 0) & np.isinf(date)
        date[hit] = (number + low[hit] / (low[hit] - high[hit])) * STEP
        stocks = after
        if number + 1 == SIZE_AT:
            size = stocks[2].max(axis=0)
    return date, size
