from collections.abc import Callable
from datetime import date
from io import StringIO
from statistics import NormalDist

import numpy as np
import pytest
from rich.console import Console, RenderableType

from forecast.language.types.calendar import years_since
from forecast.results.beyond import UNREACHED
from forecast.results.draws import Draws
from forecast.results.forecast import Forecast
from forecast.results.provenance import Provenance
from forecast.results.question import Condition, Expectation, Failure, Question

EPOCH = date(2026, 11, 23).toordinal()
HORIZON = years_since(EPOCH, 2060)
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
    clocked[(arrival > HORIZON) & (arrival < np.inf)] = UNREACHED
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
        Question("takeoff", "date", "clocked", horizon=HORIZON),
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


@pytest.fixture(scope="session")
def clocked() -> Forecast:
    """Answers of every kind that change over time, by a clock that ends in 2060; the same on every machine."""
    ticks = [years_since(EPOCH, 2026, 12)]
    ticks += [years_since(EPOCH, year, month) for year in range(2027, 2060) for month in (3, 6, 9, 12)]
    ticks.append(HORIZON)
    t, z, other = np.array(ticks), scores(2000), scores(2000, step=667)
    arrival = np.exp(2.3 + 0.7 * z)
    arrival[arrival > HORIZON] = UNREACHED
    arrival[other > 1.2] = np.inf
    happened = (arrival[:, None] <= t) * 1.0
    log_compute = np.log(1e26) + np.exp(-0.5 + 0.4 * other)[:, None] * 8 * (1 - np.exp(-t / 8))
    compute = np.exp(log_compute)[:, :, None] * np.exp(z[:, None, None] * np.array([0.5, 1.0, 1.5]))
    years = np.where(other[:, None] > 1.5, np.nan, t + z[:, None])
    values = {
        "arrival": arrival,
        "compute": compute,
        "revenue": np.maximum(0, 20 * t + 30 * np.sqrt(t) * z[:, None] + 400 * happened),
        "share": 1 / (1 + np.exp(-z[:, None] - t / 20)),
        "happened": happened,
        "ahead": (arrival[:, None, None] + np.array([0, 2, 4]) <= t[:, None]) * 1.0,
        "phase": happened + (arrival[:, None] + 6 <= t),
        "years": years,
        "growth": 1.5 - 0.03 * t + 0.2 * z[:, None],
    }
    draws = Draws()
    draws.append(values)
    fixed = tuple(ticks)
    questions = (
        Question("arrival", "date", "arrival", title="A lab announces AGI", horizon=HORIZON),
        Question("compute", "number", "compute", unit="FLOP", dims=("lab",), elements=(LABS,), ticks=fixed),
        Question("revenue", "number", "revenue", "r", "What labs earn", unit="USD/year", scale=1e-9, ticks=fixed),
        Question("share", "number", "share", unit="%", scale=0.01, ticks=fixed),
        Question("happened", "boolean", "happened", ticks=fixed),
        Question("ahead", "boolean", "ahead", dims=("lab",), elements=(LABS,), ticks=fixed),
        Question("phase", "category", "phase", categories=("before", "slow", "fast"), ticks=fixed),
        Question("growth", "growth", "growth", ticks=fixed),
        Question(
            "wait",
            "duration",
            "years",
            ticks=fixed,
            horizon=HORIZON,
            maybe_missing=True,
            given=Condition("arrival happened", "happened", varies=True),
        ),
    )
    provenance = Provenance(seed=1, draws=2000, as_of="2026-11-23", wall_seconds=1.234)
    return Forecast(questions, draws, epoch=EPOCH, model="clocked", provenance=provenance)


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
