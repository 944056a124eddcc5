"""Checked expressions: every name resolved, every unit converted to canonical units, every dimension stated.

Numbers are in canonical units (years, USD, FLOP …), dates in years from the model's epoch, growth as a log-rate per year,
categories as positions among their labels. Values along indexes follow the order in which the indexes are declared.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from forecast.language.source import Span
from forecast.language.types.kind import Type

INNER = ""
"""Stands among dimensions for an axis that is no index."""


def _place() -> Span:
    return field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal. `exact` marks one that shapes the program (an exponent, an ordinal) and is never turned into an argument."""

    value: float
    type: Type
    span: Span = _place()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A text that is only compared or shown."""

    text: str
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class IndexValues:
    """The elements of an index of numbers or dates, read as a quantity along that index."""

    index: str
    values: tuple[float, ...]
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Values:
    """Numbers along indexes, in row-major order; NaN where a cell is empty."""

    values: tuple[float, ...]
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Reference:
    node: str
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation element by element; arguments broadcast by the names of their dimensions."""

    operation: str
    arguments: tuple["Term", ...]
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Reduce:
    """An operation that consumes indexes: `max(x over lab)`."""

    operation: str
    argument: "Term"
    over: tuple[str, ...]
    type: Type
    span: Span = _place()
    parameters: tuple["Term", ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """`x[openai]`: one element along an index."""

    argument: "Term"
    index: str
    position: int
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Pick:
    """`x[k]` where k is uncertain: the element along `index` at the position that `selector` says."""

    argument: "Term"
    index: str
    selector: "Term"
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Rename:
    """`x[other]`: the same values along an index with the same elements under a second name; `names` pairs old and new ones.

    A new one is INNER where the values become the last axis, which is no index: data, or the columns of a matrix.
    """

    argument: "Term"
    names: tuple[tuple[str, str], ...]
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Stack:
    """A table: one term for each element of an index."""

    index: str
    cells: tuple["Term", ...]
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Draw:
    """One distribution, drawn.

    `constructor` is its name in the run-time library, `parameters` its arguments, `part` which of its node's distributions
    it is ("1", "2", …, "never"), `plates` the indexes along which its draws are independent, `element` the table cell that
    it stands in ("" outside tables). Equal parts of a node and element are one draw. `event` is the index whose elements are
    drawn together, as the shares of a Dirichlet are.
    """

    constructor: str
    parameters: tuple[tuple[str, "Term"], ...]
    part: str
    plates: tuple[str, ...]
    type: Type
    span: Span = _place()
    element: str = ""
    noise: str = "score"
    family: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class Nested:
    """A distribution that another one is made from (`truncated`, `shifted` …), itself not drawn.

    `part` is the number that it would have if it were drawn: what is made from it takes that over, and with it the luck.
    `event` is the index whose elements it would draw together.
    """

    constructor: str
    parameters: tuple[tuple[str, "Term"], ...]
    part: str
    type: Type
    span: Span = _place()
    family: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """What a distribution says of a value: its `log_density` there, 0 where the value is missing, or its `survival`, the
    probability of more than it, or that of at most it (`up_to`).

    Of one that would draw the elements of an index together `type` lacks that index.
    """

    operation: str
    distribution: Nested
    value: "Term"
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Stock:
    """What accumulates: dS/dt = S · `grows` + `rate`, with noise, between `low` and `high`, from `start` at the date `begins`.

    `noise` is the standard deviation that a year brings: of the log where there is `grows`, else of the stock.
    """

    start: "Term"
    begins: "Term | None"
    grows: "Term | None"
    rate: "Term | None"
    noise: "Term | None"
    low: "Term | None"
    high: "Term | None"
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class When:
    """The first moment at which `condition` holds; never where `unless` is true."""

    condition: "Term"
    unless: "Term | None"
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Strike:
    """The moment at which `rate`, integrated since `after`, reaches `exposure`, a unit exponential; never where `unless`."""

    rate: "Term"
    after: "Term | None"
    exposure: Draw
    unless: "Term | None"
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class At:
    """What changes over time, read at a date."""

    argument: "Term"
    date: "Term"
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Delay:
    """The value that `argument` had `lag` ago; before the clock `before`, or else its first value."""

    argument: "Term"
    lag: "Term"
    before: "Term | None"
    type: Type
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Running:
    """What has come of `argument` since the clock's start: its integral (`cumulative`) or its largest value (`running_max`).

    Or how fast it changes (`derivative`): `found` is its derivative, once all definitions are known.
    """

    operation: str
    argument: "Term"
    type: Type
    span: Span = _place()
    found: "Term | None" = None


@dataclass(frozen=True, slots=True)
class Vector:
    """Values side by side that are no index: the weights of a choice, the rows of a matrix."""

    items: tuple["Term", ...]
    type: Type
    span: Span = _place()


type Term = (
    Constant
    | Label
    | IndexValues
    | Values
    | Reference
    | Apply
    | Reduce
    | Element
    | Pick
    | Rename
    | Stack
    | Draw
    | Nested
    | Likelihood
    | Vector
    | Stock
    | When
    | Strike
    | At
    | Delay
    | Running
)


def undrawn(draw: Draw) -> Nested:
    """The distribution of a draw."""
    return Nested(draw.constructor, draw.parameters, draw.part, draw.type, draw.span, draw.family, draw.event)


def element_name(labels: Iterable[str]) -> str:
    """The name of an element by its labels along several indexes; different ones for different labels, commas or not."""
    return ",".join(label.replace("\\", "\\\\").replace(",", "\\,") for label in labels)


def draw_element(cell: str, labels: Iterable[str]) -> str:
    """The name of one element of a distribution that stands in a table's cell, by its labels along its own indexes."""
    own = element_name(labels)
    return f"{cell},{own}" if cell and own else cell + own


_PARTS: Mapping[type, tuple[str, ...]] = {
    Apply: ("arguments",),
    Reduce: ("argument", "parameters"),
    Element: ("argument",),
    Rename: ("argument",),
    Pick: ("argument", "selector"),
    Stack: ("cells",),
    Draw: ("parameters",),
    Nested: ("parameters",),
    Likelihood: ("distribution", "value"),
    Vector: ("items",),
    Stock: ("start", "begins", "grows", "rate", "noise", "low", "high"),
    When: ("condition", "unless"),
    Strike: ("rate", "after", "exposure", "unless"),
    At: ("argument", "date"),
    Delay: ("argument", "lag", "before"),
    Running: ("argument", "found"),
}
"""The fields that hold the parts of a term, in the order of `children`."""


def children(term: Term) -> tuple[Term, ...]:
    """The terms directly inside a term, in the order written."""
    match term:
        case Constant() | Label() | IndexValues() | Values() | Reference():
            return ()
        case Apply(arguments=arguments):
            return arguments
        case Reduce(argument=argument, parameters=parameters):
            return (argument, *parameters)
        case Element(argument=argument) | Rename(argument=argument):
            return (argument,)
        case Pick(argument=argument, selector=selector):
            return (argument, selector)
        case Stack(cells=cells):
            return cells
        case Draw(parameters=parameters) | Nested(parameters=parameters):
            return tuple(value for _, value in parameters)
        case Likelihood(distribution=distribution, value=value):
            return (distribution, value)
        case Vector(items=items):
            return items
        case Stock():
            parts = (term.start, term.begins, term.grows, term.rate, term.noise, term.low, term.high)
            return tuple(part for part in parts if part is not None)
        case When(condition=condition, unless=unless):
            return (condition,) if unless is None else (condition, unless)
        case Strike():
            parts = (term.rate, term.after, term.exposure, term.unless)
            return tuple(part for part in parts if part is not None)
        case At(argument=argument, date=date):
            return (argument, date)
        case Delay(argument=argument, lag=lag, before=before):
            return (argument, lag) if before is None else (argument, lag, before)
        case Running(argument=argument, found=found):
            return (argument,) if found is None else (argument, found)


def rebuilt(term: Term, change: "Callable[[Term], Term]") -> Term:
    """A term each of whose direct parts is changed; the term itself where no part is."""
    parts = children(term)
    changed = tuple(map(change, parts))
    if all(new is old for new, old in zip(changed, parts, strict=True)):
        return term
    rest = iter(changed)

    def each(part: object) -> object:
        match part:
            case None:
                return None
            case tuple():
                return tuple(_renewed(item, next(rest)) for item in cast("tuple[object, ...]", part))
            case _:
                return next(rest)

    return replace(term, **{name: each(getattr(term, name)) for name in _PARTS[type(term)]})


def _renewed(part: object, term: Term) -> object:
    """A part of a tuple of terms, or of pairs of a name and a term."""
    return (cast("tuple[str, Term]", part)[0], term) if isinstance(part, tuple) else term


def walk(term: Term) -> "list[Term]":
    """The term and all terms inside it, each before its parts, in the order written."""
    found: list[Term] = []
    stack = [term]
    while stack:
        current = stack.pop()
        found.append(current)
        stack.extend(reversed(children(current)))
    return found


def at_element(term: Term, index: str, position: int) -> Term:
    """A term at one element of an index; the term itself where it does not have that index. A drawn part keeps its draw."""
    if isinstance(term, Nested):
        parameters = tuple((name, at_element(value, index, position)) for name, value in term.parameters)
        rest = tuple(dim for dim in term.type.dims if dim != index)
        return replace(term, parameters=parameters, type=Type(term.type.kind, rest))
    if index not in term.type.dims:
        return term
    rest = tuple(dim for dim in term.type.dims if dim != index)
    return Element(term, index, position, Type(term.type.kind, rest), term.span)
