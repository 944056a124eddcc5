"""Mistakes in dates and years."""

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics.errors.report import error, replace, shorten
from forecast.language.source import Span
from forecast.language.types.kind import Kind, Number, describe


def invalid_date(span: Span, text: str, reason: str) -> Diagnostic:
    return error(
        "invalid-date",
        f"`{text}` is not a date: {reason}",
        span,
        hints=["if a subtraction is meant, put spaces around the minus sign"],
    )


def not_a_year(span: Span, text: str) -> Diagnostic:
    return error(
        "not-a-year",
        f"a date is wanted here, and `{shorten(text)}` is not a year from 1 to 9999",
        span,
        hints=["write a date such as `2030`, `2030-07` or `2030-07-15`, or add a duration to one: `2030 + 6 months`"],
    )


def date_plus_date(span: Span, left: Span, right: Span) -> Diagnostic:
    return error(
        "date-plus-date",
        "two dates cannot be added",
        span,
        second=[(left, "a date"), (right, "a date")],
        hints=["add a duration to a date (`x + 2 years`), or subtract one date from the other to get a duration"],
    )


def date_and_number(span: Span, op: str, kind: Kind, text: str) -> Diagnostic:
    hints: tuple[str, ...] = ()
    fixes = []
    if isinstance(kind, Number) and kind.dimension.is_plain:
        hints = (f"write `{shorten(text)} years` or `{shorten(text)} months`",)
        fixes = [replace(f"write {text} years", span, f"{text} years")]
    return error(
        "date-and-number",
        f"only a duration can be {'added to' if op == '+' else 'subtracted from'} a date, and this is {describe(kind)}",
        span,
        hints=hints,
        fixes=fixes,
    )


def date_from_number(span: Span, left: Span) -> Diagnostic:
    return error(
        "date-from-number",
        "a date cannot be subtracted from a number",
        span,
        second=[(left, "this is not a date")],
        hints=["write the date first: date - date is a duration, date - duration is a date"],
    )


def date_arithmetic(span: Span, op: str) -> Diagnostic:
    return error(
        "date-arithmetic",
        f"`{op}` cannot be used on a date",
        span,
        "this is a date",
        hints=["subtract a date first, to get a duration: `(x - 2026-01) / 1 year`; `year(x)` is its calendar year"],
    )


def date_against_number(span: Span, op: str, kind: Kind) -> Diagnostic:
    return error(
        "date-against-number",
        f"a date cannot be compared (`{op}`) with {describe(kind)}",
        span,
        hints=["a bare year such as `2035` is a date; a duration can be compared with a difference of dates"],
    )


def no_as_of(span: Span) -> Diagnostic:
    return error(
        "no-as-of",
        "the model does not say as of when it speaks",
        span,
        hints=["add a line such as `as_of 2026-11-23`"],
    )


def as_of_not_a_date(span: Span) -> Diagnostic:
    return error("as-of-not-a-date", "`as_of` takes a written date", span, hints=["write it as in `as_of 2026-11-23`"])


def hazard_without_start(span: Span) -> Diagnostic:
    return error(
        "hazard-without-start",
        "nothing says from when this hazard runs",
        span,
        hints=["write `hazard(rate, after: 2026-06)`, or give the model an `as_of` date, from which hazards run"],
    )
