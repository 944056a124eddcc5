"""How far answers move when steps are halved: against runs with those steps, and as people and machines see it."""

import numpy as np
import pytest

from forecast.session import load

COARSE = """
time 2026-01-01 to 2046-01-01 by 4 years
pull ~ 0.5 to 1.5
stock s { start 1; rate 3 per year * pull * (1 - s / 10) * sin_like }
sin_like = schedule(2026: 1, 2028: 5, 2031: 0.1, 2039: 3)
event there when s >= 9
question level = s
question level_if = s given s > 2
question when_there = there
question soon = there before 2028
question which = if s at 2030 > 9.5 then 1 else 0
"""


@pytest.fixture(scope="module")
def model():
    return load(COARSE)


def test_moves_are_those_of_two_runs(model) -> None:
    found = model.convergence(draws=4000)
    assert found is not None
    runs = [model.run(draws=4000, steps=found.steps * factor) for factor in (1, 2)]
    moves = {move.question.name: move for move in found.moves}
    medians = [run["when_there"].median for run in runs]
    move = moves["when_there"]
    assert move.shift == medians[1].value - medians[0].value
    assert move.standard_errors == pytest.approx(move.shift / medians[0].mcse)
    dates = [run.draws[run.question("when_there").output] for run in runs]
    assert move.nearly_all == pytest.approx(float(np.quantile(np.abs(dates[1] - dates[0]), 0.9)))
    truths = [run.draws[run.question("soon").output] for run in runs]
    assert moves["soon"].shift == pytest.approx(truths[1].mean() - truths[0].mean())
    assert moves["soon"].nearly_all == np.mean(truths[0] != truths[1])
    ticks = [run.over_time("level") for run in runs]
    assert moves["level"].time in runs[0].question("level").ticks
    assert abs(moves["level"].shift) in np.abs(ticks[1] - ticks[0])


def test_the_moves_of_noise_are_those_of_one_path() -> None:
    # Brownian motion is exact at the ticks however long the steps are.
    model = load("time 2026 to 2030 by 1 year\nstock s { start 0; rate 0 per year; noise 1 }\nquestion q = s at 2030\n")
    found = model.convergence(draws=2000)
    assert found is not None
    (move,) = found.moves
    assert move.nearly_all < 1e-9


def test_nothing_to_halve_without_a_clock() -> None:
    assert load("x ~ 1 to 2\nquestion q = x\n").convergence() is None


def test_steps_that_cannot_be_are_refused(model) -> None:
    with pytest.raises(ValueError, match="power of two up to 64, not 3"):
        model.run(draws=10, steps=3)
