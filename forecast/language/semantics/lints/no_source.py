"""What is drawn without a word of where its numbers come from. Looked for only where somebody asks."""

from collections.abc import Iterator

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.model import Model, Role
from forecast.language.semantics.term import Draw, walk


def no_source(model: Model) -> Iterator[Diagnostic]:
    for node in model.nodes.values():
        drawn = node.role in (Role.PARAMETER, Role.EVENT) and any(isinstance(term, Draw) for term in walk(node.term))
        if drawn and not node.doc.source.strip():
            yield errors.no_source(node.span, node.name, node.role.value)
