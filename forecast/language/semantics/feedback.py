"""Circles of definitions that pass through something that looks at the past, and so are no mistake."""

from collections.abc import Mapping
from dataclasses import replace

from forecast.language.semantics import errors
from forecast.language.semantics.annotations import stated
from forecast.language.semantics.definitions import target_of
from forecast.language.semantics.dependencies import Uses, order
from forecast.language.semantics.derivative import resolved
from forecast.language.semantics.literals import DATE, bare
from forecast.language.semantics.model import Node, Role
from forecast.language.semantics.passes import instant_circle, passes
from forecast.language.semantics.scope import Context, Scope
from forecast.language.semantics.term import Constant
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.kind import CLOCK, Kind, Type

type Circle = tuple[tuple[str, str, Span], ...]
type Announced = tuple[Kind, str]
"""The kind of a node and the unit in which it is shown, before its right side is looked at."""


def arranged(
    statements: Mapping[str, tree.Statement], graph: Mapping[str, Uses]
) -> tuple[tuple[str, ...], frozenset[str], tuple[Circle, ...]]:
    """An order of checking, the names in it whose right sides are looked at last, and the circles that are left.

    Events that the clock finds, and quantities with a `delay` or a `shift`, are put off only where a circle goes through them:
    everywhere else their indexes follow from their right sides.
    """
    late: set[str] = set()
    while True:
        ordered, circles = order({name: () if name in late else uses for name, uses in graph.items()})
        more = {
            name for circle in circles for name, _, _ in circle if name not in late and _looks_back(statements[name])
        }
        if not more:
            return ordered, frozenset(late), circles
        late |= more


def _looks_back(statement: tree.Statement) -> bool:
    match statement:
        case tree.Event(op="when"):
            return True
        case tree.Event(value=value):
            return _calls(value, "hazard")
        case tree.Definition(value=value, annotation=annotation):
            return (annotation is not None and _calls(value, "delay")) or _calls(value, "shift")
        case _:
            return False


def _calls(expression: tree.Expr, function: str) -> bool:
    """Whether a function is called anywhere in an expression."""
    return f"{function}(" in expression.span.text.replace(" ", "")


def guessed(statement: tree.Statement) -> bool:
    """Whether nothing says of what kind a node in a circle is before its right side is looked at."""
    return isinstance(statement, tree.Definition) and statement.annotation is None


def announced(statement: tree.Event | tree.Definition, guess: Announced | None, context: Context) -> Node | None:
    """A node of which only the left side is known, for those that its own right side rests on; `guess` stands in for what it
    does not state.
    """
    target = target_of(statement.target, context)
    if target is None:
        return None
    if isinstance(statement, tree.Event):
        kind, dims, role, unit = DATE, context.scope.ordered(target.dims), Role.EVENT, ""
    else:
        said = guess if statement.annotation is None else stated(statement.annotation, context)
        if said is None:
            return None
        (kind, unit), role = said, Role.QUANTITY
        varies = statement.annotation is not None and _calls(statement.value, "delay")
        dims = context.scope.ordered((CLOCK, *target.dims) if varies else target.dims)
    term = Constant(0.0, Type(kind, dims), bare(statement.value).span)
    return Node(target.name, role, term.type, term, unit, target.span, statement.span, statement.doc)


def kept_word(announced: Node, found: Node, context: Context) -> Node | None:
    """The node found, if it is of the type that was announced; reports it where it is not."""
    if found.type == announced.type:
        return found
    extra = tuple(dim for dim in found.type.dims if dim not in announced.type.dims)
    if found.type.kind == announced.type.kind and not extra:
        return replace(found, type=announced.type)
    context.findings.add(errors.feedback_index(found.span, found.name, announced.type.dims, extra))
    return None


def check_time(scope: Scope, *, written: bool) -> None:
    """Whether all that changes over time can be computed as the clock runs; `written`: some of it may be a derivative."""
    nodes = {name: node for name, node in scope.nodes.items() if node is not None}
    if scope.findings.has_errors:
        return
    if written:
        nodes, lacking = resolved(nodes, scope.ordered)
        for each in lacking:
            scope.findings.add(errors.no_derivative(each.span, each.what, each.why))
        if lacking:
            return
        scope.nodes |= nodes
    if not any(node.type.varying for node in nodes.values()):
        return
    circle = instant_circle(nodes)
    if circle:
        scope.findings.add(errors.cycle(circle))
        return
    clock = scope.clock
    found = passes(nodes, None if clock is None or clock.values is None else clock.values[0], scope.ranges)
    if isinstance(found, tuple):
        scope.findings.add(errors.future(found))
