"""Literals of growth: a factor per time (``4x/year``) or orders of magnitude per time (``0.6 OOM/year``)."""

from dataclasses import dataclass
from math import inf, log
from typing import Literal, assert_never

from forecast.language.types.catalogue import BUILT_IN, Catalogue, parse_unit
from forecast.language.types.dimension import TIME

type Measure = Literal["x", "OOM"]


@dataclass(frozen=True, slots=True)
class GrowthUnit:
    """The unit of a growth literal: a factor (``x``) or orders of magnitude (``OOM``) per ``years`` years."""

    measure: Measure
    years: float

    def log_rate(self, number: float) -> float:
        """The log-rate per year of ``number`` of this unit. Raises ValueError for a factor below 0."""
        match self.measure:
            case "x":
                if number < 0:
                    raise ValueError("a growth factor cannot be below 0")
                return (log(number) if number else -inf) / self.years
            case "OOM":
                return number * log(10) / self.years
            case _:
                assert_never(self.measure)


def growth_unit(text: str, catalogue: Catalogue = BUILT_IN) -> GrowthUnit | None:
    """The growth that a unit denotes, or None where it is an ordinary unit.

    Exactly ``x/TIME`` and ``OOM/TIME`` are growths, with any expression of dimension time after the stroke.
    Raises UnknownUnit and MalformedUnit as ``parse_unit`` does.
    """
    for measure in _MEASURES:
        if text.startswith(f"{measure}/"):
            per = parse_unit(text[len(measure) + 1 :], catalogue)
            if per.dimension == TIME:
                return GrowthUnit(measure, per.factor)
    return None


_MEASURES: tuple[Measure, ...] = ("x", "OOM")
