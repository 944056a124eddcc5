"""Runs that draw until their errors are below a bound."""

import numpy as np
import pytest

import forecast
from forecast.results.rounds import FIRST_ROUND, following

MODEL = """
as_of 2026-01-01
event launch ~ 2028 to 2036, never 20%
wait ~ 1 to 3 years
sales : USD ~ 1M to 9M USD
spread ~ normal(0, 1)
question arrival = launch
question early = launch before 2030
question gap = wait
question sold = sales
question around_zero = spread
question path = sales > 3M USD
"""


@pytest.fixture(scope="module")
def model() -> forecast.ModelFile:
    return forecast.load(MODEL)


def test_a_bound_in_time_holds_for_the_quantiles_of_dates_and_durations(model) -> None:
    answer = model.run(until="0.01 years")
    assert answer.trustworthy
    assert FIRST_ROUND < answer.draws.count < 1_000_000
    for name, levels in (("arrival", (0.1, 0.5)), ("gap", (0.1, 0.5, 0.9))):
        for level in levels:
            assert answer.summary(name).quantiles[level].mcse <= 0.01
    # It is never: there is no error to be bounded.
    assert answer.quantile("arrival", 0.9) == np.inf


def test_a_bound_in_percent_holds_for_probabilities_and_other_medians(model) -> None:
    answer = model.run(until="0.25%")
    assert answer.trustworthy
    assert FIRST_ROUND < answer.draws.count <= 200_000
    for name in ("early", "path"):
        assert answer.summary(name).probability.mcse <= 0.0025
    assert answer.summary("arrival").never.mcse <= 0.0025
    for name in ("sold", "gap"):
        assert answer.summary(name).median.mcse <= 0.0025 * abs(answer.summary(name).median.value)
    # A median near zero is compared with how far the numbers spread.
    assert answer.summary("around_zero").median.mcse <= 0.0025 * 1.29


def test_what_a_bound_does_not_apply_to_does_not_hold_the_run_back() -> None:
    model = forecast.load("sales ~ 1 to 9000\nquestion sold = sales\n")
    assert model.run(until="1 day").draws.count == FIRST_ROUND
    dates = forecast.load("as_of 2026-01-01\nevent launch ~ 2028 to 2090\nquestion q = launch\n")
    assert dates.run(until="0.1%").draws.count == FIRST_ROUND


def test_with_both_bounds_both_hold(model) -> None:
    answer = model.run(until=["0.01 years", "0.3%"])
    assert answer.summary("arrival").median.mcse <= 0.01
    assert answer.summary("early").probability.mcse <= 0.003
    assert answer.to_json() | {"provenance": 0} == model.run(until="0.01years,0.3%").to_json() | {"provenance": 0}
    assert answer.provenance.settings == {"until": "0.01 years, 0.3%"}


@pytest.mark.parametrize("points", ["random", "sobol", "lhs"])
def test_the_draws_are_those_of_a_run_with_so_many_draws(model, points: str) -> None:
    answer = model.run(until="0.3%", points=points, seed=5)
    again = model.run(draws=answer.draws.count, points=points, seed=5)
    for name in answer.draws.names:
        np.testing.assert_array_equal(answer.draws[name], again.draws[name])
    assert answer.to_json()["questions"] == again.to_json()["questions"]
    assert answer.probability("launch before 2031") == again.probability("launch before 2031")
    assert max(answer.summary(name).probability.mcse for name in ("early", "path")) <= 0.003


def test_better_points_need_fewer_draws(model) -> None:
    counts = {points: model.run(until="0.1%", points=points).draws.count for points in ("random", "lhs", "sobol")}
    assert counts["sobol"] < counts["lhs"] < counts["random"]


def test_where_the_most_draws_are_not_enough_the_answer_says_which(model) -> None:
    answer = model.run(until="0.1%, 1 day", draws=20_000)
    assert answer.draws.count == 20_000
    assert not answer.trustworthy
    assert len(answer.reasons) == 6
    (sold,) = [reason for reason in answer.reasons if reason.startswith("`sold`")]
    median = answer.summary("sold").median
    assert sold == (
        "`sold` is not as exact as asked, with the most draws allowed (20,000): "
        f"the standard error of its median is {100 * median.mcse / median.value:.2g}%, not below 0.1%."
    )
    (arrival,) = [reason for reason in answer.reasons if reason.startswith("`arrival`")]
    assert " days, not below 1 day." in arrival
    assert answer.reasons[-1] == "Nor is one more answer."


@pytest.mark.parametrize(
    ("points", "most", "count"), [("sobol", 40_000, 32_768), ("lhs", 20_001, 20_000), ("sobol", 3, 16)]
)
def test_the_most_draws_are_never_passed(model, points: str, most: int, count: int) -> None:
    assert model.run(until="0.0001%", points=points, draws=most).draws.count == count


def test_a_condition_that_rarely_holds_holds_the_run_back() -> None:
    model = forecast.load("x ~ normal(0, 1)\nquestion q = x > 0 given x > 3.3\n")
    answer = model.run(until="10%")
    assert answer.summary("q").draws >= 30
    assert FIRST_ROUND < answer.draws.count < 1_000_000
    never = forecast.load("x ~ normal(0, 1)\nquestion q = x > 0 given x > 100\n").run(until="10%", draws=50_000)
    assert never.draws.count == 50_000
    assert never.distrust == ("`q` has no answer: its condition (x > 100) holds in none of the draws.",)


def test_a_share_that_no_draw_has_is_not_taken_for_exact() -> None:
    answer = forecast.load("x ~ normal(0, 1)\nquestion q = x > 50\n").run(until="0.001%")
    assert answer.draws.count >= 100_000


def test_failed_draws_do_not_hide(model) -> None:
    answer = forecast.load("x ~ normal(0, 1)\ny = sqrt(x + 3)\nquestion q = y\n").run(until="1%", draws=30_000)
    assert answer.failures
    assert f"of {answer.draws.count:,})" in answer.failures[0].text


def test_progress_is_told_of_all_rounds(model) -> None:
    told = []
    answer = model.run(until="0.3%", on_progress=told.append)
    done = [event.done for event in told]
    assert done == sorted(done)
    assert (done[-1], told[-1].total) == (answer.draws.count, answer.draws.count)
    assert {event.total for event in told} >= {FIRST_ROUND, answer.draws.count}


def test_the_next_round_is_as_large_as_the_error_asks_for_but_no_leap() -> None:
    assert following("random", 10_000, 2.0) == 44_000
    assert following("random", 10_000, 1.001) == 12_000
    assert following("random", 10_000, 1e9) == 200_000
    assert following("sobol", 16_384, 1e9) == 32_768
    assert following("lhs", 10_000, 2.0) % 16 == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("5", "'5' is no bound for errors; write a duration such as 0.1years, or a share such as 0.5%"),
        ("", "'' is no bound"),
        ("-1%", "'-1%' is no bound"),
        ("0%", "above zero"),
        ("1e999 years", "above zero"),
        ("nan%", "is no bound"),
        ("2 USD", "'USD' is no unit of time"),
        ("2 parsecs", "'parsecs' is no unit of time"),
        ("3yr", "write 3year"),
        ("1%,2%", "'1%' and '2%' bound the same errors"),
        ("1 day, 2 years", "bound the same errors"),
        ("1 %%", "is no bound"),
    ],
)
def test_bounds_that_cannot_be_are_refused(model, text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="errors") as raised:
        model.run(until=text)
    assert sentence in str(raised.value)


@pytest.mark.parametrize(
    "text", ["0.1years", "0.1 years", "1month", "30 days", "1_000 hours", "1e-1 year", ".5%", "5E-1 %"]
)
def test_bounds_are_written_in_many_ways(text: str) -> None:
    from forecast.results.until import read_until

    bounds = read_until(text)
    found = bounds.time or bounds.share
    expected = {"1month": 1 / 12, "30 days": 30 / 365.2425, "1_000 hours": 1000 / 24 / 365.2425}
    assert found.value == pytest.approx(expected.get(text, 0.005 if "%" in text else 0.1))
    assert (bounds.share is not None) == ("%" in text)
