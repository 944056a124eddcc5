"""Mistakes in distributions over an index and in their matrices."""

from forecast.language.diagnostics import Diagnostic
from forecast.language.library.constraint import Constraint
from forecast.language.library.record import Function
from forecast.language.semantics.errors.report import error, operand, quoted, shorten
from forecast.language.source import Span

SHOWN_PAIRS = 6
LONGEST_CALL = 80


def distribution_without_over(span: Span, function: str, indexes: tuple[str, ...]) -> Diagnostic:
    """`indexes` are those that may be meant."""
    call = " ".join(span.text.split())
    if not indexes:
        hint = f"declare one, as in `index lab = a, b, c`, and end with it: `{function}(… over lab)`"
    elif len(call) <= LONGEST_CALL:
        hint = f"write `{call[:-1]} over {indexes[0]})`"
    else:
        hint = f"end with it: `{function}(… over {indexes[0]})`"
    return error(
        "over-missing",
        f"`{function}` needs to be told over which index it draws",
        span,
        hints=[hint],
    )


def distribution_over_one(span: Span, function: str, over: tuple[str, ...]) -> Diagnostic:
    rest = ", ".join(over[1:])
    return error(
        "one-index-only",
        f"`{function}` takes one index after `over`",
        span,
        hints=[
            f"write `over {over[0]}`"
            if function == "empirical"
            else f"write `over {over[0]}`, and `x[{rest}, {over[0]}] ~ …` on the left for draws of their own along {rest}"
        ],
    )


def drawn_in_its_cell(span: Span, function: str, index: str) -> Diagnostic:
    return error(
        "over-in-its-own-cell",
        f"`{function}` draws all elements of `{index}`, and stands in the cell of one of them",
        span,
        hints=[f"draw them outside of a table: `x[{index}] ~ {function}(… over {index})`, and use `x` here"],
    )


def differs_along(span: Span, what: str, index: str) -> Diagnostic:
    return error(
        "one-for-all",
        f"{what} is one for all elements of `{index}`, and this differs along `{index}`",
        span,
        hints=["give one number, or reduce it first, as in `mean(… over " + index + ")`"],
    )


def bad_element(span: Span, called: Function, constraint: Constraint, label: str, value: float) -> Diagnostic:
    """A constant argument breaks a condition at one element of the index."""
    name = constraint.parameters[0]
    about = dict(called.about).get(name)
    return error(
        "bad-parameter",
        f"`{name}` of `{called.name}` must be above {constraint.bounds[0]:g}, and is {value:g} for `{shorten(label)}`",
        span,
        notes=[f"`{name}` is {about}"] if about else [],
    )


def shares_sum(span: Span, index: str, total: float, *, serving: int) -> Diagnostic:
    """`serving`: how many elements one mean serves; 0 where each has its own."""
    return error(
        "weights-sum",
        f"mean shares sum to 100%, and these sum to {total * 100:.6g}% over `{index}`",
        span,
        f"together {total * 100:.6g}%",
        hints=[
            f"one mean for all {serving} of them is `1 / {serving}`"
            if serving
            else f"divide by the sum: `{operand(span.text)} / sum({shorten(span.text)} over {index})`"
        ],
    )


def matrix_rows(span: Span) -> Diagnostic:
    return error(
        "matrix-shape",
        "a matrix is written as rows of numbers",
        span,
        hints=["write each row in brackets of its own, as in `[[1, 0.5], [0.5, 1]]`"],
    )


def matrix_shape(span: Span, index: str, labels: tuple[str, ...]) -> Diagnostic:
    count = len(labels)
    return error(
        "matrix-shape",
        f"the {count} elements of `{index}` need {count} rows of {count} numbers",
        span,
        notes=[f"rows and columns stand for {quoted(labels, 4, last='and')}"],
        hints=["write the rows in brackets of their own, as in `[[1, 0.5], [0.5, 1]]`"],
    )


def matrix_indexes(span: Span, name: str, index: str, dims: tuple[str, ...], *, second: tuple[str, ...]) -> Diagnostic:
    """`second` are the second names that `index` has."""
    other = second[0] if second else "other"
    found = f"it is indexed by {quoted(dims, last='and')}" if dims else "it has one value"
    declare = "" if second else f"declare `index {other} = {index}`, and "
    return error(
        "matrix-shape",
        f"`{name}` needs a value for each pair of elements of `{index}`",
        span,
        notes=[f"{found}; a matrix has the index `{index}` for its rows and a second name of it for its columns"],
        hints=[
            f"{declare}give it both indexes, as in `m[{index}, {other}] = …`, or write the matrix out: `[[1, 0.5], …]`"
        ],
    )


def matrix_diagonal(span: Span, label: str, value: float) -> Diagnostic:
    return error(
        "matrix-shape",
        f"the diagonal of a matrix of correlations is 1 throughout, and here it is {value:g} for `{shorten(label)}`",
        span,
        hints=["for variances on the diagonal write `covariance:` instead of `correlation:`"],
    )


def matrix_asymmetric(span: Span, other: Span, first: str, second: str) -> Diagnostic:
    same = span == other
    return error(
        "matrix-shape",
        f"the matrix says two different things of `{shorten(first)}` and `{shorten(second)}`",
        span,
        "" if same else f"{shorten(span.text)} here",
        second=[] if same else [(other, f"{shorten(other.text)} there")],
        notes=["below the diagonal stand the numbers above it once more"],
    )


def variance_not_positive(span: Span, label: str) -> Diagnostic:
    return error(
        "not-positive-definite",
        f"the variance of `{shorten(label)}` must be above 0",
        span,
        notes=["variances stand on the diagonal of a matrix of covariances"],
    )


def impossible_matrix(span: Span, name: str, pairs: list[tuple[str, str, float]]) -> Diagnostic:
    """`pairs` are the elements that contradict each other, with their correlations."""
    listed = [f"{shorten(a)} and {shorten(b)}: {value:.4g}" for a, b, value in pairs[:SHOWN_PAIRS]]
    more = f"; and {len(pairs) - SHOWN_PAIRS} more" if len(pairs) > SHOWN_PAIRS else ""
    told = "correlations" if name == "correlation" else "correlations that these covariances mean"
    return error(
        "not-positive-definite",
        "no quantities can have all of these correlations at once: the matrix is not positive definite"
        if name == "correlation"
        else "no quantities can have all of these covariances at once: the matrix is not positive definite",
        span,
        notes=[f"the {told}: {'; '.join(listed)}{more}"],
        hints=["bring the numbers beside the diagonal nearer to 0"],
    )
