"""Dates and events."""

from forecast.language.library.constraint import at_least
from forecast.language.library.record import Example, Form, Function

TOPIC = "dates"

_LAUNCH = "event launch = 2031-01"
_THREE_DATES = "index step = a, b, c\nplan[step] : date = {a: 2031-01, b: 2029-01, c: 2030-01}"

FUNCTIONS = (
    Function(
        "year",
        TOPIC,
        "The calendar year of a date as a decimal: 2031.0 on 1 January 2031, growing evenly within the year.",
        (Form("year(date: date) -> number", "calendar_year"),),
        (("date", "the date"),),
        (
            Example("abs(year(2031-01-01) - 2031) < 1e-6"),
            Example("abs(year(2031-12-31) - (2031 + 364/365)) < 1e-6"),
        ),
    ),
    Function(
        "first",
        TOPIC,
        "The earliest of several dates, or along an index. A date that never comes counts as the latest.",
        (
            Form("first(a: date, b: date, ...) -> date", "first"),
            Form("first(x: date over index) -> date", "first"),
        ),
        (("a", "a date"), ("b", "another date; any number of them"), ("x", "dates along the index")),
        (
            Example("first(2030-01, 2029-06) == 2029-06"),
            Example("first(2030-01, never) == 2030-01"),
            Example("first(plan over step) == 2029-01", given=_THREE_DATES),
        ),
        kind="reduction",
    ),
    Function(
        "last",
        TOPIC,
        "The latest of several dates, or along an index; never, if one of them never comes.",
        (
            Form("last(a: date, b: date, ...) -> date", "last"),
            Form("last(x: date over index) -> date", "last"),
        ),
        (("a", "a date"), ("b", "another date; any number of them"), ("x", "dates along the index")),
        (
            Example("last(2030-01, 2029-06) == 2030-01"),
            Example("last(2030-01, never) == never"),
            Example("last(plan over step) == 2031-01", given=_THREE_DATES),
        ),
        kind="reduction",
    ),
    Function(
        "nth",
        TOPIC,
        "The k-th earliest date along an index: nth(2, arrival over lab) is when the second lab arrives.",
        (Form("nth(k: number, x: date over index) -> date", "nth", (at_least("k", 1),)),),
        (("k", "which one, counted from 1"), ("x", "dates along the index")),
        (Example("nth(2, plan over step) == 2030-01", given=_THREE_DATES),),
        kind="reduction",
    ),
    Function(
        "happened",
        TOPIC,
        "Whether an event has happened by the moment; it changes over time.",
        (Form("happened(e: date) -> boolean", "happened"),),
        (("e", "an event, or any date"),),
        (
            Example("happened(launch) at 2032", given=_LAUNCH),
            Example("not (happened(launch) at 2029)", given=_LAUNCH),
        ),
    ),
    Function(
        "since",
        TOPIC,
        "The time since an event, 0 before it; it changes over time.",
        (Form("since(e: date) -> duration", "since"),),
        (("e", "an event, or any date"),),
        (
            Example("abs((since(launch) at 2032-07-01) - 1.5 years) < 1 day", given=_LAUNCH),
            Example("since(launch) at 2029 == 0 years", given=_LAUNCH),
        ),
    ),
    Function(
        "delay",
        TOPIC,
        "The value that a quantity had some time ago. Before the clock begins it is the first value, or `before`.",
        (
            Form("delay(x: T, lag: duration) -> T", "delay"),
            Form("delay(x: T, lag: duration, before: T) -> T", "delay"),
        ),
        (("x", "what changes over time"), ("lag", "how long ago"), ("before", "its value before the clock begins")),
        (Example("abs((delay(year(t), 1 year) at 2035) - 2034) < 0.01", given="time 2030 to 2040 by 1 year"),),
    ),
    Function(
        "schedule",
        TOPIC,
        "A quantity by its values at given dates: `schedule(2026: 1, 2030: 5)`. It goes straight from each to the next and "
        "holds the first and the last outside. With `log: true` it is the logarithm that goes straight; with `steps: true` each "
        "value holds until the next date.",
        (),
        (),
        (
            Example("abs((schedule(2030: 1, 2034: 5) at 2032) - 3) < 0.01"),
            Example("schedule(2030: 1, 2034: 5) at 2050 == 5"),
            Example("schedule(2030: 1, 2034: 5, steps: true) at 2032 == 1"),
        ),
        special=True,
    ),
)
