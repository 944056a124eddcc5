"""The distribution of data."""

from forecast.language.library.record import Example, Form, Function

TOPIC = "distributions"

FUNCTIONS = (
    Function(
        "empirical",
        TOPIC,
        "One of several values, each equally likely: those given, or those along an index.",
        (
            Form("empirical(a: L, b: L, ...) -> L", "empirical"),
            Form("empirical(values: L over index) -> L", "empirical"),
        ),
        (
            ("a", "a value"),
            ("b", "another value; any number of them"),
            ("values", "values along the index; they may be uncertain"),
        ),
        (
            Example("wait ~ empirical(3 days, 5 days, 9 days)", "5 days"),
            Example("event launch ~ empirical(2030-01, 2031-01, 2036-01)", "2031-01"),
            Example(
                "next ~ empirical(past over launch)",
                "4 months",
                given="index launch = first_one, second_one, third_one\n"
                "past[launch] = {first_one: 7 months, second_one: 4 months, third_one: 3 months}",
            ),
        ),
        kind="distribution",
        noise="uniform",
    ),
)
