"""Mistakes in indexes and tables."""

from forecast.language.diagnostics import Diagnostic, nearest
from forecast.language.semantics.errors.report import did_you_mean, error, quoted, shorten, spelling
from forecast.language.source import Span


def second_name_cycle(names: tuple[tuple[str, Span], ...]) -> Diagnostic:
    """Indexes that are each a second name of another one of them."""
    (name, span), *rest = names
    chain = " ← ".join([*(n for n, _ in names), name])
    return error(
        "cycle",
        f"the index `{name}` is a second name of itself: {chain}",
        span,
        second=[(place, "") for _, place in rest],
        hints=[f"say what its elements are, as in `index {name} = openai, anthropic`"],
    )


def table_misplaced(span: Span) -> Diagnostic:
    return error(
        "table-misplaced",
        "a table can only be the whole right side of a definition with an index",
        span,
        hints=["write `x[lab] = {openai: 1, else: 2}` and use `x`"],
    )


def table_without_index(span: Span, name: str, index: str, op: str) -> Diagnostic:
    """`index` is the one whose elements the table has, "" where there is none."""
    return error(
        "table-without-index",
        f"`{name}` has a table on its right, but no index on its left",
        span,
        hints=[f"write `{name}[{index}] {op} {{…}}`"]
        if index
        else [f"declare an index, `index lab = a, b, c`, and write `{name}[lab] {op} {{a: …, b: …, c: …}}`"],
    )


def table_incomplete(span: Span, index: str, missing: tuple[str, ...]) -> Diagnostic:
    return error(
        "table-incomplete",
        f"this table says nothing for {quoted(missing, 6)}",
        span,
        notes=[f"it must say something for each element of `{index}`"],
        hints=[f"add `{shorten(missing[0])}: …`, or `else: …` for all that are left"],
    )


def target_not_index(
    span: Span, name: str, text: str, *, owner: str, indexes: tuple[str, ...], is_node: bool
) -> Diagnostic:
    """`owner` is the index of which `text` is an element, "" where there is none."""
    near = nearest(text, indexes)
    hints = did_you_mean(near)
    if owner:
        hints = (f"give each element its value in a table: `{name}[{owner}] = {{{shorten(text)}: …, else: …}}`",)
    elif is_node:
        near = ()
        hints = (f"write one of the indexes, {quoted(indexes)}",) if indexes else ("declare an index first",)
    elif not near and text.isidentifier():
        hints = (f"declare it, as in `index {text} = a, b, c`",)
    what = f"an element of `{owner}`" if owner else "a quantity" if is_node else "none"
    return error(
        "target-not-an-index",
        f"the brackets of a definition hold indexes, and `{shorten(text)}` is {what}",
        span,
        hints=hints,
        fixes=[] if owner else spelling(span, near),
    )


def repeated_target(span: Span, index: str, *, after_over: bool = False) -> Diagnostic:
    if after_over:
        return error(
            "repeated-index", f"the index `{index}` stands twice after `over`", span, hints=["leave one of them out"]
        )
    return error(
        "repeated-index",
        f"the index `{index}` stands twice in the brackets",
        span,
        hints=[f"give it a second name, `index other = {index}`, and write `[{index}, other]`"],
    )


def duplicate_element(span: Span, label: str, index: str, first: Span) -> Diagnostic:
    return error(
        "duplicate-element",
        f"`{shorten(label)}` is an element of `{index}` twice",
        span,
        second=[(first, "the first one")],
        hints=["leave one of them out, or rename it"],
    )


def element_kind(span: Span) -> Diagnostic:
    return error(
        "element-kind",
        "an element of an index is a name, a text, a written number or a date",
        span,
        hints=["write `index lab = openai, anthropic` or `index year = 2020 to 2035`"],
    )


def mixed_elements(span: Span, first: Span) -> Diagnostic:
    return error(
        "mixed-elements",
        "the elements of an index must be all names, all numbers of one unit, or all dates",
        span,
        "unlike the first",
        second=[(first, "the first one")],
        hints=["put names that are numbers in quotation marks, or give all numbers the same unit"],
    )


def bad_range(span: Span) -> Diagnostic:
    return error(
        "bad-range",
        "the range of an index goes from a written whole number up to a larger one",
        span,
        hints=["write it as in `index year = 2020 to 2035`, or list the elements: `index share = 10%, 50%, 90%`"],
    )


def too_many_elements(span: Span, count: int, most: int) -> Diagnostic:
    return error(
        "too-many-elements",
        f"an index can have at most {most:,} elements, and this one has {count:,}",
        span,
        hints=["use larger steps or groups; possible worlds need no index, each draw is one"],
    )


def too_many_cells(span: Span, name: str, count: int, most: int) -> Diagnostic:
    return error(
        "too-many-values",
        f"`{name}` would have {count:,} values in each draw, and at most {most:,} are possible",
        span,
        hints=["use smaller indexes, or fewer of them at once"],
    )


def tables_too_large(span: Span, most: int) -> Diagnostic:
    return error(
        "too-many-values",
        f"the tables of this file have more than {most:,} cells, each element that `else` serves being one",
        span,
        hints=["use smaller indexes, or compute from the index what is the same for all elements"],
    )


def shift_arguments(span: Span) -> Diagnostic:
    return error(
        "shift-arguments",
        "`shift` takes a quantity, how many places earlier, and perhaps `else:`",
        span,
        hints=["write `shift(x, 1)` or `shift(x, 1, else: 0)`"],
    )


def shift_places(span: Span) -> Diagnostic:
    return error(
        "shift-arguments",
        "how many places earlier is a whole number from 1 on, the same in every possible world",
        span,
        hints=["write `shift(x, 1)` for the value before"],
    )


def shift_along_one(span: Span, dims: tuple[str, ...]) -> Diagnostic:
    return error(
        "shift-arguments",
        f"`shift` goes along one index, not {quoted(dims, last='and')}",
        span,
        hints=[f"say which one: `shift(…, 1 over {dims[0]})`"],
    )


def shift_of_one(span: Span, text: str) -> Diagnostic:
    return error(
        "shift-arguments",
        f"`{shorten(text)}` has one value, and none before it",
        span,
        hints=["shift what has values along an index; what it was some time ago is `delay(x, 1 year)`"],
    )
