"""Completion for fish."""

from collections.abc import Sequence

from forecast.cli.completion.words import HELP, VERSION, Option, Word

_HEAD = """# Completion of `forecast` for fish; made by `forecast completion fish`.

complete -c forecast -f
"""


def fish(words: Sequence[Word]) -> str:
    """The script."""
    first = "__fish_use_subcommand"
    lines = [_option(first, Option(HELP, "What the commands are", takes=False))]
    lines.append(_option(first, Option(VERSION, "The version", takes=False)))
    for word in words:
        lines.append(f"complete -c forecast -n {first} -a {word.name} -d {_quoted(word.help)}")
    for word in words:
        here = f"'__fish_seen_subcommand_from {word.name}'"
        if word.choices:
            lines.append(f"complete -c forecast -n {here} -a {_quoted(' '.join(word.choices))}")
        elif word.suffix:
            lines.append(f"complete -c forecast -n {here} -k -a '(__fish_complete_suffix {word.suffix})'")
        lines += [_option(here, option) for option in word.options]
    return _HEAD + "\n".join(lines) + "\n"


def _option(condition: str, option: Option) -> str:
    parts = [f"complete -c forecast -n {condition}"]
    parts += [f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names]
    if option.choices:
        parts.append(f"-x -a {_quoted(' '.join(option.choices))}")
    elif option.any_file:
        parts.append("-r -F")
    elif option.takes:
        parts.append("-x")
    return " ".join([*parts, f"-d {_quoted(option.help)}"])


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
