"""Recurrences: rows of values, each computed from those before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array, lax
from jax.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Now:
    """What is at hand in one row: its place, and the row's part of what is ``given``."""

    place: Array
    given: Mapping[str, Array]
    past: Mapping[str, Array]
    places: Mapping[str, int]

    def before(self, slot: str, otherwise: ArrayLike) -> Array:
        """What was told under that name some rows earlier; ``otherwise`` where there are not so many."""
        return jnp.where(self.place >= self.places[slot], self.past[slot][0], otherwise)


@dataclass(frozen=True, slots=True)
class Row:
    """What a row comes to: ``values`` are its results, ``told`` is for the rows after it."""

    values: Mapping[str, Array]
    told: Mapping[str, Array]


def recur(
    step: Callable[[Now], Row],
    size: int,
    *,
    given: Mapping[str, ArrayLike],
    past: Mapping[str, tuple[int, tuple[int, ...]]],
) -> dict[str, Array]:
    """The ``values`` of ``size`` rows, along a first axis.

    ``given`` has one row each along the first axis. ``past`` says of what is told how many rows later it is asked for, and
    its shape in one row.
    """
    places = {slot: number for slot, (number, _) in past.items()}

    def advance(
        told: dict[str, Array], row: tuple[Array, dict[str, Array]]
    ) -> tuple[dict[str, Array], dict[str, Array]]:
        place, here = row
        found = step(Now(place, here, told, places))
        kept = {slot: jnp.concatenate([told[slot][1:], found.told[slot][None]]) for slot in told}
        return kept, dict(found.values)

    nothing = {slot: jnp.zeros((number, *shape)) for slot, (number, shape) in past.items()}
    rows = {slot: jnp.asarray(value, dtype=float) for slot, value in given.items()}
    _, values = lax.scan(advance, nothing, (jnp.arange(size), rows))
    return values
