"""What share of a distribution a truncation keeps, where that is known before anything runs.

It is known for families whose distribution function has a closed form, with constant parameters; of others only whether
the bounds leave anything of their range.
"""

from collections.abc import Callable, Mapping
from math import atan, erf, exp, expm1, log, log1p, pi, sqrt
from statistics import NormalDist

from forecast.language.semantics.ranges import Range, constant_of, range_of
from forecast.language.semantics.term import Nested, Term

type Cdf = Callable[[float], float]
type Known = Mapping[str, float]

_STANDARD = NormalDist()


def kept(parameters: Mapping[str, Term], nodes: Mapping[str, Range]) -> float | None:
    """The share that a truncation of these parameters keeps; None where that is not known."""
    of = parameters["of"]
    bounds = {name: constant_of(parameters[name], nodes) for name in ("min", "max") if name in parameters}
    if not isinstance(of, Nested) or None in bounds.values():
        return None
    low, high = (bounds.get(name) for name in ("min", "max"))
    possible = range_of(of, nodes)
    if (low is not None and low > possible.high) or (high is not None and high < possible.low):
        return 0.0
    try:
        cdf = _cdf(of, nodes)
        if cdf is None:
            return None
        return (1.0 if high is None else cdf(high)) - (0.0 if low is None else cdf(low))
    except (ValueError, ArithmeticError):
        # A wrong parameter is another mistake.
        return None


def _cdf(of: Nested, nodes: Mapping[str, Range]) -> Cdf | None:
    values = {name: constant_of(value, nodes) for name, value in of.parameters}
    known = {name: value for name, value in values.items() if value is not None}
    if len(known) < len(values) or of.constructor not in _CDFS:
        return None
    return _CDFS[of.constructor](known)


def _within(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)


def _exp(x: float) -> float:
    return exp(min(x, 700.0))


def _log_odds(p: float) -> float:
    return log(p / (1 - p))


def _on_log(cdf: Cdf) -> Cdf:
    return lambda x: cdf(log(x)) if x > 0 else 0.0


def _normal(mean: float, sd: float) -> Cdf:
    return lambda x: _STANDARD.cdf((x - mean) / sd)


def _points(p: Known, scale: Callable[[float], float] = float) -> Cdf:
    """The normal through two points, on a scale; they are the ends of a central interval where there is a `level`."""
    levels = (p["low_level"], p["high_level"]) if "low_level" in p else ((1 - p["level"]) / 2, (1 + p["level"]) / 2)
    low_score, high_score = (_STANDARD.inv_cdf(level) for level in levels)
    low, high = scale(p["low"]), scale(p["high"])
    sd = (high - low) / (high_score - low_score)
    return _normal(low - low_score * sd, sd)


def _lognormal_of_mean(mean: float, sd: float) -> Cdf:
    variance = log1p((sd / mean) ** 2)
    return _on_log(_normal(log(mean) - variance / 2, sqrt(variance)))


def _logit_normal(p: Known) -> Cdf:
    cdf = _points(p, _log_odds)
    return lambda x: 0.0 if x <= 0 else 1.0 if x >= 1 else cdf(_log_odds(x))


def _uniform(low: float, high: float) -> Cdf:
    return lambda x: (_within(x, low, high) - low) / (high - low)


def _triangular(low: float, mode: float, high: float) -> Cdf:
    def cdf(x: float) -> float:
        x = _within(x, low, high)
        if x < mode:
            return (x - low) ** 2 / ((high - low) * (mode - low))
        return 1 - (high - x) ** 2 / ((high - low) * (high - mode)) if mode < high else 1.0

    return cdf


def _exponential(rate: float, after: float = 0.0) -> Cdf:
    return lambda x: -expm1(-rate * max(x - after, 0.0))


def _logistic(mean: float, scale: float) -> Cdf:
    return lambda x: 1 / (1 + _exp((mean - x) / scale))


_CDFS: Mapping[str, Callable[[Known], Cdf]] = {
    "normal": lambda p: _normal(p["mean"], p["sd"]),
    "normal_between": _points,
    "normal_points": _points,
    "lognormal": lambda p: _on_log(_normal(p["mu"], p["sigma"])),
    "lognormal_median": lambda p: _on_log(_normal(log(p["median"]), log(p["factor"]))),
    "lognormal_mean": lambda p: _lognormal_of_mean(p["mean"], p["sd"]),
    "lognormal_between": lambda p: _on_log(_points(p, log)),
    "lognormal_points": lambda p: _on_log(_points(p, log)),
    "logit_normal_between": _logit_normal,
    "logit_normal_points": _logit_normal,
    "uniform": lambda p: _uniform(p["min"], p["max"]),
    "triangular": lambda p: _triangular(p["min"], p["mode"], p["max"]),
    "exponential": lambda p: _exponential(p["rate"]),
    "exponential_mean": lambda p: _exponential(1 / p["mean"]),
    "hazard": lambda p: _exponential(p["rate"], p["after"]),
    "weibull": lambda p: lambda x: -expm1(-((max(x, 0.0) / p["scale"]) ** p["shape"])),
    "gompertz": lambda p: lambda x: -expm1(-p["rate"] / p["shape"] * (_exp(p["shape"] * max(x, 0.0)) - 1)),
    "pareto": lambda p: lambda x: 1 - (p["min"] / max(x, p["min"])) ** p["shape"],
    "loguniform": lambda p: _on_log(_uniform(log(p["min"]), log(p["max"]))),
    "logistic": lambda p: _logistic(p["mean"], p["scale"]),
    "loglogistic": lambda p: _on_log(_logistic(log(p["median"]), 1 / p["shape"])),
    "cauchy": lambda p: lambda x: 0.5 + atan((x - p["median"]) / p["scale"]) / pi,
    "half_normal": lambda p: lambda x: erf(max(x, 0.0) / (p["sd"] * sqrt(2))),
    "half_cauchy": lambda p: lambda x: 2 / pi * atan(max(x, 0.0) / p["scale"]),
}
