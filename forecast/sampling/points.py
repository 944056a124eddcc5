"""Kinds of points: how the uniforms of a run's draws are spread over the unit cube.

Latin hypercube and Sobol points come in ``REPLICATES`` sets, each randomised by itself; draw i is point
i // REPLICATES of set i % REPLICATES. Within a set the points depend on each other, the sets do not: standard errors are
taken from how the sets differ.
"""

from dataclasses import dataclass
from typing import Literal

type PointKind = Literal["random", "lhs", "sobol"]

KINDS: tuple[PointKind, ...] = ("random", "lhs", "sobol")
REPLICATES = 16


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a whole run: ``total`` is its number of draws, on which all but random ones depend."""

    kind: PointKind = "random"
    total: int = 0

    @property
    def replicates(self) -> int:
        """The number of independent sets of points; 1 where every draw is independent."""
        return 1 if self.kind == "random" else REPLICATES


RANDOM = Points()


def whole_sets(kind: PointKind, draws: int) -> int:
    """The number of draws at or next above ``draws`` that such points can have.

    Latin hypercubes take a multiple of the number of sets, Sobol points a power of two in each.
    """
    match kind:
        case "random":
            return draws
        case "lhs":
            return -(-draws // REPLICATES) * REPLICATES
        case "sobol":
            return REPLICATES << (-(-draws // REPLICATES) - 1).bit_length()
