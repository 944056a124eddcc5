"""`forecast show`: the answer of a saved run."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from forecast.cli.arguments import Csv, Json
from forecast.cli.csv_output import check_formats, print_csv
from forecast.cli.exit_code import ExitCode
from forecast.cli.json_text import json_text
from forecast.cli.terminal import show as show_renderable
from forecast.cli.terminal import write
from forecast.cli.usage import UsageError


def show(
    run: Annotated[str, Parameter(name="RUN", help="A file that `forecast run --output` has written (.nc).")],
    /,
    *,
    json: Json = False,
    csv: Csv = False,
    strict: Annotated[bool, Parameter(help="Exit with code 3 where the numbers are not to be trusted.")] = False,
) -> int:
    """Show the answer of a saved run again, without its model."""
    from forecast.results.errors import StoreError
    from forecast.results.store import load

    check_formats(json=json, csv=csv)
    if run.endswith(".fcst"):
        raise UsageError(f"{run} is a model file, no saved run", hint=f"`forecast run {run}` answers its questions.")
    try:
        forecast = load(Path(run))
    except StoreError as error:
        raise UsageError(str(error)) from None
    if json:
        write(json_text(forecast.to_json()))
    elif csv:
        print_csv([forecast])
    else:
        from forecast.report.answer import answer

        show_renderable(answer(forecast))
    return ExitCode.DISTRUST if strict and not forecast.trustworthy else ExitCode.FINE
