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
