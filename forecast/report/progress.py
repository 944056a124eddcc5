"""A progress line for runs that take long enough for people to wonder."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

PATIENCE = 1.0
"""Seconds before anything is shown."""


class Event(Protocol):
    """How much of the work is done; what the sampling room reports."""

    @property
    def done(self) -> int: ...

    @property
    def total(self) -> int: ...

    @property
    def what(self) -> str: ...


@contextmanager
def shown_progress(
    console: Console,
    *,
    waiting: str = "preparing the model",
    working: str = "drawing",
    ending: str = "summing up",
    patience: float = PATIENCE,
) -> Iterator[Callable[[Event], None]]:
    """A callback for progress events, shown on a terminal while the block runs.

    ``console`` is that of the standard error. Before the first event (the program is being compiled) it shows
    ``waiting``, then ``working`` with a bar, and ``ending`` when all is done and the answer is made of it. Nothing
    appears in the first ``patience`` seconds, nor where the console is no terminal; at the end, an interruption
    included, the line is cleared and the cursor is back.
    """
    if not console.is_terminal or not console.is_interactive or console.is_dumb_terminal:
        yield _ignore
        return
    line = _Line(console, waiting, working, ending)
    timer = threading.Timer(patience, line.show)
    timer.daemon = True
    timer.start()
    try:
        yield line.update
    finally:
        timer.cancel()
        line.close()


class _Count(ProgressColumn):
    """``20,000/100,000``; nothing before the total is known."""

    def render(self, task: Task) -> Text:
        return Text(f"{int(task.completed):,}/{int(task.total):,}" if task.total else "", style="progress.download")


class _Line:
    """The bar and a lock: it is shown from the timer's thread and fed from the one that runs the model."""

    def __init__(self, console: Console, waiting: str, working: str, ending: str) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            _Count(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            # The answer goes to the standard output as it is.
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._working, self._ending = working, ending
        self._task: TaskID = self._progress.add_task(waiting, total=None)
        self._lock = threading.Lock()
        self._closed = False
        self._shown = False

    def show(self) -> None:
        with self._lock:
            if not self._closed:
                self._progress.start()
                self._shown = True

    def update(self, event: Event) -> None:
        description = event.what or (self._working if event.done < event.total else self._ending)
        self._progress.update(self._task, description=description, completed=event.done, total=event.total)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._shown:
                self._progress.stop()


def _ignore(event: Event) -> None:
    del event
