"""Whole processes, from nothing to their end."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from benchmarks.process import ROOT


def timed(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> tuple[float, float, str, str]:
    """Run Python with these arguments: wall seconds, processor seconds, output, errors. Raises RuntimeError where it fails."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | dict(environment or {})
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, encoding="utf-8", check=False
    )
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(
            f"{' '.join(arguments)} ended with {done.returncode}: {(done.stderr or done.stdout).strip()[-500:]}"
        )
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, used, done.stdout, done.stderr
