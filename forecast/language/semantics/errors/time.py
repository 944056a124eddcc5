"""Mistakes about what changes over time."""

from collections.abc import Sequence
from typing import Literal

from forecast.language.diagnostics import Diagnostic, nearest
from forecast.language.semantics.errors.report import amount, did_you_mean, error, quoted, shorten, spelling
from forecast.language.source import Span
from forecast.language.types.kind import CLOCK, DURATION, Date, Kind, describe

_LINE = "`time 2026-12 to 2060-01 by 3 months`"
_CLOCK = f"write, for example, {_LINE}"


def no_clock(span: Span, what: str) -> Diagnostic:
    return error(
        "no-clock",
        f"{what} needs a clock, and this file has none",
        span,
        notes=["the clock says from when until when the model runs, and at which dates values are kept"],
        hints=[f"add a line such as {_LINE}"],
    )


def clock_not_constant(span: Span, what: str, found: Kind, wanted: Kind) -> Diagnostic:
    said = "a written date" if isinstance(wanted, Date) else "a duration, as in `3 months`"
    but = "" if found == wanted else f", and this is {describe(found)}"
    return error("clock-not-constant", f"what the clock {what} {_WITH[what]} must be {said}{but}", span, hints=[_CLOCK])


_WITH = {"begins": "with", "ends": "with", "steps": "by"}


def clock_backwards(start: Span, end: Span) -> Diagnostic:
    return error(
        "clock-backwards",
        "the clock ends before it begins",
        end,
        second=[(start, "it begins here")],
        hints=["write the earlier date first: `time 2026-12 to 2060-01 by 3 months`"],
    )


def clock_step(span: Span, text: str) -> Diagnostic:
    return error("clock-step", f"the clock must step forward, and `{shorten(text)}` does not", span, hints=[_CLOCK])


def clock_step_too_long(step: Span, end: Span) -> Diagnostic:
    return error(
        "clock-step",
        "one step of the clock is longer than the whole clock",
        step,
        second=[(end, "it ends here")],
        hints=["take a shorter step; about 50 to 400 steps show a forecast well"],
    )


def clock_too_long(span: Span, count: float, most: int) -> Diagnostic:
    return error(
        "clock-too-long",
        f"this clock has {count:,.0f} ticks, and at most {most:,} are possible",
        span,
        notes=["the step says where values are kept; what happens between is computed as finely as it needs"],
        hints=["take a longer step, or an earlier end"],
    )


def unknown_stock_field(span: Span, name: str, known: tuple[str, ...]) -> Diagnostic:
    return error(
        "unknown-stock-field",
        f"a stock has no entry called `{shorten(name)}`",
        span,
        notes=[f"its entries are {quoted(known)}"],
        hints=did_you_mean(nearest(name, known)),
        fixes=spelling(span, nearest(name, known)),
    )


def repeated_stock_field(span: Span, name: str, first: Span) -> Diagnostic:
    return error(
        "repeated-field",
        f"`{name}` of this stock is stated twice",
        span,
        second=[(first, "the first one")],
        hints=["keep one of them; what adds up stands in one expression"],
    )


def stock_without_start(span: Span, name: str) -> Diagnostic:
    return error(
        "stock-without-start",
        f"the stock `{name}` does not say with what it starts",
        span,
        hints=["add `start`, its value when the clock begins: `start 100 FLOP`"],
    )


def stock_kind(span: Span, kind: Kind) -> Diagnostic:
    return error(
        "stock-kind",
        f"a stock is an amount that changes, and its start is {describe(kind)}",
        span,
        hints=["give it a number, with a unit or without; growth belongs after `grows`"],
    )


def stock_static(span: Span, name: str) -> Diagnostic:
    return error(
        "stock-static",
        f"`{name}` of a stock is known before the clock runs, and this changes over time",
        span,
        hints=["read it at a date, as in `x at 2027-01`"],
    )


def stock_field_kind(
    span: Span, name: str, found: Kind, wanted: str, *, unit: str = "", written: str = ""
) -> Diagnostic:
    of = f" (the stock is in {unit})" if unit else ""
    hints = {
        "rate": [
            f"an amount of the stock per time: `… {unit}/year`"
            if unit
            else "write a number per time, as in `5 per year`"
        ],
        "grows": ["write a growth, as in `3x/year`, `doubling every 7 months` or `growth(5%/year)`"],
        "noise": [
            "write its standard deviation after a year: of the logarithm where the stock grows, else of its amount"
        ],
        "from": ["write a date, or an event"],
    }
    return error(
        "stock-field-kind",
        f"`{name}` of a stock must be {wanted}{of}, and this is {amount(found, written)}",
        span,
        hints=hints.get(name, ["write an amount of the stock"]),
    )


def stock_index(span: Span, name: str, extra: Sequence[str]) -> Diagnostic:
    return error(
        "stock-index",
        f"this goes along {quoted(extra, last='and')}, and `{name}` has no such index",
        span,
        hints=[
            f"write `stock {name}[{', '.join(extra)}] {{ … }}` for one each, or combine them, as in `sum(… over {extra[0]})`"
        ],
    )


def feedback_index(span: Span, name: str, dims: Sequence[str], extra: Sequence[str]) -> Diagnostic:
    along = f"goes along {quoted(extra, last='and')}" if extra else "is of another kind"
    if CLOCK in extra:
        hint = "what changes over time looks at its own past by a `stock` or a `delay`"
    else:
        hint = f"write `{name}[{', '.join((*dims, *extra))}]`" if extra else "state its unit after a colon"
    return error(
        "feedback-index",
        f"`{name}` feeds back on itself, and what is on its right {along}",
        span,
        notes=["in a circle nothing says of what kind it is before it is computed, but what stands on the left"],
        hints=[hint],
    )


def at_needs_date(span: Span, kind: Kind) -> Diagnostic:
    hint = "write a date or an event after `at`, as in `x at 2030`"
    if kind == DURATION:
        hint = (
            "count from a date, as in `x at (2030 + 6 months)`; for what was some time ago write `delay(x, 6 months)`"
        )
    return error("at-needs-date", f"`at` reads a value at a date, and this is {describe(kind)}", span, hints=[hint])


def at_varying_date(span: Span, text: str) -> Diagnostic:
    return error(
        "at-needs-date",
        "this date changes over time, and `at` reads at one date",
        span,
        hints=[f"what was some time ago is `delay({shorten(text)}, 6 months)`"],
    )


def event_varies(span: Span, text: str) -> Diagnostic:
    return error(
        "event-varies",
        f"an event has one date, and `{shorten(text)}` changes over time",
        span,
        hints=["for the first moment at which something holds write `event e when …`; read other things at a date"],
    )


def never_if_varies(span: Span) -> Diagnostic:
    return error(
        "never-if-varies",
        "whether an event never comes is decided once, and this changes over time",
        span,
        hints=["read it at a date, as in `x at 2030`, or make it part of the condition after `when`"],
    )


def when_static(span: Span) -> Diagnostic:
    return error(
        "when-static",
        "nothing in this condition changes over time, so there is no first moment at which it holds",
        span,
        hints=["use a stock, `t`, `happened(…)` or `since(…)` in it; for a chance write `event e ~ …, never 10%`"],
    )


def hazard_alone(span: Span) -> Diagnostic:
    return error(
        "hazard-alone",
        "a hazard whose rate changes over time must stand alone on the right side",
        span,
        hints=["give it an event of its own, `event a ~ hazard(…)`, and go on from that"],
    )


def expect_varies(span: Span) -> Diagnostic:
    return error(
        "expect-varies",
        "this condition changes over time, and an expectation holds or not",
        span,
        hints=["say when, as in `x at 2030 > 3`, or `all(x > 3 over time)`"],
    )


def delay_before(span: Span) -> Diagnostic:
    return error(
        "delay-before",
        "`before` is the value before the clock begins, and this changes over time",
        span,
        hints=["write a number, or something that is read at a date"],
    )


def negative_delay(span: Span) -> Diagnostic:
    return error(
        "negative-delay", "a delay looks back, and this one looks ahead", span, hints=["write the lag without its sign"]
    )


def running_arguments(span: Span, name: str) -> Diagnostic:
    return error(
        "running-arguments",
        f"`{name}` in time takes one quantity",
        span,
        hints=[f"write `{name}(x)`, or `{name}(x over year)` along an index"],
    )


def running_static(span: Span, name: str, dims: Sequence[str]) -> Diagnostic:
    hint = f"along an index write `{name}(… over {dims[0]})`" if dims else "make it of a stock, of `t`, or of an event"
    return error("running-static", f"`{name}` runs in time, and this does not change over time", span, hints=[hint])


def running_kind(span: Span, name: str, kind: Kind) -> Diagnostic:
    return error(
        "running-kind", f"`{name}` is of an amount, and this is {describe(kind)}", span, hints=["give it a number"]
    )


def no_derivative(span: Span, what: str, why: Literal["unknown", "noise", "circle"]) -> Diagnostic:
    name = shorten(what)
    said, notes = {
        "noise": (
            f"`{name}` has noise, and so no derivative",
            ["what noise moves goes up and down however closely one looks"],
        ),
        "circle": (
            f"the derivative of `{name}` would be computed from itself",
            [f"what changes `{name}`, or what it is made of, uses that derivative in turn"],
        ),
        "unknown": (f"no derivative of `{name}` is known", list[str]()),
    }[why]
    hint = "write how far it moves in a while instead: `(x - delay(x, 3 months)) / 3 months`"
    return error("no-derivative", said, span, notes=notes, hints=[hint])


def schedule_point(span: Span) -> Diagnostic:
    return error(
        "schedule-point",
        "a schedule is made of dates with the values at them",
        span,
        hints=["write `schedule(2026: 1, 2030: 5)`; `log: true` bends the lines, `steps: true` holds each value"],
    )


def schedule_option(span: Span) -> Diagnostic:
    return error(
        "schedule-option", "this option is `true` or `false`", span, hints=["write `log: true` or `steps: true`"]
    )


def schedule_date(span: Span, kind: Kind, *, varying: bool) -> Diagnostic:
    found = "a date that changes over time" if varying else describe(kind)
    return error(
        "schedule-date",
        f"the points of a schedule stand at dates, and this is {found}",
        span,
        hints=["write `schedule(2026-07: 1, 2030: 5)`"],
    )


def schedule_steps(span: Span, kind: Kind) -> Diagnostic:
    return error(
        "schedule-steps",
        f"there is nothing between two values that are {describe(kind)}",
        span,
        hints=["hold each value until the next date: add `steps: true`"],
    )


def future(arrows: tuple[tuple[str, str, Span], ...]) -> Diagnostic:
    """A circle that would have to know what is yet to come."""
    names = [name for name, _, _ in arrows]
    (owner, used, first), *rest = arrows
    return error(
        "needs-the-future",
        f"`{names[0]}` would have to know its own future: {' ← '.join([*names, names[0]])}",
        first,
        f"`{owner}` uses `{used}` here",
        second=[(span, f"`{name}` uses `{other}` here") for name, other, span in rest[:12]],
        notes=[
            "while the clock runs an event that feeds back is known only once it has happened: through `happened(e)`, "
            "`since(e)`, or `first`, `last` and `e + 2 years` inside them"
        ],
        hints=["ask `happened(e)` in place of the date itself, or let the date come from something outside the circle"],
    )
