"""The uncertain inputs of a model: the nodes at which luck enters."""

from forecast.graph.graph import Graph
from forecast.language.semantics.term import Draw, walk


def inputs(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """The nodes that draw something, those that a correlation holds together as one, in the order of the graph."""
    group = {node.name: node.name for node in graph.nodes.values() if any(isinstance(t, Draw) for t in walk(node.term))}
    for correlation in graph.correlations:
        joined = {group[draw.node] for draw in correlation.draws}
        first = min(joined)
        group = {name: first if of in joined else of for name, of in group.items()}
    found: dict[str, list[str]] = {}
    for name, of in group.items():
        found.setdefault(of, []).append(name)
    return tuple(tuple(names) for names in found.values())
