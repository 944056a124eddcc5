"""Names, elements and indexes: what `x`, `i.a`, `x[openai]` and `x[other]` stand for."""

import re

from forecast.language.diagnostics import nearest
from forecast.language.library import lookup
from forecast.language.semantics import errors
from forecast.language.semantics.literals import DATE, bare
from forecast.language.semantics.model import Index
from forecast.language.semantics.moments import now
from forecast.language.semantics.reindexing import reindexed
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import (
    Constant,
    Element,
    IndexValues,
    Label,
    Pick,
    Reference,
    Stack,
    Term,
)
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.catalogue import instead_of
from forecast.language.types.kind import Category, Kind, Text, Type


def name(expression: tree.Name, context: Context, expected: Kind | None) -> Term | None:
    """A name: a function's parameter, a label where one is expected, a node, an index, or a word of the language."""
    scope = context.scope
    if expression.id in context.bindings:
        return context.bindings[expression.id]
    if isinstance(expected, Category) and expression.id in expected.labels:
        return Constant(float(expected.labels.index(expression.id)), Type(expected), expression.span, exact=True)
    if expression.id in scope.nodes:
        node = scope.nodes[expression.id]
        return None if node is None else Reference(node.name, node.type, expression.span)
    if expression.id in scope.indexes:
        return _index_values(scope.indexes[expression.id], expression.span)
    if expression.id == "as_of":
        if scope.as_of is None:
            context.findings.add(errors.no_as_of(expression.span))
            return None
        return Constant(scope.as_of, Type(DATE), expression.span)
    if expression.id == "t":
        return now(expression.span, context)
    if expression.id in scope.tables:
        columns = [column.partition(".")[2] for column in scope.nodes if column.startswith(f"{expression.id}.")]
        context.findings.add(errors.table_as_value(expression.span, expression.id, columns))
        return None
    if expression.id in scope.aliases:
        context.findings.add(errors.module_as_value(expression.span, expression.id, scope.aliases[expression.id]))
        return None
    if scope.is_unavailable(expression.id):
        return None
    # What is declared and yet unknown has an error of its own, which has been reported.
    if expression.id not in scope.declared or expression.id in scope.functions:
        context.findings.add(unknown(expression, context, expected))
    return None


def unknown(expression: tree.Name, context: Context, expected: Kind | None) -> errors.Diagnostic:
    """The finding for a name that nobody declared, with the names near it."""
    scope = context.scope
    if len(expression.id) > 1 and scope.catalogue.find(expression.id) is not None:
        return errors.unit_without_number(expression.span, expression.id)
    if expression.id in scope.functions or (lookup(expression.id) is not None and not isinstance(expected, Category)):
        return errors.function_without_call(expression.span, expression.id)
    labels = expected.labels if isinstance(expected, Category) else ()
    names = () if context.findings.many else (*labels, *scope.declared, *context.bindings)
    owners = tuple(index.name for index in scope.indexes.values() if expression.id in index.labels)
    units = _units_meant(expression, context)
    return errors.unknown_name(expression.span, expression.id, names, owners=owners, labels=labels, units=units)


def _units_meant(expression: tree.Name, context: Context) -> tuple[str, ...]:
    """What a name directly after the `/` of a unit, as in `30M USD/yr`, may be meant for."""
    if not _AFTER_UNIT.search(expression.span.source.text[max(expression.span.start - 60, 0) : expression.span.start]):
        return ()
    instead = instead_of(expression.id)
    return (instead,) if instead else nearest(expression.id, tuple(context.scope.catalogue.names()))


_AFTER_UNIT = re.compile(r"[0-9][kMBT]? ?[A-Za-z%][\w*/^]*/$")


def _index_values(index: Index, span: Span) -> Term | None:
    if index.values is None or index.kind is None:
        labels = Category(index.labels, index.name)
        values = tuple(float(i) for i in range(len(index.labels)))
        return IndexValues(index.name, values, Type(labels, (index.name,)), span)
    return IndexValues(index.name, index.values, Type(index.kind, (index.name,)), span)


def member(expression: tree.Member, context: Context) -> Term | None:
    """`i.a`: the element a of the index i."""
    base = bare(expression.base)
    if not isinstance(base, tree.Name):
        context.findings.add(errors.no_member(expression.span, base.span.text))
        return None
    scope = context.scope
    index = scope.indexes.get(base.id)
    if base.id in scope.tables:
        return _table_column(expression, base.id, context)
    if index is None:
        if scope.nodes.get(base.id) is not None or base.id in context.bindings:
            part = expression.name.id
            is_function = lookup(part) is not None
            node = scope.nodes.get(base.id)
            is_label = node is not None and isinstance(node.type.kind, Category)
            context.findings.add(
                errors.no_member(expression.span, base.id, part=part, is_function=is_function, is_label=is_label)
            )
        elif base.id not in scope.declared or base.id in scope.functions:
            context.findings.add(unknown(base, context, None))
        return None
    position = _position(expression.name, index, context)
    if position is None:
        context.findings.add(errors.unknown_element(expression.name.span, expression.name.id, index.name, index.labels))
        return None
    return Constant(float(position), Type(Category(index.labels, index.name)), expression.span, exact=True)


def _table_column(expression: tree.Member, table: str, context: Context) -> Term | None:
    """`d.p50`: a column of a table of data, or the index of its rows."""
    scope = context.scope
    name = f"{table}.{expression.name.id}"
    if name in scope.nodes:
        node = scope.nodes[name]
        return None if node is None else read_cells(Reference(node.name, node.type, expression.span), context)
    known = [column.removeprefix(f"{table}.") for column in scope.nodes if column.startswith(f"{table}.")]
    context.findings.add(errors.unknown_column(expression.name.span, table, expression.name.id, known))
    return None


def read_cells(term: Term, context: Context) -> Term:
    """In a table cell, what is indexed by the table's index is read at the cell's element."""
    for index, position in context.cells.items():
        if index in term.type.dims:
            term = element(term, index, position, term.span)
    return term


def element(term: Term, index: str, position: int, span: Span) -> Term:
    """One element of a term along an index."""
    dims = tuple(dim for dim in term.type.dims if dim != index)
    kind = Type(term.type.kind, dims)
    if isinstance(term, IndexValues):
        return Constant(term.values[position], kind, span, exact=isinstance(term.type.kind, Category))
    if isinstance(term, Stack) and term.index == index:
        return term.cells[position]
    return Element(term, index, position, kind, span)


def indexed(expression: tree.Index, context: Context) -> Term | None:
    """`x[openai]`, `x["A B"]`, `x[other]`, `x[k]`, `x[a, b]`."""
    base = bare(expression.base)
    term = context.elaborate(base, context.whole(context.cells), None)
    if term is None:
        return None
    indexes: list[tree.Name] = []
    for place, item in enumerate(expression.items):
        if place and not term.type.dims:
            before = Span(expression.span.source, expression.span.start, expression.items[place - 1].span.end)
            context.findings.add(errors.not_indexed(before, f"{before.text}]", item.span))
            return None
        inner = bare(item)
        if term.type.dims and isinstance(inner, tree.Name) and inner.id in context.scope.indexes:
            indexes.append(inner)
            continue
        term = _apply_item(term, item, expression, context)
        if term is None:
            return None
    return reindexed(term, indexes, expression, context) if indexes else term


def _apply_item(term: Term, item: tree.Expr, expression: tree.Index, context: Context) -> Term | None:
    scope = context.scope
    dims = term.type.dims
    inner = bare(item)
    if not dims:
        context.findings.add(errors.not_indexed(expression.base.span, expression.base.span.text, item.span))
        return None
    if isinstance(inner, tree.Member) and isinstance(inner.base, tree.Name) and inner.base.id in scope.indexes:
        owners = (inner.base.id,) if inner.base.id in dims else ()
        label: tree.Expr = inner.name
        if not owners:
            context.findings.add(errors.index_not_in(item.span, inner.base.id, expression.base.span.text, dims))
            return None
    else:
        label = inner
        owners = tuple(dim for dim in dims if _position(label, scope.indexes[dim], context) is not None)
    if len(owners) > 1:
        context.findings.add(errors.ambiguous_element(item.span, item.span.text, owners))
        return None
    if owners:
        position = _position(label, scope.indexes[owners[0]], context)
        if position is None:
            index = scope.indexes[owners[0]]
            context.findings.add(errors.unknown_element(label.span, label.span.text, index.name, index.labels))
            return None
        return element(term, owners[0], position, expression.span)
    return _picked(term, item, expression, context)


def _picked(term: Term, item: tree.Expr, expression: tree.Index, context: Context) -> Term | None:
    dims = term.type.dims
    inner = bare(item)
    unknown_label = (
        isinstance(inner, tree.Name) and inner.id not in context.scope.declared and inner.id not in context.bindings
    )
    if unknown_label or isinstance(inner, (tree.Text, tree.Number, tree.DateLiteral)):
        labels = tuple(label for dim in dims for label in context.scope.indexes[dim].labels)
        shown = inner.value if isinstance(inner, tree.Text) else item.span.text
        context.findings.add(errors.unknown_element(item.span, shown, " or ".join(dims), labels))
        return None
    selector = context.term(item)
    if selector is None:
        return None
    kind = selector.type.kind
    index = kind.index if isinstance(kind, Category) else None
    if index not in dims:
        # Under another name, or of another index with the same elements: an element is told by its label.
        alike = [dim for dim in dims if isinstance(kind, Category) and context.scope.indexes[dim].labels == kind.labels]
        index = alike[0] if len(alike) == 1 else None
    if index is None:
        context.findings.add(errors.bad_selector(item.span, expression.base.span.text, dims, kind))
        return None
    rest = context.scope.ordered((*(d for d in dims if d != index), *selector.type.dims))
    return Pick(term, index, selector, Type(term.type.kind, rest), expression.span)


def _position(item: tree.Expr, index: Index, context: Context) -> int | None:
    """Where an element stands in its index, by name, text, or value."""
    match bare(item):
        case tree.Name(id=label) | tree.Text(value=label):
            return index.labels.index(label) if label in index.labels else None
        case tree.Unary(op="-" | "+", operand=tree.Number()) | tree.Number() | tree.DateLiteral() as literal:
            if literal.span.text in index.labels:
                return index.labels.index(literal.span.text)
            if index.values is None:
                return None
            value = context.term(literal, index.kind)
            if isinstance(value, Constant) and value.value in index.values:
                return index.values.index(value.value)
            return None
        case _:
            return None


def text(expression: tree.Text, expected: Kind | None) -> Term:
    """A text; the label of that name where a category is expected."""
    if isinstance(expected, Category) and expression.value in expected.labels:
        return Constant(float(expected.labels.index(expression.value)), Type(expected), expression.span, exact=True)
    return Label(expression.value, Type(Text()), expression.span)
