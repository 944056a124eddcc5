"""What can be typed after `forecast`: the commands with their options and arguments, as data."""

from collections.abc import Iterator
from dataclasses import dataclass

from cyclopts import App
from cyclopts.argument import Argument

_FILES = {"FILE": ".fcst", "FILE|WORD": ".fcst", "RUN": ".nc"}
"""How the names of the files end that an argument of a name can be."""
_ANY_FILE = frozenset({"--output"})
HELP, VERSION = ("--help", "-h"), ("--version", "-V")


@dataclass(frozen=True, slots=True)
class Option:
    """`takes` is what follows it: nothing, a value, one of some `choices`, or any file."""

    names: tuple[str, ...]
    help: str
    takes: bool
    choices: tuple[str, ...] = ()
    any_file: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A command. Its arguments are files with names that end in `suffix`, one of some `choices`, or nothing that is known."""

    name: str
    help: str
    options: tuple[Option, ...]
    suffix: str = ""
    choices: tuple[str, ...] = ()


def words() -> tuple[Word, ...]:
    """All commands. Imports their modules, and nothing that they need for their work."""
    from forecast.cli.app import COMMANDS, build

    app = build()
    return tuple(_word(app[command.name], command.name, command.help) for command in COMMANDS)


def _word(app: App, name: str, help_: str) -> Word:
    arguments = app.assemble_argument_collection()
    positional = [argument for argument in arguments if not argument.name.startswith("-")]
    suffix = next((_FILES[argument.name] for argument in positional if argument.name in _FILES), "")
    choices = tuple(str(choice) for argument in positional for choice in argument.get_choices() or ())
    return Word(name, help_.removesuffix("."), tuple(_options(arguments)), suffix, choices)


def _options(arguments: "list[Argument]") -> Iterator[Option]:
    for argument in arguments:
        if argument.name.startswith("-"):
            yield Option(
                names=tuple(name for name in argument.names if name not in argument.negatives),
                help=" ".join((argument.parameter.help or "").split()).removesuffix("."),
                takes=not argument.is_flag(),
                choices=tuple(str(choice) for choice in argument.get_choices() or ()),
                any_file=argument.name in _ANY_FILE,
            )
    yield Option(HELP, "What it does and what can be given", takes=False)
