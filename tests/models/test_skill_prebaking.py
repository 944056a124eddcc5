"""What the model of skills trained in beforehand must imply in every possible world, whatever its numbers."""

import numpy as np
import pytest

import forecast
from forecast.resources import models_folder
from forecast.results.forecast import Forecast

FILE = models_folder() / "skill_prebaking.fcst"
NAMES = (
    "tasks",
    "pays",
    "built",
    "done_prebaked",
    "done_learning",
    "jobs_prebaked",
    "reached_prebaked",
    "reached_learning",
)


def answers(text: str) -> Forecast:
    return forecast.load(text).run(draws=4_000, seed=3, ask=NAMES)


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    return FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def model(text: str) -> Forecast:
    return answers(text)


def test_learning_on_the_job_never_reaches_less(model: Forecast) -> None:
    d = model.draws
    assert np.all(d["done_learning"] >= d["done_prebaked"])
    assert np.all(d["reached_learning"] >= d["reached_prebaked"])


def test_a_job_is_reached_only_where_all_its_tasks_are(model: Forecast) -> None:
    d = model.draws
    expected = np.prod(d["done_prebaked"][:, None, :] ** d["tasks"], axis=2)
    np.testing.assert_allclose(d["jobs_prebaked"], expected, rtol=1e-9)
    assert np.all(d["jobs_prebaked"] <= d["done_prebaked"].max(axis=1)[:, None])


def test_what_serves_fewer_people_for_less_time_pays_less_often(model: Forecast) -> None:
    trade, firm, person, day = np.median(model.draws["pays"], axis=0)
    assert trade > firm > person > day


def test_more_tasks_in_a_job_mean_fewer_jobs_in_every_world(text: str, model: Forecast) -> None:
    more = text.replace("tasks = typical_tasks * richness", "tasks = 2 * typical_tasks * richness")
    assert more != text
    # the same names have the same luck
    found = answers(more).draws["reached_learning"]
    assert np.all(found < model.draws["reached_learning"])


def test_cheaper_loops_never_reach_less(text: str, model: Forecast) -> None:
    cheaper = text.replace("20k to 400k USD", "2k to 40k USD")
    assert cheaper != text
    found = answers(cheaper).draws
    assert np.all(found["pays"] >= model.draws["pays"])
    assert found["reached_prebaked"].mean() > model.draws["reached_prebaked"].mean()
