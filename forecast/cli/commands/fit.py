"""`forecast fit`: data against what the model predicts of them."""

from typing import Annotated

from cyclopts import Parameter

from forecast.cli.answering import answered
from forecast.cli.arguments import AsOf, File, Json, Seed
from forecast.cli.count import parse_count
from forecast.cli.exit_code import ExitCode
from forecast.cli.json_text import json_text
from forecast.cli.model_files import are_usable, open_models
from forecast.cli.terminal import show, write
from forecast.cli.usage import UsageError
from forecast.results.learning_methods import Method
from forecast.session import MAX_SEED

DRAWS = 10_000
"""Enough for bands that are drawn in characters."""


def fit(
    file: File,
    /,
    *,
    prior: Annotated[
        bool, Parameter(help="Bands of what the model predicted before it knew the data, instead of after.")
    ] = False,
    method: Annotated[Method | None, Parameter(help="How to learn from what the model observes, as in `run`.")] = None,
    as_of: AsOf = None,
    seed: Seed = "0",
    json: Json = False,
    strict: Annotated[bool, Parameter(help="Exit with code 3 where the numbers are not to be trusted.")] = False,
    quiet: Annotated[bool, Parameter(name=["--quiet", "-q"], help="No warnings, no progress.")] = False,
) -> int:
    """Draw data against predictive bands.

    For each value that the model compares with a distribution (`observe VALUE ~ DISTRIBUTION`) a line shows what was seen
    and where the model has values like it, once it has learnt from all of them. Values far outside tell that the model
    lacks something; with all values near the medians it is too unsure.
    """
    start = parse_count(seed, option="--seed", least=0, most=MAX_SEED)
    models, failed = open_models([file], as_of=as_of)
    if failed:
        return ExitCode.USAGE
    if not are_usable(models, quiet=quiet):
        return ExitCode.FINDINGS
    (model,) = models
    if not model.graph.evidence:
        raise UsageError(
            f"{file} has no evidence", hint="`observe VALUE ~ DISTRIBUTION` compares a value that was seen."
        )
    if method == "forward":
        raise UsageError("`--method forward` takes no notice of the data", hint="Leave it out; see also `--prior`.")
    forecast = answered(model, draws=DRAWS, seed=start, method=method, quiet=quiet)
    learnt = forecast.learnt
    if learnt is None or not learnt.compared:
        raise UsageError(
            f"{file} compares no value with a distribution",
            hint="`observe VALUE ~ DISTRIBUTION` does; conditions that are kept or dropped have no bands.",
        )
    if prior and learnt.prior is None:
        raise UsageError(f"{file} predicts nothing before its data", hint="What is `flat()` is no distribution.")
    from forecast.results.fit import fits, fits_to_json

    found = fits(learnt)
    if json:
        epoch, name = forecast.epoch, forecast.model
        write(json_text(fits_to_json(found, model=name, trustworthy=forecast.trustworthy, epoch=epoch)))
    else:
        from forecast.report.fit import fit_answer

        show(fit_answer(forecast, found, before=prior))
    return ExitCode.DISTRUST if strict and not forecast.trustworthy else ExitCode.FINE
