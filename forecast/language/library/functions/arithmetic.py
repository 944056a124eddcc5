"""Logarithms, powers, rounding, bounds."""

from forecast.language.library.constraint import ordered, positive
from forecast.language.library.record import Example, Form, Function

TOPIC = "arithmetic"

_X = (("x", "the value"),)
_STEP = (("x", "the value"), ("step", "round to a multiple of this (above 0); without it, to a whole number"))

FUNCTIONS = (
    Function(
        "exp",
        TOPIC,
        "e to the power of x.",
        (Form("exp(x: number) -> number", "exp"),),
        _X,
        (Example("abs(exp(1) - 2.718281828459045) < 1e-12"), Example("exp(0) == 1")),
    ),
    Function(
        "log",
        TOPIC,
        "The natural logarithm. It needs a plain number: divide an amount by another of its unit first.",
        (Form("log(x: number) -> number", "log"),),
        _X,
        (Example("abs(log(100) / log(10) - 2) < 1e-12"), Example("log(8 USD / 8 USD) == 0")),
    ),
    Function(
        "log2",
        TOPIC,
        "The logarithm to base 2: the number of doublings.",
        (Form("log2(x: number) -> number", "log2"),),
        _X,
        (Example("abs(log2(1024) - 10) < 1e-12"),),
    ),
    Function(
        "log10",
        TOPIC,
        "The logarithm to base 10: the number of orders of magnitude.",
        (Form("log10(x: number) -> number", "log10"),),
        _X,
        (Example("abs(log10(1e26) - 26) < 1e-12"),),
    ),
    Function(
        "log1p",
        TOPIC,
        "log(1 + x), exact where x is tiny.",
        (Form("log1p(x: number) -> number", "log1p"),),
        _X,
        (Example("abs(log1p(1e-12) / 1e-12 - 1) < 1e-9"),),
    ),
    Function(
        "expm1",
        TOPIC,
        "exp(x) - 1, exact where x is tiny.",
        (Form("expm1(x: number) -> number", "expm1"),),
        _X,
        (Example("abs(expm1(1e-12) / 1e-12 - 1) < 1e-9"),),
    ),
    Function(
        "sqrt",
        TOPIC,
        "The square root. Its unit is the root of the unit.",
        (Form("sqrt(x: number D) -> number D^1/2", "sqrt"),),
        _X,
        (Example("abs(sqrt(2)^2 - 2) < 1e-12"), Example("abs(sqrt(9 m^2) - 3 m) < 1e-12 m")),
    ),
    Function(
        "abs",
        TOPIC,
        "The size without the sign.",
        (Form("abs(x: number D) -> number D", "abs"), Form("abs(x: growth) -> growth", "abs")),
        _X,
        (Example("abs(-3 USD) == 3 USD"),),
    ),
    Function(
        "round",
        TOPIC,
        "The nearest whole number, or the nearest multiple of step. Halves go to the even neighbour.",
        (
            Form("round(x: number) -> number", "round"),
            Form("round(x: number D, step: number D) -> number D", "round", (positive("step"),)),
        ),
        _STEP,
        (Example("round(2.6) == 3"), Example("abs(round(3.7 years, 0.5 years) - 3.5 years) < 1e-9 years")),
    ),
    Function(
        "floor",
        TOPIC,
        "The largest whole number, or multiple of step, that is not above x.",
        (
            Form("floor(x: number) -> number", "floor"),
            Form("floor(x: number D, step: number D) -> number D", "floor", (positive("step"),)),
        ),
        _STEP,
        (
            Example("floor(2.6) == 2"),
            Example("floor(-0.5) == -1"),
            Example("floor(27 USD, 10 USD) == 20 USD"),
        ),
    ),
    Function(
        "ceil",
        TOPIC,
        "The smallest whole number, or multiple of step, that is not below x.",
        (
            Form("ceil(x: number) -> number", "ceil"),
            Form("ceil(x: number D, step: number D) -> number D", "ceil", (positive("step"),)),
        ),
        _STEP,
        (Example("ceil(2.2) == 3"), Example("ceil(21 USD, 10 USD) == 30 USD")),
    ),
    Function(
        "clamp",
        TOPIC,
        "x, but never below low nor above high: what lies outside piles up at the bounds.",
        (Form("clamp(x: L, low: L, high: L) -> L", "clamp", (ordered("low", "high"),)),),
        (("x", "the value"), ("low", "the lowest result"), ("high", "the highest result")),
        (Example("clamp(7, 0, 5) == 5"), Example("clamp(2027-06, 2028, 2030) == 2028-01-01")),
    ),
)
