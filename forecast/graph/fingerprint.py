"""Fingerprints: a hash of what a node and all that it is computed from mean.

Layout, comments, documentation, titles and the order of lines do not enter; a change of `as_of` enters a node only where
the node means it, as a hazard without `after` does, and not through dates of the calendar.
"""

from collections.abc import Mapping
from hashlib import blake2b

from forecast.graph.graph import Graph
from forecast.graph.text import term_text
from forecast.language.semantics.term import Strike, When
from forecast.language.types.kind import CLOCK


def fingerprints(graph: Graph) -> Mapping[str, str]:
    """The fingerprint of each node, as 32 hexadecimal digits."""
    own: dict[str, str] = {}
    for name, node in graph.nodes.items():
        parts = [name, repr(node.type.kind), repr(node.type.dims), term_text(node.term, graph.epoch)]
        parts += [repr(graph.indexes[dim].labels) for dim in node.type.dims if dim in graph.indexes]
        if isinstance(node.term, (When, Strike)) and CLOCK in graph.indexes:
            parts.append(repr(graph.indexes[CLOCK].labels))
        parts += [repr(group) for group in graph.correlations if any(draw.node == name for draw in group.draws)]
        own[name] = _hash(parts)
    found: dict[str, str] = {}
    for name in graph.nodes:
        sources = [arrow.source for arrow in graph.parents[name]]
        if all(source in found for source in sources):
            found[name] = _hash([own[name], *sorted(found[source] for source in sources)])
        else:
            # In a circle nothing comes first: all that it rests on enters at once.
            found[name] = _hash([own[name], *sorted(own[other] for other in graph.ancestors([name]))])
    return found


def fingerprint(graph: Graph) -> str:
    """The fingerprint of the whole graph with its questions and expectations."""
    parts = [str(graph.epoch), *sorted(fingerprints(graph).values())]
    parts += sorted(f"{question.name} {question.node} {question.given}" for question in graph.questions)
    return _hash(parts)


def _hash(parts: list[str]) -> str:
    digest = blake2b(digest_size=16)
    for part in parts:
        data = part.encode()
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return digest.hexdigest()
