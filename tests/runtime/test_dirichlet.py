"""The Dirichlet against SciPy: density, marginals, covariances, tiny and large concentrations."""

from itertools import combinations

import jax
import numpy as np
import pytest
from scipy import stats

from forecast import runtime as rt

DRAWS = 20_000


@pytest.mark.parametrize("a", [[1.0, 2.0, 3.5], [0.3, 0.2], [200.0, 50.0, 1000.0, 3.0]], ids=str)
def test_shares_have_beta_margins_and_the_covariances_of_the_closed_form(a: list[float]) -> None:
    z = np.random.default_rng(1).standard_normal((DRAWS, len(a)))
    shares = np.asarray(rt.dirichlet(a).from_score(z))
    np.testing.assert_allclose(shares.sum(axis=-1), 1, rtol=1e-14)
    total = sum(a)
    for i, each in enumerate(a):
        assert stats.kstest(shares[:, i], stats.beta(each, total - each).cdf).pvalue > 1e-4
    mean = np.array(a) / total
    for i, j in combinations(range(len(a)), 2):
        products = (shares[:, i] - mean[i]) * (shares[:, j] - mean[j])
        expected = -mean[i] * mean[j] / (total + 1)
        assert abs(products.mean() - expected) <= 4 * products.std() / np.sqrt(DRAWS)


def test_the_density_is_scipys() -> None:
    a = np.array([1.0, 2.0, 3.5])
    shares = stats.dirichlet(a).rvs(6, random_state=2)
    expected = [stats.dirichlet(a).logpdf(each) for each in shares]
    np.testing.assert_allclose(rt.dirichlet(a).log_prob(shares), expected, rtol=1e-12)
    assert float(rt.dirichlet(a).log_prob([0.5, 0.6, -0.1])) == -np.inf
    assert float(rt.dirichlet(a).log_prob([0.5, 0.2, 0.1])) == -np.inf


def test_tiny_concentrations_give_one_element_all_of_it() -> None:
    z = np.random.default_rng(3).standard_normal((DRAWS, 3))
    shares = np.asarray(rt.dirichlet([1e-4, 2e-4, 1e-4]).from_score(z))
    assert np.isfinite(shares).all()
    np.testing.assert_allclose(shares.sum(axis=-1), 1)
    assert (shares.max(axis=-1) > 0.999).mean() > 0.99
    won = (shares.argmax(axis=-1) == 1).mean()
    assert abs(won - 0.5) <= 4 * np.sqrt(0.25 / DRAWS)


def test_by_its_mean_and_for_several_plates() -> None:
    mean = np.array([[0.2, 0.3, 0.5], [0.1, 0.1, 0.8]])
    n = np.array([[10.0], [20.0]])
    np.testing.assert_allclose(rt.dirichlet_mean(mean, n).concentration, mean * n)
    assert rt.dirichlet_mean(mean, n).batch_shape == (2,)
    assert rt.dirichlet_mean(mean, n).event_shape == (3,)
    z = np.random.default_rng(4).standard_normal((2, 3))
    together = rt.dirichlet_mean(mean, n).from_score(z)
    apart = [rt.dirichlet(mean[i] * n[i]).from_score(z[i]) for i in range(2)]
    np.testing.assert_allclose(together, apart, rtol=1e-14)


def test_more_noise_of_an_element_gives_it_more() -> None:
    shares = rt.dirichlet([1.0, 2.0, 3.0]).from_score([[0.0, 0.0, 0.0], [0.5, 0.0, 0.0]])
    assert shares[1, 0] > shares[0, 0]
    assert shares[1, 1] < shares[0, 1]


@pytest.mark.parametrize(
    "distribution",
    [
        rt.dirichlet([1.0, 0.0]),
        rt.dirichlet([1.0, -2.0]),
        rt.dirichlet_mean([0.5, 0.4], 3.0),
        rt.dirichlet_mean([0.5, 0.5], 0.0),
        rt.dirichlet_mean([1.0, 0.0], 3.0),
    ],
)
def test_a_wrong_parameter_makes_every_share_missing(distribution: rt.Dirichlet) -> None:
    assert np.all(np.isnan(distribution.from_score([0.1, 0.2])))
    assert np.isnan(distribution.log_prob([0.5, 0.5]))


def test_gradients_are_those_of_differences() -> None:
    z, a = np.array([0.3, -1.0, 0.8]), np.array([0.4, 2.0, 3.5])

    def first(a: jax.Array) -> jax.Array:
        return rt.dirichlet(a).from_score(z)[0]

    h = 1e-5 * np.eye(3)
    difference = [(first(a + step) - first(a - step)) / 2e-5 for step in h]
    np.testing.assert_allclose(jax.grad(first)(a), difference, rtol=1e-6)


def test_its_own_draws_have_an_axis_for_the_shares() -> None:
    draws = np.asarray(rt.dirichlet(np.ones((2, 3))).sample(jax.random.key(3), (5,)))
    assert draws.shape == (5, 2, 3)
    np.testing.assert_allclose(draws.sum(axis=-1), 1)
    with pytest.raises(NotImplementedError):
        rt.dirichlet([1.0, 2.0]).icdf(0.5)
