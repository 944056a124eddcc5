"""The draws of one answer, sorted, and what can be counted in them.

Draws are independent, or come in independent sets within which they are not. Of those a count is a sum over the sets,
and how the sets differ says how far it may be off. Where the sets hold different numbers of draws (within a
condition), a share is a ratio of two sums and has the error of a ratio (Cochran 1977, chapter 6); quantiles follow from
the counts below them (Woodruff 1952).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, inf, isnan, nan, sqrt
from typing import TYPE_CHECKING

from forecast.results.beyond import absorb
from forecast.results.estimate import Estimate, proportion, quantiles
from forecast.results.order_statistics import OrderStatistics

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from forecast.results.estimate import Ordered

    type Floats = NDArray[np.float64]
    type Counts = NDArray[np.int64]

PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Draws without NaN, in all and within each set; independent draws are one set.

    What lies beyond the end of the clock counts as infinite.
    """

    ordered: "Ordered"
    sets: tuple["Floats", ...]
    nans: int
    """How many draws were left out as they are NaN."""
    unknown: int = 0
    """How many of those could lie anywhere; the errors allow for them."""
    late: "Counts | None" = None
    """How many of the infinite draws of each set are so because the clock ends before; None where none can be."""
    early: "Counts | None" = None
    """The same of those that are -inf."""

    @property
    def count(self) -> int:
        """The number of draws."""
        return len(self.ordered)

    @property
    def sizes(self) -> "Counts":
        """The number of draws in each set."""
        import numpy as np

        return np.array([len(part) for part in self.sets])

    def below(self, value: float) -> "Counts":
        """How many draws of each set are below the value."""
        import numpy as np

        return np.array([np.count_nonzero(part < value) for part in self.sets])

    def up_to(self, value: float) -> "Counts":
        """How many draws of each set are at most the value."""
        import numpy as np

        return np.array([np.count_nonzero(part <= value) for part in self.sets])

    def share(self, hits: "Counts") -> Estimate:
        """The share of draws with a property that so many have in each set."""
        return proportion(int(hits.sum()), self.count, unknown=self.unknown, spread=spread(hits, self.sizes))

    def never(self) -> Estimate:
        """The share of +inf, but for what the clock ends before."""
        infinite = self.sizes - self.below(inf)
        return self.share(infinite if self.late is None else infinite - self.late)

    def unreached(self) -> Estimate | None:
        """The share that the clock ends before; None where no draw can be so."""
        return None if self.late is None or self.early is None else self.share(self.late + self.early)

    def quantiles(self, levels: Sequence[float]) -> dict[float, Estimate]:
        """Quantiles with their standard errors."""
        by_sets = None if len(self.sets) == 1 else self._spread_at
        found = quantiles(self.ordered, levels, unknown=self.unknown, spread=by_sets)
        return {level: replace(e, unreached=self._is_unreached(level, e.value)) for level, e in found.items()}

    def _is_unreached(self, level: float, value: float) -> bool:
        """Whether the clock, and not never, is why a quantile is infinite."""
        place = level * (self.count - 1)
        if value == inf and self.late is not None:
            never = int((self.sizes - self.below(inf) - self.late).sum())
            return ceil(place) < self.count - never
        if value == -inf and self.early is not None:
            return floor(place) >= int((self.up_to(-inf) - self.early).sum())
        return False

    def _spread_at(self, _level: float, value: float) -> float:
        return max(spread(self.below(value), self.sizes), spread(self.up_to(value), self.sizes))


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedSample(Sample):
    """Sorted draws, in all and within each set."""

    ordered: "Floats"

    def below(self, value: float) -> "Counts":
        """How many draws of each set are below the value."""
        import numpy as np

        return np.array([np.searchsorted(part, value) for part in self.sets])

    def up_to(self, value: float) -> "Counts":
        """How many draws of each set are at most the value."""
        import numpy as np

        return np.array([np.searchsorted(part, value, "right") for part in self.sets])

    def mean(self) -> Estimate:
        """The mean of draws that are all finite with its standard error; NaN of no draws."""
        import numpy as np

        if self.count < 2:
            return Estimate(float(self.ordered[0]) if self.count else nan, inf if self.count else nan)
        value, deviation = _moments(self.ordered)
        if len(self.sets) == 1:
            return Estimate(value, deviation / sqrt(self.count))
        means = np.array([part.mean() for part in self.sets if len(part)])
        return Estimate(value, float(means.std(ddof=1)) / sqrt(len(means)) if len(means) > 1 else inf)


def sample(values: "Floats", mask: "NDArray[np.bool_] | None", sets: int, *, clocked: bool = False) -> SortedSample:
    """The draws within the mask. ``values`` ``[draw]`` are sorted in place; draw i is one of set i % ``sets``.

    ``clocked``: they may rest on dates that the clock ends before.
    """
    import numpy as np

    late, early = _absorbed(values, mask, sets) if clocked else (None, None)

    def wanted(part: slice) -> "Floats":
        return values[part] if mask is None else values[part][mask[part]]

    if sets == 1:
        ordered, nans = _sorted(wanted(slice(None)))
        return SortedSample(ordered=ordered, sets=(ordered,), nans=nans, late=late, early=early)
    parts = [_sorted(wanted(slice(start, None, sets)).copy()) for start in range(sets)]
    ordered = np.sort(np.concatenate([part for part, _ in parts]))
    nans = sum(found for _, found in parts)
    return SortedSample(ordered=ordered, sets=tuple(part for part, _ in parts), nans=nans, late=late, early=early)


def sample_near(
    values: "Floats",
    mask: "NDArray[np.bool_] | None",
    sets: int,
    *,
    levels: Sequence[float],
    clocked: bool = False,
) -> Sample:
    """The same draws, of which only those near the quantiles at ``levels`` get sorted, when these are asked for."""
    import numpy as np

    late, early = _absorbed(values, mask, sets) if clocked else (None, None)
    known = ~np.isnan(values)
    inside = int(known.size if mask is None else np.count_nonzero(mask))
    if mask is not None:
        known &= mask
    nans = inside - int(np.count_nonzero(known))
    kept = values if nans == 0 and mask is None else values[known]
    parts = (kept,) if sets == 1 else tuple(values[start::sets][known[start::sets]] for start in range(sets))
    return Sample(ordered=OrderStatistics(kept, levels), sets=parts, nans=nans, late=late, early=early)


def _absorbed(values: "Floats", mask: "NDArray[np.bool_] | None", sets: int) -> tuple["Counts", "Counts"]:
    """Make what the clock ends before infinite; how many draws of each set within the mask that was, on either side."""
    import numpy as np

    found: list[Counts] = []
    for side in absorb(values):
        inside = side if mask is None else side & mask
        found.append(np.array([np.count_nonzero(inside[start::sets]) for start in range(sets)]))
    return found[0], found[1]


def share_of(mask: "NDArray[np.bool_]", sets: int) -> Estimate:
    """The share of draws ``[draw]`` for which the mask holds; draw i is one of set i % ``sets``."""
    import numpy as np

    parts = [mask[start::sets] for start in range(sets)]
    hits = np.array([np.count_nonzero(part) for part in parts])
    sizes = np.array([len(part) for part in parts])
    return proportion(int(hits.sum()), len(mask), spread=spread(hits, sizes))


def spread(hits: "Counts", sizes: "Counts") -> float:
    """The standard error, in draws, of how many of all draws have a property; ``hits`` and ``sizes`` are by set.

    Of one set it is binomial. Of several it is at least one draw, where some draws have the property and some do not:
    sets that agree by chance do not make a share exact.
    """
    hit, total = int(hits.sum()), int(sizes.sum())
    if not 0 < hit < total:
        return 0.0
    if len(hits) == 1:
        return sqrt(hit * (total - hit) / total)
    off = hits - sizes * (hit / total)
    return max(sqrt(len(hits) / (len(hits) - 1) * float((off * off).sum())), 1.0)


def _moments(ordered: "Floats") -> tuple[float, float]:
    """Mean and standard deviation, in pieces: draws can fill half of the memory."""
    count = len(ordered)
    middle = float(ordered[count // 2])
    sums, squares = 0.0, 0.0
    for start in range(0, count, PIECE):
        distances = ordered[start : start + PIECE] - middle
        sums += float(distances.sum())
        distances *= distances
        squares += float(distances.sum())
    return middle + sums / count, sqrt(max(squares - sums * sums / count, 0.0) / (count - 1))


def _sorted(values: "Floats") -> tuple["Floats", int]:
    """The values sorted in place without NaN, and how many of those there were."""
    import numpy as np

    values.sort()
    # NaN sorts last.
    nans = len(values) - int(np.searchsorted(values, nan)) if len(values) and isnan(values[-1]) else 0
    return values[: len(values) - nans], nans
