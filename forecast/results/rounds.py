"""Drawing until an answer is as exact as asked, in rounds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from forecast.program.program import Program
from forecast.results.collection import Collection
from forecast.results.question import Question
from forecast.results.series import Series, all_series
from forecast.results.summary import Summary, summarise_all
from forecast.results.until import Until, reasons, shortfalls
from forecast.sampling.forward import Chosen, Forward, Progress
from forecast.sampling.points import REPLICATES, PointKind, Points, whole_sets

FIRST_ROUND = 10_000
MARGIN = 1.1
"""So many times the draws that the errors of a round ask for: those errors are estimates too."""
LEAST_GROWTH, MOST_GROWTH = 1.2, 20.0


@dataclass(frozen=True, slots=True)
class Gathered:
    """All draws of a run. Where errors had a bound, also the answers, and why they are not all below it."""

    collection: Collection
    points: Points
    summaries: tuple[Summary, ...] | None = None
    series: tuple[Series, ...] | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a run draws, and what it begins to collect with."""

    forward: Forward
    program: Program
    seed: int
    new: Callable[[], Collection]
    on_progress: Callable[[Progress], None] | None = None
    chosen: Chosen | None = None

    def extend(self, collection: Collection, points: Points) -> None:
        """Add the draws of these points that a collection does not have yet; progress is told of all of them."""
        first = collection.kept.count

        def told(progress: Progress) -> None:
            if self.on_progress is not None:
                self.on_progress(Progress(done=first + progress.done, total=points.total))

        for block in self.forward.run(
            self.program,
            draws=points.total - first,
            first_draw=first,
            seed=self.seed,
            outputs=collection.made,
            points=points,
            chosen=self.chosen,
            on_progress=told,
        ):
            collection.add(block)


def gather(drawing: Drawing, kind: PointKind, draws: int) -> Gathered:
    """So many draws, rounded up to those that such points can have."""
    points, collection = Points(kind, whole_sets(kind, draws)), drawing.new()
    drawing.extend(collection, points)
    return Gathered(collection, points)


def gather_until(
    drawing: Drawing, kind: PointKind, until: Until, questions: Sequence[Question], *, most: int
) -> Gathered:
    """Draws in growing rounds until the errors are below their bounds, at most ``most``.

    Each round goes on where the last one ended. Latin hypercubes depend on their number of draws and begin anew.
    """
    most = _at_most(kind, most)
    goal, collection = min(whole_sets(kind, FIRST_ROUND), most), drawing.new()
    while True:
        points = Points(kind, goal)
        drawing.extend(collection, points)
        summaries = summarise_all(questions, collection.kept)
        series = all_series(questions, collection.kept)
        short = shortfalls(summaries, until, series)
        if not short or goal == most:
            return Gathered(collection, points, summaries, series, reasons(short, goal))
        goal = min(following(kind, goal, short[0].ratio), most)
        if kind == "lhs":
            collection = drawing.new()


def following(kind: PointKind, draws: int, ratio: float) -> int:
    """How many draws to try next where the largest error is ``ratio`` times its bound.

    Errors fall with the root of the number of draws, or faster. Sobol points are best doubled.
    """
    if kind == "sobol":
        return 2 * draws
    wanted = draws * min(max(MARGIN * ratio**2, LEAST_GROWTH), MOST_GROWTH)
    digits = 10 ** (floor(log10(wanted)) - 1)
    return whole_sets(kind, ceil(wanted / digits) * digits)


def _at_most(kind: PointKind, draws: int) -> int:
    """The largest number of draws up to ``draws`` that such points can have, or the smallest there is."""
    found = whole_sets(kind, draws)
    if found in (draws, REPLICATES):
        return found
    return found // 2 if kind == "sobol" else found - REPLICATES
