"""What lints say."""

from collections.abc import Iterable

from forecast.language.diagnostics import Diagnostic, Fix, Label, Severity, nearest
from forecast.language.semantics.errors.report import did_you_mean, quoted, replace, shorten
from forecast.language.source import Span


def warning(
    code: str,
    headline: str,
    span: Span,
    *,
    second: Iterable[tuple[Span, str]] = (),
    notes: Iterable[str] = (),
    hints: Iterable[str] = (),
    fixes: Iterable[Fix] = (),
) -> Diagnostic:
    labels = tuple(Label(place, text) for place, text in second)
    return Diagnostic(
        code, Severity.WARNING, headline, Label(span), labels, tuple(notes), tuple(hints), tuple(fixes)
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


def no_source(span: Span, name: str, role: str) -> Diagnostic:
    return warning(
        "no-source",
        f"the {role} `{shorten(name)}` does not say where its numbers come from",
        span,
        hints=["write `## source: …` above it; `## source: our judgement` will do"],
    )


def idle_input(
    span: Span, name: str, role: str, *, with_these: tuple[tuple[str, Span], ...], answer: str, share: float
) -> Diagnostic:
    """`with_these` are correlated with it and were drawn anew together with it; `share` is the largest total effect, on
    `answer`, 0 where nothing changed at all.
    """
    together = quoted([name, *(other for other, _ in with_these)], last="and")
    what = f"{together}, which are correlated, hardly move" if with_these else f"the {role} {together} hardly moves"
    if share:
        percent = f"{100 * share:.2g}%" if share >= 1e-5 else "less than 0.001%"
        found = f"its largest effect is on `{shorten(answer)}`: {percent} of the variance of its ranks"
    else:
        found = "no answer changes in a single draw"
    return warning(
        "idle-input",
        f"{what} any answer",
        span,
        second=[(place, "") for _, place in with_these],
        notes=[f"drawn anew while all other luck stayed, {found}"],
        hints=["look whether it enters where it should; what does not matter can be a constant (`=`)"],
    )


def no_mean(span: Span, question: str, elements: tuple[str, ...], *, known: bool) -> Diagnostic:
    """`elements` are those without a mean of an indexed question, () for all; `known` says that its distribution tells."""
    where = f" for {quoted(elements, last='and')}" if elements else ""
    why = "its distribution has none" if known else "its far draws thin out too slowly"
    return warning(
        "no-mean",
        f"`{shorten(question)}` has no mean{where}: {why}",
        span,
        notes=["an average would be made by the few largest draws and never settle; the quantiles are sound"],
        hints=[
            "bound it (`truncated`, `clamp`), take a family with thinner tails, keep what is divided by away from 0, or quote "
            "medians and intervals"
        ],
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


def surprising_evidence(
    span: Span, text: str, *, beyond: int, seen: int, where: str, value: str, predicted: tuple[str, str]
) -> Diagnostic:
    """`beyond` of the values `seen` are far from what was predicted; `value` is the farthest one, shown, at `where`."""
    what = f"{beyond} of the {seen:,} values of " if seen > 1 else ""
    low, high = predicted
    verb = "were" if beyond > 1 else "was"
    place = f" of {where}" if where else ""
    return warning(
        "surprising-evidence",
        f"{what}`{shorten(text)}` {verb} hardly to be expected",
        span,
        notes=[
            f"before the evidence, 90% of the predictions{place} lie between {low} and {high}, and {value} was seen"
        ],
        hints=["look at its unit and at its distribution; if both are right, the priors may be too narrow"],
    )
