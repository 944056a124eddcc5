"""Log densities over scores that the samplers are timed on."""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np

COUNTIES, HOUSES = 85, 919


class Posterior(NamedTuple):
    title: str
    log_density: Callable[..., Any]
    data: tuple[np.ndarray, ...]
    dim: int


def _eight_schools(z, data):
    effects, errors = data
    return -0.5 * jnp.sum(z**2) - 0.5 * jnp.sum(((effects - 5 * z[0] - jnp.exp(z[1]) * z[2:]) / errors) ** 2)


def _radon(z, data):
    """A regression with a level for each county, as of radon in houses."""
    floor, uranium, county, radon = data
    sd, scatter = jnp.exp(z[1] - 1), jnp.exp(z[2] - 1)
    expected = 3 * z[0] + sd * z[5:][county] + 2 * z[3] * floor + 2 * z[4] * uranium
    return -0.5 * jnp.sum(z**2) - 0.5 * jnp.sum(((radon - expected) / scatter) ** 2) - len(radon) * jnp.log(scatter)


def _radon_data() -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(0)
    county = rng.integers(0, COUNTIES, HOUSES)
    floor = rng.integers(0, 2, HOUSES).astype(float)
    uranium = rng.normal(size=COUNTIES)[county]
    level = 0.3 * rng.normal(size=COUNTIES)[county]
    return floor, uranium, county, 1.4 + level - 0.7 * floor + 0.7 * uranium + 0.75 * rng.normal(size=HOUSES)


SCHOOLS = (np.array([28.0, 8, -3, 7, -1, 1, 18, 12]), np.array([15.0, 10, 16, 11, 9, 11, 10, 18]))
POSTERIORS = {
    "eight_schools": Posterior("eight schools", _eight_schools, SCHOOLS, 10),
    "radon": Posterior("90-parameter regression", _radon, _radon_data(), COUNTIES + 5),
}
