"""Mistakes in names, elements and indexes."""

from forecast.language.diagnostics import Diagnostic, nearest
from forecast.language.semantics.errors.report import did_you_mean, error, quoted, replace, shorten
from forecast.language.source import Span
from forecast.language.types.kind import Kind, describe


def unknown_name(span: Span, name: str, candidates: tuple[str, ...], *, owners: tuple[str, ...] = ()) -> Diagnostic:
    near = nearest(name, candidates)
    notes: tuple[str, ...] = ()
    if owners:
        notes = (
            f"`{name}` is an element of {quoted(owners)}; it can be compared with, or stand in brackets: `x[{name}]`",
        )
    return error(
        "unknown-name",
        f"nothing is called `{shorten(name)}`",
        span,
        notes=notes,
        hints=did_you_mean(near) or (() if owners else (f"declare it, as in `{shorten(name)} ~ 1 to 10`",)),
        fixes=[replace(f"write {near[0]}", span, near[0])] if near else [],
    )


def duplicate_name(span: Span, name: str, first: Span) -> Diagnostic:
    return error(
        "duplicate-name",
        f"`{name}` is declared twice",
        span,
        "declared again here",
        second=[(first, "first declared here")],
        notes=["a name has one meaning in a model; the order of the lines does not matter, so neither one could win"],
        hints=["give one of them another name"],
    )


def reserved_name(span: Span, name: str) -> Diagnostic:
    return error(
        "reserved-name",
        f"`{name}` is a word of the language and cannot be declared",
        span,
        hints=[f"choose another name, such as `{name}_1`"],
    )


def name_is_unit(span: Span, name: str) -> Diagnostic:
    return error(
        "name-is-a-unit",
        f"`{name}` is a unit, so nothing else can be called that",
        span,
        notes=[f"otherwise `3 {name}` could be read in two ways"],
        hints=[f"choose another name, such as `{name}_value`"],
    )


def function_without_call(span: Span, name: str) -> Diagnostic:
    return error(
        "function-without-call",
        f"`{name}` is a function, and stands here without its arguments",
        span,
        hints=[f"write `{name}(…)`"],
    )


def unknown_function(span: Span, name: str, candidates: tuple[str, ...], *, is_node: bool) -> Diagnostic:
    near = nearest(name, candidates)
    if is_node:
        return error(
            "unknown-function",
            f"`{name}` is a quantity, not a function",
            span,
            hints=[f"write `{name} * (…)` for a product, or `{name}[…]` for one of its elements"],
        )
    return error(
        "unknown-function",
        f"there is no function or distribution called `{shorten(name)}`",
        span,
        hints=did_you_mean(near),
        fixes=[replace(f"write {near[0]}", span, near[0])] if near else [],
    )


def no_member(span: Span, base: str) -> Diagnostic:
    return error(
        "no-member",
        f"`{shorten(base)}` has no parts that a dot could name",
        span,
        hints=[
            "write `x[element]` for one element of an indexed quantity, `index.element` to say whose element is meant"
        ],
    )


def unknown_element(span: Span, text: str, index: str, labels: tuple[str, ...]) -> Diagnostic:
    near = nearest(text, labels)
    return error(
        "unknown-element",
        f"`{shorten(text)}` is not an element of {index}",
        span,
        notes=[f"its elements are {quoted(labels)}" if labels else f"{index} has no elements"],
        hints=did_you_mean(near),
        fixes=[replace(f"write {near[0]}", span, near[0])] if near else [],
    )


def unknown_index(span: Span, name: str, candidates: tuple[str, ...], *, is_node: bool = False) -> Diagnostic:
    near = nearest(name, candidates)
    return error(
        "unknown-index",
        f"`{shorten(name)}` is a quantity, not an index" if is_node else f"no index is called `{shorten(name)}`",
        span,
        hints=did_you_mean(near) or (f"declare it, as in `index {'lab' if is_node else shorten(name)} = a, b, c`",),
    )


def not_indexed(span: Span, text: str, item: Span) -> Diagnostic:
    return error(
        "not-indexed",
        f"`{shorten(text)}` has one value, so there is no element to take",
        item,
        second=[(span, "this has no index")],
        hints=[f"leave the brackets out: `{shorten(text)}`"],
    )


def index_not_in(span: Span, index: str, text: str, dims: tuple[str, ...]) -> Diagnostic:
    return error(
        "index-not-in-value",
        f"`{shorten(text)}` is not indexed by {index}",
        span,
        notes=[f"it is indexed by {quoted(dims)}" if dims else "it has one value"],
    )


def ambiguous_element(span: Span, text: str, owners: tuple[str, ...]) -> Diagnostic:
    return error(
        "ambiguous-element",
        f"`{shorten(text)}` is an element of {' and of '.join(owners)}",
        span,
        hints=[f"say which: {quoted(f'{owner}.{text}' for owner in owners)}"],
    )


def bad_selector(span: Span, text: str, dims: tuple[str, ...], kind: Kind) -> Diagnostic:
    return error(
        "bad-selector",
        f"what stands in brackets must say which element of {quoted(dims)}, and this is {describe(kind)}",
        span,
        notes=[f"`{shorten(text)}` is indexed by {quoted(dims)}"],
    )


def over_missing(span: Span, function: str, dims: tuple[str, ...]) -> Diagnostic:
    over = dims[0] if dims else "index"
    return error(
        "over-missing",
        f"`{function}` needs to know over which index, or several values",
        span,
        notes=["this value is indexed by " + quoted(dims)] if dims else ["this value has no index"],
        hints=[f"write `{function}(… over {over})`" if dims else f"write `{function}(a, b)`"],
    )


def not_a_reduction(span: Span, function: str) -> Diagnostic:
    return error(
        "over-not-allowed",
        f"`{function}` works on each element by itself and takes no `over`",
        span,
        hints=["leave `over …` out: the result has the dimensions of what goes in"],
    )
