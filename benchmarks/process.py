"""Contestants as child processes that stay alive, so that the repetitions of all of them can be interleaved."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from benchmarks.contestants import SQUIGGLE, SQUIGGLEPY, Quantiles, UnavailableError

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Timing:
    """One repetition."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    quantiles: Quantiles


@dataclass(frozen=True, slots=True)
class Places:
    """Where the optional contestants live."""

    squigglepy_python: str = sys.executable
    squiggle_folder: Path = ROOT


class Process:
    """A contestant's process. Raises UnavailableError where it cannot take part, RuntimeError where it breaks."""

    def __init__(self, name: str, places: Places) -> None:
        arguments = command(name, places)
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._child = subprocess.Popen(
            arguments,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        try:
            first = self._read()
        except RuntimeError:
            self.close()
            raise
        if "unavailable" in first:
            self.close()
            raise UnavailableError(first["unavailable"])
        self.version: str = first["version"]

    def run(self, draws: int, seed: int) -> Timing:
        assert self._child.stdin is not None
        self._child.stdin.write(f"{draws} {seed}\n")
        self._child.stdin.flush()
        return Timing(**self._read())

    def close(self) -> None:
        if self._child.stdin is not None:
            self._child.stdin.close()
        self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()
        self._errors.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self) -> dict[str, Any]:
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        if not line:
            self._errors.seek(0)
            raise RuntimeError(self._errors.read().decode(errors="replace").strip() or "it ended without a word")
        answer = json.loads(line)
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return answer


def command(name: str, places: Places) -> list[str]:
    """How to start a contestant. Raises UnavailableError."""
    if name != SQUIGGLE:
        python = places.squigglepy_python if name == SQUIGGLEPY else sys.executable
        return [python, "-m", "benchmarks.worker", name]
    node = shutil.which("node")
    if node is None:
        raise UnavailableError("there is no Node here")
    if not (places.squiggle_folder / "node_modules" / "@quri" / "squiggle-lang").is_dir():
        raise UnavailableError("not installed: `npm install @quri/squiggle-lang`, in a folder that SQUIGGLE_HOME names")
    script = ROOT / "benchmarks" / "contestants" / "squiggle.mjs"
    # Its default heap is too small for ten million draws.
    return [node, "--max-old-space-size=8192", str(script), str(places.squiggle_folder)]
