"""Mistakes in distributions and function calls."""

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics.errors.report import error, replace, shorten
from forecast.language.source import Span


def distribution_in_equals(span: Span, equals: Span | None, inside: tuple[str, ...], *, meant: str = "") -> Diagnostic:
    """`meant`: what an interval after a `+` probably is, in brackets."""
    if inside:
        return error(
            "distribution-in-equals",
            f"the function `{inside[-1]}` contains a distribution, so it can be called only on the right of `~`",
            span,
            "the distribution",
            second=[] if equals is None else [(equals, "this definition uses `=`")],
            hints=["write `~` in that definition: each call is a fresh draw"]
            if equals is not None
            else ["give the result a name of its own first: `x ~ …`"],
        )
    return error(
        "distribution-in-equals",
        "a distribution stands where nothing is drawn",
        span,
        "this is uncertain",
        second=[] if equals is None else [(equals, "`=` computes, `~` draws")],
        hints=[f"write `~` instead of `=`{f', and put the interval in brackets: `{meant}`' if meant else ''}"]
        if equals is not None
        else [f"give it a name of its own first: `x ~ {shorten(span.text)}`, and use `x` here"],
        fixes=[] if equals is None else [replace("write `~`", equals, "~")],
    )


def not_a_distribution(span: Span, what: str, alone: Span | None) -> Diagnostic:
    """`alone` is the one distribution in what stands there, where there is one."""
    if what == "observe":
        return error(
            "not-a-distribution",
            "what is observed comes from a distribution, and this is "
            + ("none" if alone is None else "computed from one"),
            span,
            second=[] if alone is None else [(alone, "the distribution")],
            hints=[
                f"write `observe … ~ normal({shorten(span.text)}, …)`, with the error of the measurement"
                if alone is None
                else f"write `observe … ~ {shorten(alone.text)}`, and compute on the left side"
            ],
        )
    if alone is None:
        return error(
            "not-a-distribution",
            f"`{what}` is made from one distribution, and this is none",
            span,
            "no distribution, or several",
            hints=[f"write a distribution here, as in `{what}(1 to 5, …)`; what was drawn elsewhere is a value"],
        )
    return error(
        "not-a-distribution",
        f"`{what}` is made from a distribution, and this is computed from one",
        span,
        "more than the distribution",
        second=[(alone, "the distribution")],
        hints=[
            f"write `{what}({shorten(alone.text)}, …)` and compute with the result, or move it with `shifted(…, by)`"
        ],
    )


def choice_over(span: Span, indexes: int) -> Diagnostic:
    return error(
        "choice-over",
        "a choice along an index has one weight for each element",
        span,
        "several indexes" if indexes > 1 else "one expression without a label is wanted",
        hints=[
            "write `choice(w over lab)`, where `w` has the index `lab`, or `choice(lab)` where all are equally likely"
        ],
    )


def mixture_over(span: Span, indexes: int) -> Diagnostic:
    return error(
        "mixture-over",
        "a mixture has parts along one index, or parts that are written out",
        span,
        "several indexes" if indexes > 1 else "several parts, and an index",
        hints=["write one weight and one part: `mixture(w: D over k)`, where `w` or `D` has the index `k`"],
    )


def mixture_over_own_index(span: Span, index: str, name: str) -> Diagnostic:
    return error(
        "mixture-over",
        f"the parts of this mixture stand along `{index}`, and so do the draws of `{shorten(name)}`",
        span,
        hints=[f"give the index a second name for the parts (`index part = {index}`), or take it out on the left"],
    )


def nothing_kept(span: Span, low: Span | None, high: Span | None) -> Diagnostic:
    return error(
        "nothing-kept",
        "this truncation leaves nothing of the distribution",
        span,
        second=[(place, name) for place, name in ((low, "`min:`"), (high, "`max:`")) if place is not None],
        hints=["mend the bounds or the distribution: values between the bounds must be possible"],
    )


def quantile_without_level(span: Span) -> Diagnostic:
    return error(
        "quantile-without-level",
        "each point of `quantiles` needs its level",
        span,
        hints=["write `quantiles(10%: 2 years, 90%: 8 years)`"],
    )


def quantile_level(span: Span, text: str, percent: str) -> Diagnostic:
    return error(
        "quantile-level",
        f"`{text}` is no level: a level lies between 0% and 100%",
        span,
        hints=[f"write `{percent}`"] if percent else ["the 10% quantile has a tenth of the chance below it"],
        fixes=[replace(f"write `{percent}`", span, percent)] if percent else [],
    )


def too_few_quantiles(span: Span, count: int) -> Diagnostic:
    return error(
        "too-few-quantiles",
        f"`quantiles` needs at least two points, and has {count}",
        span,
        hints=["write `quantiles(10%: 2 years, 90%: 8 years)`"],
    )


def too_many_quantiles(span: Span, most: int) -> Diagnostic:
    return error(
        "too-many-arguments",
        f"`quantiles` takes at most {most} points, and this is one more",
        span,
        hints=["leave out points that say little beside their neighbours"],
    )


def infeasible_quantiles(low: Span, high: Span, p: float, q: float) -> Diagnostic:
    if p == q:
        return error(
            "infeasible-quantiles",
            f"the {p * 100:.4g}% quantile is given twice",
            high,
            "given again",
            second=[(low, "the first one")],
            hints=["keep one of them, or mend its level"],
        )
    below, above = (low, high) if p < q else (high, low)
    return error(
        "infeasible-quantiles",
        "quantiles must rise with their level, and these do not",
        above,
        f"the {max(p, q) * 100:.4g}% quantile, not above the other",
        second=[(below, f"the {min(p, q) * 100:.4g}% quantile")],
        hints=["the higher level needs the higher value: mend the values, or swap the levels"],
    )


def quantiles_without_metalog(span: Span, level: float | None, *, higher: bool, bounds: tuple[str, ...]) -> Diagnostic:
    """The curve through rising quantiles would fall somewhere; `level` is the point to move, where there is one."""
    notes = ["a curve through three or more quantiles must rise everywhere, and through these it falls somewhere"]
    missing = [f"`{name}:`" for name in ("min", "max") if name not in bounds]
    other = f", or add {' or '.join(missing)} if there is a bound" if missing else ""
    if level is None:
        return error(
            "infeasible-quantiles",
            "no distribution of the usual shape has these quantiles",
            span,
            notes=notes,
            hints=[f"give fewer of them{other}"],
        )
    towards = "higher" if higher else "lower"
    return error(
        "infeasible-quantiles",
        f"the {level * 100:.4g}% quantile does not fit the others",
        span,
        f"too {'low' if higher else 'high'} beside the others",
        notes=notes,
        hints=[f"write a {towards} value here, leave this point out{other}"],
    )


def quantile_beyond(span: Span, level: float, bound: str, place: Span) -> Diagnostic:
    side = "above" if bound == "min" else "below"
    return error(
        "infeasible-quantiles",
        f"the {level * 100:.4g}% quantile must lie {side} `{bound}`",
        span,
        f"not {side} it",
        second=[(place, f"`{bound}`")],
        hints=["mend the value or the bound"],
    )


def bounds_of_quantiles(high: Span, low: Span) -> Diagnostic:
    return error(
        "infeasible-quantiles",
        "`max` of `quantiles` must be above `min`",
        high,
        "`max`",
        second=[(low, "`min`")],
        hints=["the two may be swapped"],
    )


def family_of_many_points(span: Span, family: str) -> Diagnostic:
    return error(
        "unknown-family",
        f"three or more quantiles, or quantiles with bounds, cannot be read as `{shorten(family)}`",
        span,
        notes=["they are a metalog, which goes through all of them"],
        hints=["leave `as …` out, or give two points and no bounds"],
    )


def weights_sum(span: Span, total: float, what: str) -> Diagnostic:
    return error(
        "weights-sum",
        f"the weights of this {what} sum to {total * 100:.6g}%, not to 100%",
        span,
        f"together {total * 100:.6g}%",
        hints=["mend the percentages; plain numbers need no sum, they are relative: `2` to `1` is two thirds"],
    )


def mixed_weights(span: Span, other: Span) -> Diagnostic:
    return error(
        "mixed-weights",
        "weights are either all percentages or all plain numbers",
        span,
        "not a percentage",
        second=[(other, "a percentage")],
        hints=["write percentages that sum to 100%, or plain numbers throughout"],
    )


def negative_weight(span: Span) -> Diagnostic:
    return error("negative-weight", "a weight cannot be below 0", span, hints=["leave out what is impossible"])


def no_weight(span: Span) -> Diagnostic:
    return error(
        "no-weight",
        "all weights are 0, so nothing can be chosen",
        span,
        hints=["give at least one of them a weight above 0"],
    )


def label_expected(span: Span, function: str) -> Diagnostic:
    hint = "`choice(slow: 60%, fast: 40%)`" if function == "choice" else "`mixture(40%: 1 to 3, 60%: 5 to 9)`"
    return error(
        "label-expected",
        f"each entry of `{function}` needs {'a label' if function == 'choice' else 'its weight'} before a colon",
        span,
        hints=[f"write {hint}"],
    )


def choice_of_two_indexes(span: Span, index: str, first: str) -> Diagnostic:
    return error(
        "label-expected",
        f"this is an element of `{index}`, and the labels before it are of `{first}`",
        span,
        hints=[f"a choice is an element of one index: write elements of `{first}`, or make two choices"],
    )


def duplicate_label(span: Span, label: str, first: Span) -> Diagnostic:
    return error(
        "duplicate-label",
        f"`{shorten(label)}` is a label of this choice twice",
        span,
        second=[(first, "the first one")],
        hints=["add up their weights, or rename one of them"],
    )
