"""`index` and `unit` declarations."""

from collections.abc import Container
from math import isfinite
from types import MappingProxyType

from forecast.language.semantics import errors
from forecast.language.semantics.findings import Findings
from forecast.language.semantics.literals import bare, unit_of_end, with_unit
from forecast.language.semantics.model import Index
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Constant
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.catalogue import Catalogue, base_unit, parse_unit, unit_of_size
from forecast.language.types.kind import PLAIN, Date, Kind
from forecast.language.types.unit import MalformedUnit, Unit, UnknownUnit

MAX_ELEMENTS = 10_000


def define_units(declarations: list[tree.UnitDecl], findings: Findings) -> Catalogue:
    """The catalogue with the file's own units, whatever the order of the lines."""
    defined: dict[str, Unit] = {}
    catalogue = Catalogue(MappingProxyType(defined))
    waiting: dict[str, tree.UnitDecl] = {}
    first: dict[str, Span] = {}
    for declaration in declarations:
        name = declaration.name
        if name.id in catalogue or name.id in waiting:
            findings.add(errors.unit_exists(name.span, name.id, first.get(name.id)))
        elif declaration.definition is None:
            defined[name.id] = base_unit(name.id)
        else:
            waiting[name.id] = declaration
        first.setdefault(name.id, name.span)
    behind: dict[str, list[tree.UnitDecl]] = {}
    ready = list(waiting.values())
    while ready:
        declaration = ready.pop()
        name = declaration.name.id
        made = _defined(declaration, catalogue, waiting, findings)
        if isinstance(made, str):
            behind.setdefault(made, []).append(declaration)
        else:
            defined[name] = made
            del waiting[name]
            ready.extend(behind.pop(name, ()))
    if waiting:
        place, *others = (declaration.name.span for declaration in waiting.values())
        name = next(iter(waiting))
        findings.add(errors.unit_definition(place, name, "is defined by itself", tuple(others)))
        defined.update({name: base_unit(name) for name in waiting})
    return catalogue


def _defined(
    declaration: tree.UnitDecl, catalogue: Catalogue, waiting: Container[str], findings: Findings
) -> Unit | str:
    """A unit by its definition; the name of another unit of the file where it waits for that."""
    name = declaration.name.id
    literal = None if declaration.definition is None else bare(declaration.definition)
    if not isinstance(literal, tree.Number) or not literal.unit:
        findings.add(
            errors.unit_definition(literal.span if literal else declaration.span, name, "needs a number with a unit")
        )
        return base_unit(name)
    place = literal.unit_span or literal.span
    try:
        return unit_of_size(name, literal.value, parse_unit(literal.unit, catalogue))
    except UnknownUnit as unknown:
        for other in (unknown.name, unknown.name.removesuffix("s")):
            if other in waiting:
                return other
        findings.add(errors.unknown_unit(place, unknown.name, None, tuple(catalogue.names())))
    except MalformedUnit as malformed:
        findings.add(errors.malformed_unit(place, malformed.text, malformed.reason))
    except ValueError:
        findings.add(errors.unit_definition(literal.span, name, "must be a finite amount above 0"))
    return base_unit(name)


def define_index(declaration: tree.IndexDecl, context: Context) -> Index | None:
    """One index. A single name that is an index gives it a second name."""
    name = declaration.name
    elements = declaration.elements
    first = bare(elements[0])
    if len(elements) == 1 and isinstance(first, tree.Name) and first.id in context.scope.indexes:
        other = context.scope.indexes[first.id]
        root = other.alias_of or other.name
        return Index(name.id, other.labels, name.span, other.values, other.kind, root, declaration.doc)
    if len(elements) == 1 and isinstance(first, tree.Interval):
        return _range(declaration, first, context)
    if len(elements) > MAX_ELEMENTS:
        context.findings.add(errors.too_many_elements(name.span, len(elements), MAX_ELEMENTS))
        return None
    ending = unit_of_end(elements[-1])
    if ending is not None:
        elements = (*(with_unit(e, ending.unit, ending.unit_span) for e in elements[:-1]), elements[-1])
    labels: dict[str, Span] = {}
    values: dict[float, Span] = {}
    kind, first_span = None, name.span
    for element in elements:
        inner = bare(element)
        label, value, own_kind = _element(inner, context)
        if label is None:
            return None
        if label in labels:
            context.findings.add(errors.duplicate_element(element.span, label, name.id, labels[label]))
            return None
        if not labels:
            kind, first_span = own_kind, element.span
        if own_kind != kind:
            context.findings.add(errors.mixed_elements(element.span, first_span))
            return None
        if kind is not None and value in values:
            context.findings.add(errors.duplicate_element(element.span, label, name.id, values[value]))
            return None
        labels[label] = values[value] = element.span
    return Index(
        name.id,
        tuple(labels),
        name.span,
        None if kind is None else tuple(values),
        kind,
        None,
        declaration.doc,
    )


def _written(expression: tree.Expr) -> bool:
    """Whether it is a literal, possibly with a sign."""
    inner = bare(expression)
    if isinstance(inner, tree.Unary):
        return inner.op != "not" and _written(inner.operand)
    return isinstance(inner, (tree.Number, tree.DateLiteral))


def _element(element: tree.Expr, context: Context) -> tuple[str | None, float, Kind | None]:
    """Label, value and kind of an element; the kind is None for one that is only a name."""
    match element:
        case tree.Name(id=label) | tree.Text(value=label):
            return label, 0.0, None
        case tree.Number() | tree.DateLiteral() | tree.Unary() if _written(element):
            term = context.term(element)
            if not isinstance(term, Constant):
                return None, 0.0, None
            if not isfinite(term.value):
                context.findings.add(errors.element_kind(element.span))
                return None, 0.0, None
            return _label(element), term.value, term.type.kind
        case _:
            context.findings.add(errors.element_kind(element.span))
            return None, 0.0, None


def _label(element: tree.Expr) -> str:
    if isinstance(element, tree.Unary):
        return element.op + _label(element.operand)
    if isinstance(element, tree.Number):
        return f"{element.text} {element.unit}".strip()
    return element.span.text


def _range(declaration: tree.IndexDecl, interval: tree.Interval, context: Context) -> Index | None:
    name, high_tree = declaration.name, interval.high
    if high_tree is None or not all(_written(end) for end in (interval.low, high_tree)):
        context.findings.add(errors.bad_range(interval.span))
        return None
    low, high = context.term(interval.low), context.term(high_tree)
    if low is None or high is None:
        return None
    whole = (
        isinstance(low, Constant)
        and isinstance(high, Constant)
        and low.type.kind == high.type.kind == PLAIN
        and not isinstance(low.type.kind, Date)
        and interval.level is None
        and interval.family is None
        and isfinite(low.value)
        and isfinite(high.value)
        and low.value == int(low.value)
        and high.value == int(high.value)
        and low.value < high.value
    )
    if not whole or not isinstance(low, Constant) or not isinstance(high, Constant):
        context.findings.add(errors.bad_range(interval.span))
        return None
    count = int(high.value - low.value) + 1
    if count > MAX_ELEMENTS:
        context.findings.add(errors.too_many_elements(interval.span, count, MAX_ELEMENTS))
        return None
    numbers = range(int(low.value), int(high.value) + 1)
    labels = tuple(str(number) for number in numbers)
    return Index(name.id, labels, name.span, tuple(map(float, numbers)), PLAIN, None, declaration.doc)
