import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from forecast.runtime.quantile_table import evaluate, has_table, quantile_table

Z = np.concatenate([np.linspace(-8.2, 8.2, 2001), [-8.2095, 8.2095]])


def values(constructor: str, **parameters: float) -> np.ndarray:
    table = quantile_table(constructor, **parameters)
    assert table is not None
    y = np.asarray(evaluate(jnp.asarray(table.coefficients)[None], jnp.zeros(1, int), jnp.asarray(Z)[None])[0])
    return table.low + table.width * (np.exp(y) if table.scale == "log" else 1 / (1 + np.exp(-y)))


def oracle(distribution) -> np.ndarray:
    return np.where(
        Z < 0, distribution.ppf(stats.norm.cdf(np.minimum(Z, 0))), distribution.isf(stats.norm.sf(np.maximum(Z, 0)))
    )


@pytest.mark.parametrize("shape", [0.05, 0.3, 1.0, 3.0, 40.0, 1e4])
def test_gamma(shape: float) -> None:
    np.testing.assert_allclose(
        values("gamma", shape=shape, rate=0.5), oracle(stats.gamma(shape, scale=2)), rtol=1e-10, atol=1e-290
    )


@pytest.mark.parametrize(("a", "b"), [(2.0, 5.0), (0.5, 0.5), (1.0, 1.0), (0.2, 3.0), (800.0, 90.0)])
def test_beta(a: float, b: float) -> None:
    np.testing.assert_allclose(values("beta", a=a, b=b), oracle(stats.beta(a, b)), rtol=1e-10)


def test_the_other_constructors_are_the_same_distributions() -> None:
    np.testing.assert_allclose(values("gamma_mean", mean=6.0, sd=2.0), oracle(stats.gamma(9, scale=2 / 3)), rtol=1e-10)
    np.testing.assert_allclose(values("beta_mean", mean=0.3, n=10.0), oracle(stats.beta(3, 7)), rtol=1e-10)
    np.testing.assert_allclose(
        values("pert", min=1.0, mode=2.0, max=6.0), oracle(stats.beta(1.8, 4.2, 1, 5)), rtol=1e-10
    )


def test_wrong_parameters_give_a_table_of_missing_values() -> None:
    assert np.all(np.isnan(values("gamma", shape=-1.0, rate=1.0)))
    assert np.all(np.isnan(values("gamma_mean", mean=1.0, sd=-2.0)))
    assert np.all(np.isnan(values("beta", a=1.0, b=0.0)))
    assert np.all(np.isnan(values("pert", min=1.0, mode=7.0, max=6.0)))


def test_there_is_no_table_where_it_would_be_inexact() -> None:
    assert quantile_table("beta", a=0.01, b=0.01) is None


def test_only_gamma_and_beta_families_have_tables() -> None:
    assert has_table("pert")
    assert not has_table("normal")
    with pytest.raises(ValueError, match="normal has no quantile table"):
        quantile_table("normal", mean=0.0, sd=1.0)
