"""Quantile tables of gamma and beta distributions with fixed parameters, over the normal score.

A table holds the logarithm (gamma) or the log-odds (beta) of the quantile at Phi(z): smooth in z, and exact in both
tails, where the quantile itself crowds at 0 or 1. It is built on the host by SciPy and handed to a compiled program
as an argument, so that other parameters need no new compilation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import jax.numpy as jnp
import numpy as np
from jax import Array

type Scale = Literal["log", "logit"]

_WIDEST_SCORE = 8.3125  # the noise grid ends at 8.21
_PER_UNIT = 8
_INTERVALS = round(2 * _WIDEST_SCORE * _PER_UNIT)
_DEGREE = 7
_LARGEST_ERROR = 1e-11
_SMALLEST_LOG = -650.0  # below it the first term of the tail's series is exact to rounding


@dataclass(frozen=True, slots=True)
class QuantileTable:
    """``low + width * T(y(z))`` with T the exponential (scale "log") or the inverse logit (scale "logit").

    ``coefficients`` of y have the shape ``[power, interval]``.
    """

    scale: Scale
    coefficients: np.ndarray
    low: float
    width: float


def has_table(constructor: str) -> bool:
    """Whether the constructor's distributions have quantile tables."""
    return constructor in ("gamma", "gamma_mean", "beta", "beta_mean", "pert")


def quantile_table(constructor: str, **parameters: float) -> QuantileTable | None:
    """The table of the distribution that the constructor makes of constant parameters.

    None where a table would be less exact than 1e-11 (extreme shapes); all NaN for invalid parameters.
    """
    return _quantile_table(constructor, tuple(sorted(parameters.items())))


@lru_cache(maxsize=512)
def _quantile_table(constructor: str, parameters: tuple[tuple[str, float], ...]) -> QuantileTable | None:
    p: Mapping[str, float] = dict(parameters)
    nan = float("nan")
    match constructor:
        case "gamma":
            return _gamma_table(p["shape"], p["rate"])
        case "gamma_mean":
            mean, sd = p["mean"], p["sd"]
            valid = mean > 0 and sd > 0
            return _gamma_table((mean / sd) ** 2 if valid else nan, mean / sd**2 if valid else nan)
        case "beta":
            return _beta_table(p["a"], p["b"], 0.0, 1.0)
        case "beta_mean":
            return _beta_table(p["mean"] * p["n"], (1 - p["mean"]) * p["n"], 0.0, 1.0)
        case "pert":
            low, mode, high = p["min"], p["mode"], p["max"]
            if not (low <= mode <= high and low < high):
                return _beta_table(nan, nan, low, nan)
            width = high - low
            return _beta_table(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, low, width)
        case _:
            raise ValueError(f"{constructor} has no quantile table")


def _nodes() -> tuple[np.ndarray, np.ndarray]:
    order = np.arange(_DEGREE + 1)
    within = np.cos(np.pi * (order + 0.5) / (_DEGREE + 1)) / 2
    middles = (np.arange(_INTERVALS) + 0.5) / _PER_UNIT - _WIDEST_SCORE
    return within, middles


def _gamma_table(shape: float, rate: float) -> QuantileTable | None:
    if not (0 < shape < np.inf and 0 < rate < np.inf):
        return QuantileTable("log", np.full((_DEGREE + 1, _INTERVALS), np.nan), 0.0, 1.0)
    from scipy.special import gammainccinv, gammaincinv, gammaln, log_ndtr, ndtr

    def log_quantile(z: np.ndarray) -> np.ndarray:
        first_term = (log_ndtr(z) + gammaln(shape + 1)) / shape
        with np.errstate(divide="ignore"):
            exact = np.log(np.where(z < 0, gammaincinv(shape, ndtr(z)), gammainccinv(shape, ndtr(-z))))
        return np.where(first_term < _SMALLEST_LOG, first_term, exact)

    coefficients = _fit(log_quantile)
    return None if coefficients is None else QuantileTable("log", coefficients, 0.0, 1 / rate)


def _beta_table(a: float, b: float, low: float, width: float) -> QuantileTable | None:
    if not (0 < a < np.inf and 0 < b < np.inf):
        return QuantileTable("logit", np.full((_DEGREE + 1, _INTERVALS), np.nan), low, width)
    from scipy.special import betaincinv, betaln, log_ndtr, ndtr

    def lower_log_odds(a: float, b: float, z: np.ndarray) -> np.ndarray:
        first_term = (log_ndtr(z) + np.log(a) + betaln(a, b)) / a
        x = betaincinv(a, b, ndtr(z))
        with np.errstate(divide="ignore", invalid="ignore"):
            exact = np.log(x) - np.log1p(-x)
        return np.where(first_term < _SMALLEST_LOG, first_term, exact)

    def log_odds(z: np.ndarray) -> np.ndarray:
        return np.where(z < 0, lower_log_odds(a, b, np.minimum(z, 0)), -lower_log_odds(b, a, np.minimum(-z, 0)))

    coefficients = _fit(log_odds)
    return None if coefficients is None else QuantileTable("logit", coefficients, low, width)


def _fit(y: Callable[[np.ndarray], np.ndarray]) -> np.ndarray | None:
    within, middles = _nodes()
    values = y(middles[:, None] + within / _PER_UNIT)
    coefficients = np.linalg.solve(np.vander(within, increasing=True), values.T)
    between = 0.37  # no node of the fit lies here
    exact = y(middles + between / _PER_UNIT)
    fitted = (between ** np.arange(_DEGREE + 1)) @ coefficients
    good = (
        np.isfinite(coefficients).all()
        and (np.abs(fitted - exact) <= _LARGEST_ERROR * np.maximum(1, np.abs(exact) / 30)).all()
    )
    return coefficients if good else None


def evaluate(coefficients: Array, row_table: Array, z: Array) -> Array:
    """y at the scores ``z [row, draw]``, row r by the table ``row_table[r]`` of ``coefficients [table, power, interval]``."""
    _, powers, intervals = coefficients.shape
    position = (jnp.clip(z, -_WIDEST_SCORE, _WIDEST_SCORE - 1e-9) + _WIDEST_SCORE) * _PER_UNIT
    interval = position.astype(jnp.int32)
    within = position - interval - 0.5
    flat = coefficients.reshape(-1)
    base = row_table[:, None] * (powers * intervals) + interval
    y = flat.at[base + (powers - 1) * intervals].get(mode="promise_in_bounds")
    for power in range(powers - 2, -1, -1):
        y = y * within + flat.at[base + power * intervals].get(mode="promise_in_bounds")
    return y
