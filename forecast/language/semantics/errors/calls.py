"""Words for the facts of a call that fits no signature."""

from collections.abc import Mapping
from typing import assert_never

from forecast.language.diagnostics import Diagnostic
from forecast.language.library import match as facts
from forecast.language.library.constraint import Constraint
from forecast.language.library.pattern import describe_pattern
from forecast.language.library.record import Function, Signature
from forecast.language.semantics.errors import functions, growth, joint, names
from forecast.language.semantics.errors.report import amount, error, measured, operand, quoted, replace, shorten
from forecast.language.source import Span
from forecast.language.types.kind import PLAIN, RATE, Date, Growth, Kind, Number, describe


def call_mismatch(
    function: Function,
    mismatch: facts.Mismatch,
    *,
    whole: Span,
    spans: Mapping[facts.Argument, Span],
    keys: Mapping[facts.Argument, Span],
    units_written: Mapping[facts.Argument, str],
    dims: tuple[str, ...],
    plates: tuple[str, ...] = (),
) -> Diagnostic:
    """The finding for a call of a registered function.

    `spans` has the place of each argument, `keys` that of its name, `units_written` its author's unit; `dims` are the
    indexes of all arguments, `plates` those on the left of the definition.
    """
    name = function.name
    several = any(signature.variadic for signature in function.signatures)
    match mismatch:
        case facts.Missing(signature) if signature.variadic and any(s.reduces for s in function.signatures):
            return names.over_missing(whole, name, dims, _first(spans), several=True)
        case facts.Missing(_, parameters):
            return functions.missing_argument(whole, name, parameters, usage(function))
        case facts.UnknownName(argument, known):
            return functions.unknown_argument(
                keys[argument], name, argument, () if several else known, usage=usage(function)
            )
        case facts.NotTogether(arguments):
            return error(
                "arguments-not-together",
                f"`{name}` cannot be given {' and '.join(f'`{argument}`' for argument in arguments)} together",
                whole,
                notes=[f"it is written {usage(function)}"],
            )
        case facts.GivenTwice(_, argument, position):
            return functions.repeated_argument(keys[argument], name, argument, spans[position])
        case facts.NamedOnly(_, position, parameter):
            return error(
                "named-argument",
                f"`{name}` wants this argument by its name",
                spans[position],
                notes=[f"it is written {usage(function)}"],
                hints=[f"write `{parameter}: {shorten(spans[position].text)}`"],
                fixes=[replace(f"write `{parameter}:`", spans[position], f"{parameter}: {spans[position].text}")],
            )
        case facts.TooMany(_, most, _):
            return functions.too_many_arguments(spans[most], name, most, usage(function))
        case facts.WrongKind():
            return _wrong_kind(function, mismatch, spans, units_written)
        case facts.NeedsIndex() if function.kind == "distribution":
            return joint.distribution_without_over(whole, name, (*plates, *dims))
        case facts.NeedsIndex():
            return names.over_missing(whole, name, dims, _first(spans), several=several)
        case facts.TakesNoIndex():
            return names.not_a_reduction(whole, name)
        case facts.OneIndexOnly():
            return error(
                "one-index-only",
                f"`{name}` runs along one index, so it takes one index after `over`",
                whole,
                hints=["keep one of the indexes: the answer then has a value for each element of the other"],
            )
        case _:
            assert_never(mismatch)


def usage(function: Function) -> str:
    """How a function is called, in all its forms: "`gamma(shape, rate)` or `gamma(mean: …, sd: …)`"."""
    return quoted(dict.fromkeys(_usage(function.name, signature) for signature in function.signatures), whole=True)


def _usage(name: str, signature: Signature) -> str:
    parts = [f"{p.name}: …" if p.named_only else p.name for p in signature.parameters]
    over = " over index" if signature.reduces else ""
    return f"{name}({', '.join([*parts, '…'] if signature.variadic else parts)}{over})"


def _first(spans: Mapping[facts.Argument, Span]) -> str:
    return next((span.text for span in spans.values()), "…")


def _wrong_kind(
    function: Function,
    fact: facts.WrongKind,
    spans: Mapping[facts.Argument, Span],
    units_written: Mapping[facts.Argument, str],
) -> Diagnostic:
    span = spans[fact.argument]
    given = amount(fact.given, units_written.get(fact.argument, ""))
    if isinstance(fact.wanted, Growth) and fact.given == RATE:
        return growth.rate_for_growth(span, span.text)
    if function.name in _LOGARITHMS and isinstance(fact.given, Number):
        unit = units_written.get(fact.argument) or str(fact.given.dimension)
        return error(
            "log-of-an-amount",
            f"`{function.name}` takes a plain number, and this is {given}",
            span,
            notes=["its value would depend on the unit, so that years and months would give two different answers"],
            hints=[f"divide by an amount first: `{function.name}({operand(span.text)} / (1 {unit}))`"],
        )
    expected = describe_pattern(fact.expected) if fact.wanted is None else describe(fact.wanted)
    alike = fact.because is not None and isinstance(fact.argument, int) and fact.signature.variadic
    what = f"`{fact.parameter}` of `{function.name}`"
    second: list[tuple[Span, str]] = []
    if alike:
        what = f"every value of `{function.name}`"
        second = [(spans[0], f"this is {expected}")]
        expected += ", as the first is"
    elif fact.because is not None:
        expected += f" because of `{fact.because}`"
    hint = ""
    if isinstance(fact.wanted, Date) and fact.given == PLAIN:
        hint = "write a date such as `2030`, `2030-07`, or a date plus a duration"
    elif isinstance(fact.wanted, Number) and fact.given == PLAIN and not fact.wanted.dimension.is_plain:
        literal = measured(span.text, _example(fact.wanted))
        if span.text.startswith("["):
            return functions.argument_kind(
                span, what, expected=expected, found=given, usage=usage(function), second=second,
                hint=f"give each number of the matrix its unit: `4 {_example(fact.wanted)}`",
            )  # fmt: skip
        hint = f"give it a unit: `{literal}`" if literal else ""
        hint = hint or f"give it a unit: multiply it by `1 {_example(fact.wanted)}`"
        if fact.wanted == RATE:
            hint = f"write how much of it a year: `{shorten(span.text)}/year`" if span.text.endswith("%") else hint
    elif isinstance(fact.given, Date) and isinstance(fact.wanted, Number | None):
        hint = f"`{operand(span.text)} - as_of` is a duration, `year({shorten(span.text)})` a number"
    elif fact.given == Growth() and isinstance(fact.wanted, Number | None):
        hint = f"`factor({shorten(span.text)}, 1 year)` is what it grows by in a year, a plain number"
    return functions.argument_kind(
        span, what, expected=expected, found=given, usage=usage(function), hint=hint, second=second
    )


def _example(kind: Number) -> str:
    unit = str(kind.dimension)
    return {"year": "years", "1/year": "per year"}.get(unit, unit)


_LOGARITHMS = frozenset({"log", "log2", "log10", "log1p", "exp", "expm1", "logit", "inv_logit", "normal_cdf"})


def bad_parameter(called: Function, constraint: Constraint, places: Mapping[str, tuple[Span, float]]) -> Diagnostic:
    """A constant argument breaks a condition; `places` has the places and values of the condition's parameters."""
    function, about = called.name, dict(called.about)
    known = [name for name in constraint.parameters if name in places]
    span, value = places[known[-1]]
    bounds = [f"{bound:g}" for bound in constraint.bounds]
    last = constraint.parameters[-1]
    wanted = {
        "above": lambda: f"above {bounds[0]}",
        "at least": lambda: f"at least {bounds[0]}",
        "within": lambda: f"between {bounds[0]} and {bounds[1]}",
        "inside": lambda: f"above {bounds[0]} and below {bounds[1]}",
        "less": lambda: f"above `{constraint.parameters[0]}`",
        "ordered": lambda: "",
        "whole": lambda: "a whole number",
    }[constraint.relation]()
    headline = f"`{last}` of `{function}` must be {wanted}"
    if constraint.relation == "ordered":
        headline = f"{quoted(constraint.parameters, last='and')} of `{function}` must rise in this order"
    hints: list[str] = []
    fixes = []
    if constraint.bounds == (0, 1) and 1 < value <= 100 and span.text.replace(".", "").isdecimal():
        hints = [f"write `{span.text}%`"]
        fixes = [replace(f"write `{span.text}%`", span, f"{span.text}%")]
    elif constraint.relation == "less" and len(known) == 2 and value < places[known[0]][1]:
        hints = [f"the two may be swapped: `{shorten(span.text)}, {shorten(places[known[0]][0].text)}`"]
    elif constraint.relation in ("above", "at least") and last == "sd" and value == 0:
        hints = ["for something certain write `=` and its value"]
    one = len(constraint.parameters) == 1
    label = f"`{known[-1]}`" if not one else "" if _is_literal(span) else f"always {value:g}"
    second = [] if one else [(places[name][0], f"`{name}`") for name in known[:-1]]
    notes = [f"`{name}` is {about[name]}" for name in constraint.parameters if name in about]
    return error("bad-parameter", headline, span, label, second=second, notes=notes, hints=hints, fixes=fixes)


def _is_literal(span: Span) -> bool:
    return span.text.lstrip("+-")[:1].isdecimal()


def weight_kind(span: Span, kind: Kind) -> Diagnostic:
    return error(
        "weight-kind",
        f"a weight is a percentage or a plain number, and this is {describe(kind)}",
        span,
        hints=["write a percentage such as `60%`"],
    )
