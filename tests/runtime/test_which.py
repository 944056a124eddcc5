"""Which of several dates is first or last, where some never come."""

import jax.numpy as jnp
import numpy as np
import pytest

from forecast import runtime as rt

NEVER = float("inf")


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        ([3.0, 1.0, 2.0], 1.0, 0.0),
        ([3.0, NEVER, 2.0], 2.0, 1.0),
        ([NEVER, NEVER, 2.0], 2.0, np.nan),
        ([NEVER, NEVER], np.nan, np.nan),
        ([1.0, np.nan], np.nan, np.nan),
        ([NEVER], np.nan, 0.0),
    ],
)
def test_of_dates_that_may_never_come(dates, first, last) -> None:
    np.testing.assert_array_equal(rt.which_first(jnp.asarray(dates), axis=0), first)
    np.testing.assert_array_equal(rt.which_last(jnp.asarray(dates), axis=0), last)
