import jax
import jax.numpy as jnp
import numpy as np
import pytest

from forecast import runtime as rt


def test_the_logarithm_is_exact_to_an_ulp_everywhere() -> None:
    rng = np.random.default_rng(4)
    x = np.concatenate(
        [np.exp(rng.uniform(-700, 700, 50_000)), rng.uniform(0.5, 2, 50_000), [2.3e-308, 1.0, 1 - 2.0**-53]]
    )
    np.testing.assert_allclose(np.asarray(rt.log(x)), np.log(x), rtol=4e-16)


def test_the_logarithm_at_its_edges() -> None:
    result = np.asarray(rt.log(np.array([0.0, -0.0, -1.0, -np.inf, np.inf, np.nan])))
    np.testing.assert_array_equal(result, [-np.inf, -np.inf, np.nan, np.nan, np.inf, np.nan])


@pytest.mark.parametrize(
    ("ours", "numpy"),
    [(rt.log2, np.log2), (rt.log10, np.log10), (rt.log1p, np.log1p), (rt.exp, np.exp), (rt.sqrt, np.sqrt)],
)
def test_values_are_those_of_numpy(ours, numpy) -> None:
    x = np.array([1e-12, 0.3, 1.0, 2.0, 100.0, 1000.0])
    with np.errstate(over="ignore"):
        np.testing.assert_allclose(np.asarray(ours(x)), numpy(x), rtol=1e-14)


def test_powers() -> None:
    assert float(rt.power(3.0, 4)) == 81
    assert float(rt.power(2.0, -2)) == 0.25
    assert float(rt.power(-2.0, 3)) == -8
    assert float(rt.power(2.0, 0.5)) == pytest.approx(np.sqrt(2))
    assert np.isnan(rt.power(-2.0, 0.5))


@pytest.mark.parametrize(
    ("partial", "bad"),
    [
        (rt.log, -1.0),
        (rt.log, 0.0),
        (rt.log1p, -1.0),
        (rt.sqrt, 0.0),
        (rt.sqrt, -1.0),
        (rt.exp, 1000.0),
        (lambda x: rt.divide(1.0, x), 0.0),
        (lambda x: rt.power(x, 0.5), 0.0),
        (lambda x: rt.power(x, 1.5), -2.0),
        (lambda x: rt.power(x, -1), 0.0),
    ],
)
def test_a_branch_not_taken_spoils_no_gradient(partial, bad: float) -> None:
    def value(x):
        return rt.where(rt.greater(x, 2000.0), partial(x), 3.0 * x)

    assert float(jax.grad(value)(bad)) == 3.0


@pytest.mark.parametrize(
    "f", [rt.log, rt.log2, rt.log10, rt.log1p, rt.sqrt, rt.exp, lambda x: rt.divide(x, x * x), lambda x: rt.power(x, x)]
)
def test_gradients_inside_the_domain(f) -> None:
    x, h = 1.7, 1e-5
    assert float(jax.grad(lambda x: f(x).sum())(x)) == pytest.approx(float(f(x + h) - f(x - h)) / (2 * h), rel=1e-8)


def test_infinities_divide_as_in_ieee() -> None:
    assert float(rt.divide(1.0, 0.0)) == np.inf
    assert float(rt.divide(-1.0, jnp.inf)) == 0
    assert np.isnan(rt.divide(0.0, 0.0))
