"""The commands and their help. A command's module is imported when that command runs."""

import sys
from typing import Final, NamedTuple

from cyclopts import App, CycloptsError, Group, Parameter
from cyclopts.exceptions import CoercionError, MissingArgumentError, UnknownCommandError, UnusedCliTokensError

from forecast.cli.exit_code import ExitCode
from forecast.cli.model_files import STDIN
from forecast.cli.terminal import Page, console, write
from forecast.cli.usage import UsageError
from forecast.version import __version__


class Command(NamedTuple):
    name: str
    group: Group
    help: str
    arguments: str

    @property
    def place(self) -> str:
        return f"forecast.cli.commands.{self.name}:{self.name}"


FORECASTING = Group("Forecasting", sort_key=1)
WRITING = Group("Writing models", sort_key=2)
LOOKING = Group("Looking inside", sort_key=3)
INSTALLATION = Group("Installation", sort_key=4)
OPTIONS = Group("Options", sort_key=5)

COMMANDS: Final = (
    Command("run", FORECASTING, "Answer the questions of model files.", "[OPTIONS] FILE..."),
    Command("fit", FORECASTING, "Draw data against what the model predicts of them.", "[OPTIONS] FILE"),
    Command("worlds", FORECASTING, "Tell a few single possible worlds in words.", "[OPTIONS] FILE"),
    Command("watch", FORECASTING, "Check and run a model file again at each save.", "[OPTIONS] FILE"),
    Command("show", FORECASTING, "Show the answer of a saved run again.", "[OPTIONS] RUN"),
    Command("new", WRITING, "Start a model file with a commented example.", "NAME"),
    Command("check", WRITING, "Report all mistakes in model files, without running them.", "[OPTIONS] FILE..."),
    Command("fmt", WRITING, "Put model files into their canonical layout.", "[OPTIONS] FILE..."),
    Command(
        "explain", WRITING, "Explain a name of a model, a finding's code, or a function.", "[OPTIONS] FILE NAME | WORD"
    ),
    Command("graph", LOOKING, "Draw what causes what.", "[OPTIONS] FILE"),
    Command("compile", LOOKING, "Print the NumPyro program that a model becomes.", "[OPTIONS] FILE"),
    Command("dump", LOOKING, "Print a stage between the text and the program, for bug reports.", "--stage STAGE FILE"),
    Command("completion", INSTALLATION, "Print a script that completes commands, options and files.", "SHELL"),
    Command("doctor", INSTALLATION, "See whether everything that Forecast needs is there and works.", "[OPTIONS]"),
)

HELP = """Causal, uncertain models of the future, and the timelines that follow from them.

`forecast new my_model` writes a first model, `forecast run my_model.fcst` answers its questions.
Each command has its own `--help`.
"""


def build() -> App:
    """The application with all its commands, none of them imported."""
    app = App(
        name="forecast",
        help=HELP,
        version=f"forecast {__version__}",
        version_flags=["--version", "-V"],
        default_parameter=Parameter(negative=()),
        suppress_keyboard_interrupt=False,
        result_action="return_value",
        group_commands=OPTIONS,
    )
    for position, command in enumerate(COMMANDS):
        usage = f"Usage: forecast {command.name} {command.arguments}"
        app.command(
            command.place, name=command.name, help=command.help, group=command.group, sort_key=position, usage=usage
        )
    return app


def dispatch(tokens: list[str]) -> int:
    """Run one command. Raises UsageError where the tokens make no command."""
    # The library takes a lone hyphen for an option without a name.
    tokens = [STDIN if token == "-" else token for token in tokens]
    app = build()
    try:
        if not tokens or not {"--help", "-h"}.isdisjoint(tokens):
            page = Page(sys.stdout)
            app.console = console(page)
            result = app(tokens, exit_on_error=False, print_error=False)
            write(page.text())
        else:
            result = app(tokens, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        raise _misuse(error, tokens) from None
    return ExitCode.FINE if result is None else int(result)


def _misuse(error: CycloptsError, tokens: list[str]) -> UsageError:
    command = " ".join(["forecast", *(str(word) for word in error.command_chain or ())])
    hint = f"`{command} --help` lists what can be given."
    match error:
        case UnknownCommandError():
            return _unknown_command(tokens[0], hint)
        case MissingArgumentError(argument=argument) if argument is not None:
            name = error.keyword or argument.name
            choices = [str(choice) for choice in argument.get_choices() or ()]
            what = f"{name} needs a value" if name in tokens else f"{name} is missing"
            what += f"; it is one of {', '.join(choices)}" if choices else ""
        case UnusedCliTokensError(unused_tokens=[first, *_]):
            what = f"there is no place for {first!r}"
        case CoercionError() if error.argument is not None and error.token is not None:
            name = error.token.keyword or error.argument.name
            choices = [str(choice) for choice in error.argument.get_choices() or ()]
            known = f"; it is one of {', '.join(choices)}" if choices else ""
            what = f"{name} cannot be {error.token.value!r}{known}"
        case _:
            error.verbose = False
            what = " ".join(str(error).split()).removesuffix(".")
            what = what[:1].lower() + what[1:]
    return UsageError(f"{command}: {what}", hint=hint)


def _unknown_command(word: str, hint: str) -> UsageError:
    from forecast.language.diagnostics.nearest import nearest

    if word.endswith((".fcst", ".nc")):
        verb = "run" if word.endswith(".fcst") else "show"
        return UsageError(f"{word!r} is no command", hint=f"Did you mean `forecast {verb} {word}`?")
    near = nearest(word, [command.name for command in COMMANDS], most=1)
    if near:
        hint = f"Did you mean `forecast {near[0]}`? {hint}"
    return UsageError(f"there is no command {word!r}", hint=hint)
