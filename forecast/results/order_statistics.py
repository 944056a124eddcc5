"""Order statistics near a few levels, without sorting everything: for questions that are answered at hundreds of dates."""

from collections.abc import Sequence
from math import ceil, floor, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Floats = NDArray[np.float64]

PILOT = 8192
"""Draws that are sorted to learn where a level lies."""
REACH = 4
"""Standard errors of the pilot's quantiles, and of those of all draws, that a window reaches to each side of its level."""


class OrderStatistics:
    """``ordered[place]`` is what it would be had the draws been sorted: exact, and quick for places near the levels.

    For each level those draws are sorted that lie in a window around it; a place outside all windows sorts everything.
    """

    def __init__(self, values: "Floats", levels: Sequence[float]) -> None:
        """``values`` ``[draw]`` have no NaN and are left as they are."""
        self._values = values
        self._levels = levels
        self._windows: list[tuple[int, Floats]] | None = None

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, place: int) -> float:
        import numpy as np

        if self._windows is None:
            self._windows = list(self._found())
        for first, window in self._windows:
            if first <= place < first + len(window):
                return float(window[place - first])
        self._windows = [(0, np.sort(self._values))]
        return float(self._windows[0][1][place])

    def _found(self) -> "list[tuple[int, Floats]]":
        """Windows: the place of their first draw among all, and their draws, sorted."""
        import numpy as np

        values, count = self._values, len(self._values)
        if count < 4 * PILOT:
            return [(0, np.sort(values))]
        pilot = np.sort(values[:: count // PILOT])
        windows: list[tuple[int, Floats]] = []
        for level in self._levels:
            centre, spread = level * (len(pilot) - 1), sqrt(level * (1 - level))
            reach = REACH * spread * (sqrt(len(pilot)) + len(pilot) / sqrt(count))
            low = pilot[max(floor(centre - reach), 0)] if centre > reach else -np.inf
            high = pilot[min(ceil(centre + reach), len(pilot) - 1)] if centre + reach < len(pilot) - 1 else np.inf
            windows.append((int(np.count_nonzero(values < low)), np.sort(values[(values >= low) & (values <= high)])))
        return windows
