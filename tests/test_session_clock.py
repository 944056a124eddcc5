"""What changes over time, through whole runs, against closed forms and SciPy."""

from functools import cache
from math import exp, log, sqrt
from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats

import forecast

YEAR = 365.2425


@cache
def answered(text: str, draws: int = 2_000, seed: int = 1) -> Any:
    model = forecast.load(text)
    assert not [finding for finding in model.check() if finding.is_error]
    answer = model.run(draws=draws, seed=seed)
    assert answer.trustworthy, answer.reasons
    return answer


def at(date: str, epoch: str = "2026-01-01") -> float:
    return float((np.datetime64(date) - np.datetime64(epoch)).astype(int)) / YEAR


CLOCK = "as_of 2026-01-01\ntime 2026 to 2036 by 6 months\n"


def test_pure_growth_is_exact_whatever_the_ticks() -> None:
    text = (
        "g ~ 1.2x/year to 3x/year\nstock s { start 5; grows g }\nquestion q = s\nquestion r = g\n"
        "question e = s at 2031-05-17"
    )
    for step in ("6 months", "5 years"):
        d = answered(f"as_of 2026-01-01\ntime 2026 to 2036 by {step}\n{text}").draws
        years = np.array([at(f"{2026 + i // 2}-{1 + 6 * (i % 2):02}-01") for i in range(21)])
        if step == "5 years":
            years = years[::10]
        np.testing.assert_allclose(d["q"], 5 * np.exp(d["r"][:, None] * years), rtol=1e-12)
        np.testing.assert_allclose(d["e"], 5 * np.exp(d["r"] * at("2031-05-17")), rtol=1e-12)


def test_logistic_growth_and_the_date_of_a_threshold() -> None:
    d = answered(
        CLOCK
        + "k ~ 0.6 to 1.2\nstock n { start 1; rate n * k * (1 - n / 100) * 1 per year }\nevent half when n >= 50\n"
        "question q = n\nquestion r = k\nquestion h = half"
    ).draws
    years = np.array([at(f"{2026 + i // 2}-{1 + 6 * (i % 2):02}-01") for i in range(21)])
    exact = 100 / (1 + 99 * np.exp(-d["r"][:, None] * years))
    np.testing.assert_allclose(d["q"], exact, rtol=5e-3)
    reached = log(99) / d["r"]
    inside = reached < years[-1]
    assert np.abs(d["h"][inside] - reached[inside]).max() < 0.01
    assert (d["h"][reached > years[-1] + 0.02] == 1e300).all()


def test_two_stocks_that_feed_on_each_other_against_scipy() -> None:
    d = answered(
        "as_of 2026-01-01\ntime 2026 to 2034 by 1 month\na ~ 0.8 to 1.2\n"
        "stock prey { start 10; rate (a * prey - 0.1 * prey * hunters) * 1 per year }\n"
        "stock hunters { start 5; rate (0.05 * prey * hunters - 0.8 * hunters) * 1 per year }\n"
        "question q = prey at 2034\nquestion h = hunters at 2034\nquestion r = a",
        draws=50,
    ).draws
    end = at("2034-01-01")
    for i in range(20):
        a = d["r"][i]
        solved = integrate.solve_ivp(
            lambda _, y, a=a: [a * y[0] - 0.1 * y[0] * y[1], 0.05 * y[0] * y[1] - 0.8 * y[1]],
            (0, end), [10, 5], rtol=1e-11, atol=1e-11,
        )  # fmt: skip
        np.testing.assert_allclose([d["q"][i], d["h"][i]], solved.y[:, -1], rtol=2e-5)


def test_a_finite_time_blow_up_is_dated_and_no_number_is_missing() -> None:
    model = forecast.load(
        "as_of 2026-01-01\ntime 2026 to 2046 by 6 months\nk ~ 5%/year to 10%/year\n"
        "stock s { start 1; grows growth(continuous: s * k) }\nevent beyond when s >= 1e6\n"
        "question e = beyond\nquestion q = s\nquestion r = k"
    )
    answer = model.run(draws=2_000, seed=1)
    assert answer.trustworthy
    assert "blow-up" in [finding.code for finding in answer.findings]
    d = answer.draws
    # ds/dt = k s², so that 1/s = 1 - k t.
    expected = (1 - 1e-6) / d["r"]
    inside = expected < at("2046-01-01") - 0.01
    assert 0.5 < inside.mean() < 1
    assert np.abs(d["e"][inside] - expected[inside]).max() < 0.01
    assert not np.isnan(d["q"]).any()
    assert np.isinf(d["q"][inside, -1]).all()


def test_noise_on_the_logarithm_is_geometric_brownian_motion() -> None:
    text = (
        "as_of 2026-01-01\ntime 2026 to 2036 by 1 year\n"
        "stock s {{ start 1; grows 1.2x/year; noise {noise} }}\nquestion q = s"
    )
    d = answered(text.format(noise="20%"), draws=20_000).draws
    logs = np.log(d["q"])
    years = np.array([at(f"{2026 + i}-01-01") for i in range(11)])
    n = len(logs)
    for i in (1, 5, 10):
        sd = 0.2 * sqrt(years[i])
        assert abs(logs[:, i].mean() - log(1.2) * years[i]) < 4.5 * sd / sqrt(n)
        assert abs(logs[:, i].std() / sd - 1) < 4.5 / sqrt(2 * n)
    # Increments of different years are independent.
    steps = np.diff(logs, axis=1)
    assert abs(np.corrcoef(steps[:, 2], steps[:, 7])[0, 1]) < 4.5 / sqrt(n)


def test_an_ornstein_uhlenbeck_process_settles() -> None:
    d = answered(
        "as_of 2026-01-01\ntime 2026 to 2036 by 3 months\n"
        "stock x { start 3; rate -0.5 * x * 1 per year; noise 0.8 }\nquestion q = x at 2034",
        draws=20_000,
    ).draws
    t = at("2034-01-01")
    mean, sd = 3 * exp(-0.5 * t), 0.8 * sqrt((1 - exp(-t)) / 1)
    assert abs(d["q"].mean() - mean) < 4.5 * sd / sqrt(20_000)
    assert abs(d["q"].std() / sd - 1) < 0.02 + 4.5 / sqrt(40_000)


def test_an_inhomogeneous_hazard_has_its_distribution() -> None:
    answer = answered(
        "as_of 2026-01-01\ntime 2026 to 2046 by 1 year\nrate = schedule(2026: 0%/year, 2046: 20%/year)\n"
        "event e ~ hazard(rate, after: 2028)\nquestion q = e",
        draws=20_000,
    )
    dates = answer.draws["q"]
    end, after = at("2046-01-01"), at("2028-01-01")
    slope = 0.2 / end

    def below(t: Any) -> Any:
        return 1 - np.exp(-slope * (np.clip(t, after, None) ** 2 - after**2) / 2)

    reached = dates < 1e299
    p = below(end)
    assert abs(reached.mean() - p) < 4.5 * sqrt(p * (1 - p) / len(dates))
    assert stats.kstest(dates[reached], lambda t: below(t) / p).pvalue > 1e-4


def test_an_event_that_feeds_back_changes_what_follows() -> None:
    d = answered(
        "as_of 2026-01-01\ntime 2026 to 2036 by 1 year\ng ~ 2x/year to 4x/year\n"
        "stock s { start 1; grows if happened(big + 1 year) then 1.5x/year else g }\nevent big when s >= 50\n"
        "question b = big\nquestion q = s at 2036\nquestion r = g"
    ).draws
    big = log(50) / d["r"]
    known = big < at("2036-01-01") - 1
    assert np.abs(d["b"][known] - big[known]).max() < 0.006
    end = at("2036-01-01")
    logs = np.where(big + 1 < end, d["r"] * (big + 1) + log(1.5) * (end - big - 1), d["r"] * end)
    assert np.abs(np.log(d["q"]) - logs).max() < 0.01


def test_a_delayed_ramp_is_the_ramp_of_some_time_ago() -> None:
    d = answered(
        "as_of 2026-01-01\ntime 2026 to 2036 by 1 year\nlag ~ 0.3 to 2 years\n"
        "stock ramp { start 2; rate 3 per year }\n"
        "late = delay(ramp, lag)\nquestion q = late\nquestion r = lag"
    ).draws
    years = np.array([at(f"{2026 + i}-01-01") for i in range(11)])
    np.testing.assert_allclose(d["q"], 2 + 3 * np.maximum(years - d["r"][:, None], 0), rtol=1e-9)


def test_what_runs_in_time() -> None:
    d = answered(
        "as_of 2026-01-01\ntime 2026 to 2036 by 6 months\nx = schedule(2026: 1, 2030: 5, 2036: 2)\n"
        "total = cumulative(x)\n"
        "peak = running_max(x)\nlevel = schedule(2026: 1, 2030: 5, 2036: 2, steps: true)\n"
        "question a = total at 2036\nquestion b = peak\nquestion c = level at 2033\nquestion e = max(x over time)\n"
        "question f = since(2030) at 2033-07\nquestion g = all(x > 0 over time)"
    ).draws
    first, second = at("2030-01-01"), at("2036-01-01")
    np.testing.assert_allclose(d["a"], 3 * first + 3.5 * (second - first), rtol=1e-9)
    np.testing.assert_allclose(d["b"][0, -1], 5, rtol=1e-6)
    assert np.all(np.diff(d["b"][0]) >= 0)
    assert d["c"][0] == 5
    assert abs(d["e"][0] - 5) < 1e-9
    np.testing.assert_allclose(d["f"], at("2033-07-01") - first, rtol=1e-12)
    assert (d["g"] == 1).all()


def test_a_stock_begins_before_the_clock_or_within_it() -> None:
    d = answered(
        "as_of 2026-01-01\ntime 2026 to 2030 by 6 months\nevent launch ~ 2024-06 to 2028-06\n"
        "stock s { start 1; from launch; rate 2 per year }\n"
        "stock w { start 1; from launch; grows 3x/year }\nquestion q = s\nquestion v = w at 2030\nquestion l = launch"
    ).draws
    years = np.array([at(f"{2026 + i // 2}-{1 + 6 * (i % 2):02}-01") for i in range(9)])
    np.testing.assert_allclose(d["q"], 1 + 2 * np.maximum(years - d["l"][:, None], 0), rtol=1e-9)
    np.testing.assert_allclose(d["v"], 3 ** np.maximum(years[-1] - d["l"], 0), rtol=1e-9)


def test_bounds_are_kept() -> None:
    d = answered(
        CLOCK + "stock s { start 1; rate 2 per year; max 5 }\nstock r { start 9; rate -2 per year; min 4 }\n"
        "question q = s\nquestion v = r"
    ).draws
    assert d["q"].max() == 5
    assert d["v"].min() == 4
    np.testing.assert_allclose(d["q"][0, 2], 1 + 2 * at("2027-01-01"), rtol=1e-9)


def test_an_event_true_at_the_start_is_the_start_and_one_beyond_the_clock_is_not_reached() -> None:
    answer = answered(
        CLOCK + "stock s { start 4; grows 1.1x/year }\nevent now when s >= 2\nevent late when s >= 1e9\n"
        "question a = now\nquestion b = late\nquestion c = late before 2030\nquestion d = late before 2060\n"
        "question e = s at late"
    )
    d = answer.draws
    assert (d["a"] == 0).all()
    assert (d["b"] == 1e300).all()
    assert (d["c"] == 0).all()
    assert np.isnan(d["d"]).all()
    assert np.isnan(d["e"]).all()
    assert answer.summary("b").unreached.value == 1


def test_conditions_of_several_parts_and_of_indexes() -> None:
    d = answered(
        "as_of 2026-01-01\ntime 2026 to 2036 by 1 year\nindex lab = a, b, c\ng[lab] ~ 2x/year to 3x/year\n"
        "stock s[lab] { start 1; grows g }\n"
        "event other ~ 2027 to 2033\nevent each[lab] when s >= 8\nevent anyone when any(s >= 8 over lab)\n"
        "event everyone when all(s >= 8 over lab)\n"
        "event both when max(s over lab) >= 8 and happened(other)\n"
        "event either when s[a] >= 8 or happened(other)\nevent never_mind when s[a] >= 8, never 30%\n"
        "question e = each\nquestion x = anyone\nquestion y = everyone\nquestion z = both\n"
        "question w = either\nquestion o = other\nquestion n = never_mind\nquestion r = g",
        draws=4_000,
    ).draws
    exact = log(8) / d["r"]
    end = at("2036-01-01")
    for found, unbounded in (
        (d["e"], exact),
        (d["x"], exact.min(axis=1)),
        (d["y"], exact.max(axis=1)),
        (d["z"], np.maximum(exact.min(axis=1), d["o"])),
        (d["w"], np.minimum(exact[:, 0], d["o"])),
    ):
        # What is true before the clock begins happens where it begins.
        expected = np.maximum(unbounded, 0)
        inside = expected < end - 0.01
        assert np.abs(found[inside] - expected[inside]).max() < 0.01
        assert (found[expected > end + 0.01] == 1e300).all()
    assert abs(np.isinf(d["n"]).mean() - 0.3) < 4.5 * sqrt(0.21 / 4_000)


def test_the_future_of_an_independent_part_can_be_used() -> None:
    # `base` is known once the first pass has run; the second pass uses it.
    d = answered(
        CLOCK + "g ~ 1.5x/year to 2x/year\nstock s { start 1; grows g }\nevent e when s >= 4\nbase = s at 2030\n"
        "stock r { start 0; rate base * 1 per year }\nearly = e - 6 months\n"
        "event f when happened(early) and r > 0.1\n"
        "question q = r at 2028\nquestion v = g\nquestion a = f\nquestion b = e"
    ).draws
    np.testing.assert_allclose(d["q"], np.exp(d["v"] * at("2030-01-01")) * at("2028-01-01"), rtol=1e-9)
    assert np.abs(d["a"] - (d["b"] - 0.5)).max() < 0.01


def test_luck_stays_where_other_things_are_added_and_ticks_change() -> None:
    text = (
        "as_of 2026-01-01\ntime 2026 to 2036 by {step}\ng ~ 1.5x/year to 3x/year\n"
        "stock s {{ start 1; grows g; noise 10% }}\nquestion q = s at 2036\nquestion r = g"
    )
    one = answered(text.format(step="1 year")).draws
    more = answered(
        text.format(step="1 year")
        + "\nz ~ 1 to 2\nstock other { start z; grows g; noise 30% }\nquestion o = other at 2036"
    ).draws
    np.testing.assert_allclose(one["q"], more["q"], rtol=1e-9)
    assert abs(np.corrcoef(np.log(one["q"]) - 10 * one["r"], np.log(more["o"]) - 10 * one["r"])[0, 1]) < 0.1


def test_a_read_by_the_date_alone_needs_no_clock() -> None:
    d = answered(
        "event e ~ 2027 to 2033\nx = schedule(2026: 1, 2036: 11)\nquestion q = x at e\nquestion o = e\n"
        "question h = happened(e) at 2030"
    ).draws
    start, end = at("2026-01-01", "2000-01-01"), at("2036-01-01", "2000-01-01")
    np.testing.assert_allclose(d["q"], 1 + 10 * np.clip((d["o"] - start) / (end - start), 0, 1), rtol=1e-9)
    assert np.array_equal(d["h"], (d["o"] <= at("2030-01-01", "2000-01-01")).astype(float))


@pytest.mark.slow
def test_the_forecast_of_ai_2027_has_its_published_quantiles() -> None:
    """Reference quantiles of 200,000 draws of the authors' model; 0.05 years up to the 75% point, 0.3 at 90%."""
    from pathlib import Path

    published = {
        "eli": ((2025.592, 2025.829, 2026.369, 2027.715, 2031.84, 2039.25), 0.533, 0.678, 0.034),
        "nikola": ((2025.549, 2025.774, 2026.266, 2027.307, 2029.34, 2033.78), 0.612, 0.784, 0.010),
    }
    answer = forecast.load(Path(__file__).parent.parent / "examples" / "ai_2027.fcst").run(draws=200_000, seed=0)
    dates = answer.draws["arrival"] / 1.0 + 2025 + 90 / 365
    for column, (name, (quantiles, by_2028, by_2030, never)) in enumerate(published.items()):
        found = np.quantile(dates[:, column], [0.05, 0.1, 0.25, 0.5, 0.75, 0.9], method="inverted_cdf")
        assert np.all(abs(found - quantiles) < [0.05, 0.05, 0.05, 0.05, 0.05, 0.3]), name
        assert abs(answer.probability("before_2028", name) - by_2028) < 0.006
        assert abs(answer.probability("before_2030", name) - by_2030) < 0.006
        assert abs((dates[:, column] > 1e290).mean() - never) < 0.003


def test_a_reduction_of_what_is_delayed() -> None:
    model = forecast.load(
        "time 2026-01-01 to 2030-01-01 by 1 month\nindex lab = a, b\nspeed[lab] = {a: 1 per year, b: 3 per year}\n"
        "stock s[lab] { start 0; rate speed }\nquestion q = max(delay(s, 1 year) over lab) at 2029-01-01\n"
    )
    answer = model.run(draws=4)
    assert answer.draws[answer.question("q").output] == pytest.approx(np.full(4, 3 * (at("2029-01-01") - 1)))


def test_long_clocks_with_delays_come_in_smaller_blocks() -> None:
    from forecast.program.program import POINTS_IN_A_TICK
    from forecast.runtime.history import PARTS
    from forecast.sampling.forward import block_size

    assert POINTS_IN_A_TICK == PARTS
    text = "index lab = a, b, c, d\ntime 2026 to 2126 by {}\nstock s[lab] {{ start 1; rate 1 per year }}\nquestion q = {}\n"
    asked = "max(delay(s, 1 year) over lab) at 2100"
    size = {step: block_size(forecast.load(text.format(step, asked)).program, ("q",)) for step in ("1 year", "4 days")}
    assert size["4 days"] * 9131 * 8 * 4 * 8 < 300e6
    assert size["1 year"] > 4 * size["4 days"]


def test_what_is_missing_at_a_date_is_not_read_later() -> None:
    model = forecast.load(
        "time 2026-01-01 to 2030-01-01 by 1 year\nstock s { start -1; rate 1 per year }\n"
        "question early = sqrt(s - 0.5) at 2027-01-01\nquestion late = sqrt(s + 1) at 2030-01-01\n"
    )
    answer = model.run(draws=4)
    assert np.isnan(answer.draws[answer.question("early").output]).all()
    assert answer.draws[answer.question("late").output] == pytest.approx(np.full(4, sqrt(at("2030-01-01"))), abs=1e-6)


def test_the_clock_is_that_of_the_file_that_is_run_or_else_of_the_first_import_that_has_one(tmp_path) -> None:
    stock = "stock s { start 1; rate 1 per year }\n"
    (tmp_path / "near.fcst").write_text("time 2026-01-01 to 2028-01-01 by 1 year\n" + stock)
    (tmp_path / "far.fcst").write_text("time 2026-01-01 to 2031-01-01 by 1 year\n" + stock)
    asking = 'import "near.fcst" as near\nimport "far.fcst" as far\nquestion q = near.s + far.s\n'
    main = tmp_path / "main.fcst"

    def ticks(text: str) -> int:
        main.write_text(text)
        return len(forecast.load(main).run(draws=2).question("q").ticks)

    assert ticks(asking) == 3
    assert ticks("time 2026-01-01 to 2036-01-01 by 1 year\n" + asking) == 11


def test_a_delay_across_a_jump_that_each_draw_has_elsewhere() -> None:
    found = answered(
        "as_of 2026-01-01\ntime 2026-01-01 to 2036-01-01 by 1 year\nlag ~ 0.3 to 2 years\nlevel ~ uniform(4, 14)\n"
        "stock ramp { start 0; rate if happened(turn) then 1 per year else 3 per year }\n"
        "event turn when ramp >= level\nlate = delay(ramp, lag)\nquestion q = late\nquestion r = lag\nquestion s = level"
    ).draws
    years = np.array([at(f"{2026 + i}-01-01") for i in range(11)])
    lag, level = found["r"][:, None], found["s"][:, None]
    turn = level / 3
    ago = years - lag
    wanted = np.where(ago < 0, 0, np.where(ago < turn, 3 * ago, level + ago - turn))
    # Between two points of the clock a delay runs straight: the one that has the turn is left out.
    begin = years[np.clip(np.searchsorted(years, ago, side="right") - 1, 0, 9)]
    bent = (begin < turn) & (turn < begin + 1.01)
    assert bent.mean() < 0.2
    np.testing.assert_allclose(found["q"][~bent], wanted[~bent], rtol=1e-7, atol=1e-9)


def test_draws_have_their_own_places_in_the_clock() -> None:
    # A few draws need hundreds of pieces, the others one in each tick.
    text = (
        "as_of 2026-01-01\ntime 2026-01-01 to 2036-01-01 by 1 year\nfast ~ mixture(95%: 0.1 per year, 5%: 400 per year)\n"
        "stock x { start 1; rate fast * (2 - x) }\nevent half when x >= 1.5\nquestion q = x\nquestion h = half\nquestion f = fast"
    )
    found = answered(text).draws
    slow = found["f"] < 1
    years = np.array([at(f"{2026 + i}-01-01") for i in range(11)])
    np.testing.assert_allclose(found["q"][slow], np.tile(2 - np.exp(-0.1 * years), (slow.sum(), 1)), rtol=2e-6)
    np.testing.assert_allclose(found["q"][~slow][:, 1:], 2.0, rtol=2e-3)
    np.testing.assert_allclose(found["h"][slow], log(2) / 0.1, atol=5e-4)
    np.testing.assert_allclose(found["h"][~slow], log(2) / 400, atol=5e-4)


def test_an_event_on_a_stock_that_has_not_begun_does_not_happen_early() -> None:
    found = answered(
        "as_of 2026-01-01\ntime 2026-01-01 to 2029-01-01 by 1 year\nknown_from ~ uniform(2028-03-01, 2030-06-01)\n"
        "stock x { from known_from; start 2; rate 1 per year }\nevent e when x >= 1.5\nquestion q = e\nquestion k = known_from"
    ).draws
    late = found["k"] > at("2029-01-01")
    assert 0.3 < late.mean() < 0.9
    assert np.all(found["q"][late] == 1e300)
    np.testing.assert_allclose(found["q"][~late], found["k"][~late], atol=2e-3)
