"""What is known of a value before anything runs is true of every draw."""

from math import inf

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import forecast
from forecast.language.semantics.model import Model
from forecast.language.semantics.ranges import Range, range_of

BEFORE = """
index lab = a, b
any ~ normal(0, 2)
above ~ 0.5 to 3
share ~ beta(2, 2)
between ~ uniform(-1, 2)
below ~ triangular(-3, -2, -1)
each[lab] ~ exponential(2)
two = 2
coin ~ chance(50%)
"""
NAMES = ("any", "above", "share", "between", "below", "each", "two", "0", "1.5", "-2")


def ranges(model: Model) -> dict[str, Range]:
    found: dict[str, Range] = {}
    for name, node in model.nodes.items():
        found[name] = range_of(node.term, found)
    return found


def larger(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    one = st.sampled_from(
        [
            "(-({}))",
            "abs({})",
            "exp({})",
            "log({})",
            "sqrt({})",
            "log1p({})",
            "({})^2",
            "({})^3",
            "({})^0.5",
            "({})^(-2)",
            "max({} over lab)",
            "min({} over lab)",
            "mean({} over lab)",
            "inv_logit({})",
            "normal_cdf({})",
            "1 / ({})",
        ]
    )
    two = st.sampled_from(
        [
            "({} + {})",
            "({} - {})",
            "({} * {})",
            "({} / (1.5 + {}))",
            "min({}, {})",
            "max({}, {})",
            "(if coin then {} else {})",
            "clamp(any, {}, {})",
            "abs({})^({})",
            "clamp({}, 0, {})",
        ]
    )
    return st.one_of(
        st.builds(lambda form, a: form.format(f"({a} + 0 * each)" if "over" in form else a), one, texts),
        st.builds(lambda form, a, b: form.format(a, b), two, texts, texts),
    )


TEXTS = st.lists(st.recursive(st.sampled_from(NAMES), larger, max_leaves=4), min_size=30, max_size=30)


@pytest.mark.slow
@settings(max_examples=12, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_no_draw_leaves_the_range_that_was_inferred(texts: list[str]) -> None:
    text = BEFORE + "".join(f"e{i} = {expression}\n" for i, expression in enumerate(texts))
    loaded = forecast.load(text)
    # A constant that is divided by 0 and the like are findings; they need no range.
    wrong = {finding.primary.span.line - len(BEFORE.splitlines()) - 1 for finding in loaded.check()}
    kept = [expression for i, expression in enumerate(texts) if i not in wrong]
    loaded = forecast.load(BEFORE + "".join(f"e{i} = {expression}\n" for i, expression in enumerate(kept)))
    found = ranges(loaded.model)
    answer = loaded.run(draws=300, seed=1, ask=[f"e{i}" for i in range(len(kept))])
    for i, expression in enumerate(kept):
        draws, known = answer.draws[f"e{i}"], found[f"e{i}"]
        draws = draws[~np.isnan(draws)]
        slack = 1e-12 * (1 + np.abs(np.where(np.isinf(draws), 0, draws)))
        assert (draws >= known.low - slack).all(), (expression, known)
        assert (draws <= known.high + slack).all(), (expression, known)
        if known.open_low and np.isfinite(known.low) and draws.size:
            assert draws.min() >= known.low, (expression, known)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("3 + 4", Range(7, 7)),
        ("above", Range(0, inf, open_low=True)),
        ("-above", Range(-inf, 0)),
        ("1 / above", Range(0, inf, open_low=True)),
        ("any^2", Range(0, inf)),
        ("1 + any^2", Range(1, inf)),
        ("exp(between)", Range(np.exp(-1), np.exp(2))),
        ("max(1, any)", Range(1, inf)),
        ("min(1, any)", Range(-inf, 1)),
        ("clamp(any, 0, 1)", Range(0, 1)),
        ("clamp(any, two, between)", Range(-1, 2)),
        ("if coin then above else 2", Range(0, inf, open_low=True)),
        ("if coin then above else 0", Range(0, inf)),
        ("below * between", Range(-6, 3)),
        ("any", Range()),
    ],
)
def test_ranges_of_expressions(expression: str, expected: Range) -> None:
    found = ranges(forecast.load(f"{BEFORE}e = {expression}\n").model)["e"]
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.open_low == expected.open_low


def test_the_nth_of_fewer_may_be_never() -> None:
    text = "index lab = a, b\nd[lab] : date = {a: 2030-01, b: 2030-01}\nevent e = nth(3, d over lab)\n"
    assert ranges(forecast.load(text).model)["e"].constant is None
    assert forecast.load(text).run(draws=1).quantile("e", 0.5) == inf
