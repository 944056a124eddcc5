"""`stock`: what accumulates over time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from forecast.language.semantics import errors
from forecast.language.semantics.annotations import shown_unit, stated, written_unit
from forecast.language.semantics.literals import DATE, adapted
from forecast.language.semantics.model import Node, Role
from forecast.language.semantics.ranges import ANY, POSITIVE, Range, range_of
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Stock, Term
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.dimension import TIME
from forecast.language.types.kind import CLOCK, PLAIN, RATE, Date, Growth, Kind, Number, Type

FIELDS = ("start", "from", "grows", "rate", "noise", "min", "max")
STATIC = ("start", "from")
"""What must be known before the clock runs."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of a stock before its changes are looked at: its type, unit, and static fields."""

    kind: Kind
    dims: tuple[str, ...]
    unit: str
    terms: Mapping[str, Term]


def fields_of(statement: tree.Stock, context: Context) -> dict[str, tree.Field] | None:
    """The entries by name; None if one is wrong or the start is missing."""
    found: dict[str, tree.Field] = {}
    good = True
    for entry in statement.fields:
        name = entry.name.id
        if name not in FIELDS:
            context.findings.add(errors.unknown_stock_field(entry.name.span, name, FIELDS))
            good = False
        elif name in found:
            context.findings.add(errors.repeated_stock_field(entry.name.span, name, found[name].name.span))
            good = False
        else:
            found[name] = entry
    if "start" not in found and good:
        context.findings.add(errors.stock_without_start(statement.target.span, statement.target.name.id))
        return None
    return found if good else None


def beginning(statement: tree.Stock, dims: tuple[str, ...], context: Context) -> Beginning | None:
    """The static part of a stock, checked; None after an error, which has then been reported."""
    fields = fields_of(statement, context)
    if fields is None:
        return None
    said = None
    if statement.annotation is not None:
        said = stated(statement.annotation, context)
        if said is None:
            return None
    start = context.term(fields["start"].value, None if said is None else said[0])
    begins = context.term(fields["from"].value, DATE) if "from" in fields else None
    if start is None or ("from" in fields and begins is None):
        return None
    if said is not None and statement.annotation is not None:
        start = adapted(start, said[0])
        if start.type.kind != said[0]:
            found = errors.Side(fields["start"].value.span, start.type.kind, written_unit(start, context))
            note = errors.Side(statement.annotation.span, *said)
            context.findings.add(errors.annotation_mismatch(found, statement.target.name.id, note))
            return None
    if not isinstance(start.type.kind, Number):
        context.findings.add(errors.stock_kind(fields["start"].value.span, start.type.kind))
        return None
    if begins is not None and not isinstance(begins.type.kind, Date):
        context.findings.add(errors.stock_field_kind(fields["from"].value.span, "from", begins.type.kind, "a date"))
        return None
    terms = {"start": start} if begins is None else {"start": start, "from": begins}
    for name, term in terms.items():
        if term.type.varying:
            context.findings.add(errors.stock_static(fields[name].value.span, name))
            return None
    extra = context.scope.ordered(dim for term in terms.values() for dim in term.type.dims if dim not in dims)
    if extra:
        context.findings.add(errors.stock_index(statement.target.span, statement.target.name.id, extra))
        return None
    unit = said[1] if said is not None and said[1] else shown_unit(fields["start"].value, start.type.kind, context)
    return Beginning(start.type.kind, (CLOCK, *context.scope.ordered(dims)), unit, terms)


def promise(statement: tree.Stock, known: Beginning, name: str, span: Span, context: Context) -> Node:
    """The node as others see it while its changes are not looked at yet."""
    context.scope.ranges[name] = _range(statement, known, context)
    term = _stock(known.terms, known, statement.span)
    return Node(name, Role.STOCK, term.type, term, known.unit, span, statement.span, statement.doc)


def _range(statement: tree.Stock, known: Beginning, context: Context) -> Range:
    """Growth alone keeps the sign of the start."""
    names = {entry.name.id for entry in statement.fields}
    start = range_of(known.terms["start"], context.scope.ranges)
    return POSITIVE if start.positive and "grows" in names and not names & {"rate", "min", "max"} else ANY


def stock(statement: tree.Stock, known: Beginning, node: Node, context: Context) -> Node | None:
    """The whole node; None after an error, which has then been reported."""
    fields = fields_of(statement, context)
    if fields is None:
        return None
    terms = dict(known.terms)
    good = True
    for name, entry in fields.items():
        if name in STATIC:
            continue
        term = _changing(name, entry.value, known, "grows" in fields, context)
        if term is None:
            good = False
            continue
        extra = [dim for dim in term.type.own if dim not in known.dims]
        if extra:
            context.findings.add(errors.stock_index(entry.value.span, node.name, tuple(extra)))
            good = False
            continue
        terms[name] = term
    if not good:
        return None
    return replace(node, term=_stock(terms, known, statement.span))


def _stock(terms: Mapping[str, Term], known: Beginning, span: Span) -> Stock:
    begins, grows, rate, noise, low, high = (terms.get(name) for name in FIELDS[1:])
    return Stock(terms["start"], begins, grows, rate, noise, low, high, Type(known.kind, known.dims), span)


def _changing(name: str, value: tree.Expr, known: Beginning, grows: bool, context: Context) -> Term | None:
    """A field that may change over time, of the kind that it must have."""
    kind = known.kind
    if not isinstance(kind, Number):
        raise TypeError("a stock is a number")
    match name:
        case "grows":
            term = context.term(value)
            if term is not None and term.type.kind == RATE:
                context.findings.add(errors.rate_for_growth(value.span, value.span.text))
                return None
            wanted: tuple[Kind, ...] = (Growth(),)
            said = "a growth, as in `3x/year`"
        case "rate":
            per_time = Number(kind.dimension / TIME)
            term = context.term(value, per_time)
            wanted, said = (per_time,), "an amount per time"
        case "noise":
            of = PLAIN if grows else kind
            assert isinstance(of, Number)
            wanted = (of, Number(of.dimension * TIME ** Fraction(-1, 2)))
            said = "a share, as in `20%`" if grows else "an amount of the stock"
            term = context.term(value, of)
        case _:
            term = context.term(value, kind)
            wanted, said = (kind,), "an amount of the stock"
    if term is None:
        return None
    term = adapted(term, wanted[0])
    if term.type.kind not in wanted:
        context.findings.add(
            errors.stock_field_kind(
                value.span, name, term.type.kind, said, unit=known.unit, written=written_unit(term, context)
            )
        )
        return None
    return term
