"""The metric of NUTS from the draws and the gradients of a warmup."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

FIRST_UPDATE = 10
_GROWTH = 2
FINAL_SHARE = 0.15
"""The last part of a warmup, in which only the step size is adapted."""
_SMALLEST, _LARGEST = 1e-10, 1e10
_PRIOR_DRAWS = 1.0


def update_points(warmup: int) -> tuple[int, ...]:
    """After how many draws the metric is estimated anew, each time from the later half of the draws so far."""
    last = int(warmup * (1 - FINAL_SHARE))
    points: list[int] = []
    at = FIRST_UPDATE
    while at * _GROWTH <= last:
        points.append(at)
        at *= _GROWTH
    return (*points, last) if last >= FIRST_UPDATE else ()


def estimate(positions: Floats, gradients: Floats, *, dense: bool) -> Floats | None:
    """The scale of momenta ``[dim]``, or lower triangular ``[dim, dim]``, from ``[draw, dim]``; None where they do not tell.

    It minimises the Fisher divergence between the draws, seen in its coordinates, and a standard normal (Seyboldt, Carlson
    and Carpenter): the inverse of the metric is the geometric mean of the covariance of the positions and the inverse of
    the covariance of the gradients of the log density. A few more draws than dimensions tell it exactly for a normal.
    """
    sound = np.isfinite(gradients).all(axis=1)
    positions, gradients = positions[sound], gradients[sound]
    if len(positions) < 3:
        return None
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        scale = np.sqrt(positions.std(axis=0) / gradients.std(axis=0))
    if not np.isfinite(scale).all() or not (scale > 0).all():
        return None
    scale = np.clip(scale, _SMALLEST, _LARGEST)
    if not dense:
        return scale
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            factor = np.linalg.cholesky(
                _geometric_mean(_shrunk_covariance(positions / scale), _shrunk_covariance(gradients * scale))
            )
    except np.linalg.LinAlgError:
        return np.diag(scale)
    return scale[:, None] * factor if np.isfinite(factor).all() else np.diag(scale)


def _shrunk_covariance(values: Floats) -> Floats:
    """The covariance of standardised values, towards the identity with the weight of a few draws."""
    count, dim = values.shape
    deviations = values - values.mean(axis=0)
    return (deviations.T @ deviations + _PRIOR_DRAWS * np.eye(dim)) / (count + _PRIOR_DRAWS)


def _geometric_mean(spread: Floats, steepness: Floats) -> Floats:
    """The S with S @ steepness @ S = spread."""
    root, inverse_root = _roots(steepness)
    middle, _ = _roots(root @ spread @ root)
    return inverse_root @ middle @ inverse_root


def _roots(matrix: Floats) -> tuple[Floats, Floats]:
    """The square root of a symmetric positive matrix, and its inverse."""
    values, vectors = np.linalg.eigh(matrix)
    values = np.sqrt(np.maximum(values, np.finfo(float).tiny))
    return (vectors * values) @ vectors.T, (vectors / values) @ vectors.T
