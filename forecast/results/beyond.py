"""Dates that the clock of a model ends before: later than all of its dates, and yet not never."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNREACHED = 1e300
"""The date of an event that does not happen by the end of the clock, in years from the epoch."""
BEYOND = 1e290
"""Dates and durations from this size on rest on such a date: arithmetic moves and scales it."""


def absorb(values: "NDArray[np.float64]") -> tuple["NDArray[np.bool_]", "NDArray[np.bool_]"]:
    """Make what rests on an unreached date infinite, in place; where it was, at the upper side and at the lower.

    An infinite value sorts, counts and plots as it should: it is part of no interval of dates.
    """
    import numpy as np

    late = (values >= BEYOND) & (values < np.inf)
    early = (values <= -BEYOND) & (values > -np.inf)
    values[late] = np.inf
    values[early] = -np.inf
    return late, early
