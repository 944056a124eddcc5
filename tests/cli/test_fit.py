import json
from pathlib import Path

import pytest

MODEL = """\
as_of 2026-01-01
index day = a, b, c, d
seen[day] = {a: 1.2, b: 2.1, c: 2.9, d: 9}
good[day] = {a: true, b: true, c: false, d: true}
slope ~ normal(1, 0.5)
p ~ beta(2, 2)
place[day] = {a: 1, b: 2, c: 3, d: 4}
observe seen ~ normal(slope * place, 0.5)
observe good ~ chance(p)
event launch ~ 2027 to 2031
observe 2029-06 ~ normal(launch, 6 months)
question q = slope
question r = launch
"""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "m.fcst"
    path.write_text(MODEL, encoding="utf-8")
    return path


def test_data_are_drawn_against_bands(forecast, model, snapshot) -> None:
    ended = forecast("fit", model)
    assert ended.code == 0
    assert ended.out == snapshot
    assert all(len(line) <= 80 for line in ended.out.splitlines())


def test_the_numbers_are_those_of_the_posterior(forecast, model) -> None:
    """Conjugate: the slope is normal given the data, and so is a value like that of d."""
    found = json.loads(forecast("fit", model, "--json").out)
    values, truths, date = found["fits"]
    precision = 4 + sum(place**2 for place in (1, 2, 3, 4)) * 4
    mean = (4 + 4 * (1.2 + 2 * 2.1 + 3 * 2.9 + 4 * 9)) / precision
    sd = (16 / precision + 0.25) ** 0.5
    row = values["rows"][3]
    assert (row["element"], row["seen"]) == (["d"], 9)
    # 4,000 draws or more, of which the error of a quantile at 5% is about 2.1 sd / sqrt(n).
    for level, score in (("0.05", -1.645), ("0.5", 0.0), ("0.95", 1.645)):
        assert row["after"]["quantiles"][level] == pytest.approx(4 * mean + score * sd, abs=4 * 2.2 * sd / 4000**0.5)
        prior = (16 * 0.25 + 0.25) ** 0.5
        assert row["before"]["quantiles"][level] == pytest.approx(4 + score * prior, abs=4 * 2.2 * prior / 10_000**0.5)
    assert row["after"]["below"] > 0.9
    for each in truths["rows"]:
        share = 5 / 8 if each["seen"] else 3 / 8
        assert each["after"]["probability"] == pytest.approx(share, abs=4 * 0.5 / 4000**0.5)
    assert date["rows"][0]["seen"]["date"] == "2029-06-01"


def test_before_the_evidence(forecast, model) -> None:
    ended = forecast("fit", model, "--prior")
    assert ended.code == 0
    assert "--prior" not in ended.out


@pytest.mark.parametrize(
    ("text", "arguments", "words"),
    [
        ("question q = 1\nx ~ 1 to 2", (), "has no evidence"),
        ("x ~ 1 to 2\nobserve x > 1.5\nquestion q = x", (), "compares no value with a distribution"),
        ("x ~ flat()\nobserve 1 ~ normal(x, 1)\nquestion q = x", ("--prior",), "predicts nothing before its data"),
        (MODEL, ("--method", "forward"), "takes no notice"),
        (MODEL, ("--seed", "x"), "--seed wants a whole number"),
    ],
)
def test_what_cannot_be_drawn(forecast, tmp_path: Path, text: str, arguments: tuple[str, ...], words: str) -> None:
    path = tmp_path / "n.fcst"
    path.write_text(text, encoding="utf-8")
    ended = forecast("fit", path, *arguments)
    assert ended.code == 2
    assert words in ended.err


def test_many_values_are_thinned(forecast, tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("row,y\n" + "".join(f"{row},{row / 100}\n" for row in range(200)))
    path = tmp_path / "n.fcst"
    path.write_text(
        'data d = csv("d.csv") {\n    index row\n    y : number\n}\nm ~ normal(1, 1)\n'
        "observe d.y ~ normal(m, 0.6)\nquestion q = m"
    )
    ended = forecast("fit", path)
    assert "40 of 200 values are shown" in ended.out
    assert "within the central 50%:" in ended.out
