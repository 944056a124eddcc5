"""The units in which people give amounts of composite dimensions."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from forecast.language.types.catalogue import parse_unit
from forecast.language.types.dimension import Dimension

_CUSTOMARY = (
    "J", "W", "N", "Pa", "V", "ohm", "coulomb",
    "m/s", "m/s^2", "FLOP/J", "USD/kWh", "EUR/kWh",
)  # fmt: skip


@cache
def _units() -> Mapping[Dimension, str]:
    return MappingProxyType({parse_unit(text).dimension: text for text in _CUSTOMARY})


def customary_unit(dimension: Dimension) -> str:
    """The unit to show an amount in where its author wrote none ("" for plain numbers): the bases, as in `USD/year` and
    `FLOP/year`, where no other unit is customary.
    """
    return "" if dimension.is_plain else _units().get(dimension, str(dimension))
