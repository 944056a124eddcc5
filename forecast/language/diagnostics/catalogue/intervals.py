"""Intervals and quantiles."""

from forecast.language.diagnostics.catalogue.entry import doubt, mistake

RULES = (
    mistake(
        "not-a-distribution",
        "Something is made from a distribution, and what stands there is none, or is computed from one.",
        "`truncated`, `censored` and `shifted` take what may stand on the right of `~` and draws one number: an interval, a "
        "distribution by name, a `mixture` of those. Compute with what they give.",
        bad="x ~ truncated(2 + (1 to 5), min: 4)",
        good="x ~ truncated(shifted(1 to 5, 2), min: 4)",
    ),
    mistake(
        "choice-over",
        "A choice along an index is written with labels, with several weights or with several indexes.",
        "`choice(lab)` picks an element of an index, each equally likely, `choice(w over lab)` by weights that have that index. "
        "Labels are for choices that no index has: `choice(slow: 60%, fast: 40%)`.",
        bad="index lab = a, b\nw[lab] = {a: 1, b: 3}\nwinner ~ choice(a: w over lab)",
        good="index lab = a, b\nw[lab] = {a: 1, b: 3}\nwinner ~ choice(w over lab)",
    ),
    mistake(
        "mixture-over",
        "A mixture over an index is written with more than one part, with several indexes, or over an index of its own.",
        "`mixture(w: D over k)` has one part for each element of `k`, each with its weight, and the result has no `k` any "
        "more. A second name (`index part = k`) makes parts of an index that the left side has too.",
        bad="index k = a, b\nm[k] = {a: 1, b: 5}\nx ~ mixture(1: normal(m, 1), 2: 3 over k)",
        good="index k = a, b\nm[k] = {a: 1, b: 5}\nw[k] = {a: 1, b: 2}\nx ~ mixture(w: normal(m, 1) over k)",
    ),
    mistake(
        "nothing-kept",
        "A truncation whose bounds leave no value possible.",
        "All of the distribution lies outside of them, or all but a share that no computation can tell from nothing.",
        bad="x ~ truncated(uniform(1, 3), min: 4)",
        good="x ~ truncated(uniform(1, 3), min: 2)",
    ),
    mistake(
        "distribution-in-equals",
        "A distribution stands where nothing is drawn.",
        "`~` brings uncertainty in, `=` computes from what is there. A distribution on the right of `=`, in a "
        "question or in a condition would be drawn afresh each time that it is looked at. Give it a name with `~`: "
        "then it has one value in each possible world, wherever it is used.",
        bad="price = 3 to 8 USD",
        good="price ~ 3 to 8 USD",
    ),
    doubt(
        "nothing-drawn",
        "Nothing is drawn on the right of `~`.",
        "`~` brings uncertainty in: on its right stands an interval or a distribution. A value that is the same in every "
        "possible world, or that only computes from others, is written with `=`.",
        bad="price ~ 3 USD",
        good="price = 3 USD",
    ),
    mistake(
        "ends-swapped",
        "The ends of an interval are the wrong way round, or the same.",
        "The lower end comes first: 5% of the chance lies below it and 5% above the upper end. A value without "
        "uncertainty is written with `=`.",
        bad="price ~ 8 to 3 USD",
        good="price ~ 3 to 8 USD",
    ),
    mistake(
        "endless-interval",
        "An end of an interval is `never` or infinite.",
        "An interval says where 90% of the chance lies, so both ends are values that the quantity can come near. "
        "The chance that an event never happens is stated by itself.",
        bad="event agi ~ 2030 to never",
        good="event agi ~ 2030 to 2045, never 10%",
    ),
    mistake(
        "no-interval",
        "An interval goes between things that have nothing between them.",
        "Intervals are of numbers, amounts, dates and growths. For several possibilities without an order write "
        "`choice`, for a yes or no `chance`.",
        bad="x ~ true to false",
        good="x ~ chance(60%)",
    ),
    mistake(
        "level-kind",
        "The level of an interval is no share.",
        "After `@` stands how much of the chance the interval holds, such as `80%`.",
        bad="price ~ 3 to 8 USD @ (2 years)",
        good="price ~ 3 to 8 USD @ 80%",
    ),
    mistake(
        "level-range",
        "The level of an interval lies outside 0% to 100%.",
        "Most often the percent sign is missing. An interval cannot hold all of the chance: then there would be "
        "nothing beyond its ends; for that write `uniform` or another distribution with bounds.",
        bad="price ~ 3 to 8 USD @ 80",
        good="price ~ 3 to 8 USD @ 80%",
    ),
    mistake(
        "as-without-interval",
        "`@` or `as` follows something that is no interval.",
        "They say how an interval is read: how much of the chance it holds, and which family of distributions it "
        "is. A distribution has its own parameters instead.",
        bad="price ~ normal(5 USD, 1 USD) @ 80%",
        good="price ~ 4 to 6 USD @ 80%",
    ),
    mistake(
        "family-unclear",
        "It cannot be known which family an interval is of.",
        "An interval of numbers above 0 is a lognormal, any other one a normal. Where the lower end is itself "
        "uncertain and may lie on either side of 0, the family has to be named.",
        bad="a ~ normal(0, 1)\nb ~ a to a + 3",
        good="a ~ normal(0, 1)\nb ~ a to a + 3 as normal",
    ),
    mistake(
        "unknown-family",
        "An interval is to be read as something that it cannot be.",
        "An interval has two ends, and the families that two ends decide are few. Any other distribution is written "
        "with its parameters.",
        bad="price ~ 3 to 8 USD as lognromal",
        good="price ~ 3 to 8 USD as lognormal",
    ),
    mistake(
        "family-needs-number",
        "An interval of dates or growths is to be of a family that only numbers have.",
        "A lognormal lies above 0, and a logit-normal between 0 and 1. Dates and growths have no such bounds; they "
        "are normal.",
        bad="event agi ~ 2028 to 2045 as lognormal",
        good="event agi ~ 2028 to 2045 as normal",
    ),
    mistake(
        "family-needs-positive",
        "A lognormal interval begins at or below 0.",
        "A lognormal lies above 0 throughout. If the value can be negative, it is another family.",
        bad="profit ~ -3 to 8 as lognormal",
        good="profit ~ -3 to 8 as normal",
    ),
    mistake(
        "family-needs-share",
        "A logit-normal interval has an end that is no share.",
        "A logit-normal lies strictly between 0% and 100%, so both ends do.",
        bad="share ~ 20% to 150% as logit_normal",
        good="share ~ 20% to 90% as logit_normal",
    ),
    mistake(
        "quantile-without-level",
        "A point of `quantiles` has no level.",
        "Each point is a level and the value that is not exceeded with that probability: `10%: 2 years`.",
        bad="x ~ quantiles(2 USD, 8 USD)",
        good="x ~ quantiles(10%: 2 USD, 90%: 8 USD)",
    ),
    mistake(
        "quantile-level",
        "A level of `quantiles` lies outside 0% to 100%.",
        "Most often the percent sign is missing. The lowest and the highest possible value are no quantiles: a "
        "level lies strictly between 0% and 100%.",
        bad="x ~ quantiles(10: 2 USD, 90%: 8 USD)",
        good="x ~ quantiles(10%: 2 USD, 90%: 8 USD)",
    ),
    mistake(
        "too-few-quantiles",
        "`quantiles` has fewer than two points.",
        "One point says where a distribution lies, but not how wide it is. Two decide a distribution of the same "
        "family as an interval has.",
        bad="x ~ quantiles(50%: 3 USD)",
        good="x ~ quantiles(10%: 1 USD, 90%: 9 USD)",
    ),
    mistake(
        "infeasible-quantiles",
        "Quantiles do not rise with their level, or no distribution has them all.",
        "What is not exceeded with a probability of 90% cannot be less than what is not exceeded with one of 10%. Three "
        "or more quantiles are joined by a metalog, a curve that must rise everywhere; where one of them lies too near "
        "to its neighbour, no such curve goes through all of them.",
        bad="x ~ quantiles(10%: 8 USD, 90%: 3 USD)",
        good="x ~ quantiles(10%: 3 USD, 90%: 8 USD)",
    ),
)
