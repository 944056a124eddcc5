from math import inf, sqrt

import pytest

import forecast
from forecast.results.world import REFERENCE, Told, World

MODEL = """
as_of 2026-01-01
index lab = a, b
coin ~ chance(30%)
size ~ uniform(0, 1)
unused ~ 1 to 2
gap[lab] ~ 1 to 3 years
count ~ poisson(2)
event start ~ 2027 to 2030, never 20%
event done[lab] = start + gap
question date_of = done
question big = size > 0.5 given coin
question many = count
question total = size
"""


def by_name(found: tuple[Told, ...]) -> dict[str, Told]:
    return {"/".join((each.question.name, *each.element)): each for each in found}


@pytest.fixture(scope="module")
def model():
    return forecast.load(MODEL)


@pytest.fixture(scope="module")
def worlds(model) -> tuple[World, ...]:
    return model.worlds(list(range(60)), seed=4).worlds


def test_a_world_is_the_draw_of_that_number_of_the_run(model, worlds) -> None:
    draws = model.run(draws=200, seed=4).draws
    for world in worlds:
        answers = by_name(world.answers)
        assert answers["date_of/b"].value == pytest.approx(draws["date_of"][world.draw, 1], rel=1e-9)
        assert answers["total"].value == pytest.approx(draws["total"][world.draw], rel=1e-9)
        assert answers["many"].value == draws["many"][world.draw]
    (other,) = model.worlds([150], seed=4).worlds
    assert by_name(other.answers)["total"].value == pytest.approx(draws["total"][150], rel=1e-9)


def test_events_come_in_order_of_time_and_never_last(worlds) -> None:
    dates = [[event.value for event in world.events] for world in worlds]
    assert all(found == sorted(found) for found in dates)
    assert any(found[-1] == inf for found in dates)
    assert {event.question.name for event in worlds[0].events} == {"start", "done"}


def test_what_no_question_rests_on_is_left_out(worlds) -> None:
    # The condition of a question counts.
    assert set(by_name(worlds[0].inputs)) == {"coin", "size", "gap/a", "gap/b", "count"}


def test_the_place_of_a_value_is_its_probability(worlds) -> None:
    for world in worlds:
        size = by_name(world.inputs)["size"]
        assert size.place is not None
        error = sqrt(size.value * (1 - size.value) / REFERENCE)
        assert abs(size.place.less - size.value) <= 4 * error + 1 / REFERENCE
        coin = by_name(world.inputs)["coin"]
        assert coin.place is not None
        assert coin.place.equal == pytest.approx(0.3 if coin.value == 1 else 0.7, abs=4 * sqrt(0.21 / REFERENCE))
        many = by_name(world.answers)["many"]
        if many.value == 0:
            assert many.place is not None
            assert many.place.less == 0
            assert many.place.equal == pytest.approx(0.1353, abs=4 * sqrt(0.12 / REFERENCE))


def test_it_is_known_whether_a_condition_holds(worlds) -> None:
    for world in worlds:
        assert by_name(world.answers)["big"].holds == (by_name(world.inputs)["coin"].value == 1)
        assert by_name(world.answers)["total"].holds is None


def test_another_seed_gives_other_worlds(model) -> None:
    first, second = (model.worlds([0], seed=seed).worlds[0] for seed in (0, 1))
    assert by_name(first.answers)["total"].value != by_name(second.answers)["total"].value


@pytest.mark.parametrize("draw", [-1, 10**9])
def test_a_draw_that_no_run_can_have(model, draw: int) -> None:
    with pytest.raises(ValueError, match="the number of a draw"):
        model.worlds([draw])
