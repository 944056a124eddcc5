"""The clock in a program of one world: integrated for whole blocks of draws under ``vmap``."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

import jax
import jax.numpy as jnp
from jax import Array
from jax.custom_batching import custom_vmap
from jax.typing import ArrayLike

from forecast.runtime.clock_pass import Block, Pass
from forecast.runtime.moment import Moment, Now, Occurrence, Path, Stock
from forecast.runtime.rules import Rules, Tree, given_arrays

_alone: ContextVar[bool] = ContextVar("alone", default=False)


@contextmanager
def one_world() -> Iterator[None]:
    """What is traced inside is one world, and can be differentiated forward; worlds side by side go faster without."""
    token = _alone.set(True)
    try:
        yield
    finally:
        _alone.reset(token)


def integrate(
    moment: Callable[[Now], Moment],
    *,
    ticks: ArrayLike,
    substeps: ArrayLike = 1,
    stocks: Mapping[str, Stock],
    events: Mapping[str, Occurrence],
    slots: Mapping[str, Mapping[str, tuple[int, ...]]] | None = None,
) -> Path:
    """Run ``moment`` over the clock with these ``ticks`` ``[tick]``; shapes are those of one world, under ``vmap`` with draws.

    Between two ticks there are ``substeps`` equal steps (a power of two up to 64), and more where breaks, events that cut, or
    the error of a step ask for it. ``slots`` are the shapes of what is ``remembered``, ``delayed`` and ``largest``.
    """
    ticks = jnp.asarray(ticks, dtype=float)
    level = jnp.round(jnp.log2(jnp.asarray(substeps, dtype=float))).astype(int)
    given = given_arrays(stocks, events)
    noise = {name: stock.noise for name, stock in stocks.items() if stock.noise is not None}
    rules = Rules(moment, stocks, events, given["start"], slots or {})

    @custom_vmap
    def run(consts: Tree, given: Tree, noise: Tree, ticks: Array, level: Array) -> Tree:
        alone = jax.tree.map(lambda leaf: leaf[..., None], given)
        still = jax.tree.map(lambda _: None, noise)
        block = Block((consts, [None] * len(consts)), alone, (noise, still), ticks, level, 1)
        found = Pass(rules, block).run()
        return jax.tree.map(lambda leaf: leaf[..., 0], found)

    @run.def_vmap
    def many(size: int, batched: Tree, *arguments: Tree) -> Tree:
        consts, given, noise, ticks, level = arguments
        if any(jax.tree.leaves(batched[3:])):
            raise ValueError("all draws share one clock")

        def last(leaf: Array, has: bool) -> Array:
            return jnp.moveaxis(leaf, 0, -1) if has else leaf

        def full(leaf: Array, has: bool) -> Array:
            return last(leaf, has) if has else jnp.broadcast_to(leaf[..., None], (*leaf.shape, size))

        axes = jax.tree.map(lambda has: -1 if has else None, (batched[0], batched[2]))
        block = Block(
            (jax.tree.map(last, consts, batched[0]), axes[0]),
            jax.tree.map(full, given, batched[1]),
            (jax.tree.map(last, noise, batched[2]), axes[1]),
            ticks,
            level,
            size,
        )
        found = Pass(rules, block).run()
        found = jax.tree.map(lambda leaf: jnp.moveaxis(leaf, -1, 0), found)
        return found, jax.tree.map(lambda _: True, found)

    made = run.fun if _alone.get() else run
    return Path(**made(rules.consts, given, noise, ticks, level))
