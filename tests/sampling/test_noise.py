import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.extend import random as extend_random
from scipy import stats

from forecast.sampling.noise import noise_key, threefry_2x32, uniforms


def keys(*names: str, seed: int = 1) -> jax.Array:
    return jnp.asarray(np.array([noise_key(seed, name, "1", "") for name in names], dtype=np.uint32))


def draws(first: int, count: int) -> jax.Array:
    return np.uint64(first) + jnp.arange(count, dtype=jnp.uint64)


def test_the_generator_is_bit_for_bit_jaxs() -> None:
    rng = np.random.default_rng(5)
    key = rng.integers(0, 2**32, 2, dtype=np.uint32)
    counter = rng.integers(0, 2**32, 2000, dtype=np.uint32)
    theirs = extend_random.threefry_2x32(jnp.asarray(key), jnp.asarray(counter))
    ours = threefry_2x32((key[0], key[1]), (jnp.asarray(counter[:1000]), jnp.asarray(counter[1000:])))
    np.testing.assert_array_equal(np.concatenate(ours), np.asarray(theirs))


def test_uniforms_are_the_top_26_bits_of_both_words_on_a_symmetric_grid() -> None:
    k = keys("a")
    x0, x1 = threefry_2x32((k[0, 0], k[0, 1]), (jnp.uint32(0), jnp.arange(1000, dtype=jnp.uint32)))
    whole = (np.asarray(x0 >> 6).astype(object) << 26) | np.asarray(x1 >> 6).astype(object)
    expected = [(2 * int(n) + 1) / 2**53 for n in whole]
    np.testing.assert_array_equal(np.asarray(uniforms(k, draws(0, 1000)))[0], expected)


def test_uniforms_are_uniform_and_independent_of_each_other() -> None:
    count = 20_000
    u = np.asarray(uniforms(keys("a", "b", "c"), draws(0, count)))
    later = np.asarray(uniforms(keys("a"), draws(0, count), component=1))
    other_seed = np.asarray(uniforms(keys("a", seed=2), draws(0, count)))
    every = np.concatenate([u, later, other_seed, u[:1, ::-1]])
    for row in every[:5]:
        assert stats.kstest(row, "uniform").pvalue > 1e-4
    correlation = np.corrcoef(every) - np.eye(6)
    assert np.abs(correlation).max() < 4.5 / np.sqrt(count)
    assert abs(np.corrcoef(u[0, 1:], u[0, :-1])[0, 1]) < 4.5 / np.sqrt(count)


def test_every_part_of_a_name_changes_the_key() -> None:
    names = [(1, "a", "1", ""), (2, "a", "1", ""), (1, "b", "1", ""), (1, "a", "2", ""), (1, "a", "1", "x")]
    names += [(1, "a1", "", ""), (1, "", "a1", ""), (11, "", "1", ""), (-1, "a", "1", "")]
    assert len({noise_key(*name) for name in names}) == len(names)


def test_a_key_never_changes() -> None:
    """Forecasts kept on disk were made with these keys."""
    assert noise_key(1, "growth", "1", "") == (3237266447, 3016620544)
    assert noise_key(0, "lag", "never", "openai") == (1343207330, 3408940564)


@pytest.mark.parametrize("first", [2**32 - 3, 2**43])
def test_draw_numbers_beyond_32_bits_are_new_draws(first: int) -> None:
    u = np.asarray(uniforms(keys("a"), draws(first, 6)))[0]
    low = np.asarray(uniforms(keys("a"), draws(first % 2**32, 6)))[0]
    start = np.asarray(uniforms(keys("a"), draws(0, 3)))[0]
    assert len({*u, *start}) == 9
    if first >= 2**32:
        assert not set(u) & set(low)
    np.testing.assert_array_equal(u[3:], np.asarray(uniforms(keys("a"), draws(first + 3, 3)))[0])
