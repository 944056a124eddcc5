import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from forecast.cli import main

MODEL = """\
as_of 2026-01-01

## How many units a year.
## source: a survey
sales ~ 100 to 400

event launch ~ 2028 to 2032, never 10%

question launch_date = launch
question soon = launch before 2030
question units = sales
"""

BROKEN = "x ~ 5 to 2\nquestion q = x + unknown\n"
"""Two errors."""


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture
def forecast(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Ended]:
    """Runs a command in this process, in an empty folder and 80 columns, and says how it ended."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for variable in ("NO_COLOR", "FORCE_COLOR", "FORECAST_TRACEBACK"):
        monkeypatch.delenv(variable, raising=False)

    def run(*arguments: object, stdin: str | bytes | None = None) -> Ended:
        if stdin is not None:
            data = stdin if isinstance(stdin, bytes) else stdin.encode()
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return run


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.fcst"
    path.write_text(MODEL)
    return Path(path.name)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.fcst"
    path.write_text(BROKEN)
    return Path(path.name)


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Starts a command in a process of its own."""

    def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "forecast.cli", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start
