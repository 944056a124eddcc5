"""The total effect of an input on an answer: the share of its variance that is left when all other luck is known."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Floats = NDArray[np.float64]

FAR = 0.05
"""A move past this share of all draws is one that shows."""


@dataclass(frozen=True, slots=True)
class TotalEffect:
    """``index`` is a share of the variance of an answer's ranks, of a category's labels; ``far`` the share of draws that
    change their label or truth, or that pass at least ``FAR`` of the others.
    """

    index: float
    far: float


class Ranked:
    """An answer's draws ``[draw]``, ranked: equal ones share a rank, never and what is missing come last.

    On ranks, so that the answer's scale is of no account and no moment need exist. Labels (``nominal``) have no order.
    """

    def __init__(self, values: "Floats", *, nominal: bool = False) -> None:
        import numpy as np

        self._values = values
        self._nominal = nominal
        self._ordered = np.sort(values)
        starts = np.flatnonzero(np.r_[True, _differ(self._ordered[1:], self._ordered[:-1])]) if len(values) else [0]
        counts = np.diff(np.r_[starts, len(values)])
        self.rarer = len(values) - int(counts.max(initial=0))
        """Draws that have another value than the commonest one."""
        if nominal:
            self._variance = 1 - float(np.square(counts / max(len(values), 1)).sum())
        else:
            self._ranks = self._rank(values)
            self._variance = float(self._ranks.var()) if len(values) else 0.0

    def effect(self, anew: "Floats") -> TotalEffect:
        """What changes where each draw, or each of the first ones, becomes that of ``anew``.

        Jansen's estimator of the total-effect index: half the mean squared difference, in terms of the variance. With
        the luck of one input drawn anew and all other luck kept it counts what the input does alone and together with
        others, so that nothing is missed that works through an interaction only.
        """
        import numpy as np

        changed = _differ(self._values[: len(anew)], anew)
        if not changed.any():
            return TotalEffect(0.0, 0.0)
        if self._nominal:
            # Another label is a difference of 1 in two of the indicators.
            moved, squares = float(changed.mean()), 2 * float(changed.mean())
        else:
            distances = np.abs(self._rank(anew[changed]) - self._ranks[: len(anew)][changed])
            moved = float(np.count_nonzero(distances >= FAR)) / len(anew)
            squares = float(np.square(distances).sum()) / len(anew)
        return TotalEffect(squares / (2 * self._variance) if self._variance else np.inf, moved)

    def _rank(self, values: "Floats") -> "Floats":
        import numpy as np

        below = np.searchsorted(self._ordered, values, "left")
        return (below + np.searchsorted(self._ordered, values, "right")) / (2 * len(self._ordered))


def _differ(one: "Floats", other: "Floats") -> "NDArray[np.bool_]":
    import numpy as np

    return (one != other) & ~(np.isnan(one) & np.isnan(other))
