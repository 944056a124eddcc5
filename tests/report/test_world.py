from math import inf, nan

import pytest
from rich.cells import cell_len

from forecast.language.types.calendar import years_since
from forecast.report.world import place_in_words, told
from forecast.results.beyond import UNREACHED
from forecast.results.question import Condition, Question
from forecast.results.world import Place, Told, World, Worlds

EPOCH = 739943  # 2026-11-23
HORIZON = years_since(EPOCH, 2080)
TICKS = tuple(years_since(EPOCH, year) for year in range(2027, 2081))
MIDDLE = Place(0.5, 0.0001)


def event(name: str, date: float, place: Place = MIDDLE, doc: str | None = None) -> Told:
    return Told(Question(name, "date", name, doc=doc, horizon=HORIZON), (), (date,), place)


@pytest.fixture
def worlds() -> Worlds:
    lag = Question("lag", "duration", "lag", dims=("lab",), elements=(("a", "b"),), unit="months", scale=1 / 12)
    compute = Question("compute", "number", "compute", unit="FLOP", ticks=TICKS)
    world = World(
        7,
        (
            event("first", years_since(EPOCH, 2029, 5), Place(0.03, 0.0001), "It begins."),
            event("second", years_since(EPOCH, 2031, 2)),
            event("third", UNREACHED, Place(0.6, 0.15)),
            event("fourth", inf, Place(0.75, 0.25)),
            event("fifth", inf, Place(0.9, 0.1), "It is all over."),
            event("sixth", nan, Place(nan, nan)),
        ),
        (
            Told(lag, ("a",), (0.5,), Place(0.93, 0.0)),
            Told(lag, ("b",), (0.0123,), Place(0.005, 0.0)),
            Told(Question("coin", "boolean", "coin"), (), (1.0,), Place(0.7, 0.3)),
        ),
        (
            Told(Question("path", "category", "path", categories=("slow", "fast")), (), (1.0,), Place(0.25, 0.75)),
            Told(Question("wait", "duration", "wait", horizon=HORIZON), (), (UNREACHED,), Place(0.6, 0.4)),
            Told(Question("if", "boolean", "if", given=Condition("x > 1", "c")), (), (0.0,), MIDDLE, holds=False),
            Told(Question("as", "boolean", "as", given=Condition("x > 1", "c")), (), (0.0,), MIDDLE, holds=True),
        ),
        (Told(compute, (), tuple(10.0 ** (26 + tick / 20) for tick in TICKS)),),
    )
    return Worlds("m", EPOCH, 3, (world,))


def test_a_world_is_told_in_words(worlds, text_of) -> None:
    shown = "\n".join(line.rstrip() for line in text_of(told(worlds), 90).splitlines())
    assert (
        shown
        == """\
m  world 7 of seed 3

What happens
  2029-05      first  very early: 19 in 20 worlds have it later  It begins.
  2031-02      second
  not by 2080  third  as in 15% of worlds
  never        fourth  as in 25% of worlds
  never        fifth  as in 10% of worlds  It is all over.
  no date      sixth

Because
  lag[a]  6 months      high: 9 in 10 worlds have less
  lag[b]  0.148 months  exceptionally low: 99 in 100 worlds have more
  coin    yes           as in 30% of worlds

Answers
  path  fast       as in 75% of worlds
  wait  past 2080  as in 40% of worlds
  if    no         not asked here: x > 1 does not hold
  as    no         given x > 1, which holds here

Over time
                   2027     2040     2060     2080
  compute FLOP  1.01e26  4.52e26  4.52e27  4.52e28"""
    )


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_every_width_holds(worlds, text_of, width: int) -> None:
    assert all(cell_len(line) <= width for line in text_of(told(worlds), width).splitlines())


@pytest.mark.parametrize(
    ("place", "kind", "words"),
    [
        (Place(0.5, 0.0), "number", "in the middle half"),
        (Place(0.75, 0.0), "number", "rather high: 3 in 4 worlds have less"),
        (Place(0.9, 0.0), "number", "high: 9 in 10 worlds have less"),
        (Place(0.995, 0.0), "number", "exceptionally high: 99 in 100 worlds have less"),
        (Place(0.08, 0.0), "date", "early: 9 in 10 worlds have it later"),
        (Place(0.96, 0.0), "date", "very late: 19 in 20 worlds have it earlier"),
        (Place(0.9, 0.1), "date", "as in 10% of worlds"),
        (Place(0.0, 1.0), "number", "as in every world"),
        (Place(0.0, 0.004), "boolean", "as in 0.4% of worlds"),
        (Place(nan, nan), "number", ""),
    ],
)
def test_how_usual_a_value_is(place: Place, kind: str, words: str) -> None:
    assert place_in_words(place, kind) == words


def test_the_data_hold_all_of_it(worlds) -> None:
    import json

    data = json.loads(json.dumps(worlds.to_json(), allow_nan=False))
    (world,) = data["worlds"]
    assert (data["format"], data["seed"], world["draw"]) == ("forecast-worlds", 3, 7)
    assert world["events"][0]["value"]["date"] == "2029-05-01"
    assert [each["value"] for each in world["events"][2:]] == ["not_by_horizon", "never", "never", None]
    assert world["inputs"][0]["element"] == {"lab": "a"}
    assert world["inputs"][0]["value"] == pytest.approx(6)
    assert world["inputs"][2] == {
        "name": "coin",
        "element": {},
        "kind": "boolean",
        "unit": "",
        "value": True,
        "equal": 0.3,
    }
    assert world["answers"][0]["value"] == "fast"
    assert world["answers"][2]["given_holds"] is False
    assert len(world["over_time"][0]["value"]) == len(world["over_time"][0]["time"]) == len(TICKS)


def test_hostile_names_do_nothing(text_of) -> None:
    name = "q[red]\x1b[31m"
    hostile = event(name, 3.0, doc="\x1b]8;;")
    world = World(0, (hostile, event(name, inf)), (), (Told(hostile.question, (), (1.0,), MIDDLE),), ())
    shown = text_of(told(Worlds("\x07", EPOCH, 0, (world,))), force_terminal=True, color_system="standard")
    assert "q[red]␛[31m" in shown
    assert not any(bad in shown for bad in ("\x1b[31m", "\x1b]8", "\x07"))
