"""Answers as a table of comma-separated values on the standard output."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from forecast.cli.terminal import is_terminal, say, write
from forecast.cli.usage import UsageError

if TYPE_CHECKING:
    from forecast.results.forecast import Forecast


def check_formats(*, json: bool, csv: bool) -> None:
    """Raise UsageError where an answer is to be printed in two ways."""
    if json and csv:
        raise UsageError("an answer is printed as JSON or as CSV, not as both; leave out --json or --csv")


def print_csv(answers: "Sequence[Forecast]", *, quiet: bool = False) -> None:
    """One table of all answers; what speaks against them goes to the standard error. Raises UsageError."""
    import sys

    from forecast.report.inert import inert
    from forecast.results.csv_form import forecasts_to_csv

    if not quiet:
        for answer in answers:
            for reason in answer.distrust:
                say(f"warning: not to be trusted: {answer.model}: {reason}")
    text = forecasts_to_csv(answers)
    write(inert(text) if is_terminal(sys.stdout) else text)
