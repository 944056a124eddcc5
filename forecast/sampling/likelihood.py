"""What evidence makes of a possible world, as a function of the normal scores of what it informs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from forecast.program.program import Program, Site
from forecast.runtime.integration import one_world
from forecast.sampling.block import given_noise, make_noise
from forecast.sampling.fill import Fill
from forecast.sampling.layout import Layout, layout_and_arguments, rows
from forecast.sampling.path_noise import PathNoise
from forecast.sampling.source import ConstantShapes, load_model, pack_constants, unpack_constants

type Density = Callable[[Array, Any], Array]

_made: dict[object, tuple[Density, Density]] = {}
_MOST_MADE = 16


@dataclass(frozen=True, slots=True)
class Likelihood:
    """``log_likelihood`` maps scores ``[row]`` of the ``sites`` and ``data`` to the sum of the evidence, ``log_density`` adds the
    scores' own standard normal. Both are traced by JAX; ``data`` are arrays, so that other numbers need no new compilation.
    """

    sites: tuple[Site, ...]
    log_likelihood: Density
    log_density: Density
    data: Any

    @property
    def dim(self) -> int:
        return rows(self.sites)


def likelihood(
    program: Program, informed: tuple[str, ...], evidence: tuple[str, ...], *, gaps: bool = False
) -> Likelihood:
    """That of a program by the ``evidence`` among its outputs; all other sites must leave that as it is.

    Along a clock derivatives go forward, one run for each score, since what is found by steps cannot be run backward; so they
    do where there are ``gaps``: backward a missing value spoils the derivatives of all that it is multiplied with, even where
    it counts for nothing.
    """
    layout, noise = layout_and_arguments(program, 0)
    shapes, constants = pack_constants(program.constants)
    sites = tuple(layout.by_name[name] for name in informed)
    key = (program.code or program.text, layout.shape_key, shapes, informed, evidence, gaps)
    if key not in _made:
        if len(_made) >= _MOST_MADE:
            _made.clear()
        _made[key] = _functions(program, layout, shapes, informed, evidence, forward=gaps or program.substeps > 0)
    log_likelihood, log_density = _made[key]
    return Likelihood(sites, log_likelihood, log_density, jax.device_put((noise, np.asarray(constants))))


def _functions(
    program: Program,
    layout: Layout,
    shapes: ConstantShapes,
    informed: tuple[str, ...],
    evidence: tuple[str, ...],
    *,
    forward: bool,
) -> tuple[Density, Density]:
    model = load_model(program)

    def log_likelihood(scores: Array, data: Any) -> Array:
        arguments, constants = data
        one = jnp.zeros(1, dtype=jnp.uint64)
        others, ready = make_noise(layout, arguments, one)
        others = {name: value[..., 0] for name, value in others.items()}
        ready = {name: value[..., 0] for name, value in ready.items() if name not in informed}
        others |= {name: value[..., 0] for name, value in given_noise(layout, informed, scores[:, None]).items()}
        paths = {s.name: PathNoise(arguments.path_keys[s.name], one[0], s.shape) for s in layout.path_sites}
        filled = Fill(layout.by_name, noise=others, ready=ready, paths=paths)
        with filled:
            model(unpack_constants(shapes, constants))
        return sum((jnp.sum(filled.values[name]) for name in evidence), jnp.zeros(()))

    def log_density(scores: Array, data: Any) -> Array:
        return log_likelihood(scores, data) - 0.5 * jnp.sum(scores**2)

    return log_likelihood, _forward_mode(log_density) if forward else log_density


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
