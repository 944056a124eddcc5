"""The units known from the start, and those that a model file adds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from math import inf
from types import MappingProxyType

from forecast.language.types.dimension import ONE, base
from forecast.language.types.unit import Unit, exact, read_unit

BASES = ("year", "USD", "EUR", "FLOP", "person", "byte", "m", "kg", "A", "K", "mol", "cd")

_DEFINITIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # The mean Gregorian year: 400 years are 146,097 days.
        "day": ("400/146097", "year"),
        "month": ("1/12", "year"),
        "week": ("7", "day"),
        "hour": ("1/24", "day"),
        "minute": ("1/60", "hour"),
        "second": ("1/60", "minute"),
        "decade": ("10", "year"),
        "century": ("100", "year"),
        "h": ("1", "hour"),
        "min": ("1", "minute"),
        "s": ("1", "second"),
        "%": ("1/100", "1"),
        "x": ("1", "1"),
        "OOM": ("1", "1"),
        "g": ("1/1000", "kg"),
        "tonne": ("1000", "kg"),
        "kt": ("1e3", "tonne"),
        "Mt": ("1e6", "tonne"),
        "Gt": ("1e9", "tonne"),
        "litre": ("1/1000", "m^3"),
        "hectare": ("10000", "m^2"),
        "Hz": ("1", "1/s"),
        "N": ("1", "kg*m/s^2"),
        "Pa": ("1", "N/m^2"),
        "J": ("1", "N*m"),
        "W": ("1", "J/s"),
        "Wh": ("1", "W*h"),
        "V": ("1", "W/A"),
        "coulomb": ("1", "A*s"),
        "ohm": ("1", "V/A"),
        "farad": ("1", "coulomb/V"),
        "weber": ("1", "V*s"),
        "tesla": ("1", "weber/m^2"),
        "henry": ("1", "weber/A"),
        "eV": ("1.602176634e-19", "J"),
        "bit": ("1/8", "byte"),
        "KiB": ("1024", "byte"),
        "MiB": ("1024", "KiB"),
        "GiB": ("1024", "MiB"),
        "TiB": ("1024", "GiB"),
        "PiB": ("1024", "TiB"),
        "EiB": ("1024", "PiB"),
    }
)

_PLURALS: Mapping[str, str] = MappingProxyType(
    {
        **{
            f"{name}s": name
            for name in ("year", "month", "week", "day", "hour", "minute", "second", "decade", "person")
        },
        **{f"{name}s": name for name in ("byte", "bit", "tonne", "litre", "hectare", "ohm", "farad", "coulomb")},
        "centuries": "century",
        "people": "person",
        "liter": "litre",
        "liters": "litre",
    }
)

_LARGE = MappingProxyType({"k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18, "Z": 21, "Y": 24})
_SMALL = MappingProxyType({"m": -3, "u": -6, "µ": -6, "μ": -6, "n": -9, "p": -12})
_HUNDREDTH = MappingProxyType({"c": -2})

_PREFIXED: Mapping[str, tuple[str, Mapping[str, int]]] = MappingProxyType(
    {
        "FLOP": ("FLOP", _LARGE),
        "B": ("byte", _LARGE),
        "bit": ("bit", _LARGE),
        "Wh": ("Wh", _LARGE),
        "W": ("W", {**_LARGE, **_SMALL}),
        "J": ("J", {**_LARGE, **_SMALL}),
        "Hz": ("Hz", _LARGE),
        "N": ("N", {**_LARGE, **_SMALL}),
        "Pa": ("Pa", _LARGE),
        "V": ("V", {**_LARGE, **_SMALL}),
        "eV": ("eV", {**_LARGE, **_SMALL}),
        "A": ("A", {**_LARGE, **_SMALL}),
        "K": ("K", _SMALL),
        "mol": ("mol", {**_LARGE, **_SMALL}),
        "m": ("m", {"k": 3, **_SMALL, **_HUNDREDTH}),
        "g": ("g", {"k": 3, "M": 6, "G": 9, "T": 12, **_SMALL}),
        "s": ("s", _SMALL),
    }
)

# Spellings that people bring from elsewhere, with what to write instead.
_INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        "yr": "year",
        "yrs": "years",
        "y": "years",
        "mo": "months",
        "mos": "months",
        "wk": "weeks",
        "d": "days",
        "hr": "hours",
        "hrs": "hours",
        "mins": "minutes",
        "sec": "seconds",
        "secs": "seconds",
        "percent": "%",
        "pct": "%",
        "usd": "USD",
        "dollar": "USD",
        "dollars": "USD",
        "eur": "EUR",
        "euro": "EUR",
        "euros": "EUR",
        "flop": "FLOP",
        "flops": "FLOP/s",
        "FLOPs": "FLOP",
        "FLOPS": "FLOP/s",
        "TFLOPS": "TFLOP/s",
        "PFLOPS": "PFLOP/s",
        "EFLOPS": "EFLOP/s",
        "oom": "OOM",
        "OOMs": "OOM",
        "B": "bytes",
        "KB": "kB",
        "gb": "GB",
        "tb": "TB",
        "kwh": "kWh",
        "KWh": "kWh",
        "kw": "kW",
        "KW": "kW",
        "gw": "GW",
        "t": "tonnes",
        "ton": "tonnes",
        "tons": "tonnes",
        "watt": "W",
        "watts": "W",
        "joule": "J",
        "joules": "J",
        "metre": "m",
        "metres": "m",
        "meter": "m",
        "meters": "m",
        "times": "x",
    }
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The units in force in a model: the built-in ones and, over them, those that the model defines."""

    defined: Mapping[str, Unit] = field(default_factory=lambda: MappingProxyType({}))

    def find(self, name: str) -> Unit | None:
        """The unit called ``name``, or None. A word's plural (``tokens`` of ``unit token``) finds it too."""
        unit = self.defined.get(name) or built_in(name)
        if unit is None and len(name) > 3 and name.endswith("s"):
            unit = self.defined.get(name[:-1])
        return unit

    def __contains__(self, name: str) -> bool:
        return name in self.defined or built_in(name) is not None

    def with_units(self, units: Iterable[Unit]) -> "Catalogue":
        """The catalogue with more units, each under its own text."""
        return Catalogue(MappingProxyType({**self.defined, **{unit.text: unit for unit in units}}))

    def names(self) -> Iterator[str]:
        """All names worth proposing for a mistaken one: the model's own first."""
        yield from self.defined
        yield from built_in_names()


BUILT_IN = Catalogue()


def parse_unit(text: str, catalogue: Catalogue = BUILT_IN) -> Unit:
    """Read a unit expression (no spaces). Raises UnknownUnit or MalformedUnit."""
    return read_unit(text, catalogue.find)


def base_unit(name: str) -> Unit:
    """A unit that measures what no other one does, as ``unit token`` makes it."""
    return Unit(name, base(name), Fraction(1))


def unit_of_size(name: str, number: float, unit: Unit) -> Unit:
    """The unit ``name`` for ``number`` of ``unit``. ValueError unless its size is above 0 and finite."""
    if not number > 0:
        raise ValueError(f"a unit's size must be above 0, not {number}")
    made = Unit(name, unit.dimension, exact(number) * unit.scale)
    if not 0 < made.factor < inf:
        raise ValueError(f"a unit's size must be a number, and {number} {unit.text} is beyond all of them")
    return made


def instead_of(name: str) -> str | None:
    """The unit that people who write ``name`` mean (``yr`` is ``year``), where it is a well-known slip."""
    return _INSTEAD.get(name)


def built_in_names() -> Iterator[str]:
    """The names of the built-in units with their plurals, and prefixed ones in use."""
    yield from BASES
    yield from _DEFINITIONS
    yield from _PLURALS
    for symbol, (_, prefixes) in _PREFIXED.items():
        yield from (prefix + symbol for prefix in prefixes)


@cache
def built_in(name: str) -> Unit | None:
    """The built-in unit of that name (plural and prefixed names included), or None."""
    if name in BASES:
        return base_unit(name)
    if name in _PLURALS:
        singular = built_in(_PLURALS[name])
        return singular and Unit(name, singular.dimension, singular.scale)
    definition = _DEFINITIONS.get(name)
    if definition is not None:
        count, expression = definition
        unit = Unit("1", ONE, Fraction(1)) if expression == "1" else read_unit(expression, built_in)
        return Unit(name, unit.dimension, Fraction(count) * unit.scale)
    symbol = _PREFIXED.get(name[1:])
    if symbol is not None and name[0] in symbol[1]:
        unit = built_in(symbol[0])
        return unit and Unit(name, unit.dimension, Fraction(10) ** symbol[1][name[0]] * unit.scale)
    return None
