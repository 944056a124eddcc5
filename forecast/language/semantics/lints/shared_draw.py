"""One draw that serves all elements of an index, because the left side does not name the index."""

from collections.abc import Iterator, Sequence

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.model import Node
from forecast.language.semantics.term import Draw, Term


def shared_draw(node: Node, terms: Sequence[Term]) -> Iterator[Diagnostic]:
    for term in terms:
        if isinstance(term, Draw) and term.part != "never":
            shared = tuple(dim for dim in term.type.dims if dim not in (*term.plates, term.event))
            if shared:
                yield errors.shared_draw(term.span, node.name, shared)
                return
