"""`correlate`."""

from forecast.language.diagnostics.catalogue.entry import mistake

_PAIR = "a ~ 1 to 5\nb ~ 1 to 5\n"
_THREE = "a ~ 1 to 5\nb ~ 1 to 5\nc ~ 1 to 5\n"
_LABS = "index lab = openai, google\n"

RULES = (
    mistake(
        "correlation-members",
        "What is to be correlated are not two or more parameters.",
        "`correlate` takes the names of quantities and events that were declared with `~`, or single elements of "
        "them as in `x[openai]`; with `over`, the elements of one of them are correlated with each other.",
        bad=_PAIR + "correlate a with 0.5",
        good=_PAIR + "correlate a, b with 0.5",
    ),
    mistake(
        "correlation-distribution",
        "A member of a correlation does not have exactly one distribution.",
        "A correlation ties the luck of distributions together. What is computed from others has none of its own, and "
        "where several stand in one definition it cannot be told which is meant. The chance of `never` does not count.",
        bad=_PAIR + "c = 2 * b\ncorrelate a, c with 0.5",
        good=_PAIR + "c = 2 * b\ncorrelate a, b with 0.5",
    ),
    mistake(
        "correlation-not-increasing",
        "A member of a correlation does not rise with its distribution.",
        "A positive correlation says that two quantities tend to be high together. Where a definition turns its "
        "distribution round, as with a minus sign, that would be the opposite. Name the distribution on a line of its "
        "own, correlate that, and compute with it.",
        bad="a ~ 1 to 5\nb ~ 10 - lognormal(median: 3, factor: 2)\ncorrelate a, b with 0.5",
        good="a ~ 1 to 5\nc ~ lognormal(median: 3, factor: 2)\nb = 10 - c\ncorrelate a, c with -0.5",
    ),
    mistake(
        "correlation-value",
        "A correlation is no fixed number between -1 and 1.",
        "The number is the same in all possible worlds: written out, or a name that stands for a constant. At 1 or -1 one "
        "quantity decides the other, which a definition says better.",
        bad=_PAIR + "correlate a, b with 1.5",
        good=_PAIR + "correlate a, b with 0.5",
    ),
    mistake(
        "correlation-matrix",
        "The matrix of a correlation does not fit its members.",
        "It has a row and a column for each member, in the order in which these are named, with 1 on the diagonal and "
        "the same numbers below the diagonal as above it.",
        bad=_PAIR + "correlate a, b with [[1, 0.5], [0.4, 1]]",
        good=_PAIR + "correlate a, b with [[1, 0.5], [0.5, 1]]",
    ),
    mistake(
        "correlation-repeated",
        "The correlation of a pair is stated twice.",
        "Several statements can tell of one group, each of other pairs; of the same pair only one can.",
        bad=_THREE + "correlate a, b, c with 0.5\ncorrelate a, b with 0.3",
        good=_THREE + "correlate a, b with 0.3\ncorrelate b, c with 0.5",
    ),
    mistake(
        "correlation-with-itself",
        "A draw is correlated with itself.",
        "A member is named twice, or elements that have one draw together are named as two. `x[lab] ~ …` draws once for "
        "each lab; `x ~ …` once for all, even where what stands behind it differs by lab.",
        bad=_LABS + "x[lab] ~ 1 to 5\ncorrelate x, x[google] with 0.5",
        good=_LABS + "x[lab] ~ 1 to 5\ncorrelate x over lab with 0.5",
    ),
    mistake(
        "impossible-correlations",
        "No quantities can have the correlations that are stated.",
        "If a goes closely with b and b with c, a and c cannot go their own ways: the matrix of all correlations has to "
        "be positive definite. Pairs of which nothing is stated count as 0. The message names as few pairs as "
        "contradict each other.",
        bad=_THREE + "correlate a, b with 0.9\ncorrelate b, c with 0.9",
        good=_THREE + "correlate a, b with 0.9\ncorrelate b, c with 0.9\ncorrelate a, c with 0.7",
    ),
    mistake(
        "too-many-correlated",
        "Too many values hang together.",
        "The correlations of values that all hang together grow with the square of their number. A common quantity, drawn "
        "once and part of each of them, says the same with less.",
        bad="index person = 1 to 1000\nx[person] ~ 1 to 5\ncorrelate x over person with 0.5",
        good="index person = 1 to 1000\ncommon ~ normal(0, 1)\nown[person] ~ normal(0, 1)\nx[person] = common + own",
    ),
)
