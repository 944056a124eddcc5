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
