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
    strict: Annotated[bool, Parameter(help="Exit with code 1 for warnings too.")] = False,
    sources: Annotated[bool, Parameter(help="Tell of parameters that do not say where they come from, too.")] = False,
) -> int:
    """Report all mistakes in model files, without running them.

    Errors give exit code 1; warnings alone do not, but with --strict. `# allow: code (reason)` silences a warning in its
    statement.
    """
    models, failed = open_models((file, *files))
    findings = [finding for model in models for finding in model.check(sources=sources)]
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
    serious = any(finding.is_error or strict for finding in findings)
    return ExitCode.FINDINGS if serious else ExitCode.FINE
