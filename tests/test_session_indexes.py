"""Reductions, running values, quantiles, interpolation, choices among elements, second names and tables, in combination,
against NumPy on the same draws.
"""

from collections.abc import Mapping
from functools import cache
from math import sqrt
from typing import Any

import numpy as np
import pytest
from scipy import stats

import forecast
from forecast.results.forecast import Forecast

DRAWS = 20_000
INF = np.inf

BASE = """
as_of 2026-01-01
index lab = a, b, c
index other = lab
index third = lab
index site = c, b, a
index turn = 1 to 5
index size = small, large

x[lab] ~ normal(0, 1)
y[lab, turn] ~ normal(0, 1)
z[turn, size] ~ normal(3, 1)
m[lab, other] ~ normal(0, 1)
s[site] ~ normal(0, 1)
event strike[lab, size] ~ hazard(20%/year, after: 2026-01-01), never 30%
"""

REDUCED = """
growths[turn] ~ 1.2x/year to 2x/year
truths = y > 0.3
max_lab = max(y over lab)
max_both = max(y over lab, turn)
min_turn = min(y over turn)
sum_both = sum(y over turn, lab)
sum_growth = sum(growths over turn)
product_turn = product(y over turn)
mean_both = mean(y over lab, turn)
sd_both = sd(y over lab, turn)
argmax_lab = argmax(y over lab)
argmin_turn = argmin(y over turn)
count_both = count(truths over lab, turn)
any_lab = any(truths over lab)
all_size = all(z > 2 over size)
first_both = first(strike over lab, size)
last_lab = last(strike over lab)
third_both = nth(3, strike over lab, size)
rank[size] = {small: 1, large: 3}
nth_by_size = nth(rank, strike over lab)
nth_by_turn = nth(turn, strike over lab, size)
level[lab] = {a: 10%, b: 50%, c: 100%}
quantile_lab = quantile(30%, y over lab)
quantile_both = quantile(30%, y over turn, lab)
quantile_by_lab = quantile(level, y over turn)
quantile_of_others = quantile(level, z over size)
quantile_of_itself = quantile(level, x over lab)
quantile_dates = quantile(60%, strike over lab, size)
sofar = cumulative(y over turn)
sofar_lab = cumulative(y over lab)
sofar_growth = cumulative(growths over turn)
peak = running_max(y over turn)
latest = running_max(strike over lab)
"""

SECOND_NAMES = """
back[other, lab] ~ normal(0, 1)
gap = x - x[other]
ahead = max(gap over other)
nearest = min(if lab == other then inf else abs(gap) over other)
place = count(x[other] > x over other) + 1
renamed[other] = x[other] + 1
turned = m[other, lab]
moved = m[lab, third]
both_moved = m[third, lab]
back_turned = back[lab, other]
skew[lab, other] = m - turned
nothing = max(abs(skew + skew[other, lab]) over lab, other)
leader = argmax(x over lab)
leader_too = argmax(renamed over other)
agree = leader == leader_too
led = x[leader_too]
row_leader[lab] = argmax(m over other)
row_led = x[row_leader]
is_leader = lab == leader
stated : lab = argmax(renamed over other)
either = if stated == leader then leader_too else leader
skill = case leader { a: 10, other.b: 20, c: 30 }
one_of_m = m[lab.a]
other_of_m = m[other.b]
table[lab, other] = {a: {b: 1, else: 0}, else: m}
diagonal[lab] = sum(if lab == other then m else 0 over other)
near[other] ~ normal(x[other], 0.001)
total_of_others[lab] = sum(if lab == other then 0 else x[other] over other)
matrix[third, other] = x[third] * x[other]
trace = sum(if third == other then matrix else 0 over third, other)
"""

TABLES = """
w[lab] ~ 1 to 5
plain[lab] = {b: 2 * w, else: w}
shares[lab] = {a: 0, else: w / sum(w over lab)}
fn share_of(v) = v / sum(v over lab)
by_function[lab] = {a: 0, else: share_of(w)}
running[lab] = {a: -1, else: cumulative(w over lab)}
top[lab] = {c: max(w over lab), else: w}
nested[lab, turn] = {b: {1: w, 3: y, else: cumulative(y over turn)}, else: y - mean(y over lab)}
by_key[site] = {a: x[a], "b": s, else: s[c] + x[lab.c]}
drawn[lab] ~ {a: normal(w, 0.001), else: 2 * w + normal(0, 0.001)}
ranked[size] = {small: nth(1, strike over lab, size), large: nth(2, strike over lab)}
knots[lab] = {a: -1, b: 0, else: 1}
placed[lab] = {a: interpolate(x, knots, y over lab)[1], c: interpolate(x, knots, w over lab), else: 0}
by_quantile[lab] = {a: quantile(50%, y over lab)[2], else: quantile(50%, y over turn)}
"""


@cache
def answered(text: str) -> Forecast:
    model = forecast.load(BASE + text)
    assert not model.check()
    return model.run(draws=DRAWS, seed=3, ask=list(model.graph.nodes))


def draws(text: str) -> Mapping[str, Any]:
    return answered(text).draws


def along(values: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    """The values with several axes as one, the last."""
    moved = np.moveaxis(values, axes, range(-len(axes), 0))
    return moved.reshape(*moved.shape[: values.ndim - len(axes)], -1)


def nth(values: np.ndarray, k: int) -> np.ndarray:
    return np.sort(values, axis=-1)[..., k - 1]


# --- reductions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [line.split()[0] for line in REDUCED.splitlines() if "over" in line])
def test_everything_along_an_index_is_what_numpy_says(name: str) -> None:
    d = draws(REDUCED)
    x, y, z, strike, growths = d["x"], d["y"], d["z"], d["strike"], d["growths"]
    truths, dates = y > 0.3, along(strike, (1, 2))
    below = np.sort(dates, axis=-1)
    # 60% of the way along six dates: exactly the fourth
    expected = {
        "max_lab": y.max(axis=1),
        "max_both": y.max(axis=(1, 2)),
        "min_turn": y.min(axis=2),
        "sum_both": y.sum(axis=(1, 2)),
        "sum_growth": growths.sum(axis=1),
        "product_turn": y.prod(axis=2),
        "mean_both": y.mean(axis=(1, 2)),
        "sd_both": y.std(axis=(1, 2), ddof=1),
        "argmax_lab": y.argmax(axis=1),
        "argmin_turn": y.argmin(axis=2),
        "count_both": truths.sum(axis=(1, 2)),
        "any_lab": truths.any(axis=1),
        "all_size": (z > 2).all(axis=2),
        "first_both": strike.min(axis=(1, 2)),
        "last_lab": strike.max(axis=1),
        "third_both": nth(dates, 3),
        "nth_by_size": np.stack([nth(strike[:, :, 0], 1), nth(strike[:, :, 1], 3)], axis=1),
        "nth_by_turn": np.sort(dates, axis=-1)[:, :5],
        "quantile_lab": np.quantile(y, 0.3, axis=1),
        "quantile_both": np.quantile(y, 0.3, axis=(1, 2)),
        "quantile_by_lab": np.stack([np.quantile(y[:, i], p, axis=1) for i, p in enumerate((0.1, 0.5, 1))], axis=1),
        "quantile_of_others": np.stack([np.quantile(z, p, axis=2) for p in (0.1, 0.5, 1)], axis=1),
        "quantile_of_itself": np.stack([np.quantile(x, p, axis=1) for p in (0.1, 0.5, 1)], axis=1),
        "quantile_dates": below[:, 3],
        "sofar": y.cumsum(axis=2),
        "sofar_lab": y.cumsum(axis=1),
        "sofar_growth": growths.cumsum(axis=1),
        "peak": np.maximum.accumulate(y, axis=2),
        "latest": np.maximum.accumulate(strike, axis=1),
    }[name]
    assert d[name].shape == expected.shape
    np.testing.assert_allclose(np.asarray(d[name], dtype=float), expected, rtol=1e-9, atol=1e-9)


def test_the_quantile_of_dates_of_which_some_never_come() -> None:
    answer = answered(REDUCED)
    assert not answer.failures
    summary = answer.summary("quantile_dates")
    assert summary.never is not None
    # never where at least three of six dates never come: the fourth is then the last that could
    p = float(stats.binom(6, 0.3).sf(2))
    assert abs(summary.never.value - p) <= 4 * sqrt(p * (1 - p) / DRAWS)


def test_a_quantile_has_the_unit_of_its_values_and_not_of_its_share() -> None:
    text = "index lab = a, b\nx[lab] ~ 1 to 5 USD\nq = quantile(30%, x over lab)\nr = quantile(30%, x / 1 USD over lab)"
    nodes = forecast.load(f"{text}\np = interpolate(x, [1, 5 USD], [10%, 50%])").graph.nodes
    assert [nodes[name].unit for name in "qrp"] == ["USD", "", "%"]


# --- second names -------------------------------------------------------------------------------------------------------


def test_pairwise_differences() -> None:
    d = draws(SECOND_NAMES)
    x = d["x"]
    gap = x[:, :, None] - x[:, None, :]
    assert np.array_equal(d["gap"], gap)
    assert np.array_equal(d["ahead"], gap.max(axis=2))
    apart = np.where(np.eye(3, dtype=bool), INF, np.abs(gap))
    assert np.array_equal(d["nearest"], apart.min(axis=2))
    assert np.array_equal(d["place"], stats.rankdata(-x, axis=1))
    assert np.allclose(d["total_of_others"], x.sum(axis=1, keepdims=True) - x)


def test_a_quantity_under_another_name_has_the_same_values() -> None:
    d = draws(SECOND_NAMES)
    assert np.array_equal(d["renamed"], d["x"] + 1)
    assert np.abs(d["near"] - d["x"]).max() < 0.01
    assert np.allclose(d["matrix"], d["x"][:, None, :] * d["x"][:, :, None])
    assert np.allclose(d["trace"], (d["x"] ** 2).sum(axis=1))


def test_two_names_of_an_index_are_exchanged() -> None:
    d = draws(SECOND_NAMES)
    m = d["m"]
    assert np.array_equal(d["turned"], m.transpose(0, 2, 1))
    assert np.array_equal(d["moved"], m)
    # both_moved has the indexes lab and third, in the order of their declaration: what was lab is third now
    assert np.array_equal(d["both_moved"], m.transpose(0, 2, 1))
    # `back` was defined as back[other, lab], so back[lab, other] is the exchanged one
    assert np.array_equal(d["back_turned"], d["back"].transpose(0, 2, 1))
    assert (d["nothing"] == 0).all()
    assert np.array_equal(d["diagonal"], m[:, [0, 1, 2], [0, 1, 2]])


def test_an_element_is_the_same_under_each_name_of_its_index() -> None:
    d = draws(SECOND_NAMES)
    world = np.arange(DRAWS)
    assert np.array_equal(d["leader"], d["x"].argmax(axis=1))
    assert (d["agree"] == 1).all()
    assert np.array_equal(d["led"], d["x"].max(axis=1))
    assert np.array_equal(d["either"], d["leader"])
    assert np.array_equal(d["skill"], 10 + 10 * d["leader"])
    assert np.array_equal(d["row_led"], d["x"][world[:, None], d["m"].argmax(axis=2)])
    assert np.array_equal(d["is_leader"] == 1, d["x"] == d["x"].max(axis=1, keepdims=True))


def test_elements_and_tables_by_one_of_two_names() -> None:
    d = draws(SECOND_NAMES)
    assert np.array_equal(d["one_of_m"], d["m"][:, 0, :])
    assert np.array_equal(d["other_of_m"], d["m"][:, :, 1])
    table = d["m"].copy()
    table[:, 0] = [0, 1, 0]
    assert np.array_equal(d["table"], table)


def test_correlations_along_second_names() -> None:
    model = forecast.load(
        "index lab = a, b, c\nindex other = lab\nm[lab, other] ~ normal(0, 1)\nv[other] ~ normal(0, 1)\n"
        "u[lab] ~ normal(0, 1)\ncorrelate m over lab with gaussian 0.5\ncorrelate u over lab with gaussian 0.4\n"
        "correlate u, v[other.a] with gaussian 0.3"
    )
    d = model.run(draws=DRAWS, seed=2, ask=("m", "u", "v")).draws

    def correlation(a: np.ndarray, b: np.ndarray) -> float:
        return float(np.corrcoef(a, b)[0, 1])

    assert correlation(d["m"][:, 0, 1], d["m"][:, 2, 1]) == pytest.approx(0.5, abs=4 / sqrt(DRAWS))
    assert correlation(d["m"][:, 0, 0], d["m"][:, 0, 1]) == pytest.approx(0, abs=4 / sqrt(DRAWS))
    assert correlation(d["u"][:, 0], d["u"][:, 1]) == pytest.approx(0.4, abs=4 / sqrt(DRAWS))
    for column in range(3):
        assert correlation(d["u"][:, column], d["v"][:, 0]) == pytest.approx(0.3, abs=4 / sqrt(DRAWS))
        assert correlation(d["u"][:, column], d["v"][:, 1]) == pytest.approx(0, abs=4 / sqrt(DRAWS))


# --- tables -------------------------------------------------------------------------------------------------------------


def test_a_cell_reads_at_its_element_but_what_a_function_goes_along_whole() -> None:
    d = draws(TABLES)
    w, x, y, s, strike = d["w"], d["x"], d["y"], d["s"], d["strike"]
    assert np.array_equal(d["plain"], w * [1, 2, 1])
    assert np.allclose(d["shares"], w / w.sum(axis=1, keepdims=True) * [0, 1, 1])
    assert np.array_equal(d["by_function"], d["shares"])
    running = w.cumsum(axis=1)
    running[:, 0] = -1
    assert np.allclose(d["running"], running)
    assert np.array_equal(d["top"], np.stack([w[:, 0], w[:, 1], w.max(axis=1)], axis=1))
    nested = y - y.mean(axis=1, keepdims=True)
    nested[:, 1] = y[:, 1].cumsum(axis=1)
    nested[:, 1, 0], nested[:, 1, 2] = w[:, 1], y[:, 1, 2]
    assert np.allclose(d["nested"], nested)
    assert np.array_equal(d["by_key"], np.stack([s[:, 0] + x[:, 2], s[:, 1], x[:, 0]], axis=1))
    assert np.abs(d["drawn"] - w * [1, 2, 2]).max() < 0.01
    assert np.array_equal(
        d["ranked"], np.stack([strike.min(axis=(1, 2)), np.sort(strike[:, :, 1], axis=1)[:, 1]], axis=1)
    )
    placed = [
        [np.interp(x[i, 0], [-1, 0, 1], y[i, :, 0]), 0, np.interp(x[i, 2], [-1, 0, 1], w[i])] for i in range(1000)
    ]
    assert np.allclose(d["placed"][:1000], placed)
    medians = np.median(y, axis=2)
    medians[:, 0] = np.median(y, axis=1)[:, 1]
    assert np.allclose(d["by_quantile"], medians)


# --- interpolation ------------------------------------------------------------------------------------------------------

POINTS = """
as_of 2026-01-01
index point = low, middle, high
index lab = a, b

event launch ~ 2025 to 2034, never 20%
price : USD = interpolate(launch, [2026, 2028, 2030], [1, 3, 10 USD])
grown : USD = interpolate(launch, [2026, 2028, 2030], [1, 3, 10 USD], log: true)
event follow = interpolate(launch, [2026, 2028, 2030], [2031, never, 2040])
reached = interpolate(price, [1, 4, 9 USD], [2030, 2031-07, 2035])
pace = interpolate(price, [1 USD, 9 USD], [1.5x/year, 3x/year])

x[lab] ~ normal(0, 2)
start ~ 0.5 to 1
place[point] = {low: -start, middle: 0, high: 2 * start}
value[point, lab] ~ 1 to 5
along = interpolate(x, place, value over point)
logs = interpolate(x, place, value, log: true over point)
own[point] = interpolate(place, place, value over point)
mixed = interpolate(x, [-start, 0, start], [0, start, x + 3])
"""


@cache
def interpolated() -> Forecast:
    model = forecast.load(POINTS)
    assert not model.check()
    return model.run(draws=DRAWS, seed=4, ask=list(model.graph.nodes))


def test_a_quantity_by_dates() -> None:
    d = interpolated().draws
    years = np.array([0, 730, 1461]) / 365.2425
    assert np.allclose(d["price"], np.interp(d["launch"], years, [1, 3, 10]), rtol=1e-9)
    assert np.allclose(d["grown"], np.exp(np.interp(d["launch"], years, np.log([1, 3, 10]))), rtol=1e-9)
    never = d["launch"] == INF
    assert 0.15 < never.mean() < 0.25
    assert (d["price"][never] == 10).all()
    assert (d["grown"][never] == 10).all()


def test_dates_and_growths_by_a_quantity() -> None:
    answer = interpolated()
    d = answer.draws
    assert not answer.failures
    years = np.array([1461, 2007, 3287]) / 365.2425
    assert np.allclose(d["reached"], np.interp(d["price"], [1, 4, 9], years), atol=1e-9)
    assert np.allclose(d["pace"], np.interp(d["price"], [1, 9], np.log([1.5, 3])), rtol=1e-9)
    start, middle = 0, 730 / 365.2425
    between = (d["launch"] > start) & (d["launch"] < 1461 / 365.2425)
    assert np.array_equal(d["follow"] == INF, between)
    assert np.allclose(d["follow"][d["launch"] <= start], 1826 / 365.2425)
    assert middle > start


def test_points_along_an_index_that_are_uncertain() -> None:
    d = interpolated().draws
    count = 500
    for draw in range(count):
        place = d["place"][draw]
        for lab in range(2):
            value, x = d["value"][draw, :, lab], d["x"][draw, lab]
            assert d["along"][draw, lab] == pytest.approx(np.interp(x, place, value))
            assert d["logs"][draw, lab] == pytest.approx(np.exp(np.interp(x, place, np.log(value))))
            s = d["start"][draw]
            assert d["mixed"][draw, lab] == pytest.approx(np.interp(x, [-s, 0, s], [0, s, x + 3]))
    assert np.array_equal(d["own"], d["value"])


def test_points_that_do_not_rise_are_a_failure_that_is_traced() -> None:
    answer = forecast.load("a ~ 1 to 3\nb ~ 2 to 4\ny = interpolate(2, [a, b], [1, 2])").run(draws=2000, seed=1)
    assert not answer.trustworthy
    assert answer.failures[0].output == "y"
    logs = forecast.load("a ~ normal(2, 1)\ny = interpolate(2, [1, 3], [a, 2], log: true)").run(draws=2000, seed=1)
    assert logs.failures[0].output == "y"
    share = forecast.load("p ~ 50% to 150% as normal\nindex i = a, b\nx[i] ~ 1 to 2\ny = quantile(p, x over i)")
    assert share.run(draws=2000, seed=1).failures[0].output == "y"


# --- choices ------------------------------------------------------------------------------------------------------------

CHOICES = """
index lab = a, b, c
index other = lab
index site = c, b, a
index turn = 1 to 4
index place = 1 to 300

w[lab] = {a: 1, b: 3, c: 4}
v[lab, turn] ~ 1 to 5
x[lab] ~ normal(0, 1)
s[site] ~ normal(0, 1)
big[place] ~ normal(0, 1)

anyone ~ choice(lab)
other_one ~ choice(other)
someone ~ choice(w over lab)
each[turn] ~ choice(v over lab)
shared ~ choice(v over lab)
everywhere ~ choice(place)
heavy ~ choice(place over place)
by_site ~ choice(site.a: 30%, site.b: 70%)
in_cell[lab] ~ {a: choice(lab), else: choice(w over lab)}
mean_of_any = x[anyone]
of_other = x[other_one]
of_each = v[each]
site_of = s[by_site]
drawn = big[everywhere]
is_a = anyone == a
same = anyone == other_one
speed = case someone { a: 1, b: 2, c: 3 }
"""


@cache
def chosen() -> Forecast:
    model = forecast.load(CHOICES)
    assert {finding.code for finding in model.check()} == {"shared-draw"}
    return model.run(draws=DRAWS, seed=6, ask=list(model.graph.nodes))


def is_share(values: np.ndarray, p: float) -> bool:
    return bool(abs(values.mean() - p) <= 4 * sqrt(p * (1 - p) / len(values)))


@pytest.mark.parametrize(
    ("name", "shares"),
    [
        ("anyone", (1 / 3, 1 / 3, 1 / 3)),
        ("other_one", (1 / 3, 1 / 3, 1 / 3)),
        ("someone", (1 / 8, 3 / 8, 4 / 8)),
        ("by_site", (0, 0.7, 0.3)),
    ],
)
def test_an_element_is_chosen_by_its_weight(name: str, shares: tuple[float, ...]) -> None:
    answer = chosen()
    for position, p in enumerate(shares):
        assert is_share(answer.draws[name] == position, p)
    assert answer.summary(name).question.categories == (("c", "b", "a") if name == "by_site" else ("a", "b", "c"))


def test_choices_are_independent_of_one_another() -> None:
    d = chosen().draws
    assert is_share(d["same"], 1 / 3)
    assert is_share(d["in_cell"][:, 0] == d["in_cell"][:, 1], 1 / 3)
    assert is_share(d["in_cell"][:, 2] == 2, 4 / 8)
    assert abs(np.corrcoef(d["each"], rowvar=False) - np.eye(4)).max() < 0.05


def test_weights_may_be_uncertain_and_have_more_indexes() -> None:
    d = chosen().draws
    v = d["v"]
    weights = v / v.sum(axis=1, keepdims=True)
    for position in range(3):
        for turn in range(4):
            each = (d["each"][:, turn] == position) - weights[:, position, turn]
            assert abs(each.mean()) <= 4 * each.std() / sqrt(DRAWS)
    # One draw goes through the weights of each turn, so the choices differ no more than the weights do.
    low = weights.cumsum(axis=1)
    assert (np.diff(d["shared"], axis=1) != 0).mean() < (np.diff(d["each"], axis=1) != 0).mean()
    for turn in range(4):
        assert is_share(d["shared"][:, turn] == 0, low[:, 0, turn].mean())


def test_what_is_chosen_picks() -> None:
    d = chosen().draws
    world = np.arange(DRAWS)
    assert np.array_equal(d["mean_of_any"], d["x"][world, d["anyone"].astype(int)])
    assert np.array_equal(d["of_other"], d["x"][world, d["other_one"].astype(int)])
    assert np.array_equal(d["drawn"], d["big"][world, d["everywhere"].astype(int)])
    assert np.array_equal(d["site_of"], d["s"][world, d["by_site"].astype(int)])
    columns = np.arange(4)
    assert np.array_equal(d["of_each"], d["v"][world[:, None], d["each"].astype(int), columns])
    assert np.array_equal(d["is_a"], d["anyone"] == 0)
    assert np.array_equal(d["speed"], d["someone"] + 1)


def test_many_elements() -> None:
    d = chosen().draws
    counts = np.bincount(d["everywhere"].astype(int), minlength=300)
    assert stats.chisquare(counts).pvalue > 1e-4
    heavy = np.bincount(d["heavy"].astype(int), minlength=300)
    weights = np.arange(1, 301)
    assert stats.chisquare(heavy, DRAWS * weights / weights.sum()).pvalue > 1e-4


def test_choices_take_part_in_correlations_in_the_order_of_their_elements() -> None:
    model = forecast.load(
        "index lab = a, b, c\nw[lab] ~ 1 to 3\nleader ~ choice(w over lab)\nanyone ~ choice(lab)\n"
        "price ~ 1 to 5\ncorrelate leader, price with gaussian 0.6\ncorrelate anyone, price with gaussian -0.5"
    )
    d = model.run(draws=DRAWS, seed=2, ask=("w", "leader", "anyone", "price")).draws
    price = np.log(d["price"])
    price = (price - price.mean()) / price.std()
    thirds = stats.norm.ppf([1 / 3, 2 / 3])
    for position, (low, high) in enumerate(zip([-INF, *thirds], [*thirds, INF], strict=True)):
        # the mean of the other score where this one is in its third
        mean = -0.5 * 3 * (stats.norm.pdf(low) - stats.norm.pdf(high))
        found = price[d["anyone"] == position]
        assert abs(found.mean() - mean) <= 4 / sqrt(len(found))
        assert is_share(d["anyone"] == position, 1 / 3)
    share = d["w"][:, 0] / d["w"].sum(axis=1)
    assert is_share(d["leader"] == 0, share.mean())
    assert price[d["leader"] == 0].mean() < -0.3 < 0.3 < price[d["leader"] == 2].mean()


def test_elements_of_recurring_names() -> None:
    """The index that a place expects decides; where two could be meant, the index is named."""
    model = forecast.load(
        "index buyer = us, eu\nindex seller = eu, us\ntrade[buyer, seller] ~ normal(0, 1)\n"
        "one = trade[buyer.us, seller.us]\nrow = trade[buyer.eu]\nlead[seller] = {us: 1, eu: 2}\n"
        "who = argmax(trade over seller)\nis_us = who == us\nled = lead[who]\n"
        "home = sum(case buyer { us: lead[us], eu: lead[eu] } over buyer)"
    )
    d = model.run(draws=1000, seed=1, ask=list(model.graph.nodes)).draws
    assert np.array_equal(d["one"], d["trade"][:, 0, 1])
    assert np.array_equal(d["row"], d["trade"][:, 1])
    assert np.array_equal(d["is_us"], d["trade"].argmax(axis=2) == 1)
    assert np.array_equal(d["led"], 2 - d["is_us"])
    assert (d["home"] == 3).all()
