"""Stated correlations beside those of the draws."""

from collections.abc import Iterator

from rich.text import Text

from forecast.report.inert import one_line
from forecast.results.correlation import CorrelationResult

MOST_LINES = 12


def correlation_lines(results: tuple[CorrelationResult, ...]) -> Iterator[Text]:
    """A line for each correlation, as many as anybody reads."""
    for result in results[:MOST_LINES]:
        yield _line(result)
    if len(results) > MOST_LINES:
        yield Text(f"and {len(results) - MOST_LINES} more correlations", style="dim")


def _line(result: CorrelationResult) -> Text:
    known = [value for value in result.achieved if value == value]  # noqa: PLR0124 - NaN is none
    stated = f"{_number(result.rank)} stated"
    if result.gaussian:
        stated += f" (as {_number(result.stated)} of the normals)"
    if not known:
        found = "none in the draws, as too few of them have both"
    elif _number(min(known)) == _number(max(known)):
        found = f"{_number(known[0])} in the draws"
    else:
        found = f"{_number(min(known))} to {_number(max(known))} in the draws"
    if result.pairs > 1:
        looked = (
            f"{result.pairs}" if len(result.achieved) == result.pairs else f"{len(result.achieved)} of {result.pairs}"
        )
        found += f", {looked} pairs"
    return Text.assemble(one_line(result.text), (f"  rank correlation {stated}, {found}", "dim"))


def _number(value: float) -> str:
    return f"{value:.2f}"
