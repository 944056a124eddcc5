"""Matching the arguments of a call against signatures. Answers with facts; the words are made elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forecast.language.library.pattern import (
    Bindings,
    ElementOfIndex,
    Pattern,
    Spread,
    Square,
    bind,
    resolve,
    variables,
)
from forecast.language.library.record import Function, Parameter, Signature
from forecast.language.types.kind import Category, Kind

type Argument = int | str
"""Which argument of a call: its position (from 0) among the positional ones, or its name."""


@dataclass(frozen=True, slots=True)
class Match:
    """The call fits. `bound` has the parameter's name for each argument: positional ones, then named ones."""

    signature: Signature
    bound: tuple[str, ...]
    result: Kind


@dataclass(frozen=True, slots=True)
class Missing:
    """Required parameters that were not given."""

    signature: Signature
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A named argument that no signature has; `known` are the names that it has and that were not given."""

    name: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotTogether:
    """Named arguments that each belong to some signature, but all of them to none."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GivenTwice:
    """A parameter that is given by position and by name."""

    signature: Signature
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class NamedOnly:
    """A positional argument whose parameter is given by name only; `parameter` is the next one."""

    signature: Signature
    position: int
    parameter: str


@dataclass(frozen=True, slots=True)
class TooMany:
    """More positional arguments than the function takes in any form."""

    signature: Signature
    most: int
    given: int


@dataclass(frozen=True, slots=True)
class WrongKind:
    """An argument of another kind than its parameter's.

    `wanted` is the kind that was asked for where it is decided, and `because` the parameter that decided it
    by what it was given (None where the pattern alone does).
    """

    signature: Signature
    argument: Argument
    parameter: str
    given: Kind
    expected: Pattern
    wanted: Kind | None
    because: str | None


@dataclass(frozen=True, slots=True)
class NeedsIndex:
    """A reduction without `over INDEX`."""

    signature: Signature


@dataclass(frozen=True, slots=True)
class TakesNoIndex:
    """`over INDEX` in a call of something that does not reduce."""

    signature: Signature


@dataclass(frozen=True, slots=True)
class OneIndexOnly:
    """Several indexes where the answer is an element of one, or runs along one."""

    signature: Signature


type Mismatch = (
    Missing
    | UnknownName
    | NotTogether
    | GivenTwice
    | NamedOnly
    | TooMany
    | WrongKind
    | NeedsIndex
    | TakesNoIndex
    | OneIndexOnly
)


def match(
    function: Function,
    positional: Sequence[Kind],
    named: Mapping[str, Kind],
    *,
    over: Sequence[Category] = (),
) -> Match | Mismatch:
    """Match a call's arguments; `over` are the indexes after `over`, each as the kind of its elements.

    Where no signature fits, the facts are those of the one that comes nearest: that knows the named
    arguments, has room for the positional ones and misses the fewest.
    """
    signatures = function.signatures
    eligible = [signature for signature in signatures if signature.reduces == bool(over)]
    if not signatures:
        raise ValueError(f"{function.name} has no signatures to match")
    if not eligible:
        return TakesNoIndex(signatures[0]) if over else NeedsIndex(signatures[0])
    for name in named:
        if name not in function.parameter_names:
            free = tuple(known for known in function.parameter_names if known not in named)
            return UnknownName(name, free)
    fitting = [signature for signature in eligible if all(name in signature.names for name in named)]
    if not fitting:
        return NotTogether(tuple(named))
    mismatches: list[Mismatch] = []
    for signature in fitting:
        outcome = _match_one(signature, positional, named, over)
        if isinstance(outcome, Match):
            return outcome
        mismatches.append(outcome)
    return min(mismatches, key=_distance)


def expected_kind(
    function: Function,
    argument: Argument,
    known: Mapping[Argument, Kind],
    *,
    positional: int = 0,
    named: Sequence[str] = (),
    result: Kind | None = None,
    reduces: bool = False,
) -> Kind | None:
    """The kind that a place in a call asks for, so far as it is decided: a bare year there is read by it.

    `known` are the kinds of the other arguments so far, `positional` and `named` how many and which are
    written (at least those that are known), `result` what the surroundings want of the call.
    """
    count = max([positional, *(place + 1 for place in (argument, *known) if isinstance(place, int))])
    names = {*named, *(place for place in (argument, *known) if isinstance(place, str))}
    unfit: Kind | None = None
    for signature in function.signatures:
        room = _room(signature)
        if signature.reduces != reduces or not names <= set(signature.names) or count > room:
            continue
        bindings: Bindings = {}
        if result is not None and not bind(signature.result, result, bindings):
            bindings = {}
        # What is written decides before what the surroundings want.
        from_arguments: Bindings = {}
        fits = True
        for place, kind in known.items():
            fits = bind(_parameter(signature, place).pattern, kind, from_arguments) and fits
        fits = fits and (result is None or bind(signature.result, result, {**from_arguments}))
        found = resolve(_parameter(signature, argument).pattern, {**bindings, **from_arguments})
        if fits:
            # Where a form that fits leaves it open, it is open.
            return found
        unfit = unfit or found
    return unfit


def _match_one(
    signature: Signature, positional: Sequence[Kind], named: Mapping[str, Kind], over: Sequence[Category]
) -> Match | Mismatch:
    if len(positional) > _room(signature):
        by_position = [parameter for parameter in signature.parameters if not parameter.named_only]
        by_name = [p.name for p in signature.parameters if p.named_only and p.name not in named]
        if by_name:
            return NamedOnly(signature, len(by_position), by_name[0])
        return TooMany(signature, len(by_position), len(positional))
    places = [_parameter(signature, position) for position in range(len(positional))]
    for position, parameter in enumerate(places):
        if parameter.name in named:
            return GivenTwice(signature, parameter.name, position)
    given = {parameter.name for parameter in places} | set(named)
    missing = [p.name for p in signature.parameters if p.default is None and p.name not in given]
    if missing:
        return Missing(signature, tuple(missing))
    arguments: list[tuple[Argument, Kind]] = [*enumerate(positional), *named.items()]
    outcome = _bind_all(signature, arguments)
    if isinstance(outcome, WrongKind):
        return outcome
    if len(over) > 1 and (signature.along or isinstance(signature.result, ElementOfIndex)):
        return OneIndexOnly(signature)
    if isinstance(signature.result, ElementOfIndex):
        result: Kind | None = over[0]
    else:
        result = resolve(signature.result, outcome)
    if result is None:
        raise ValueError(f"the result of {signature.text!r} does not follow from its parameters")
    return Match(signature, tuple(_parameter(signature, place).name for place, _ in arguments), result)


def _bind_all(signature: Signature, arguments: Sequence[tuple[Argument, Kind]]) -> Bindings | WrongKind:
    bindings: Bindings = {}
    deciders: dict[str, str] = {}
    # Spreads follow from locations, so locations come first, in whatever order the arguments are written.
    for place, kind in sorted(
        arguments, key=lambda item: isinstance(_parameter(signature, item[0]).pattern, Spread | Square)
    ):
        parameter = _parameter(signature, place)
        wanted = resolve(parameter.pattern, bindings)
        if not bind(parameter.pattern, kind, bindings):
            because = next((deciders[v] for v in variables(parameter.pattern) if v in deciders), None)
            return WrongKind(signature, place, parameter.name, kind, parameter.pattern, wanted, because)
        for variable in variables(parameter.pattern):
            deciders.setdefault(variable, parameter.name)
    return bindings


def _room(signature: Signature) -> int:
    if signature.variadic:
        return 1_000_000
    return sum(not parameter.named_only for parameter in signature.parameters)


def _parameter(signature: Signature, place: Argument) -> Parameter:
    if isinstance(place, int):
        return signature.parameters[min(place, len(signature.parameters) - 1)]
    return next(parameter for parameter in signature.parameters if parameter.name == place)


def _distance(mismatch: Mismatch) -> int:
    """How far from a match a signature is: a wrong kind is nearest, no room for an argument farthest."""
    match mismatch:
        case WrongKind() | OneIndexOnly():
            return 0
        case Missing(_, parameters):
            return len(parameters)
        case GivenTwice():
            return 100
        case NamedOnly():
            return 200
        case TooMany():
            return 300
        case _:
            return 400
