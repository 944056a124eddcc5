"""Standard errors of draws in sets: what many runs show, and what one run says."""

from math import inf, sqrt

import numpy as np
import pytest

from forecast.results.draws import Draws
from forecast.results.question import Condition, Question
from forecast.results.sample import spread
from forecast.results.summary import summarise

SETS, SIZE, REPEATS = 16, 200, 400


def draws_in_sets(rng: np.random.Generator) -> Draws:
    """Normal draws, of which those of a set share a part: far from independent."""
    shared = rng.normal(0, 0.3, SETS)
    x = (shared + rng.normal(0, 1, (SIZE, SETS))).ravel()
    draws = Draws(replicates=SETS)
    draws.append({"x": x, "high": (x > 0.5) * 1.0, "often": (rng.random(x.size) < 0.3) * 1.0})
    return draws


@pytest.fixture(scope="module")
def repeated() -> dict[str, np.ndarray]:
    """Values and stated errors of many runs."""
    rng = np.random.default_rng(11)
    number, truth = Question("x", "number", "x"), Question("high", "boolean", "high")
    within = Question("within", "boolean", "high", given=Condition("often", "often"))
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ("p0.1", "p0.5", "high", "within", "given")}
    for _ in range(REPEATS):
        draws = draws_in_sets(rng)
        (x,), (high,), (inside,) = (summarise(question, draws) for question in (number, truth, within))
        told = {"p0.1": x.quantiles[0.1], "p0.5": x.median, "high": high.probability}
        told |= {"within": inside.probability, "given": inside.given}
        for name, estimate in told.items():
            found[name].append((estimate.value, estimate.mcse))
    return {name: np.array(pairs) for name, pairs in found.items()}


@pytest.mark.parametrize("name", ["p0.1", "p0.5", "high", "within", "given"])
def test_the_error_is_the_spread_of_the_estimate_over_repeated_runs(repeated, name: str) -> None:
    values, errors = repeated[name].T
    claimed = sqrt(np.mean(errors**2))
    assert abs(claimed / values.std(ddof=1) - 1) < 4 / sqrt(2 * REPEATS)


def test_independent_errors_would_be_far_too_small(repeated) -> None:
    assert np.mean(repeated["high"][:, 1]) > 3 * sqrt(0.3 * 0.7 / (SETS * SIZE))


def test_of_sets_of_one_size_it_is_the_standard_deviation_of_their_shares() -> None:
    hits, sizes = np.array([3, 5, 9, 2]), np.full(4, 10)
    assert spread(hits, sizes) / 40 == pytest.approx((hits / 10).std(ddof=1) / sqrt(4))


def test_of_one_set_it_is_binomial() -> None:
    assert spread(np.array([30]), np.array([100])) == pytest.approx(sqrt(100 * 0.3 * 0.7))


def test_no_share_is_known_better_than_to_a_draw_but_none_and_all() -> None:
    sizes = np.full(16, 10)
    assert spread(np.full(16, 5), sizes) == 1.0
    assert spread(np.full(16, 0), sizes) == spread(sizes, sizes) == 0.0


def test_an_empty_set_is_no_obstacle() -> None:
    assert 0 < spread(np.array([0, 1, 0, 2]), np.array([0, 3, 1, 4])) < inf


def test_draws_without_a_value_are_left_out_of_their_sets() -> None:
    draws = Draws(replicates=2)
    draws.append({"x": np.array([1.0, 10.0, np.nan, 20.0, 3.0, np.nan, 5.0, inf])})
    (found,) = summarise(Question("x", "date", "x", maybe_missing=True), draws)
    assert (found.draws, found.missing) == (6, 2)
    assert found.median.value == 7.5
    assert found.never.value == pytest.approx(1 / 6)
    # One of the sets has one of three, the other none.
    assert found.never.mcse == pytest.approx(sqrt(2 * (0.5**2 + 0.5**2)) / 6)


def test_the_edge_of_never_is_seen_in_sets_too() -> None:
    values = np.concatenate([np.linspace(1, 2, 1440), np.full(160, inf)])
    draws = Draws(replicates=16)
    draws.append({"x": np.random.default_rng(1).permutation(values)})
    (found,) = summarise(Question("x", "date", "x"), draws)
    assert found.quantiles[0.9].mcse == inf
    assert found.quantiles[0.95].value == inf
    assert found.quantiles[0.95].mcse == 0
    assert found.median.mcse < 0.1


def test_draws_come_in_one_set_at_least() -> None:
    with pytest.raises(ValueError, match="not in 0"):
        Draws(replicates=0)
