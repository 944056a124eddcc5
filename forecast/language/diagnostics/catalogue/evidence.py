"""What is observed."""

from forecast.language.diagnostics.catalogue.entry import mistake

RULES = (
    mistake(
        "known-not-a-date",
        "When a piece of evidence became known is no written date.",
        "`known` after an `observe` says from when on it was known, so that the model can be asked as of an earlier day. "
        "It is a date as written, the same in every possible world.",
        bad="x ~ 1 to 5\nobserve 3 ~ normal(x, 1) known 5 years\nquestion q = x",
        good="x ~ 1 to 5\nobserve 3 ~ normal(x, 1) known 2026-03-01",
    ),
    mistake(
        "evidence-varies",
        "What is observed changes over time.",
        "Evidence is of a moment. `x at DATE` is the value at a date.",
        bad="time 2026 to 2030 by 1 year\nstock s { start 1; grows 1.2x/year }\nobserve 3 ~ normal(s, 1)",
        good="time 2026 to 2030 by 1 year\nstock s { start 1; grows 1.2x/year }\nobserve 3 ~ normal(s at 2028, 1)",
    ),
    mistake(
        "evidence-multiplied",
        "The distribution of something observed has an index that the observation lacks.",
        "One observation is evidence once. Where its distribution goes along an index, it would count once for each element, "
        "and the answer would be too sure by far.",
        bad="index lab = a, b\nx[lab] ~ 1 to 5\nobserve 3 ~ normal(x, 1)",
        good="index lab = a, b\nx[lab] ~ 1 to 5\nobserve 3 ~ normal(x[a], 1)",
    ),
    mistake(
        "evidence-has-dims",
        "A condition that is observed is true or false for each element of an index.",
        "A possible world is kept or dropped as a whole. `all(… over i)` holds where the condition holds for each element, "
        "`any(… over i)` where it does for one.",
        bad="index lab = a, b\nx[lab] ~ 1 to 5\nobserve x > 2",
        good="index lab = a, b\nx[lab] ~ 1 to 5\nobserve all(x > 2 over lab)",
    ),
    mistake(
        "exact-evidence",
        "A computed quantity is observed to be exactly a value.",
        "No possible world has exactly that value, and how near is near enough the model does not say. An exact observation "
        "is possible of what is declared with `~`; of anything else it needs an error.",
        bad="x ~ 1 to 5\ny = 2 * x\nobserve y == 6",
        good="x ~ 1 to 5\ny = 2 * x\nobserve 6 ~ normal(y, 0.1)",
    ),
    mistake(
        "where-without-value",
        "A condition that is observed has a `where`.",
        "`where` chooses among the values of `observe VALUE ~ DISTRIBUTION`. A condition is one.",
        bad="x ~ 1 to 5\ny ~ chance(50%)\nobserve x > 2 where y",
        good="x ~ 1 to 5\ny ~ chance(50%)\nobserve x > 2 or not y",
    ),
    mistake(
        "log-weight-arguments",
        "`log_weight` has more or less than one argument.",
        "`observe log_weight(E)` adds E to the logarithm of the weight of a possible world.",
        bad="x ~ 1 to 5\nobserve log_weight(x, 1)",
        good="x ~ 1 to 5\nobserve log_weight(-x)",
    ),
    mistake(
        "log-weight-outside",
        "`log_weight` stands where a value should.",
        "`log_weight` is a piece of evidence: what it adds to the logarithm of the weight of a possible world.",
        bad="x ~ 1 to 5\nquestion q = log_weight(x)",
        good="x ~ 1 to 5\nobserve log_weight(-x)\nquestion q = x",
    ),
    mistake(
        "flat-arguments",
        "A flat prior has something else than bounds.",
        "`flat` has a density of 1 between `min` and `max`, either of which may be left out.",
        bad="x ~ flat(1, 2)\nobserve 3 ~ normal(x, 1)",
        good="x ~ flat(min: 1, max: 2)\nobserve 3 ~ normal(x, 1)",
    ),
    mistake(
        "flat-kind",
        "A flat prior is of something that has no density.",
        "Quantities and dates can have a density of 1; labels and truths cannot.",
        bad="x ~ flat(min: true)\nobserve x",
        good="x ~ flat(min: 1)\nobserve 3 ~ normal(x, 1)",
    ),
    mistake(
        "flat-inside",
        "Something is computed from a flat prior where it stands.",
        "A density of 1 is no distribution: it can be a prior, and nothing can be made of it, no truncation and no sum.",
        bad="x ~ truncated(flat(), min: 2)\nobserve 3 ~ normal(x, 1)",
        good="x ~ flat(min: 2)\nobserve 3 ~ normal(x, 1)",
    ),
    mistake(
        "flat-alone",
        "Nothing that is observed tells of a flat prior.",
        "A density of 1 becomes a distribution by evidence alone. Where there is none, what is known has to be "
        "stated: an interval.",
        bad="x ~ flat()\ny ~ 1 to 5\nobserve 3 ~ normal(y, 1)\nquestion q = x + y",
        good="x ~ flat()\ny ~ 1 to 5\nobserve 3 ~ normal(y + x, 1)\nquestion q = x + y",
    ),
    mistake(
        "log-weight-kind",
        "The logarithm of a weight has a unit.",
        "A weight is a plain number, and so is its logarithm.",
        bad="x : USD ~ 1 USD to 5 USD\nobserve log_weight(x)",
        good="x : USD ~ 1 USD to 5 USD\nobserve log_weight(-x / 1 USD)",
    ),
)
