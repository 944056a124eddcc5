"""`forecast worlds`: a few single possible worlds, told in words."""

from typing import Annotated

from cyclopts import Parameter

from forecast.cli.arguments import File, Json, Seed
from forecast.cli.count import parse_count
from forecast.cli.exit_code import ExitCode
from forecast.cli.json_text import json_text
from forecast.cli.model_files import are_usable, open_model
from forecast.cli.terminal import show, write
from forecast.cli.usage import UsageError
from forecast.session import MAX_DRAWS, MAX_SEED

MOST = 100


def worlds(
    file: File,
    /,
    *,
    number: Annotated[
        str | None,
        Parameter(
            name=["--number", "-n"],
            help="How many worlds to tell: the first 3 draws of the run (as without it), or so many.",
        ),
    ] = None,
    draw: Annotated[
        tuple[str, ...],
        Parameter(show_default=False, help="The number of the draw to tell, counted from 0; it can be given again."),
    ] = (),
    seed: Seed = "0",
    json: Json = False,
) -> int:
    """Tell single possible worlds: what happens when, what never comes, and the values that made it so.

    They are draws of `forecast run` with the same seed. How usual a value is, is counted in 10,000 draws.
    """
    if number is not None and draw:
        raise UsageError("--number tells the first draws and --draw others; give one of them")
    if len(draw) > MOST:
        raise UsageError(f"--draw can be given {MOST} times, not {len(draw)} times")
    count = parse_count("3" if number is None else number, option="--number", least=1, most=MOST)
    draws = [parse_count(each, option="--draw", least=0, most=MAX_DRAWS - 1) for each in draw] or list(range(count))
    start = parse_count(seed, option="--seed", least=0, most=MAX_SEED)
    model = open_model(file)
    if not are_usable([model]):
        return ExitCode.FINDINGS
    from forecast.results.size import RunTooLargeError

    try:
        found = model.worlds(draws, seed=start)
    except RunTooLargeError as error:
        raise UsageError(f"{model.source.name}: {error}") from None
    if json:
        write(json_text(found.to_json()))
    else:
        from forecast.report.world import told

        show(told(found))
    return ExitCode.FINE
