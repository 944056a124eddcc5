"""`forecast dump`: a stage between the text and the program."""

from typing import TYPE_CHECKING, Annotated, Literal, assert_never

from cyclopts import Parameter

from forecast.cli.arguments import File
from forecast.cli.exit_code import ExitCode
from forecast.cli.model_files import are_usable, open_model, show_findings
from forecast.cli.terminal import write
from forecast.report.inert import inert

if TYPE_CHECKING:
    from forecast.session import ModelFile

type Stage = Literal["tree", "model", "graph", "program"]


def dump(
    file: File,
    /,
    *,
    stage: Annotated[
        Literal["tree", "model", "graph", "program"],
        Parameter(help="The tree as read, the checked model, the causal graph, or the program."),
    ],
) -> int:
    """Print a stage between the text of a model and its program, for bug reports."""
    model = open_model(file)
    if stage == "tree":
        # Also of a file with mistakes: what was read of it.
        if model.parsed.diagnostics:
            show_findings(model.parsed.diagnostics)
        write(inert(_text(model, stage)))
        return ExitCode.FINDINGS if model.parsed.errors else ExitCode.FINE
    if not are_usable([model]):
        return ExitCode.FINDINGS
    write(inert(_text(model, stage)))
    return ExitCode.FINE


def _text(model: "ModelFile", stage: Stage) -> str:
    from forecast.graph.dump import dump_graph, dump_model
    from forecast.language.syntax import dump_tree

    match stage:
        case "tree":
            return dump_tree(model.parsed.file)
        case "model":
            return dump_model(model.model)
        case "graph":
            return dump_graph(model.graph)
        case "program":
            return model.program.text
        case _:
            assert_never(stage)
