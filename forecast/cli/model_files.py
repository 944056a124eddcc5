"""Reading the model files that a command was given, and what to do where they have mistakes."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from forecast.cli.terminal import say, show_aside
from forecast.cli.usage import UsageError
from forecast.language.source import Source

if TYPE_CHECKING:
    from forecast.language.diagnostics import Diagnostic
    from forecast.session import ModelFile

STDIN = "<stdin>"
"""How commands name the standard input (`-` on the command line); `./<stdin>` is a file of that name."""


def open_model(name: str) -> "ModelFile":
    """The model file of that name, or of the standard input. Raises UsageError where it cannot be read."""
    from forecast.loading import LoadError, read_source
    from forecast.session import ModelFile

    if name == STDIN:
        return ModelFile(read_stdin())
    if not name:
        raise UsageError("the name of a file is empty")
    try:
        return ModelFile(read_source(Path(name)))
    except LoadError as error:
        raise UsageError(str(error)) from None


def read_stdin() -> Source:
    """The model file that comes through the standard input. Raises UsageError."""
    from forecast.language.syntax import MAX_SIZE

    if sys.stdin is None:
        raise UsageError("there is no standard input to read")
    # At most four bytes a character.
    data = sys.stdin.buffer.read(4 * MAX_SIZE + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("the standard input is not UTF-8 text") from None
    if "\0" in text[:8192]:
        raise UsageError("the standard input is no text; a model file is plain text (UTF-8)")
    return Source(STDIN, text)


def open_models(names: Sequence[str], *, as_of: str | None = None) -> "tuple[list[ModelFile], bool]":
    """The model files that can be read, each once, and whether there are others, of which it is said why not.

    With `as_of` they are as of that day. Raises UsageError where it is none.
    """
    models: list[ModelFile] = []
    failed = False
    for name in dict.fromkeys(names):
        try:
            model = open_model(name)
            models.append(model if as_of is None else model.known_by(as_of))
        except ValueError as error:
            raise UsageError(f"--as-of: {error}") from None
        except UsageError as error:
            say(f"error: {error}")
            failed = True
    return models, failed


def are_usable(models: "Sequence[ModelFile]", *, quiet: bool = False) -> bool:
    """Whether no model has errors. All findings are shown on the standard error; with `quiet` no mere warnings."""
    findings = [finding for model in models for finding in model.check()]
    usable = not any(finding.is_error for finding in findings)
    if quiet:
        findings = [finding for finding in findings if finding.is_error]
    if findings:
        show_findings(findings)
    return usable


def show_findings(findings: "Sequence[Diagnostic]") -> None:
    """Findings in full, on the standard error."""
    from forecast.report.diagnostics import render_full

    show_aside(render_full(findings))
