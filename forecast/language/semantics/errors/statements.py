"""Mistakes in declarations and in the file as a whole."""

from forecast.language.diagnostics import Diagnostic, nearest
from forecast.language.semantics.errors.report import did_you_mean, error, quoted, shorten
from forecast.language.source import Span
from forecast.language.types.kind import Kind, describe


def not_supported(span: Span, what: str) -> Diagnostic:
    return error(
        "not-supported-yet",
        f"{what} is part of the language, but this version cannot run it yet",
        span,
        notes=["nothing is wrong with the line; the model cannot be answered while it is there"],
    )


def empty_model(span: Span) -> Diagnostic:
    return error(
        "empty-model",
        "this file declares nothing that could be forecast",
        span,
        hints=[
            "begin with a line such as `event agi ~ 2028 to 2045`, or run `forecast new NAME` for a commented starter"
        ],
    )


def cycle(arrows: tuple[tuple[str, str, Span], ...]) -> Diagnostic:
    names = [name for name, _, _ in arrows]
    headline = f"`{names[0]}` is computed from itself: {' ← '.join([*names, names[0]])}"
    if len(names) > 8:
        headline = f"`{names[0]}` is computed from itself, by way of {len(names) - 1} others"
    (owner, used, first), *rest = arrows
    return error(
        "cycle",
        headline,
        first,
        f"`{owner}` uses `{used}` here",
        second=[(span, f"`{name}` uses `{other}` here") for name, other, span in rest[:12]],
        notes=["only something that looks at the past (a stock, a delay) may feed back on itself"],
    )


def annotation_mismatch(span: Span, name: str, stated: str, kind: Kind, annotation: Span) -> Diagnostic:
    return error(
        "annotation-mismatch",
        f"`{name}` is stated to be {stated}, and this is {describe(kind)}",
        span,
        second=[(annotation, f"stated here: {stated}")],
    )


def unknown_annotation(span: Span, text: str, known: tuple[str, ...]) -> Diagnostic:
    return error(
        "unknown-annotation",
        f"`{shorten(text)}` is neither a unit nor a type",
        span,
        notes=["after `:` stands a unit (`USD/year`), an index, or one of date, growth, boolean, number"],
        hints=did_you_mean(nearest(text, known)),
    )


def table_misplaced(span: Span) -> Diagnostic:
    return error(
        "table-misplaced",
        "a table can stand only as the whole right side of a definition with an index",
        span,
        hints=["write `x[lab] = {openai: 1, else: 2}` and use `x`"],
    )


def table_without_index(span: Span, name: str) -> Diagnostic:
    return error(
        "table-without-index",
        f"`{name}` has a table on its right, but no index on its left",
        span,
        hints=[f"write `{name}[index] = {{…}}`"],
    )


def table_incomplete(span: Span, index: str, missing: tuple[str, ...]) -> Diagnostic:
    return error(
        "table-incomplete",
        f"this table says nothing for {quoted(missing, 6)}",
        span,
        notes=[f"it must say something for each element of {index}"],
        hints=["add the entries, or `else: …`"],
    )


def target_not_index(span: Span, name: str, text: str, *, is_element: bool) -> Diagnostic:
    hint = f"to give each element its own value write a table: `{name}[index] = {{{shorten(text)}: …, else: …}}`"
    return error(
        "target-not-an-index",
        f"an index must stand in the brackets of a definition, and `{shorten(text)}` is {'an element' if is_element else 'none'}",
        span,
        hints=[hint] if is_element else [f"declare it, as in `index {shorten(text)} = a, b, c`"],
    )


def repeated_target(span: Span, index: str) -> Diagnostic:
    return error(
        "repeated-index",
        f"`{index}` stands twice in the brackets",
        span,
        hints=["give it a second name: `index other = …`"],
    )


def event_not_a_date(span: Span, name: str, kind: Kind) -> Diagnostic:
    return error(
        "event-not-a-date",
        f"the event `{name}` must be a date, and this is {describe(kind)}",
        span,
        hints=[
            "write an interval of dates (`2027 to 2035`) or a date plus a duration (`other_event + (1 to 3 years)`)"
        ],
    )


def never_needs_share(span: Span, kind: Kind) -> Diagnostic:
    return error(
        "never-needs-share",
        f"the chance of never must be a share such as 10%, and this is {describe(kind)}",
        span,
        hints=["for a condition write `never if …`"],
    )


def never_out_of_range(span: Span, text: str, percent: str) -> Diagnostic:
    return error(
        "never-out-of-range",
        f"a chance lies between 0% and 100%, and `{shorten(text)}` does not",
        span,
        hints=[f"write `never {percent}`"] if percent else [],
    )


def never_twice(span: Span) -> Diagnostic:
    return error(
        "never-twice",
        "an event has one chance of never happening",
        span,
        hints=["combine the chances into one, or write conditions as `never if …`"],
    )


def never_on_computed(span: Span, name: str) -> Diagnostic:
    return error(
        "never-on-computed",
        f"the event `{name}` is computed with `=`, so no coin can be tossed for it",
        span,
        hints=["write `~`, or `never if …` for a condition"],
    )


def expectation_kind(span: Span, kind: Kind) -> Diagnostic:
    return error(
        "expectation-kind",
        f"`expect` takes a condition that is true or false, and this is {describe(kind)}",
        span,
    )


def question_kind(span: Span, kind: Kind) -> Diagnostic:
    return error("question-kind", f"a question cannot ask for {describe(kind)}", span)


def given_has_more(span: Span, dims: tuple[str, ...]) -> Diagnostic:
    return error(
        "given-has-more-values",
        f"this condition has a value for each element of {quoted(dims)}, and the question has not",
        span,
        hints=[f"say for which elements it must hold: `any(… over {dims[0]})` or `all(… over {dims[0]})`"],
    )


def unknown_field(span: Span, name: str, known: tuple[str, ...]) -> Diagnostic:
    return error(
        "unknown-field",
        f"a question has no entry called `{shorten(name)}`",
        span,
        notes=[f"its entries are {quoted(known)}"],
        hints=did_you_mean(nearest(name, known)),
    )


def field_value(span: Span, name: str, wanted: str) -> Diagnostic:
    return error("field-value", f"`{name}` of a question must be {wanted}", span)


def repeated_header(span: Span, word: str, first: Span) -> Diagnostic:
    return error("repeated-header", f"`{word}` stands twice in this file", span, second=[(first, "the first one")])


def duplicate_element(span: Span, label: str, index: str, first: Span) -> Diagnostic:
    return error(
        "duplicate-element",
        f"`{shorten(label)}` is an element of {index} twice",
        span,
        second=[(first, "the first one")],
    )


def element_kind(span: Span) -> Diagnostic:
    return error(
        "element-kind",
        "an element is a name, a text, a number or a date",
        span,
        hints=["write `index lab = openai, anthropic` or `index year = 2020 to 2035`"],
    )


def mixed_elements(span: Span, first: Span) -> Diagnostic:
    return error(
        "mixed-elements",
        "the elements of an index are all names, or all numbers of one unit, or all dates",
        span,
        second=[(first, "this one is of another kind")],
    )


def bad_range(span: Span) -> Diagnostic:
    return error(
        "bad-range", "the range of an index goes from a whole number up to a larger one", span,
        hints=["write `index year = 2020 to 2035`"],
    )  # fmt: skip


def too_many_elements(span: Span, count: int, most: int) -> Diagnostic:
    return error("too-many-elements", f"an index can have at most {most:,} elements, and this one has {count:,}", span)


def too_many_cells(span: Span, name: str, count: int, most: int) -> Diagnostic:
    return error(
        "too-many-values",
        f"`{name}` would have {count:,} values in each draw, and at most {most:,} are possible",
        span,
        hints=["use smaller indexes, or fewer of them at once"],
    )


def unit_exists(span: Span, name: str) -> Diagnostic:
    return error(
        "unit-exists",
        f"there is already a unit called `{name}`",
        span,
        hints=["use it, or choose another name"],
    )


def unit_definition(span: Span, reason: str) -> Diagnostic:
    return error(
        "unit-definition",
        f"a unit is defined by a number with a unit: {reason}",
        span,
        hints=["write `unit H100 = 9.9e14 FLOP/s`, or `unit token` for a new base unit"],
    )


def function_exists(span: Span, name: str) -> Diagnostic:
    return error(
        "function-exists",
        f"`{name}` is a function of the language already",
        span,
        hints=["choose another name"],
    )


def repeated_parameter(span: Span, name: str) -> Diagnostic:
    return error("repeated-parameter", f"`{name}` is a parameter of this function twice", span)
