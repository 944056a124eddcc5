"""Distributions over numbers, dates and growths."""

from forecast.language.library.constraint import above, inside, less, ordered, positive
from forecast.language.library.record import Example, Form, Function

TOPIC = "distributions"

_BOUNDS = (("min", "the lowest value"), ("mode", "the likeliest value"), ("max", "the highest value"))
_MEAN_SD = (("mean", "the mean"), ("sd", "the standard deviation, above 0"))

FUNCTIONS = (
    Function(
        "flat",
        TOPIC,
        "No opinion: a density of 1 between `min` and `max`, or without bounds. It is no distribution by itself; evidence has to "
        "tell of it.",
        examples=(
            Example("x ~ flat()", after="observe 3 ~ normal(x, 1)"),
            Example("wait : years ~ flat(min: 0 years)", after="observe 3 years ~ normal(wait, 1 year)"),
        ),
        kind="distribution",
        noise="score",
        special=True,
    ),
    Function(
        "normal",
        TOPIC,
        "The normal distribution. Over dates its spread is a duration, over growths a growth.",
        (Form("normal(mean: L, sd: spread L) -> L", "normal", (positive("sd"),)),),
        _MEAN_SD,
        (
            Example("price : USD ~ normal(40 USD, 5 USD)", "40 USD"),
            Example("event launch ~ normal(2031-06, 9 months)", "2031-06"),
        ),
        kind="distribution",
        noise="score",
    ),
    Function(
        "lognormal",
        TOPIC,
        "The lognormal distribution: its logarithm is normal. Two thirds of it lie between median / "
        "factor and median * factor.",
        (
            Form("lognormal(mu: number, sigma: number) -> number", "lognormal", (positive("sigma"),)),
            Form(
                "lognormal(*, median: number D, factor: number) -> number D",
                "lognormal_median",
                (positive("median"), above("factor", 1)),
            ),
            Form(
                "lognormal(*, mean: number D, sd: number D) -> number D",
                "lognormal_mean",
                (positive("mean"), positive("sd")),
            ),
        ),
        (
            ("mu", "the mean of the logarithm"),
            ("sigma", "the standard deviation of the logarithm, above 0"),
            ("median", "the median, above 0"),
            ("factor", "exp(sigma), above 1: one standard deviation of the logarithm as a factor"),
            ("mean", "the mean itself (not of the logarithm), above 0"),
            ("sd", "the standard deviation itself, above 0"),
        ),
        (
            Example("price : USD ~ lognormal(median: 3 USD, factor: 1.5)", "3 USD"),
            Example("ratio ~ lognormal(0, 0.5)", "1"),
            Example("cost : USD ~ lognormal(mean: 10 USD, sd: 5 USD)", "10 USD / sqrt(1.25)"),
        ),
        kind="distribution",
        noise="score",
    ),
    Function(
        "uniform",
        TOPIC,
        "Every value between min and max is equally likely.",
        (Form("uniform(min: L, max: L) -> L", "uniform", (less("min", "max"),)),),
        _BOUNDS,
        (
            Example("delay_time ~ uniform(1 year, 3 years)", "2 years"),
            Example("event start_date ~ uniform(2028-01-01, 2030-01-01)", "2028-12-31 + 0.5 days"),
        ),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "triangular",
        TOPIC,
        "Likeliest at mode, falling off in straight lines to min and max.",
        (
            Form(
                "triangular(min: L, mode: L, max: L) -> L",
                "triangular",
                (less("min", "max"), ordered("min", "mode", "max")),
            ),
        ),
        _BOUNDS,
        (Example("wait ~ triangular(1 year, 2 years, 3 years)", "2 years"),),
        kind="distribution",
        noise="uniform",
    ),
    Function(
        "pert",
        TOPIC,
        "Likeliest at mode, falling off smoothly to min and max: a beta distribution whose mean is "
        "(min + 4 mode + max) / 6.",
        (
            Form(
                "pert(min: L, mode: L, max: L) -> L",
                "pert",
                (less("min", "max"), ordered("min", "mode", "max")),
            ),
        ),
        _BOUNDS,
        (Example("cost : USD ~ pert(10 USD, 20 USD, 30 USD)", "20 USD"),),
        kind="distribution",
        noise="score",
    ),
    Function(
        "beta",
        TOPIC,
        "The beta distribution, over shares between 0 and 1; beta(a, b) is what a - 1 successes and b - "
        "1 failures say about a share of which nothing else is known.",
        (
            Form("beta(a: number, b: number) -> number", "beta", (positive("a"), positive("b"))),
            Form(
                "beta(*, mean: number, n: number) -> number",
                "beta_mean",
                (inside("mean", 0, 1), positive("n")),
            ),
        ),
        (
            ("a", "the first shape, above 0"),
            ("b", "the second shape, above 0"),
            ("mean", "the mean, between 0 and 1"),
            ("n", "a + b, above 0: the number of observations that the knowledge is worth"),
        ),
        (Example("share ~ beta(3, 3)", "50%"), Example("share ~ beta(mean: 50%, n: 20)", "50%")),
        kind="distribution",
        noise="score",
    ),
    Function(
        "gamma",
        TOPIC,
        "The gamma distribution, over amounts above 0.",
        (
            Form(
                "gamma(shape: number, rate: number 1/D) -> number D",
                "gamma",
                (positive("shape"), positive("rate")),
            ),
            Form(
                "gamma(*, mean: number D, sd: number D) -> number D",
                "gamma_mean",
                (positive("mean"), positive("sd")),
            ),
        ),
        (("shape", "the shape, above 0"), ("rate", "one over the scale, above 0"), *_MEAN_SD),
        (
            Example("wait ~ gamma(1, 10%/year)", "10 years * log(2)"),
            Example("wait ~ gamma(mean: 3 years, sd: 3 years)", "3 years * log(2)"),
        ),
        kind="distribution",
        noise="score",
    ),
    Function(
        "exponential",
        TOPIC,
        "The exponential distribution: the time to an event that is equally likely at every moment.",
        (
            Form("exponential(rate: number 1/D) -> number D", "exponential", (positive("rate"),)),
            Form("exponential(*, mean: number D) -> number D", "exponential_mean", (positive("mean"),)),
        ),
        (("rate", "events per time, above 0"), ("mean", "the mean, above 0")),
        (
            Example("wait ~ exponential(10%/year)", "10 years * log(2)"),
            Example("wait ~ exponential(mean: 5 years)", "5 years * log(2)"),
        ),
        kind="distribution",
        noise="uniform",
    ),
)
