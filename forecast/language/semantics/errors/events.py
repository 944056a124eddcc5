"""Mistakes in events and questions."""

from forecast.language.diagnostics import Diagnostic, nearest
from forecast.language.semantics.errors.report import did_you_mean, error, quoted, replace, shorten, spelling
from forecast.language.source import Span
from forecast.language.types.kind import DURATION, Boolean, Kind, describe


def event_not_a_date(span: Span, name: str, kind: Kind) -> Diagnostic:
    hint = "write an interval of dates, `2027 to 2035`, or a date plus a duration, `other_event + (1 to 3 years)`"
    if kind == DURATION:
        hint = f"count from a date: `as_of + ({shorten(span.text)})`, or from another event"
    elif isinstance(kind, Boolean):
        hint = f"a condition has a chance, not a date: write `{name} = {shorten(span.text)}` without `event`"
    return error(
        "event-not-a-date",
        f"the event `{name}` must be a date, and this is {describe(kind)}",
        span,
        hints=[hint],
    )


def never_needs_share(span: Span, kind: Kind) -> Diagnostic:
    return error(
        "never-needs-share",
        f"the chance of never must be a share such as 10%, and this is {describe(kind)}",
        span,
        hints=["write `never 10%`; for a condition write `never if …`"],
    )


def never_out_of_range(span: Span, text: str, percent: str) -> Diagnostic:
    return error(
        "never-out-of-range",
        f"the chance of never lies between 0% and 100%, and `{shorten(text)}` does not",
        span,
        hints=[f"write `never {percent}`" if percent else "write the chance that it never happens: `never 10%`"],
        fixes=[replace(f"write `never {percent}`", span, percent)] if percent else [],
    )


def never_twice(span: Span) -> Diagnostic:
    return error(
        "never-twice",
        "an event has one chance of never happening",
        span,
        hints=["combine the chances into one, or write conditions as `never if …`"],
    )


def never_on_computed(span: Span, name: str) -> Diagnostic:
    return error(
        "never-on-computed",
        f"the event `{name}` is computed with `=`, so no coin can be tossed for it",
        span,
        hints=["write `~`, or `never if …` for a condition"],
    )


def question_kind(span: Span, name: str) -> Diagnostic:
    return error(
        "question-kind",
        "a question asks for a quantity, an event or a condition, and this is a text",
        span,
        hints=[f"write `question {name} = QUANTITY {{ title {shorten(span.text)} }}`"],
    )


def unknown_field(span: Span, name: str, known: tuple[str, ...]) -> Diagnostic:
    return error(
        "unknown-field",
        f"a question has no entry called `{shorten(name)}`",
        span,
        notes=[f"its entries are {quoted(known)}"],
        hints=did_you_mean(nearest(name, known)),
        fixes=spelling(span, nearest(name, known)),
    )


def field_value(span: Span, name: str, wanted: str) -> Diagnostic:
    hint = "write `resolves 2030-12-31`" if name == "resolves" else f'write `{name} "…"`'
    return error("field-value", f"`{name}` of a question must be {wanted}", span, hints=[hint])


def repeated_field(span: Span, name: str, first: Span) -> Diagnostic:
    return error(
        "repeated-field",
        f"`{name}` of this question is stated twice",
        span,
        second=[(first, "the first one")],
        hints=["keep one of them"],
    )
