"""Latin hypercube and Sobol points: uniform in each row, by name, and the same whatever the blocks."""

import numpy as np
import pytest
from jax import jit
from jax import numpy as jnp
from scipy import stats
from scipy.stats import qmc

from forecast.sampling.forward import Forward
from forecast.sampling.noise import noise_key
from forecast.sampling.points import (
    MOST_SOBOL_ROWS,
    REPLICATES,
    Points,
    TooManyRowsError,
    check_rows,
    whole_sets,
)
from forecast.sampling.rows import make_rows, row_uniforms

compiled = jit(row_uniforms)
NAMES = ("growth", "lag", "share", "other", "last")


def uniforms(points: Points, *, seed: int = 1, names=NAMES, first: int = 0, count: int | None = None) -> np.ndarray:
    rows = make_rows(points, [noise_key(seed, name, "1", "") for name in names], range(len(names)))
    draws = np.uint64(first) + jnp.arange(points.total if count is None else count, dtype=jnp.uint64)
    return np.asarray(compiled(rows, draws))


@pytest.mark.parametrize("kind", ["lhs", "sobol"])
@pytest.mark.parametrize("draws", [1, 16, 17, 100, 1000, 6247 * 16, 8192 * 16])
def test_every_stratum_of_every_set_is_hit_once(kind, draws: int) -> None:
    total = whole_sets(kind, draws)
    size = total // REPLICATES
    found = uniforms(Points(kind, total))
    for row in found:
        for replicate in range(REPLICATES):
            strata = np.floor(row[replicate::REPLICATES] * size).astype(int)
            np.testing.assert_array_equal(np.sort(strata), np.arange(size))
    assert ((found > 0) & (found < 1)).all()
    np.testing.assert_array_equal(found * 2.0**53 % 2, 1)


@pytest.mark.parametrize("kind", ["lhs", "sobol"])
def test_numbers_are_uniform_within_their_strata_and_uncorrelated_across_rows(kind) -> None:
    total, size = 16 * 512, 512
    found = uniforms(Points(kind, total))
    for row in found:
        assert stats.kstest(row * size % 1, "uniform").pvalue > 1e-4
    # Over all sets and seeds, the first point is anywhere.
    firsts = np.concatenate([uniforms(Points(kind, total), seed=seed, count=16).ravel() for seed in range(60)])
    assert stats.kstest(firsts, "uniform").pvalue > 1e-4
    for replicate in range(REPLICATES):
        rows = found[:, replicate::REPLICATES]
        assert np.abs(np.corrcoef(rows) - np.eye(len(rows))).max() < 5 / np.sqrt(size)


def test_the_sets_of_latin_hypercubes_are_independent() -> None:
    size = 512
    found = uniforms(Points("lhs", 16 * size))
    sets = found.reshape(len(found), size, REPLICATES).transpose(0, 2, 1).reshape(-1, size)
    assert np.abs(np.corrcoef(sets) - np.eye(len(sets))).max() < 5.5 / np.sqrt(size)


def test_the_order_of_a_latin_hypercubes_strata_is_any_order() -> None:
    """The strata of two points are any two different ones, each pair as likely as any other."""
    strata = 13
    pairs = np.zeros((strata, strata))
    for seed in range(300):
        found = np.floor(uniforms(Points("lhs", 16 * strata), seed=seed) * strata).astype(int)
        for row in found:
            np.add.at(pairs, (row[:REPLICATES], row[REPLICATES : 2 * REPLICATES]), 1)
    assert np.trace(pairs) == 0
    assert stats.chisquare(pairs[~np.eye(strata, dtype=bool)]).pvalue > 1e-4


def test_a_large_latin_hypercube_has_no_preferred_neighbours() -> None:
    found = np.concatenate(
        [np.floor(uniforms(Points("lhs", 16 * 97), seed=seed) * 97).astype(int) for seed in range(6)]
    )
    here, there = found[:, : -5 * REPLICATES], found[:, 5 * REPLICATES :]
    steps = np.bincount(((there - here) % 97).ravel(), minlength=97)
    assert steps[0] == 0
    assert stats.chisquare(steps[1:]).pvalue > 1e-4


def test_sobol_points_without_their_scrambling_are_scipys() -> None:
    """The scrambling is one to one on the digits, so two points agree in as many leading digits as they did before."""
    size = 64
    found = uniforms(Points("sobol", 16 * size), names=("a", "b", "c"))
    plain = qmc.Sobol(3, scramble=False).random(size)
    # SciPy's order is that of the Gray code.
    order = np.arange(size) ^ (np.arange(size) >> 1)
    for row in range(3):
        digits = np.floor(found[row, 3::REPLICATES] * size).astype(int)[order]
        before = np.floor(plain[:, row] * size).astype(int)
        shared = [[int(a ^ b).bit_length() for b in digits] for a in digits]
        assert shared == [[int(a ^ b).bit_length() for b in before] for a in before]


def test_pairs_of_sobol_rows_fill_every_box_of_the_first_dimensions() -> None:
    found = uniforms(Points("sobol", 16 * 64), names=("a", "b"))
    for replicate in range(REPLICATES):
        boxes = np.floor(found[:, replicate::REPLICATES] * 8).astype(int)
        np.testing.assert_array_equal(np.bincount(boxes[0] * 8 + boxes[1], minlength=64), 1)


@pytest.mark.parametrize("kind", ["lhs", "sobol"])
def test_any_range_of_draws_is_the_same(kind) -> None:
    points = Points(kind, 16 * 256)
    whole = uniforms(points)
    for first, count in [(0, 100), (5, 64), (1001, 1), (4000, 96)]:
        np.testing.assert_array_equal(uniforms(points, first=first, count=count), whole[:, first : first + count])


def test_more_sobol_points_begin_with_the_fewer_ones() -> None:
    few, many = Points("sobol", 16 * 256), Points("sobol", 16 * 512)
    np.testing.assert_array_equal(uniforms(many)[:, : 16 * 256], uniforms(few))


def test_latin_hypercube_rows_belong_to_their_names() -> None:
    points = Points("lhs", 1600)
    few, many = uniforms(points, names=("a", "b")), uniforms(points, names=("new", "b", "a"))
    np.testing.assert_array_equal(few[[1, 0]], many[1:])
    assert not (few == uniforms(points, names=("a", "b"), seed=2)).any()


def test_numbers_of_draws_are_rounded_up_to_whole_sets() -> None:
    assert [whole_sets("random", n) for n in (1, 100_000)] == [1, 100_000]
    assert [whole_sets("lhs", n) for n in (1, 16, 17, 100_000)] == [16, 16, 32, 100_000]
    assert [whole_sets("sobol", n) for n in (1, 16, 17, 33, 64, 65, 100_000)] == [16, 16, 32, 64, 64, 128, 131_072]


def test_a_model_too_wide_for_sobol_points_is_refused() -> None:
    check_rows(Points("sobol", 16), MOST_SOBOL_ROWS)
    assert qmc.Sobol.MAXDIM == MOST_SOBOL_ROWS
    check_rows(Points("lhs", 16), MOST_SOBOL_ROWS + 1)
    with pytest.raises(TooManyRowsError, match="21,202 uncertain numbers"):
        check_rows(Points("sobol", 16), MOST_SOBOL_ROWS + 1)


@pytest.mark.parametrize("kind", ["lhs", "sobol"])
def test_values_do_not_depend_on_the_block_or_the_range_to_the_bit(three_labs, kind) -> None:
    forward, points = Forward(), Points(kind, whole_sets(kind, 2000))
    program = three_labs(("a", "b", "c"))

    def run(**options) -> np.ndarray:
        blocks = forward.run(program, **{"draws": points.total, **options}, seed=1, outputs=("arrival",), points=points)
        return np.concatenate([block.values["arrival"] for block in blocks])

    whole = run()
    for block in (333, 1000, 4096):
        np.testing.assert_array_equal(run(block=block), whole)
    np.testing.assert_array_equal(run(first_draw=777, draws=1001), whole[777:1778])
    with pytest.raises(ValueError, match="not within 0 to"):
        run(first_draw=1)


def test_adding_a_node_moves_no_latin_hypercube(three_labs) -> None:
    points, forward = Points("lhs", 1600), Forward()

    def run(program) -> np.ndarray:
        blocks = forward.run(program, draws=1600, seed=1, outputs=("arrival",), points=points)
        return np.concatenate([block.values["arrival"] for block in blocks])

    labs = ("a", "b", "c")
    np.testing.assert_array_equal(run(three_labs(labs)), run(three_labs(labs, extra="unrelated")))
