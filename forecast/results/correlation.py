"""What became of the stated correlations: the rank correlations of the draws."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import asin, nan, pi
from typing import TYPE_CHECKING

from forecast.language.semantics.model import StatedCorrelation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Floats = NDArray[np.float64]

MOST_DRAWS = 100_000
MOST_COLUMNS = 100
MOST_NUMBERS = 4_000_000
"""Draws of all members together that are looked at: 32 MB."""

type Place = tuple[str, tuple[int, ...]]
"""A node, and the position of one of its elements."""


@dataclass(frozen=True, slots=True)
class CorrelationResult:
    """A stated correlation and the one that was achieved.

    ``stated`` is a rank correlation (Spearman's), or with ``gaussian`` that of the normal scores; ``achieved`` are rank
    correlations, one for each pair of elements looked at of all ``pairs``, NaN where a pair has none. Draws in which one
    of the two never comes do not count.
    """

    text: str
    stated: float
    gaussian: bool
    achieved: tuple[float, ...]
    pairs: int
    draws: int

    @property
    def rank(self) -> float:
        """The rank correlation that is stated: of normals with correlation r it is 6/pi asin(r/2)."""
        return 6 / pi * asin(self.stated / 2) if self.gaussian else self.stated


class CorrelationSample:
    """The first draws of what is correlated, some elements of each: as many as fit."""

    def __init__(self, stated: Iterable[StatedCorrelation]) -> None:
        self._stated = tuple(stated)
        self._columns: dict[Place, list[Floats]] = {}
        self._pairs: list[list[tuple[Place, Place]]] = []
        for each in self._stated:
            taken: list[tuple[Place, Place]] = []
            for pair in each.pairs:
                new = {place for place in pair if place not in self._columns}
                if len(self._columns) + len(new) <= MOST_COLUMNS:
                    self._columns |= {place: [] for place in pair if place in new}
                    taken.append(pair)
            self._pairs.append(taken)
        self._most = min(MOST_DRAWS, MOST_NUMBERS // max(len(self._columns), 1))
        self._count = 0

    @property
    def outputs(self) -> tuple[str, ...]:
        """The nodes whose values are wanted."""
        return tuple(dict.fromkeys(node for node, _ in self._columns))

    def add(self, values: "Mapping[str, Floats]", count: int) -> None:
        """Take what is still wanted of a block of ``count`` draws, values ``[draw, *dims]``."""
        wanted = min(count, self._most - self._count)
        if wanted <= 0:
            return
        self._count += wanted
        for (node, position), pieces in self._columns.items():
            pieces.append(values[node][(slice(wanted), *position)].copy())

    def results(self) -> tuple[CorrelationResult, ...]:
        """What was achieved, for each stated correlation of which at least one pair was looked at."""
        import numpy as np

        if not self._count:
            return ()
        columns = {place: np.concatenate(pieces) for place, pieces in self._columns.items()}
        ranks = {place: _standard_ranks(column) for place, column in columns.items() if np.isfinite(column).all()}

        def achieved(left: Place, right: Place) -> float:
            if left in ranks and right in ranks:
                return _mean_product(ranks[left], ranks[right])
            both = np.isfinite(columns[left]) & np.isfinite(columns[right])
            return _mean_product(_standard_ranks(columns[left][both]), _standard_ranks(columns[right][both]))

        return tuple(
            CorrelationResult(
                each.text, each.value, each.gaussian, tuple(achieved(*pair) for pair in pairs), each.count, self._count
            )
            for each, pairs in zip(self._stated, self._pairs, strict=True)
            if pairs
        )


def _standard_ranks(values: "Floats") -> "Floats":
    """Ranks, equal values sharing the mean of theirs, with mean 0 and variance 1; NaN where all values are equal."""
    import numpy as np

    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    if len(counts) < 2:
        return np.full(len(values), nan)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return (ranks - ranks.mean()) / ranks.std()


def _mean_product(left: "Floats", right: "Floats") -> float:
    import numpy as np

    # Not by a matrix product: its threads wait for each other on a busy machine.
    return float(np.einsum("i,i->", left, right) / len(left)) if len(left) > 2 else nan
