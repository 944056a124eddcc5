"""What the registry records about a function or a distribution."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from forecast.language.library.constraint import Constraint
from forecast.language.library.pattern import Pattern, parse_pattern

type RecordKind = Literal["function", "reduction", "distribution"]
type Noise = Literal["score", "uniform"]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to call a function, as text: `gamma(*, mean: number D, sd: number D) -> number D`.

    As in Python, parameters after `*` are given by name only and `= …` marks an optional one (the text after
    it says what it is then); `...` repeats the last parameter; `over index` after a parameter's pattern makes
    it a reduction of that parameter, or a distribution over the index, and `along index` after the result says that it
    keeps that index; `over pairs` says that the parameter is a matrix, indexed by the index and its second name or
    written out; `distribution` before a pattern asks for a distribution over such values. `runtime` is the operation,
    or for a distribution the constructor, that gives the form its meaning.
    """

    text: str
    runtime: str
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of the language that holds.

    For functions `code` is a condition that must be true. For distributions it is a declaration, and
    `result`, where given, is the median of what it declares. `given` are declarations that must stand before
    it, `after` those that must follow.
    """

    code: str
    result: str | None = None
    given: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter. `default`: in words, what an optional one is when left out; None for a required one."""

    name: str
    pattern: Pattern
    doc: str = ""
    default: str | None = None
    named_only: bool = False
    reduced: bool = False
    is_distribution: bool = False
    """Whether a distribution is asked for, over values of the pattern, and not a value."""
    paired: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """A form, read. In a `variadic` one the last parameter may be given again and again (at least once)."""

    text: str
    parameters: tuple[Parameter, ...]
    result: Pattern
    runtime: str
    constraints: tuple[Constraint, ...] = ()
    variadic: bool = False
    along: bool = False
    """Whether the result keeps the index that it works over: `cumulative(x over lab)`."""

    @property
    def reduces(self) -> bool:
        """Whether it takes an index after `over`: `max(x over lab)`."""
        return any(parameter.reduced for parameter in self.parameters)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(parameter.name for parameter in self.parameters)


@dataclass(frozen=True, slots=True)
class Function:
    """A function, a reduction or a distribution of the language.

    `about` has one line for each parameter's name. `noise` is what one draw of a distribution starts from.
    `special`: the arguments are labelled freely (`choice(a: 60%, b: 40%)`), so that the checker reads them
    itself.
    """

    name: str
    topic: str
    doc: str
    forms: tuple[Form, ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    examples: tuple[Example, ...] = ()
    kind: RecordKind = "function"
    noise: Noise | None = None
    special: bool = False

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """The forms, read (once in a process)."""
        return tuple(parse_signature(form, self.about) for form in self.forms)

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The names of the parameters of all signatures, each once, in their order."""
        return tuple(dict.fromkeys(name for signature in self.signatures for name in signature.names))


@cache
def parse_signature(form: Form, about: tuple[tuple[str, str], ...] = ()) -> Signature:
    """Read a form. Raises ValueError where its text is malformed."""
    call, arrow, result = form.text.partition(" -> ")
    _, bracket, inside = call.partition("(")
    if not arrow or not bracket or not inside.endswith(")"):
        raise ValueError(f"{form.text!r} is not a signature")
    docs = dict(about)
    parameters: list[Parameter] = []
    named_only = variadic = False
    for piece in inside[:-1].split(", "):
        match piece:
            case "*":
                named_only = True
            case "...":
                variadic = True
            case _:
                parameters.append(_parse_parameter(piece, docs, named_only=named_only))
    value = result.removesuffix(" along index")
    return Signature(
        form.text,
        tuple(parameters),
        parse_pattern(value),
        form.runtime,
        form.constraints,
        variadic=variadic,
        along=value != result,
    )


def _parse_parameter(piece: str, docs: dict[str, str], *, named_only: bool) -> Parameter:
    name, colon, rest = piece.partition(": ")
    if not colon:
        raise ValueError(f"{piece!r} is not a parameter")
    written, equals, default = rest.partition(" = ")
    pattern, _, over = written.partition(" over ")
    value = pattern.removeprefix("distribution ")
    return Parameter(
        name,
        parse_pattern(value),
        docs.get(name, ""),
        default if equals else None,
        named_only=named_only,
        reduced=over == "index",
        paired=over == "pairs",
        is_distribution=value != pattern,
    )
