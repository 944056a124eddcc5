"""`forecast graph`: what causes what."""

from typing import Annotated, Literal

from cyclopts import Parameter

from forecast.cli.arguments import File
from forecast.cli.exit_code import ExitCode
from forecast.cli.model_files import are_usable, open_model
from forecast.cli.terminal import write
from forecast.report.inert import inert


def graph(
    file: File,
    /,
    *,
    form: Annotated[
        Literal["text", "mermaid", "dot"], Parameter(name="--format", help="Indented text, Mermaid, or DOT (Graphviz).")
    ] = "text",
) -> int:
    """Draw what causes what: each name of a model with what it is computed from."""
    from forecast.graph.drawing import draw

    model = open_model(file)
    if not are_usable([model]):
        return ExitCode.FINDINGS
    write(inert(draw(model.graph, form)))
    return ExitCode.FINE
