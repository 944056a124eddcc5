"""The real process: it is told of files that change, and what it says is waited for."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import pytest

from forecast.cli import watched_files

WITHIN = 60.0
"""Seconds for a thing to be said: far more than it takes, so that a slow machine fails no test."""

MODEL = "a = 3\nx ~ 1 to 5\nquestion q = a * x\n"
COMMENTED = "# why\n" + MODEL.replace("a = 3", "a   =   3  # three")


class Watching:
    """A process, what it has said, and how far that has been looked at."""

    def __init__(self, running: subprocess.Popen[bytes], *streams: int | IO[bytes]) -> None:
        self.running = running
        self._said = ""
        self._seen = 0
        self._more = threading.Condition()
        for stream in streams:
            descriptor = stream if isinstance(stream, int) else stream.fileno()
            threading.Thread(target=self._listen, args=(descriptor,), daemon=True).start()

    @property
    def said(self) -> str:
        return self._said

    def expect(self, text: str) -> str:
        """What is said from here up to that text, which is waited for."""
        until = time.monotonic() + WITHIN
        with self._more:
            while (found := self._said.find(text, self._seen)) < 0:
                assert self._more.wait(until - time.monotonic()), f"{text!r} was not said after: {self._said}"
            before, self._seen = self._said[self._seen : found], found + len(text)
            return before

    def end(self, number: int) -> int:
        self.running.send_signal(number)
        return self.running.wait(WITHIN)

    def _listen(self, descriptor: int) -> None:
        # The other end of a pseudo-terminal reports an error where a pipe reports its end.
        with contextlib.suppress(OSError):
            while data := os.read(descriptor, 65536):
                with self._more:
                    self._said += data.decode()
                    self._more.notify_all()


type Start = Callable[..., Watching]


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Start]:
    """Starts `forecast watch` in the folder of the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, terminal: int | None = None, reads: int | None = None) -> Watching:
        output = subprocess.PIPE if terminal is None else terminal
        running = subprocess.Popen(
            [sys.executable, "-m", "forecast.cli", "watch", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "screen-256color"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        started.append(running)
        return Watching(running, reads if reads is not None else running.stdout)

    yield start
    for running in started:
        running.kill()
        running.wait()
        if running.stdout is not None:
            running.stdout.close()


def replaced(path: Path, text: str) -> None:
    """As most editors save: a new file in the place of the old one."""
    other = path.with_name(f".{path.name}.swp")
    other.write_text(text)
    other.replace(path)


def median(answer: str) -> float:
    row = next(line for line in answer.splitlines() if re.match(r"q +\d", line))
    return float(row.split()[3])


def test_it_answers_where_the_meaning_changed(tmp_path, watching):
    model = tmp_path / "m.fcst"
    model.write_text(MODEL)
    watch = watching("m.fcst", "--draws", "20k", "--seed", "3")
    watch.expect("m.fcst: no mistakes\n")
    first = median(watch.expect("watching m.fcst; Ctrl-C ends it\n"))

    model.write_text(COMMENTED)
    assert watch.expect("m.fcst: no mistakes; nothing that matters changed\n") == "\n"

    replaced(model, COMMENTED.replace("3  #", "6  #"))
    assert watch.expect("m.fcst: no mistakes\n") == "\n"
    assert median(watch.expect("the digits shown")) == pytest.approx(2 * first, rel=0.01)

    model.write_text(MODEL.replace("1 to 5", "1 to"))
    watch.expect("error[missing-value]")
    watch.expect("1 error\n")

    replaced(model, COMMENTED.replace("3  #", "6  #"))
    watch.expect("m.fcst: no mistakes; nothing that matters changed\n")

    assert watch.end(signal.SIGINT) == 0
    watch.expect("no longer watching\n")
    assert "Traceback" not in watch.said


def test_a_file_that_goes_and_comes_back(tmp_path, watching):
    model = tmp_path / "m.fcst"
    model.write_text(MODEL)
    watch = watching("m.fcst", "--check-only")
    watch.expect("Ctrl-C ends it\n")
    for go in (model.unlink, lambda: model.rename(tmp_path / "other.fcst")):
        go()
        watch.expect("waiting: there is no file m.fcst")
        model.write_text(MODEL)
        watch.expect("m.fcst: no mistakes\n")
    model.write_bytes(b"x = \xff\n")
    watch.expect("waiting: m.fcst is not UTF-8 text")
    model.write_text("x ~ 5 to 1\n")
    watch.expect("error[ends-swapped]")
    model.unlink()
    model.mkdir()
    watch.expect("waiting: m.fcst is a folder")
    model.rmdir()
    model.write_text(MODEL)
    watch.expect("m.fcst: no mistakes\n")
    assert watch.end(signal.SIGTERM) == 143
    assert "Traceback" not in watch.said


def test_a_folder_that_goes_and_comes_back(tmp_path, watching):
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "m.fcst").write_text(MODEL)
    watch = watching("models/m.fcst", "--check-only")
    watch.expect("Ctrl-C ends it\n")
    folder.rename(tmp_path / "elsewhere")
    watch.expect("waiting: there is no file models/m.fcst")
    folder.mkdir()
    (folder / "m.fcst").write_text("x ~ 5 to 1\n")
    watch.expect("error[ends-swapped]")
    assert watch.end(signal.SIGINT) == 0


def test_imports_are_watched(tmp_path, watching):
    (tmp_path / "m.fcst").write_text('import "deep/lib.fcst" as lib\nquestion q = lib.x\n')
    watch = watching("m.fcst", "--check-only")
    watch.expect("error[import-failed]")
    watch.expect("watching m.fcst and what it imports; Ctrl-C ends it\n")
    (tmp_path / "deep").mkdir()
    library = tmp_path / "deep" / "lib.fcst"
    library.write_text("x ~ 1 to 5\n")
    watch.expect("m.fcst: no mistakes\n")
    library.write_text("x ~ = 5\n")
    watch.expect("deep/lib.fcst:1")
    library.write_text("y = 1\nx ~ = 6\n")
    watch.expect("deep/lib.fcst:2")
    replaced(library, "x ~ 2 to 5\n")
    watch.expect("m.fcst: no mistakes\n")
    library.unlink()
    watch.expect("error[import-failed]")
    assert watch.end(signal.SIGINT) == 0


def test_a_long_run_ends_when_the_file_changes(tmp_path, watching):
    model = tmp_path / "m.fcst"
    model.write_text(MODEL)
    watch = watching("m.fcst", "--draws", "300M")
    watch.expect("m.fcst: no mistakes\n")
    model.write_text("x = = 1\n")
    assert "the digits shown" not in watch.expect("error[")
    assert watch.end(signal.SIGINT) == 0


def test_a_link_to_a_file(tmp_path, watching):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "m.fcst").write_text(MODEL)
    (tmp_path / "m.fcst").symlink_to("real/m.fcst")
    watch = watching("m.fcst", "--check-only")
    watch.expect("Ctrl-C ends it\n")
    replaced(tmp_path / "real" / "m.fcst", "x ~ 5 to 1\n")
    watch.expect("error[ends-swapped]")


def test_it_ends_when_nobody_reads(tmp_path, watching):
    model = tmp_path / "m.fcst"
    model.write_text(MODEL)
    watch = watching("m.fcst", "--check-only")
    watch.expect("Ctrl-C ends it\n")
    watch.running.stdout.close()
    # A listener that waits in the middle of a read still takes what is written first.
    for change in range(10):
        model.write_text(f"# {change}\n{MODEL}")
        with suppress(subprocess.TimeoutExpired):
            watch.running.wait(WITHIN / 10)
            break
    assert watch.running.poll() == 0


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs pseudo-terminals")
def test_a_terminal_is_written_to_line_by_line(tmp_path, watching):
    model = tmp_path / "m.fcst"
    model.write_text(MODEL)
    ours, theirs = os.openpty()
    try:
        watch = watching("m.fcst", "--draws", "1000", terminal=theirs, reads=ours)
        watch.expect("Ctrl-C ends it\r\n")
        model.write_text("x ~ 5 to 1\n")
        watch.expect("1 error")
        model.write_text(COMMENTED)
        watch.expect("nothing that matters changed\r\n")
        assert watch.end(signal.SIGINT) == 0
        watch.expect("no longer watching\r\n")
    finally:
        os.close(theirs)
    # But for the line of a slow run's progress, which is cleared, there is colour and nothing else.
    written = re.sub(r"\x1b\[\?25[lh]|\x1b\[2K|\x1b\[1A|\r(?!\n)", "", watch.said)
    assert "\x1b" not in re.sub(r"\x1b\[[\d;]*m", "", written)
    # It clears nothing: what was said first is still there.
    assert "m.fcst: no mistakes\r\n" in watch.said
    assert "\x1b[2J" not in watch.said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["-"], "the standard input cannot be watched"),
        (["absent.fcst"], "there is no file absent.fcst"),
        (["."], ". is a folder"),
        ([""], "the name of a file is empty"),
        (["m.fcst", "--draws", "0"], "--draws is at least 1"),
    ],
)
def test_what_cannot_be_watched(forecast, arguments, sentence):
    ended = forecast("watch", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"error: {sentence}")


def test_changes_are_told_of_and_not_only_looked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(watched_files, "PATIENCE", WITHIN)
    file = tmp_path / "m.fcst"
    with watched_files.WatchedFiles() as files:
        files.watch({file})
        waiting = threading.Thread(target=files.wait, daemon=True)
        waiting.start()
        until = time.monotonic() + WITHIN / 2
        while waiting.is_alive() and time.monotonic() < until:
            # Again and again: listening may not have begun when the first change is made.
            replaced(file, f"x = {time.monotonic()}\n")
            waiting.join(0.2)
        assert not waiting.is_alive()
