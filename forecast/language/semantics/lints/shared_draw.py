"""One draw that serves all elements of an index, because the left side does not name the index."""

from collections.abc import Iterator

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.model import Model
from forecast.language.semantics.term import Draw, walk


def shared_draw(model: Model) -> Iterator[Diagnostic]:
    for node in model.nodes.values():
        for term in walk(node.term):
            if isinstance(term, Draw) and term.part != "never":
                shared = tuple(dim for dim in term.type.dims if dim not in (*term.plates, term.event))
                if shared:
                    yield errors.shared_draw(term.span, node.name, shared)
                    break
