"""The index of a tail against draws of known index and against ArviZ's estimate."""

import numpy as np
import pytest
from scipy import stats

from forecast.results.tail import pareto_index, tail_index


@pytest.mark.parametrize("k", [-0.3, 0.0, 0.4, 0.8, 1.3])
def test_the_index_of_a_generalised_pareto_is_found(k: float) -> None:
    excesses = np.sort(stats.genpareto(k).rvs(4000, random_state=1))
    assert abs(pareto_index(excesses) - k) < 4 * (1 + abs(k)) / np.sqrt(4000)


def test_it_is_what_arviz_estimates() -> None:
    from arviz_stats.base.diagnostics import _DiagnosticsBase

    excesses = np.sort(stats.genpareto(0.6).rvs(1000, random_state=2))
    k, _ = _DiagnosticsBase._gpdfit(excesses)
    np.testing.assert_allclose(pareto_index(excesses), k, rtol=1e-6)


def test_both_sides_count_and_what_has_no_tail_has_no_index() -> None:
    x = np.sort(stats.pareto(1).rvs(50_000, random_state=3))
    assert abs(tail_index(x) - 1) < 0.3
    assert tail_index(np.sort(-x)) == pytest.approx(tail_index(x))
    assert np.isnan(tail_index(np.ones(5000)))
    assert np.isnan(tail_index(x[:100]))
    assert tail_index(np.sort(np.random.default_rng(4).uniform(size=50_000))) < 0
