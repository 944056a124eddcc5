"""The probability of more than a value where SciPy has a function for it only in part."""

from typing import Any

import numpy as np
import pytest
from scipy import special, stats

from forecast import runtime as rt

COUNTS: dict[str, tuple[Any, Any]] = {
    "poisson": (rt.poisson(7.3), stats.poisson(7.3)),
    "binomial": (rt.binomial(30.0, 0.3), stats.binom(30, 0.3)),
    "negative_binomial": (rt.negative_binomial(3.0, 0.2), stats.nbinom(3, 0.2)),
    "geometric": (rt.geometric(0.2), stats.geom(0.2, -1)),
    "uniform_int": (rt.uniform_int(-2.0, 8.0), stats.randint(-2, 9)),
    "bernoulli": (rt.bernoulli(0.3), stats.bernoulli(0.3)),
}


def test_survival_of_a_half_student_t() -> None:
    x = np.array([0.01, 1.0, 30.0, 1e4])
    np.testing.assert_allclose(rt.half_student_t(4.0, 2.0).sf(x), 2 * special.stdtr(4, -x / 2), rtol=1e-12)


def test_survival_of_a_loglogistic() -> None:
    # SciPy's own is one minus its cdf
    x = np.array([0.1, 3.0, 100.0, 1e8])
    np.testing.assert_allclose(rt.loglogistic(3.0, 1.7).sf(x), special.expit(-1.7 * np.log(x / 3)), rtol=1e-12)


def test_survival_of_a_logit_normal() -> None:
    p = np.array([0.02, 0.5, 0.98])
    scipys = stats.norm(0, np.log(4) / special.ndtri(0.95))
    np.testing.assert_allclose(rt.logit_normal_between(0.2, 0.8, 0.9).sf(p), scipys.sf(special.logit(p)), rtol=1e-12)


@pytest.mark.parametrize("name", COUNTS)
def test_survival_of_counts_is_scipys_at_and_between_whole_numbers(name: str) -> None:
    ours, scipys = COUNTS[name]
    x = np.array([-3.0, -1.0, 0.0, 0.5, 1.0, 4.0, 7.5, 20.0, 29.0, 30.0, 31.0])
    np.testing.assert_allclose(ours.sf(x), scipys.sf(x), rtol=1e-11, atol=1e-300)


def test_survival_of_a_choice_and_of_a_metalog() -> None:
    np.testing.assert_allclose(
        rt.choice(np.array([1.0, 2.0, 1.0])).sf(np.array([-1.0, 0.0, 1.0, 2.0])), [1, 0.75, 0.25, 0]
    )
    metalog = rt.metalog_above(0.0, 0.1, 1.0, 0.5, 2.0, 0.9, 4.0)
    x = metalog.from_uniform(np.array([0.01, 0.5, 0.999999]))
    np.testing.assert_allclose(metalog.sf(x), [0.99, 0.5, 1e-6], rtol=1e-8)
    np.testing.assert_allclose(metalog.sf(np.array([-1.0, 0.0])), 1.0)
