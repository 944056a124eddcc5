"""This project through its public door: load a model file, run it, read the summaries."""

from pathlib import Path

from benchmarks.contestants import ANSWERS, LEVELS, Quantiles, Run

MODEL = Path(__file__).parent.parent / "ten_inputs.fcst"


def prepare() -> Run:
    import forecast

    model = forecast.load(MODEL)

    def run(draws: int, seed: int) -> Quantiles:
        found = {summary.question.name: summary for summary in model.run(draws=draws, seed=seed).summaries}
        return {name: [found[name].quantiles[level].value for level in LEVELS] for name in ANSWERS}

    run(1000, 0)
    return run
