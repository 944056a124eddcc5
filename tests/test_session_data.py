"""Tables of data through whole runs."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

import forecast


def load(tmp_path: Path, table: str, text: str, *, name: str = "d.csv") -> Any:
    (tmp_path / name).write_text(table, encoding="utf-8")
    path = tmp_path / "m.fcst"
    path.write_text(text, encoding="utf-8")
    model = forecast.load(path)
    assert not [finding for finding in model.check() if finding.is_error], model.check()
    return model


def answer(model: Any, name: str = "q", **how: Any) -> np.ndarray:
    forecast_ = model.run(draws=how.pop("draws", 2000), **how)
    return np.asarray(forecast_.draws[forecast_.question(name).output])


MINUTES = "system,p50 (min),lab,released,open\na,30,x,2024-01-01,true\nb,60,y,2024-07-01,no\nc,90,x,2025-01-01,Yes\n"
BLOCK = """as_of 2026-01-01
data d = csv("d.csv") {
    index system
    p50 : minutes from "p50 (min)"
    lab : category
    released : date
    open : boolean
}
"""


def test_columns_are_quantities_along_their_rows(tmp_path: Path) -> None:
    asks = (
        "question q = mean(d.p50 over system)\nquestion second_row = d.p50[b]\nquestion last = last(d.released over system)\n"
        "question shut = count(not d.open over system)\nquestion long = max(if d.lab == x then d.p50 else 0 minutes over system)"
    )
    model = load(tmp_path, MINUTES, BLOCK + asks)
    year_of_minutes = 365.2425 * 24 * 60
    assert np.allclose(answer(model), 60 / year_of_minutes)
    assert np.allclose(answer(model, "second_row"), 60 / year_of_minutes)
    assert np.allclose(answer(model, "long"), 90 / year_of_minutes)
    assert np.allclose(answer(model, "shut"), 1)
    assert np.allclose(answer(model, "last"), -365 / 365.2425)


def test_effects_by_category(tmp_path: Path) -> None:
    rows = "".join(f"{i},{'u' if i % 2 else 'v'},{1.0 + (i % 2) * 4 + (i % 5 - 2) * 0.1}\n" for i in range(40))
    text = (
        'data d = csv("d.csv") {\n    index row\n    county : category\n    y : number\n}\n'
        "level[county] ~ normal(0, 10)\nobserve d.y ~ normal(level[d.county], 0.5)\n"
        "question q = level[u]\nquestion r = level[v]"
    )
    model = load(tmp_path, "id,county,y\n" + rows, text)
    for name, odd in (("q", 1), ("r", 0)):
        y = np.array([1.0 + odd * 4 + (i % 5 - 2) * 0.1 for i in range(40) if i % 2 == odd])
        precision = 1 / 100 + len(y) / 0.25
        exact = stats.norm(y.sum() / 0.25 / precision, precision**-0.5)
        values = answer(model, name, draws=20_000)
        assert abs(values.mean() - exact.mean()) < 4.5 * exact.std() / 400**0.5
        assert abs(values.std() / exact.std() - 1) < 0.12


@pytest.mark.parametrize(
    "table",
    [
        "\ufeffkey,y\na,1\nb,2\n",
        "key;y\na;1\nb;2\n",
        "key\ty\na\t1\nb\t2\n",
        "# where it is from\n\nkey | y\na | 1\n\nb | 2\n",
        'key,y\r\n"a",1\r\n"b",2e0\r\n',
    ],
)
def test_files_as_they_come(tmp_path: Path, table: str) -> None:
    text = 'data d = csv("d.csv") {\n    index key\n    y : number\n}\nquestion q = sum(d.y over key)'
    assert np.allclose(answer(load(tmp_path, table, text)), 3)


def test_json(tmp_path: Path) -> None:
    text = 'data d = json("d.json") {\n    index key\n    y : USD\n}\nquestion q = sum(d.y over key)'
    for table in ('[{"key": "a", "y": 1}, {"key": "b", "y": 2.5}]', '{"key": ["a", "b"], "y": [1, 2.5]}'):
        assert np.allclose(answer(load(tmp_path, table, text, name="d.json")), 3.5)


def test_several_columns_tell_rows_apart_and_what_is_not_there_is_missing(tmp_path: Path) -> None:
    table = "lab,year,y\na,2024,1\na,2025,2\nb,2025,4\n"
    text = 'data d = csv("d.csv") {\n    index lab, year\n    y : number\n}\nquestion q = count(missing(d.y) over lab, year)\n'
    assert np.allclose(answer(load(tmp_path, table, text)), 1)


def test_neighbouring_columns_are_a_dimension(tmp_path: Path) -> None:
    table = "key,x1,x2,x3\na,1,2,3\nb,4,5,6\n"
    text = (
        'data d = csv("d.csv") {\n    index key\n    x[col] : number = columns x1 to x3\n}\n'
        "question q = sum(d.x over key, col)\nquestion r = sum(d.x[x2] over key)"
    )
    model = load(tmp_path, table, text)
    assert np.allclose(answer(model), 21)
    assert np.allclose(answer(model, "r"), 7)


def test_rows_are_chosen_by_conditions_and_by_what_was_known(tmp_path: Path) -> None:
    text = BLOCK.replace("    open : boolean\n", '    where lab == "x"\n').replace("lab : category", "lab : text")
    model = load(tmp_path, MINUTES, text + "question q = count(d.p50 > 0 minutes over system)")
    assert np.allclose(answer(model), 2)
    assert np.allclose(answer(model.known_by("2024-12-31")), 1)


def test_empty_cells_of_what_is_observed_are_unknowns(tmp_path: Path) -> None:
    rows = "".join(f"{i},{'' if i >= 20 else 2 + (i % 5 - 2) * 0.2}\n" for i in range(22))
    text = (
        'data d = csv("d.csv") {\n    index row\n    y : number\n}\nm ~ normal(0, 10)\nobserve d.y ~ normal(m, 0.5)\n'
        'question q = d.y["21"]\nquestion r = d.y["1"]\nquestion s = m'
    )
    model = load(tmp_path, "id,y\n" + rows, text)
    y = np.array([2 + (i % 5 - 2) * 0.2 for i in range(20)])
    precision = 1 / 100 + len(y) / 0.25
    mean, variance = y.sum() / 0.25 / precision, 1 / precision
    assert abs(answer(model, "s", draws=20_000).mean() - mean) < 4.5 * (variance / 400) ** 0.5
    predicted = answer(model, draws=20_000)
    assert abs(predicted.mean() - mean) < 4.5 * ((variance + 0.25) / 2000) ** 0.5
    assert abs(predicted.std() / (variance + 0.25) ** 0.5 - 1) < 0.05
    assert np.all(answer(model, "r") == y[0])


def test_missing_covariates_are_learnt_from_their_own_line(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(1, 1, 60)
    y = 2 * x + rng.normal(0, 0.3, 60)
    rows = "".join(f"{i},{'' if i < 3 else format(x[i], '.6f')},{y[i]:.6f}\n" for i in range(60))
    text = (
        'data d = csv("d.csv") {\n    index row\n    x : number\n    y : number\n}\nslope ~ normal(0, 5)\nm ~ normal(0, 5)\n'
        'observe d.x ~ normal(m, 1)\nobserve d.y ~ normal(slope * d.x, 0.3)\nquestion q = d.x["1"]\nquestion s = slope'
    )
    model = load(tmp_path, "id,x,y\n" + rows, text)
    slope = answer(model, "s", draws=20_000)
    seen = np.round(x[3:], 6)
    least = (seen @ y[3:]) / (seen @ seen)
    assert abs(slope.mean() - least) < 0.05
    # The first x by its y: a normal with the precisions of both lines.
    precision = 1 + (slope.mean() / 0.3) ** 2
    wanted = (seen.mean() + slope.mean() * y[0] / 0.09) / precision
    assert abs(answer(model, draws=20_000).mean() - wanted) < 0.03


def test_modules_bring_their_tables(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "d.csv").write_text(MINUTES, encoding="utf-8")
    (tmp_path / "lib" / "part.fcst").write_text(BLOCK + "top = max(d.p50 over system)\n", encoding="utf-8")
    text = 'import "lib/part.fcst" as part\nquestion q = part.top / 1 minute\nquestion r = part.d.p50[a] / 1 minute'
    model = load(tmp_path, "", text)
    assert np.allclose(answer(model), 90)
    assert np.allclose(answer(model, "r"), 30)


def test_the_doubling_time_of_horizons_is_the_published_one() -> None:
    model = forecast.load(Path(__file__).parent.parent / "examples" / "horizons.fcst")
    found = model.run(draws=100_000, seed=0)
    assert found.trustworthy, found.distrust
    days = np.asarray(found.draws["doubling"]) * 365.2425
    wanted = np.array([109.35, 113.94, 130.80, 153.52, 162.72])
    assert np.all(abs(np.quantile(days, [0.05, 0.1, 0.5, 0.9, 0.95]) - wanted) < [1.5, 1.5, 1.5, 2.5, 3.0])
    dates = np.asarray(found.draws["work_week"])
    published = ["2026-08-29", "2026-09-30", "2027-01-23", "2027-06-24", "2027-08-24"]
    epoch = np.datetime64("2026-01-01")
    wanted_days = np.array([(np.datetime64(date) - epoch).astype(int) for date in published])
    apart = np.quantile(dates, [0.05, 0.1, 0.5, 0.9, 0.95]) * 365.2425 - wanted_days
    assert np.all(abs(apart) < [20, 20, 5, 20, 20]), apart
