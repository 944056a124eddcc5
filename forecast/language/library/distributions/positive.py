"""Distributions over amounts above 0, most of them used for the time until something happens."""

from forecast.language.library.constraint import less, positive
from forecast.language.library.record import Example, Form, Function

TOPIC = "distributions"

FUNCTIONS = (
    Function(
        "loguniform",
        TOPIC,
        "Every order of magnitude between min and max is equally likely: its logarithm is uniform.",
        (
            Form(
                "loguniform(min: number D, max: number D) -> number D",
                "loguniform",
                (positive("min"), less("min", "max")),
            ),
        ),
        (("min", "the lowest value, above 0"), ("max", "the highest value")),
        (Example("cost : USD ~ loguniform(1 USD, 10000 USD)", "100 USD"),),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "weibull",
        TOPIC,
        "Times to failure whose rate changes as a power of age: it rises where shape is above 1, falls where it is below.",
        (
            Form(
                "weibull(shape: number, scale: number D) -> number D",
                "weibull",
                (positive("shape"), positive("scale")),
            ),
        ),
        (("shape", "the shape, above 0; 1 is the exponential"), ("scale", "63.2% lie below it, above 0")),
        (
            Example("wait ~ weibull(2, 5 years)", "5 years * sqrt(log(2))"),
            Example("wait ~ weibull(shape: 1, scale: 10 years)", "10 years * log(2)"),
        ),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "gompertz",
        TOPIC,
        "Times to failure whose rate grows exponentially with age: at age x it is rate * exp(shape * x).",
        (
            Form(
                "gompertz(shape: number 1/D, rate: number 1/D) -> number D",
                "gompertz",
                (positive("shape"), positive("rate")),
            ),
        ),
        (("shape", "how fast the rate grows, above 0"), ("rate", "the rate at age 0, above 0")),
        (Example("wait ~ gompertz(10%/year, 2%/year)", "10 years * log(1 + 5 * log(2))"),),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "loglogistic",
        TOPIC,
        "Its logarithm is logistic: like the lognormal, with tails that fall off as a power.",
        (
            Form(
                "loglogistic(median: number D, shape: number) -> number D",
                "loglogistic",
                (positive("median"), positive("shape")),
            ),
        ),
        (
            ("median", "the median, above 0; also called the scale"),
            ("shape", "the power by which the tails fall off, above 0"),
        ),
        (Example("wait ~ loglogistic(5 years, 3)", "5 years"),),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "pareto",
        TOPIC,
        "Amounts above a least one; the chance of more than x is (min / x) ** shape.",
        (
            Form(
                "pareto(min: number D, shape: number) -> number D",
                "pareto",
                (positive("min"), positive("shape")),
            ),
        ),
        (("min", "the least value, above 0"), ("shape", "the power by which the tail falls off, above 0")),
        (Example("loss : USD ~ pareto(10 USD, 2)", "10 USD * sqrt(2)"),),
        kind="distribution",
        noise="uniform",
    ),
)
