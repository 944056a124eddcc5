"""Changes to a model that mean nothing change no answer."""

from collections.abc import Mapping

import numpy as np
import pytest

import forecast

DRAWS = 2_000

BASE = """
as_of 2026-01-01
index lab = a, b
## What it brings in.
revenue : USD/year ~ 5B to 60B USD/year
growth ~ 1.2x/year to 2x/year
wait ~ 3 to 30 months
lead[lab] ~ normal(0.5 years, 3 months)
event start ~ 2028-03-01 to 2031-07-15, never 10%
event ready[lab] = start + wait + lead
level = revenue * factor(growth, wait)
best = max(lead over lab) / 1 year
question soonest = first(ready over lab)
question large = level > 50B USD/year and soonest before 2032
question level_then = level given large
"""

ASKED = ("revenue", "growth", "wait", "lead", "start", "ready", "level", "best", "soonest", "large", "level_then")


def draws(text: str, names: Mapping[str, str] | None = None) -> dict[str, np.ndarray]:
    """The draws of the nodes by their names in BASE; `names` says what they are called here."""
    called = {name: (names or {}).get(name, name) for name in ASKED}
    answer = forecast.load(text).run(draws=DRAWS, seed=3, ask=tuple(called.values()))
    assert answer.trustworthy
    return {name: answer.draws[other] for name, other in called.items()}


@pytest.fixture(scope="module")
def base() -> dict[str, np.ndarray]:
    return draws(BASE)


EQUIVALENT = {
    "units of other sizes": [
        ("5B to 60B USD/year", "5 to 60 GUSD/year"),
        ("3 to 30 months", "0.25 to 2.5 years"),
        ("normal(0.5 years, 3 months)", "normal(6 months, 0.25 years)"),
        ("50B USD/year", "50 GUSD/year"),
        ("as_of 2026-01-01", "as_of 2026-01-01\nunit GUSD = 1e9 USD"),
        ("1.2x/year to 2x/year", "growth(20%/year) to doubling every 12 months"),
    ],
    "parentheses": [
        ("= start + wait + lead", "= ((start + (wait)) + (lead))"),
        ("revenue * factor(growth, wait)", "((revenue) * (factor(growth, (wait))))"),
        ("level > 50B USD/year and soonest before 2032", "(level > (50B USD/year)) and (soonest before (2032))"),
    ],
    "other ways to say it": [
        ("= start + wait + lead", "= lead + wait + start"),
        ("5B to 60B USD/year", "quantiles(5%: 5B USD/year, 95%: 60B USD/year)"),
        ("5 to 60B", "5e9 to 60e9"),
        ("= first(ready over lab)", "= first(ready[a], ready[b])"),
        ("max(lead over lab)", "max(lead[a], lead[b])"),
        ("level > 50B USD/year and", "not (level <= 50B USD/year) and"),
        ("2028-03-01 to 2031-07-15", "2028-03 to 2031-07-15 @ 90% as normal"),
        (", never 10%", ", never 1/10"),
    ],
    "a quantity written in place": [
        ("level = revenue * factor(growth, wait)\n", ""),
        ("level > ", "revenue * factor(growth, wait) > "),
        ("level_then = level", "level_then = revenue * factor(growth, wait)"),
        ("best = ", "level = revenue * factor(growth, wait)\nbest = "),
    ],
    "a quantity with a name": [
        ("= start + wait + lead", "= start + delay_total"),
        ("level = ", "delay_total[lab] = wait + lead\nlevel = "),
        ("50B USD/year and", "bar and"),
        ("best = ", "bar = 50B USD/year\nbest = "),
    ],
    "a function": [
        (
            "level = revenue * factor(growth, wait)",
            "fn grown(x, g, d) = x * factor(g, d)\nlevel = grown(revenue, growth, wait)",
        ),
        ("~ 3 to 30 months", "~ between(3 months, 30 months)"),
        ("index lab", "fn between(a, b) = a to b\nindex lab"),
    ],
    "layout and comments": [
        ("\n", "\n\n    "),
        ("revenue * factor(growth, wait)", "(\n revenue # yes\n * factor(growth,\n wait)\n)"),
        ("## What it brings in.", '## Said otherwise, "quoted".\n# a remark'),
    ],
    "carriage returns and a byte-order mark": [("\n", "\r\n"), ("\r\nas_of", "\ufeffas_of")],
}


@pytest.mark.parametrize("change", EQUIVALENT)
def test_another_way_to_say_the_same_gives_the_same_draws(change: str, base: dict[str, np.ndarray]) -> None:
    text = BASE
    for old, new in EQUIVALENT[change]:
        text = text.replace(old, new)
    for name, found in draws(text).items():
        np.testing.assert_allclose(found, base[name], rtol=1e-9, atol=1e-12, err_msg=name)


def test_names_of_quantities_and_questions_carry_no_meaning(base: dict[str, np.ndarray]) -> None:
    names = {"level": "turnover", "best": "leaders_edge", "ready": "done", "soonest": "date_of_first", "large": "big"}
    text = BASE
    for old, new in names.items():
        text = text.replace(f"{old} ", f"{new} ").replace(f"{old}[", f"{new}[").replace(f"{old}\n", f"{new}\n")
    for name, found in draws(text, names).items():
        np.testing.assert_allclose(found, base[name], rtol=1e-9, err_msg=name)


def test_moving_as_of_moves_no_date(base: dict[str, np.ndarray]) -> None:
    moved = draws(BASE.replace("as_of 2026-01-01", "as_of 2027-05-01"))
    years = 485 / 365.2425
    for name, found in moved.items():
        shift = years if name in ("start", "ready", "soonest") else 0
        np.testing.assert_allclose(found + shift, base[name], rtol=1e-9, err_msg=name)


def test_answers_are_told_in_the_calendar_whatever_as_of_is() -> None:
    here = forecast.load(BASE).run(draws=DRAWS, seed=3)
    moved = forecast.load(BASE.replace("as_of 2026-01-01", "as_of 2027-05-01")).run(draws=DRAWS, seed=3)
    for level in (0.1, 0.5, 0.8):
        assert moved.quantile("soonest", level) == pytest.approx(here.quantile("soonest", level), rel=1e-12)


def test_the_canonical_layout_means_the_same(base: dict[str, np.ndarray]) -> None:
    pytest.importorskip("forecast.language.syntax", reason="the formatter is not there")
    from forecast.graph.fingerprint import fingerprint

    model = forecast.load(BASE.replace("revenue * factor", "((revenue))   *   factor"))
    formatted = forecast.load(model.format() + "\n")
    assert fingerprint(formatted.graph) == fingerprint(model.graph) == fingerprint(forecast.load(BASE).graph)
    for name, found in draws(model.format() + "\n").items():
        assert np.array_equal(found, base[name])
