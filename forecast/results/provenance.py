"""Where a forecast comes from: files, versions, machine, settings."""

import hashlib
import platform as machine
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata

from forecast.version import __version__

PACKAGES = ("jax", "jaxlib", "numpyro", "numpy", "scipy")


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file that went into the model, with the SHA-256 of its bytes in hexadecimal."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """All that it takes to make the same draws again, and what it took to make them."""

    files: tuple[ModelFile, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict[str, str])
    platform: str = ""
    method: str = "forward"
    """How: forward, by weights, nuts or particles."""
    reason: str = ""
    """Of a model with evidence: what was done, in words."""
    tried: tuple[str, ...] = ()
    """What was tried before, and why it would not do."""
    effective: float | None = None
    """How many independent draws the draws of what evidence informs are worth."""
    seed: int = 0
    draws: int = 0
    points: str = "random"
    """How the draws are spread: random, lhs (Latin hypercubes) or sobol."""
    replicates: int = 1
    """In how many independent sets the draws come; with 1 each draw is independent."""
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    """What else was asked for: overrides, interventions, a worldview, how exact."""
    as_of: str | None = None
    started: str = ""
    """ISO 8601, in UTC."""
    wall_seconds: float = 0.0


@cache
def versions() -> Mapping[str, str]:
    """Versions of forecast, Python and the packages that decide the draws. Imports none of them."""
    found = {"forecast": __version__, "python": machine.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def platform() -> str:
    """System, release and processor of this machine; no name that tells whose it is."""
    return f"{machine.system()} {machine.release()} {machine.machine()}"


def hashes(files: Iterable[tuple[str, bytes]]) -> tuple[ModelFile, ...]:
    """The record of files from their names and contents."""
    return tuple(ModelFile(name, hashlib.sha256(content).hexdigest()) for name, content in files)
