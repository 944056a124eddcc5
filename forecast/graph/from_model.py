"""From the checked model to the causal graph."""

from forecast.graph.graph import Arrow, Graph
from forecast.language.semantics.model import Model, Node
from forecast.language.semantics.term import Reference, walk


def from_model(model: Model) -> Graph:
    parents = {node.name: _arrows(node) for node in model.nodes.values()}
    children: dict[str, list[Arrow]] = {name: [] for name in model.nodes}
    for arrows in parents.values():
        for arrow in arrows:
            children[arrow.source].append(arrow)
    return Graph(
        name=model.name,
        epoch=model.epoch,
        as_of=model.as_of,
        indexes=model.indexes,
        nodes=model.nodes,
        parents=parents,
        children={name: tuple(arrows) for name, arrows in children.items()},
        questions=model.questions,
        expectations=model.expectations,
        doc=model.doc.text,
        correlations=model.correlations,
        stated_correlations=model.stated_correlations,
        evidence=model.evidence,
        predictions=model.predictions,
    )


def _arrows(node: Node) -> tuple[Arrow, ...]:
    """One arrow for each node mentioned, at its first mention."""
    found: dict[str, Arrow] = {}
    for term in walk(node.term):
        if isinstance(term, Reference):
            found.setdefault(term.node, Arrow(term.node, node.name, term.span))
    return tuple(found.values())
