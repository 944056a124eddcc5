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
MOST_SOBOL_ROWS = 21_201


class TooManyRowsError(ValueError):
    """A model draws more uncertain numbers than the Sobol sequence has dimensions."""


def check_rows(points: Points, rows: int) -> None:
    """Raises TooManyRowsError where such points cannot have so many uncertain numbers in a draw."""
    if points.kind == "sobol" and rows > MOST_SOBOL_ROWS:
        raise TooManyRowsError(
            f"one possible world of this model draws {rows:,} uncertain numbers, and Sobol points have at most "
            f"{MOST_SOBOL_ROWS:,}; use points of another kind (lhs or random)"
        )


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
