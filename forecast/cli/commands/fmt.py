"""`forecast fmt`: the canonical layout."""

import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from forecast.cli.arguments import Files
from forecast.cli.exit_code import ExitCode
from forecast.cli.model_files import STDIN, open_models, show_findings
from forecast.cli.terminal import is_terminal, say, show, write
from forecast.cli.usage import UsageError
from forecast.cli.whole_file import write_whole
from forecast.report.inert import inert

if TYPE_CHECKING:
    from rich.text import Text

    from forecast.session import ModelFile

DIFF_STYLES = {"---": "bold", "+++": "bold", "@@": "cyan", "+": "green", "-": "red"}


def fmt(
    file: Files,
    /,
    *files: Files,
    check: Annotated[
        bool, Parameter(help="Change nothing; name the files that would change, with exit code 1.")
    ] = False,
    diff: Annotated[bool, Parameter(help="Change nothing; show what would change.")] = False,
) -> int:
    """Put model files into their canonical layout, in place; with - from the standard input to the standard output.

    A file with mistakes in its syntax stays as it is (exit code 1).
    """
    names = (file, *files)
    if STDIN in names and len(set(names)) > 1:
        raise UsageError("the standard input (-) is formatted by itself, not together with files")
    models, unreadable = open_models(names)
    broken = changed = 0
    for model in models:
        if model.parsed.errors:
            show_findings(model.parsed.errors)
            broken += 1
            continue
        text = model.format()
        changes = _differs(model, text)
        changed += changes
        if changes and diff:
            _show_diff(model, text)
        elif changes and check:
            write(f"{inert(model.source.name)}\n")
        elif names == (STDIN,) and not (check or diff):
            write(text)
        elif changes and not (check or diff):
            write_whole(Path(model.source.name), text)
    if names != (STDIN,):
        _tell(len(models), broken, changed, wrote=not (check or diff))
    if unreadable:
        return ExitCode.USAGE
    return ExitCode.FINDINGS if broken or (check and changed) else ExitCode.FINE


def _differs(model: "ModelFile", text: str) -> bool:
    if model.source.name == STDIN:
        return model.source.text != text
    # The bytes, so that a byte order mark counts.
    return Path(model.source.name).read_bytes() != text.encode()


def _show_diff(model: "ModelFile", text: str) -> None:
    name = inert(model.source.name)
    lines = list(
        unified_diff(
            model.source.text.splitlines(keepends=True), text.splitlines(keepends=True), name, f"{name} (formatted)"
        )
    )
    if is_terminal(sys.stdout):
        show(_coloured(lines))
    else:
        # To the letter, so that it can be applied.
        write("".join(_whole_lines(lines)))


def _whole_lines(lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _coloured(lines: list[str]) -> "Text":
    from rich.text import Text

    text = Text(no_wrap=True, overflow="ignore")
    for line in lines:
        style = next((style for start, style in DIFF_STYLES.items() if line.startswith(start)), "")
        text.append(inert(line.rstrip("\r\n")) + "\n", style=style)
    return text


def _tell(read: int, broken: int, changed: int, *, wrote: bool) -> None:
    verb = "formatted" if wrote else "would change"
    unchanged = read - broken - changed
    parts = [f"{_files(changed)} {verb}"] if changed else []
    parts += [f"{_files(unchanged)} {'left as it is' if unchanged == 1 else 'left as they are'}"] if unchanged else []
    parts += [f"{_files(broken)} with mistakes, not formatted"] if broken else []
    if parts:
        say(", ".join(parts))


def _files(number: int) -> str:
    return f"{number} file{'' if number == 1 else 's'}"
