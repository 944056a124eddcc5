"""Mistakes in names, elements and indexes."""

import re

from forecast.language.diagnostics import Diagnostic, nearest
from forecast.language.semantics.errors.report import did_you_mean, error, quoted, shorten, spelling
from forecast.language.source import Span
from forecast.language.types.kind import Kind, describe


def unknown_name(
    span: Span,
    name: str,
    candidates: tuple[str, ...],
    *,
    owners: tuple[str, ...] = (),
    labels: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
) -> Diagnostic:
    """`owners` are the indexes that have an element of that name; `labels` and `units` what else could stand here."""
    if units and not owners:
        return error(
            "unknown-name",
            f"nothing is called `{shorten(name)}`",
            span,
            notes=["the unit of a number goes on after `/` with another unit"],
            hints=[f"did you mean the unit {quoted(units)}?"],
            fixes=spelling(span, units),
        )
    near = () if owners else nearest(name, candidates)
    notes: tuple[str, ...] = (f"what it is compared with is {quoted(labels)}",) if labels else ()
    if owners:
        notes = (
            f"`{name}` is an element of {quoted(owners)}, which is no amount: it can be compared with, or say which value "
            "is meant",
        )
    return error(
        "unknown-name",
        f"nothing is called `{shorten(name)}`",
        span,
        notes=notes,
        hints=(f"write `x[{name}]` for its value of an `x` that is indexed by {owners[0]}",)
        if owners
        else did_you_mean(near) or (f"declare it, as in `{shorten(name)} ~ 1 to 10`",),
        fixes=spelling(span, near),
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


def unknown_function(
    span: Span,
    name: str,
    candidates: tuple[str, ...],
    *,
    is_node: bool,
    is_index: bool = False,
    declared: Span | None = None,
    arguments: str = "",
) -> Diagnostic:
    """`arguments` is the text from the bracket on."""
    near = nearest(name, candidates)
    inside = arguments[1:-1] or "x"
    if name in _ASKING and not is_node:
        near = ()
        hints = (f"a question asks for the {_ASKING[name]} itself: `question q = {shorten(inside)}`",)
    elif name in _ELSEWHERE and not is_node:
        near = (_ELSEWHERE[name],)
        hints = (f"write `{near[0]}({shorten(inside)})`",)
    else:
        hints = ()
    if is_node:
        return error(
            "unknown-function",
            f"`{name}` is {'an index' if is_index else 'a quantity'}, not a function",
            span,
            second=[] if declared is None else [(declared, "declared here")],
            hints=[f"name one of its elements as `{name}.…`"]
            if is_index
            else [f"write `{name} * (…)` for a product, or `{name}[…]` for one of its elements"],
        )
    return error(
        "unknown-function",
        f"there is no function or distribution called `{shorten(name)}`",
        span,
        hints=hints
        or did_you_mean(near)
        or (
            f"declare it, as in `fn {name}(x) = …`"
            if name.isidentifier()
            else "a function is called by its name alone; for a product write `*`",
        ),
        fixes=spelling(span, near),
    )


_ASKING = {
    **dict.fromkeys(("P", "Pr", "pr", "Prob", "prob", "probability"), "condition"),
    **dict.fromkeys(("E", "EV", "expected", "expectation"), "quantity"),
}
"""What asks for a number that every answer has."""

_ELSEWHERE = {
    **dict.fromkeys(("N", "Normal", "norm", "Gaussian", "gaussian", "rnorm"), "normal"),
    **dict.fromkeys(("LN", "LogNormal", "Lognormal", "lnorm", "rlnorm"), "lognormal"),
    **dict.fromkeys(("U", "Uniform", "unif", "runif"), "uniform"),
    **dict.fromkeys(("Bernoulli", "bernoulli", "Bern", "flip"), "chance"),
}
"""What distributions are called elsewhere."""


def unit_without_number(span: Span, name: str) -> Diagnostic:
    hint = f"write `1 {name}`; a rate is written in one piece, `0.2/{name}` as `0.2 per {name}`"
    before = _DIVIDED.search(span.source.text[: span.start][-80:])
    if before and before[3]:
        hint = f"to divide by it write `{before[3]} / (1 {name})`"
    elif before and before[1]:
        hint = f"write `{before[1]} / (1 {name})`, or `{before[2]} per {name}` for the rate alone"
    elif before:
        hint = f"a rate is written in one piece: `{before[2]} per {name}`"
    return error(
        "unit-without-number",
        f"`{shorten(name)}` is a unit, and stands here without its number",
        span,
        hints=[hint],
    )


_DIVIDED = re.compile(r"(?:(?:([A-Za-z_]\w*) ?\* ?)?(?<![\w.])([0-9][\w.]*)|([A-Za-z_]\w*))\s*/\s*$")
"""What a unit without its number is divided into: a name times a number, a number or a name."""


def no_member(
    span: Span, base: str, *, part: str = "", is_function: bool = False, is_label: bool = False
) -> Diagnostic:
    hint = f"for one element of an indexed quantity write `{shorten(base)}[{part or 'element'}]`"
    if is_function:
        hint = f"write `{part}({shorten(base)})`"
    elif is_label:
        hint = f"to ask whether it is that, write `{shorten(base)} == {part}`"
    return error(
        "no-member",
        f"`{shorten(base)}` is no index, and only the elements of an index are named with a dot",
        span,
        hints=[hint],
    )


def unknown_element(span: Span, text: str, index: str, labels: tuple[str, ...]) -> Diagnostic:
    number = text.replace(".", "").isdecimal()
    near = () if number else nearest(text, labels)
    hints = did_you_mean(near)
    if number and not labels[0][0].isdecimal():
        hints = (f"an element is chosen by its name, not by its place: `{labels[0]}`",)
    return error(
        "unknown-element",
        f"`{shorten(text)}` is not an element of `{index}`",
        span,
        notes=[f"its elements are {quoted(labels, last='and')}"],
        hints=hints,
        fixes=spelling(span, near),
    )


def unknown_index(span: Span, name: str, candidates: tuple[str, ...], *, is_node: bool = False) -> Diagnostic:
    near = nearest(name, candidates)
    notes = [f"the indexes of this file are {quoted(candidates, last='and')}"] if candidates else []
    return error(
        "unknown-index",
        f"`{shorten(name)}` is a quantity, not an index" if is_node else f"no index is called `{shorten(name)}`",
        span,
        notes=notes if not near else [],
        hints=did_you_mean(near)
        or (() if is_node and candidates else (f"declare one, as in `index {'lab' if is_node else name} = a, b, c`",)),
        fixes=spelling(span, near),
    )


def not_indexed(span: Span, text: str, item: Span) -> Diagnostic:
    return error(
        "not-indexed",
        f"`{shorten(text)}` has one value, so there is no element to take",
        item,
        "no element to take",
        second=[(span, "this has no index")],
        hints=[f"leave the brackets out: `{shorten(text)}`"],
    )


def index_not_in(span: Span, index: str, text: str, dims: tuple[str, ...], *, over: bool = False) -> Diagnostic:
    return error(
        "index-not-in-value",
        f"`{shorten(text)}` has no values along `{index}`",
        span,
        notes=[
            f"it is indexed by {quoted(dims, last='and')}" if dims else "it has one value, the same for every element"
        ],
        hints=[f"write `over {dims[0]}`" if over else f"write `{shorten(text)}[{dims[0]}]`"]
        if len(dims) == 1
        else ([f"to give each element its own value, declare `{text}[{index}]`"] if text.isidentifier() else []),
    )


def ambiguous_element(span: Span, text: str, owners: tuple[str, ...]) -> Diagnostic:
    return error(
        "ambiguous-element",
        f"`{shorten(text)}` is an element of {' and of '.join(f'`{owner}`' for owner in owners)}",
        span,
        hints=[f"say which: {quoted(f'{owner}.{text}' for owner in owners)}"],
    )


def ambiguous_index(span: Span, text: str, dims: tuple[str, ...], *, defined: bool) -> Diagnostic:
    """`defined`: whether the brackets of its definition say in which order it has its indexes."""
    turned = ", ".join(reversed(dims))
    return error(
        "ambiguous-index",
        f"`{shorten(text)}` has this index under several names, {quoted(dims, last='and')}",
        span,
        "which of them is meant?",
        hints=[f"name all of them: `{shorten(text)}[{turned}]` has them exchanged"]
        if defined
        else [
            f"give it a name with all of them in brackets, as in `y[{', '.join(dims)}] = …`, and write `y[{turned}]`"
        ],
    )


def index_named_twice(span: Span, text: str, own: tuple[str, ...]) -> Diagnostic:
    return error(
        "repeated-index",
        f"these brackets name the same index more often than `{shorten(text)}` has it, or by the same name twice",
        span,
        notes=[f"`{shorten(text)}` has it as {quoted(own, last='and')}"],
        hints=["leave one of them out" if len(own) == 1 else "name each once"],
    )


def bad_selector(span: Span, text: str, dims: tuple[str, ...], kind: Kind) -> Diagnostic:
    return error(
        "bad-selector",
        f"the brackets must say which element of {quoted(dims)} is meant, and this is {describe(kind)}",
        span,
        notes=[f"`{shorten(text)}` is indexed by {quoted(dims, last='and')}"],
        hints=[
            "write an element's name, or a quantity whose values are elements, such as `k ~ choice(a: 60%, b: 40%)`"
        ],
    )


def over_missing(span: Span, function: str, dims: tuple[str, ...], text: str, *, several: bool) -> Diagnostic:
    """`several`: whether the function also takes values side by side; `text` is what it was given."""
    if dims:
        hint = f"write `{function}({shorten(text)} over {dims[0]})`"
    elif several:
        hint = f"write `{function}(a, b)`, or `{function}(x over lab)` for an `x` indexed by lab"
    elif function == "sum":
        hint = "for a few values write `a + b`; `sum(x over lab)` is for an `x` indexed by lab"
    else:
        hint = f"write `{function}(x over lab)`, for an `x` indexed by lab"
    return error(
        "over-missing",
        f"`{function}` needs several values, or an index after `over`"
        if several
        else f"`{function}` needs to be told over which index",
        span,
        notes=[f"what it is given is indexed by {quoted(dims, last='and')}"] if dims else [],
        hints=[hint],
    )


def not_a_reduction(span: Span, function: str) -> Diagnostic:
    return error(
        "over-not-allowed",
        f"`{function}` works on each element by itself and takes no `over`",
        span,
        hints=["leave `over …` out: the result has a value wherever what goes in has one"],
    )
