import time
from dataclasses import dataclass
from io import StringIO

import pytest
from rich.console import Console

from forecast.report.progress import shown_progress


@dataclass(frozen=True)
class Done:
    done: int
    total: int
    what: str = ""


def terminal() -> Console:
    return Console(file=StringIO(), force_terminal=True, force_interactive=True, width=80)


def output(console: Console) -> str:
    return console.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]


def test_a_short_run_shows_nothing() -> None:
    console = terminal()
    with shown_progress(console) as report:
        report(Done(1, 2))
    time.sleep(0.05)
    assert output(console) == ""


def test_a_long_run_says_what_it_does_and_clears_its_line() -> None:
    console = terminal()
    with shown_progress(console, patience=0.01) as report:
        time.sleep(0.3)
        report(Done(2_000, 10_000))
        time.sleep(0.3)
        report(Done(10_000, 10_000))
        time.sleep(0.3)
    shown = output(console)
    assert "preparing the model" in shown
    assert "drawing" in shown
    assert "2,000/10,000" in shown
    assert "summing up" in shown
    assert "0/?" not in shown
    # Cursor shown again, up one line, line erased.
    assert shown.endswith("\x1b[?25h\r\x1b[1A\x1b[2K")


def test_an_interruption_leaves_the_terminal_clean() -> None:
    console = terminal()

    def interrupted() -> None:
        with shown_progress(console, patience=0.01):
            time.sleep(0.2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert output(console).endswith("\x1b[?25h\r\x1b[1A\x1b[2K")


def test_a_pipe_gets_no_progress() -> None:
    console = Console(file=StringIO(), force_terminal=False)
    with shown_progress(console, patience=0.0) as report:
        time.sleep(0.05)
        report(Done(1, 2))
    assert output(console) == ""
