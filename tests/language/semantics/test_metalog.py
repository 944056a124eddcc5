"""Which quantiles have a metalog, told before anything runs as the run itself would find."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import forecast
from forecast import runtime as rt
from forecast.language.semantics.metalog import at_fault, rises, unbounded

THREE = st.lists(st.floats(0.1, 9.9), min_size=3, max_size=3, unique=True).map(sorted)


@settings(max_examples=60)
@given(THREE)
def test_what_rises_is_what_the_run_can_draw_from(values: list[float]) -> None:
    points = list(zip((0.1, 0.5, 0.9), values, strict=True))
    low, middle, high = values
    # Keelin: three terms at 10%, 50% and 90% rise where the median lies between these shares of the distance.
    share = (middle - low) / (high - low)
    if abs(share - 0.1667) > 0.001 and abs(share - 0.8333) > 0.001:
        assert rises(points) == (0.1667 < share < 0.8333)
        drawn = rt.metalog(*(number for point in points for number in point)).from_uniform(0.5)
        assert bool(np.isfinite(drawn)) == rises(points)


def test_the_point_that_lies_off_the_others_is_at_fault() -> None:
    assert at_fault([(0.1, 1.0), (0.5, 1.1), (0.9, 4.0)]) == (1, True)
    assert at_fault([(0.9, 4.0), (0.5, 3.9), (0.1, 1.0)]) == (1, False)
    assert at_fault([(0.05, 1.0), (0.25, 2.0), (0.5, 3.9), (0.75, 4.0), (0.95, 5.0)]) == (2, False)


def test_bounds_take_the_logarithm_of_the_distance_from_them() -> None:
    assert unbounded(3.0, None, None) == 3.0
    assert unbounded(2.0, 1.0, None) == 0.0
    assert unbounded(2.0, None, 3.0) == 0.0
    assert unbounded(2.0, 1.0, 3.0) == 0.0


def test_a_run_has_the_stated_quantiles_with_fixed_and_with_uncertain_points() -> None:
    answer = forecast.load("""
index lab = a, b
middle ~ 2.9 to 3.1
cost[lab] : USD ~ quantiles(5%: 1 USD, 25%: 2 USD, 50%: 3 USD, 75%: 4.5 USD, 95%: 7 USD, min: 0 USD)
share ~ quantiles(10%: 20%, 50%: 30%, 90%: 60%, min: 0%, max: 100%)
about[lab] ~ quantiles(90%: middle + 2, 10%: middle - 1, 50%: middle)
event launch ~ quantiles(10%: 2029, 50%: 2031, 90%: 2036)
question q = cost[a]
question s = share
question d = about[b] - middle
question e = launch
""").run(draws=40_000, seed=2)
    assert answer.trustworthy
    for question, level, value in (
        ("q", 0.05, 1), ("q", 0.25, 2), ("q", 0.75, 4.5), ("q", 0.95, 7), ("s", 0.1, 0.2), ("s", 0.5, 0.3),
        ("s", 0.9, 0.6), ("d", 0.1, -1), ("d", 0.5, 0), ("d", 0.9, 2),
    ):  # fmt: skip
        below = (answer.draws[question] < value).mean()
        assert abs(below - level) < 4.5 * (level * (1 - level) / 40_000) ** 0.5
    assert answer.draws["q"].min() > 0
    assert 0 < answer.draws["s"].min() < answer.draws["s"].max() < 1
