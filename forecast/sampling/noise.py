"""Noise that belongs to names: a function of (seed, node, part, element, draw, component) and of nothing else.

Each element of each site has a key, a hash made on the host; the counter of the generator is the draw's number and
the component. The generator is Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw 2011), written out so that
XLA fuses it with what follows; its bits are those of JAX's own primitive.
"""

from hashlib import blake2b

import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.typing import ArrayLike

_ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
_PARITY = 0x1BD11BDA
_COMPONENT_BITS = 20
LARGEST_DRAW = 1 << (64 - _COMPONENT_BITS)  # draw numbers are below this
LARGEST_COMPONENT = 1 << _COMPONENT_BITS


def noise_key(seed: int, node: str, part: str, element: str) -> tuple[int, int]:
    """The key of one element's noise, two 32-bit words. Equal for equal names wherever and whenever it is made."""
    digest = blake2b(digest_size=8, person=b"forecast noise")
    for field in (str(seed), node, part, element):
        encoded = field.encode()
        digest.update(len(encoded).to_bytes(8, "little"))
        digest.update(encoded)
    value = digest.digest()
    return int.from_bytes(value[:4], "little"), int.from_bytes(value[4:], "little")


def threefry_2x32(key: tuple[Array, Array], counter: tuple[Array, Array]) -> tuple[Array, Array]:
    """Two random 32-bit words for each counter. All four are uint32 and broadcast."""
    k0, k1 = key
    keys = (k0, k1, k0 ^ k1 ^ jnp.uint32(_PARITY))
    x0, x1 = counter[0] + k0, counter[1] + k1
    for group in range(5):
        for rotation in _ROTATIONS[group % 2]:
            x0 = x0 + x1
            x1 = (x1 << jnp.uint32(rotation)) | (x1 >> jnp.uint32(32 - rotation))
            x1 = x1 ^ x0
        x0 = x0 + keys[(group + 1) % 3]
        x1 = x1 + keys[(group + 2) % 3] + jnp.uint32(group + 1)
    return x0, x1


def uniforms(keys: Array, draws: Array, component: ArrayLike = 0) -> Array:
    """Uniforms ``[key, draw]``: odd multiples of 2**-53, so strictly inside (0, 1) and symmetric about 1/2.

    ``keys`` are uint32 ``[key, 2]``, ``draws`` uint64 draw numbers ``[draw]``, ``component`` a whole number below
    2**20.
    """
    high = (draws >> np.uint64(32)).astype(jnp.uint32) << np.uint32(_COMPONENT_BITS)
    counter = (high | jnp.asarray(component, dtype=jnp.uint32), draws.astype(jnp.uint32))
    x0, x1 = threefry_2x32((keys[:, :1], keys[:, 1:]), counter)
    return (x0 >> 6).astype(float) * 2.0**-26 + ((x1 >> 6).astype(float) * 2.0**-52 + 2.0**-53)
