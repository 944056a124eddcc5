"""Mistakes in kinds and units."""

from forecast.language.diagnostics import Diagnostic, nearest
from forecast.language.diagnostics.habit_errors import POWERS
from forecast.language.diagnostics.number_words import WORDS_FOR_LETTERS
from forecast.language.semantics.errors.conflict import Side, mending
from forecast.language.semantics.errors.report import (
    did_you_mean,
    error,
    measured,
    operand,
    quoted,
    replace,
    shorten,
    spelling,
)
from forecast.language.source import Span
from forecast.language.types.kind import (
    DURATION,
    Boolean,
    Category,
    Date,
    Growth,
    Kind,
    Number,
    Text,
    describe,
)

type Declared = tuple[Span, str] | None


def unknown_unit(
    span: Span, name: str, instead: str | None, known: tuple[str, ...], *, after: str = "", declared: bool = False
) -> Diagnostic:
    """`after` is the number before the unit, if there is one; `declared` says that a quantity has that name."""
    near = (instead,) if instead is not None else () if declared else nearest(name, known)
    letter = WORDS_FOR_LETTERS.get(name)
    if letter is not None and after[-1:].isdigit() and span.text == name and not declared:
        return error(
            "unknown-unit",
            f"no unit is called `{name}`",
            span,
            notes=[POWERS],
            hints=[f"write `{after}{letter}`, the letter directly after the number"],
        )
    whole = tuple(span.text.replace(name, other, 1) for other in near)
    hints = did_you_mean(whole)
    fixes = spelling(span, whole)
    notes = [f"a name right after a number is its unit; a product is written `{after} * {shorten(name)}`"]
    if declared:
        hints = (f"write `{after} * {name}` to multiply by the quantity `{name}`",)
        notes = ["a name right after a number is its unit"]
    return error(
        "unknown-unit",
        f"no unit is called `{shorten(name)}`",
        span,
        notes=notes if after else [],
        hints=hints or (f"make it one with the line `unit {shorten(name)}`",),
        fixes=fixes,
    )


def malformed_unit(span: Span, text: str, reason: str) -> Diagnostic:
    return error(
        "malformed-unit",
        f"the unit `{shorten(text)}` cannot be read: {reason}",
        span,
        hints=["units are written as in `USD/year`, `FLOP/s` or `kg*m^2/s^2`"],
    )


def ambiguous_unit(span: Span, name: str, unit: str, declared: Span) -> Diagnostic:
    return error(
        "ambiguous-unit",
        f"`{name}` in `{unit}` could be the unit or the quantity of that name",
        span,
        second=[(declared, f"`{name}` is declared here")],
        hints=[f"put spaces around `*` or `/` to mean the quantity, or give `{name}` another name"],
    )


def unit_mismatch(
    op: str,
    left: Side,
    right: Side,
    *,
    declared: tuple[Declared, Declared],
    what: str = "",
    years: Declared = None,
    drawn: bool = False,
) -> Diagnostic:
    """Two sides that do not go together; `what` they belong to, where it is no operator.

    `years` is a quantity whose numbers are calendar years, by its place and name; `drawn` says
    that they stand where something is drawn.
    """
    doing = {"+": "added to", "-": "subtracted from", "to": "an interval with", "==": "compared with"}.get(
        op, "compared with"
    )
    first, last = ("right", "left") if op == "-" else ("left", "right")
    words = {"left": left.words, "right": right.words}
    headline = f"{words[first]} cannot be {doing} {words[last]}"
    if what:
        headline = f"{what} differ: {left.words} and {right.words}"
    second = [(left.span, f"this is {left.words}")]
    for place in declared:
        if place is not None:
            second.append((place[0], f"`{place[1]}` is declared here"))
    hints = mending(left, right)
    if drawn and op == "-" and measured(left.span.text, "%") and right.unit and right.span.text.endswith(right.unit):
        hints = [f"`-` subtracts; for an interval write `{shorten(left.span.text)} to {shorten(right.span.text)}`"]
    if years is not None:
        hints = [_as_event(years[1])]
    return error(
        "unit-mismatch",
        headline,
        right.span,
        f"this is {right.words}",
        second=second,
        hints=hints,
    )


def _as_event(name: str) -> str:
    return f"if `{name}` is a date, declare it with `event {name} ~ …`: its years are then dates"


def text_value(span: Span, name: str) -> Diagnostic:
    return error(
        "text-as-value",
        f"`{name}` must be something to compute with, and this is a text",
        span,
        hints=["write a number, a date or a condition; words about it stand above it, after `##`"],
    )


def boolean_in_arithmetic(span: Span, op: str) -> Diagnostic:
    text = shorten(span.text)
    return error(
        "boolean-in-arithmetic",
        f"`{op}` needs a number, and this is true or false",
        span,
        hints=[f"write `if {text} then 1 else 0`"],
        fixes=[replace(f"write `if {text} then 1 else 0`", span, f"(if {span.text} then 1 else 0)")],
    )


def not_arithmetic(span: Span, kind: Kind, op: str) -> Diagnostic:
    hints: tuple[str, ...] = ()
    if isinstance(kind, Date):
        hints = (f"subtract a date to get a duration: `{operand(span.text)} - 2026-01`",)
    if isinstance(kind, Category):
        text = shorten(span.text)
        if all(label[:1].isdecimal() for label in kind.labels):
            first, second = (*kind.labels, "2")[:2]
            numbers = f"labels are no numbers: for numbers write `mixture(50%: {first}, 50%: {second})`"
            return error("not-arithmetic", f"`{op}` cannot be used on {describe(kind)}", span, hints=[numbers])
        hints = (f"compare it with `==`, or choose by it: `case {text} {{ {kind.labels[0]}: …, else: … }}`",)
    if isinstance(kind, Text):
        hints = ("write a number without quotation marks",)
    return error("not-arithmetic", f"`{op}` cannot be used on {describe(kind)}", span, hints=hints)


def bad_power(span: Span, kind: Kind, *, is_base: bool) -> Diagnostic:
    side = "the base of a power must be a number" if is_base else "an exponent must be a plain number"
    hints: list[str] = []
    if isinstance(kind, Number):
        hints = [f"take a ratio first: `({operand(span.text)} / 1 {kind.dimension})`"]
    elif isinstance(kind, Growth):
        hints = [f"`factor({shorten(span.text)}, 5 years)` is what it grows by in 5 years"]
    elif isinstance(kind, Date):
        hints = [f"subtract a date first: `{operand(span.text)} - 2026-01` is a duration"]
    return error("bad-power", f"{side}, and this is {describe(kind)}", span, hints=hints)


def uncertain_power(span: Span, base: Span, kind: Kind, unit: str) -> Diagnostic:
    return error(
        "uncertain-power",
        "the exponent of an amount with a unit must be a written number",
        span,
        "this is computed",
        second=[(base, f"this is {describe(kind)}")],
        notes=["otherwise the unit of the result would depend on its value"],
        hints=[f"take a ratio first, so that the base is a plain number: `({operand(base.text)} / 1 {unit})`"],
    )


def division_by_zero(span: Span, declared: Declared) -> Diagnostic:
    second = [] if declared is None else [(declared[0], f"`{declared[1]}` is always 0")]
    return error(
        "division-by-zero",
        "this divides by 0 in every possible world",
        span,
        "always 0",
        second=second,
        hints=["mend the value; for a share of nothing write what it should be, as in `if n == 0 then 0 else x / n`"],
    )


def before_needs_dates(span: Span, kind: Kind, years: Declared = None) -> Diagnostic:
    """`years` is the quantity, by its place and name, if its numbers are calendar years."""
    hints: tuple[str, ...] = ()
    second = [] if years is None else [(years[0], f"`{years[1]}` is declared here, as a number")]
    if years is not None:
        compared = f"to compare numbers write `<`: `{shorten(span.text)} < 2035.5`"
        hints = (_as_event(years[1]), compared)
    elif kind == DURATION:
        hints = (f"add it to a date: `as_of + {operand(span.text)}`",)
    elif isinstance(kind, Number):
        hints = (f"compare calendar years with `<`: `{shorten(span.text)} < 2035.5`",)
    return error(
        "before-needs-dates",
        f"`before` compares dates, and this is {describe(kind)}",
        span,
        second=second,
        hints=hints,
    )


def no_order(span: Span, op: str, kind: Kind) -> Diagnostic:
    words = "true and false have" if isinstance(kind, Boolean) else "labels and texts have"
    return error(
        "no-order",
        f"{words} no order, so `{op}` means nothing here",
        span,
        hints=["ask whether they are equal with `==` or `!=`"],
    )


def not_a_condition(span: Span, role: str, kind: Kind) -> Diagnostic:
    hints: tuple[str, ...] = ()
    if span.text == "never":
        hints = (
            "write `EVENT before never` for a condition that it ever happens, `not (EVENT before never)` for the other",
        )
    elif isinstance(kind, Date):
        text = operand(span.text)
        hints = (f'write `{text} before 2030`, or `{text} before never` for "at all"',)
    elif isinstance(kind, Number):
        hints = (f"write a comparison, such as `{shorten(span.text)} > 0`",)
    return error("not-a-condition", f"{role} must be true or false, and this is {describe(kind)}", span, hints=hints)


def branches_differ(what: str, first: Side, other: Side) -> Diagnostic:
    return error(
        "branches-differ",
        f"{what} must go together: {first.words} and {other.words} do not",
        other.span,
        f"this is {other.words}",
        second=[(first.span, f"this is {first.words}")],
        hints=mending(first, other),
    )


def else_not_last(span: Span) -> Diagnostic:
    return error(
        "else-not-last",
        "`else` must be the last entry: what comes after it is never reached",
        span,
        hints=["move it to the end"],
    )


def duplicate_cell(span: Span, first: Span, text: str) -> Diagnostic:
    return error(
        "duplicate-cell",
        f"there are two entries for `{shorten(text)}`",
        span,
        "the second one",
        second=[(first, "the first one")],
        hints=["keep one of them"],
    )


def case_incomplete(span: Span, missing: tuple[str, ...]) -> Diagnostic:
    what = f"for {quoted(missing)}" if missing else "for other values than these"
    return error(
        "case-incomplete",
        f"this `case` says nothing {what}",
        span,
        hints=[f"add `{missing[0]}: …`, or `else: …` for all that is left" if missing else "add `else: …`"],
    )
