"""`forecast check`: all findings about model files."""

from typing import Annotated, Literal

from cyclopts import Parameter

from forecast.cli.arguments import Files
from forecast.cli.exit_code import ExitCode
from forecast.cli.model_files import open_models
from forecast.cli.terminal import show, write


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
) -> int:
    """Report all mistakes in model files, without running them.

    Errors give exit code 1; warnings alone do not.
    """
    models, failed = open_models((file, *files))
    findings = [finding for model in models for finding in model.check()]
    if form != "full":
        from forecast.report.diagnostic_text import render_text

        write(render_text(findings, form))
    elif findings:
        from forecast.report.diagnostics import render_full

        show(render_full(findings))
    elif models:
        write("no findings\n" if len(models) == 1 else f"no findings in {len(models)} files\n")
    if failed:
        return ExitCode.USAGE
    return ExitCode.FINDINGS if any(finding.is_error for finding in findings) else ExitCode.FINE
