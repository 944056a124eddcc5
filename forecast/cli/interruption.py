"""Ctrl-C and termination end a command by an exception, so that what it was writing is tidied up, and never get lost."""

import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from forecast.cli.exit_code import ExitCode

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

AGAIN = 0.02
"""Seconds until a lost interruption is raised again: longer than a callback takes, shorter than anyone notices."""


def catch_interruptions() -> None:
    """Set the process up, once, before anything else is imported."""
    # In a thread of another program there are no signals to be caught.
    with suppress(ValueError, AttributeError):
        signal.signal(signal.SIGTERM, _terminate)
    if hasattr(signal, "setitimer"):
        sys.unraisablehook = _raise_again


def forget_interruption() -> None:
    """After an interruption that was meant, and which a command survives.

    Python remembers one that passed through `exec`, as making a data class does, and would end by the signal itself;
    executing something else makes it forget.
    """
    exec("")


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(int(ExitCode.TERMINATED))


def _raise_again(unraisable: "UnraisableHookArgs") -> None:
    """Python drops an exception in a callback of the garbage collector, and JAX has one that runs often."""
    error = unraisable.exc_value
    if not isinstance(error, KeyboardInterrupt | SystemExit):
        sys.__unraisablehook__(unraisable)
        return
    kind = KeyboardInterrupt() if isinstance(error, KeyboardInterrupt) else SystemExit(error.code)

    def raise_it(_number: int, _frame: FrameType | None) -> NoReturn:
        raise kind

    signal.signal(signal.SIGALRM, raise_it)
    signal.setitimer(signal.ITIMER_REAL, AGAIN)
