"""`forecast compile`: the NumPyro program of a model."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from forecast.cli.arguments import File
from forecast.cli.exit_code import ExitCode
from forecast.cli.model_files import are_usable, open_model
from forecast.cli.terminal import is_terminal, show, write
from forecast.cli.whole_file import check_output, write_whole
from forecast.report.inert import inert


def compile(  # noqa: A001 - the command's name
    file: File,
    /,
    *,
    output: Annotated[
        str | None, Parameter(name=["--output", "-o"], help="Write the program to a file (program.py).")
    ] = None,
) -> int:
    """Print the NumPyro program that a model becomes: the very text that `forecast run` runs."""
    model = open_model(file)
    if not are_usable([model]):
        return ExitCode.FINDINGS
    text = model.program.text
    if output is not None:
        check_output(Path(output))
        write_whole(Path(output), text)
    elif is_terminal(sys.stdout):
        from rich.syntax import Syntax

        show(Syntax(inert(text), "python", theme="ansi_dark", background_color="default"))
    else:
        write(text)
    return ExitCode.FINE
