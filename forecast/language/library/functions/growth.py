"""Growth: its rate, its factor over a time, its doubling time."""

from forecast.language.library.record import Example, Form, Function

TOPIC = "growth"

FUNCTIONS = (
    Function(
        "growth",
        TOPIC,
        "A growth from a rate. growth(50%/year) is the effective rate, 1.5x/year; growth(continuous: r) "
        "takes r as the rate of continuous compounding.",
        (
            Form("growth(rate: rate) -> growth", "growth_effective"),
            Form("growth(*, continuous: rate) -> growth", "growth_continuous"),
        ),
        (
            ("rate", "the effective rate: what is added to 1 over one year"),
            ("continuous", "the rate of continuous compounding: the growth of the logarithm"),
        ),
        (
            Example("abs(factor(growth(50%/year), 1 year) - 1.5) < 1e-12"),
            Example("abs(factor(growth(continuous: 1 per year), 1 year) - exp(1)) < 1e-12"),
        ),
    ),
    Function(
        "factor",
        TOPIC,
        "What a growth multiplies by over a duration.",
        (Form("factor(growth: growth, duration: duration) -> number", "factor"),),
        (("growth", "the growth"), ("duration", "how long it goes on")),
        (
            Example("abs(factor(4x/year, 6 months) - 2) < 1e-12"),
            Example("abs(factor(doubling every 7 months, 14 months) - 4) < 1e-12"),
        ),
    ),
    Function(
        "doubling_time",
        TOPIC,
        "How long a growth takes to double; below 0 for what shrinks, endless for what stands still.",
        (Form("doubling_time(growth: growth) -> duration", "doubling_time"),),
        (("growth", "the growth"),),
        (
            Example("abs(doubling_time(4x/year) - 6 months) < 1e-9 years"),
            Example("abs(doubling_time(halving every 2 years) + 2 years) < 1e-9 years"),
        ),
    ),
)
