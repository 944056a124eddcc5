"""Mistakes in growths."""

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics.errors.report import error, replace, shorten
from forecast.language.source import Span
from forecast.language.types.kind import (
    DURATION,
    Growth,
    Kind,
    Number,
    describe,
)


def rate_for_growth(span: Span, text: str) -> Diagnostic:
    return error(
        "rate-for-growth",
        "a rate stands where a growth is wanted",
        span,
        "this is a rate (1/time)",
        notes=["10%/year could mean 1.1x/year (10% more each year) or a continuous rate, so it has to be said"],
        hints=[
            f"write `growth({shorten(text)})` for that much more each year, "
            f"`growth(continuous: {shorten(text)})` for a continuous rate"
        ],
        fixes=[replace(f"write `growth({shorten(text)})`", span, f"growth({text})")],
    )


def bad_period(span: Span, word: str, kind: Kind) -> Diagnostic:
    if kind != DURATION:
        return error(
            "bad-period",
            f"the time after `{word} every` must be a duration, and this is {describe(kind)}",
            span,
            hints=[f"give it a unit, as in `{word} every 7 months`"],
        )
    other = "halving" if word == "doubling" else "doubling"
    return error(
        "bad-period",
        f"the time after `{word} every` must be above 0",
        span,
        hints=[f"what goes the other way is written `{other} every`"],
    )


def growth_times(span: Span, growth: str, other: str, kind: Kind) -> Diagnostic:
    hints: tuple[str, ...] = ()
    if isinstance(kind, Number) and str(kind.dimension) == "year":
        hints = (f"write `factor({shorten(growth)}, {shorten(other)})` for what it grows by in that time",)
    elif isinstance(kind, Number):
        hints = (f"write `{shorten(other)} * factor({shorten(growth)}, 1 year)` for the amount a year later",)
    elif isinstance(kind, Growth):
        hints = (f"write `{shorten(growth)} + {shorten(other)}`: growths are compounded by adding them",)
    return error(
        "growth-times",
        f"a growth can be scaled by a plain number only, and `{shorten(other)}` is {describe(kind)}",
        span,
        hints=hints,
    )


def negative_growth_factor(span: Span) -> Diagnostic:
    return error(
        "negative-growth-factor",
        "a growth factor must be above 0",
        span,
        hints=["what shrinks has a factor below 1, such as `0.5x/year`, or `halving every 1 year`"],
    )
