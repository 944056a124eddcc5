"""Whether a run's draws fit on this machine, asked before anything is drawn."""

import shutil
import tempfile

from forecast.graph.graph import Graph

BYTES = 8
MAX_WIDTH = 1_000_000
MAX_STORED = 32_000_000_000
LEFT_FREE = 1_000_000_000


class RunTooLargeError(ValueError):
    """A run would need more memory or disk than there is. The message says what to lower."""


def check_size(graph: Graph, outputs: tuple[str, ...], *, width: int, draws: int) -> None:
    """Raises RunTooLargeError where the draws of the outputs, or the values of one possible world, are too many."""
    if width > MAX_WIDTH:
        raise RunTooLargeError(
            f"one possible world of this model has {width:,} values, and at most {MAX_WIDTH:,} can be computed; "
            "use smaller indexes, or fewer of them at once"
        )
    fits = fitting_draws(graph, outputs)
    if draws > fits:
        stored = draws * _stored(graph, outputs)
        raise RunTooLargeError(
            f"the answers of {draws:,} draws would take {stored / 1e9:.1f} GB; "
            f"ask for fewer draws (about {fits:,} fit), or for fewer or smaller questions"
        )


def fitting_draws(graph: Graph, outputs: tuple[str, ...]) -> int:
    """How many draws of the outputs can be stored, at least 1."""
    free = shutil.disk_usage(tempfile.gettempdir()).free - LEFT_FREE
    return max(1, min(MAX_STORED, max(free, 0)) // max(_stored(graph, outputs), 1))


def _stored(graph: Graph, outputs: tuple[str, ...]) -> int:
    """Bytes of a draw."""
    return BYTES * sum(_values(graph, output) for output in outputs)


def _values(graph: Graph, output: str) -> int:
    count = 1
    for dim in graph.nodes[output].type.dims:
        count *= graph.size(dim)
    return count
