"""Probabilities, log-odds, the standard normal, tables of values."""

from forecast.language.library.record import Example, Form, Function

TOPIC = "probability"

FUNCTIONS = (
    Function(
        "logit",
        TOPIC,
        "The log-odds of a probability: log(p / (1 - p)).",
        (Form("logit(p: number) -> number", "logit"),),
        (("p", "a probability between 0 and 1"),),
        (Example("logit(50%) == 0"), Example("abs(logit(80%) - log(4)) < 1e-12")),
    ),
    Function(
        "inv_logit",
        TOPIC,
        "The probability of log-odds: 1 / (1 + exp(-x)).",
        (Form("inv_logit(x: number) -> number", "inv_logit"),),
        (("x", "the log-odds"),),
        (Example("inv_logit(0) == 50%"), Example("abs(inv_logit(logit(0.3)) - 0.3) < 1e-12")),
    ),
    Function(
        "normal_cdf",
        TOPIC,
        "The probability that a standard normal lies below x.",
        (Form("normal_cdf(x: number) -> number", "normal_cdf"),),
        (("x", "the value, in standard deviations"),),
        (Example("normal_cdf(0) == 50%"), Example("abs(normal_cdf(1.959963984540054) - 0.975) < 1e-9")),
    ),
    Function(
        "normal_quantile",
        TOPIC,
        "The value below which a standard normal lies with probability p.",
        (Form("normal_quantile(p: number) -> number", "normal_quantile"),),
        (("p", "a probability between 0 and 1"),),
        (Example("abs(normal_quantile(97.5%) - 1.959963984540054) < 1e-9"),),
    ),
    Function(
        "interpolate",
        TOPIC,
        "The value at a place between given points, on straight lines from one to the next; before the first and after the "
        "last point it stays. The points are lists, or quantities along one index (named after `over` where xs has several).",
        (
            Form("interpolate(x: L, xs: L, ys: M) -> M", "interpolate"),
            Form("interpolate(x: L, xs: L, ys: number D, *, log: boolean) -> number D", "interpolate"),
        ),
        (
            ("x", "the place"),
            ("xs", "the places of the points, each above the one before"),
            ("ys", "the values there, as many"),
            ("log", "whether the lines are straight on the logarithm of ys, which are then above 0"),
        ),
        (
            Example("interpolate(2.5, [1, 2, 4], [10 USD, 20 USD, 60 USD]) == 30 USD"),
            Example("interpolate(2031-01, [2027, 2029], [1, 5]) == 5"),
            Example("abs(interpolate(2, [1, 3], [1, 100], log: true) - 10) < 1e-9"),
            Example(
                "interpolate(3, place, size) == 7 m",
                given="index point = a, b\nplace[point] = {a: 2, b: 4}\nsize[point] = {a: 5 m, b: 9 m}",
            ),
        ),
    ),
    Function(
        "log_weight",
        TOPIC,
        "A piece of evidence that no distribution gives: what it adds to the logarithm of the weight of a possible world.",
        examples=(Example("x > 0", given="x ~ 1 to 5\nobserve log_weight(-0.5 * x^2)"),),
        special=True,
    ),
)
