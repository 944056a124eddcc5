"""Who will not wait for chains to end gets what they have drawn, and is told so."""

import pytest

import forecast
from forecast.sampling.forward import Progress

MODEL = """
index school = a, b, c, d, e
mean ~ normal(0, 20)
spread ~ half_cauchy(5)
effect[school] ~ normal(mean, spread)
seen[school] = {a: 28, b: 8, c: -3, d: 7, e: -1}
observe seen ~ normal(effect, 3)
question q = mean
"""


def interrupted(at: str, share: float = 0.0) -> forecast.Forecast:
    def stop(progress: Progress) -> None:
        if progress.what.startswith(at) and progress.done > share * progress.total:
            raise KeyboardInterrupt

    return forecast.load(MODEL).run(draws=1_000, method="nuts", on_progress=stop)


def test_what_was_drawn_is_kept_and_not_to_be_trusted() -> None:
    answer = interrupted("sampling", 0.5)
    assert not answer.trustworthy
    assert any("sampling was interrupted after" in reason for reason in answer.distrust)
    assert answer.draws.count == 1_000
    assert answer.learnt.in_chains("mean").shape[0] == 4
    assert answer.to_json()["trustworthy"] is False


def test_where_nothing_is_drawn_yet_there_is_no_answer() -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupted("warming up")


def test_progress_says_what_is_done() -> None:
    told: list[Progress] = []
    forecast.load(MODEL).run(draws=1_000, method="nuts", on_progress=told.append)
    words = [each.what for each in told]
    assert [word for word in ("preparing the chains", "warming up", "sampling") if word in words] == [
        "preparing the chains",
        "warming up",
        "sampling",
    ]
    assert all(0 <= each.done <= each.total for each in told)
