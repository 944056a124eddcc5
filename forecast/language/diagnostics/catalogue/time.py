"""The clock, stocks, and what changes over time."""

from forecast.language.diagnostics.catalogue.entry import mistake

_CLOCK = "time 2026 to 2040 by 6 months\n"
_STOCK = _CLOCK + "stock s { start 1; grows 2x/year }\n"

RULES = (
    mistake(
        "no-clock",
        "Something changes over time, and the file has no clock.",
        "`time A to B by STEP` says from when until when the model runs, and at which dates values are kept. The step is not "
        "that of the computation, which is as fine as it needs to be.",
        bad="stock s { start 1; grows 2x/year }",
        good=_STOCK + "question q = s at 2030",
    ),
    mistake(
        "clock-not-constant",
        "A part of the clock is not a written date or duration.",
        "The clock is the same in all possible worlds: two dates and a duration, such as `3 months`, `1 week` or `0.25 years`. "
        "`as_of` is a date too.",
        bad="event end ~ 2035 to 2045\ntime 2026 to end by 6 months",
        good=_STOCK + "question q = s at 2030",
    ),
    mistake(
        "clock-backwards",
        "The clock ends before it begins.",
        "Write the earlier date first.",
        bad="time 2040 to 2026 by 6 months",
        good=_STOCK + "question q = s at 2030",
    ),
    mistake(
        "clock-step",
        "The step of the clock is not above zero, or longer than the whole clock.",
        "Values are kept at each tick, and 50 to 400 of them show a forecast well.",
        bad="time 2026 to 2027 by 2 years",
        good=_STOCK + "question q = s at 2030",
    ),
    mistake(
        "clock-too-long",
        "The clock has more ticks than can be kept.",
        "The step says where values are kept, not how finely they are computed: a longer step loses nothing but points of the "
        "curve.",
        bad="time 2026 to 2040 by 1 hour",
        good=_STOCK + "question q = s at 2030",
    ),
    mistake(
        "unknown-stock-field",
        "A stock has an entry that it does not know.",
        "Its entries are `start`, `from`, `grows`, `rate`, `noise`, `min` and `max`.",
        bad=_CLOCK + "stock s { start 1; growth 2x/year }",
        good=_CLOCK + "stock s { start 1; grows 2x/year }\nquestion q = s at 2030",
    ),
    mistake(
        "stock-without-start",
        "A stock does not say with what it starts.",
        "`start` is its value when the clock begins, or at the date after `from`.",
        bad=_CLOCK + "stock s { grows 2x/year }",
        good=_CLOCK + "stock s { start 1; grows 2x/year }\nquestion q = s at 2030",
    ),
    mistake(
        "stock-kind",
        "A stock starts with something that is no amount.",
        "Stocks are numbers, with a unit or without. A growth or a date is no amount that accumulates.",
        bad=_CLOCK + "stock s { start 2030-01 }",
        good=_CLOCK + "stock s { start 1 year; rate 0.1 }\nquestion q = s at 2030",
    ),
    mistake(
        "stock-static",
        "The start of a stock, or the date after `from`, changes over time.",
        "Both must be known before the clock runs. Read what changes at a date.",
        bad=_STOCK + "stock r { start s; rate 1 per year }",
        good=_STOCK + "stock r { start s at 2026; rate 1 per year }\nquestion q = r at 2030",
    ),
    mistake(
        "stock-field-kind",
        "An entry of a stock is of the wrong kind.",
        "`grows` is a growth, `rate` an amount of the stock per time, `min` and `max` amounts of it, `from` a date. `noise` "
        "is the standard deviation that a year brings: of the logarithm where the stock grows, else of its amount.",
        bad=_CLOCK + "stock debt : USD { start 5 USD; rate 3 FLOP/year }",
        good=_CLOCK + "stock debt : USD { start 5 USD; rate 3 USD/month }\nquestion q = debt at 2030",
    ),
    mistake(
        "stock-index",
        "A part of a stock goes along an index that the stock does not have.",
        "Name the index in brackets for one stock each, or combine what goes along it.",
        bad="index lab = a, b\n" + _CLOCK + "g[lab] ~ 2x/year to 3x/year\nstock s { start 1; grows g }",
        good="index lab = a, b\n"
        + _CLOCK
        + "g[lab] ~ 2x/year to 3x/year\nstock s[lab] { start 1; grows g }\nquestion q = s at 2030",
    ),
    mistake(
        "feedback-index",
        "Something that feeds back on itself has indexes, or a kind, that its left side does not say.",
        "In a circle nothing is computed first, so that what stands on the left must say it.",
        bad="index lab = a, b\n" + _CLOCK + "r[lab] ~ 1%/year to 5%/year\nq = if happened(leak) then r else 2%/year\n"
        "event leak ~ hazard(q)",
        good="index lab = a, b\n" + _CLOCK + "r[lab] ~ 1%/year to 5%/year\nq = if happened(leak) then r else 2%/year\n"
        "event leak[lab] ~ hazard(q)",
    ),
    mistake(
        "at-needs-date",
        "What follows `at` is not one date.",
        "`x at D` reads x at a date: a written one, an event, or one that is computed. For what was some time before each moment "
        "write `delay(x, 6 months)`.",
        bad=_STOCK + "question q = s at 3 years",
        good=_STOCK + "question q = s at 2030",
    ),
    mistake(
        "event-varies",
        "A date that changes over time stands where an event is wanted.",
        "An event has one date in each possible world. `event e when CONDITION` is the first moment at which a condition holds.",
        bad=_CLOCK + "event e = t + 1 year",
        good=_STOCK + "event e when s >= 8",
    ),
    mistake(
        "never-if-varies",
        "A chance or a condition of never changes over time.",
        "Whether an event never comes is decided once in each possible world.",
        bad=_STOCK + "event e ~ 2030 to 2035, never if s > 5",
        good=_STOCK + "event e ~ 2030 to 2035, never if (s at 2028) > 5",
    ),
    mistake(
        "when-static",
        "Nothing in the condition of an event changes over time.",
        "The event is the first moment at which the condition holds, so something in it must change: a stock, `t`, "
        "`happened(…)`, `since(…)`.",
        bad=_CLOCK + "x ~ 1 to 5\nevent e when x > 3",
        good=_STOCK + "event e when s > 3",
    ),
    mistake(
        "hazard-alone",
        "A hazard whose rate changes over time is a part of something else.",
        "The clock finds the date of such an event, so it has to be an event by itself; go on from it in another line.",
        bad=_STOCK + "event e ~ hazard(s * 1%/year) + 1 year",
        good=_STOCK + "event a ~ hazard(s * 1%/year)\nevent e = a + 1 year",
    ),
    mistake(
        "expect-varies",
        "An expectation changes over time.",
        "An expectation holds in a possible world or not. Say when, or ask for all or any of the clock's ticks.",
        bad=_STOCK + "expect s > 0",
        good=_STOCK + "expect all(s > 0 over time)",
    ),
    mistake(
        "delay-before",
        "What a delay gives before the clock begins changes over time.",
        "Before the clock nothing changes: write a number, or read something at a date.",
        bad=_STOCK + "d = delay(s, 1 year, before: s)",
        good=_STOCK + "d = delay(s, 1 year, before: 0)\nquestion q = d at 2030",
    ),
    mistake(
        "negative-delay",
        "A delay is below zero.",
        "`delay(x, lag)` is what x was a lag ago. Nothing can look ahead while the clock runs.",
        bad=_STOCK + "d = delay(s, -1 year)",
        good=_STOCK + "d = delay(s, 1 year)\nquestion q = d at 2030",
    ),
    mistake(
        "running-arguments",
        "`cumulative`, `running_max` or `derivative` in time is given more than one quantity.",
        "In time it takes one quantity that changes over time; along an index write `over` and its name.",
        bad=_STOCK + "c = cumulative(s, 2)",
        good=_STOCK + "c = cumulative(s)\nquestion q = c at 2030",
    ),
    mistake(
        "running-static",
        "`cumulative`, `running_max` or `derivative` in time is of something that does not change.",
        "Without `over` it runs in time: the integral, or the largest value so far. Along an index write `over`.",
        bad="index lab = a, b\n" + _CLOCK + "x[lab] ~ 1 to 5\nc = cumulative(x)",
        good="index lab = a, b\nx[lab] ~ 1 to 5\nc = cumulative(x over lab)",
    ),
    mistake(
        "running-kind",
        "`cumulative`, `running_max` or `derivative` is of something that is no amount.",
        "Numbers can be accumulated and have a derivative; of numbers, dates and growths there is a largest.",
        bad=_STOCK + "c = cumulative(s > 3)",
        good=_STOCK + "c = cumulative(if s > 3 then 1 else 0)\nquestion q = c at 2030",
    ),
    mistake(
        "no-derivative",
        "`derivative` is of something that has none, or of which none is known.",
        "A stock with noise goes up and down however closely one looks. Of some functions, such as `quantile` along an index, no "
        "derivative is known. Write how far the quantity moves in a while instead.",
        bad=_CLOCK + "stock s { start 1; rate 1 per year; noise 1 }\nd = derivative(s)\nquestion q = d at 2030",
        good=_CLOCK
        + "stock s { start 1; rate 1 per year; noise 1 }\nd = (s - delay(s, 1 year)) / 1 year\nquestion q = d at 2030",
    ),
    mistake(
        "schedule-point",
        "A schedule holds something else than dates with values.",
        "`schedule(2026: 1, 2030: 5)` is 1 until 2026, 5 from 2030 on, and straight between. `log: true` makes the logarithm "
        "straight; `steps: true` holds each value until the next date.",
        bad="x = schedule(3, 5) at 2030",
        good="x = schedule(2026: 3, 2034: 5) at 2030",
    ),
    mistake(
        "schedule-option",
        "An option of a schedule is neither `true` nor `false`.",
        "Write `log: true` or `steps: true`, or leave it out.",
        bad="x = schedule(2026: 3, 2034: 5, log: 1) at 2030",
        good="x = schedule(2026: 3, 2034: 5, log: true) at 2030",
    ),
    mistake(
        "schedule-date",
        "A point of a schedule does not stand at a date.",
        "The keys are dates, and the same at all moments.",
        bad="n ~ 1 to 2\nx = schedule(n: 1, 2034: 5) at 2030",
        good="x = schedule(2026: 1, 2034: 5) at 2030",
    ),
    mistake(
        "schedule-steps",
        "A schedule goes between values that have nothing between them.",
        "Between true and false, or between two labels, there is nothing: hold each value until the next date.",
        bad="x = schedule(2026: true, 2034: false) at 2030",
        good="x = schedule(2026: true, 2034: false, steps: true) at 2030",
    ),
    mistake(
        "needs-the-future",
        "Something feeds back on itself through what is yet to come.",
        "While the clock runs an event is known once it has happened. `happened(e)` and `since(e)` ask no more than that, also "
        "of `first(a, b)`, `last(a, b)` and `e + 2 years`. The date itself, or a quantity at it, is known only afterwards.",
        bad=_CLOCK + "stock s { start 1; grows if big before 2030 then 3x/year else 2x/year }\nevent big when s > 4",
        good=_CLOCK + "stock s { start 1; grows if happened(big) then 3x/year else 2x/year }\nevent big when s > 4",
    ),
)
