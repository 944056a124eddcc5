"""Units and arithmetic."""

from forecast.language.diagnostics.catalogue.entry import mistake

RULES = (
    mistake(
        "unit-mismatch",
        "Two amounts of different things are added, compared or made the ends of an interval.",
        "Dollars and years cannot be added, and a yearly revenue is not a sum of money. Amounts in different units "
        "of the same thing, such as months and years, are converted by themselves. If a plain number is meant as an "
        "amount, write its unit; if a ratio is meant, divide.",
        bad="price ~ 3 to 5 USD\ntotal = price + 2",
        good="price ~ 3 to 5 USD\ntotal = price + 2 USD",
    ),
    mistake(
        "unknown-unit",
        "A word after a number is no unit.",
        "A word right after a number is always read as its unit. If it is misspelt, mend it; if it is new, one line "
        "makes it a unit: `unit token`. A product with a quantity needs a `*`.",
        bad="speed ~ 3 to 5 tokens",
        good="unit tokens\nspeed ~ 3 to 5 tokens",
    ),
    mistake(
        "malformed-unit",
        "A unit cannot be read.",
        "Units are names joined by `*` and `/`, with whole or bracketed powers: `USD/year`, `kg*m^2/s^2`, `m^(1/2)`.",
        bad="x = 3 USD^500",
        good="x = 3 USD^2",
    ),
    mistake(
        "ambiguous-unit",
        "A letter in a unit could be a unit or a quantity of the model.",
        "Quantities may be called by a single letter, and some letters are units too: `h` is the hour. In `30 "
        "USD/h` either could be meant. Put spaces around the sign to mean the quantity, or rename it.",
        bad="h ~ 1 to 5\nwage = 30 USD/h",
        good="worked ~ 1 to 5 hours\nwage = 30 USD/h",
    ),
    mistake(
        "unit-exists",
        "A unit is declared that exists already.",
        "A unit has one meaning in a model. If it is known from the start, use it as it is.",
        bad="unit USD\nprice ~ 3 to 5 USD",
        good="price ~ 3 to 5 USD",
    ),
    mistake(
        "unit-definition",
        "A unit is defined by something other than an amount.",
        "A unit is a fixed amount of other units, written as one number with a unit, or a base of its own if "
        "nothing follows its name.",
        bad="unit H100 = 3 + 4\nx = 3 H100",
        good="unit H100 = 9.9e14 FLOP/s\nx = 3 H100",
    ),
    mistake(
        "annotation-mismatch",
        "A quantity is not what the line says about it.",
        "What stands after the colon is checked, so that a slip shows where it is made. Either the unit of the "
        "value is missing or wrong, or the statement is.",
        bad="price : USD ~ 3 to 5",
        good="price : USD ~ 3 to 5 USD",
    ),
    mistake(
        "unknown-annotation",
        "What stands after the colon is neither a unit nor a type.",
        "After the colon of a definition stands the unit of the value, the name of an index, or one of the types "
        "date, duration, growth, boolean and number.",
        bad="price : dollars ~ 3 to 5 USD",
        good="price : USD ~ 3 to 5 USD",
    ),
    mistake(
        "log-of-an-amount",
        "The logarithm or exponential of an amount with a unit is taken.",
        "Its value would depend on the unit: the logarithm of 2 years differs from that of 24 months. Divide by a "
        "reference amount first; that also says what the logarithm counts from.",
        bad="compute ~ 1e25 to 1e27 FLOP\nx = log10(compute)",
        good="compute ~ 1e25 to 1e27 FLOP\nx = log10(compute / 1e24 FLOP)",
    ),
    mistake(
        "bad-power",
        "A power has a base or an exponent that cannot be one.",
        "An exponent is a plain number, and a base is a number or an amount. Take a ratio first, or subtract a date "
        "to get a duration.",
        bad="k = 3 years\nx = 2 ^ k",
        good="k = 3 years\nx = 2 ^ (k / 1 year)",
    ),
    mistake(
        "uncertain-power",
        "An amount with a unit is raised to a computed power.",
        "The unit of the result would depend on the exponent's value, so the exponent has to be written out. For a "
        "computed one, take a ratio first, so that the base is a plain number.",
        bad="wait ~ 1 to 5 years\nk ~ 1 to 3\nx = wait ^ k",
        good="wait ~ 1 to 5 years\nk ~ 1 to 3\nx = (wait / 1 year) ^ k",
    ),
    mistake(
        "division-by-zero",
        "Something is divided by 0 in every possible world.",
        "The divisor is 0 whatever happens, so the result never has a value. A divisor that is 0 only in some "
        "worlds is told of after the run, with an example.",
        bad="n = 0\nshare = 3 / n",
        good="n = 4\nshare = 3 / n",
    ),
    mistake(
        "not-arithmetic",
        "A sign of arithmetic is used on something that is no number.",
        "Labels, elements of an index and texts have no sum or product, and a date has no opposite. Compare labels "
        "with `==`, or choose by them with `case`; subtract dates to get a duration.",
        bad="path ~ choice(slow: 60%, fast: 40%)\nx = path * 3",
        good="path ~ choice(slow: 60%, fast: 40%)\nx = case path { slow: 10, fast: 3 }",
    ),
    mistake(
        "boolean-in-arithmetic",
        "Something true or false is used as a number.",
        "True is not 1 by itself: whether to count, to weigh or to switch is said with `if`. How many of an indexed "
        "condition hold is `count(x over i)`.",
        bad="approved ~ chance(30%)\nx = approved * 100",
        good="approved ~ chance(30%)\nx = if approved then 100 else 0",
    ),
)
