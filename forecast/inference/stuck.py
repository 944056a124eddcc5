"""Chains that are caught early in their warmup where next to no probability is."""

from collections.abc import Sequence

import numpy as np

from forecast.inference.chain import Chain

_SPREADS = 10
_NATS = 10


def replace_stuck(chains: Sequence[Chain]) -> tuple[int, ...]:
    """Let stuck chains go on from where others are, in turn, and say which they were.

    A chain is stuck that has not moved, or whose log density lies so far below the best chain's that even a mode of
    wildly larger volume could not make up for it.
    """
    recent = [chain.recent() for chain in chains]
    levels = np.array([np.median(trace.log_density) if _moves(trace.position) else -np.inf for trace in recent])
    best = int(np.argmax(levels))
    if not np.isfinite(levels[best]):
        return ()
    least = levels[best] - _NATS - _SPREADS * recent[best].log_density.std()
    healthy = [chain for chain, level in zip(chains, levels, strict=True) if level >= least]
    stuck = tuple(i for i, level in enumerate(levels) if level < least)
    for turn, i in enumerate(stuck):
        chains[i].follow(healthy[turn % len(healthy)])
    return stuck


def _moves(positions: np.ndarray) -> bool:
    return bool((positions != positions[0]).any())
