"""What is said of numbers, dates and tables written as they are elsewhere: one function per habit, and all its words."""

from forecast.language.diagnostics.diagnostic import Diagnostic, Safety
from forecast.language.diagnostics.error import error, shown, writing
from forecast.language.source import Span

_NAMES = {"k": "thousand", "M": "million", "B": "billion", "T": "trillion"}
POWERS = "`k` is a thousand, `M` a million, `B` a billion, `T` a trillion"


def number_word(span: Span, word: str, letter: str, write: str) -> Diagnostic:
    """`word` is the one for the power of ten, `write` the number with its letter."""
    return error(
        "bad-number",
        f"a {_NAMES[letter]} is written as `{letter}` directly after the number, not as {shown(word)}",
        span,
        notes=(POWERS,),
        hints=(f"write `{write}`",),
        fixes=(writing(span, write, safety=Safety.SUGGESTED),),
    )


def month_name(span: Span, write: str) -> Diagnostic:
    return error(
        "bad-date",
        f"{shown(span.text)} looks like a date but is not written as one",
        span,
        notes=("dates are written year-month-day, in numbers",),
        hints=(f"write `{write}`",),
        fixes=(writing(span, write, safety=Safety.SUGGESTED),),
    )


def table_in_expression(span: Span) -> Diagnostic:
    return error(
        "unexpected-token",
        "a table `{…}` cannot be a part of an expression",
        span,
        notes=("a table is the whole right side of a definition with an index",),
        hints=("give it a name of its own, as in `extra[region] = {usa: 1, else: 0}`, and write `extra` here",),
    )


def question_with_unit(span: Span, name: str) -> Diagnostic:
    return error(
        "unexpected-token",
        "a question has the unit of what it asks for, and states none",
        span,
        hints=(f"state it where that is defined, as in `x : months = …`, and ask `question {name} = x`",),
    )


def question_with_index(span: Span, name: str) -> Diagnostic:
    return error(
        "unexpected-token",
        "a question has the indexes of what it asks for, and names none",
        span,
        hints=(f"write `question {name} = x` for all elements of `x`, `question {name} = x[element]` for one",),
    )


def element_by_name(span: Span, index: str) -> Diagnostic:
    return error(
        "unexpected-token",
        f"an element stands in brackets alone, without {shown(index)}",
        span,
        hints=("write `x[element]`, or `x[element, element]` where `x` has several indexes: their order is free",),
    )


def unit_after_value(span: Span, word: str) -> Diagnostic:
    return error(
        "unexpected-token",
        f"{shown(word)} does not convert: a value has its unit already",
        span,
        hints=("say in which unit to show it where it is defined, as in `x : months = …`",),
    )


def per_after_value(span: Span, value: str, unit: str) -> Diagnostic:
    return error(
        "unexpected-token",
        "`per` belongs to the unit of a written number, as in `3 per year`",
        span,
        hints=(f"write `{value} / (1 {unit})`",),
    )


def level_after_family(span: Span, family: str) -> Diagnostic:
    return error(
        "unexpected-token",
        "`@` stands before `as`",
        span,
        hints=(f"write the level first, as in `2 to 8 @ 80% as {family}`",),
    )
