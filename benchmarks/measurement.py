"""Repeated measurements and what was hoped for."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Measured:
    """Repetitions of one thing, in seconds unless it says otherwise. The machine's other work only ever adds to a time."""

    times: tuple[float, ...]

    @property
    def best(self) -> float:
        return min(self.times)

    @property
    def median(self) -> float:
        return median(self.times)

    def to_json(self) -> dict[str, Any]:
        return {"best": self.best, "median": self.median, "times": list(self.times)}


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be. Shown, never enforced: a busy machine must not fail a build."""

    what: str
    value: float
    limit: float
    unit: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def to_json(self) -> dict[str, Any]:
        limit = {"at_least" if self.at_least else "at_most": self.limit}
        return {"what": self.what, "value": self.value, **limit, "unit": self.unit, "met": self.met}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a part's table."""

    what: str
    measured: Measured
    unit: str = "s"
    cpu: Measured | None = None
    """Processor seconds, which other work on the machine disturbs less."""

    def to_json(self) -> dict[str, Any]:
        cpu = {} if self.cpu is None else {"cpu_seconds": self.cpu.to_json()}
        return {"what": self.what, "unit": self.unit, **self.measured.to_json(), **cpu}


@dataclass(frozen=True, slots=True)
class Part:
    """The outcome of one part of the benchmarks that is a plain list of figures."""

    title: str
    lines: Sequence[Line] = ()
    targets: Sequence[Target] = ()
    failure: str = ""
    """Why there are no figures."""

    def to_json(self) -> dict[str, Any]:
        return {
            "lines": [line.to_json() for line in self.lines],
            "targets": [target.to_json() for target in self.targets],
            "failure": self.failure,
        }
