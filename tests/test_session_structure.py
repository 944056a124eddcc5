"""Indexes, tables, shared draws, mixtures, choices and events against closed forms and quadrature."""

from functools import cache
from math import inf, log, sqrt

import numpy as np
import pytest
from scipy import stats

import forecast
from forecast.results.forecast import Forecast

DRAWS = 200_000

INDEXED = """
as_of 2026-01-01
index lab = a, b, c
index year = 2020 to 2023

alone[lab] ~ normal(0, 1)
both[lab, year] ~ normal(0, 1)
middle[lab] = {a: 0, b: 10, c: 20}
around[lab] ~ normal(middle, 1)
shared ~ normal(middle, 1)
shared_gamma ~ gamma(mean: 5 + middle, sd: 2)
shared_chance ~ chance((5 + middle) / 50)
partly[lab] ~ normal(year - 2020, 1)
cells[lab] ~ {a: normal(1, 2), b: exponential(mean: 3), c: 7}
nested[lab, year] ~ {a: {2020: normal(5, 1), else: 0}, else: normal(2, 1)}
rest[lab] ~ {b: 0, else: uniform(0, 1)}

leader ~ choice(a: 50%, b: 30%, c: 20%)
loser ~ choice(c: 1, a: 2, b: 1)
led = middle[leader]
led_both = both[leader]
winner = argmax(around over lab)
best = around[winner]
coin ~ chance(30%)
weights[lab] = {a: 10%, b: 50%, c: 90%}
coins[lab] ~ chance(weights)
dice ~ bernoulli(40%)
mixed ~ mixture(40%: normal(-2, 0.5), 60%: normal(3, 1))
deep ~ mixture(1: mixture(50%: 0, 50%: normal(10, 1)), 3: mixture(20%: 100, 80%: uniform(200, 201)))
mixed_by[lab] ~ mixture(weights: normal(0, 1), 1 - weights: normal(5, 1))
path ~ choice(slow: 60%, fast: 40%)
by_path = case path { slow: 1, fast: 2 }
"""

EVENTS = """
as_of 2026-01-01
index lab = a, b, c
rates[lab] = {a: 10%/year, b: 20%/year, c: 30%/year}
event strike[lab] ~ hazard(rates)
event soonest = first(strike over lab)
event latest = last(strike over lab)
event middle = nth(2, strike over lab)

event plain ~ hazard(10%/year)
event maybe ~ hazard(20%/year), never 30%
event after_maybe ~ hazard(50%/year, after: maybe)
event cannot ~ hazard(0 per year)
event stated ~ 2030 to 2040, never 25%
doubt ~ beta(2, 8)
event doubted ~ 2030 to 2040, never doubt
gate ~ normal(0, 1)
event gated ~ 2030 to 2040, never if gate > 1
event both_ways ~ 2030 to 2040, never 50%, never if gate > 1
event each_never[lab] ~ as_of + (1 to 2 years), never 40%
event sooner = first(plain, maybe)
event later = last(plain, maybe)
event shifted = maybe + 2 years
ahead = maybe - plain
waiting = maybe - as_of
between_maybe = maybe - cannot

x ~ normal(1, 2)
y ~ normal(2, 1.5)
wait ~ exponential(mean: 4 years)

question plain_first = plain before maybe
question maybe_never = maybe == never
question after_never = after_maybe == never
question none = soonest == never
question in_2030 = 2030 <= stated and stated < 2031
question x_below_y = x < y
question all_three = all(each_never == never over lab)
question how_many = count(each_never < never over lab)
question shifted_gap = shifted - maybe
question same_time = sooner <= plain and plain <= later
question if_plain_first = wait given plain before maybe
question maybe_given = maybe given maybe < never
question y_given = y given x > 1
"""


@cache
def indexed() -> Forecast:
    model = forecast.load(INDEXED)
    names = [name for name in model.graph.nodes if name not in ("middle", "weights")]
    return model.run(draws=DRAWS, seed=4, ask=names)


@cache
def events() -> Forecast:
    return forecast.load(EVENTS).run(draws=DRAWS, seed=5, ask=list(forecast.load(EVENTS).graph.nodes))


@cache
def asked() -> Forecast:
    return forecast.load(EVENTS).run(draws=DRAWS, seed=5)


def close(draws: np.ndarray, mean: float, sd: float | None = None) -> bool:
    """Whether the mean of the draws lies within 4 standard errors."""
    spread = draws.std() if sd is None else sd
    return bool(abs(draws.mean() - mean) <= 4 * spread / sqrt(len(draws)))


def share(draws: np.ndarray, p: float) -> bool:
    return close(draws * 1.0, p, sqrt(p * (1 - p)))


def rank_correlation(a: np.ndarray, b: np.ndarray) -> float:
    return float(stats.spearmanr(a[:20_000], b[:20_000]).statistic)


# --- indexes, tables, shared draws ----------------------------------------------------------------------------------------


def test_an_index_on_the_left_gives_each_element_a_draw_of_its_own() -> None:
    answer = indexed()
    assert answer.trustworthy
    for name in ("alone", "both", "around"):
        draws = answer.draws[name].reshape(DRAWS, -1)
        correlations = np.corrcoef(draws, rowvar=False)
        assert np.abs(correlations - np.eye(len(correlations))).max() < 5 / sqrt(DRAWS)


def test_parameters_along_the_index_are_read_by_element() -> None:
    draws = indexed().draws["around"]
    for column, mean in enumerate((0, 10, 20)):
        assert close(draws[:, column], mean, 1)


def test_without_an_index_on_the_left_one_draw_is_shared_by_all_elements() -> None:
    draws = indexed().draws["shared"]
    assert draws.shape == (DRAWS, 3)
    assert np.allclose(draws - draws[:, :1], [0, 10, 20])
    assert close(draws[:, 0], 0, 1)


def test_a_shared_draw_is_at_the_same_quantile_of_every_element() -> None:
    draws = indexed().draws["shared_gamma"]
    quantiles = [stats.gamma((m / 2) ** 2, scale=4 / m).cdf(draws[:, i]) for i, m in enumerate((5, 15, 25))]
    assert np.allclose(quantiles[0], quantiles[1], atol=1e-9)
    assert np.allclose(quantiles[0], quantiles[2], atol=1e-9)
    coins = indexed().draws["shared_chance"]
    assert (np.diff(coins, axis=1) >= 0).all()
    for column, p in enumerate((0.1, 0.3, 0.5)):
        assert share(coins[:, column], p)


def test_a_draw_is_shared_along_the_dimensions_that_the_left_side_lacks() -> None:
    draws = indexed().draws["partly"]
    assert draws.shape == (DRAWS, 3, 4)
    assert np.allclose(draws - draws[:, :, :1], [0, 1, 2, 3])
    assert np.abs(np.corrcoef(draws[:, :, 0], rowvar=False) - np.eye(3)).max() < 5 / sqrt(DRAWS)


def test_a_table_has_a_right_side_for_each_element() -> None:
    draws = indexed().draws["cells"]
    assert close(draws[:, 0], 1, 2)
    assert close(draws[:, 1], 3, 3)
    assert (draws[:, 2] == 7).all()
    assert abs(rank_correlation(draws[:, 0], draws[:, 1])) < 4 / sqrt(20_000)


def test_tables_nest_and_else_serves_the_others_each_with_its_draw() -> None:
    nested, rest = indexed().draws["nested"], indexed().draws["rest"]
    assert close(nested[:, 0, 0], 5, 1)
    assert (nested[:, 0, 1:] == 0).all()
    others = nested[:, 1:].reshape(DRAWS, -1)
    assert close(others[:, 0], 2, 1)
    assert np.abs(np.corrcoef(others, rowvar=False) - np.eye(8)).max() < 5 / sqrt(DRAWS)
    assert (rest[:, 1] == 0).all()
    assert abs(rank_correlation(rest[:, 0], rest[:, 2])) < 4 / sqrt(20_000)


# --- choices, mixtures, chances -------------------------------------------------------------------------------------------


def test_a_choice_has_its_weights_and_picks_along_its_index() -> None:
    answer = indexed()
    leader, led, both = answer.draws["leader"], answer.draws["led"], answer.draws["both"]
    for position, p in enumerate((0.5, 0.3, 0.2)):
        assert share(leader == position, p)
    assert np.array_equal(led, 10 * leader)
    assert np.array_equal(answer.draws["led_both"], both[np.arange(DRAWS), leader.astype(int)])
    summary = answer.summary("leader")
    assert summary.question.categories == ("a", "b", "c")
    for estimate, p in zip(summary.shares, (0.5, 0.3, 0.2), strict=True):
        assert abs(estimate.value - p) <= 4 * estimate.mcse


def test_relative_weights_and_the_order_of_labels_do_not_matter() -> None:
    loser = indexed().draws["loser"]
    for position, p in enumerate((0.5, 0.25, 0.25)):
        assert share(loser == position, p)


def test_argmax_is_a_category_that_picks_the_largest() -> None:
    answer = indexed()
    assert np.array_equal(answer.draws["best"], answer.draws["around"].max(axis=1))


def test_chances_come_true_as_often_as_they_say() -> None:
    answer = indexed()
    assert share(answer.draws["coin"], 0.3)
    assert share(answer.draws["dice"], 0.4)
    for column, p in enumerate((0.1, 0.5, 0.9)):
        assert share(answer.draws["coins"][:, column], p)
    assert abs(answer.probability("coin") - 0.3) <= 4 * sqrt(0.21 / DRAWS)


def test_a_mixture_is_the_weighted_sum_of_its_parts() -> None:
    draws = indexed().draws["mixed"]
    for x in (-3, -2, 0, 2, 3, 4):
        assert share(draws < x, 0.4 * stats.norm.cdf(x, -2, 0.5) + 0.6 * stats.norm.cdf(x, 3, 1))


def test_mixtures_nest() -> None:
    draws = indexed().draws["deep"]
    assert share(draws == 0, 0.25 * 0.5)
    assert share((draws > 2) & (draws < 50), 0.25 * 0.5)
    assert share(draws == 100, 0.75 * 0.2)
    assert share(draws > 150, 0.75 * 0.8)
    assert close(draws[(draws > 2) & (draws < 50)], 10, 1)
    assert close(draws[draws > 150], 200.5, sqrt(1 / 12))


def test_weights_of_a_mixture_may_vary_along_an_index() -> None:
    draws = indexed().draws["mixed_by"]
    for column, w in enumerate((0.1, 0.5, 0.9)):
        assert close(draws[:, column], 5 * (1 - w), sqrt(1 + 25 * w * (1 - w)))
    assert np.abs(np.corrcoef(draws, rowvar=False) - np.eye(3)).max() < 5 / sqrt(DRAWS)


def test_case_selects_by_category() -> None:
    answer = indexed()
    assert np.array_equal(answer.draws["by_path"], 1 + answer.draws["path"])
    assert share(answer.draws["path"], 0.4)


# --- events ---------------------------------------------------------------------------------------------------------------


def test_the_first_of_exponentials_is_exponential() -> None:
    assert events().trustworthy
    draws = events().draws["soonest"]
    assert close(draws, 1 / 0.6, 1 / 0.6)
    assert close(draws**2, 2 / 0.36, sqrt(20) / 0.36)


def test_the_second_and_the_last_follow_order_statistics() -> None:
    def survival(t: float, k: int) -> float:
        """That fewer than k of the three have come by t."""
        p = 1 - np.exp(-t * np.array([0.1, 0.2, 0.3]))
        masses = np.array([1.0])
        for each in p:
            masses = np.convolve(masses, [1 - each, each])
        return float(masses[:k].sum())

    for name, k in (("middle", 2), ("latest", 3)):
        for t in (1, 3, 6, 12):
            assert share(events().draws[name] > t, survival(t, k))


def test_never_has_the_stated_mass_and_the_rest_keeps_its_shape() -> None:
    draws = events().draws["maybe"]
    assert share(draws == inf, 0.3)
    assert close(draws[draws < inf], 5, 5)
    assert share(events().draws["stated"] == inf, 0.25)
    assert share(events().draws["doubted"] == inf, 0.2)
    question = events().summary("maybe")
    assert question.never is not None
    assert abs(question.never.value - 0.3) <= 4 * question.never.mcse


def test_never_if_follows_its_condition() -> None:
    answer = events()
    gate = answer.draws["gate"]
    assert np.array_equal(answer.draws["gated"] == inf, gate > 1)
    both = answer.draws["both_ways"] == inf
    assert both[gate > 1].all()
    assert share(both[gate <= 1], 0.5)


def test_never_is_one_coin_for_each_element() -> None:
    draws = events().draws["each_never"] == inf
    assert share(draws.all(axis=1), 0.4**3)
    assert share(draws[:, 0] & draws[:, 1], 0.16)
    assert abs(asked().probability("all_three") - 0.064) <= 4 * sqrt(0.064 * 0.936 / DRAWS)
    assert np.array_equal(asked().draws["how_many"], (~draws).sum(axis=1))


def test_a_hazard_starts_after_its_event_and_never_if_that_never_comes() -> None:
    answer = events()
    start, draws = answer.draws["maybe"], answer.draws["after_maybe"]
    assert np.array_equal(draws == inf, start == inf)
    reached = start < inf
    assert close(draws[reached] - start[reached], 2, 2)
    assert (events().draws["cannot"] == inf).all()


def test_which_of_two_hazards_strikes_first() -> None:
    p = 0.7 * 0.1 / 0.3 + 0.3
    assert abs(asked().probability("plain_first") - p) <= 4 * sqrt(p * (1 - p) / DRAWS)


def test_the_algebra_of_events_holds_in_every_draw() -> None:
    answer = events()
    plain, maybe = answer.draws["plain"], answer.draws["maybe"]
    assert np.array_equal(answer.draws["sooner"], np.minimum(plain, maybe))
    assert np.array_equal(answer.draws["later"], np.maximum(plain, maybe))
    assert np.allclose(answer.draws["shifted"], maybe + 2)
    assert asked().probability("same_time") == 1
    assert asked().probability("maybe_never") == pytest.approx((maybe == inf).mean())


def test_never_minus_a_date_is_endless_and_never_minus_never_is_missing() -> None:
    answer = events()
    maybe = answer.draws["maybe"]
    assert np.array_equal(answer.draws["ahead"] == inf, maybe == inf)
    assert np.array_equal(answer.draws["waiting"], maybe)
    assert np.array_equal(np.isnan(answer.draws["between_maybe"]), maybe == inf)
    assert (answer.draws["between_maybe"][maybe < inf] == -inf).all()
    gap = asked().summary("shifted_gap")
    assert gap.missing == (maybe == inf).sum()
    assert gap.failed == 0
    assert gap.median.value == pytest.approx(2)


def test_the_probability_that_one_normal_is_below_another() -> None:
    p = float(stats.norm.cdf(1 / sqrt(4 + 2.25)))
    assert abs(asked().probability("x_below_y") - p) <= 4 * sqrt(p * (1 - p) / DRAWS)


def test_a_date_between_two_dates() -> None:
    days = 365.2425
    low, high = 1461 / days, 5113 / days
    normal = stats.norm((low + high) / 2, (high - low) / (2 * stats.norm.ppf(0.95)))
    p = 0.75 * float(normal.cdf(1826 / days) - normal.cdf(low))
    assert abs(asked().probability("in_2030") - p) <= 4 * sqrt(p * (1 - p) / DRAWS)


def test_given_keeps_the_worlds_in_which_the_condition_holds() -> None:
    answer = asked()
    early = answer.summary("if_plain_first")
    assert early.given is not None
    assert early.given.value == answer.probability("plain_first")
    # What does not depend on the condition keeps its distribution.
    assert abs(early.median.value - 4 * log(2)) <= 4 * early.median.mcse
    reached = answer.summary("maybe_given")
    assert reached.never is not None
    assert reached.never.value == 0
    assert abs(reached.median.value - 5 * log(2)) <= 4 * reached.median.mcse
    above = answer.summary("y_given")
    assert above.draws == (events().draws["x"] > 1).sum()
    assert abs(above.median.value - 2) <= 4 * above.median.mcse


@cache
def after_a_gate() -> Forecast:
    model = forecast.load(
        """as_of 2026-01-01
gate ~ chance(30%)
event start ~ 2028 to 2030, never if gate
event interval ~ start to start + 2 years
event even ~ uniform(start, start + 1 year)
event bell ~ normal(start, 1 year)
event peaked ~ triangular(start, start + 1 year, start + 2 years)
event rounded ~ pert(start, start + 1 year, start + 2 years)
event stated ~ quantiles(10%: start, 90%: start + 2 years)
event flat ~ start to start + 2 years as uniform
event earliest = first(start, interval)
index entry = one, two, three
event entries[entry] = {one: start, two: interval, three: 2040-01-01}
event in_between = nth(2, entries over entry)
"""
    )
    names = ("interval", "even", "bell", "peaked", "rounded", "stated", "flat", "earliest", "in_between")
    return model.run(draws=5000, ask=("start", *names))


@pytest.mark.parametrize("name", ["interval", "even", "bell", "peaked", "rounded", "stated", "flat", "earliest"])
def test_what_is_dated_from_an_event_that_never_comes_never_comes(name: str) -> None:
    answer = after_a_gate()
    assert not answer.failures
    assert 0.25 < (answer.draws["start"] == inf).mean() < 0.35
    assert np.array_equal(answer.draws[name] == inf, answer.draws["start"] == inf)
    assert not np.isnan(answer.draws[name]).any()


def test_the_second_of_dates_that_never_come_is_never() -> None:
    answer = after_a_gate()
    start, interval = answer.draws["start"], answer.draws["interval"]
    later = np.sort(np.stack([start, interval, np.full_like(start, 5113 / 365.2425)]), axis=0)[1]
    assert np.allclose(answer.draws["in_between"][later < inf], later[later < inf])
    assert np.array_equal(answer.draws["in_between"] == inf, later == inf)
