"""What a quantity states about itself after a colon, and the unit in which it is shown."""

import re

from forecast.language.library import lookup
from forecast.language.library.pattern import Exactly
from forecast.language.semantics import errors
from forecast.language.semantics.literals import bare
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Constant, Reference, Term, walk
from forecast.language.syntax import tree
from forecast.language.types.catalogue import instead_of, parse_unit
from forecast.language.types.customary import customary_unit
from forecast.language.types.growth import growth_unit
from forecast.language.types.kind import DURATION, PLAIN, Boolean, Category, Date, Growth, Kind, Number
from forecast.language.types.unit import MalformedUnit, UnknownUnit

_TYPES: dict[str, Kind] = {
    "date": Date(),
    "growth": Growth(),
    "boolean": Boolean(),
    "number": PLAIN,
    "duration": DURATION,
}


def stated(annotation: tree.Annotation, context: Context) -> tuple[Kind, str] | None:
    """The kind that an annotation states, and the unit in which to show it ("" where it names none)."""
    text = annotation.text
    if text in _TYPES:
        return _TYPES[text], ""
    index = context.scope.indexes.get(text)
    if index is not None and context.scope.catalogue.find(text) is None:
        return Category(index.labels, index.name), ""
    try:
        if growth_unit(text, context.scope.catalogue) is not None:
            return Growth(), text
        return Number(parse_unit(text, context.scope.catalogue).dimension), text
    except UnknownUnit as unknown:
        if text == unknown.name:
            known = (*_TYPES, *context.scope.indexes, *context.scope.catalogue.names())
            context.findings.add(errors.unknown_annotation(annotation.span, text, instead_of(text), known))
        else:
            known = tuple(context.scope.catalogue.names())
            context.findings.add(errors.unknown_unit(annotation.span, unknown.name, instead_of(unknown.name), known))
    except MalformedUnit as malformed:
        context.findings.add(errors.malformed_unit(annotation.span, text, malformed.reason))
    return None


def written_unit(term: Term, context: Context) -> str:
    """The unit in which the author writes a value: that of the first name or literal of its dimension ("" if none)."""
    kind = term.type.kind
    if not isinstance(kind, Number) or kind.dimension.is_plain:
        return ""
    for part in walk(term):
        if part.type.kind != kind:
            continue
        if isinstance(part, Reference):
            node = context.scope.nodes.get(part.node)
            if node is not None and node.unit:
                return node.unit
        elif isinstance(part, Constant):
            text = _AFTER_NUMBER.sub("", part.span.text)
            if _measures(text, kind, context):
                return text
    return ""


_AFTER_NUMBER = re.compile(r"^[-+\s]*[0-9][0-9_.]*([eE][+-]?[0-9]+)?[kMBT]?\s*")


def _measures(text: str, kind: Number, context: Context) -> bool:
    try:
        return bool(text) and parse_unit(text, context.scope.catalogue).dimension == kind.dimension
    except (UnknownUnit, MalformedUnit):
        return False


def shown_unit(expression: tree.Expr, kind: Kind, context: Context) -> str:
    """The unit that the author used for values of this kind: that of the first literal or name of the kind in sight."""
    if isinstance(kind, Growth):
        return "x/year"
    if not isinstance(kind, Number):
        return ""
    stack: list[tree.Expr] = [expression]
    while stack:
        current = bare(stack.pop())
        found = _unit_here(current, kind, context)
        if found:
            return found
        stack.extend(reversed(same_unit_parts(current)))
    return customary_unit(kind.dimension)


def _unit_here(expression: tree.Expr, kind: Number, context: Context) -> str:
    scope = context.scope
    if isinstance(expression, tree.Number) and expression.unit:
        try:
            unit = parse_unit(expression.unit, scope.catalogue)
        except (UnknownUnit, MalformedUnit):
            return ""
        return expression.unit if unit.dimension == kind.dimension else ""
    if isinstance(expression, tree.Name):
        node = scope.nodes.get(expression.id)
        if node is not None and node.type.kind == kind:
            return node.unit
    return ""


def same_unit_parts(expression: tree.Expr) -> list[tree.Expr]:
    """The parts whose unit is that of the whole."""
    match expression:
        case tree.Unary(operand=operand):
            return [operand]
        case tree.Binary(op="+" | "-", left=left, right=right):
            return [left, right]
        case tree.If(then=then, otherwise=otherwise):
            return [then, otherwise]
        case tree.Table(cells=cells) | tree.Case(cells=cells):
            return [cell.value for cell in cells]
        case tree.Interval(low=low, high=high):
            return [part for part in (high, low) if part is not None]
        case tree.Call(function=tree.Name(id="quantile"), arguments=[_, *rest]):
            # A share comes first.
            return [argument.value for argument in rest]
        case tree.Call(function=tree.Name(id="interpolate"), arguments=[_, _, values, *_]):
            return [values.value]
        case tree.Sequence(items=items):
            return list(items)
        case tree.Index(base=base):
            return [base]
        case tree.Call():
            return [argument.value for at, argument in enumerate(expression.arguments) if _keeps_unit(expression, at)]
        case _:
            return []


_SHARES_OF_SHARES = {"beta", "product"}
"""What gives a share where it is given shares, although its signature says no more than that both are plain numbers."""


def _keeps_unit(call: tree.Call, at: int) -> bool:
    """Whether what a call gives may be measured as its argument at this place is: a count is not, as a probability is."""
    callee = bare(call.function)
    function = lookup(callee.id) if isinstance(callee, tree.Name) else None
    if function is None or function.special or function.name in _SHARES_OF_SHARES:
        return True
    key = call.arguments[at].key
    return any(
        not isinstance(pattern, Exactly)
        for signature in function.signatures
        if not isinstance(signature.result, Exactly)
        for place, pattern in enumerate(parameter.pattern for parameter in signature.parameters)
        if (
            signature.names[place] == key.id
            if isinstance(key, tree.Name)
            else place == min(at, len(signature.names) - 1)
        )
    )
