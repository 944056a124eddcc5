"""Mistakes in what is observed."""

from collections.abc import Sequence

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics.errors.report import error, quoted, shorten
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
