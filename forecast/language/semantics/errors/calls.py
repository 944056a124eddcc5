"""Words for the facts of a call that fits no signature."""

from collections.abc import Mapping
from typing import assert_never

from forecast.language.diagnostics import Diagnostic
from forecast.language.library import match as facts
from forecast.language.library.pattern import describe_pattern
from forecast.language.library.record import Function
from forecast.language.semantics.errors import distributions, names, units
from forecast.language.semantics.errors.report import error
from forecast.language.source import Span
from forecast.language.types.kind import PLAIN, RATE, Date, Growth, Kind, Number, describe


def call_mismatch(
    function: Function,
    mismatch: facts.Mismatch,
    *,
    whole: Span,
    spans: Mapping[facts.Argument, Span],
    dims: tuple[str, ...],
) -> Diagnostic:
    """The finding for a call of a registered function; `dims` are the indexes of its arguments."""
    name = function.name
    match mismatch:
        case facts.Missing(signature, parameters):
            return distributions.missing_argument(whole, name, parameters[0], signature.text)
        case facts.UnknownName(argument, known):
            return distributions.unknown_argument(spans[argument], name, argument, known)
        case facts.NotTogether(arguments):
            return _not_together(function, arguments, whole)
        case facts.GivenTwice(_, argument, _):
            return distributions.repeated_argument(spans[argument], name, argument)
        case facts.NamedOnly(signature, position, parameter):
            return error(
                "named-argument",
                f"`{name}` wants this argument by its name",
                spans[position],
                notes=[f"it is {signature.text}"],
                hints=[f"write `{parameter}: {spans[position].text}`"],
            )
        case facts.TooMany(signature, most, _):
            return distributions.too_many_arguments(spans[most], name, most, signature.text)
        case facts.WrongKind():
            return _wrong_kind(function, mismatch, spans)
        case facts.NeedsIndex():
            return names.over_missing(whole, name, dims)
        case facts.TakesNoIndex():
            return names.not_a_reduction(whole, name)
        case facts.OneIndexOnly():
            return error(
                "one-index-only",
                f"`{name}` gives an element of one index, so it takes one index after `over`",
                whole,
            )
        case _:
            assert_never(mismatch)


def _not_together(function: Function, arguments: tuple[str, ...], whole: Span) -> Diagnostic:
    return error(
        "arguments-not-together",
        f"`{function.name}` cannot be given {' and '.join(f'`{name}`' for name in arguments)} together",
        whole,
        notes=["it is " + ", or ".join(signature.text for signature in function.signatures)],
    )


def _wrong_kind(function: Function, fact: facts.WrongKind, spans: Mapping[facts.Argument, Span]) -> Diagnostic:
    span = spans[fact.argument]
    if isinstance(fact.wanted, Growth) and fact.given == RATE:
        return units.rate_for_growth(span, span.text)
    if function.name in _LOGARITHMS and isinstance(fact.given, Number):
        return error(
            "log-of-an-amount",
            f"`{function.name}` takes a plain number, and this is {describe(fact.given)}",
            span,
            hints=[f"take a ratio first: `{function.name}(x / (1 {fact.given.dimension}))`"],
        )
    expected = describe_pattern(fact.expected) if fact.wanted is None else describe(fact.wanted)
    if fact.because is not None:
        expected += f", as `{fact.because}` is"
    hint = ""
    if isinstance(fact.wanted, Date) and fact.given == PLAIN:
        hint = "write a date such as `2030`, `2030-07`, or a date plus a duration"
    elif isinstance(fact.wanted, Number) and fact.given == PLAIN and not fact.wanted.dimension.is_plain:
        hint = f"give it a unit, such as `{fact.wanted.dimension}`"
    return distributions.argument_kind(
        span, function.name, fact.parameter,
        expected=expected, kind=fact.given, signature=fact.signature.text, hint=hint,
    )  # fmt: skip


_LOGARITHMS = frozenset({"log", "log2", "log10", "log1p", "exp", "expm1"})


def weight_kind(span: Span, kind: Kind) -> Diagnostic:
    return error("weight-kind", f"a weight is a percentage or a plain number, and this is {describe(kind)}", span)
