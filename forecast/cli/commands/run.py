"""`forecast run`: answer the questions of model files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from forecast.cli.answering import answered
from forecast.cli.arguments import AsOf, Csv, Files, Json, Seed
from forecast.cli.count import parse_count
from forecast.cli.csv_output import check_formats, print_csv
from forecast.cli.exit_code import ExitCode
from forecast.cli.json_text import json_text
from forecast.cli.model_files import are_usable, open_models, show_findings
from forecast.cli.terminal import say, show, write
from forecast.cli.usage import UsageError
from forecast.cli.whole_file import check_output
from forecast.results.learning_methods import Method
from forecast.sampling.points import PointKind
from forecast.session import MAX_DRAWS, MAX_SEED

if TYPE_CHECKING:
    from forecast.results.forecast import Forecast


def run(  # noqa: PLR0913 - each option is one
    file: Files,
    /,
    *files: Files,
    draws: Annotated[
        str | None,
        Parameter(
            name=["--draws", "-n"],
            help="How many possible worlds to draw: 100000 (as without it), 1e6, 100k, 1M. With --until: at most so many.",
        ),
    ] = None,
    until: Annotated[
        tuple[str, ...],
        Parameter(
            show_default=False,
            help="Draw until the standard errors are below this: 0.1years or 1month for dates and durations, 0.5% for "
            "probabilities and, relative to their size, other medians. It can be given for both; answers of neither kind do "
            "not count.",
        ),
    ] = (),
    points: Annotated[
        PointKind,
        Parameter(help="How the draws are spread: random, Latin hypercubes, or Sobol points (smaller errors, mostly)."),
    ] = "random",
    method: Annotated[
        Method | None,
        Parameter(
            help="How to learn from what the model observes, instead of what fits: weights of draws of the prior, nuts, "
            "particles; forward takes no notice of it."
        ),
    ] = None,
    as_of: AsOf = None,
    seed: Seed = "0",
    output: Annotated[
        str | None,
        Parameter(name=["--output", "-o"], help="Save the run with all its draws as a NetCDF file (run.nc)."),
    ] = None,
    json: Json = False,
    csv: Csv = False,
    strict: Annotated[bool, Parameter(help="Exit with code 3 where the numbers are not to be trusted.")] = False,
    quiet: Annotated[
        bool, Parameter(name=["--quiet", "-q"], help="No warnings, no progress: only answers and errors.")
    ] = False,
) -> int:
    """Answer the questions of model files.

    Every file is checked first; where one has errors, they are shown and nothing is run (exit code 1).
    A run that is not to be trusted says so before its numbers. What only a run can tell of a model, such as an input that
    hardly moves any answer, is shown after them on the standard error.
    """
    names = (file, *files)
    wanted = None if draws is None else parse_count(draws, option="--draws", least=1, most=MAX_DRAWS)
    start = parse_count(seed, option="--seed", least=0, most=MAX_SEED)
    _check_until(until)
    check_formats(json=json, csv=csv)
    if output is not None:
        if len(set(names)) > 1:
            raise UsageError(f"--output {output} can hold one run, and there are {len(set(names))} files to run")
        check_output(Path(output))
    models, failed = open_models(names, as_of=as_of)
    if failed:
        return ExitCode.USAGE
    if not are_usable(models, quiet=quiet):
        return ExitCode.FINDINGS
    answers: list[Forecast] = []
    for position, model in enumerate(models):
        forecast = answered(
            model, draws=wanted, seed=start, points=points, until=until, method=method, quiet=quiet, learnt=not csv
        )
        answers.append(forecast)
        if not (json or csv):
            _print_answer(forecast, after=position > 0)
            if not quiet and forecast.findings:
                show_findings(forecast.findings)
    if json:
        documents = [forecast.to_json(findings=not quiet) for forecast in answers]
        write(json_text(documents[0] if len(documents) == 1 else documents))
    if csv:
        print_csv(answers, quiet=quiet)
    if output is not None:
        _save(answers[0], output, quiet=quiet)
    trusted = all(forecast.trustworthy for forecast in answers)
    return ExitCode.DISTRUST if strict and not trusted else ExitCode.FINE


def _check_until(texts: tuple[str, ...]) -> None:
    from forecast.results.until import read_until

    try:
        read_until(texts)
    except ValueError as error:
        raise UsageError(f"--until: {error}") from None


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
