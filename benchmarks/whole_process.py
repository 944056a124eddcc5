"""Whole processes, from nothing to their end."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.process import ROOT


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that has ended well."""

    seconds: float
    cpu_seconds: float
    output: str
    errors: str


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Times Python processes that share a folder of bytecode."""

    bytecode: str

    def time(self, arguments: Sequence[str], environment: Mapping[str, str]) -> Ended:
        """Run Python with these arguments. Raises RuntimeError where it fails."""
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        ours = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONPYCACHEPREFIX": self.bytecode}
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=inherited | ours | dict(environment),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        seconds = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            said = (done.stderr or done.stdout).strip()[-500:]
            raise RuntimeError(f"python {' '.join(arguments)} ended with {done.returncode}: {said}")
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Ended(seconds, used, done.stdout, done.stderr)


@contextmanager
def stopwatch() -> Iterator[Stopwatch]:
    """A stopwatch with an empty folder of bytecode, as after an installation: the first process of each kind fills it.

    With the machine's own bytecode the figures would depend on how Python was set up; where none may be written
    (PYTHONDONTWRITEBYTECODE), every process would compile all libraries again and take twice as long.
    """
    with tempfile.TemporaryDirectory() as bytecode:
        yield Stopwatch(bytecode)
