"""Smoothed weights against ArviZ, and where it raises."""

import numpy as np
import pytest
from arviz_stats.base import array_stats

from forecast.inference.pareto import smoothed


def log_weights(kind: str, count: int) -> np.ndarray:
    rng = np.random.default_rng(count)
    return {
        "light": lambda: rng.normal(size=count),
        "wide": lambda: 3 * rng.normal(size=count),
        "bounded": lambda: -rng.exponential(size=count) / 2,
        "heavy": lambda: np.log(rng.pareto(0.8, count)),
        "far": lambda: 700 + 50 * rng.normal(size=count),
    }[kind]()


@pytest.mark.parametrize("count", [30, 225, 226, 1000, 200_000])
@pytest.mark.parametrize("kind", ["light", "wide", "bounded", "heavy", "far"])
def test_weights_and_index_are_those_of_arviz(kind: str, count: int) -> None:
    given = log_weights(kind, count)
    kept = given.copy()
    found = smoothed(given)
    wanted, index = array_stats.psislw(-given)
    assert found.index == pytest.approx(float(index), rel=1e-9, abs=1e-9)
    assert found.log_weights == pytest.approx(np.asarray(wanted), rel=1e-9, abs=1e-9)
    assert np.exp(found.log_weights).sum() == pytest.approx(1)
    assert np.array_equal(given, kept)


def test_what_is_trusted() -> None:
    rng = np.random.default_rng(0)
    score = rng.normal(size=10_000)
    mild = smoothed(-0.5 * (score - 1) ** 2)
    assert mild.is_trusted
    assert mild.largest_index == 0.7
    assert smoothed(np.zeros(100)).largest_index == pytest.approx(0.5)
    # evidence far out: few draws carry all the weight
    assert not smoothed(-0.5 * ((score - 4) / 0.01) ** 2).is_trusted
    assert not smoothed(np.log(rng.pareto(1.1, 10_000))).has_light_tail


def test_equal_weights_have_no_tail() -> None:
    hard = np.where(np.arange(5000) % 3 == 0, 0.0, -np.inf)
    found = smoothed(hard)
    assert found.index == -np.inf
    assert found.effective == pytest.approx(1667)
    assert found.is_trusted


def test_draws_that_are_nearly_all_impossible_tell_nothing() -> None:
    rare = np.full(5000, -np.inf)
    rare[:100] = 0
    assert smoothed(rare).index == np.inf
    assert not smoothed(rare).is_trusted
    none = smoothed(np.full(50, -np.inf))
    assert none.effective == 0
    assert not none.is_trusted
    one = np.zeros(5000)
    one[7] = 5000.0
    assert not smoothed(one).is_trusted
    assert not smoothed(np.linspace(0, 1e6, 5000)).is_trusted
    assert not smoothed(np.array([])).is_trusted


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_weights_that_are_no_numbers_are_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="log weight"):
        smoothed(np.array([0.0, wrong]))
