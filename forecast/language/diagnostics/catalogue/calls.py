"""The arguments of functions and distributions."""

from forecast.language.diagnostics.catalogue.entry import mistake

RULES = (
    mistake(
        "points",
        "The points of `interpolate` do not make a line.",
        "Each place has one value, and places rise. Both are lists, or both are quantities along one index.",
        bad="x ~ 1 to 5\ny = interpolate(x, [1, 3, 2], [10, 20, 30])",
        good="x ~ 1 to 5\ny = interpolate(x, [1, 2, 3], [10, 30, 20])",
    ),
    mistake(
        "missing-argument",
        "A function or distribution is not given all that it needs.",
        "The message shows how it is written. A distribution needs enough to be decided: a mean alone does not say "
        "how wide it is.",
        bad="x ~ normal(3)",
        good="x ~ normal(3, 1)",
    ),
    mistake(
        "too-many-arguments",
        "A function or distribution is given more than it takes.",
        "The message shows how it is written. Numbers have no commas in them: `1000`, not `1,000`.",
        bad="x ~ normal(3, 1, 2)",
        good="x ~ normal(3, 1)",
    ),
    mistake(
        "unknown-argument",
        "An argument is named that the function does not have.",
        "Arguments are given in order, or by the name of the parameter and a colon. The names are the usual ones of "
        "the field, and `forecast explain` followed by the function's name lists them.",
        bad="x ~ normal(mean: 3, std: 1)",
        good="x ~ normal(mean: 3, sd: 1)",
    ),
    mistake(
        "repeated-argument",
        "An argument is given twice.",
        "Perhaps once by its place and once by its name. Leave one of them out.",
        bad="x ~ normal(3, mean: 4)",
        good="x ~ normal(mean: 3, sd: 4)",
    ),
    mistake(
        "named-argument",
        "An argument is given by its place that is given by name only.",
        "Some arguments would be hard to tell apart when read, so their names are always written.",
        bad="event war ~ hazard(2%/year, 2026-11)",
        good="event war ~ hazard(2%/year, after: 2026-11)",
    ),
    mistake(
        "arguments-not-together",
        "Arguments are given that belong to different ways of writing the same function.",
        "A distribution may be given by several pairs of parameters, but one pair at a time. The message lists the "
        "pairs.",
        bad="x ~ lognormal(median: 3, sd: 2)",
        good="x ~ lognormal(median: 3, factor: 2)",
    ),
    mistake(
        "unexpected-label",
        "An argument has a number or a text before its colon where a name should stand.",
        "Only `choice`, `mixture` and `quantiles` take weights and levels before a colon.",
        bad="x ~ normal(10%: 3, 1)",
        good="x ~ normal(3, 1)",
    ),
    mistake(
        "argument-kind",
        "An argument is not the sort of thing that the function takes there.",
        "The message says what is wanted and what was found. Where one argument decides about another, as the mean "
        "of a normal decides the unit of its spread, the other has to follow.",
        bad="x ~ normal(3 USD, 1 EUR)",
        good="x ~ normal(3 USD, 1 USD)",
    ),
    mistake(
        "bad-parameter",
        "A parameter has a value that it cannot have.",
        "A standard deviation is above 0, a probability lies between 0% and 100%, and the lowest value is below the "
        "highest. Where the value is known before anything is drawn, it is told of here; otherwise after the run, "
        "with an example.",
        bad="x ~ chance(30)",
        good="x ~ chance(30%)",
    ),
    mistake(
        "over-missing",
        "A function that makes one value of many is given a single one.",
        "It takes several values side by side, `max(a, b)`, or the values along an index, `max(x over lab)`. Some "
        "functions take an index only: a sum of a few values is written with `+`.",
        bad="index lab = openai, google\nspend[lab] ~ 1B to 5B USD\nquestion q = sum(spend)",
        good="index lab = openai, google\nspend[lab] ~ 1B to 5B USD\nquestion q = sum(spend over lab)",
    ),
    mistake(
        "over-not-allowed",
        "`over` follows in a function that does not make one value of many.",
        "Most functions work on each element by itself: what goes in with an index comes out with it.",
        bad="index lab = openai, google\nx[lab] ~ 1 to 5\nquestion q = sqrt(x over lab)",
        good="index lab = openai, google\nx[lab] ~ 1 to 5\nquestion q = sqrt(x)",
    ),
    mistake(
        "one-index-only",
        "A function that goes along one index is given several.",
        "`argmax`, `argmin` and `choice` give an element of one index, `cumulative`, `running_max` and `interpolate` go "
        "along one index in its order.",
        bad="index lab = a, b\nindex region = us, eu\nx[lab, region] ~ 1 to 5\nquestion q = argmax(x over lab, region)",
        good="index lab = a, b\nindex region = us, eu\nx[lab, region] ~ 1 to 5\nquestion q = argmax(x over lab)",
    ),
    mistake(
        "label-expected",
        "An entry of `choice` or `mixture` has nothing before its colon.",
        "In `choice` each label stands before its weight, in `mixture` each weight before its distribution.",
        bad="path ~ choice(60%, 40%)",
        good="path ~ choice(slow: 60%, fast: 40%)",
    ),
    mistake(
        "duplicate-label",
        "A `choice` has a label twice.",
        "Add up the weights, or give one of the two another name.",
        bad="path ~ choice(slow: 60%, slow: 40%)",
        good="path ~ choice(slow: 60%, fast: 40%)",
    ),
    mistake(
        "weights-sum",
        "Percentages do not sum to 100%.",
        "Weights in percent are probabilities, and one of the possibilities always comes true. A rest can be an "
        "entry of its own. Plain numbers are relative and need no sum.",
        bad="path ~ choice(slow: 60%, fast: 30%)",
        good="path ~ choice(slow: 60%, fast: 30%, stuck: 10%)",
    ),
    mistake(
        "mixed-weights",
        "Some weights are percentages, others plain numbers.",
        "Percentages are probabilities, plain numbers are relative to each other; together they mean nothing.",
        bad="path ~ choice(slow: 60%, fast: 4)",
        good="path ~ choice(slow: 60%, fast: 40%)",
    ),
    mistake(
        "weight-kind",
        "A weight is no percentage and no plain number.",
        "A weight says how likely an entry is; an amount with a unit cannot.",
        bad="path ~ choice(slow: 6 years, fast: 4 years)",
        good="path ~ choice(slow: 6, fast: 4)",
    ),
    mistake(
        "negative-weight",
        "A weight is below 0.",
        "The least likely entry has a weight of 0: it never comes true, and may be left out.",
        bad="path ~ choice(slow: 6, fast: -4)",
        good="path ~ choice(slow: 6, fast: 4)",
    ),
    mistake(
        "no-weight",
        "All weights are 0.",
        "Weights are relative to their sum, so at least one has to be above 0.",
        bad="path ~ choice(slow: 0, fast: 0)",
        good="path ~ choice(slow: 1, fast: 0)",
    ),
)
