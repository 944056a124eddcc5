"""Patterns of kinds, as they stand in signatures: `number D`, `spread L`, `date`."""

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from forecast.language.types.dimension import Dimension
from forecast.language.types.kind import (
    DURATION,
    PLAIN,
    RATE,
    Boolean,
    Category,
    Date,
    Growth,
    Kind,
    Number,
    Text,
    describe,
    difference,
    squared_difference,
)


@dataclass(frozen=True, slots=True)
class Exactly:
    """One kind: `duration`, `date`, `growth`, `rate`, `boolean`, `text`, `number`."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Amount:
    """A number whose dimension is a product of powers of dimension variables: `number D`, `number D^1/2`."""

    powers: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Location:
    """`L`, or a second one, `M`: a value that has a place on a line, so a number of any dimension, a date or a growth."""

    variable: str = "L"


@dataclass(frozen=True, slots=True)
class Spread:
    """`spread L`: the kind of the differences of an `L`."""

    variable: str = "L"


@dataclass(frozen=True, slots=True)
class Square:
    """`square L`: the kind of the product of two differences of an `L`, as a variance is one."""

    variable: str = "L"


@dataclass(frozen=True, slots=True)
class Anything:
    """`T`: a value of any kind."""

    variable: str = "T"


@dataclass(frozen=True, slots=True)
class AnyCategory:
    """`category`: an element of some index or choice."""


@dataclass(frozen=True, slots=True)
class ElementOfIndex:
    """`element`, only as a result: an element of the index that was reduced over."""


type Pattern = Exactly | Amount | Location | Spread | Square | Anything | AnyCategory | ElementOfIndex

type Bindings = dict[str, Kind]
"""What the variables of a signature stand for; a dimension variable, for the number of its dimension."""


def parse_pattern(text: str) -> Pattern:
    """Read a pattern. Raises ValueError for text that is none."""
    match text.split():
        case [("L" | "M") as variable]:
            return Location(variable)
        case ["spread", "L"]:
            return Spread()
        case ["square", "L"]:
            return Square()
        case ["T"]:
            return Anything()
        case ["category"]:
            return AnyCategory()
        case ["element"]:
            return ElementOfIndex()
        case ["number", powers]:
            return Amount(_parse_powers(powers))
        case [word]:
            kind = _fixed(word)
            if kind is not None:
                return Exactly(kind)
        case _:
            pass
    raise ValueError(f"{text!r} is not a pattern of kinds")


def bind(pattern: Pattern, kind: Kind, bindings: Bindings) -> bool:
    """Whether `kind` fits, given what the variables stand for so far; enters the variables that it decides.

    A spread whose location is not bound yet fits any kind that has one and decides nothing, and so does a square.
    """
    match pattern:
        case Exactly(wanted):
            return kind == wanted
        case Location(variable) | Anything(variable):
            if isinstance(pattern, Location) and not isinstance(kind, Number | Date | Growth):
                return False
            return bindings.setdefault(variable, kind) == kind
        case Spread():
            wanted = resolve(pattern, bindings)
            return isinstance(kind, Number | Growth) if wanted is None else kind == wanted
        case Square():
            wanted = resolve(pattern, bindings)
            return isinstance(kind, Number) if wanted is None else kind == wanted
        case Amount(powers):
            return isinstance(kind, Number) and _bind_powers(powers, kind.dimension, bindings)
        case AnyCategory():
            return isinstance(kind, Category)
        case ElementOfIndex():
            return False
        case _:
            assert_never(pattern)


def resolve(pattern: Pattern, bindings: Bindings) -> Kind | None:
    """The one kind that the pattern stands for, or None where that is not decided."""
    match pattern:
        case Exactly(kind):
            return kind
        case Location(variable) | Anything(variable):
            return bindings.get(variable)
        case Spread(variable):
            location = bindings.get(variable)
            return None if location is None else difference(location)
        case Square(variable):
            location = bindings.get(variable)
            return None if location is None else squared_difference(location)
        case Amount(powers):
            dimension = Dimension()
            for variable, power in powers:
                bound = bindings.get(variable)
                if not isinstance(bound, Number):
                    return None
                dimension = dimension * bound.dimension**power
            return Number(dimension)
        case AnyCategory() | ElementOfIndex():
            return None
        case _:
            assert_never(pattern)


def variables(pattern: Pattern) -> tuple[str, ...]:
    """The names of the variables in a pattern."""
    match pattern:
        case Location(variable) | Spread(variable) | Square(variable) | Anything(variable):
            return (variable,)
        case Amount(powers):
            return tuple(name for name, _ in powers)
        case Exactly() | AnyCategory() | ElementOfIndex():
            return ()
        case _:
            assert_never(pattern)


def describe_pattern(pattern: Pattern) -> str:
    """What the pattern asks for, in a reader's words with an article."""
    match pattern:
        case Exactly(kind):
            return describe(kind)
        case Amount():
            return "a number"
        case Location():
            return "a number, a date or a growth"
        case Spread():
            return "a number, a duration or a growth"
        case Square():
            return "a number"
        case Anything():
            return "a value of any kind"
        case AnyCategory():
            return "an element of an index or of a choice"
        case ElementOfIndex():
            return "an element of the index"
        case _:
            assert_never(pattern)


def _fixed(word: str) -> Kind | None:
    match word:
        case "number":
            return PLAIN
        case "duration":
            return DURATION
        case "rate":
            return RATE
        case "date":
            return Date()
        case "growth":
            return Growth()
        case "boolean":
            return Boolean()
        case "text":
            return Text()
        case _:
            return None


def _parse_powers(text: str) -> tuple[tuple[str, Fraction], ...]:
    """`D`, `1/D`, `D*E`, `D^1/2`: variables are capitals, so a stroke before a digit is part of a power."""
    powers: list[tuple[str, Fraction]] = []
    position, sign = 0, 1
    if text.startswith("1/"):
        position, sign = 2, -1
    while True:
        name = text[position : position + 1]
        if not name.isupper():
            raise ValueError(f"{text!r} is not a product of dimension variables")
        end = position + 1
        power = Fraction(1)
        if text[end : end + 1] == "^":
            begin = end = end + 1
            while end < len(text) and (text[end].isdigit() or (text[end] == "/" and text[end + 1].isdigit())):
                end += 1
            power = Fraction(text[begin:end])
        powers.append((name, sign * power))
        if end == len(text):
            return tuple(powers)
        sign = -1 if text[end] == "/" else 1
        position = end + 1


def _bind_powers(powers: tuple[tuple[str, Fraction], ...], dimension: Dimension, bindings: Bindings) -> bool:
    rest = dimension
    unknown: list[tuple[str, Fraction]] = []
    for variable, power in powers:
        bound = bindings.get(variable)
        if isinstance(bound, Number):
            rest = rest / bound.dimension**power
        else:
            unknown.append((variable, power))
    if not unknown:
        return rest.is_plain
    # One equation decides one variable; a signature gives each new variable a parameter of its own.
    (variable, power), *others = unknown
    if others:
        return True
    bindings[variable] = Number(rest ** (1 / power))
    return True
