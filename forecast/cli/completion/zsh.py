"""Completion for zsh."""

from collections.abc import Sequence

from forecast.cli.completion.words import HELP, VERSION, Option, Word

_SCRIPT = r"""#compdef forecast
# Completion of `forecast` for zsh; made by `forecast completion zsh`.

_forecast() {
    local -a commands
    commands=(
@COMMANDS@
    )
    if (( CURRENT == 2 )); then
        _describe -t commands command commands
        _describe -o option '(@OPTIONS@)'
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
@CASES@
    esac
}

# Found by its name it is called at once, read into a running shell it registers itself.
if [[ $funcstack[1] == _forecast ]]; then
    _forecast "$@"
else
    compdef _forecast forecast
fi
"""


def zsh(words: Sequence[Word]) -> str:
    """The script."""
    return (
        _SCRIPT.replace("@COMMANDS@", "\n".join(f"        {_quoted(_entry(word.name, word.help))}" for word in words))
        .replace("'(@OPTIONS@)'", f"'({' '.join((*HELP, *VERSION))})'")
        .replace("@CASES@", "\n".join(_case(word) for word in words))
    )


def _case(word: Word) -> str:
    specs = [spec for option in word.options for spec in _specs(option)]
    if word.choices:
        specs.append(f"1:argument:({' '.join(word.choices)})")
    elif word.suffix:
        specs.append(f'*:file:_files -g "*{word.suffix}(-.)"')
    lines = " \\\n                ".join(["_arguments -s", *(_quoted(spec) for spec in specs)])
    return f"        {word.name})\n            {lines}\n            ;;"


def _specs(option: Option) -> list[str]:
    """One for each name, which shut each other out."""
    others = f"({' '.join(option.names)})" if len(option.names) > 1 else ""
    action = ""
    if option.choices:
        action = f":value:({' '.join(option.choices)})"
    elif option.any_file:
        action = ":file:_files"
    elif option.takes:
        action = ":value: "
    help_ = option.help.translate(_SPECIAL)
    return [
        f"{others}{name}{'=' if option.takes and name.startswith('--') else ''}[{help_}]{action}"
        for name in option.names
    ]


_SPECIAL = str.maketrans({"[": r"\[", "]": r"\]", ":": r"\:", "\\": r"\\"})


def _entry(name: str, help_: str) -> str:
    return f"{name}:{help_.translate(_SPECIAL)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", r"'\''") + "'"
