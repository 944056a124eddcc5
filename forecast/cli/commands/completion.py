"""`forecast completion`: let a shell complete commands, options and files."""

from typing import Annotated

from cyclopts import Parameter

from forecast.cli.completion import Shell, script
from forecast.cli.terminal import write


def completion(shell: Annotated[Shell, Parameter(name="SHELL", help="bash, zsh or fish.")], /) -> None:
    """Print a script with which a shell completes commands, options and names of model files.

    bash:  forecast completion bash > ~/.local/share/bash-completion/completions/forecast
    zsh:   forecast completion zsh > _forecast, in a folder of $fpath
    fish:  forecast completion fish > ~/.config/fish/completions/forecast.fish
    """
    write(script(shell))
