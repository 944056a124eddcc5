"""Which piece of evidence no possible world agrees with, in words."""

from itertools import product
from math import isnan

import numpy as np

from forecast.graph.graph import Graph
from forecast.language.semantics.model import Evidence
from forecast.language.semantics.term import Values, walk
from forecast.language.types.kind import PLAIN
from forecast.results.learning import Learning

LOOKED_AT = 1 << 12
MOST_TOLD = 3


def impossible(learning: Learning, count: int) -> str:
    """Why none of so many draws agrees with the evidence: the rows that none agrees with, or that its parts contradict each
    other.
    """
    text = f"the evidence is impossible in all of {count:,} draws"
    found = _found(learning)
    if found:
        more = f" and {len(found) - MOST_TOLD:,} more" if len(found) > MOST_TOLD else ""
        return f"{text}: {'; '.join(found[:MOST_TOLD])}{more}"
    if len(learning.graph.evidence) == 1:
        (only,) = learning.graph.evidence
        return (
            f"{text}: `{only.text}` ({only.span.place()}); each row is possible by itself, but not all of them together"
        )
    pieces = ", ".join(f"`{each.text}` ({each.span.place()})" for each in learning.graph.evidence[:MOST_TOLD])
    return f"{text}: its parts contradict each other, for each is possible by itself: {pieces}"


def _found(learning: Learning) -> list[str]:
    """The values that are impossible in every draw, in words."""
    graph, found = learning.graph, []
    values: dict[str, list[np.ndarray]] = {}
    for block in learning.forward.run(
        learning.program, draws=LOOKED_AT, seed=learning.seed, outputs=learning.evidence
    ):  # fmt: skip
        for name, array in block.values.items():
            values.setdefault(name, []).append(np.isnan(array) | (array == -np.inf))
    for evidence in graph.evidence:
        never = np.concatenate(values[evidence.node]).all(axis=0)
        dims = graph.nodes[evidence.node].type.dims
        for position in np.argwhere(never):
            found.append(_told(evidence, dims, tuple(int(i) for i in position), graph))
    return found


def _told(evidence: Evidence, dims: tuple[str, ...], position: tuple[int, ...], graph: Graph) -> str:
    text = f"`{evidence.text}` ({evidence.span.place()})"
    if not position:
        return text
    labels = ", ".join(graph.indexes[dim].labels[i] for dim, i in zip(dims, position, strict=True))
    seen = _seen(evidence, dims, position, graph)
    return f"{text}, in the row {labels}{'' if seen is None else f', where {seen:.6g} was seen'}"


def _seen(evidence: Evidence, dims: tuple[str, ...], position: tuple[int, ...], graph: Graph) -> float | None:
    """The plain number in a table's column, where that was observed as it is."""
    node = graph.nodes.get(evidence.value)
    table = next((part for part in walk(node.term) if isinstance(part, Values)), None) if node is not None else None
    if table is None or table.type.dims != dims or table.type.kind != PLAIN:
        return None
    labels = [range(len(graph.indexes[dim].labels)) for dim in dims]
    value = dict(zip(product(*labels), table.values, strict=True))[position]
    return None if isnan(value) else value
