"""What a run keeps of the blocks that are drawn."""

from collections.abc import Iterable, Sequence

from forecast.language.semantics.model import StatedCorrelation
from forecast.results.correlation import CorrelationSample
from forecast.results.draws import Draws
from forecast.results.failure import FailureCount
from forecast.sampling.forward import Block


class Collection:
    """The draws of the outputs, failures among those that are ``never_missing``, and the first draws of what is correlated.

    Nothing else is kept of what is correlated.
    """

    def __init__(
        self,
        outputs: Sequence[str],
        *,
        never_missing: Iterable[str],
        correlations: Iterable[StatedCorrelation],
        replicates: int,
        watched: Iterable[str] = (),
    ) -> None:
        wanted = set(never_missing)
        self.kept = Draws(replicates=replicates)
        self.failures = FailureCount([output for output in outputs if output in wanted])
        self.correlated = CorrelationSample(correlations)
        self._outputs = tuple(outputs)
        self._watched = tuple(watched)

    @property
    def made(self) -> tuple[str, ...]:
        """The outputs whose values are wanted of a block; those that are ``watched`` are not kept."""
        return tuple(dict.fromkeys((*self._outputs, *self.correlated.outputs, *self._watched)))

    def add(self, block: Block) -> None:
        """Take the next block. Raises StoreError where the draws cannot be stored."""
        self.kept.append({output: block.values[output] for output in self._outputs})
        self.correlated.add(block.values, block.count)
        self.failures.add(block)
