"""The events that fall into a piece of a step: which, and when."""

from collections.abc import Mapping
from typing import NamedTuple

import jax.numpy as jnp
from jax import Array

from forecast.runtime.crossing import first_crossing, is_single, rising
from forecast.runtime.dates import unreached
from forecast.runtime.rules import Rules, Tree


class End(NamedTuple):
    """What events ask of one end of a piece."""

    margins: Tree
    truths: Tree
    values: Tree


class Search:
    """The search for events in the pieces of a block of draws, of so many draws (``size``)."""

    def __init__(self, rules: Rules, exposure: Mapping[str, Array], not_before: Mapping[str, Array], size: int) -> None:
        self._rules, self._exposure, self._not_before, self._size = rules, exposure, not_before, size
        shape = rules.shape
        self._single = {
            name
            for name, (holds, reduces) in rules.holds.items()
            if not reduces and is_single(holds, len(shape["margins"][name]), len(shape["truths"][name]))
        }

    def end(self, said: Tree, values: Tree) -> End:
        """One end of a piece, by what the moment says there and the values of all that adds up."""
        return End(said["margins"], said["truths"], {f"exposure.{n}": values[f"exposure.{n}"] for n in self._exposure})

    def crossings(self, state: Tree, ends: tuple[End, End], h: Array) -> dict[str, Array]:
        """For each event not found yet the share of a piece of length ``h`` at which it happens, +inf where it does not.

        ``ends`` are both ends of the piece, between which margins run straight.
        """
        found: dict[str, Array] = {}
        first, last = ends
        for name, event in self._rules.events.items():
            shape = (*event.shape, self._size)
            if name in self._exposure:
                key = f"exposure.{name}"
                crossing = rising(*(end.values[key] - self._exposure[name] for end in ends))
            elif name in self._single and name not in self._not_before:
                crossing = jnp.broadcast_to(rising(first.margins[name][0], last.margins[name][0]), shape)
            else:
                holds, reduces = self._rules.holds[name]
                wait = self.not_before(name) - state["t"]
                earliest = jnp.where(wait > 0, wait / jnp.where(h > 0, h, 1e-300), 0.0)
                crossing = first_crossing(
                    holds, first.margins[name], last.margins[name], (first.truths[name], last.truths[name]),
                    earliest=jnp.broadcast_to(earliest, shape), shape=shape, reduces=reduces,
                )  # fmt: skip
            there = (state["dates"][name] == unreached) & (crossing < jnp.inf)
            found[name] = jnp.where(there, crossing, jnp.inf)
        return found

    def not_before(self, name: str) -> Array:
        return self._not_before.get(name, jnp.full(self._size, -jnp.inf))
