"""Growths."""

from forecast.language.diagnostics.catalogue.entry import mistake

RULES = (
    mistake(
        "rate-for-growth",
        "A rate stands where a growth is wanted.",
        "`10%/year` could mean that a quantity is 10% larger each year, or that it grows continuously at that rate, "
        "which makes it 10.5% larger. `growth(r)` is the first, `growth(continuous: r)` the second, and `1.1x/year` "
        "needs no choice.",
        bad="inflation ~ 2%/year to 5%/year\nprices = 3 USD * factor(inflation, 10 years)",
        good="inflation ~ 2%/year to 5%/year\nprices = 3 USD * factor(growth(inflation), 10 years)",
    ),
    mistake(
        "growth-times",
        "A growth is multiplied or divided by something other than a plain number.",
        "A growth says by what factor something grows per time. What it grows by over a duration is `factor(g, d)`, "
        "an amount later is the amount times that factor, and two growths are compounded by adding them.",
        bad="g ~ 2x/year to 3x/year\nrevenue = 3B USD * g",
        good="g ~ 2x/year to 3x/year\nrevenue = 3B USD * factor(g, 2 years)",
    ),
    mistake(
        "negative-growth-factor",
        "A growth factor is 0 or below.",
        "What shrinks has a factor between 0 and 1: `0.5x/year` halves every year. A factor of 0 would leave "
        "nothing at once, and one below 0 has no meaning.",
        bad="g = -2x/year",
        good="g = 0.5x/year",
    ),
    mistake(
        "bad-period",
        "What follows `doubling every` or `halving every` is no duration above 0.",
        "The time in which something doubles is a duration, with its unit. What becomes less is halving, not "
        "doubling in a negative time.",
        bad="g = doubling every 7",
        good="g = doubling every 7 months",
    ),
)
