"""Running a model for a command: progress for those who wait, and a sentence where it cannot be done."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from forecast.cli.terminal import console, is_terminal
from forecast.cli.usage import UsageError

if TYPE_CHECKING:
    from forecast.results.forecast import Forecast
    from forecast.session import ModelFile


def answered(
    model: "ModelFile", *, draws: int, seed: int = 0, ask: Sequence[str] = (), quiet: bool = False
) -> "Forecast":
    """The forecast of a model without errors. Raises UsageError where it does not fit on this machine."""
    from forecast.report.progress import shown_progress
    from forecast.results.errors import StoreError
    from forecast.results.size import RunTooLargeError

    try:
        if quiet or not is_terminal(sys.stderr):
            # Not even where FORCE_COLOR lets a pipe pass for a terminal.
            return model.run(draws=draws, seed=seed, ask=ask)
        with shown_progress(console(sys.stderr)) as on_progress:
            return model.run(draws=draws, seed=seed, ask=ask, on_progress=on_progress)
    except (StoreError, RunTooLargeError) as error:
        raise UsageError(f"{model.source.name}: {error}") from None
