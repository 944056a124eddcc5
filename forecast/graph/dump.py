"""Text dumps of the model and of the graph, for bug reports and tests."""

from forecast.graph.fingerprint import fingerprints
from forecast.graph.graph import Graph
from forecast.graph.text import term_text
from forecast.language.semantics.model import Model, Node
from forecast.language.types.calendar import format_date
from forecast.language.types.kind import CLOCK, describe


def dump_model(model: Model) -> str:
    """What checking found out: of each node its role, kind, dimensions, unit and checked term."""
    lines = [f"model {model.name}"]
    if model.as_of is not None:
        lines.append(f"as_of {format_date(model.as_of, model.epoch)}")
    for index in model.indexes.values():
        if index.name == CLOCK:
            lines.append(f"time {index.labels[0]} to {index.labels[-1]}, {len(index.labels):,} ticks")
        else:
            lines.append(f"index {index.name} = {', '.join(index.labels)}")
    for each in model.stated_correlations:
        scale = "of the normal scores " if each.gaussian else ""
        lines.append(f"correlation {scale}{each.value:g}: {each.text}")
    for node in model.nodes.values():
        lines += ["", f"{node.role} {_title(node)}", f"    kind: {describe(node.type.kind)}"]
        if node.unit:
            lines.append(f"    unit: {node.unit}")
        lines.append(f"    term: {term_text(node.term)}")
    return "\n".join(lines) + "\n"


def dump_graph(graph: Graph) -> str:
    """Nodes in order of computation with their parents, where these are mentioned, and fingerprints."""
    prints = fingerprints(graph)
    lines = [f"graph {graph.name}"]
    for node in graph.nodes.values():
        lines += ["", f"{node.role} {_title(node)}  {prints[node.name]}"]
        lines += [
            f"    <- {arrow.source} at {arrow.span.line}:{arrow.span.column}" for arrow in graph.parents[node.name]
        ]
    return "\n".join(lines) + "\n"


def _title(node: Node) -> str:
    return node.name + (f"[{', '.join(node.type.dims)}]" if node.type.dims else "")
