"""Mistakes in kinds and units."""

from forecast.language.diagnostics import Diagnostic, nearest
from forecast.language.semantics.errors.report import did_you_mean, error, quoted, replace, shorten
from forecast.language.source import Span
from forecast.language.types.kind import Boolean, Category, Date, Growth, Kind, Number, describe

type Declared = tuple[Span, str] | None


def unknown_unit(span: Span, name: str, instead: str | None, known: tuple[str, ...]) -> Diagnostic:
    near = (instead,) if instead is not None else nearest(name, known)
    return error(
        "unknown-unit",
        f"no unit is called `{shorten(name)}`",
        span,
        notes=[f"a name right after a number is its unit; for a product write `*`: `3 * {shorten(name)}`"],
        hints=did_you_mean(near) or (f"make it one with the line `unit {shorten(name)}`",),
        fixes=[replace(f"write {near[0]}", span, span.text.replace(name, near[0], 1))] if near else [],
    )


def malformed_unit(span: Span, text: str, reason: str) -> Diagnostic:
    return error("malformed-unit", f"the unit `{shorten(text)}` cannot be read: {reason}", span)


def ambiguous_unit(span: Span, name: str, unit: str, declared: Span) -> Diagnostic:
    return error(
        "ambiguous-unit",
        f"`{name}` in `{unit}` could be the unit or the quantity of that name",
        span,
        second=[(declared, f"`{name}` is declared here")],
        hints=[f"put spaces around `*` or `/` to mean the quantity, or give `{name}` another name"],
    )


def unit_mismatch(
    op: str, left: tuple[Span, Kind], right: tuple[Span, Kind], *, declared: tuple[Declared, Declared]
) -> Diagnostic:
    doing = {"+": "added to", "-": "subtracted from", "to": "an interval with", "==": "compared with"}.get(
        op, "compared with"
    )
    first, last = ("right", "left") if op == "-" else ("left", "right")
    (left_span, left_kind), (right_span, right_kind) = left, right
    kinds = {"left": left_kind, "right": right_kind}
    headline = f"{describe(kinds[first])} cannot be {doing} {describe(kinds[last])}"
    if op == "to":
        headline = f"the ends of an interval differ: {describe(left_kind)} and {describe(right_kind)}"
    second = [(left_span, f"this is {_unit_words(left_kind)}")]
    for place in declared:
        if place is not None:
            second.append((place[0], f"`{place[1]}` is declared here"))
    hints: list[str] = []
    if isinstance(left_kind, Number) and isinstance(right_kind, Number):
        plain = next((k for k in (left_kind, right_kind) if k.dimension.is_plain), None)
        if plain is not None:
            other = right_kind if plain is left_kind else left_kind
            hints.append(f"give the plain number a unit, such as `{other.dimension}`, or divide to get a ratio")
    return error(
        "unit-mismatch",
        headline,
        right_span,
        f"this is {_unit_words(right_kind)}",
        second=second,
        hints=hints,
    )


def _unit_words(kind: Kind) -> str:
    if isinstance(kind, Number) and not kind.dimension.is_plain:
        words = describe(kind)
        return words if str(kind.dimension) in words else f"{words}, in {kind.dimension}"
    return describe(kind)


def wrong_kind(span: Span, what: str, expected: str, found: str, *, hint: str = "") -> Diagnostic:
    return error(
        "wrong-kind",
        f"{what} must be {expected}, and this is {found}",
        span,
        hints=[hint] if hint else [],
    )


def boolean_in_arithmetic(span: Span, op: str) -> Diagnostic:
    text = shorten(span.text)
    return error(
        "boolean-in-arithmetic",
        f"`{op}` needs a number, and this is true or false",
        span,
        hints=[f"write `if {text} then 1 else 0`"],
        fixes=[replace("write an if", span, f"(if {span.text} then 1 else 0)")],
    )


def not_arithmetic(span: Span, kind: Kind, op: str) -> Diagnostic:
    hints: tuple[str, ...] = ()
    if isinstance(kind, Date):
        hints = ("subtract a date to get a duration: `x - 2026-01`",)
    if isinstance(kind, Category):
        hints = ("compare it with `==`, or choose by it: `case k { … }`, `x[k]`",)
    return error("not-arithmetic", f"`{op}` cannot be used on {describe(kind)}", span, hints=hints)


def rate_for_growth(span: Span, text: str) -> Diagnostic:
    return error(
        "rate-for-growth",
        "a rate stands where a growth is wanted",
        span,
        "this is a rate (1/time)",
        notes=["10%/year as a growth could mean 1.1x/year (effective) or a continuous rate, so it has to be said"],
        hints=[f"write `growth({text})` for an effective rate, `growth(continuous: {text})` for a log-rate"],
        fixes=[replace(f"write growth({text})", span, f"growth({text})")],
    )


def growth_times(span: Span, growth: str, other: str, kind: Kind) -> Diagnostic:
    hints: tuple[str, ...] = ()
    if isinstance(kind, Number) and str(kind.dimension) == "year":
        hints = (f"write `factor({shorten(growth)}, {shorten(other)})` for what it grows by in that time",)
    elif isinstance(kind, Number):
        hints = (f"write `… * factor({shorten(growth)}, 1 year)` for the amount a year later",)
    elif isinstance(kind, Growth):
        hints = ("add growths to compound them",)
    return error(
        "growth-times",
        f"a growth can be scaled by a plain number only, and `{shorten(other)}` is {describe(kind)}",
        span,
        hints=hints,
    )


def negative_growth_factor(span: Span) -> Diagnostic:
    return error(
        "negative-growth-factor",
        "a growth factor cannot be below 0",
        span,
        hints=["a shrinking quantity has a factor below 1, such as `0.5x/year`, or `halving every 1 year`"],
    )


def bad_power(span: Span, kind: Kind, *, is_base: bool) -> Diagnostic:
    side = "the base of a power must be a number" if is_base else "an exponent must be a plain number"
    return error("bad-power", f"{side}, and this is {describe(kind)}", span)


def uncertain_power(span: Span, base: Span, kind: Kind) -> Diagnostic:
    return error(
        "uncertain-power",
        "the exponent of an amount with a unit must be a written number",
        span,
        second=[(base, f"this is {describe(kind)}")],
        notes=["otherwise the unit of the result would differ from draw to draw"],
        hints=["take a ratio first, so that the base is a plain number"],
    )


def division_by_zero(span: Span, declared: Declared) -> Diagnostic:
    second = [] if declared is None else [(declared[0], f"`{declared[1]}` is always 0")]
    return error("division-by-zero", "this divides by 0 in every possible world", span, "always 0", second=second)


def before_needs_dates(span: Span, kind: Kind) -> Diagnostic:
    hints = (
        ("a bare year such as `2035` is a date; anything else needs a month: `2035-07`",)
        if isinstance(kind, Number)
        else ()
    )
    return error("before-needs-dates", f"`before` compares dates, and this is {describe(kind)}", span, hints=hints)


def no_order(span: Span, op: str, kind: Kind) -> Diagnostic:
    words = "true or false has" if isinstance(kind, Boolean) else "categories have"
    return error(
        "no-order",
        f"{words} no order, so `{op}` means nothing here",
        span,
        hints=["compare with `==` or `!=`"],
    )


def not_a_condition(span: Span, role: str, kind: Kind) -> Diagnostic:
    hints: tuple[str, ...] = ()
    if isinstance(kind, Date):
        hints = (f'write `{shorten(span.text)} before 2030`, or `{shorten(span.text)} < never` for "at all"',)
    elif isinstance(kind, Number):
        hints = (f"write a comparison, such as `{shorten(span.text)} > 0`",)
    return error("not-a-condition", f"{role} must be true or false, and this is {describe(kind)}", span, hints=hints)


def branches_differ(what: str, first: Span, first_kind: Kind, other: Span, other_kind: Kind) -> Diagnostic:
    return error(
        "branches-differ",
        f"{what} must be of one kind: {_unit_words(first_kind)} and {_unit_words(other_kind)} are not",
        other,
        f"this is {_unit_words(other_kind)}",
        second=[(first, f"this is {_unit_words(first_kind)}")],
    )


def else_not_last(span: Span) -> Diagnostic:
    return error("else-not-last", "`else` must be the last entry: what comes after it is never reached", span)


def duplicate_cell(span: Span, first: Span, text: str) -> Diagnostic:
    return error(
        "duplicate-cell", f"there are two entries for `{shorten(text)}`", span, second=[(first, "the first one")]
    )  # fmt: skip


def case_incomplete(span: Span, missing: tuple[str, ...]) -> Diagnostic:
    what = f"nothing is said for {quoted(missing)}" if missing else "nothing is said for other values"
    return error(
        "case-incomplete",
        f"this `case` leaves something open: {what}",
        span,
        hints=["add an entry, or `else: …`"],
    )
