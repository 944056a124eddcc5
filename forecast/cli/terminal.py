"""Writing to the two standard streams. A reader that goes away is no error; a full disk is one, and is said."""

import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from forecast.cli.usage import UsageError
from forecast.report.inert import inert

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

PIPE_WIDTH = 100
"""Columns where the output is no terminal and COLUMNS says nothing."""
NARROWEST, WIDEST = 20, 1000
"""What COLUMNS may say; below that nothing can be laid out."""


def write(text: str) -> bool:
    """Text as it is to the standard output; whether there is still somebody who reads it. Raises UsageError where it cannot
    be written.
    """
    stream = sys.stdout
    try:
        _put(text, stream)
    except BrokenPipeError:
        _silence(stream)
        return False
    except OSError as error:
        _silence(stream)
        raise UsageError(f"the output could not be written: {reason(error)}") from None
    return True


def say(text: str) -> None:
    """A line to the standard error, made harmless for a terminal. Where nobody can read it, nothing happens."""
    with suppress(OSError):
        _put(f"{inert(text)}\n", sys.stderr)


def show(renderable: "RenderableType") -> bool:
    """A renderable to the standard output; the same holds as for text."""
    return write(rendered(renderable, sys.stdout))


def show_aside(renderable: "RenderableType") -> None:
    """A renderable to the standard error."""
    with suppress(OSError):
        _put(rendered(renderable, sys.stderr), sys.stderr)


def rendered(renderable: "RenderableType", stream: TextIO | None) -> str:
    """What a console of that stream would print, without the spaces that pad its lines (those that carry a style stay)."""
    page = Page(stream)
    console(page).print(renderable)
    return page.text()


def console(stream: TextIO | None) -> "Console":
    """The console of a stream; NO_COLOR, FORCE_COLOR, TERM and COLUMNS count."""
    from rich.console import Console

    return Console(file=stream, width=_width(stream), markup=False, highlight=False, emoji=False)


class Page(io.StringIO):
    """What is to be written to a stream, kept until it is whole; it looks like that stream."""

    def __init__(self, stream: TextIO | None) -> None:
        super().__init__()
        self._encoding = (stream.encoding if stream is not None else None) or "utf-8"
        self._is_terminal = is_terminal(stream)

    @property
    def encoding(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        return self._encoding

    def isatty(self) -> bool:
        return self._is_terminal

    def text(self) -> str:
        text = self.getvalue()
        return "".join(f"{line.rstrip(' ')}\n" for line in text.removesuffix("\n").split("\n")) if text else ""


def is_terminal(stream: TextIO | None) -> bool:
    """Whether people read the stream as it is written."""
    return stream is not None and not stream.closed and stream.isatty()


def reason(error: OSError) -> str:
    """The operating system's word for what went wrong: "no space left on device"."""
    return (error.strerror or str(error) or type(error).__name__).lower()


def _width(stream: TextIO | None) -> int | None:
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns[:9]) > 0:
        return min(max(int(columns[:9]), NARROWEST), WIDEST)
    return None if is_terminal(stream) else PIPE_WIDTH


def _put(text: str, stream: TextIO | None) -> None:
    if stream is None or stream.closed:
        return
    encoding = stream.encoding or "utf-8"
    # What the terminal's encoding lacks becomes a question mark, never an error.
    stream.write(text.encode(encoding, "replace").decode(encoding))
    stream.flush()


def _silence(stream: TextIO | None) -> None:
    """Send what is still to come, and what Python flushes at its end, nowhere."""
    if stream is None:
        return
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
