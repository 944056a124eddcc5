import pytest

import forecast
from forecast.graph.moment import without_mean


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("x ~ cauchy(10, 2)", True),
        ("x ~ half_cauchy(2)", True),
        ("x ~ pareto(1, 1)", True),
        ("x ~ pareto(1, 1.01)", False),
        ("x ~ student_t(1, 0, 1)", True),
        ("x ~ student_t(1.5, 0, 1)", False),
        ("x ~ half_student_t(0.5, 1)", True),
        ("x ~ loglogistic(3, 1)", True),
        ("x ~ loglogistic(3, 2)", False),
        ("x ~ 1 to 1e6", False),
        ("p ~ 10% to 20%\nx ~ pareto(1, p)", True),
        ("s ~ 0.5 to 2\nx ~ pareto(1, s)", False),
        ("c ~ cauchy(0, 1)\nx = 3 - 2 * c", True),
        ("c ~ cauchy(0, 1)\nx = -c / 4 + 1", True),
        ("c ~ cauchy(0, 1)\nx = 0 * c", False),
        ("c ~ cauchy(0, 1)\nx = c - c", False),
        ("c ~ cauchy(0, 1)\nx = 1 / c", False),
        ("c ~ cauchy(0, 1)\nx = clamp(c, 0, 1)", False),
        ("index i = a, b\nc[i] ~ cauchy(0, 1)\nx = c[a]", True),
    ],
)
def test_what_is_known_to_have_no_mean(text: str, known: bool) -> None:
    assert ("x" in without_mean(forecast.load(f"{text}\n").graph)) == known
