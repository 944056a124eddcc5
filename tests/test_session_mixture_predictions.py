"""Predictions of a mixture are drawn part by part, and distributed as the mixture."""

import numpy as np
from scipy import stats

import forecast


def test_they_are_distributed_as_the_mixture_is() -> None:
    text = """
    index row = a, b
    seen[row] = {a: 1, b: 4}
    m ~ normal(0, 1)
    observe seen ~ mixture(30%: normal(m, 1), 70%: normal(m + 5, 2))
    question q = m
    """
    learnt = forecast.load(text).run(draws=1_000, seed=2).learnt
    (compared,) = learnt.compared
    values = learnt.prior[compared.drawn.output]
    # With m integrated out each part is normal with a variance more by 1.
    parts = stats.norm([0, 5], np.sqrt([2, 5]))
    for place in (-2.0, 0.0, 2.0, 5.0, 9.0):
        below = parts.cdf(place) @ [0.3, 0.7]
        for row in (0, 1):
            error = np.sqrt(below * (1 - below) / len(values))
            assert abs((values[:, row] <= place).mean() - below) < 4 * error
    # The rows are drawn apart, but for what they share.
    assert abs(np.corrcoef(values.T)[0, 1] - 1 / np.var(values)) < 4 / np.sqrt(len(values))
