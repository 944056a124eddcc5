"""Mistakes in what is observed."""

from collections.abc import Sequence

from forecast.language.diagnostics import Diagnostic, nearest
from forecast.language.semantics.errors.report import did_you_mean, error, quoted, shorten
from forecast.language.source import Span
from forecast.language.types.kind import Kind, describe


def known_not_a_date(span: Span) -> Diagnostic:
    return error(
        "known-not-a-date",
        "when a piece of evidence became known is a written date, and this is none",
        span,
        hints=["write `known 2026-03-01`"],
    )


def evidence_varies(span: Span) -> Diagnostic:
    return error(
        "evidence-varies",
        "what is observed changes over time here, and evidence is of a moment",
        span,
        hints=["say when it was so: `x at 2026-03-01`"],
    )


def evidence_multiplied(span: Span, dims: Sequence[str], value: Span) -> Diagnostic:
    return error(
        "evidence-multiplied",
        f"this goes along {quoted(dims, last='and')}, and what was observed does not",
        span,
        second=[(value, "this counts once")],
        notes=["each element would count as evidence of its own, though it was seen once"],
        hints=[f"observe a value for each, or take one element or a summary: `mean(… over {dims[0]})`"],
    )


def evidence_has_dims(span: Span, dims: Sequence[str]) -> Diagnostic:
    over = ", ".join(dims)
    return error(
        "evidence-has-dims",
        f"this condition is true or false for each element of {quoted(dims, last='and')}",
        span,
        hints=[f"where it holds for all: `observe all({shorten(span.text)} over {over})`"],
    )


def exact_evidence(span: Span, name: str) -> Diagnostic:
    return error(
        "exact-evidence",
        f"`{shorten(name)}` is computed, and has no density of its own: no possible world has exactly this value",
        span,
        hints=[
            "observe it with an error: `observe 3 ~ normal(x, 0.1)`",
            "or observe what is drawn with `~` and fixes it",
        ],
    )


def filling_impossible(span: Span, column: str) -> Diagnostic:
    return error(
        "empty-cells-unknown",
        f"`{column}` has empty cells, and what stands in them cannot be drawn from this",
        span,
        notes=["empty cells of an observed column are unknowns with its distribution, which must be a single one"],
        hints=["leave those rows out: `where not missing(…)`"],
    )


def where_without_value(span: Span) -> Diagnostic:
    return error(
        "where-without-value",
        "`where` chooses among values, and this is one condition",
        span,
        hints=["write it into the condition: `observe a > b or not …`"],
    )


def log_weight_arguments(span: Span) -> Diagnostic:
    return error(
        "log-weight-arguments",
        "`log_weight` takes one number, the logarithm of what a possible world is worth",
        span,
        hints=["write `observe log_weight(-0.5 * x^2)`"],
    )


def log_weight_kind(span: Span, kind: Kind) -> Diagnostic:
    return error(
        "log-weight-kind",
        f"the logarithm of a weight is a plain number, and this is {describe(kind)}",
        span,
        hints=["divide by something of the same unit"],
    )


def empty_cells_used(span: Span, column: str, rows: str) -> Diagnostic:
    return error(
        "empty-cells",
        f"`{column}` is used, and some of its cells are empty: {rows}",
        span,
        hints=[
            f"say where they come from: `observe {column} ~ …` draws them",
            f"or leave the rows out: `where not missing({column})`",
        ],
    )


def data_reader(span: Span) -> Diagnostic:
    return error(
        "data-reader",
        "a table is read from one file",
        span,
        hints=['write `data d = csv("file.csv") { … }`; `json` and `parquet` are read too'],
    )


def data_unreadable(span: Span, path: str, reason: str) -> Diagnostic:
    return error(
        "data-unreadable",
        f"`{shorten(path)}` cannot be read",
        span,
        notes=[reason],
        hints=["a path is seen from the folder of the file that names it"],
    )


def data_without_rows(span: Span, path: str) -> Diagnostic:
    return error(
        "data-without-rows",
        f"`{shorten(path)}` has no rows below its first line",
        span,
        hints=["the first line names the columns, and each further one is a row"],
    )


def no_rows_left(span: Span, rows: int) -> Diagnostic:
    return error(
        "data-without-rows",
        f"none of the {rows:,} rows is left",
        span,
        notes=["rows that became known after `as_of` count as not there"],
        hints=["look at `where` and at the date that says when a row became known"],
    )


def no_such_column(span: Span, header: str, table: str, known: Sequence[str]) -> Diagnostic:
    near = nearest(header, tuple(known))
    return error(
        "no-such-column",
        f"the file {table} has no column `{shorten(header)}`",
        span,
        notes=[f"its columns: {quoted(known, last='and')}"],
        hints=[*did_you_mean(near), 'a column under another name: `p50 : minutes from "p50 (min)"`'],
    )


def unknown_column(span: Span, table: str, name: str, known: Sequence[str]) -> Diagnostic:
    return error(
        "no-such-column",
        f"the table `{table}` has no column `{shorten(name)}`",
        span,
        notes=[f"its columns: {quoted(known, last='and')}"],
        hints=did_you_mean(nearest(name, tuple(known))),
    )


def table_as_value(span: Span, name: str, columns: Sequence[str]) -> Diagnostic:
    return error(
        "table-as-value",
        f"`{name}` is a table, and no value",
        span,
        hints=[f"name one of its columns: {quoted([f'{name}.{column}' for column in columns])}"],
    )


def wide_column(span: Span) -> Diagnostic:
    return error(
        "wide-column",
        "several columns become one dimension, whose index has to be named",
        span,
        hints=["write `X[col] : number = columns x2 to x25`"],
    )


def index_differs(span: Span, name: str, labels: Sequence[str], found: Sequence[str]) -> Diagnostic:
    strange = [label for label in found if label not in labels]
    return error(
        "index-differs",
        f"the index `{name}` has other elements than this table",
        span,
        notes=[f"the table has {quoted(strange or found, last='and')}", f"the index has {quoted(labels, last='and')}"],
        hints=["give the table an index of its own, or name all elements where the index is declared"],
    )


def column_type(span: Span, text: str) -> Diagnostic:
    return error(
        "column-type",
        f"a column cannot be of the type `{shorten(text)}`",
        span,
        hints=["a column is a unit, `number`, `integer`, `boolean`, `date`, `text`, `category`, or an index"],
    )


def wrong_cell(span: Span, column: str, *, text: str, wanted: str, table: str, line: int) -> Diagnostic:
    return error(
        "wrong-cell",
        f"line {line:,} of {table}, column `{shorten(column)}`: `{shorten(text)}` is not {wanted}",
        span,
        hints=["mend the file, or give the column another type; an empty cell is missing"],
    )


def which_is_known(span: Span, names: Sequence[str]) -> Diagnostic:
    return error(
        "which-is-known",
        f"{quoted(names, last='and')} are dates, and one of them says when a row became known",
        span,
        hints=[f"mark it: `{names[0]} : date known`"],
    )


def where_not_constant(span: Span) -> Diagnostic:
    return error(
        "where-not-constant",
        "which rows there are has to be known before anything is drawn",
        span,
        hints=["compare columns of the table with written values: `where not missing(p50)`"],
    )


def data_index(span: Span, name: str, count: int) -> Diagnostic:
    said = "does not say" if count == 0 else "says more than once"
    return error(
        "data-index",
        f"the table `{name}` {said} what tells its rows apart",
        span,
        hints=["write `index system` (a column), `index a, b` (several), or `index row`, which numbers the rows"],
    )


def duplicate_row(span: Span, label: str, table: str, lines: tuple[int, int]) -> Diagnostic:
    return error(
        "duplicate-row",
        f"lines {lines[0]:,} and {lines[1]:,} of {table} are both `{shorten(label)}`",
        span,
        hints=["name another column beside it: `index a, b`", "or number the rows: `index row`"],
    )


def flat_arguments(span: Span) -> Diagnostic:
    return error(
        "flat-arguments",
        "a flat prior has bounds, each once, and nothing else",
        span,
        hints=["write `flat()`, `flat(min: 0 years)` or `flat(min: 0, max: 1)`"],
    )


def flat_kind(span: Span, kind: Kind) -> Diagnostic:
    return error(
        "flat-kind",
        f"a flat prior is of a quantity or a date, and this is {describe(kind)}",
        span,
        hints=["for labels write `choice(…)`, for truths `chance(50%)`"],
    )


def flat_inside(span: Span) -> Diagnostic:
    return error(
        "flat-inside",
        "a flat prior is no distribution, so nothing can be made of it here",
        span,
        hints=["give it a line of its own, `x ~ flat()`, and compute with `x`"],
    )


def flat_alone(span: Span, name: str) -> Diagnostic:
    return error(
        "flat-alone",
        f"nothing that is observed tells of `{name}`, and a flat prior by itself is no distribution",
        span,
        hints=["observe something that depends on it, or state what is known of it: an interval"],
    )


def log_weight_outside(span: Span) -> Diagnostic:
    return error(
        "log-weight-outside",
        "`log_weight` is a piece of evidence, and no value",
        span,
        hints=["write `observe log_weight(…)` on a line of its own"],
    )
