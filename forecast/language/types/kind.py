"""What a value is: its kind, the indexes that it has, and whether it changes over time."""

from dataclasses import dataclass
from typing import assert_never

from forecast.language.types.dimension import ONE, TIME, Dimension, base


@dataclass(frozen=True, slots=True)
class Number:
    """A real number with a dimension; a duration is one of dimension time, a rate one of dimension 1/time."""

    dimension: Dimension = ONE


@dataclass(frozen=True, slots=True)
class Date:
    """A point in time, possibly never."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A growth factor per time; inside, a log-rate per year."""


@dataclass(frozen=True, slots=True)
class Boolean:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Category:
    """One of several labels: the elements of ``index``, or those of a choice where ``index`` is None."""

    labels: tuple[str, ...]
    index: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text."""


type Kind = Number | Date | Growth | Boolean | Category | Text


CLOCK = "time"
"""The index of the clock's ticks. It stands first among the dimensions of what changes over time."""


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a quantity: ``dims`` are its indexes."""

    kind: Kind
    dims: tuple[str, ...] = ()

    @property
    def varying(self) -> bool:
        """Whether it changes over time: it has a value at each tick."""
        return CLOCK in self.dims

    @property
    def own(self) -> tuple[str, ...]:
        """The indexes that it has at one moment."""
        return tuple(dim for dim in self.dims if dim != CLOCK)


PLAIN = Number()
DURATION = Number(TIME)
RATE = Number(TIME**-1)

MAX_LABELS_SHOWN = 4


def describe(kind: Kind) -> str:
    """The kind in a reader's words, with its article: "a date", "an amount of USD/year", "a plain number"."""
    match kind:
        case Number(dimension):
            return _describe_number(dimension)
        case Date():
            return "a date"
        case Growth():
            return "a growth factor per time"
        case Boolean():
            return "true or false"
        case Category(labels, index):
            if index is not None:
                return f"an element of {index}"
            shown = ", ".join(labels[:MAX_LABELS_SHOWN])
            return f"one of {shown}{', …' if len(labels) > MAX_LABELS_SHOWN else ''}"
        case Text():
            return "a text"
        case _:
            assert_never(kind)


def alike(a: Kind, b: Kind) -> bool:
    """Whether values of both kinds can stand for each other: elements are told by their labels, under any name of an index."""
    return a == b or (isinstance(a, Category) and isinstance(b, Category) and a.labels == b.labels)


def difference(kind: Kind) -> Kind | None:
    """The kind of the difference of two values (and so of a spread): None where there is no subtraction."""
    match kind:
        case Number() | Growth():
            return kind
        case Date():
            return DURATION
        case Boolean() | Category() | Text():
            return None
        case _:
            assert_never(kind)


def squared_difference(kind: Kind) -> Kind | None:
    """The kind of the product of two differences (and so of a covariance), a growth taken as its log-rate."""
    match difference(kind):
        case Number(dimension):
            return Number(dimension**2)
        case Growth():
            return Number(TIME**-2)
        case _:
            return None


def _describe_number(dimension: Dimension) -> str:
    known = _KNOWN.get(dimension)
    return f"an amount of {dimension}" if known is None else known


_ENERGY = base("kg") * base("m") ** 2 / TIME**2
_KNOWN = {
    ONE: "a plain number",
    TIME: "a duration",
    TIME**-1: "a rate (1/time, as in 10%/year)",
    base("m"): "a length",
    base("kg"): "a mass",
    _ENERGY: "an energy",
    _ENERGY / TIME: "a power",
}
