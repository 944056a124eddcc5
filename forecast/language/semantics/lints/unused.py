"""What no question and no expectation depends on, in a file that asks something."""

from collections.abc import Iterator, Mapping

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.model import Model, Role


def unused(model: Model, references: Mapping[str, tuple[str, ...]]) -> Iterator[Diagnostic]:
    """`references` are the nodes that each node mentions."""
    if not any(question.asked for question in model.questions):
        return
    waiting = [question.node for question in model.questions]
    waiting += [question.given for question in model.questions if question.given is not None]
    waiting += [expectation.node for expectation in model.expectations]
    waiting += [evidence.node for evidence in model.evidence]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += references[name]
    for node in model.nodes.values():
        if node.name not in used and node.role is not Role.DATA:
            yield errors.unused(node.span, node.name, node.role.value)
