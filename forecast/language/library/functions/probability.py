"""Probabilities, log-odds, the standard normal, tables of values."""

from forecast.language.library.record import Example, Form, Function, planned

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
    planned("interpolate", TOPIC, "The value at a place between given points."),
    planned("schedule", TOPIC, "A quantity in time by given points."),
    planned("log_weight", TOPIC, "A term of the log-likelihood that no distribution gives."),
)
