"""The likelihood with unknowns of few possible values summed over, and these drawn back from what they are given the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.scipy.special import logsumexp
from numpyro.primitives import Message

from forecast.program.program import Site
from forecast.runtime.evidence import sound
from forecast.runtime.normal_quantile import score_from_uniform
from forecast.sampling.fill import innermost
from forecast.sampling.layout import rows
from forecast.sampling.likelihood import Apart, Density, Worlds, densities, kept

BATCH = 256
"""Draws whose values are drawn back at a time."""

type Assignments = Mapping[str, np.ndarray]
"""Values ``[assignment, *shape]`` by site."""


@dataclass(frozen=True, slots=True)
class Summed:
    """What is summed over: each of the ``joint`` assignments with each of those of all ``rows``.

    ``by_row`` is the evidence about single rows, with the place of the rows among its axes; ``size`` is their number.
    """

    joint: Assignments
    rows: Assignments
    by_row: Mapping[str, int]
    size: int

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.joint, *self.rows)

    @property
    def shape(self) -> tuple[int, int]:
        """The numbers of joint assignments and of those of the rows."""
        return _count(self.joint), _count(self.rows)


@dataclass(frozen=True, slots=True)
class Marginal:
    """``log_density`` is that of the scores of the ``sites``, with all else of few values summed over."""

    sites: tuple[Site, ...]
    log_density: Density
    data: Any
    _back: Callable[[Array, Array, Any], Array]
    _finite: tuple[Site, ...]

    @property
    def dim(self) -> int:
        return rows(self.sites)

    def drawn_back(self, scores: np.ndarray, seed: int) -> np.ndarray:
        """Scores ``[draw, row]`` of the sites that were summed over, given those of the others."""
        width = rows(self._finite)
        luck = np.random.default_rng((seed, 9)).random((len(scores), 1 + 2 * width))
        found: list[np.ndarray] = []
        for start in range(0, len(scores), BATCH):
            part = slice(start, start + BATCH)
            found.append(np.asarray(self._back(jnp.asarray(scores[part]), jnp.asarray(luck[part]), self.data)))
        return np.concatenate(found) if found else np.zeros((0, width))


class _Forced(Apart):
    """Gives some sites values whatever their noise, and keeps what these are worth."""

    def __init__(self, *arguments: Any, forced: Mapping[str, Array], **named: Any) -> None:
        self.chances: dict[str, Array] = {}
        self.below: dict[str, tuple[Array, Array]] = {}
        """The probabilities of less, and of at most, the value."""
        self._forced = forced
        super().__init__(*arguments, **named)

    def process_message(self, msg: Message) -> None:
        if msg["type"] != "sample" or msg["name"] not in self._forced:
            super().process_message(msg)
            return
        name, value = msg["name"], self._forced[msg["name"]]
        distribution = innermost(msg["fn"])
        self.chances[name] = jnp.broadcast_to(distribution.log_prob(value), value.shape)
        ends = (distribution.cdf(value - 1), distribution.cdf(value))
        low, high = (jnp.broadcast_to(end, value.shape) for end in ends)
        self.below[name] = low, high
        msg["value"] = value


def marginal(worlds: Worlds, summed: Summed, finite: tuple[Site, ...], *, forward: bool) -> Marginal:
    """The likelihood of ``worlds``, whose sites are those that are not summed over."""
    joint, along = summed.shape
    both = {
        **{name: np.repeat(values, along, axis=0) for name, values in summed.joint.items()},
        **{name: np.tile(values, (joint, *([1] * (values.ndim - 1)))) for name, values in summed.rows.items()},
    }

    def world(scores: Array, data: Any, forced: Mapping[str, Array]) -> _Forced:
        return worlds.run(scores, data, partial(_Forced, forced=forced))

    def weights(scores: Array, data: Any) -> tuple[Array, Array]:
        """Of each joint assignment, and with each of each row's assignments: ``[joint]``, ``[joint, along, size]``."""

        def one(forced: Mapping[str, Array]) -> tuple[Array, Array]:
            found = world(scores, data, forced)
            whole = sum((jnp.sum(found.chances[name]) for name in summed.joint), jnp.zeros(()))
            by_row = sum((found.chances[name] for name in summed.rows), jnp.zeros(summed.size))
            for name in worlds.evidence:
                if name in summed.by_row:
                    values = jnp.moveaxis(found.values[name], summed.by_row[name], 0)
                    by_row += values.reshape(summed.size, -1).sum(axis=1)
                else:
                    whole += jnp.sum(found.values[name])
            return sound(whole), sound(by_row)

        whole, by_row = jax.vmap(one)({name: jnp.asarray(values) for name, values in both.items()})
        by_row = by_row.reshape(joint, along, summed.size)
        each = logsumexp(by_row, axis=1).sum(axis=-1) if summed.rows else jnp.zeros(joint)
        return whole.reshape(joint, along)[:, 0] + each, by_row

    def log_likelihood(scores: Array, data: Any) -> Array:
        return logsumexp(weights(scores, data)[0])

    def back(scores: Array, luck: Array, data: Any) -> Array:
        total, by_row = weights(scores, data)
        chosen = _pick(total, luck[0])
        forced = {name: jnp.asarray(values)[chosen] for name, values in summed.joint.items()}
        width = rows(finite)
        own, inside = luck[1 : 1 + width], luck[1 + width :]
        if summed.rows:
            which = jax.vmap(_pick, in_axes=(1, 0))(by_row[chosen], own[: summed.size])
            forced |= {
                name: jnp.asarray(values)[which, jnp.arange(summed.size)] for name, values in summed.rows.items()
            }
        found = world(scores, data, forced)
        ends = [jnp.concatenate([jnp.ravel(found.below[s.name][end]) for s in finite]) for end in (0, 1)]
        return score_from_uniform(ends[0] + inside * (ends[1] - ends[0]))

    def make() -> tuple[Density, Callable[[Array, Array, Any], Array]]:
        _, density = densities(log_likelihood, forward=forward)
        return density, jax.jit(jax.vmap(back, in_axes=(0, 0, None)))

    key = (worlds.key, forward, summed.names, summed.shape, tuple(values.tobytes() for values in both.values()))
    density, drawn_back = kept(key, make)
    return Marginal(worlds.sites, density, worlds.data, drawn_back, finite)


def _pick(log_weights: Array, luck: Array) -> Array:
    """A position by weights, at a uniform number."""
    share = jnp.cumsum(jax.nn.softmax(log_weights))
    return jnp.minimum(jnp.sum(luck * share[-1] >= share), len(log_weights) - 1)


def _count(assignments: Assignments) -> int:
    return next((len(values) for values in assignments.values()), 1)
