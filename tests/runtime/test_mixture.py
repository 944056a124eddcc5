"""A mixture as one distribution: its quantile, density and probabilities against those of its parts."""

import jax
import numpy as np
from scipy import optimize, stats

from forecast import runtime as rt

U = np.array([2.0**-53, 1e-12, 1e-6, 0.01, 0.3, 0.5, 0.8, 0.999, 1 - 1e-9, 1 - 2.0**-53])


def test_the_quantile_is_exact_in_the_body_and_both_far_tails() -> None:
    found = np.asarray(rt.mixture([3.0, 7.0], [rt.normal(0.0, 1.0), rt.lognormal(3.0, 1.0)]).from_uniform(U))
    parts = (0.3, stats.norm(0, 1)), (0.7, stats.lognorm(1, scale=np.exp(3)))
    for u, x in zip(U, found, strict=True):
        lower = sum(p * d.cdf(x) for p, d in parts)
        upper = sum(p * d.sf(x) for p, d in parts)
        if u < 0.5:
            np.testing.assert_allclose(lower, u, rtol=1e-11)
        else:
            np.testing.assert_allclose(upper, 1 - u, rtol=1e-11)


def test_density_and_probabilities_are_the_weighted_sums() -> None:
    mixture = rt.mixture([0.25, 0.75], [rt.gamma(2.0, 1.0), rt.normal(5.0, 2.0)])
    x = np.array([-3.0, 0.5, 4.0, 30.0])
    parts = (0.25, stats.gamma(2)), (0.75, stats.norm(5, 2))
    np.testing.assert_allclose(mixture.log_prob(x), np.log(sum(p * d.pdf(x) for p, d in parts)), rtol=1e-12)
    np.testing.assert_allclose(mixture.cdf(x), sum(p * d.cdf(x) for p, d in parts), rtol=1e-12)
    np.testing.assert_allclose(mixture.sf(x), sum(p * d.sf(x) for p, d in parts), rtol=1e-12)


def test_whole_numbers_have_the_least_value_that_is_enough() -> None:
    mixture = rt.mixture([1.0, 1.0], [rt.poisson(3.0), rt.poisson(9.0)])
    levels = np.concatenate([U, np.linspace(0.013, 0.987, 50)])
    k = np.arange(80)
    cdf = (stats.poisson(3).cdf(k) + stats.poisson(9).cdf(k)) / 2
    sf = (stats.poisson(3).sf(k) + stats.poisson(9).sf(k)) / 2
    expected = [k[cdf >= u][0] if u < 0.5 else k[sf <= 1 - u][0] for u in levels]
    np.testing.assert_array_equal(mixture.from_uniform(levels), expected)


def test_a_part_that_may_never_come_and_weights_of_zero() -> None:
    mixture = rt.mixture([0.5, 0.5], [rt.hazard(0.0, 0.0), rt.hazard(0.1, -3.0)])
    expected = -3 + stats.expon(scale=10).ppf(2 * 0.3)
    np.testing.assert_allclose(mixture.from_uniform(np.array([0.3, 0.6])), [expected, np.inf])
    alone = rt.mixture([0.0, 1.0], [rt.normal(np.nan, 1.0), rt.normal(5.0, 1.0)])
    assert np.isnan(alone.from_uniform(0.5)), "a wrong parameter is told, whatever its weight"
    np.testing.assert_allclose(rt.mixture([0.0, 1.0], [rt.normal(0.0, 1.0), rt.normal(5.0, 1.0)]).from_uniform(0.5), 5)
    assert np.isnan(rt.mixture([-1.0, 2.0], [rt.normal(0.0, 1.0), rt.normal(5.0, 1.0)]).from_uniform(0.5))
    assert np.isnan(rt.mixture([0.0, 0.0], [rt.normal(0.0, 1.0), rt.normal(5.0, 1.0)]).from_uniform(0.5))


def test_gradients_are_those_of_differences() -> None:
    def value(weight, mean, sd):
        return rt.mixture([weight, 0.6], [rt.normal(mean, sd), rt.lognormal(1.0, 0.5)]).from_uniform(0.37)

    at = (0.4, 1.0, 2.0)
    found = jax.grad(value, argnums=(0, 1, 2))(*at)
    np.testing.assert_allclose(found, optimize.approx_fprime(at, lambda v: float(value(*v)), 1e-6), rtol=1e-4)
    assert np.isfinite(jax.grad(lambda w: value(w, 1.0, 2.0))(0.4))


def test_it_maps_over_draws() -> None:
    means = np.linspace(0, 3, 5)
    each = [rt.mixture([0.4, 0.6], [rt.normal(m, 1.0), rt.normal(8.0, 1.0)]).from_uniform(0.2) for m in means]
    mapped = jax.vmap(lambda m: rt.mixture([0.4, 0.6], [rt.normal(m, 1.0), rt.normal(8.0, 1.0)]).from_uniform(0.2))(
        means
    )
    np.testing.assert_allclose(mapped, each, rtol=1e-13, atol=1e-14)
