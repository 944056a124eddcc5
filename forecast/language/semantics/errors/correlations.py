"""Mistakes in `correlate`."""

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics.errors.report import error, shorten
from forecast.language.source import Span

SHOWN_PAIRS = 6


def correlation_member(span: Span) -> Diagnostic:
    return error(
        "correlation-members",
        f"`{shorten(span.text)}` is no quantity or event that was declared with `~`",
        span,
        hints=["name the parameters that hang together, or one element of one: `correlate a, x[openai] with 0.5`"],
    )


def correlation_alone(span: Span, text: str, dims: tuple[str, ...]) -> Diagnostic:
    """`dims` are the indexes of the only member."""
    return error(
        "correlation-members",
        f"`{shorten(text)}` is alone: a correlation takes two or more",
        span,
        hints=[
            f"to correlate its elements with each other, write `correlate {shorten(text)} over {dims[0]} with 0.5`"
            if dims
            else f"name another one after it: `correlate {shorten(text)}, b with 0.5`"
        ],
    )


def correlation_no_distribution(span: Span, text: str, defined: Span) -> Diagnostic:
    return error(
        "correlation-distribution",
        f"`{shorten(text)}` draws nothing itself, so it cannot be correlated",
        span,
        second=[(_first_line(defined), "no distribution of its own stands here")],
        hints=["correlate what it is computed from"],
    )


def correlation_several(span: Span, text: str, places: tuple[Span, ...]) -> Diagnostic:
    return error(
        "correlation-distribution",
        f"`{shorten(text)}` draws from {len(places)} distributions, and which of them is meant cannot be told",
        span,
        second=[(place, "one of them") for place in places[:2]],
        hints=["give the distribution that is meant a name of its own, and correlate that"],
    )


def correlation_together(span: Span, text: str, draw: Span, index: str) -> Diagnostic:
    return error(
        "correlation-distribution",
        f"`{shorten(text)}` comes from a distribution that draws all of `{index}` together, so it cannot be correlated",
        span,
        second=[(draw, "this distribution")],
        notes=["a member of a correlation has exactly one distribution, of one value"],
        hints=["correlate what its parameters are computed from"],
    )


def correlation_not_increasing(span: Span, text: str, draw: Span, *, falls: bool) -> Diagnostic:
    why = "falls where its distribution rises" if falls else "cannot be seen to rise with its distribution"
    return error(
        "correlation-not-increasing",
        f"`{shorten(text)}` {why}, so the correlation would be another one than stated",
        span,
        second=[(draw, "this distribution")],
        hints=["give the distribution a name of its own, and correlate that"],
    )


def correlation_not_a_number(span: Span) -> Diagnostic:
    return error(
        "correlation-value",
        f"`{shorten(span.text)}` is no fixed number",
        span,
        notes=["a correlation is the same in all possible worlds: a plain number between -1 and 1"],
    )


def correlation_range(span: Span, value: float) -> Diagnostic:
    exact = abs(value) == 1
    return error(
        "correlation-value",
        "a correlation of 1 or -1 makes two quantities one"
        if exact
        else f"a correlation lies between -1 and 1, not at {value:g}",
        span,
        hints=[
            "compute the one from the other instead, as in `b = 2 * a`"
            if exact
            else "0 is no correlation, and 1 or -1 would let one quantity decide the other"
        ],
    )


def correlation_matrix_shape(span: Span, count: int, members: tuple[str, ...]) -> Diagnostic:
    names = ", ".join(shorten(name) for name in members[:4]) + (", …" if count > 4 else "")
    return error(
        "correlation-matrix",
        f"{count} members need {count} rows of {count} numbers",
        span,
        notes=[f"rows and columns stand for {names}"],
        hints=["write the rows in brackets of their own, as in `[[1, 0.5], [0.5, 1]]`"],
    )


def correlation_diagonal(span: Span) -> Diagnostic:
    return error(
        "correlation-matrix",
        "the diagonal of a matrix of correlations is 1 throughout",
        span,
        notes=["here a member stands against itself"],
    )


def correlation_asymmetric(span: Span, other: Span, first: str, second: str) -> Diagnostic:
    return error(
        "correlation-matrix",
        f"the matrix says two different things of `{shorten(first)}` and `{shorten(second)}`",
        span,
        f"{shorten(span.text)} here",
        second=[(other, f"{shorten(other.text)} there")],
        notes=["below the diagonal stand the numbers above it once more"],
    )


def correlation_repeated(span: Span, text: str, first: Span) -> Diagnostic:
    return error(
        "correlation-repeated",
        f"the correlation of {shorten(text)} is stated twice",
        span,
        second=[(first, "first here")],
        hints=["keep one of the two"],
    )


def correlation_with_itself(span: Span, first: str, second: str, shared: str) -> Diagnostic:
    """`shared` is the node of which both are elements that have one draw together, "" where both are the same value."""
    if shared:
        return error(
            "correlation-with-itself",
            f"`{shorten(first)}` and `{shorten(second)}` come from one and the same draw",
            span,
            notes=[f"`{shorten(shared)}` has no index on the left of its `~`, so one draw serves all of its elements"],
            hints=[f"to draw for each element, write the index in brackets behind `{shorten(shared)}` there"],
        )
    same = f"`{shorten(first)}` is correlated with itself"
    return error(
        "correlation-with-itself",
        same
        if first == second
        else f"`{shorten(first)}` holds `{shorten(second)}`, which is so correlated with itself",
        span,
        hints=["name each member once"],
    )


def impossible_correlations(pairs: list[tuple[str, float, Span]], *, unstated: int) -> Diagnostic:
    """`pairs` in words, with what is stated of them and where; of `unstated` further ones nothing is stated."""
    listed = [f"{shorten(text)}: {value:g}" for text, value, _ in pairs[:SHOWN_PAIRS]]
    more = f"; and {len(pairs) - SHOWN_PAIRS} more" if len(pairs) > SHOWN_PAIRS else ""
    places = list(dict.fromkeys(span for _, _, span in pairs))
    notes = ["what goes strongly with two others leaves these little room to go against each other"]
    if unstated:
        notes = [
            f"{unstated} pair{'s' if unstated > 1 else ''} among them of which nothing is stated count as 0",
            *notes,
        ]
    return error(
        "impossible-correlations",
        "no quantities can have all of these correlations at once",
        places[0],
        second=[(place, "together with this") for place in places[1:3]],
        notes=[f"{'; '.join(listed)}{more}", *notes],
        hints=["bring the numbers nearer to 0, or state the missing pairs"],
    )


def too_many_correlated(span: Span, count: int, most: int, *, pairs: bool = False) -> Diagnostic:
    what = "pairs of values" if pairs else "values"
    return error(
        "too-many-correlated",
        f"{count:,} {what} would be correlated at once; there can be {most:,}",
        span,
        hints=["let them depend on a common quantity of its own instead, as in `x[i] = common + own[i]`"],
    )


def _first_line(span: Span) -> Span:
    end = span.source.text.find("\n", span.start, span.end)
    return Span(span.source, span.start, span.end if end < 0 else end)
