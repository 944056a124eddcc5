"""Scripts that let a shell complete what is typed after `forecast`. They are made from the commands and start no process."""

from typing import Literal, assert_never

from forecast.cli.completion.bash import bash
from forecast.cli.completion.fish import fish
from forecast.cli.completion.words import words
from forecast.cli.completion.zsh import zsh

type Shell = Literal["bash", "zsh", "fish"]

__all__ = ["Shell", "script"]


def script(shell: Shell) -> str:
    """The script for a shell."""
    match shell:
        case "bash":
            return bash(words())
        case "zsh":
            return zsh(words())
        case "fish":
            return fish(words())
        case _:
            assert_never(shell)
