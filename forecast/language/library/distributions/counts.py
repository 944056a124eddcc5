"""Distributions over whole numbers."""

from forecast.language.library.constraint import above, ordered, whole, within
from forecast.language.library.record import Example, Form, Function

TOPIC = "distributions"

FUNCTIONS = (
    Function(
        "uniform_int",
        TOPIC,
        "A whole number from min to max, both included, each equally likely.",
        (
            Form(
                "uniform_int(min: number, max: number) -> number",
                "uniform_int",
                (whole("min"), whole("max"), ordered("min", "max")),
            ),
        ),
        (("min", "the lowest value, a whole number"), ("max", "the highest value, a whole number")),
        (Example("die ~ uniform_int(1, 5)", "3"),),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "geometric",
        TOPIC,
        "The number of failures before the first success, so 0 where the first try succeeds.",
        (Form("geometric(p: number) -> number", "geometric", (above("p", 0), within("p", 0, 1))),),
        (("p", "the probability of success in each try, above 0"),),
        (Example("failures ~ geometric(30%)", "1"),),
        kind="distribution",
        noise="uniform",
    ),
)
