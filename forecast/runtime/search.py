"""The events that fall into a step: which, when, and how much of the step is taken for them."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax

from forecast.runtime.crossing import first_crossing
from forecast.runtime.dates import unreached
from forecast.runtime.rules import Rules, Tree

NARROWINGS = 4
"""Times that the part of a step in which an event happens is narrowed down: in its middle and where a line says, in turn."""


class End(NamedTuple):
    """What events ask of one end of a step."""

    margins: Tree
    truths: Tree
    values: Tree


class Search:
    """The search for events in the steps of a block of draws, of so many draws (``size``)."""

    def __init__(self, rules: Rules, exposure: Mapping[str, Array], not_before: Mapping[str, Array], size: int) -> None:
        self._rules, self._exposure, self._not_before, self._size = rules, exposure, not_before, size
        self._watched = [name for name, event in rules.events.items() if event.cuts]

    def end(self, said: Tree, values: Tree) -> End:
        """One end of a step, by what the moment says there and the values of all that adds up."""
        return End(said["margins"], said["truths"], {f"exposure.{n}": values[f"exposure.{n}"] for n in self._exposure})

    def found(
        self, state: Tree, ends: tuple[End, End], at: Callable[[Array], End], h: Array, taken: Array, *, count: bool
    ) -> tuple[Array, Tree]:
        """How much of the step is taken, and the dates of events with those that fall into it.

        ``ends`` are both ends of the step, ``at`` gives a share of it. Margins run straight between ends; where one crosses, the
        part of the step in which the first of them does is narrowed down.
        """
        share = jnp.ones(self._size)
        if not count or not self._rules.events:
            return share, state["dates"]
        whole = self._crossings(state, ends, jnp.zeros(self._size), share, h)
        crossings = lax.cond(
            jnp.any(_first(whole, self._size) < jnp.inf), lambda: self._narrowed(state, ends, at, h), lambda: whole
        )
        for name in self._watched:
            share = jnp.minimum(share, jnp.min(crossings[name].reshape(-1, self._size), axis=0))
        dates = {
            name: jnp.where(
                (crossing <= share) & taken, state["t"] + jnp.minimum(crossing, 1.0) * h, state["dates"][name]
            )
            for name, crossing in crossings.items()
        }
        return share, dates

    def _narrowed(self, state: Tree, ends: tuple[End, End], at: Callable[[Array], End], h: Array) -> dict[str, Array]:
        def half(turn: Array, carry: Tree) -> Tree:
            low, high, first, last = carry
            crossing = _first(self._crossings(state, (first, last), low, high, h), self._size)
            # Of a margin that bends much the straight line alone would move one end only, and slowly.
            share = jnp.where((crossing < jnp.inf) & (turn % 2 == 1), crossing, (low + high) / 2)
            middle = at(share)
            earlier = _first(self._crossings(state, (first, middle), low, share, h), self._size) < jnp.inf

            def chosen(left: Array, right: Array) -> Array:
                return jnp.where(earlier, left, right)

            first, last = jax.tree.map(chosen, first, middle), jax.tree.map(chosen, middle, last)
            return chosen(low, share), chosen(share, high), first, last

        one = jnp.ones(self._size)
        low, high, first, last = lax.fori_loop(0, NARROWINGS, half, (jnp.zeros(self._size), one, *ends))
        found = self._crossings(state, (first, last), low, high, h)
        rest = self._crossings(state, (last, ends[1]), high, one, h)
        return {name: jnp.minimum(found[name], rest[name]) for name in found}

    def _crossings(self, state: Tree, ends: tuple[End, End], low: Array, high: Array, h: Array) -> dict[str, Array]:
        """For each event not found yet the share of the step at which it happens between two shares, +inf where it does not."""
        found: dict[str, Array] = {}
        first, last = ends
        width = high - low
        for name, event in self._rules.events.items():
            shape = (*event.shape, self._size)
            if name in self._exposure:
                key = f"exposure.{name}"
                margins = [each.values[key] - self._exposure[name] for each in ends]
                crossing = first_crossing(
                    lambda m, _: m[0], margins[:1], margins[1:], ((), ()),
                    earliest=jnp.zeros(shape), shape=shape, reduces=False,
                )  # fmt: skip
            else:
                holds, reduces = self._rules.holds[name]
                before = jnp.where(h * width > 0, h * width, 1.0)
                earliest = (self.not_before(name) - state["t"] - low * h) / before
                crossing = first_crossing(
                    holds, first.margins[name], last.margins[name], (first.truths[name], last.truths[name]),
                    earliest=jnp.maximum(jnp.broadcast_to(earliest, shape), 0.0), shape=shape, reduces=reduces,
                )  # fmt: skip
            there = (state["dates"][name] == unreached) & (crossing < jnp.inf)
            found[name] = jnp.where(there, low + width * jnp.where(there, crossing, 0.0), jnp.inf)
        return found

    def not_before(self, name: str) -> Array:
        return self._not_before.get(name, jnp.full(self._size, -jnp.inf))


def _first(crossings: Mapping[str, Array], size: int) -> Array:
    """The earliest crossing of each draw."""
    found = jnp.full(size, jnp.inf)
    for crossing in crossings.values():
        found = jnp.minimum(found, jnp.min(crossing.reshape(-1, size), axis=0))
    return found
