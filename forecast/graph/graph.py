"""The causal graph: named nodes, and an arrow from each to what is computed from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forecast.language.semantics.model import (
    Correlation,
    Evidence,
    Expectation,
    Index,
    Node,
    Prediction,
    Question,
    StatedCorrelation,
)
from forecast.language.source import Span


@dataclass(frozen=True, slots=True)
class Arrow:
    """`target` is computed from `source`; `span` is where the target's definition mentions it."""

    source: str
    target: str
    span: Span


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything downstream reads this. `nodes` come in an order in which each stands after its parents.

    Nodes that a correlation holds together share noise: none of them comes before the other, and there is no arrow between
    them, but what is learnt of one tells something of the others.
    """

    name: str
    epoch: int
    as_of: float | None
    indexes: Mapping[str, Index]
    nodes: Mapping[str, Node]
    parents: Mapping[str, tuple[Arrow, ...]]
    children: Mapping[str, tuple[Arrow, ...]]
    questions: tuple[Question, ...]
    expectations: tuple[Expectation, ...]
    doc: str = ""
    correlations: tuple[Correlation, ...] = ()
    stated_correlations: tuple[StatedCorrelation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    predictions: tuple[Prediction, ...] = ()

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        return tuple(arrow for arrows in self.parents.values() for arrow in arrows)

    def size(self, index: str) -> int:
        return len(self.indexes[index].labels)

    def correlated(self, name: str) -> tuple[str, ...]:
        """The other nodes with which a node shares noise by a correlation."""
        groups = [[draw.node for draw in correlation.draws] for correlation in self.correlations]
        return tuple(dict.fromkeys(other for group in groups if name in group for other in group if other != name))

    def ancestors(self, names: Iterable[str]) -> frozenset[str]:
        """The nodes from which those named are computed, themselves included."""
        return _reach(names, {name: [arrow.source for arrow in arrows] for name, arrows in self.parents.items()})

    def descendants(self, names: Iterable[str]) -> frozenset[str]:
        """The nodes that are computed from those named, themselves included."""
        return _reach(names, {name: [arrow.target for arrow in arrows] for name, arrows in self.children.items()})


def _reach(names: Iterable[str], steps: Mapping[str, list[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(steps[name])
    return frozenset(found)
