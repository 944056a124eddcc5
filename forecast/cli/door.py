"""From the arguments to an exit code: every way in which a command ends passes here, and none with a traceback."""

import os
import sys
from collections.abc import Sequence

from forecast.cli.exit_code import ExitCode
from forecast.cli.terminal import say, write
from forecast.cli.usage import UsageError
from forecast.version import __version__

TRACEBACK_VARIABLE = "FORECAST_TRACEBACK"


def enter(arguments: Sequence[str] | None) -> int:
    """Run the command that the arguments name (None: those of the process, which is then set up too)."""
    owns_process = arguments is None
    try:
        if arguments is None:
            _set_up()
            arguments = sys.argv[1:]
        if list(arguments) in (["--version"], ["-V"]):
            # Before the commands and their library: it is asked often, by other programs.
            write(f"forecast {__version__}\n")
            return ExitCode.FINE
        from forecast.cli.app import dispatch

        return dispatch(list(arguments))
    except KeyboardInterrupt:
        say("\ninterrupted")
        if owns_process:
            # Python remembers an interruption that passed through `exec`, as importing does, and would end by the signal itself.
            os._exit(ExitCode.INTERRUPTED)
        return ExitCode.INTERRUPTED
    except UsageError as error:
        say(f"error: {error}")
        if error.hint:
            say(error.hint)
        return ExitCode.USAGE
    except MemoryError:
        say("error: there is not enough memory for this; ask for fewer draws (--draws), or for fewer questions")
        return ExitCode.USAGE
    except Exception as error:
        from forecast.cli.bug import bug_report

        say(bug_report(error, traceback=bool(os.environ.get(TRACEBACK_VARIABLE))))
        return ExitCode.BUG


def _set_up() -> None:
    """What holds for a process of its own, and would be rude inside another program."""
    import warnings

    from forecast.cli.interruption import catch_interruptions

    catch_interruptions()
    if not sys.warnoptions:
        # Warnings of libraries about each other are no business of a forecaster's.
        warnings.simplefilter("ignore")
