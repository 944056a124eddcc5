"""How good the clock's steps are: their order measured, first passages, explosions, and what must not change an answer."""

from itertools import pairwise
from math import exp, log, sqrt
from typing import Any

import numpy as np
import pytest
from scipy import integrate, linalg, stats

import forecast

YEAR = 365.2425
CLOCK = "as_of 2026-01-01\ntime 2026-01-01 to 2034-01-01 by {ticks}\n"


def at(date: str, epoch: str = "2026-01-01") -> float:
    return float((np.datetime64(date) - np.datetime64(epoch)).astype(int)) / YEAR


def one(model: Any, name: str, **options: Any) -> float:
    answer = model.run(draws=1, **options)
    return float(answer.draws[answer.question(name).output][0])


def solved(slope: Any, start: list[float], dates: list[float]) -> np.ndarray:
    """The values at the dates, between which the slope is smooth, to 12 digits."""
    value, found = np.array(start), [np.array(start)]
    for begin, end in pairwise(dates):
        value = integrate.solve_ivp(slope, (begin, end), value, method="DOP853", rtol=1e-13, atol=1e-13).y[:, -1]
        found.append(value)
    return np.array(found)


YEARLY = "time 2026-01-01 to 2034-01-01 by 1 year\n"
PRECISE = {
    # name: model, slope and its dates of bends
    "smooth": (
        "stock s { start 1; rate 0.9 per year * s * (1 - s / 10) }\n",
        lambda t, s: 0.9 * s * (1 - s / 10),
        [],
    ),
    "a break inside a step": (
        "pull = schedule(2026-01-01: 0.3, 2028-08-20: 1.1, 2031-02-11: 0.2)\n"
        "stock s { start 1; rate 1 per year * pull * s * (1 - s / 10) }\n",
        lambda t, s: np.interp(t, [0, at("2028-08-20"), at("2031-02-11")], [0.3, 1.1, 0.2]) * s * (1 - s / 10),
        [at("2028-08-20"), at("2031-02-11")],
    ),
    "a jump inside a step": (
        "event jump = 2029-04-21\n"
        "stock s { start 1; rate (if happened(jump) then 1.4 per year else 0.4 per year) * s * (1 - s / 10) }\n",
        lambda t, s: (1.4 if t >= at("2029-04-21") - 1e-12 else 0.4) * s * (1 - s / 10),
        [at("2029-04-21")],
    ),
    "a stock that begins inside a step": (
        "stock s { start 1; from 2028-10-07; rate 0.9 per year * s * (1 - s / 10) }\n",
        lambda t, s: (0.9 if t >= at("2028-10-07") - 1e-12 else 0.0) * s * (1 - s / 10),
        [at("2028-10-07")],
    ),
}


@pytest.mark.parametrize("name", list(PRECISE))
def test_steps_are_of_order_four(name: str) -> None:
    text, slope, bends = PRECISE[name]
    model = forecast.load(YEARLY + text + "question q = s at 2034-01-01\n")
    end = at("2034-01-01")
    # Just before and just after a bend the slope is smooth: the reference stops there.
    truth = solved(slope, [1.0], [0.0, *bends, end])[-1][0]
    errors = np.array([abs(one(model, "q", steps=steps) - truth) for steps in (2, 4, 8, 16)])
    orders = np.log2(errors[:-1] / errors[1:])
    assert errors[-1] < 1e-6 * truth
    assert orders.mean() > 3.5, (errors, orders)


def test_an_event_that_changes_what_it_comes_from_costs_no_order() -> None:
    model = forecast.load(
        YEARLY + "event half when s >= 5\n"
        "stock s { start 1; rate (if happened(half) then 0.4 per year else 0.9 per year) * s * (1 - s / 10) }\n"
        "question q = s at 2034-01-01\nquestion d = (half - 2026-01-01) / 1 year\n"
    )
    crossed = log(9) / 0.9
    rest = at("2034-01-01") - crossed
    truth = 10 / (1 + exp(-0.4 * rest))
    errors = np.array([abs(one(model, "q", steps=steps) - truth) for steps in (2, 4, 8, 16)])
    assert errors[-1] < 1e-4
    assert np.log2(errors[:-1] / errors[1:]).mean() > 2.5, errors
    assert abs(one(model, "d") - crossed) < 0.005


def test_two_linear_stocks_against_the_matrix_exponential() -> None:
    model = forecast.load(
        "time 2026-01-01 to 2036-01-01 by 3 months\n"
        "stock a { start 3; rate -0.5 per year * a + 0.8 per year * b }\n"
        "stock b { start 1; rate 0.3 per year * a - 0.9 per year * b }\n"
        "question qa = a at 2033-01-01\nquestion qb = b at 2033-01-01\n"
    )
    truth = linalg.expm(np.array([[-0.5, 0.8], [0.3, -0.9]]) * at("2033-01-01")) @ [3, 1]
    assert one(model, "qa") == pytest.approx(truth[0], rel=1e-4)
    assert one(model, "qb") == pytest.approx(truth[1], rel=1e-4)


def test_a_ces_economy_with_automation_explodes_when_scipy_says() -> None:
    """dK = s Y - d K, Y = (a K^r + (1-a) L^r)^(1/r) A, A growing with Y: substitutes, so that output explodes."""
    model = forecast.load(
        "time 2026-01-01 to 2066-01-01 by 6 months\n"
        "output = skill * (0.5 * capital ^ 0.5 + 0.5 * 1 ^ 0.5) ^ 2\n"
        "stock capital { start 1; rate 0.3 per year * output - 0.05 per year * capital }\n"
        "stock skill { start 1; rate 0.02 per year * skill * output }\n"
        "event rich when output >= 1000\nquestion q = (rich - 2026-01-01) / 1 year\n"
        "question late = output at 2064-01-01\n"
    )

    def slope(_: float, y: np.ndarray) -> list[float]:
        made = y[1] * (0.5 * y[0] ** 0.5 + 0.5) ** 2
        return [0.3 * made - 0.05 * y[0], 0.02 * y[1] * made]

    def rich(_: float, y: np.ndarray) -> float:
        return y[1] * (0.5 * y[0] ** 0.5 + 0.5) ** 2 - 1000

    rich.terminal = True  # type: ignore[attr-defined]
    found = integrate.solve_ivp(slope, (0, 40), [1, 1], events=rich, rtol=1e-11, atol=1e-11, method="LSODA")
    answer = model.run(draws=64)
    assert answer.draws[answer.question("q").output] == pytest.approx(np.full(64, found.t_events[0][0]), abs=0.005)
    assert np.all(np.isposinf(answer.draws[answer.question("late").output]))
    assert "blow-up" in [finding.code for finding in answer.findings]


@pytest.mark.slow
@pytest.mark.parametrize(("drift", "sd", "level"), [(0.5, 1.0, 2.0), (0.3, 0.4, 1.5)])
def test_first_passages_are_inverse_gaussian(drift: float, sd: float, level: float) -> None:
    """The first passage of x + drift t + sd W over a level (Schrödinger 1915; Folks and Chhikara 1978)."""
    draws = 20_000
    answer = forecast.load(
        "as_of 2026-01-01\ntime 2026-01-01 to 2066-01-01 by 1 month\n"
        f"stock w {{ start 0; rate {drift} per year; noise {sd} }}\n"
        f"event past when w >= {level}\nquestion q = past\n"
    ).run(draws=draws)
    dates = answer.draws[answer.question("q").output]
    mean, shape = level / drift, (level / sd) ** 2
    truth = stats.invgauss(mean / shape, scale=shape)
    for years in (1.0, 2.0, 4.0, 8.0, 16.0):
        share = float((dates <= years).mean())
        p = float(truth.cdf(years))
        # Steps of a month over `steps`: paths are looked at only there, and cross a little late, as if the level were
        # 0.5826 sd sqrt(step) higher (Broadie, Glasserman and Kou 1997).
        steps = float(answer.provenance.settings.get("steps in a tick", "1"))
        higher = level + 0.5826 * sd * sqrt(1 / 12 / steps)
        late = float(stats.invgauss(higher / drift / (higher / sd) ** 2, scale=(higher / sd) ** 2).cdf(years))
        spread = sqrt(p * (1 - p) / draws)
        assert late - 4.5 * spread <= share <= p + 4.5 * spread


@pytest.mark.parametrize("ticks", ["1 year", "1 month", "6 months"])
def test_noise_has_its_variance_whatever_the_ticks(ticks: str) -> None:
    answer = forecast.load(
        CLOCK.format(ticks=ticks) + "stock w { start 0; rate 0 per year; noise 2 }\nquestion q = w at 2031-01-01\n"
    ).run(draws=20_000)
    values = answer.draws[answer.question("q").output]
    truth = 2 * sqrt(at("2031-01-01"))
    assert abs(values.mean()) < 4.5 * truth / sqrt(20_000)
    assert abs(values.std() / truth - 1) < 4.5 / sqrt(2 * 20_000)


FEEDBACK = """
as_of 2026-01-01
time 2026-01-01 to 2040-01-01 by {ticks}
index lab = a, b
pull[lab] ~ 0.3 to 0.9
stock s[lab] {{ start 1; rate 1 per year * pull * s * (1 - s / 10) * boost }}
event ahead when max(s over lab) >= 4
boost = if happened(ahead) then 1.5 else 1
event strike ~ hazard(0.05 per year * max(s over lab))
question q = ahead
question r = strike
question v = s[b] at 2035-01-01
"""
NAMES = ("q", "r", "v")


def values(text: str, **options: Any) -> dict[str, np.ndarray]:
    answer = forecast.load(text).run(draws=600, **options)
    return {name: answer.draws[answer.question(name).output] for name in NAMES}


def test_order_and_other_names_change_nothing() -> None:
    lines = [line for line in FEEDBACK.format(ticks="6 months").splitlines() if line]
    usual = values("\n".join(lines) + "\n")
    turned = values("\n".join([*lines[:3], *reversed(lines[3:])]) + "\n")
    renamed = values("\n".join(lines).replace("boost", "speed_up") + "\n")
    for name in NAMES:
        assert turned[name] == pytest.approx(usual[name], rel=1e-9)
        assert renamed[name] == pytest.approx(usual[name], rel=1e-9)


def test_finer_ticks_change_what_is_shown_not_what_happens() -> None:
    usual, finer = (values(FEEDBACK.format(ticks=ticks)) for ticks in ("1 year", "1 month"))
    for name in ("q", "r"):
        reached = (usual[name] < 1e290) & (finer[name] < 1e290)
        assert (reached == (usual[name] < 1e290)).mean() > 0.995
        moved = np.abs(usual[name][reached] - finer[name][reached])
        assert np.quantile(moved, 0.9) < 0.005
        assert moved.max() < 0.1
    assert np.abs(usual["v"] - finer["v"]).max() < 0.02


def test_blocks_change_nothing_but_the_last_digit() -> None:
    model = forecast.load(FEEDBACK.format(ticks="6 months"))
    runs = [
        np.concatenate(
            [
                block.values["q"]
                for first in range(0, 2048, size)
                for block in model._forward.run(
                    model.program, draws=size, first_draw=first, seed=3, outputs=("q",), block=size
                )
            ]
        )
        for size in (2048, 512)
    ]
    assert runs[0] == pytest.approx(runs[1], rel=1e-14)


def test_a_stiff_stock_follows_its_equilibrium() -> None:
    model = forecast.load(
        "time 2026-01-01 to 2030-01-01 by 3 months\n"
        "stock s { start 0; rate 2000 per year * (goal - s) }\ngoal = year(t) - 2026\nquestion q = s at 2029-01-01\n"
    )
    answer = model.run(draws=4)
    # The solution of ds/dt = k (g t - s) is g (t - 1/k) once the start is forgotten.
    assert answer.draws[answer.question("q").output] == pytest.approx(np.full(4, 3 - 1 / 2000), abs=2e-3)
