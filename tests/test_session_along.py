"""What runs along an index, several indexes that share names, and second names, against NumPy in the same draws."""

from math import sqrt

import numpy as np
import pytest
from scipy import stats

import forecast
from forecast.results.forecast import Forecast

DRAWS = 20_000
TEXT = """
as_of 2026-11-23
index lab = a, b, c
index other = lab
index firm = b, c, d
index year = 2027 to 2029
spend[lab] ~ 1 to 9 USD
size[firm] ~ 1 to 4
plan[lab, year] ~ normal(2, 1)
event arrive[lab] ~ 2027 to 2035, never 40%
weight[lab] = {a: 1, b: 2, c: 5}

total = cumulative(plan over year)
across = cumulative(plan over lab)
best = running_max(spend over lab)
latest = running_max(arrive over lab)
middle = quantile(50%, spend over lab)
upper = quantile(80%, plan over lab, year)
gap = spend - spend[other]
farthest = max(abs(gap) over other)
beats = count(spend > spend[other] over other)
same = lab == other
pair[lab, other] = if lab == other then 1 else 0.5
row = sum(pair over other)
winner ~ choice(lab)
likely ~ choice(weight over lab)
by_spend ~ choice(spend / 1 USD over lab)
won = spend[by_spend]
mixed[lab] = {b: size[b], else: spend / 1 USD}
table[lab, year] = {a: {2027: 1, else: 2}, else: {else: spend / 1 USD}}
combined = size[firm.b] + spend[lab.b] / 1 USD
richest = argmax(spend over lab)
shown = interpolate(middle, [1 USD, 3 USD, 9 USD], [10, 20, 30])
curve = interpolate(3 USD, best, weight)
correlate spend over lab with 0.5
correlate likely, winner with 0.3
"""
NAMES = (
    "spend", "size", "plan", "arrive", "total", "across", "best", "latest", "middle", "upper", "gap", "farthest", "beats",
    "same", "row", "winner", "likely", "by_spend", "won", "mixed", "table", "combined", "richest", "shown",
)  # fmt: skip


@pytest.fixture(scope="module")
def answer() -> Forecast:
    found = forecast.load(TEXT).run(draws=DRAWS, seed=11, ask=NAMES)
    assert found.trustworthy
    return found


def equal(found: np.ndarray, expected: np.ndarray) -> None:
    np.testing.assert_allclose(found, expected, rtol=1e-11)


def test_running_sums_and_maxima_and_quantiles(answer: Forecast) -> None:
    d = answer.draws
    equal(d["total"], np.cumsum(d["plan"], axis=2))
    equal(d["across"], np.cumsum(d["plan"], axis=1))
    equal(d["best"], np.maximum.accumulate(d["spend"], axis=1))
    equal(d["latest"], np.maximum.accumulate(d["arrive"], axis=1))
    equal(d["middle"], np.median(d["spend"], axis=1))
    equal(d["upper"], np.quantile(d["plan"], 0.8, axis=(1, 2)))
    equal(d["shown"], np.interp(d["middle"], [1, 3, 9], [10, 20, 30]))


def test_second_names_of_an_index(answer: Forecast) -> None:
    d = answer.draws
    gap = d["spend"][:, :, None] - d["spend"][:, None, :]
    equal(d["gap"], gap)
    equal(d["farthest"], np.abs(gap).max(axis=2))
    equal(d["beats"], (gap > 0).sum(axis=2))
    equal(d["same"], np.broadcast_to(np.eye(3), (DRAWS, 3, 3)))
    equal(d["row"], np.full((DRAWS, 3), 2.0))


def test_tables_read_cell_by_cell_and_names_that_recur(answer: Forecast) -> None:
    d = answer.draws
    equal(d["mixed"], np.stack([d["spend"][:, 0], d["size"][:, 0], d["spend"][:, 2]], axis=1))
    equal(d["combined"], d["size"][:, 0] + d["spend"][:, 1])
    first = np.broadcast_to([1.0, 2.0, 2.0], (DRAWS, 3))
    others = np.repeat(d["spend"][:, 1:, None], 3, axis=2)
    equal(d["table"], np.concatenate([first[:, None], others], axis=1))


def test_choices_along_an_index(answer: Forecast) -> None:
    d = answer.draws
    for name, shares in (("winner", np.full(3, 1 / 3)), ("likely", np.array([1, 2, 5]) / 8)):
        seen = [np.sum(d[name] == k) for k in range(3)]
        assert stats.chisquare(seen, DRAWS * shares).pvalue > 1e-4
    equal(d["won"], np.take_along_axis(d["spend"], d["by_spend"][:, None].astype(int), axis=1)[:, 0])
    equal(d["richest"], np.argmax(d["spend"], axis=1))
    # each is picked as often as its share of the spending says
    shares = d["spend"] / d["spend"].sum(axis=1, keepdims=True)
    for k in range(3):
        excess = (d["by_spend"] == k) - shares[:, k]
        assert abs(excess.mean()) < 4 * excess.std() / sqrt(DRAWS)
    assert stats.spearmanr(d["likely"], d["winner"]).statistic > 0.15
