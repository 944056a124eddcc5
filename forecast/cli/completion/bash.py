"""Completion for bash, from version 3.2 on."""

from collections.abc import Sequence

from forecast.cli.completion.words import HELP, VERSION, Word

_SCRIPT = r"""# Completion of `forecast` for bash; made by `forecast completion bash`.

_forecast_files() {
    # Names that end so, and folders to look into; bash quotes what needs it.
    local found
    compopt -o filenames 2>/dev/null
    while IFS= read -r found; do COMPREPLY+=("$found"); done < <(
        compgen -d -- "$2"
        if [[ -n $1 ]]; then compgen -f -X "!*$1" -- "$2"; else compgen -f -- "$2"; fi | while IFS= read -r found; do
            [[ -d $found ]] || printf '%s\n' "$found"
        done
    )
}

_forecast() {
    local word=${COMP_WORDS[COMP_CWORD]} before="" command=${COMP_WORDS[1]} options="" suffix="" choices=""
    ((COMP_CWORD > 1)) && before=${COMP_WORDS[COMP_CWORD-1]}
    # bash takes `--format=json` for three words.
    [[ $before == "=" ]] && before=${COMP_WORDS[COMP_CWORD-2]}
    [[ $word == "=" ]] && word=""
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W "@COMMANDS@" -- "$word"))
        return
    fi
    case "$command $before" in
@VALUES@
    esac
    case $command in
@CASES@
        *) return ;;
    esac
    if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$word"))
    elif [[ -n $choices ]]; then
        COMPREPLY=($(compgen -W "$choices" -- "$word"))
    elif [[ -n $suffix ]]; then
        _forecast_files "$suffix" "$word"
    fi
}

complete -F _forecast forecast
"""


def bash(words: Sequence[Word]) -> str:
    """The script."""
    return (
        _SCRIPT.replace("@COMMANDS@", " ".join([*(word.name for word in words), *HELP, *VERSION]))
        .replace("@VALUES@", "\n".join(line for word in words for line in _values(word)))
        .replace("@CASES@", "\n".join(_case(word) for word in words))
    )


def _values(word: Word) -> list[str]:
    """What to do after an option that takes a value."""
    lines: list[str] = []
    for option in word.options:
        if not option.takes:
            continue
        pattern = "|".join(f'"{word.name} {name}"' for name in option.names)
        if option.choices:
            action = f'COMPREPLY=($(compgen -W "{" ".join(option.choices)}" -- "$word")); return'
        elif option.any_file:
            action = '_forecast_files "" "$word"; return'
        else:
            action = "return"
        lines.append(f"        {pattern}) {action} ;;")
    return lines


def _case(word: Word) -> str:
    options = " ".join(name for option in word.options for name in option.names)
    parts = [f'options="{options}"']
    parts += [f"suffix={word.suffix}"] if word.suffix else []
    parts += [f'choices="{" ".join(word.choices)}"'] if word.choices else []
    return f"        {word.name}) {' '.join(parts)} ;;"
