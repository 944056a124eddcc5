from dataclasses import replace
from math import inf

import numpy as np
import pytest
from rich.cells import cell_len
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from forecast.language.types.calendar import years_since
from forecast.report.answer import answer
from forecast.report.axis import number_axis
from forecast.report.plot import QuestionPlot, question_plots
from forecast.report.table import QuestionTable
from forecast.results.beyond import UNREACHED
from forecast.results.draws import Draws
from forecast.results.forecast import Forecast
from forecast.results.question import Condition, Question


class TextExtension(SingleFileSnapshotExtension):
    """One text file for each picture."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def golden(snapshot):
    return snapshot.use_extension(TextExtension)


def one_question(question: Question, **outputs: np.ndarray) -> Forecast:
    draws = Draws()
    draws.append(outputs)
    return Forecast((question,), draws, epoch=739943)


@pytest.mark.parametrize("width", [50, 60, 80, 120])
def test_the_whole_answer(forecast, text_of, golden, width: int) -> None:
    shown = text_of(answer(forecast), width)
    assert all(cell_len(line) <= width for line in shown.splitlines())
    assert shown == golden


def test_the_answer_where_only_ascii_can_be_shown(forecast, text_of, golden) -> None:
    shown = text_of(answer(forecast), 80, encoding="ascii")
    # The name of a lab is not ours to change.
    assert shown.replace("深度求索", "").isascii()
    assert shown == golden


@pytest.mark.parametrize("width", [1, 5, 20, 30, 40, 61, 70, 200])
def test_every_width_holds(forecast, text_of, width: int) -> None:
    assert text_of(answer(forecast), width)


def test_what_is_not_to_be_trusted_says_so_first(distrusted, text_of) -> None:
    shown = text_of(answer(distrusted)).splitlines()
    assert shown[2] == "These numbers are not to be trusted."
    assert "m.fcst:14:1" in shown[3]
    (row,) = [line for line in shown if line.startswith("growth!")]
    assert "4.06x" in row
    assert "! growth: 0.12% of draws failed; its digits allow for them" in shown


def test_plots_can_be_left_out(forecast, text_of) -> None:
    assert "central 80%" in text_of(answer(forecast))
    assert "central 80%" not in text_of(answer(forecast, plots=False))


def test_an_expectation_that_mostly_fails_warns_with_its_place(forecast, text_of) -> None:
    shown = text_of(answer(forecast), 120)
    assert 'holds in 93.3% of draws: revenue > 1B USD/year "it was 20B in 2026"' in shown
    assert 'mostly fails, holds in 15.9% of draws: gap < 6 months "labs follow fast" (m.fcst:31:1)' in shown


def test_colours_go_with_no_color_and_without_a_terminal(forecast, text_of, monkeypatch) -> None:
    assert "\x1b[36m" in text_of(answer(forecast), force_terminal=True, color_system="standard")
    assert "\x1b" not in text_of(answer(forecast))
    monkeypatch.setenv("NO_COLOR", "1")
    plain = text_of(answer(forecast), force_terminal=True, color_system="standard")
    assert "\x1b[36m" not in plain


def test_hostile_names_do_nothing(text_of) -> None:
    question = Question("q[red]\x1b[31m", "number", "x", title="[link=http://x]t[/link]\x1b]8;;", unit="\x07")
    forecast = one_question(question, x=np.linspace(1, 2, 50))
    shown = text_of(answer(forecast), force_terminal=True, color_system="standard")
    assert "q[red]␛[31m" in shown
    assert "[link=http://x]t[/link]" in shown
    assert "\x1b[31m" not in shown
    assert "\x1b]8" not in shown
    assert "\x07" not in shown


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (Question("q", "date", "x"), np.full(10, inf)),
        (Question("q", "date", "x"), np.full(10, 3.0)),
        (Question("q", "date", "x"), np.full(10, np.nan)),
        (Question("q", "date", "x"), np.array([2.0])),
        (Question("q", "date", "x"), 10.0 ** np.linspace(0, 30, 100)),
        (Question("q", "date", "x"), np.linspace(0, 0.1, 100)),
        (Question("q", "date", "x"), np.linspace(-4000, 9000, 100)),
        (Question("q", "number", "x"), np.full(10, inf)),
        (Question("q", "number", "x"), np.array([-inf, 0, 1, inf] * 10)),
        (Question("q", "number", "x"), 1e308 * np.linspace(-1, 1, 100)),
        (Question("q", "number", "x"), 10.0 ** np.linspace(-300, 300, 100)),
        (Question("q", "number", "x"), np.repeat([0.0, 1.0, 2.0], 30)),
        (Question("q", "growth", "x"), np.linspace(-2000, 2000, 100)),
        (Question("q", "duration", "x"), np.array([-inf, 1, 2, inf] * 10)),
        (Question("q", "category", "x", categories=("a", "b")), np.full(10, np.nan)),
        (Question("q", "boolean", "x", maybe_missing=True), np.full(10, np.nan)),
        (Question("q", "number", "x"), np.array([])),
    ],
)
@pytest.mark.parametrize("width", [40, 100])
def test_extreme_answers_are_shown(text_of, question: Question, values: np.ndarray, width: int) -> None:
    shown = text_of(answer(one_question(question, x=values)), width)
    assert all(cell_len(line) <= width for line in shown.splitlines())


def test_a_condition_that_never_holds_is_told(text_of) -> None:
    question = Question("q", "number", "x", given=Condition("pigs fly", "c"))
    shown = text_of(answer(one_question(question, x=np.arange(9.0), c=np.zeros(9))))
    assert "* q: given pigs fly, true in none of the draws" in shown
    assert shown.splitlines()[2] == "These numbers are not to be trusted."
    assert "`q` has no answer: its condition (pigs fly) holds in none of the draws." in " ".join(shown.split())


def test_the_table_drops_the_quartiles_before_it_stacks(forecast, text_of) -> None:
    table = QuestionTable(forecast.summaries, forecast.epoch)
    heads = {width: text_of(table, width).splitlines()[0].split() for width in (100, 70, 50)}
    assert heads[100] == ["10%", "25%", "median", "75%", "90%", "probability"]
    assert heads[70] == ["10%", "median", "90%", "probability"]
    assert heads[50] == ["agi_date"]


def test_a_date_not_reached_within_the_clock_says_by_when(forecast, text_of) -> None:
    (row,) = [
        line
        for line in text_of(QuestionTable(forecast.summaries, forecast.epoch), 100).splitlines()
        if "takeoff" in line
    ]
    assert "1.6% not by 2060" in row


def test_what_the_clock_ends_before_is_in_no_part_of_the_plot(text_of) -> None:
    x = np.concatenate([np.linspace(1, 20, 600), np.full(350, UNREACHED), np.full(50, inf)])
    found = one_question(Question("q", "date", "x", horizon=years_since(739943, 2047)), x=x)
    shown = text_of(answer(found), 80)
    (row,) = [line for line in shown.splitlines() if line.startswith("q ") and ">20" in line]
    assert row.split()[-5:] == [">2047", "35%", "not", "by", "2047"]
    lines = text_of(QuestionPlot(found.summaries, found.epoch), 60).splitlines()
    # Uniform dates: no column of the density is higher than the others, and the curve ends at 60%.
    assert set(lines[-3].strip()) <= {"█", "▇"}
    assert lines[3] == " 75%┤"
    assert lines[4].endswith("▆")
    assert "35% not by 2047, 5% never" in lines[-1]


def test_without_unreached_dates_the_clock_cuts_no_axis(text_of) -> None:
    late = one_question(Question("q", "date", "x", horizon=5.0), x=np.linspace(1, 60, 600))
    assert "2080" in text_of(QuestionPlot(late.summaries, late.epoch), 80)


def test_durations_until_unreached_dates_are_past_the_clock(text_of) -> None:
    x = np.concatenate([np.linspace(1, 20, 400), np.full(600, UNREACHED)])
    horizon = years_since(739943, 2080)
    question = Question("q", "duration", "x", unit="years", horizon=horizon)
    row = text_of(answer(one_question(question, x=x)), 100).splitlines()[3]
    assert row.split()[-10:] == [*["past", "2080"] * 3, "60%", "not", "by", "2080"]


def test_many_elements_are_counted(text_of) -> None:
    labels = tuple(f"e{i}" for i in range(100))
    question = Question("q", "number", "x", dims=("i",), elements=(labels,))
    shown = text_of(answer(one_question(question, x=np.random.default_rng(0).normal(size=(50, 100)))))
    assert "and 60 more" in shown
    assert "and 88 more" in shown


def test_the_curve_rises_to_the_share_that_ever_comes(forecast, text_of) -> None:
    half = one_question(Question("q", "date", "x"), x=np.concatenate([np.linspace(1, 9, 500), np.full(500, inf)]))
    lines = text_of(QuestionPlot(half.summaries, half.epoch), 60).splitlines()
    curve = lines[1:9]
    # Eight rows for 100%: the upper half stays empty, the lower is full at its right end.
    assert all(line[5:].strip() == "" for line in curve[:4])
    assert all(line.endswith("█") for line in curve[4:])
    assert "50% never" in lines[-1]


def test_a_long_tail_is_cut_and_counted(text_of) -> None:
    tail = one_question(
        Question("q", "date", "x"), x=np.concatenate([np.linspace(1, 9, 900), np.linspace(100, 900, 100)])
    )
    shown = text_of(QuestionPlot(tail.summaries, tail.epoch), 80)
    assert "10% later than shown" in shown
    assert "2030" in shown


def test_a_wide_positive_range_is_shown_on_the_log(text_of) -> None:
    wide = one_question(Question("q", "number", "x"), x=10.0 ** np.linspace(20, 26, 1000))
    axis = text_of(QuestionPlot(wide.summaries, wide.epoch), 80).splitlines()[-2]
    places = [axis.index(f"1e{power}") for power in (21, 22, 23, 24, 25)]
    steps = np.diff(places)
    assert steps.max() - steps.min() <= 1, "powers of ten stand at equal distances"


def test_what_has_no_spread_has_no_plot(forecast) -> None:
    constant = one_question(Question("q", "number", "x"), x=np.full(10, 3.0))
    assert question_plots(constant.summaries, 1) == []
    assert len(question_plots(forecast.summaries, forecast.epoch)) == 7


@pytest.mark.parametrize(("taken", "shown"), [(0.0234, "0.023"), (0.5, "0.50"), (1.234, "1.2"), (150.2, "150")])
def test_the_time_taken_has_two_digits(forecast, text_of, taken: float, shown: str) -> None:
    forecast = replace(forecast, provenance=replace(forecast.provenance, wall_seconds=taken))
    assert f" in {shown} s." in " ".join(text_of(answer(forecast), 100).split())


@pytest.mark.parametrize("share", [0.0995, 0.1, 0.1005])
def test_a_quantile_at_the_edge_of_never_looks_the_same_on_both_sides_of_it(text_of, share: float) -> None:
    # Two standard errors of a share of 10% of 10,000 draws are 0.6 points.
    never = round(10_000 * share)
    x = np.concatenate([np.linspace(1, 9, 10_000 - never), np.full(never, inf)])
    shown = text_of(answer(one_question(Question("q", "date", "x"), x=x)), 100)
    (row,) = [line for line in shown.splitlines() if line.startswith("q ") and "never" in line]
    assert ">2035" in row.split()
    assert "> later than that, perhaps never: these draws cannot tell" in shown


def test_what_is_infinite_is_told_with_its_share(text_of) -> None:
    x = np.concatenate([np.linspace(1, 2, 790), np.full(210, inf)])
    shown = text_of(answer(one_question(Question("q", "number", "x"), x=x)), 100)
    assert "21% infinite" in shown
    assert "q is infinite in 21% of draws" in shown


def test_no_date_of_a_row_is_finer_than_the_median(text_of) -> None:
    x = np.concatenate([np.full(4000, 1.0), 4 + 3 * np.linspace(0, 1, 6000)])
    table = QuestionTable(one_question(Question("q", "date", "x"), x=x).summaries, 739943)
    cells = [cell for cell in text_of(table, 100).splitlines()[1].split() if cell[0].isdigit()]
    assert len(cells) == 5
    # The first two are known exactly, and are to the day by themselves.
    assert len(cells[0]) == len(cells[1]) == len(cells[2])
    assert all(len(cell) <= len(cells[2]) for cell in cells)
    assert len(cells[2]) < len("2029-01-01")


def test_few_whole_numbers_are_listed_with_their_shares(text_of) -> None:
    x = np.repeat([0.0, 1.0, 2.0], [500, 300, 200])
    lines = text_of(answer(one_question(Question("q", "number", "x"), x=x)), 100).splitlines()
    listed = [line.split() for line in lines if "█" in line]
    assert [(value, share) for value, share, _ in listed] == [("0", "50%"), ("1", "30%"), ("2", "20%")]
    lengths = np.array([len(bar) for _, _, bar in listed])
    assert np.allclose(lengths / lengths[0], [1, 0.6, 0.4], atol=0.01)
    assert not any("central 80%" in line for line in lines), "there is nothing that the legend explains"


@pytest.mark.parametrize(("low", "high"), [(2033.1, 2035.4), (10_000.2, 10_007.9), (0.1, 0.9), (1e9, 1e9 + 5)])
def test_ticks_have_labels_that_tell_them_apart(low: float, high: float) -> None:
    axis = number_axis(low, high, width=80)
    labels = [label for _, label in axis.ticks]
    assert len(labels) > 1
    assert len(set(labels)) == len(labels)


def test_an_event_that_hardly_ever_comes_has_one_line_instead_of_a_plot(text_of) -> None:
    x = np.concatenate([np.linspace(1, 9, 50), np.full(950, inf)])
    rare = one_question(Question("q", "date", "x"), x=x)
    assert text_of(QuestionPlot(rare.summaries, rare.epoch), 80) == "q  95% never: too little for a plot\n"


def test_strips_of_events_say_how_often_each_never_comes(text_of) -> None:
    x = np.linspace(1, 9, 1000)[:, None] * np.ones(2)
    x[:300, 0] = inf
    lab = one_question(Question("q", "date", "x", dims=("lab",), elements=(("a", "b"),)), x=x)
    _, first, second, *_ = text_of(QuestionPlot(lab.summaries, lab.epoch), 80).splitlines()
    assert first.endswith(" 30% never")
    assert "never" not in second


def test_a_logarithmic_axis_is_named(text_of) -> None:
    wide = one_question(Question("q", "number", "x"), x=10.0 ** np.linspace(0, 4, 1000))
    near = one_question(Question("q", "number", "x"), x=np.linspace(1, 4, 1000))
    assert "log scale" in text_of(QuestionPlot(wide.summaries, 1), 80)
    assert "log scale" not in text_of(QuestionPlot(near.summaries, 1), 80)


def test_one_draw_is_told_as_one(text_of) -> None:
    shown = " ".join(text_of(answer(one_question(Question("q", "boolean", "x"), x=np.zeros(1))), 100).split())
    assert "1 draw, seed 0" in shown
    assert "0 of 1" in shown
    assert "1 possible world, " in shown
    assert "So few draws have no known error" in shown
    assert "percentage points" not in shown


def test_what_has_no_error_is_left_out_of_the_errors(text_of) -> None:
    constant = one_question(Question("q", "number", "x"), x=np.full(1000, 3.0))
    assert "standard error" not in text_of(answer(constant), 100)


def test_no_error_of_a_median_is_beyond_all_measure(text_of) -> None:
    steep = one_question(Question("q", "number", "x"), x=np.exp(np.linspace(-600, 700, 400)))
    assert "more than 100% in medians" in " ".join(text_of(answer(steep), 200).split())


def test_the_title_of_a_question_without_a_plot_is_told(text_of) -> None:
    titled = one_question(Question("q", "boolean", "x", title="Is it so?"), x=np.repeat([0.0, 1.0], 50))
    assert "q  Is it so?" in text_of(answer(titled), 100).splitlines()
