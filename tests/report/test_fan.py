from itertools import pairwise
from math import inf

import numpy as np
import pytest
from rich.cells import cell_len
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from forecast.language.types.calendar import years_since
from forecast.report.answer import answer
from forecast.report.fan import FanPlot, fan_plots
from forecast.report.number import format_horizon
from forecast.report.series_table import nice_ticks, series_tables
from forecast.results.draws import Draws
from forecast.results.forecast import Forecast
from forecast.results.question import Question

EPOCH = 739943  # 2026-11-23
TICKS = tuple(years_since(EPOCH, year) for year in range(2027, 2048))


class TextExtension(SingleFileSnapshotExtension):
    """One text file for each picture."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def golden(snapshot):
    return snapshot.use_extension(TextExtension)


def over_time(values: np.ndarray, kind: str = "number", **fields) -> Forecast:
    draws = Draws()
    draws.append({"x": values})
    return Forecast((Question("q", kind, "x", ticks=TICKS, **fields),), draws, epoch=EPOCH)  # pyright: ignore


def lines_of(forecast: Forecast, text_of, width: int = 80) -> list[str]:
    (plot,) = fan_plots(forecast.series, forecast.summaries, forecast.epoch)
    return text_of(plot, width).splitlines()


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_whole_answer(clocked, text_of, golden, width: int) -> None:
    shown = text_of(answer(clocked), width)
    assert all(cell_len(line) <= width for line in shown.splitlines())
    assert shown == golden


def test_the_answer_where_only_ascii_can_be_shown(clocked, text_of, golden) -> None:
    shown = text_of(answer(clocked), 80, encoding="ascii")
    assert shown.replace("深度求索", "").isascii()
    assert shown == golden


@pytest.mark.parametrize("width", [1, 5, 20, 30, 40, 61, 70, 200])
def test_every_width_holds(clocked, text_of, width: int) -> None:
    assert text_of(answer(clocked), width)


def test_colours_go_with_no_color_and_without_a_terminal(clocked, text_of, monkeypatch) -> None:
    assert "\x1b[36m" in text_of(answer(clocked), force_terminal=True, color_system="standard")
    assert "\x1b" not in text_of(answer(clocked))
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[36m" not in text_of(answer(clocked), force_terminal=True, color_system="standard")


def test_bands_lie_where_the_quantiles_are(text_of) -> None:
    # Uniform between 0 and 12 at each date: 5% lie below 0.6, where nothing is drawn, and the axis ends at 11.4.
    x = np.repeat(np.linspace(0, 12, 2001)[:, None], len(TICKS), axis=1)
    rows = lines_of(over_time(x), text_of)[1:13]
    shown = [row.ljust(80)[20] for row in rows]
    middles = [11.4 * (1 - (row + 0.5) / 12) for row in range(12)]
    bands = ["▒" if 3 <= value <= 9 else "░" if value >= 0.6 else " " for value in middles]
    # The median 6 has the line in its row, whose middle is 6.175.
    bands[5] = "━"
    assert shown == bands


def test_what_spans_decades_is_shown_on_the_log(text_of) -> None:
    wide = over_time(10.0 ** (np.arange(21) / 2 + np.linspace(0, 1, 99)[:, None]))
    near = over_time(1 + np.arange(21.0) + np.linspace(0, 1, 99)[:, None])
    assert "log scale" in lines_of(wide, text_of)[0]
    assert "log scale" not in lines_of(near, text_of)[0]
    heights = [row.index("━") for row in reversed(lines_of(wide, text_of)[1:13]) if "━" in row]
    steps = np.diff(heights)[1:]
    assert steps.max() - steps.min() <= 2, "a steady growth is a straight line"


def test_medians_of_dates_stand_under_the_axis(text_of) -> None:
    x = np.repeat(np.linspace(0, 12, 99)[:, None], len(TICKS), axis=1)
    series = over_time(x).series
    marks = ((TICKS[8], "early"), (TICKS[9], "soon"), (TICKS[20], "late"), (TICKS[20] + 9, "beyond"), (-1.0, "before"))
    lines = text_of(FanPlot(series, EPOCH, marks), 80).splitlines()
    first, second = lines[-2:]
    tick = lines[-3].index("2035") + 1
    assert abs(first.index("┃ early") - tick) <= 1
    assert first.endswith("late ┃")
    assert "┃ soon" in second
    assert not any("beyond" in line or "before" in line for line in lines)


def test_never_and_missing_are_told_and_not_drawn(text_of) -> None:
    x = np.repeat(np.linspace(1, 9, 100)[:, None], len(TICKS), axis=1)
    x[:40, 10:] = inf
    x[40:70, 20] = np.nan
    lines = lines_of(over_time(x, "duration", horizon=TICKS[-1], maybe_missing=True, unit="years"), text_of)
    assert "up to 60% endless, up to 30% missing" in lines[-1]
    assert "10┤" not in "".join(lines)


@pytest.mark.parametrize(
    ("kind", "x"),
    [
        ("number", np.full((9, 21), 3.0)),
        ("number", np.full((9, 21), np.nan)),
        ("number", np.full((9, 21), inf)),
        ("number", 1e308 * np.linspace(-1, 1, 21) * np.ones((9, 1))),
        ("number", 10.0 ** np.linspace(-300, 300, 21) * np.ones((9, 1))),
        ("growth", np.linspace(-2000, 2000, 21) * np.ones((9, 1))),
        ("date", np.linspace(-4000, 1e5, 21) * np.ones((9, 1))),
        ("date", np.full((9, 21), inf)),
        ("boolean", np.full((9, 21), np.nan)),
        ("number", np.zeros((0, 21))),
        ("number", np.linspace(0, 1, 21) * np.ones((1, 1))),
    ],
)
@pytest.mark.parametrize("width", [40, 100])
def test_extreme_answers_are_shown(text_of, kind: str, x: np.ndarray, width: int) -> None:
    shown = text_of(answer(over_time(x, kind, maybe_missing=True)), width)
    assert all(cell_len(line) <= width for line in shown.splitlines())


def test_hostile_names_do_nothing(text_of) -> None:
    draws = Draws()
    draws.append({"x": np.linspace(0, 1, 30)[:, None, None] * np.ones((1, 21, 2))})
    question = Question(
        "q[red]\x1b[31m",
        "number",
        "x",
        title="\x1b]8;;",
        unit="\x07",
        ticks=TICKS,
        dims=("i",),
        elements=(("\x1b", "b"),),
    )
    shown = text_of(answer(Forecast((question,), draws, epoch=EPOCH)), force_terminal=True, color_system="standard")
    assert "q[red]␛[31m" in shown
    assert "\x1b[31m" not in shown
    assert "\x1b]8" not in shown
    assert "\x07" not in shown


def test_many_elements_are_counted(text_of) -> None:
    draws = Draws()
    draws.append({"x": np.random.default_rng(0).normal(size=(50, 21, 30))})
    labels = tuple(f"e{i}" for i in range(30))
    question = Question("q", "number", "x", dims=("i",), elements=(labels,), ticks=TICKS)
    shown = text_of(answer(Forecast((question,), draws, epoch=EPOCH)))
    assert "and 22 more" in shown
    assert "and 26 more" in shown


@pytest.mark.parametrize("most", range(2, 12))
@pytest.mark.parametrize(("months", "count"), [(3, 214), (1, 20), (12, 54), (120, 30)])
def test_dates_of_the_table_are_few_and_round(months: int, count: int, most: int) -> None:
    stamps = [divmod(2026 * 12 + 11 + months * i, 12) for i in range(count)]
    ticks = [years_since(EPOCH, year, month + 1) for year, month in stamps]
    found = nice_ticks(ticks, EPOCH, most)
    assert found[0] == 0
    assert found[-1] == count - 1
    assert len(found) <= most
    assert all(before < after for before, after in pairwise(found))
    if months == 12 and most >= 6:
        years = [int(format_horizon(ticks[i], EPOCH)[:4]) + 1 for i in found[1:-1]]
        assert all(year % 5 == 0 for year in years)


def test_a_narrow_table_has_fewer_dates(clocked, text_of) -> None:
    share = next(t for t in series_tables(clocked.series, clocked.epoch) if t.series[0].question.name == "share")
    counts = [len(text_of(share, width).splitlines()[0].split()) for width in (120, 60, 40)]
    assert counts[0] > counts[1] > counts[2] >= 3
