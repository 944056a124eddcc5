"""Three coupled stocks of four labs over 200 ticks, one event, with and without noise, written in three ways.

Each way is a module with ``prepare(noise) -> Run``. All compute in 64 bits, take classical Runge-Kutta steps of a tick (compute
in its logarithm), and date the event on a straight line. The noise of a tick goes into the slopes as a constant.
"""

from math import log

TICKS = 200
STEP = 0.1
LABS = 4
STOCKS = 3
SIZE_AT = 190
"""The tick at which the size is asked for."""
NOISE = 0.1

_SCORE_95 = 1.6448536269514722


def between(low: float, high: float) -> tuple[float, float]:
    """Mean and standard deviation of the logarithm of a lognormal with these 5% and 95% quantiles."""
    return (log(low) + log(high)) / 2, (log(high) - log(low)) / (2 * _SCORE_95)


PACE, PULL, PAYOFF, THRESHOLD = between(0.1, 0.4), between(0.05, 0.2), between(0.1, 0.3), between(5, 20)
