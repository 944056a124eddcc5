"""Running a program's model in one world whose noise is given."""

from collections.abc import Mapping

import jax.numpy as jnp
from jax import Array
from numpyro.distributions.distribution import Distribution, ExpandedDistribution, Independent, MaskedDistribution
from numpyro.primitives import Message, Messenger

from forecast.program.program import Site
from forecast.runtime.inverse_cdf import InverseCdf
from forecast.sampling.path_noise import PathNoise


class Fill(Messenger):
    """A handler that gives each site its value from its noise and keeps the values of all sites.

    ``noise`` has each site's score or uniform, ``ready`` the values of sites that were made beforehand; both in the
    shape of the site. ``paths`` has the noise of stocks. Sites in none of them (observed ones) are left alone. The
    values, deterministic sites included, are in ``values``.
    """

    def __init__(
        self,
        sites: Mapping[str, Site],
        *,
        noise: Mapping[str, Array],
        ready: Mapping[str, Array],
        paths: Mapping[str, PathNoise],
    ) -> None:
        self.values: dict[str, Array] = {}
        self._sites = sites
        self._noise = noise
        self._ready = ready
        self._paths = paths
        super().__init__(fn=None)

    def process_message(self, msg: Message) -> None:
        """Fill one site."""
        if msg["type"] != "sample" or msg.get("is_observed"):
            return
        name = msg["name"]
        if name in self._paths:
            msg["value"] = self._paths[name]
        elif name in self._ready:
            msg["value"] = self._ready[name]
        elif name in self._noise:
            distribution = innermost(msg["fn"])
            noise = self._noise[name]
            made = distribution.from_score if self._sites[name].noise == "score" else distribution.from_uniform
            msg["value"] = self.made(made(noise))

    def made(self, value: Array) -> Array:
        """A value that was made from noise, as the model gets it."""
        return value

    def postprocess_message(self, msg: Message) -> None:
        """Keep one site's value."""
        if msg["type"] in ("sample", "deterministic") and msg["name"] not in self._paths:
            self.values[msg["name"]] = jnp.asarray(msg["value"], dtype=float)


def innermost(distribution: Distribution) -> InverseCdf:
    """The distribution of one value, which plates have wrapped. Raises TypeError where it is none of our own."""
    while isinstance(distribution, ExpandedDistribution | Independent | MaskedDistribution):
        distribution = distribution.base_dist
    if not isinstance(distribution, InverseCdf):
        raise TypeError(f"{distribution} is none of forecast.runtime")
    return distribution
