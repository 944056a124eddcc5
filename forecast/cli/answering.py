"""Running a model for a command: progress for those who wait, and a sentence where it cannot be done."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from forecast.cli.terminal import console, is_terminal
from forecast.cli.usage import UsageError

if TYPE_CHECKING:
    from forecast.results.forecast import Forecast
    from forecast.results.learning_methods import Method
    from forecast.sampling.forward import Progress
    from forecast.sampling.points import PointKind
    from forecast.session import ModelFile


def answered(  # noqa: PLR0913 - each is an option of a command
    model: "ModelFile",
    *,
    draws: int | None = None,
    seed: int = 0,
    ask: Sequence[str] = (),
    points: "PointKind" = "random",
    until: Sequence[str] = (),
    method: "Method | None" = None,
    quiet: bool = False,
    learnt: bool = True,
    at_each_step: Callable[[], None] | None = None,
) -> "Forecast":
    """The forecast of a model without errors. Raises UsageError where it does not fit on this machine.

    With `learnt` it also knows what evidence has taught. `at_each_step` is called now and then while it is made; what it
    raises ends the run.
    """
    with fitting(model, quiet=quiet, at_each_step=at_each_step) as on_progress:
        forecast = model.run(
            draws=draws, seed=seed, ask=ask, points=points, until=until, method=method, on_progress=on_progress
        )
        # Made when they are first asked for, and that takes a while too.
        _ = forecast.summaries, forecast.series
        if learnt:
            _ = forecast.learnt
        return forecast


@contextmanager
def fitting(
    model: "ModelFile", *, quiet: bool = False, at_each_step: Callable[[], None] | None = None
) -> "Iterator[Callable[[Progress], None]]":
    """Work on a model that shows its progress to who waits. Raises UsageError where it does not fit on this machine."""
    from forecast.report.progress import shown_progress
    from forecast.results.errors import ImpossibleError, StoreError
    from forecast.results.size import RunTooLargeError
    from forecast.sampling.points import TooManyRowsError

    # Not even where FORCE_COLOR lets a pipe pass for a terminal.
    hidden = quiet or not is_terminal(sys.stderr)
    try:
        with nullcontext() if hidden else shown_progress(console(sys.stderr)) as show:

            def on_progress(progress: "Progress") -> None:
                if show is not None:
                    show(progress)
                if at_each_step is not None:
                    at_each_step()

            yield on_progress
    except (StoreError, RunTooLargeError, TooManyRowsError, ImpossibleError) as error:
        raise UsageError(f"{model.source.name}: {error}") from None
