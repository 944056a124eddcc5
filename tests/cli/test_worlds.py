import json

import pytest


def test_the_first_worlds_of_the_run_are_told(forecast, model) -> None:
    ended = forecast("worlds", model, "-n", "2", "--seed", "7")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.count("  world ") == 2
    assert "world 0 of seed 7" in ended.out
    assert "world 1 of seed 7" in ended.out
    for heading in ("What happens", "Because", "Answers"):
        assert ended.out.count(heading) == 2
    assert all(len(line) <= 80 for line in ended.out.splitlines())
    assert forecast("worlds", model, "-n", "2", "--seed", "7").out == ended.out


def test_one_world_by_its_number(forecast, model) -> None:
    forecast("run", model, "-n", "100", "--output", "run.nc", "--quiet")
    from forecast.results.store import load

    (world,) = json.loads(forecast("worlds", model, "--draw", "42", "--json").out)["worlds"]
    answers = {answer["name"]: answer["value"] for answer in world["answers"]}
    assert world["draw"] == 42
    assert answers["units"] == pytest.approx(load("run.nc").draws["units"][42])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-n", "0"), "--number is at least 1"),
        (("-n", "101"), "--number is at most 100"),
        (("--draw", "-1"), "--draw is at least 0"),
        (("-n", "2", "--draw", "3"), "give one of them"),
        (("--seed", "x"), "--seed wants a whole number"),
    ],
)
def test_what_cannot_be_told(forecast, model, arguments: tuple[str, ...], words: str) -> None:
    ended = forecast("worlds", model, *arguments)
    assert ended.code == 2
    assert words in " ".join(ended.err.split())
    assert ended.out == ""


def test_a_model_with_mistakes_is_not_told(forecast, broken) -> None:
    ended = forecast("worlds", broken)
    assert (ended.code, ended.out) == (1, "")
    assert "2 errors" in ended.err


def test_a_model_from_the_standard_input(forecast) -> None:
    ended = forecast("worlds", "-", "-n", "1", stdin="x ~ 1 to 2\nquestion q = x\n")
    assert ended.code == 0
    assert "Answers" in ended.out
