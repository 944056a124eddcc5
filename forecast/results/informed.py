"""What evidence informs: by d-separation on the graph, shared scores of correlations and noise of stocks included."""

from collections.abc import Sequence
from dataclasses import dataclass

from forecast.graph.graph import Graph
from forecast.language.semantics.conditioning import STEPPED
from forecast.language.semantics.term import Apply, Draw, Pick, Reduce, Reference, Stock, Strike, Term, When, walk
from forecast.program.program import Program
from forecast.results.finite import Finite, finite


@dataclass(frozen=True, slots=True)
class Informed:
    """What the evidence of a model says something about.

    ``nodes`` are those from which its weights are computed, ``sites`` the sites of their randomness. ``paths`` are noisy
    stocks among them, ``steps`` what makes the weights jump, in words. ``changed`` are those whose definitions are what it
    leaves of them.
    """

    nodes: frozenset[str]
    sites: tuple[str, ...]
    paths: tuple[str, ...]
    steps: tuple[str, ...]
    changed: frozenset[str] = frozenset()
    finite: Finite = Finite()
    """What of it is summed over, value by value."""

    @property
    def others(self) -> tuple[str, ...]:
        """The sites that are not summed over."""
        return tuple(name for name in self.sites if name not in self.finite.names)

    def touches(self, graph: Graph, asked: Sequence[str]) -> bool:
        """Whether anything asked for depends on what the evidence informs."""
        wanted = graph.ancestors(asked)
        wanted |= {other for name in wanted for other in graph.correlated(name)}
        return bool(wanted & self.drawn(graph))

    def drawn(self, graph: Graph) -> frozenset[str]:
        """The informed nodes that have randomness of their own."""
        return frozenset(
            name for name in self.nodes if any(isinstance(part, (Draw, Stock)) for part in walk(graph.nodes[name].term))
        )


def informed(graph: Graph, program: Program) -> Informed:
    """What the evidence of a graph informs, and the sites of its program that hold it."""
    nodes = graph.ancestors(evidence.node for evidence in graph.evidence)
    nodes |= {other for name in nodes for other in graph.correlated(name)}
    nodes = graph.ancestors(nodes)
    sites = tuple(
        site.name for site in program.sites if site.noise != "path" and any(owner[0] in nodes for owner in site.keys)
    )
    paths = tuple(site.node for site in program.sites if site.noise == "path" and site.node in nodes)
    changed = frozenset(name for evidence in graph.evidence for name in evidence.changed)
    summed = finite(graph, program, nodes)
    return Informed(nodes, sites, paths, tuple(_steps(graph, nodes, summed)), changed, summed)


def _is_drawn(term: Term, node: str, summed: Finite) -> bool:
    return any(isinstance(part, Draw) and not summed.is_of(part, node) for part in walk(term))


def _steps(graph: Graph, nodes: frozenset[str], summed: Finite) -> Sequence[str]:
    """What makes the weights jump, where all that is summed over is given."""
    drawn = [name for name, node in graph.nodes.items() if _is_drawn(node.term, name, summed)]
    uncertain = graph.descendants(drawn)
    found = [
        f"`{evidence.text}` keeps or drops worlds"
        for evidence in graph.evidence
        if evidence.hard and evidence.node in uncertain
    ]
    for name in sorted(nodes):
        for part in walk(graph.nodes[name].term):
            if isinstance(part, Draw) and part.family in STEPPED and not summed.is_of(part, name):
                found.append(f"`{name}` is one of several")
            elif isinstance(part, (When, Strike)):
                found.append(f"`{name}` is found by the clock")
            elif name not in uncertain:
                continue
            elif isinstance(part, Reduce) and part.operation in ("argmax", "argmin"):
                found.append(f"`{name}` is one of several")
            elif isinstance(part, Pick) and _is_uncertain(part.selector, name, uncertain, summed):
                found.append(f"`{name}` picks one of several")
            elif isinstance(part, Apply) and part.operation in ("floor", "ceil", "round"):
                found.append(f"`{name}` is rounded")
    return tuple(dict.fromkeys(found))


def _is_uncertain(term: Term, node: str, uncertain: frozenset[str], summed: Finite) -> bool:
    references = (part.node for part in walk(term) if isinstance(part, Reference))
    return _is_drawn(term, node, summed) or any(name in uncertain for name in references)
