"""Mistakes in dates and years."""

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics.errors.report import error, operand, replace, shorten
from forecast.language.source import Span
from forecast.language.types.kind import DURATION, Kind, Number, describe

LOWEST_YEAR = 1000


def invalid_date(span: Span, text: str, reason: str) -> Diagnostic:
    return error(
        "invalid-date",
        f"`{text}` is not a date: {reason}",
        span,
        hints=[f"mend the date; a subtraction is written with spaces: `{text.replace('-', ' - ')}`"],
    )


def not_a_year(span: Span, text: str) -> Diagnostic:
    number = float(text.replace("_", "")) if text.replace("_", "").replace(".", "", 1).isdecimal() else 0.0
    year, part = divmod(number, 1)
    hint = "write a date such as `2030`, `2030-07` or `2030-07-15`"
    if part and LOWEST_YEAR <= year <= 9999:
        hint = f"write the month, `{int(year)}-{int(part * 12) + 1:02d}`, or add a duration: `{int(year)} + 6 months`"
    elif 0 < number < LOWEST_YEAR:
        hint = f"for a time from now write `as_of + {text} years`, for a year all four digits"
    return error(
        "not-a-year",
        f"a date is wanted here, and `{shorten(text)}` is not a year",
        span,
        notes=["a bare number is read as a year where it has four digits and no decimals"],
        hints=[hint],
    )


def date_plus_date(span: Span, left: Span, right: Span) -> Diagnostic:
    return error(
        "date-plus-date",
        "two dates cannot be added",
        span,
        second=[(left, "a date"), (right, "a date")],
        hints=[
            f"`{operand(left.text)} - {operand(right.text)}` is the duration between them; "
            f"`{operand(left.text)} + 2 years` is a later date"
        ],
    )


def date_and_number(span: Span, op: str, kind: Kind, date: Span) -> Diagnostic:
    text = span.text
    hints: tuple[str, ...] = (
        f"{'a later' if op == '+' else 'an earlier'} date is `{shorten(date.text)} {op} 2 years`",
    )
    fixes = []
    if isinstance(kind, Number) and kind.dimension.is_plain:
        hints = (f"write `{shorten(text)} years` or `{shorten(text)} months`",)
        fixes = [replace(f"write `{text} years`", span, f"{text} years")]
        if not text.replace(".", "").isdecimal():
            hints, fixes = (
                (f"give `{shorten(text)}` a unit where it is declared, or write `{operand(text)} * 1 year`",),
                [],
            )
    return error(
        "date-and-number",
        f"only a duration can be {'added to' if op == '+' else 'subtracted from'} a date, and this is {describe(kind)}",
        span,
        second=[(date, "this is a date")],
        hints=hints,
        fixes=fixes,
    )


def date_and_interval(span: Span, date: Span, meant: str) -> Diagnostic:
    return error(
        "date-and-number",
        "this interval begins with a date and ends with none",
        span,
        second=[(date, "this is a date")],
        notes=["`to` takes all that stands to its left: it binds more loosely than `+`"],
        hints=[f"write `{meant}`"],
        fixes=[replace(f"write `{meant}`", span, meant)],
    )


def date_from_number(right: Span, left: Span, kind: Kind) -> Diagnostic:
    return error(
        "date-from-number",
        f"a date cannot be subtracted from {describe(kind)}",
        right,
        "this is a date",
        second=[(left, f"this is {describe(kind)}")],
        hints=[f"write the date first: `{operand(right.text)} - {operand(left.text)}`"],
    )


def date_arithmetic(span: Span, op: str) -> Diagnostic:
    return error(
        "date-arithmetic",
        f"`{op}` cannot be used on a date",
        span,
        "this is a date",
        hints=[
            f"subtract a date first: `({operand(span.text)} - 2026-01) / 1 year` is a number; "
            f"`year({shorten(span.text)})` is its calendar year"
        ],
    )


def date_against_number(span: Span, kind: Kind, date: Span, years: tuple[Span, str] | None = None) -> Diagnostic:
    """`years` is the quantity, by its place and name, if its numbers are calendar years."""
    hint = f"compare its calendar year: `year({shorten(date.text)})`"
    if kind == DURATION:
        hint = f"compare a difference of dates: `{operand(date.text)} - as_of`"
    second = [(date, "this is a date")]
    if years is not None:
        hint = f"if `{years[1]}` is a date, declare it with `event {years[1]} ~ …`: its years are then dates"
        second.append((years[0], f"`{years[1]}` is declared here, as a number"))
    return error(
        "date-against-number",
        f"a date cannot be compared with {describe(kind)}",
        span,
        f"this is {describe(kind)}",
        second=second,
        hints=[hint],
    )


def no_as_of(span: Span) -> Diagnostic:
    return error(
        "no-as-of",
        "the model does not say as of when it speaks",
        span,
        hints=["add a line with the date of the forecast, such as `as_of 2026-11-23`"],
    )


def as_of_not_a_date(span: Span) -> Diagnostic:
    return error(
        "as-of-not-a-date",
        "`as_of` takes a written date, and this is something else",
        span,
        hints=["write it as in `as_of 2026-11-23`"],
    )


def hazard_without_start(span: Span) -> Diagnostic:
    return error(
        "hazard-without-start",
        "nothing says from when this hazard runs",
        span,
        hints=["write `hazard(rate, after: 2026-06)`, or give the model an `as_of` date, from which hazards run"],
    )
