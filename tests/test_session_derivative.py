"""`derivative(x)`: each rule against the closed form, and a change of the clock's dynamics by it."""

from math import cosh, e, exp, log, pi, sqrt

import numpy as np
import pytest

import forecast

S, U, YEAR = 2 * exp(0.6), 5.0, 2028.0
"""The stocks s and u two years after the clock's start, and the year then."""
STOCKS = """
time 2026-01 to 2036-01 by 3 months
index lab = a, b
stock s { start 2; grows growth(continuous: 30%/year) }
stock u { start 1; rate 2 per year; max 7 }
stock late { start 5; from 2030-01; rate 3 per year }
first_size[lab] = {a: 1, b: 2}
speed[lab] = {a: 1 per year, b: 3 per year}
stock each[lab] { start first_size; rate speed }
soft = u ^ 2
steep = derivative(u ^ 2)
late_start[lab] = {a: -4, b: 1}
late_speed[lab] = {a: 2 per year, b: 2 per year}
stock from_nothing[lab] { start late_start; rate late_speed }
"""
RULES = {
    "s": 0.3 * S,
    "u": 2.0,
    "late": 0.0,
    "soft": 4 * U,
    "s * u": 0.3 * S * U + 2 * S,
    "s / u": (0.3 * S * U - 2 * S) / U**2,
    "u ^ 3": 3 * U**2 * 2,
    "2 ^ u": 2**U * log(2) * 2,
    "-u + 4": -2.0,
    "exp(u / 5)": e * 0.4,
    "expm1(u / 5)": e * 0.4,
    "log(s)": 0.3,
    "log2(s)": 0.3 / log(2),
    "log10(s)": 0.3 / log(10),
    "log1p(u)": 2 / 6,
    "sqrt(u)": 1 / sqrt(5),
    "abs(-u)": 2.0,
    "logit(u / 10)": 0.2 / 0.25,
    "inv_logit(u - 5)": 2 / (2 * cosh(0)) ** 2,
    "normal_cdf(u - 5)": 2 / sqrt(2 * pi),
    "normal_quantile(u / 10)": 0.2 * sqrt(2 * pi),
    "max(u, s)": 2.0,
    "min(u, s, 3)": 0.0,
    "clamp(u, 0, 6)": 2.0,
    "clamp(u, 0, 4)": 0.0,
    "if u < 3 then s else u": 2.0,
    "round(u)": 0.0,
    "year(t)": 1.0,
    "year(t) ^ 2": 2 * YEAR,
    "schedule(2026: 1, 2030: 5)": 1.0,
    "schedule(2026: 1, 2030: 5, 2031: 10)": 1.0,
    "schedule(2026: 1, 2027: 5)": 0.0,
    "schedule(2026: 1, 2030: 16, log: true)": 4 * log(16) / 4,
    "cumulative(s)": S,
    "running_max(u)": 2.0,
    "delay(u, 6 months)": 2.0,
    "delay(u, 3 years)": 0.0,
    "sum(each over lab)": 4.0,
    "mean(each over lab)": 2.0,
    "max(each over lab)": 3.0,
    "product(each over lab)": 1 * 8 + 3 * 3,
    "product(from_nothing over lab)": 2 * 5.0 + 0.0,
    "each[a]": 1.0,
    "since(first_at) / 1 year": 1.0,
    "derivative(u ^ 2) * 1 year": 8.0,
    "u * derivative(u ^ 2) * 1 year": 80.0,
    "cumulative(derivative(u ^ 2))": 20.0,
    "steep * 1 year": 8.0,
}


@pytest.fixture(scope="module")
def answers() -> forecast.Forecast:
    quantities = "\n".join(f"question q{i} = derivative({text}) at 2028" for i, text in enumerate(RULES))
    asked = "\n".join(f"question r_{name} = {name}" for name in ("late", "each"))
    event = "event first_at ~ 2026-06 to 2026-09 as uniform\n"
    return forecast.load(STOCKS + event + quantities + "\n" + asked + "\n").run(draws=8)


@pytest.mark.parametrize(("number", "text"), list(enumerate(RULES)), ids=list(RULES))
def test_rules(answers, number: int, text: str) -> None:
    found = answers.draws[answers.question(f"q{number}").output]
    # The dates 2026-01-01 and 2028-01-01 are 1.9986 years apart, and the closed forms say 2.
    assert found == pytest.approx(np.full(8, RULES[text]), rel=2e-3, abs=2e-3)


def test_a_derivative_drives_a_stock_and_an_event() -> None:
    model = forecast.load(
        "time 2026-01-01 to 2030-01-01 by 1 month\nstock u { start 1; rate 2 per year * (1 - u / 10) }\n"
        "stock follows { start 0; rate derivative(u ^ 2) }\nevent slow when derivative(u) <= 1 per year\n"
        "question f = (follows at 2029) - ((u ^ 2) at 2029) + 1\nquestion q = (slow - 2026-01-01) / 1 year\n"
    )
    answer = model.run(draws=4)
    assert answer.draws[answer.question("f").output] == pytest.approx(np.zeros(4), abs=1e-5)
    # 10 - 9 exp(-t / 5) = 5
    assert answer.draws[answer.question("q").output] == pytest.approx(np.full(4, 5 * log(9 / 5)), abs=0.005)


def test_a_stock_that_rests_on_its_own_derivative_is_a_circle() -> None:
    model = forecast.load("time 2026 to 2030 by 1 year\nstock s { start 1; rate derivative(s) }\nquestion q = s\n")
    assert [finding.code for finding in model.check()] == ["no-derivative"]


def test_all_that_have_none_are_told() -> None:
    model = forecast.load(
        "time 2026 to 2030 by 1 year\nstock s { start 1; rate 1 per year; noise 1 }\n"
        "question q = derivative(s)\nquestion r = derivative(2 * s)\n"
    )
    assert [finding.code for finding in model.check()] == ["no-derivative", "no-derivative"]


def test_a_product_one_of_whose_factors_is_nothing() -> None:
    model = forecast.load(
        "time 2026-01-01 to 2030-01-01 by 1 year\nindex lab = a, b, c\nfirst_size[lab] = {a: 0, b: 2, c: 3}\n"
        "speed[lab] = {a: 1 per year, b: 3 per year, c: 5 per year}\nstock s[lab] { start first_size; rate speed }\n"
        "question q = derivative(product(s over lab)) at 2026-01-01\n"
        "question r = derivative(s[a] * product(s over lab)) at 2026-01-01\n"
    )
    answer = model.run(draws=1)
    assert [answer.draws[answer.question(name).output][0] for name in "qr"] == [6, 0]
