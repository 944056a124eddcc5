"""Mistakes in intervals."""

import dataclasses
import re

from forecast.language.diagnostics import Diagnostic, Severity, nearest
from forecast.language.semantics.errors.report import did_you_mean, error, quoted, replace, shorten, spelling
from forecast.language.source import Span
from forecast.language.types.kind import PLAIN, Date, Kind, describe


def nothing_drawn(sign: Span, value: Span) -> Diagnostic:
    between = _DIFFERENCE.fullmatch(value.text)
    hints = ["write `=`, or say how uncertain it is: `~ 2 to 5`"]
    fixes = [replace("write `=`", sign, "=")]
    if between:
        interval = f"{between[1]} to {between[2]}"
        hints = [f"`-` subtracts; for an interval write `{interval}`"]
        fixes = [replace(f"write `{interval}`", value, interval)]
    found = error(
        "nothing-drawn",
        "nothing is drawn on the right of `~`",
        sign,
        second=[(value, "this holds no distribution")],
        hints=hints,
        fixes=fixes,
    )
    return dataclasses.replace(found, severity=Severity.WARNING)


_DIFFERENCE = re.compile(r"([0-9][\w.]*%?) ?- ?([0-9][\w.]*%?(?: ?[A-Za-z][\w/]*)?)")


def ends_swapped(low: Span, high: Span, *, equal: bool, unit: str, kind: Kind) -> Diagnostic:
    """`unit` is that of the high end where it serves both ends."""
    if equal:
        return error(
            "ends-swapped",
            "both ends of this interval are the same, so it has no width",
            low.to(high),
            hints=[f"for a certain value write `= {shorten(high.text)}`"],
        )
    letter = {"m": "M", "K": "k"}.get(unit)
    if letter is not None and low.text[-1] in "kMBT":
        what = "the unit metre; a million is `M`" if unit == "m" else "the unit kelvin; a thousand is `k`"
        written = f"{low.text} to {high.text.removesuffix(unit)}{letter}"
        return error(
            "ends-swapped",
            f"the ends are the wrong way round, as `{unit}` is {what}",
            low.to(high),
            hints=[f"write `{shorten(written)}`"],
            fixes=[replace(f"write `{shorten(written)}`", low.to(high), written)],
        )
    first, last = high.text, low.text
    if unit and first.endswith(unit):
        number = first.removesuffix(unit)
        space = number[len(number.rstrip()) :]
        first, last = number.rstrip(), f"{last}{space}{unit}"
    swapped = f"{first} to {last}"
    word = "later than" if isinstance(kind, Date) else "above"
    return error(
        "ends-swapped",
        f"the ends are the wrong way round: {shorten(low.text)} is {word} {shorten(first)}",
        low.to(high),
        hints=[f"write `{shorten(swapped)}`"],
        fixes=[replace(f"write `{shorten(swapped)}`", low.to(high), swapped)],
    )


def endless_interval(span: Span, kind: Kind) -> Diagnostic:
    date = isinstance(kind, Date)
    return error(
        "endless-interval",
        f"an interval needs two ends, and `{shorten(span.text)}` is none",
        span,
        hints=[
            "give the chance of never by itself: `event e ~ 2030 to 2040, never 10%`"
            if date
            else "write the value that is exceeded in one case of twenty"
        ],
    )


def level_kind(span: Span, kind: Kind) -> Diagnostic:
    return error(
        "level-kind",
        f"the level after `@` must be a share such as 80%, and this is {describe(kind)}",
        span,
        hints=["write `2 to 8 @ 80%`: the interval then holds the middle 80%"],
    )


def level_range(span: Span, written: float | None) -> Diagnostic:
    hints = ["the default is 90%: 5% below the lower end and 5% above the upper one"]
    fixes = []
    if written is not None and 1 < written < 100:
        text = f"{written:g}%"
        hints, fixes = [f"write `{text}`"], [replace(f"write `{text}`", span, text)]
    return error(
        "level-range", "the level of an interval must lie between 0% and 100%", span, hints=hints, fixes=fixes
    )  # fmt: skip


def family_unclear(span: Span, low: Span) -> Diagnostic:
    return error(
        "family-unclear",
        "this interval could be normal or lognormal: its lower end may lie above or below 0",
        span,
        second=[(low, "not known to be above 0")],
        notes=["an interval of numbers above 0 is a lognormal, any other one a normal"],
        hints=[f"write `{shorten(span.text)} as normal` or `{shorten(span.text)} as lognormal`"],
    )


def unknown_family(span: Span, name: str, families: tuple[str, ...], *, is_distribution: bool) -> Diagnostic:
    near = nearest(name, families)
    return error(
        "unknown-family",
        f"an interval cannot be read as `{shorten(name)}`",
        span,
        notes=[f"it can be {quoted(families)}"],
        hints=did_you_mean(near) or ((f"write `{name}(…)` with its parameters instead",) if is_distribution else ()),
        fixes=spelling(span, near),
    )


def family_needs_number(span: Span, family: str, kind: Kind) -> Diagnostic:
    return error(
        "family-needs-number",
        f"an interval of {'dates' if isinstance(kind, Date) else 'growths'} cannot be {family}",
        span,
        notes=["a lognormal lies above 0, a logit_normal between 0 and 1, and dates and growths have no such bound"],
        hints=["leave `as …` out, or write `as normal` or `as uniform`"],
    )


def family_needs_positive(span: Span, family: str, low: Span) -> Diagnostic:
    return error(
        "family-needs-positive",
        f"a {family} lies above 0, and the lower end does not",
        span,
        second=[(low, "not above 0")],
        hints=["write `as normal`, or raise the lower end above 0"],
    )


def family_needs_share(span: Span, end: Span, kind: Kind) -> Diagnostic:
    plain = kind == PLAIN
    return error(
        "family-needs-share",
        "a logit_normal lies between 0% and 100%, and an end of this interval does not"
        if plain
        else f"a logit_normal is a share between 0% and 100%, and this is {describe(kind)}",
        span,
        second=[(end, "not between 0% and 100%" if plain else "not a share")],
        hints=["write `as lognormal` or `as normal`, or mend the end"],
    )


def no_interval_of(span: Span, kind: Kind) -> Diagnostic:
    return error(
        "no-interval",
        f"an interval goes from one number, date or growth to another, and this is {describe(kind)}",
        span,
        hints=["for unordered possibilities write `choice(a: 60%, b: 40%)`, for a yes or no `chance(60%)`"],
    )


def as_without_interval(span: Span) -> Diagnostic:
    return error(
        "as-without-interval",
        "`@` and `as` say how an interval is read, and this is no interval",
        span,
        hints=["write `2 to 8 @ 80%` or `2 to 8 as normal`; a distribution takes its parameters alone"],
    )
