"""Mistakes in declarations and in the file as a whole."""

from forecast.language.diagnostics import Diagnostic, nearest
from forecast.language.semantics.errors.conflict import Side, towards
from forecast.language.semantics.errors.report import did_you_mean, error, measured, quoted, shorten, spelling
from forecast.language.source import Span
from forecast.language.types.kind import PLAIN, Growth, describe


def not_supported(span: Span, what: str) -> Diagnostic:
    return error(
        "not-supported-yet",
        f"{what} is part of the language, but this version cannot run it yet",
        span,
        notes=["nothing is wrong with the line; the model cannot be answered while it is there"],
    )


def too_many_nodes(span: Span, count: int, most: int) -> Diagnostic:
    return error(
        "too-many-nodes",
        f"this model declares {count:,} quantities, events and questions, and at most {most:,} are possible",
        span,
        hints=["give repeated ones an index: `x[i] ~ …` is one quantity, however many elements the index has"],
    )


def empty_model(span: Span) -> Diagnostic:
    return error(
        "empty-model",
        "this file declares nothing that could be forecast",
        span,
        hints=[
            "begin with a line such as `event agi ~ 2028 to 2045`, or run `forecast new NAME` for a commented starter"
        ],
    )


def cycle(arrows: tuple[tuple[str, str, Span], ...]) -> Diagnostic:
    names = [name for name, _, _ in arrows]
    headline = f"`{names[0]}` is computed from itself: {' ← '.join([*names, names[0]])}"
    if len(names) == 1:
        headline = f"`{names[0]}` is computed from itself"
    elif len(names) > 8:
        headline = f"`{names[0]}` is computed from itself, by way of {len(names) - 1} others"
    (owner, used, first), *rest = arrows
    return error(
        "cycle",
        headline,
        first,
        f"`{owner}` uses `{used}` here",
        second=[(span, f"`{name}` uses `{other}` here") for name, other, span in rest[:12]],
        notes=[
            "only something that looks at the past may feed back on itself: a stock, a delay, a `shift` along an index"
        ],
        hints=["break the circle: let one of them depend on something else, or write it as a number of its own"],
    )


def annotation_mismatch(found: Side, name: str, stated: Side) -> Diagnostic:
    """`stated` has the place of the annotation, its kind and its unit."""
    wanted = f"in {stated.unit}" if stated.unit else f"to be {describe(stated.kind)}"
    hints: list[str] = []
    if found.kind == PLAIN and stated.unit and stated.kind != PLAIN:
        # One unit after the last number serves a whole interval.
        literal = measured(found.span.text, stated.unit)
        hints = [f"write the unit after the number: `{shorten(literal)}`"] if literal else []
    elif stated.kind == Growth() and found.kind == PLAIN:
        hints = ["write what it grows by per time, as in `1.5x/year`"]
    else:
        hints = towards(found, stated)
    return error(
        "annotation-mismatch",
        f"`{name}` is stated {wanted}, and this is {found.words}",
        found.span,
        f"this is {found.words}",
        second=[(stated.span, "stated here")],
        hints=hints or ["mend the value, or what is stated about it"],
    )


def unknown_annotation(span: Span, text: str, instead: str | None, known: tuple[str, ...]) -> Diagnostic:
    instead = _ELSEWHERE.get(text.casefold(), instead)
    near = (instead,) if instead is not None else nearest(text, known)
    return error(
        "unknown-annotation",
        f"`{shorten(text)}` is neither a unit nor a type",
        span,
        notes=["after `:` stands a unit such as `USD/year`, an index, or date, duration, growth, boolean or number"],
        hints=did_you_mean(near) or (f"make it a unit with the line `unit {shorten(text)}`",),
        fixes=spelling(span, near),
    )


_ELSEWHERE = {
    "real": "number",
    "float": "number",
    "int": "number",
    "integer": "number",
    "bool": "boolean",
    "datetime": "date",
}
"""What the types are called in other languages."""


def given_has_more(span: Span, dims: tuple[str, ...]) -> Diagnostic:
    return error(
        "given-has-more-values",
        f"this condition has a value for each element of {quoted(dims)}, and the question has not",
        span,
        hints=[f"say for which elements it must hold: `any(… over {dims[0]})` or `all(… over {dims[0]})`"],
    )


def repeated_header(span: Span, word: str, first: Span) -> Diagnostic:
    return error(
        "repeated-header",
        f"`{word}` is stated twice in this file",
        span,
        "stated again",
        second=[(first, "the first one")],
        hints=["keep one of them"],
    )


def unit_exists(span: Span, name: str, first: Span | None) -> Diagnostic:
    return error(
        "unit-exists",
        f"there is already a unit called `{name}`",
        span,
        second=[] if first is None else [(first, "the first one")],
        notes=[] if first is not None else [f"`{name}` is known from the start"],
        hints=["leave the line out, or choose another name"],
    )


def unit_definition(span: Span, name: str, reason: str, others: tuple[Span, ...] = ()) -> Diagnostic:
    return error(
        "unit-definition",
        f"the unit `{name}` {reason}",
        span,
        second=[(place, "") for place in others],
        hints=[
            f"write a number and its unit, as in `unit H100 = 9.9e14 FLOP/s`; `unit {name}` alone is a unit of its own"
        ],
    )


def function_exists(span: Span, name: str) -> Diagnostic:
    return error(
        "function-exists",
        f"`{name}` is a function of the language already",
        span,
        hints=[f"use it as it is, or choose another name, such as `my_{name}`"],
    )


def repeated_parameter(span: Span, name: str, first: Span) -> Diagnostic:
    return error(
        "repeated-parameter",
        f"`{name}` is a parameter of this function twice",
        span,
        second=[(first, "the first one")],
        hints=["give one of them another name"],
    )
