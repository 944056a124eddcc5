"""Distributions made from another one."""

from forecast.language.library.constraint import less
from forecast.language.library.record import Example, Form, Function

TOPIC = "distributions"

_OF = ("of", "the distribution: anything that may stand on the right of `~` and draws one number, a `mixture` too")

FUNCTIONS = (
    Function(
        "truncated",
        TOPIC,
        "A distribution of which only what lies between the bounds is possible, with all the chance there. For values "
        "that pile up at a bound write clamp(…) or censored(…).",
        (
            Form(
                "truncated(of: distribution L, *, min: L, max: L) -> L",
                "truncated",
                (less("min", "max"),),
            ),
            Form("truncated(of: distribution L, *, min: L) -> L", "truncated"),
            Form("truncated(of: distribution L, *, max: L) -> L", "truncated"),
        ),
        (_OF, ("min", "the lowest possible value"), ("max", "the highest possible value")),
        (
            Example("wait ~ truncated(normal(2 years, 1 year), min: 1 year, max: 3 years)", "2 years"),
            Example("price : USD ~ truncated(exponential(mean: 5 USD), min: 3 USD)", "3 USD + 5 USD * log(2)"),
            Example("event launch ~ truncated(2028 to 2034, max: 2031)"),
        ),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "censored",
        TOPIC,
        "What is reported of a value from a distribution where all at `above` and beyond is reported as `above`, all at "
        "`below` and less as `below`.",
        (
            Form(
                "censored(of: distribution L, *, below: L, above: L) -> L",
                "censored",
                (less("below", "above"),),
            ),
            Form("censored(of: distribution L, *, above: L) -> L", "censored"),
            Form("censored(of: distribution L, *, below: L) -> L", "censored"),
        ),
        (
            _OF,
            ("below", "the lowest value that is reported as it is"),
            ("above", "the highest value that is reported as it is"),
        ),
        (
            Example("reading ~ censored(normal(50, 20), above: 60)", "50"),
            Example("reading ~ censored(normal(50, 20), above: 40)", "40"),
        ),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "shifted",
        TOPIC,
        "A distribution moved by an amount, or, for one of durations, to begin at a date.",
        (
            Form("shifted(of: distribution L, by: spread L) -> L", "shifted"),
            Form("shifted(of: distribution duration, by: date) -> date", "shifted"),
        ),
        (_OF, ("by", "what is added to each value")),
        (
            Example("wait ~ shifted(lognormal(median: 2 years, factor: 2), 6 months)", "2.5 years"),
            Example("event launch ~ shifted(1 to 4 years, 2027-01)", "2027-01 + 2 years"),
        ),
        kind="distribution",
        noise="uniform",
    ),
)
