"""Running a model for a command: progress for those who wait, and a sentence where it cannot be done."""

import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from forecast.cli.terminal import console, is_terminal
from forecast.cli.usage import UsageError

if TYPE_CHECKING:
    from forecast.results.forecast import Forecast
    from forecast.sampling.forward import Progress
    from forecast.session import ModelFile


def answered(
    model: "ModelFile",
    *,
    draws: int,
    seed: int = 0,
    ask: Sequence[str] = (),
    quiet: bool = False,
    at_each_step: Callable[[], None] | None = None,
) -> "Forecast":
    """The forecast of a model without errors. Raises UsageError where it does not fit on this machine.

    `at_each_step` is called now and then while it is made; what it raises ends the run.
    """
    from forecast.report.progress import shown_progress
    from forecast.results.errors import StoreError
    from forecast.results.size import RunTooLargeError

    try:
        # Not even where FORCE_COLOR lets a pipe pass for a terminal.
        shown = nullcontext() if quiet or not is_terminal(sys.stderr) else shown_progress(console(sys.stderr))
        with shown as show:

            def on_progress(progress: "Progress") -> None:
                if show is not None:
                    show(progress)
                if at_each_step is not None:
                    at_each_step()

            return model.run(draws=draws, seed=seed, ask=ask, on_progress=on_progress)
    except (StoreError, RunTooLargeError) as error:
        raise UsageError(f"{model.source.name}: {error}") from None
