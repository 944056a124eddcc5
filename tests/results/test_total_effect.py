"""The total effect against closed forms."""

from math import asin, inf, pi, sqrt

import numpy as np
import pytest

from forecast.results.total_effect import Ranked

N = 50_000


@pytest.mark.parametrize("share", [0.9, 0.3, 0.01])
def test_a_sum_of_normals_has_the_effect_of_their_rank_correlation(share: float) -> None:
    rng = np.random.default_rng(1)
    kept = sqrt(1 - share) * rng.normal(size=N)
    before, after = kept + sqrt(share) * rng.normal(size=N), kept + sqrt(share) * rng.normal(size=N)
    # Before and after are normals with a correlation of 1 - share, so their ranks have one of 6/pi asin((1 - share)/2).
    expected = 1 - 6 / pi * asin((1 - share) / 2)
    found = Ranked(before).effect(after).index
    assert found == pytest.approx(expected, rel=4 * 2 / sqrt(N))
    for scaled in (np.exp(before), 1e9 * before):
        again = Ranked(scaled).effect(np.exp(after) if scaled.min() > 0 else 1e9 * after).index
        assert again == pytest.approx(found, rel=1e-12)


def test_an_effect_through_an_interaction_alone_is_whole() -> None:
    rng = np.random.default_rng(2)
    first, second, anew = (rng.random((3, N)) < 0.5) * 1.0
    effect = Ranked((first != second) * 1.0).effect((anew != second) * 1.0)
    assert effect.index == pytest.approx(1, abs=4 * 2 / sqrt(N))
    assert effect.far == pytest.approx(0.5, abs=4 * 0.5 / sqrt(N))


def test_labels_have_no_order() -> None:
    rng = np.random.default_rng(3)
    labels, anew = rng.integers(0, 3, N) * 1.0, rng.integers(0, 3, N) * 1.0
    for swap in (labels, (labels + 1) % 3):
        other = anew if swap is labels else (anew + 1) % 3
        effect = Ranked(swap, nominal=True).effect(other)
        assert effect.index == pytest.approx(1, abs=4 * 2 / sqrt(N))
        assert effect.far == pytest.approx(2 / 3, abs=4 * 0.5 / sqrt(N))


def test_what_does_not_change_has_no_effect_even_never_and_missing() -> None:
    values = np.array([1.0, inf, np.nan, -inf, 2.0, np.nan])
    assert Ranked(values).effect(values.copy()).index == 0
    assert Ranked(values).effect(np.array([1.0, inf, np.nan, -inf, 2.0, 7.0])).index > 0
    assert Ranked(np.full(5, inf)).effect(np.full(5, inf)).index == 0
    assert Ranked(np.zeros(5)).effect(np.array([0.0, 0, 0, 0, 1])).index == inf
    assert Ranked(np.array([])).effect(np.array([])).index == 0


def test_a_small_move_of_every_draw_does_not_show() -> None:
    values = np.random.default_rng(4).normal(size=N)
    effect = Ranked(values).effect(values + 0.001)
    assert effect.far == 0
    assert 0 < effect.index < 1e-4


def test_the_rarer_draws() -> None:
    assert Ranked(np.array([0.0, 0, 0, 1, 2])).rarer == 2
    assert Ranked(np.array([0.0, 0, np.nan, np.nan, np.nan])).rarer == 2
    assert Ranked(np.array([])).rarer == 0
