"""A contestant in a process of its own: `python -m benchmarks.worker NAME`.

First line out: ``{"ready": true, …}`` or ``{"unavailable": reason}``. Then for each line in, ``DRAWS SEED``, one line out:
wall and processor seconds, the peak memory so far, the quantiles.
"""

import contextlib
import importlib
import importlib.metadata
import json
import os
import re
import resource
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.contestants import UnavailableError

PACKAGES = {
    "forecast_engine": "jax",
    "jax_stock": "jax",
    "numpy_chunks": "numpy",
    "numpy_straight": "numpy",
    "squigglepy_sampler": "squigglepy",
}


def main() -> None:
    name = sys.argv[1]
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)

    def say(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message) + "\n")

    # Whatever a library prints must not mix with the answers.
    with contextlib.redirect_stdout(sys.stderr):
        try:
            run = importlib.import_module(f"benchmarks.contestants.{name}").prepare()
        except UnavailableError as error:
            say({"unavailable": str(error)})
            return
        say({"ready": True, "version": importlib.metadata.version(PACKAGES[name])})
        for line in sys.stdin:
            draws, seed = (int(word) for word in line.split())
            processor, started = time.process_time(), time.perf_counter()
            quantiles = run(draws, seed)
            seconds = time.perf_counter() - started
            used = time.process_time() - processor
            say({"seconds": seconds, "cpu_seconds": used, "peak_bytes": peak_bytes(), "quantiles": quantiles})


def peak_bytes() -> int:
    """The most memory that this process has held."""
    with contextlib.suppress(OSError):
        # Unlike getrusage's figure it knows nothing of the parent from which the process was forked.
        if found := re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text()):
            return int(found[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main()
