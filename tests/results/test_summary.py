from math import inf, isnan, nan, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast.results.draws import Draws
from forecast.results.estimate import proportion, quantiles
from forecast.results.question import Condition, Question
from forecast.results.summary import LEVELS, Summary, summarise

STANDARD_ERRORS = 4


def summary_of(question: Question, **outputs: np.ndarray) -> Summary:
    draws = Draws()
    draws.append(outputs)
    (found,) = summarise(question, draws)
    return found


def date_question(**fields: object) -> Question:
    return Question("q", "date", "x", **fields)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("sample", "inverse"),
    [
        (np.random.default_rng(1).normal(3, 2, 200_000), NormalDist(3, 2).inv_cdf),
        (np.random.default_rng(2).exponential(5, 200_000), lambda p: -5 * np.log1p(-p)),
    ],
    ids=["normal", "exponential"],
)
def test_quantiles_lie_within_their_standard_errors_of_closed_forms(sample, inverse) -> None:
    for level, estimate in quantiles(np.sort(sample), LEVELS).items():
        assert abs(estimate.value - inverse(level)) <= STANDARD_ERRORS * estimate.mcse
        assert estimate.mcse < 0.1


@pytest.mark.parametrize("level", [0.05, 0.25, 0.5, 0.9])
def test_the_standard_error_is_the_spread_of_the_estimate_over_repeated_runs(level: float) -> None:
    rng, repeats = np.random.default_rng(3), 600
    found = [quantiles(np.sort(rng.normal(size=2000)), [level])[level] for _ in range(repeats)]
    spread = np.std([e.value for e in found], ddof=1)
    claimed = np.mean([e.mcse for e in found])
    # The relative error of a standard deviation from n values is 1/sqrt(2n).
    assert abs(claimed / spread - 1) < STANDARD_ERRORS / sqrt(2 * repeats)


@settings(max_examples=50)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40), st.floats(0, 1))
def test_quantiles_are_those_of_numpy(values: list[float], level: float) -> None:
    ordered = np.sort(values)
    found = quantiles(ordered, [level])[level].value
    assert found == pytest.approx(np.quantile(ordered, level), rel=1e-9, abs=1e-9)


def test_a_quantile_beyond_the_mass_is_never() -> None:
    values = np.concatenate([np.arange(70.0), np.full(30, inf)])
    found = quantiles(values, [0.5, 0.69, 0.7, 0.9])
    assert found[0.5].value == 49.5
    assert found[0.69].value == pytest.approx(68.31)
    assert found[0.7].value == inf, "between the last date and never lies no date"
    assert found[0.9].value == inf
    assert found[0.9].mcse == 0
    assert found[0.69].mcse == inf, "the edge of the mass may lie on either side of it"


def test_minus_infinity_is_no_reason_for_nan() -> None:
    found = quantiles(np.array([-inf, -inf, 0.0, inf, inf]), [0.1, 0.3, 0.5, 0.6, 0.9])
    assert [e.value for e in found.values()] == [-inf, -inf, 0.0, inf, inf]
    assert not any(isnan(e.mcse) for e in found.values())


def test_of_no_draws_nothing_is_known() -> None:
    assert isnan(quantiles(np.array([]), [0.5])[0.5].value)
    assert isnan(proportion(0, 0).value)


def test_a_constant_has_no_error() -> None:
    estimate = quantiles(np.full(100, 7.0), [0.5])[0.5]
    assert (estimate.value, estimate.mcse) == (7.0, 0.0)


def test_a_probability_has_its_binomial_error() -> None:
    found = summary_of(Question("q", "boolean", "x"), x=np.repeat([1.0, 0.0], [300, 700]))
    assert found.probability is not None
    assert found.probability.value == 0.3
    assert found.probability.mcse == pytest.approx(sqrt(0.3 * 0.7 / 1000))


def test_the_never_mass_is_a_share_of_all_draws() -> None:
    found = summary_of(date_question(), x=np.array([1.0, 2.0, inf, 3.0]))
    assert found.never is not None
    assert found.never.value == 0.25
    assert found.quantiles[0.95].value == inf


def test_missing_values_are_counted_and_left_out() -> None:
    found = summary_of(date_question(maybe_missing=True), x=np.array([1.0, nan, 3.0, nan]))
    assert (found.draws, found.missing, found.failed) == (2, 2, 0)
    assert found.median.value == 2.0


def test_failed_draws_widen_the_error_by_the_farthest_they_could_move_the_answer() -> None:
    clean = np.linspace(0, 1, 1001)
    spoilt = np.concatenate([clean, np.full(20, nan)])
    found, without = summary_of(date_question(), x=spoilt), summary_of(date_question(), x=clean)
    assert (found.failed, found.missing) == (20, 0)
    # Had the twenty all been late (or early), the median would lie ten draws higher (or lower).
    assert found.median.mcse == pytest.approx(without.median.mcse + 0.010, abs=1e-6)
    assert found.quantiles[0.1].mcse == pytest.approx(without.quantiles[0.1].mcse + 0.018, abs=1e-6)
    true = summary_of(Question("q", "boolean", "x"), x=np.repeat([1.0, 0.0, nan], [50, 40, 10])).probability
    assert true is not None
    assert true.value - true.mcse < 0.5, "had all ten been false"
    assert true.value + true.mcse > 0.6, "had all ten been true"


def test_when_every_draw_failed_there_is_no_number() -> None:
    found = summary_of(date_question(), x=np.full(5, nan))
    assert (found.draws, found.failed) == (0, 5)
    assert isnan(found.median.value)


def test_a_condition_keeps_the_draws_in_which_it_is_true() -> None:
    question = date_question(given=Condition("c", "c"))
    found = summary_of(question, x=np.array([1.0, 2.0, 30.0, 40.0]), c=np.array([1.0, 1.0, 0.0, nan]))
    assert found.median.value == 1.5
    assert found.draws == 2
    assert found.given is not None
    assert found.given.value == 0.5


def test_a_condition_over_an_index_goes_with_its_element() -> None:
    question = Question(
        "q",
        "number",
        "x",
        dims=("lab", "year"),
        elements=(("a", "b"), ("2030", "2031")),
        given=Condition("c", "c", ("year",)),
    )
    draws = Draws()
    draws.append({"x": np.arange(12.0).reshape(3, 2, 2), "c": np.array([[1.0, 0], [1, 1], [0, 1]])})
    found = {s.element: s.median.value for s in summarise(question, draws)}
    assert found == {("a", "2030"): 2.0, ("a", "2031"): 7.0, ("b", "2030"): 4.0, ("b", "2031"): 9.0}


def test_a_condition_that_never_holds_leaves_nothing() -> None:
    found = summary_of(date_question(given=Condition("c", "c")), x=np.arange(3.0), c=np.zeros(3))
    assert found.draws == 0
    assert isnan(found.median.value)


def test_a_category_has_a_share_for_each_label_even_those_never_drawn() -> None:
    question = Question("q", "category", "x", categories=("a", "b", "c", "d"))
    found = summary_of(question, x=np.array([0.0, 2.0, 2.0, 0.0, 0.0, 3.0, 3.0, 0.0]))
    assert [share.value for share in found.shares] == [0.5, 0.0, 0.25, 0.25]


def test_the_draws_are_as_they_were_after_a_summary() -> None:
    draws = Draws()
    draws.append({"x": np.array([3.0, 1.0, 2.0])})
    summarise(date_question(), draws)
    np.testing.assert_array_equal(draws["x"], [3.0, 1.0, 2.0])
