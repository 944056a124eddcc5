import io
import sys

import pytest

from forecast.cli import main
from forecast.cli.terminal import console, rendered, write
from forecast.cli.usage import UsageError


class Stream(io.StringIO):
    """A standard stream of which nothing but what a test says is true."""

    def __init__(self, *, terminal: bool = False, encoding: str = "utf-8", error: OSError | None = None) -> None:
        super().__init__()
        self._terminal, self._encoding, self._error = terminal, encoding, error

    @property
    def encoding(self) -> str:
        return self._encoding

    def isatty(self) -> bool:
        return self._terminal

    def write(self, text: str) -> int:
        if self._error is not None:
            raise self._error
        return super().write(text)


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    for variable in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def _styled() -> object:
    from rich.text import Text

    return Text("words", style="bold red")


def test_a_pipe_gets_plain_text_in_a_hundred_columns():
    assert rendered(_styled(), Stream()) == "words\n"
    assert console(Stream()).width == 100


def test_columns_counts_in_a_pipe_and_on_a_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "44")
    assert console(Stream()).width == 44
    assert console(Stream(terminal=True)).width == 44
    for nonsense in ("", "wide", "0", "-3"):
        monkeypatch.setenv("COLUMNS", nonsense)
        assert console(Stream()).width == 100
    monkeypatch.setenv("COLUMNS", "1")
    assert console(Stream()).width == 20
    monkeypatch.setenv("COLUMNS", "99999999999999999999")
    assert console(Stream()).width == 1000


def test_colours(monkeypatch):
    assert "\x1b[1;31m" in rendered(_styled(), Stream(terminal=True))
    monkeypatch.setenv("NO_COLOR", "1")
    assert "31" not in rendered(_styled(), Stream(terminal=True))
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "31" in rendered(_styled(), Stream())
    monkeypatch.delenv("FORCE_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert rendered(_styled(), Stream(terminal=True)) == "words\n"


def test_a_terminal_without_unicode_gets_something_readable(monkeypatch, model, tmp_path):
    stream = Stream(encoding="ascii")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["run", str(model), "-n", "1000"]) == 0
    assert stream.getvalue().isascii()
    assert "#####" in stream.getvalue()


def test_a_reader_that_went_away_is_no_error(monkeypatch, broken, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdout", Stream(error=BrokenPipeError(32, "Broken pipe")))
    assert main(["check", str(broken)]) == 1
    assert capsys.readouterr().err == ""


def test_a_full_disk_is_told(monkeypatch, broken, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdout", Stream(error=OSError(28, "No space left on device")))
    assert main(["check", str(broken)]) == 2
    assert capsys.readouterr().err == "error: the output could not be written: no space left on device\n"
    with pytest.raises(UsageError):
        write("more")


def test_without_standard_streams(monkeypatch, broken, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["check", str(broken)]) == 1
    assert main(["check", "absent"]) == 2
    assert main(["--help"]) == 0
