"""The runtime is usable without the rest, and in JAX's default 32 bits."""

import subprocess
import sys

CODE = """
import sys
import numpyro
from jax import random
from forecast import runtime as rt

def model():
    x = numpyro.sample("x", rt.lognormal_between(2.0, 8.0, 0.9))
    share = numpyro.sample("share", rt.beta(2.0, 5.0))
    wait = numpyro.sample("wait", rt.exponential(2.0))
    coin = numpyro.sample("coin", rt.chance(0.3))
    numpyro.deterministic("when", rt.unless(coin, rt.log10(x) + share + wait))

with numpyro.handlers.seed(rng_seed=0), numpyro.handlers.trace() as sites:
    model()
for name, site in sites.items():
    assert float(site["value"]) > 0 or name == "coin", (name, site["value"])
rooms = ("language", "graph", "program", "sampling", "results", "report", "cli")
rest = [name for name in sys.modules if name.startswith(tuple(f"forecast.{room}" for room in rooms))]
assert not rest, rest
"""


def test_a_program_runs_with_the_runtime_alone_in_32_bits() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", CODE], check=True)
