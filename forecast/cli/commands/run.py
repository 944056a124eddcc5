"""`forecast run`: answer the questions of model files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from forecast.cli.answering import answered
from forecast.cli.arguments import Draws, Files, Json, Seed
from forecast.cli.count import parse_count
from forecast.cli.exit_code import ExitCode
from forecast.cli.json_text import json_text
from forecast.cli.model_files import are_usable, open_models
from forecast.cli.terminal import say, show, write
from forecast.cli.usage import UsageError
from forecast.cli.whole_file import check_output
from forecast.session import DEFAULT_DRAWS, MAX_DRAWS, MAX_SEED

if TYPE_CHECKING:
    from forecast.results.forecast import Forecast


def run(
    file: Files,
    /,
    *files: Files,
    draws: Draws = f"{DEFAULT_DRAWS}",
    seed: Seed = "0",
    output: Annotated[
        str | None,
        Parameter(name=["--output", "-o"], help="Save the run with all its draws as a NetCDF file (run.nc)."),
    ] = None,
    json: Json = False,
    strict: Annotated[bool, Parameter(help="Exit with code 3 where the numbers are not to be trusted.")] = False,
    quiet: Annotated[
        bool, Parameter(name=["--quiet", "-q"], help="No warnings, no progress: only answers and errors.")
    ] = False,
) -> int:
    """Answer the questions of model files.

    Every file is checked first; where one has errors, they are shown and nothing is run (exit code 1).
    A run that is not to be trusted says so before its numbers.
    """
    names = (file, *files)
    wanted = parse_count(draws, option="--draws", least=1, most=MAX_DRAWS)
    start = parse_count(seed, option="--seed", least=0, most=MAX_SEED)
    if output is not None:
        if len(set(names)) > 1:
            raise UsageError(f"--output {output} can hold one run, and there are {len(set(names))} files to run")
        check_output(Path(output))
    models, failed = open_models(names)
    if failed:
        return ExitCode.USAGE
    if not are_usable(models, quiet=quiet):
        return ExitCode.FINDINGS
    answers: list[Forecast] = []
    for position, model in enumerate(models):
        forecast = answered(model, draws=wanted, seed=start, quiet=quiet)
        answers.append(forecast)
        if not json:
            _print_answer(forecast, after=position > 0)
    if json:
        documents = [forecast.to_json() for forecast in answers]
        write(json_text(documents[0] if len(documents) == 1 else documents))
    if output is not None:
        _save(answers[0], output, quiet=quiet)
    trusted = all(forecast.trustworthy for forecast in answers)
    return ExitCode.DISTRUST if strict and not trusted else ExitCode.FINE


def _print_answer(forecast: "Forecast", *, after: bool) -> None:
    from forecast.report.answer import answer

    if after:
        write("\n")
    show(answer(forecast))


def _save(forecast: "Forecast", output: str, *, quiet: bool) -> None:
    from forecast.results.errors import StoreError
    from forecast.results.store import save

    try:
        save(forecast, Path(output))
    except StoreError as error:
        raise UsageError(str(error)) from None
    if not quiet:
        say(f"saved to {output} ({Path(output).stat().st_size / 1e6:.1f} MB)")
