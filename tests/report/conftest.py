from collections.abc import Callable
from datetime import date
from io import StringIO
from statistics import NormalDist

import numpy as np
import pytest
from rich.console import Console, RenderableType

from forecast.results.beyond import UNREACHED
from forecast.results.draws import Draws
from forecast.results.forecast import Forecast
from forecast.results.provenance import Provenance
from forecast.results.question import Condition, Expectation, Failure, Question

EPOCH = date(2026, 11, 23).toordinal()
LABS = ("openai", "anthropic", "深度求索")
DRAWS = 10_000


def scores(draws: int = DRAWS, *, step: int = 1) -> np.ndarray:
    """Normal scores without chance: evenly spaced, in an order that depends on ``step`` (prime to the number of draws)."""
    grid = np.array([NormalDist().inv_cdf((i + 0.5) / draws) for i in range(draws)])
    return grid[np.arange(draws) * step % draws]


@pytest.fixture(scope="session")
def forecast() -> Forecast:
    """Questions of every kind with rounded answers: the same on every machine."""
    z, other = scores(), scores(step=3331)
    arrival = np.exp(2 + 0.7 * z)
    arrival[other > 1.2] = np.inf
    clocked = arrival.copy()
    clocked[(arrival > 33.1) & (arrival < np.inf)] = UNREACHED
    gap = np.exp(0.5 + 0.6 * other)
    gap[::20] = np.nan
    values = {
        "arrival": arrival,
        "clocked": clocked,
        "by_2035": (arrival < 8.1) * 1.0,
        "fast": (other > 0.5) * 1.0,
        "revenue": np.exp(23 + 1.5 * z),
        "path": (z > 0) + (z > 1) * 1.0,
        "lag": np.exp(1 + 0.5 * z[:, None] + np.array([0.0, 0.2, 0.4])),
        "growth": 1.4 + 0.3 * z,
        "share": 1 / (1 + np.exp(-z - 1)),
        "gap": gap,
        "holds": (z > -1.5) * 1.0,
        "fails": (z > 1) * 1.0,
    }
    draws = Draws()
    draws.append(values)
    questions = (
        Question("agi_date", "date", "arrival", title="A lab announces AGI"),
        Question("agi_by_2035", "boolean", "by_2035"),
        Question("if_fast", "boolean", "by_2035", given=Condition("growth > 5x/year", "fast")),
        Question("takeoff", "date", "clocked", horizon=33.1),
        Question("revenue", "number", "revenue", unit="USD/year"),
        Question("path", "category", "path", categories=("slow", "fast", "none")),
        Question("lag", "duration", "lag", dims=("lab",), elements=(LABS,)),
        Question("growth", "growth", "growth"),
        Question("share", "number", "share", unit="%", scale=0.01),
        Question("gap", "duration", "gap", unit="months", scale=1 / 12, maybe_missing=True),
    )
    expectations = (
        Expectation("revenue > 1B USD/year", "holds", "it was 20B in 2026", "m.fcst:30:1"),
        Expectation("gap < 6 months", "fails", "labs follow fast", "m.fcst:31:1"),
    )
    provenance = Provenance(seed=1, draws=DRAWS, as_of="2026-11-23", wall_seconds=1.234)
    return Forecast(
        questions, draws, epoch=EPOCH, model="what_are_we_scaling", expectations=expectations, provenance=provenance
    )


@pytest.fixture
def distrusted(forecast: Forecast) -> Forecast:
    """The same with failed draws."""
    spoilt = Draws()
    for name in forecast.draws.names:
        column = forecast.draws[name].copy()
        if name == "growth":
            column[:12] = np.nan
        spoilt.extend(name, column)
    failure = Failure("growth", 12, "`growth` (m.fcst:14:1) has no value in 0.12% of draws (12 of 10,000)")
    return Forecast(forecast.questions, spoilt, epoch=EPOCH, model="m", failures=(failure,))


@pytest.fixture
def text_of() -> Callable[..., str]:
    """What a console of a width shows, without colours."""

    def render(shown: RenderableType, width: int = 80, *, encoding: str = "utf-8", **fields: object) -> str:
        console = Console(file=_Encoded(encoding), width=width, **{"force_terminal": False, **fields})  # pyright: ignore
        console.print(shown)
        return console.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]

    return render


class _Encoded(StringIO):
    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:
        return self._encoding
