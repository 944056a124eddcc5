from math import inf

import numpy as np
import pytest

from forecast.results.beyond import UNREACHED
from forecast.results.draws import Draws
from forecast.results.forecast import Forecast
from forecast.results.question import Question
from forecast.results.sample import sample_near
from forecast.results.summary import LEVELS, summarise, summary_of

HORIZON = 53.0


def forecast_of(question: Question, values: np.ndarray, *, replicates: int = 1) -> Forecast:
    draws = Draws(replicates=replicates)
    draws.append({"x": values})
    return Forecast((question,), draws, epoch=740_000)


def dates() -> np.ndarray:
    """1000 dates: 600 by the end of the clock, 250 not by then, 150 never."""
    values = np.concatenate([np.linspace(1, 50, 600), np.full(250, UNREACHED), np.full(150, inf)])
    return np.random.default_rng(0).permutation(values)


@pytest.mark.parametrize("replicates", [1, 4])
def test_what_the_clock_ends_before_is_apart_from_never(replicates: int) -> None:
    (found,) = forecast_of(Question("q", "date", "x", horizon=HORIZON), dates(), replicates=replicates).summaries
    assert found.never is not None
    assert found.unreached is not None
    assert found.never.value == pytest.approx(0.15)
    assert found.unreached.value == pytest.approx(0.25)
    assert 0 < found.unreached.mcse < 0.05
    assert found.median.value == pytest.approx(np.quantile(np.linspace(1, 50, 600), 499.5 / 599), rel=1e-9)
    assert found.quantiles[0.75].value == found.quantiles[0.9].value == inf
    assert found.quantiles[0.75].unreached
    assert not found.quantiles[0.9].unreached
    assert found.mean is None


def test_without_a_clock_a_late_date_is_a_date() -> None:
    (found,) = forecast_of(Question("q", "date", "x"), np.linspace(1, 1e4, 100)).summaries
    assert found.unreached is None
    assert found.never is not None
    assert found.never.value == 0


def test_durations_rest_on_unreached_dates_at_either_end() -> None:
    scaled = np.concatenate([np.full(100, -2 * UNREACHED), np.linspace(-1, 1, 700), np.full(200, 0.5 * UNREACHED + 3)])
    (found,) = forecast_of(Question("q", "duration", "x", horizon=HORIZON), scaled).summaries
    assert found.unreached is not None
    assert found.never is not None
    assert found.unreached.value == pytest.approx(0.3)
    assert found.never.value == 0
    assert (found.quantiles[0.05].value, found.quantiles[0.05].unreached) == (-inf, True)
    assert (found.quantiles[0.9].value, found.quantiles[0.9].unreached) == (inf, True)
    assert not found.median.unreached


@pytest.mark.parametrize("replicates", [1, 4])
def test_without_sorting_the_answer_is_the_same(replicates: int) -> None:
    question = Question("q", "date", "x", horizon=HORIZON)
    values = dates()
    values[::17] = np.nan
    draws = Draws(replicates=replicates)
    draws.append({"x": values})
    (found,) = summarise(question, draws)
    near = sample_near(values.copy(), None, replicates, levels=LEVELS, clocked=True)
    other = summary_of(question, (), near, None, LEVELS)
    for name in ("draws", "failed", "never", "unreached"):
        assert getattr(other, name) == getattr(found, name)
    # NaN is not equal to itself.
    assert repr(other.quantiles) == repr(found.quantiles)


def test_the_data_name_both() -> None:
    forecast = forecast_of(Question("q", "date", "x", horizon=HORIZON), dates())
    (answer,) = forecast.to_json()["questions"][0]["answers"]
    assert answer["not_by_horizon"]["value"] == pytest.approx(0.25)
    assert answer["never"]["value"] == pytest.approx(0.15)
    assert answer["quantiles"]["0.75"]["value"] == "not_by_horizon"
    assert answer["quantiles"]["0.9"]["value"] == "never"
    assert "e+300" not in str(forecast.to_json())
    header, row = forecast.to_csv().splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    assert cells["p75"] == cells["p90"] == "inf"
    assert (cells["p75_date"], cells["p90_date"]) == ("not by horizon", "never")
    assert float(cells["not_by_horizon"]) == pytest.approx(0.25)
    assert "e+300" not in row
