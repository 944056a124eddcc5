import numpy as np
import pytest

from forecast.results.estimate import quantiles
from forecast.results.order_statistics import OrderStatistics

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
DRAWS = 100_000


def shapes() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(5)
    normal = rng.normal(size=DRAWS)
    return {
        "normal": normal,
        "heavy": rng.standard_cauchy(DRAWS),
        "ties": np.round(normal),
        "constant": np.full(DRAWS, 3.0),
        "mostly zero": np.where(rng.random(DRAWS) < 0.6, 0.0, normal),
        "infinite ends": np.where(rng.random(DRAWS) < 0.1, np.inf, np.where(rng.random(DRAWS) < 0.1, -np.inf, normal)),
        "in order": np.sort(normal),
        "few": normal[:100],
        "in waves": np.tile(np.arange(100.0), DRAWS // 100),
    }


@pytest.mark.parametrize("name", shapes())
def test_quantiles_and_their_errors_are_those_of_all_draws_sorted(name: str) -> None:
    values = shapes()[name]
    before = values.copy()
    assert quantiles(OrderStatistics(values, LEVELS), LEVELS) == quantiles(np.sort(values), LEVELS)
    np.testing.assert_array_equal(values, before)


def test_a_place_far_from_every_level_is_found_too() -> None:
    values = shapes()["normal"]
    found = OrderStatistics(values, (0.5,))
    assert found[50_000] == np.sort(values)[50_000]
    assert found[10] == np.sort(values)[10]
    assert found[0] == values.min()
    assert found[DRAWS - 1] == values.max()


def test_near_the_levels_only_some_draws_are_sorted() -> None:
    found = OrderStatistics(shapes()["normal"], LEVELS)
    quantiles(found, LEVELS)
    assert found._windows is not None
    assert sum(len(window) for _, window in found._windows) < 0.3 * DRAWS
