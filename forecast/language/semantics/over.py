"""The indexes after `over` in a call."""

from forecast.language.semantics import errors
from forecast.language.semantics.moments import needs_clock
from forecast.language.semantics.scope import Context
from forecast.language.syntax import tree
from forecast.language.types.kind import CLOCK


def indexes_over(expression: tree.Call, context: Context) -> tuple[str, ...] | None:
    """Their names, () without `over`; None if one is wrong, which has then been reported."""
    found: list[str] = []
    for index in expression.over:
        if index.id == CLOCK and not needs_clock(index.span, "`over time`", context):
            return None
        if index.id not in context.scope.indexes:
            if index.id in context.scope.declared and index.id not in context.scope.nodes:
                return None
            if context.scope.is_unavailable(index.id):
                return None
            known = tuple(context.scope.indexes)
            is_node = index.id in context.scope.nodes
            context.findings.add(errors.unknown_index(index.span, index.id, known, is_node=is_node))
            return None
        if index.id in found:
            context.findings.add(errors.repeated_target(index.span, index.id, after_over=True))
            return None
        found.append(index.id)
    return tuple(found)
