"""What evidence makes of a possible world, as a function of the normal scores of what it informs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from forecast.program.program import Program, Site
from forecast.runtime.evidence import sound
from forecast.runtime.integration import one_world
from forecast.sampling.block import make_noise, scores_of, with_given
from forecast.sampling.fill import Fill
from forecast.sampling.layout import Layout, layout_and_arguments, rows
from forecast.sampling.path_noise import PathNoise
from forecast.sampling.source import ConstantShapes, load_model, pack_constants, unpack_constants
from forecast.sampling.xla import prepare

type Density = Callable[[Array, Any], Array]

_made: dict[object, Any] = {}
_MOST_MADE = 16


@dataclass(frozen=True, slots=True)
class Worlds:
    """The worlds of a program at given scores ``[row]`` of its ``sites``; ``data`` are arrays, so that other numbers need no
    new compilation. ``key`` tells which worlds are computed alike. All other sites must leave the ``evidence`` as it is.
    """

    sites: tuple[Site, ...]
    evidence: tuple[str, ...]
    data: Any
    key: object
    _program: Program
    _layout: Layout
    _shapes: ConstantShapes

    @property
    def dim(self) -> int:
        return rows(self.sites)

    def run[Filled: Fill](self, scores: Array, data: Any, fill: Callable[..., Filled]) -> Filled:
        """One world, filled by what `fill` makes. Traced by JAX."""
        layout = self._layout
        informed = tuple(site.name for site in self.sites)
        arguments, constants = data
        one = jnp.zeros(1, dtype=jnp.uint64)
        others, ready = make_noise(layout, arguments, one)
        others, ready = with_given(layout, arguments, informed, scores[:, None], others, ready)
        others = {name: value[..., 0] for name, value in others.items()}
        ready = {name: value[..., 0] for name, value in ready.items()}
        paths = {s.name: PathNoise(arguments.path_keys[s.name], one[0], s.shape) for s in layout.path_sites}
        filled = fill(layout.by_name, noise=others, ready=ready, paths=paths)
        with filled:
            load_model(self._program)(unpack_constants(self._shapes, constants))
        return filled


class Apart(Fill):
    """Keeps XLA from making a value anew for each observation that it is compared with."""

    def made(self, value: Array) -> Array:
        """The value, as the result of a computation of its own."""
        return lax.optimization_barrier(value)


@dataclass(frozen=True, slots=True)
class Likelihood:
    """``log_likelihood`` maps scores ``[row]`` of the ``sites`` and ``data`` to the sum of the evidence, ``log_density`` adds the
    scores' own standard normal. Both are traced by JAX.
    """

    sites: tuple[Site, ...]
    log_likelihood: Density
    log_density: Density
    data: Any

    @property
    def dim(self) -> int:
        return rows(self.sites)


def worlds(program: Program, informed: tuple[str, ...], evidence: tuple[str, ...]) -> Worlds:
    """Those of a program at scores of the ``informed`` sites."""
    prepare()
    layout, noise = layout_and_arguments(program, 0)
    shapes, constants = pack_constants(program.constants)
    sites = tuple(layout.by_name[name] for name in informed)
    key = (program.code or program.text, layout.shape_key, shapes, informed, evidence)
    data = jax.device_put((noise, np.asarray(constants)))
    return Worlds(sites, evidence, data, key, program, layout, shapes)


def scores_of_draws(program: Program, sites: tuple[str, ...], numbers: np.ndarray, seed: int) -> np.ndarray:
    """The scores ``[draw, row]`` that sites have in the draws of a run with these numbers."""
    prepare()
    layout, arguments = layout_and_arguments(program, seed)
    found = scores_of(layout, arguments, jnp.asarray(numbers, dtype=jnp.uint64))
    parts = [np.asarray(found[name]).reshape(-1, len(numbers)) for name in sites]
    return np.concatenate(parts).T if parts else np.zeros((len(numbers), 0))


def likelihood(of: Worlds, *, forward: bool = False) -> Likelihood:
    """That of worlds; with derivatives found ``forward``, one run for each score, where they cannot be found backward."""

    def log_likelihood(scores: Array, data: Any) -> Array:
        filled = of.run(scores, data, Apart)
        return sound(sum((jnp.sum(filled.values[name]) for name in of.evidence), jnp.zeros(())))

    found, density = kept((of.key, forward), lambda: densities(log_likelihood, forward=forward))
    return Likelihood(of.sites, found, density, of.data)


def densities(log_likelihood: Density, *, forward: bool) -> tuple[Density, Density]:
    """A likelihood, and with it the density of the scores."""

    def log_density(scores: Array, data: Any) -> Array:
        return log_likelihood(scores, data) - 0.5 * jnp.sum(scores**2)

    return log_likelihood, _forward_mode(log_density) if forward else log_density


def kept[Made](key: object, make: Callable[[], Made]) -> Made:
    """What was made under a key before, or is made now: the same functions, so that nothing is compiled twice."""
    if key not in _made:
        if len(_made) >= _MOST_MADE:
            _made.clear()
        _made[key] = make()
    return _made[key]


def _forward_mode(function: Density) -> Density:
    """The function with a derivative that is found forward."""

    def alone(scores: Array, data: Any) -> tuple[Array, Array]:
        with one_world():
            value = function(scores, data)
        return value, value

    @jax.custom_vjp
    def found(scores: Array, data: Any) -> Array:
        return alone(scores, data)[0]

    def forward(scores: Array, data: Any) -> tuple[Array, Array]:
        slope, value = jax.jacfwd(alone, has_aux=True)(scores, data)
        return value, slope

    def backward(slope: Array, back: Array) -> tuple[Array, None]:
        return slope * back, None

    found.defvjp(forward, backward)
    return found
