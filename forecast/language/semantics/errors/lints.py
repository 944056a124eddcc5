"""What lints say."""

from collections.abc import Iterable
from math import isnan

from forecast.language.diagnostics import Diagnostic, Fix, Label, Severity, nearest
from forecast.language.semantics.errors.report import did_you_mean, quoted, replace, shorten
from forecast.language.source import Span


def warning(
    code: str,
    headline: str,
    span: Span,
    *,
    notes: Iterable[str] = (),
    hints: Iterable[str] = (),
    fixes: Iterable[Fix] = (),
) -> Diagnostic:
    return Diagnostic(
        code, Severity.WARNING, headline, Label(span), notes=tuple(notes), hints=tuple(hints), fixes=tuple(fixes)
    )  # fmt: skip


def year_as_number(span: Span, text: str, name: str) -> Diagnostic:
    """`name` is the quantity that the year stands in; "" where it has none that could be stated a date."""
    hints = [f"state that it is a date, as in `{shorten(name)} : date ~ …`, or declare an event"] if name else []
    return warning(
        "year-as-number",
        f"`{text}` is a plain number here, though it looks like a year",
        span,
        notes=["a bare year is a date only where a date is wanted, or beside one"],
        hints=[*hints, "if the number is meant, write it another way, such as `2_000`"],
    )


def shared_draw(span: Span, name: str, dims: tuple[str, ...]) -> Diagnostic:
    return warning(
        "shared-draw",
        f"one draw is shared by all elements of {quoted(dims)}: they are high together and low together",
        span,
        hints=[f"for a draw of each element's own write `{shorten(name)}[{', '.join(dims)}] ~ …`"],
    )


def chance_past_one(span: Span, high: bool) -> Diagnostic:
    what = "pass 100%" if high else "fall below 0%"
    return warning(
        "chance-past-one",
        f"this chance can {what} in some draws, which then fail",
        span,
        hints=["keep it inside with an interval of percentages (`5% to 40%`), a `beta`, or `clamp(…, 0, 1)`"],
    )


def truncation_keeps_little(span: Span, share: float) -> Diagnostic:
    return warning(
        "truncation-keeps-little",
        f"this truncation keeps only {100 * share:.2g}% of the distribution",
        span,
        notes=["what is kept is a far tail, whose shape nobody chose on purpose"],
        hints=["mend a bound, or state the distribution that is meant between the bounds"],
    )


def no_source(span: Span, name: str) -> Diagnostic:
    return warning(
        "no-source",
        f"nothing says where the numbers of `{shorten(name)}` come from",
        span,
        hints=["write it above the line, as in `## source: our judgement`"],
    )


def idle_input(span: Span, name: str) -> Diagnostic:
    return warning(
        "idle-input",
        f"`{shorten(name)}` hardly moves any answer",
        span,
        notes=["where it alone is drawn anew, each answer keeps all but a thousandth of its variance"],
        hints=["a fixed number would do; or it does not enter where it should"],
    )


def no_mean(span: Span, name: str, index: float) -> Diagnostic:
    """`index` is that of the tail of the draws; NaN where the distribution itself is known to have no mean."""
    drawn = f"its tail has an index of about {index:.2g}; from 1 on there is no mean, and near it no number of draws tells one"
    return warning(
        "no-mean",
        f"no mean can be told of `{shorten(name)}`: a few of its most extreme draws would decide it",
        span,
        notes=["its distribution has no mean, however many draws there are" if isnan(index) else drawn],
        hints=["go by its quantiles, which are not concerned; or truncate what cannot be so extreme"],
    )


def blow_up(span: Span, name: str, share: float, date: str) -> Diagnostic:
    return warning(
        "blow-up",
        f"`{shorten(name)}` grows beyond all bounds in {share:.2g} of all draws, in the middle one on {date}"
        if share < 0.01
        else f"`{shorten(name)}` grows beyond all bounds in {share:.0%} of draws, in the middle one of these on {date}",
        span,
        notes=["from then on it is infinite, and what changes with it stands still"],
        hints=["let something slow it down, as `max`, or a growth that falls; or leave it, if that is what you mean"],
    )


def coarse_dates(span: Span, name: str, error: float) -> Diagnostic:
    return warning(
        "coarse-dates",
        f"the dates of `{shorten(name)}` are computed to about {error * 365:.0f} days",
        span,
        notes=["steps were halved until two days, or until more would take too long"],
        hints=["give the clock shorter ticks; noise crosses a threshold many times, and needs very short ones"],
    )


def stiff(span: Span, share: float) -> Diagnostic:
    return warning(
        "stiff",
        f"in {share:.2g} of all draws some stock changes faster than any step can follow",
        span,
        hints=["look for a rate that is very large: what settles within minutes can be written as settled"],
    )


def unused(span: Span, name: str, role: str) -> Diagnostic:
    return warning(
        "unused",
        f"no question depends on the {role} `{shorten(name)}`",
        span,
        hints=["ask for it, use it, or take it out"],
    )


def unknown_lint(span: Span, rule: str, known: tuple[str, ...]) -> Diagnostic:
    return warning(
        "unknown-lint",
        f"there is no lint called `{shorten(rule)}`, so nothing is allowed here",
        span,
        notes=[f"lints are {quoted(known)}; errors cannot be allowed"],
        hints=did_you_mean(nearest(rule, known)),
    )


def idle_allow(span: Span, rule: str) -> Diagnostic:
    return warning(
        "idle-allow",
        f"this allows `{shorten(rule)}`, which is not found here",
        span,
        fixes=[replace("take the comment out", span, "")],
    )
