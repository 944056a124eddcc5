"""What each operation of the language is in Python. Arguments have their axes aligned already."""

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from forecast.program import syntax
from forecast.program.syntax import binary, jnp, rt

type Code = ast.expr
type Writer = Callable[[Sequence[Code]], Code]


def _infix(operator: Callable[[], ast.operator]) -> Writer:
    return lambda a: binary(a[0], operator(), a[1])


def _runtime(function: str) -> Writer:
    return lambda a: rt(function, *a)


def _numpy(function: str) -> Writer:
    return lambda a: jnp(function, *a)


def _folded(function: str) -> Writer:
    return lambda a: reduce(lambda left, right: jnp(function, left, right), a)


def _divide(a: Sequence[Code]) -> Code:
    # A written divisor other than 0 needs no protection of its derivative.
    return binary(a[0], ast.Div(), a[1]) if _is_written(a[1]) else rt("divide", *a)


def _power(a: Sequence[Code]) -> Code:
    exponent = a[1]
    if isinstance(exponent, ast.Constant) and isinstance(exponent.value, float) and exponent.value.is_integer():
        return binary(a[0], ast.Pow(), syntax.integer(int(exponent.value)))
    return rt("power", *a)


def _is_written(code: Code) -> bool:
    return isinstance(code, ast.Constant)


def _log_2() -> Code:
    return jnp("log", syntax.number(2.0))


def _minus(code: Code) -> Code:
    return ast.UnaryOp(ast.USub(), code)


ELEMENTWISE: Mapping[str, Writer] = {
    "add": _infix(ast.Add),
    "subtract": _infix(ast.Sub),
    "multiply": _infix(ast.Mult),
    "divide": _divide,
    "power": _power,
    "negate": lambda a: _minus(a[0]),
    "date_add": _runtime("date_add"),
    "date_subtract": lambda a: rt("date_add", a[0], _minus(a[1])),
    "date_difference": _runtime("date_difference"),
    "unless": _runtime("unless"),
    "less": _runtime("less"),
    "less_equal": _runtime("less_equal"),
    "greater": _runtime("greater"),
    "greater_equal": _runtime("greater_equal"),
    "before": _runtime("before"),
    "equal": _runtime("equal"),
    "not_equal": _runtime("not_equal"),
    "and": _runtime("both"),
    "or": _runtime("either"),
    "not": _runtime("negate"),
    "if": _runtime("where"),
    "pick": lambda a: rt("pick", a[0], syntax.list_of(a[1:])),
    "missing": _runtime("missing"),
    "kept": _runtime("kept"),
    "only": _runtime("only"),
    "filled": _runtime("filled"),
    "log_truth": _runtime("log_truth"),
    "max": _folded("maximum"),
    "last": _folded("maximum"),
    "min": _folded("minimum"),
    "first": _folded("minimum"),
    "clamp": _numpy("clip"),
    "interpolate": _runtime("interpolate"),
    "interpolation_slope": _runtime("interpolation_slope"),
    "held": _runtime("held"),
    "happened": _runtime("happened"),
    "since": lambda a: rt("since", a[0], a[1], a[1]),
    "abs": _numpy("abs"),
    "exp": _runtime("exp"),
    "expm1": _numpy("expm1"),
    "log": _runtime("log"),
    "log2": _runtime("log2"),
    "log10": _runtime("log10"),
    "log1p": _runtime("log1p"),
    "sqrt": _runtime("sqrt"),
    "round": _runtime("round_to"),
    "floor": _runtime("floor_to"),
    "ceil": _runtime("ceil_to"),
    "logit": _runtime("logit"),
    "inv_logit": _runtime("inv_logit"),
    "normal_cdf": _runtime("normal_cdf"),
    "normal_quantile": _runtime("normal_quantile"),
    "factor": lambda a: rt("exp", binary(a[0], ast.Mult(), a[1])),
    "doubling_time": lambda a: rt("divide", _log_2(), a[0]),
    "doubling_every": lambda a: rt("divide", _log_2(), a[0]),
    "halving_every": lambda a: _minus(rt("divide", _log_2(), a[0])),
    "growth_effective": _runtime("log1p"),
    "growth_continuous": lambda a: a[0],
}

REDUCTIONS: Mapping[str, str] = {
    "max": "max",
    "min": "min",
    "sum": "sum",
    "product": "product",
    "mean": "mean",
    "sd": "sd",
    "argmax": "argmax",
    "argmin": "argmin",
    "count": "count",
    "any": "any_of",
    "all": "all_of",
    "first": "first",
    "last": "last",
    "nth": "nth",
    "quantile": "quantile",
    "cumulative": "cumulative",
    "running_max": "running_max",
    "shift": "shift",
}

COMPARISONS = frozenset({"less", "less_equal", "greater", "greater_equal", "before"})

ALONG = frozenset({"cumulative", "running_max", "shift"})
"""Reductions whose result goes along the index."""

# Of dates, which may all be never.
DATE_REDUCTIONS: Mapping[str, str] = {**REDUCTIONS, "argmin": "which_first", "argmax": "which_last"}
