"""Where within a step the condition of an event first holds, if its margins run straight."""

from collections.abc import Callable, Sequence

import jax
import jax.numpy as jnp
from jax import Array

type Holds = Callable[[Sequence[Array], Sequence[Array]], Array]


def first_crossing(
    holds: Holds,
    before: Sequence[Array],
    after: Sequence[Array],
    truths: tuple[Sequence[Array], Sequence[Array]],
    *,
    earliest: Array,
    shape: tuple[int, ...],
    reduces: bool,
) -> Array:
    """The share of the step ``[*shape, draw]`` at which ``holds`` is first true, +inf where it is not.

    ``before`` and ``after`` are the margins ``[*dims, draw]`` at both ends of the step, ``truths`` what has no margin: what is
    true there only at the end counts from the end on. Nothing counts before ``earliest``.
    """
    shares = [_share(a, b) for a, b in zip(before, after, strict=True)]
    found = jnp.full(shape, jnp.inf)

    def consider(found: Array, share: Array, known: Sequence[Array]) -> Array:
        at = jnp.maximum(share, earliest)
        true = holds([_true_at(a, b, s, at) for a, b, s in zip(before, after, shares, strict=True)], known)
        counts = (true == 1) & (at <= 1)
        return jnp.where(counts, jnp.minimum(found, at), found)

    found = consider(found, jnp.zeros(shape), truths[0])
    for share in shares:
        if reduces:
            for row in share.reshape(-1, share.shape[-1]):
                found = consider(found, jnp.broadcast_to(row, shape), truths[0])
        else:
            found = consider(found, jnp.broadcast_to(share, shape), truths[0])
    return consider(found, jnp.ones(shape), truths[1])


def rising(before: Array, after: Array) -> Array:
    """The share of the step at which a single margin is first at least 0, +inf where it is not."""
    share = before / jnp.where(before < after, before - after, -1.0)
    within = jnp.where(jnp.isnan(share), 1.0, jnp.clip(share, 0.0, 1.0))  # from -inf on it is only known at the end
    return jnp.where(before >= 0, 0.0, jnp.where((before < 0) & (after >= 0), within, jnp.inf))


def is_single(holds: Holds, margins: int, truths: int) -> bool:
    """Whether a condition is that its only margin is at least 0."""
    if (margins, truths) != (1, 0):
        return False
    with jax.ensure_compile_time_eval():
        return [float(holds([jnp.asarray(true)], [])) for true in (0.0, 1.0)] == [0.0, 1.0]


def _share(before: Array, after: Array) -> Array:
    """Where a margin changes its sign, +inf where it does not."""
    up, down = (before < 0) & (after >= 0), (before >= 0) & (after < 0)
    span = jnp.where(up | down, before - after, 1.0)
    share = jnp.where(jnp.isinf(after), jnp.where(jnp.isinf(before), 1.0, 0.0), before / span)
    return jnp.where(up | down, jnp.clip(share, 0.0, 1.0), jnp.inf)


def _true_at(before: Array, after: Array, share: Array, at: Array) -> Array:
    """Whether a margin is at least 0 at a share of the step: 1.0 or 0.0. One that is missing is not."""
    return jnp.where(before < 0, (after >= 0) & (at >= share), (before >= 0) & ((after >= 0) | (at < share))).astype(
        float
    )
