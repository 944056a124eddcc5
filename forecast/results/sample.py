"""The draws of one answer, sorted, and what can be counted in them.

Draws are independent, or come in independent sets within which they are not. Of those a count is a sum over the sets,
and how the sets differ says how far it may be off. Where the sets hold different numbers of draws (within a
condition), a share is a ratio of two sums and has the error of a ratio (Cochran 1977, chapter 6); quantiles follow from
the counts below them (Woodruff 1952).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isnan, nan, sqrt
from typing import TYPE_CHECKING

from forecast.results.estimate import Estimate, proportion, quantiles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Floats = NDArray[np.float64]
    type Counts = NDArray[np.int64]

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Sample:
    """Sorted draws without NaN, in all and within each set; independent draws are one set."""

    ordered: "Floats"
    sets: tuple["Floats", ...]
    nans: int
    """How many draws were left out as they are NaN."""
    unknown: int = 0
    """How many of those could lie anywhere; the errors allow for them."""

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

        return np.array([np.searchsorted(part, value) for part in self.sets])

    def up_to(self, value: float) -> "Counts":
        """How many draws of each set are at most the value."""
        import numpy as np

        return np.array([np.searchsorted(part, value, "right") for part in self.sets])

    def share(self, hits: "Counts") -> Estimate:
        """The share of draws with a property that so many have in each set."""
        return proportion(int(hits.sum()), self.count, unknown=self.unknown, spread=spread(hits, self.sizes))

    def quantiles(self, levels: Sequence[float]) -> dict[float, Estimate]:
        """Quantiles with their standard errors."""
        if len(self.sets) == 1:
            return quantiles(self.ordered, levels, unknown=self.unknown)
        return quantiles(self.ordered, levels, unknown=self.unknown, spread=self._spread_at)

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

    def _spread_at(self, _level: float, value: float) -> float:
        return max(spread(self.below(value), self.sizes), spread(self.up_to(value), self.sizes))


def sample(values: "Floats", mask: "NDArray[np.bool_] | None", sets: int) -> Sample:
    """The draws within the mask. ``values`` ``[draw]`` are sorted in place; draw i is one of set i % ``sets``."""
    import numpy as np

    def wanted(part: slice) -> "Floats":
        return values[part] if mask is None else values[part][mask[part]]

    if sets == 1:
        ordered, nans = _sorted(wanted(slice(None)))
        return Sample(ordered, (ordered,), nans)
    parts = [_sorted(wanted(slice(start, None, sets)).copy()) for start in range(sets)]
    ordered = np.sort(np.concatenate([part for part, _ in parts]))
    return Sample(ordered, tuple(part for part, _ in parts), sum(nans for _, nans in parts))


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
