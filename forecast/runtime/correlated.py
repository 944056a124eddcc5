"""Normal scores that are correlated."""

from typing import Any

import jax.numpy as jnp
import numpyro.distributions as dist
from jax import Array
from jax.typing import ArrayLike

from forecast.runtime.inverse_cdf import FromScore


class Correlated(FromScore, dist.MultivariateNormal):
    """Standard normals along the last axis with the correlations ``scale_tril @ scale_tril.T``."""

    scale_tril: Array

    def from_score(self, z: ArrayLike) -> Array:
        """``scale_tril @ z`` for independent scores ``z [..., row]``; the first row of it is that of ``z``."""
        z = jnp.asarray(z, dtype=float)
        # A sum in a fixed order: a matrix product rounds by the number of draws that are made at a time.
        return (self.scale_tril * z[..., None, :]).sum(axis=-1)

    def sample(self, key: Array | None, sample_shape: tuple[int, ...] = ()) -> Array:
        """Draws of shape ``sample_shape + batch_shape + event_shape``."""
        if key is None:
            raise ValueError("a sample needs a key")
        return dist.MultivariateNormal.sample(self, key, sample_shape)

    def icdf(self, q: ArrayLike) -> Array:
        """There is none in several dimensions."""
        raise NotImplementedError("correlated normals have no quantile function")


def correlated(correlations: Any) -> Correlated:
    """Standard normals with a matrix of ``correlations``: its rows, or an array; symmetric, with 1 on the diagonal."""
    matrix = jnp.asarray(correlations, dtype=float)
    return Correlated(jnp.zeros(matrix.shape[-1]), scale_tril=jnp.linalg.cholesky(matrix))
