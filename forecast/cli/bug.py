"""What is said when Forecast itself is at fault."""

import traceback as tracebacks
from pathlib import Path

from forecast import version
from forecast.version import __version__

_PACKAGE = Path(version.__file__).parent


def bug_report(error: BaseException, *, traceback: bool) -> str:
    """What happened, in which stage and version, and what to send to whom; with the traceback if wanted."""
    while error.__cause__ is not None:
        error = error.__cause__
    message = " ".join(str(error).split())
    what = f"{type(error).__name__}: {message[:400]}" if message else type(error).__name__
    lines = [
        f"this is a bug in forecast {__version__}, not in your model: {what}",
        f"  stage: {stage(error)}",
        "  Please report it, with this text, the command and, if you can, the model file, where you got Forecast from.",
    ]
    if traceback:
        lines += ["", "".join(tracebacks.format_exception(error)).rstrip()]
    else:
        lines.append("  Set FORECAST_TRACEBACK=1 to see the traceback, and send that too.")
    return "\n".join(lines)


def stage(error: BaseException) -> str:
    """The room of the innermost of our own lines, with its file and line: ``program (from_graph.py:42)``."""
    found = "start"
    for frame in tracebacks.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(_PACKAGE):
            inside = path.relative_to(_PACKAGE)
            room = inside.parts[0].removesuffix(".py") if len(inside.parts) > 1 else inside.stem
            found = f"{room} ({inside.as_posix()}:{frame.lineno})"
    return found
