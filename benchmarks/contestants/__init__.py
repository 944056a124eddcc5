"""Who takes part in the forward race.

A contestant written in Python is a module with a function ``prepare() -> Run``; a ``Run`` takes a number of draws and a
seed and returns, for each of the five answers, its quantiles at ``LEVELS``. Every contestant computes in 64 bits.
"""

from collections.abc import Callable
from dataclasses import dataclass

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
ANSWERS = ("arrival", "cost", "part", "finish", "score")

type Quantiles = dict[str, list[float]]
type Run = Callable[[int, int], Quantiles]


class UnavailableError(Exception):
    """A contestant cannot take part here; the text says why and what would help."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """One engine in the race."""

    name: str
    """Its module here."""
    title: str
    compiles_each_size: bool = False
    """Whether a new number of draws costs a compilation, so that each size needs a run that is not counted."""


OURS = "forecast_engine"
REFERENCE = "numpy_straight"
SQUIGGLEPY = "squigglepy_sampler"
SQUIGGLE = "squiggle"

CONTESTANTS = (
    Contestant(REFERENCE, "NumPy, straight"),
    Contestant("numpy_chunks", "NumPy in chunks of 1e5"),
    Contestant(OURS, "forecast"),
    Contestant("jax_stock", "JAX, its stock samplers", compiles_each_size=True),
    Contestant(SQUIGGLEPY, "squigglepy"),
    Contestant(SQUIGGLE, "Squiggle (Node)"),
)
