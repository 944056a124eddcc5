"""Distributions over whole numbers."""

from forecast.language.library.constraint import above, at_least, ordered, positive, whole, within
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
    Function(
        "poisson",
        TOPIC,
        "The number of events in a time in which `rate` are expected, where each comes on its own.",
        (Form("poisson(rate: number) -> number", "poisson", (at_least("rate", 0),)),),
        (("rate", "the mean, at least 0: events per time, times the time"),),
        (Example("accidents ~ poisson(3)", "3"), Example("visits ~ poisson(rate: 4.2)", "4")),
        kind="distribution",
        noise="score",
    ),
    Function(
        "binomial",
        TOPIC,
        "The number of successes in n tries.",
        (
            Form(
                "binomial(n: number, p: number) -> number",
                "binomial",
                (whole("n"), at_least("n", 0), within("p", 0, 1)),
            ),
        ),
        (("n", "the number of tries, a whole number"), ("p", "the probability of success in each try")),
        (Example("passed ~ binomial(10, 50%)", "5"),),
        kind="distribution",
        noise="score",
    ),
    Function(
        "negative_binomial",
        TOPIC,
        "Counts that vary more than a Poisson's: the number of failures before the n-th success. By its mean and "
        "dispersion it is a Poisson whose own mean varies, and its variance is mean + dispersion * mean^2.",
        (
            Form(
                "negative_binomial(n: number, p: number) -> number",
                "negative_binomial",
                (positive("n"), above("p", 0), within("p", 0, 1)),
            ),
            Form(
                "negative_binomial(*, mean: number, dispersion: number) -> number",
                "negative_binomial_mean",
                (at_least("mean", 0), positive("dispersion")),
            ),
        ),
        (
            ("n", "the number of successes, above 0; it need not be whole"),
            ("p", "the probability of success in each try, above 0"),
            ("mean", "the mean, at least 0"),
            ("dispersion", "how much it varies beyond a Poisson, above 0; one over the n of the other form"),
        ),
        (
            Example("failures ~ negative_binomial(1, 30%)", "1"),
            Example("incidents ~ negative_binomial(mean: 4, dispersion: 0.5)", "3"),
        ),
        kind="distribution",
        noise="score",
    ),
)
