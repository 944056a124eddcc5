"""The moment of one world, as a function of what the integrator tells it."""

from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
from jax import Array
from jax.core import eval_jaxpr

from forecast.runtime.crossing import Holds
from forecast.runtime.moment import Condition, Moment, Now, Occurrence, Stock

type Tree = Any


def given_arrays(stocks: Mapping[str, Stock], events: Mapping[str, Occurrence]) -> dict[str, dict[str, Tree]]:
    """The arrays that describe stocks and events."""

    def arrays(entries: Mapping[str, Any], name: str) -> dict[str, Tree]:
        found = {key: getattr(entry, name) for key, entry in entries.items() if getattr(entry, name) is not None}
        return {key: jnp.asarray(value, dtype=float) for key, value in found.items()}

    return {
        **{name: arrays(stocks, name) for name in ("start", "begins")},
        **{name: arrays(events, name) for name in ("never", "not_before", "exposure")},
    }


class Rules:
    """The moment of one world, freed of what it closes over, and what it holds."""

    def __init__(
        self,
        moment: Callable[[Now], Moment],
        stocks: Mapping[str, Stock],
        events: Mapping[str, Occurrence],
        start: Mapping[str, Array],
        slots: Mapping[str, Mapping[str, tuple[int, ...]]],
    ) -> None:
        self.stocks, self.events = stocks, events
        self.holds: dict[str, tuple[Holds, bool]] = {}
        self.conditional = [name for name, event in events.items() if event.exposure is None]
        self.example: dict[str, Tree] = {
            "t": jnp.zeros(()),
            "regime": jnp.zeros(()),
            "stocks": {n: jnp.zeros(value.shape) for n, value in start.items()},
            "dates": {name: jnp.zeros(event.shape) for name, event in events.items()},
            **{
                table: {n: jnp.zeros(shape) for n, shape in slots.get(table, {}).items()}
                for table in ("remembered", "delayed", "largest")
            },
        }
        leaves, tree = jax.tree.flatten(self.example)

        def flat(*values: Array) -> dict[str, Tree]:
            return self._told(moment(Now(**jax.tree.unflatten(tree, values))))

        closed, shape = jax.make_jaxpr(flat, return_shape=True)(*leaves)
        self.shape, self.consts = shape, closed.consts
        self._jaxpr, self._out = closed.jaxpr, jax.tree.structure(shape)

    def evaluate(self, consts: Tree, now: Tree) -> dict[str, Tree]:
        """What the moment says, in one world."""
        return jax.tree.unflatten(self._out, eval_jaxpr(self._jaxpr, consts, *jax.tree.leaves(now)))

    def _told(self, said: Moment) -> dict[str, Tree]:
        def arrays(value: Tree) -> Tree:
            return jax.tree.map(lambda leaf: jnp.asarray(leaf, dtype=float), value)

        for name, condition in said.conditions.items():
            assert isinstance(condition, Condition)
            self.holds[name] = condition.holds, condition.reduces
        return {
            **{n: arrays(dict(getattr(said, n))) for n in ("growth", "rate", "noise", "low", "high", "hazards")},
            "margins": {n: arrays(tuple(c.margins)) for n, c in said.conditions.items()},
            "truths": {n: arrays(tuple(c.truths)) for n, c in said.conditions.items()},
            "breaks": arrays(tuple(said.breaks)),
            **{n: arrays(dict(getattr(said, n))) for n in ("remembered", "delayed", "largest", "kept")},
        }
