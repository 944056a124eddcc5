from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from forecast.results.draws import Draws
from forecast.results.forecast import Forecast
from forecast.results.provenance import Provenance, hashes, platform, versions
from forecast.results.question import Condition, Expectation, Failure, Question

EPOCH = date(2026, 11, 23).toordinal()
LABS = ("openai", "anthropic")


@pytest.fixture
def make_forecast() -> Callable[..., Forecast]:
    """A forecast with a question of every kind, over 1000 draws in blocks of 250."""

    def make(*, budget: int = 2**27, **fields: object) -> Forecast:
        rng = np.random.default_rng(7)
        draws = Draws(budget=budget)
        for _ in range(4):
            arrival = rng.lognormal(2, 0.7, 250)
            arrival[rng.random(250) < 0.1] = np.inf
            gap = rng.lognormal(0, 1, 250)
            gap[:10] = np.nan
            draws.append(
                {
                    "arrival": arrival,
                    "revenue": rng.lognormal(23, 1, (250, 2)),
                    "growth": rng.normal(1.4, 0.3, 250),
                    "early": (arrival < 5) * 1.0,
                    "path": rng.choice(3, 250) * 1.0,
                    "gap": gap,
                    "fast": (rng.random(250) < 0.25) * 1.0,
                }
            )
        questions = (
            Question("agi_date", "date", "arrival", title="AGI", resolves="2040-01-01"),
            Question("agi_if_fast", "date", "arrival", given=Condition("growth > 5x/year", "fast"), horizon=53.0),
            Question("revenue", "number", "revenue", unit="B USD", scale=1e9, dims=("lab",), elements=(LABS,)),
            Question("growth", "growth", "growth"),
            Question("early", "boolean", "early"),
            Question("path", "category", "path", categories=("slow", "fast", "none")),
            Question("gap", "duration", "gap", unit="months", scale=1 / 12, maybe_missing=True),
        )
        settings: dict[str, object] = {
            "epoch": EPOCH,
            "model": "arrivals",
            "doc": "When it comes.",
            "expectations": (Expectation("early", "early", "it seems near", "m.fcst:9:1"),),
            "failures": (Failure("gap", 40, "gap (m.fcst:3:1) has no value in 40 of 1,000 draws"),),
            "reasons": ("few draws",),
            "provenance": Provenance(
                files=hashes([("m.fcst", b"event arrival")]),
                versions=versions(),
                platform=platform(),
                seed=7,
                draws=1000,
                settings={"set": "growth=2x/year"},
                as_of="2026-11-23",
                started="2026-11-23T10:00:00+00:00",
                wall_seconds=0.25,
            ),
        }
        return Forecast(questions, draws, **{**settings, **fields})  # pyright: ignore[reportArgumentType]

    return make
