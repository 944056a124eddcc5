"""Mistakes in the arguments of functions and distributions."""

from forecast.language.diagnostics import Diagnostic, nearest
from forecast.language.semantics.errors.report import did_you_mean, error, quoted, shorten, spelling
from forecast.language.source import Span


def missing_argument(span: Span, function: str, parameters: tuple[str, ...], usage: str) -> Diagnostic:
    return error(
        "missing-argument",
        f"`{function}` also needs {quoted(parameters, last='and')}",
        span,
        hints=[f"write {usage}"],
    )


def too_many_arguments(span: Span, function: str, most: int, usage: str) -> Diagnostic:
    return error(
        "too-many-arguments",
        f"`{function}` takes {most} argument{'' if most == 1 else 's'}, and this is one more",
        span,
        hints=[f"write {usage}"],
    )


def call_too_long(span: Span, function: str, most: int) -> Diagnostic:
    return error(
        "too-many-arguments",
        f"`{function}` takes at most {most} values side by side, and this is one more",
        span,
        hints=[f"make them values along an index, and write `{function}(x over index)`"],
    )


def unknown_argument(span: Span, function: str, name: str, known: tuple[str, ...], *, usage: str) -> Diagnostic:
    near = nearest(name, known)
    return error(
        "unknown-argument",
        f"`{function}` has no argument called `{shorten(name)}`",
        span,
        notes=[f"it is written {usage}"],
        hints=did_you_mean(near),
        fixes=spelling(span, near),
    )


def repeated_argument(span: Span, function: str, name: str, first: Span) -> Diagnostic:
    return error(
        "repeated-argument",
        f"`{name}` is given twice to `{function}`",
        span,
        "given again",
        second=[(first, f"this is `{name}` already")],
        hints=["leave one of them out"],
    )


def argument_kind(
    span: Span, what: str, *, expected: str, found: str, usage: str, hint: str, second: list[tuple[Span, str]]
) -> Diagnostic:
    return error(
        "argument-kind",
        f"{what} must be {expected}, and this is {found}",
        span,
        f"this is {found}" if second else "",
        second=second,
        notes=["one of them is the result, so all must be the same sort of thing"]
        if second
        else [f"it is written {usage}"],
        hints=[hint] if hint else [],
    )


def unexpected_label(span: Span, function: str, text: str) -> Diagnostic:
    return error(
        "unexpected-label",
        f"`{function}` takes no entry labelled `{shorten(text)}`",
        span,
        hints=["give the arguments in their order, or each by its name and a colon"],
    )


def function_arity(span: Span, function: str, parameters: tuple[str, ...], given: int, declared: Span) -> Diagnostic:
    wanted = len(parameters)
    return error(
        "function-arity",
        f"`{function}` takes {wanted} argument{'' if wanted == 1 else 's'}, and {given} {'is' if given == 1 else 'are'} given",
        span,
        second=[(declared, "declared here")],
        hints=[f"write `{function}({', '.join(parameters)})`"],
    )


def recursive_function(span: Span, chain: tuple[str, ...]) -> Diagnostic:
    return error(
        "recursive-function",
        f"the function `{chain[-1]}` would call itself without end",
        span,
        notes=["the calls go " + " → ".join(chain)],
        hints=["a function is unfolded where it is called, so it cannot call itself; write the steps as quantities"],
    )


def function_too_large(span: Span, function: str, most: int) -> Diagnostic:
    return error(
        "function-too-large",
        f"calls of functions unfold into more than {most:,} calls, the last of them here",
        span,
        hints=[f"give repeated parts of `{function}` a name of their own, as quantities"],
    )


def points_empty(span: Span) -> Diagnostic:
    return error(
        "points",
        "a list of points needs at least one value",
        span,
        hints=["write the points as two lists of equal length: `interpolate(x, [1, 2], [10, 30])`"],
    )


def points_differ(xs: Span, ys: Span, places: int, values: int) -> Diagnostic:
    return error(
        "points",
        f"there are {places} places and {values} values",
        ys,
        f"{values} values",
        second=[(xs, f"{places} places")],
        hints=["each place has one value: add what is missing, or take out what is too much"],
    )


def points_not_rising(before: Span, after: Span) -> Diagnostic:
    return error(
        "points",
        "the places of the points must rise, and these two do not",
        after,
        "not above the one before",
        second=[(before, "the one before")],
        hints=["put the points in order, each with its value"],
    )


def points_without_index(span: Span, dims: tuple[str, ...]) -> Diagnostic:
    """`dims` are the indexes of the places: none or several."""
    if not dims:
        return error(
            "points",
            "these points are neither a list nor values along an index",
            span,
            hints=["write a list, `[1, 2, 4]`, or a quantity that has an index"],
        )
    return error(
        "points",
        f"these places stand along {quoted(dims)}, and the points along one index",
        span,
        hints=[f"name the one that is meant at the end: `interpolate(x, xs, ys over {shorten(dims[0])})`"],
    )
