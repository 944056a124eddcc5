"""Dates, and events."""

from forecast.language.diagnostics.catalogue.entry import mistake

RULES = (
    mistake(
        "invalid-date",
        "A date is written that the calendar does not have.",
        "Dates are year, month and day, in this order: `2027-06-15`, or `2027-06` for the first of the month. A "
        "subtraction needs spaces around its sign.",
        bad="event launch ~ 2027-02-30 to 2028",
        good="event launch ~ 2027-02-28 to 2028",
    ),
    mistake(
        "not-a-year",
        "A number stands where a date is wanted, and is no year.",
        "Where a date is wanted, a bare number of four digits is a year and means its first of January. Other "
        "numbers are not guessed at: for a part of a year write the month or add a duration, and count a time from "
        "now with `as_of + 5 years`.",
        bad="event launch ~ 2027.5 to 2030",
        good="event launch ~ 2027-07 to 2030",
    ),
    mistake(
        "date-plus-date",
        "Two dates are added.",
        "The sum of two dates means nothing. Their difference is a duration, and a date plus a duration is a date.",
        bad="event a ~ 2028 to 2035\nevent b ~ 2028 to 2035\nx = a + b",
        good="event a ~ 2028 to 2035\nevent b ~ 2028 to 2035\nx = b - a",
    ),
    mistake(
        "date-and-number",
        "Something other than a duration is added to a date, or subtracted from it.",
        "Whether 2 means two years, months or days has to be said. Write the unit.",
        bad="event agi ~ 2028 to 2045\nlater = agi + 2",
        good="event agi ~ 2028 to 2045\nlater = agi + 2 years",
    ),
    mistake(
        "date-from-number",
        "A date is subtracted from a number or a duration.",
        "A date minus a duration is an earlier date, and a date minus a date a duration; the other way round means "
        "nothing.",
        bad="event agi ~ 2028 to 2045\nx = 5 years - agi",
        good="event agi ~ 2028 to 2045\nx = agi - 5 years",
    ),
    mistake(
        "date-arithmetic",
        "A date is multiplied or divided.",
        "Twice 2030 means nothing. Subtract a date first, which gives a duration; `year(x)` is the calendar year as "
        "a number.",
        bad="event agi ~ 2028 to 2045\nx = agi / 2",
        good="event agi ~ 2028 to 2045\nx = (agi - 2026-01) / 2",
    ),
    mistake(
        "date-against-number",
        "A date is compared with an amount.",
        "A date is earlier or later than another date. For the time until it, subtract a date and compare the "
        "duration; for its calendar year, compare `year(x)`.",
        bad="event agi ~ 2028 to 2045\nquestion q = agi > 5 years",
        good="event agi ~ 2028 to 2045\nquestion q = agi - 2026-11 > 5 years",
    ),
    mistake(
        "before-needs-dates",
        "`before` compares something that is no date.",
        "Both sides of `before` are dates or events. Numbers and durations are compared with `<`; a duration "
        "becomes a date when it is added to one.",
        bad="event agi ~ 2028 to 2045\nquestion q = agi before 5 years",
        good="as_of 2026-11-23\nevent agi ~ 2028 to 2045\nquestion q = agi before as_of + 5 years",
    ),
    mistake(
        "no-as-of",
        "`as_of` is used, and the model does not state it.",
        "What counts as today is part of a forecast and never taken from the computer's clock, so that the same "
        "file gives the same answer tomorrow. State it on a line of its own.",
        bad="event agi ~ as_of + (2 to 10 years)",
        good="as_of 2026-11-23\nevent agi ~ as_of + (2 to 10 years)",
    ),
    mistake(
        "as-of-not-a-date",
        "`as_of` is followed by something other than a written date.",
        "The date as of which a model speaks is written out, not computed.",
        bad="as_of 5 years\nevent agi ~ 2028 to 2045",
        good="as_of 2026-11-23\nevent agi ~ 2028 to 2045",
    ),
    mistake(
        "hazard-without-start",
        "Nothing says from when a hazard runs.",
        "A hazard is a chance per time, so it needs a moment at which the counting begins: `after:` a date or an "
        "event, or else the date that the model speaks as of.",
        bad="event war ~ hazard(2%/year)",
        good="event war ~ hazard(2%/year, after: 2026-11-23)",
    ),
    mistake(
        "event-not-a-date",
        "An event is defined as something other than a date.",
        "An event is the date at which something happens. A duration becomes one when it is added to a date or to "
        "another event; a condition has a chance instead of a date, and is written without `event`.",
        bad="event agi ~ 5 to 10 years",
        good="as_of 2026-11-23\nevent agi ~ as_of + (5 to 10 years)",
    ),
    mistake(
        "never-needs-share",
        "The chance of never is no share.",
        "After `never` stands the probability that the event does not happen at all, such as `10%`. A condition "
        "under which it does not happen is written `never if`.",
        bad="event agi ~ 2028 to 2045, never 10 years",
        good="event agi ~ 2028 to 2045, never 10%",
    ),
    mistake(
        "never-out-of-range",
        "The chance of never lies outside 0% to 100%.",
        "Most often the percent sign is missing: `never 10` would be a chance of 1000%.",
        bad="event agi ~ 2028 to 2045, never 10",
        good="event agi ~ 2028 to 2045, never 10%",
    ),
    mistake(
        "never-twice",
        "An event has two chances of never.",
        "One coin is tossed for whether the event happens at all. Combine the chances into one; conditions can be "
        "given in any number.",
        bad="event agi ~ 2028 to 2045, never 10%, never 5%",
        good="event agi ~ 2028 to 2045, never 14.5%",
    ),
    mistake(
        "never-on-computed",
        "An event that is computed has a chance of never.",
        "`=` computes and draws nothing, so no coin can be tossed there. Write `~` if the event is uncertain by "
        "itself, or put the chance where the uncertainty comes from.",
        bad="event cl ~ 2027 to 2030\nevent agi = cl + 3 years, never 10%",
        good="event cl ~ 2027 to 2030\nevent agi ~ cl + 3 years, never 10%",
    ),
)
