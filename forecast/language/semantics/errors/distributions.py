"""Mistakes in distributions and function calls."""

from forecast.language.diagnostics import Diagnostic, nearest
from forecast.language.semantics.errors.report import did_you_mean, error, quoted, replace, shorten
from forecast.language.source import Span
from forecast.language.types.kind import Kind, describe


def distribution_in_equals(span: Span, equals: Span | None, inside: tuple[str, ...]) -> Diagnostic:
    if inside:
        return error(
            "distribution-in-equals",
            f"the function `{inside[-1]}` contains a distribution, so it can be called only on the right of `~`",
            span,
            "the distribution",
            second=[] if equals is None else [(equals, "this definition uses `=`")],
            hints=["write `~` in that definition: each call is a fresh draw"],
        )
    return error(
        "distribution-in-equals",
        "a distribution stands where nothing is drawn",
        span,
        "this is uncertain",
        second=[] if equals is None else [(equals, "`=` computes, `~` draws")],
        hints=["write `~` instead of `=`"] if equals is not None else ["give it a name of its own first: `x ~ …`"],
        fixes=[] if equals is None else [replace("write ~", equals, "~")],
    )


def ends_swapped(low: Span, high: Span, *, equal: bool) -> Diagnostic:
    if equal:
        return error(
            "ends-swapped",
            "both ends of this interval are the same, so it has no width",
            low.to(high),
            hints=[f"for a certain value write `= {shorten(low.text)}`"],
        )
    return error(
        "ends-swapped",
        f"the ends are the wrong way round: {shorten(low.text)} is above {shorten(high.text)}",
        low.to(high),
        hints=[f"write `{shorten(high.text)} to {shorten(low.text)}`"],
        fixes=[replace("swap the ends", low.to(high), f"{high.text} to {low.text}")],
    )


def level_kind(span: Span, kind: Kind) -> Diagnostic:
    return error("level-kind", f"the level after `@` must be a share such as 80%, and this is {describe(kind)}", span)


def level_range(span: Span, written: float | None) -> Diagnostic:
    hints = ["the default is 90%: 5% below the lower end and 5% above the upper one"]
    fixes = []
    if written is not None and 1 < written < 100:
        text = f"{written:g}%"
        hints, fixes = [f"write `{text}`"], [replace(f"write {text}", span, text)]
    return error("level-range", "the level of an interval lies between 0% and 100%", span, hints=hints, fixes=fixes)


def family_unclear(span: Span, low: Span) -> Diagnostic:
    return error(
        "family-unclear",
        "the lower end may be above or below 0, so the family has to be named",
        span,
        second=[(low, "this is not known to be above 0")],
        notes=["an interval of numbers above 0 is a lognormal, any other one a normal"],
        hints=["write `… to … as normal` or `… to … as lognormal`"],
    )


def unknown_family(span: Span, name: str, families: tuple[str, ...]) -> Diagnostic:
    return error(
        "unknown-family",
        f"an interval cannot be read as `{shorten(name)}`",
        span,
        notes=[f"it can be {quoted(families)}"],
        hints=did_you_mean(nearest(name, families)),
    )


def family_needs_number(span: Span, family: str, kind: Kind) -> Diagnostic:
    return error(
        "family-needs-number",
        f"an interval of {describe(kind)} cannot be {family}",
        span,
        hints=["write `as normal`"],
    )


def family_needs_positive(span: Span, family: str, low: Span) -> Diagnostic:
    return error(
        "family-needs-positive",
        f"a {family} lies above 0, and the lower end does not",
        span,
        second=[(low, "not above 0")],
        hints=["write `as normal`, or raise the lower end above 0"],
    )


def family_needs_share(span: Span, end: Span) -> Diagnostic:
    return error(
        "family-needs-share",
        "a logit_normal lies between 0% and 100%, and an end of this interval does not",
        span,
        second=[(end, "not between 0% and 100%")],
    )


def no_interval_of(span: Span, kind: Kind) -> Diagnostic:
    return error(
        "no-interval",
        f"an interval goes from one number, date or growth to another, and this is {describe(kind)}",
        span,
        hints=["for unordered possibilities write `choice(a: 60%, b: 40%)`, for a yes or no `chance(60%)`"],
    )


def as_without_interval(span: Span) -> Diagnostic:
    return error("as-without-interval", "`as` and `@` belong to an interval (`a to b`) or to `quantiles(…)`", span)


def quantile_without_level(span: Span) -> Diagnostic:
    return error(
        "quantile-without-level",
        "each point of `quantiles` needs its level",
        span,
        hints=["write `quantiles(10%: 2 years, 90%: 8 years)`"],
    )


def quantile_level(span: Span, text: str) -> Diagnostic:
    return error("quantile-level", f"`{text}` is no level: it must lie between 0% and 100%", span)


def too_few_quantiles(span: Span, count: int) -> Diagnostic:
    return error(
        "too-few-quantiles",
        f"`quantiles` needs at least two points, and has {count}",
        span,
        hints=["write `quantiles(10%: 2 years, 90%: 8 years)`"],
    )


def infeasible_quantiles(low: Span, high: Span, p: float, q: float) -> Diagnostic:
    if p == q:
        return error(
            "infeasible-quantiles", f"the {p:.4g} quantile is given twice", high, second=[(low, "the first one")]
        )  # fmt: skip
    below, above = (low, high) if p < q else (high, low)
    return error(
        "infeasible-quantiles",
        "quantiles must rise with their level, and these do not",
        above,
        f"the {max(p, q):.4g} quantile, not above the other",
        second=[(below, f"the {min(p, q):.4g} quantile")],
    )


def missing_argument(span: Span, function: str, parameter: str, signature: str) -> Diagnostic:
    return error(
        "missing-argument",
        f"`{function}` needs `{parameter}`",
        span,
        notes=[f"it is {signature}"],
    )


def too_many_arguments(span: Span, function: str, most: int, signature: str) -> Diagnostic:
    return error(
        "too-many-arguments",
        f"`{function}` takes {most} argument{'' if most == 1 else 's'}, and this is one more",
        span,
        notes=[f"it is {signature}"],
    )


def unknown_argument(span: Span, function: str, name: str, known: tuple[str, ...]) -> Diagnostic:
    return error(
        "unknown-argument",
        f"`{function}` has no parameter called `{shorten(name)}`",
        span,
        notes=[f"its parameters are {quoted(known)}"] if known else ["its arguments have no names"],
        hints=did_you_mean(nearest(name, known)),
    )


def repeated_argument(span: Span, function: str, name: str) -> Diagnostic:
    return error("repeated-argument", f"`{name}` is given twice to `{function}`", span)


def argument_kind(
    span: Span, function: str, parameter: str, *, expected: str, kind: Kind, signature: str, hint: str
) -> Diagnostic:
    return error(
        "argument-kind",
        f"`{parameter}` of `{function}` must be {expected}, and this is {describe(kind)}",
        span,
        notes=[f"it is {signature}"],
        hints=[hint] if hint else [],
    )


def bad_parameter(span: Span, function: str, requirement: str, found: str) -> Diagnostic:
    return error(
        "bad-parameter",
        f"`{function}` needs {requirement}",
        span,
        found,
    )


def weights_sum(span: Span, total: float, what: str) -> Diagnostic:
    return error(
        "weights-sum",
        f"the weights of this {what} sum to {total * 100:.6g}%, not to 100%",
        span,
        hints=["mend the percentages, or write plain numbers, which are relative: `2`, `1`"],
    )


def mixed_weights(span: Span, other: Span) -> Diagnostic:
    return error(
        "mixed-weights",
        "weights are either all percentages or all plain numbers",
        span,
        "not a percentage",
        second=[(other, "a percentage")],
    )


def negative_weight(span: Span) -> Diagnostic:
    return error("negative-weight", "a weight cannot be below 0", span)


def no_weight(span: Span) -> Diagnostic:
    return error("no-weight", "all weights are 0, so nothing can be chosen", span)


def label_expected(span: Span, function: str) -> Diagnostic:
    hint = "`choice(slow: 60%, fast: 40%)`" if function == "choice" else "`mixture(40%: 1 to 3, 60%: 5 to 9)`"
    return error(
        "label-expected",
        f"each entry of `{function}` needs {'a label' if function == 'choice' else 'its weight'} before a colon",
        span,
        hints=[f"write {hint}"],
    )


def duplicate_label(span: Span, label: str, first: Span) -> Diagnostic:
    return error("duplicate-label", f"`{shorten(label)}` is a label twice", span, second=[(first, "the first one")])


def unexpected_label(span: Span, function: str, text: str) -> Diagnostic:
    return error(
        "unexpected-label", f"`{function}` takes no entry labelled `{shorten(text)}`", span,
        hints=["arguments are given in order, or by the parameter's name and a colon"],
    )  # fmt: skip


def function_arity(span: Span, function: str, wanted: int, given: int, declared: Span) -> Diagnostic:
    return error(
        "function-arity",
        f"`{function}` takes {wanted} argument{'' if wanted == 1 else 's'}, and {given} {'is' if given == 1 else 'are'} given",
        span,
        second=[(declared, "declared here")],
    )


def recursive_function(span: Span, chain: tuple[str, ...]) -> Diagnostic:
    return error(
        "recursive-function",
        f"the function `{chain[-1]}` would call itself without end",
        span,
        notes=["the calls go " + " → ".join(chain)],
    )


def function_too_large(span: Span, function: str, most: int) -> Diagnostic:
    return error(
        "function-too-large",
        f"calls of functions unfold into more than {most:,} calls, the last of them here",
        span,
        hints=[f"give repeated parts of `{function}` a name of their own, as quantities"],
    )
