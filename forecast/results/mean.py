"""The mean of draws and its standard error, or why there is none."""

from enum import StrEnum
from math import inf, isfinite

from forecast.results.estimate import Estimate
from forecast.results.sample import SortedSample
from forecast.results.tail import tails

NO_MEAN = 0.9
"""A tail that goes on as a power with at least this index is taken to have no mean: with 100,000 draws the estimate of an
index has an error of 0.06, and at an index of 1, where most of them lie, the mean stops to exist."""
NO_ERROR = 0.7
"""From this index on, the spread of the draws says nothing about the error of their mean."""
LARGEST = 1e150
"""The squares of values beyond this, which a standard error takes, are no finite numbers."""


class NoMean(StrEnum):
    """Why there is no mean; the values are for people."""

    EMPTY = "no draw has a value"
    INFINITE = "some draws are infinite or never"
    HEAVY = "the tail is so heavy that the mean does not exist"
    WIDE = "the tail is so heavy that these draws cannot tell the mean"
    LARGE = "some draws are too large for their squares to be numbers"


def mean_of(sample: SortedSample, *, known_without: bool = False) -> Estimate | NoMean:
    """The mean of a sample and its standard error, which is infinite where the draws do not tell it: the tail is too heavy,
    or some draws have failed.

    ``known_without`` says that the distribution has no mean, whatever its draws look like.
    """
    ordered = sample.ordered
    if not sample.count:
        return NoMean.EMPTY
    if not isfinite(ordered[0]) or not isfinite(ordered[-1]):
        return NoMean.INFINITE
    if known_without:
        return NoMean.HEAVY
    found = tails(ordered)
    if any(tail.is_power and tail.index >= NO_MEAN for tail in found):
        return NoMean.HEAVY
    index = max((tail.index for tail in found), default=0.0)
    if index >= 1:
        return NoMean.WIDE
    if max(-ordered[0], ordered[-1]) >= LARGEST:
        return NoMean.LARGE
    mean = sample.mean()
    return Estimate(mean.value, inf) if sample.unknown or index >= NO_ERROR else mean
