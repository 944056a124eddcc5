"""`forecast check`: all findings about model files."""

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from forecast.cli.answering import fitting
from forecast.cli.arguments import Files
from forecast.cli.exit_code import ExitCode
from forecast.cli.json_text import json_text
from forecast.cli.model_files import open_models
from forecast.cli.terminal import say, show, write
from forecast.cli.usage import UsageError
from forecast.language.diagnostics.data import as_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forecast.results.convergence import Convergence
    from forecast.session import ModelFile


def check(
    file: Files,
    /,
    *files: Files,
    form: Annotated[
        Literal["full", "concise", "json", "github"],
        Parameter(
            name="--format",
            help="In full with the source, one line each, as JSON, or as annotations of GitHub Actions.",
        ),
    ] = "full",
    strict: Annotated[bool, Parameter(help="Exit with code 1 for warnings too.")] = False,
    sources: Annotated[bool, Parameter(help="Tell of parameters that do not say where they come from, too.")] = False,
    convergence: Annotated[
        bool,
        Parameter(
            negative=(), help="Run models with a clock, with its steps and with half as long ones: what moves how far?"
        ),
    ] = False,
) -> int:
    """Report all mistakes in model files, without running them.

    Errors give exit code 1; warnings alone do not, but with --strict. `# allow: code (reason)` silences a warning in its
    statement.
    """
    models, failed = open_models((file, *files))
    findings = [finding for model in models for finding in model.check(sources=sources)]
    if convergence and form not in ("full", "json"):
        raise UsageError("--convergence is told in full or as JSON; leave --format out, or write --format json")
    found = [answer for model in models for answer in _converging(model)] if convergence else None
    if form == "json" and found is not None:
        data = {"findings": [as_data(finding) for finding in findings]}
        write(json_text({**data, "convergence": [each.to_json() for each in found]}))
    elif form != "full":
        from forecast.report.diagnostic_text import render_text

        write(render_text(findings, form))
    elif findings:
        from forecast.report.diagnostics import render_full

        show(render_full(findings))
    elif models:
        write("no findings\n" if len(models) == 1 else f"no findings in {len(models)} files\n")
    if found is not None and form == "full":
        from forecast.report.convergence import convergence_table

        for each in found:
            write("\n")
            show(convergence_table(each))
    if failed:
        return ExitCode.USAGE
    serious = any(finding.is_error or strict for finding in findings)
    return ExitCode.FINDINGS if serious else ExitCode.FINE


def _converging(model: "ModelFile") -> "Iterator[Convergence]":
    """How the answers of a model with a clock converge; a word about one without, or with errors."""
    if any(finding.is_error for finding in model.check()):
        return
    with fitting(model) as on_progress:
        found = model.convergence(on_progress=on_progress)
    if found is None:
        say(f"{model.source.name} has no clock: nothing in it depends on the length of steps")
    else:
        yield found
