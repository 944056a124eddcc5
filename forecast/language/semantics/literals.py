"""Literals: numbers with units, dates, years, growth."""

from math import inf, nan

from forecast.language.semantics import errors
from forecast.language.semantics.ranges import range_of
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Apply, Constant, Term
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.calendar import InvalidDate, parse_date, years_between
from forecast.language.types.catalogue import instead_of, parse_unit
from forecast.language.types.growth import growth_unit
from forecast.language.types.kind import DURATION, PLAIN, Boolean, Date, Growth, Kind, Number, Type
from forecast.language.types.unit import MalformedUnit, Unit, UnknownUnit, exact

DATE = Date()
GROWTH = Growth()
BOOLEAN = Boolean()


def bare(expression: tree.Expr) -> tree.Expr:
    """The expression without brackets around it."""
    while isinstance(expression, tree.Paren):
        expression = expression.inner
    return expression


def number(literal: tree.Number, context: Context, expected: Kind | None) -> Term | None:
    """A number literal; a bare year becomes a date where a date is expected."""
    if isinstance(expected, Date) and not literal.unit:
        return year_date(literal, context)
    if not literal.unit:
        return Constant(literal.value, Type(PLAIN), literal.span)
    place = literal.unit_span or literal.span
    try:
        growth = growth_unit(literal.unit, context.scope.catalogue)
        if growth is not None:
            rate = growth.log_rate(literal.value)
            if rate == -inf:
                context.findings.add(errors.negative_growth_factor(literal.span))
                return None
            return Constant(rate, Type(GROWTH), literal.span)
        unit = parse_unit(literal.unit, context.scope.catalogue)
    except UnknownUnit as unknown:
        known = tuple(context.scope.catalogue.names())
        declared = unknown.name in context.scope.declared
        after = literal.text if literal.span.end == place.end else "3"
        context.findings.add(
            errors.unknown_unit(place, unknown.name, instead_of(unknown.name), known, after=after, declared=declared)
        )
        return None
    except MalformedUnit as malformed:
        context.findings.add(errors.malformed_unit(place, malformed.text, malformed.reason))
        return None
    except ValueError:
        context.findings.add(errors.negative_growth_factor(literal.span))
        return None
    for name in unit_names(literal.unit):
        declared = context.scope.declared.get(name)
        if declared is not None and len(name) == 1 and literal.unit.split("/")[0] != name:
            context.findings.add(errors.ambiguous_unit(place, name, literal.unit, declared))
            return None
    return Constant(_canonical(literal.value, unit), Type(Number(unit.dimension)), literal.span)


def _canonical(value: float, unit: Unit) -> float:
    """The value in canonical units, rounded once: 70% is 0.7 and not 0.7000000000000001."""
    try:
        return float(exact(value) * unit.scale)
    except (ValueError, OverflowError):
        return value * unit.factor


def unit_names(text: str) -> tuple[str, ...]:
    """The names in a unit's text."""
    names = text.replace("*", "/").split("/")
    return tuple(name.split("^")[0] for name in names if name and name != "1")


def is_year(expression: tree.Expr) -> bool:
    """Whether the expression is a bare whole number that can be read as a year: one of four digits."""
    inner = bare(expression)
    return isinstance(inner, tree.Number) and not inner.unit and inner.text.isdecimal() and 1000 <= inner.value <= 9999


def year_date(literal: tree.Number, context: Context) -> Term | None:
    """A bare year as a date: 1 January."""
    if not is_year(literal):
        context.findings.add(errors.not_a_year(literal.span, literal.text))
        return None
    return _date(literal.text.zfill(4), literal, context)


def date(literal: tree.DateLiteral, context: Context) -> Term | None:
    return _date(literal.text, literal, context)


def _date(text: str, literal: tree.Number | tree.DateLiteral, context: Context) -> Term | None:
    try:
        parsed = parse_date(text)
    except InvalidDate as invalid:
        context.findings.add(errors.invalid_date(literal.span, literal.text, invalid.reason))
        return None
    return Constant(years_between(context.scope.epoch, parsed.ordinal), Type(DATE), literal.span)


def never(literal: tree.Never) -> Term:
    return Constant(inf, Type(DATE), literal.span, exact=True)


def boolean(literal: tree.Boolean) -> Term:
    return Constant(1.0 if literal.value else 0.0, Type(BOOLEAN), literal.span, exact=True)


def every(expression: tree.Every, context: Context) -> Term | None:
    """`doubling every 7 months`: the log-rate ln 2 / period (its negative for halving)."""
    period = context.term(expression.period, DURATION)
    if period is None:
        return None
    if period.type.kind != DURATION:
        context.findings.add(errors.bad_period(expression.period.span, expression.kind, period.type.kind))
        return None
    known = range_of(period, context.scope.ranges)
    if known.high <= 0:
        context.findings.add(errors.bad_period(expression.period.span, expression.kind, DURATION))
        return None
    dims = period.type.dims
    return Apply(f"{expression.kind}_every", (period,), Type(GROWTH, dims), expression.span)


def adapted(term: Term, kind: Kind) -> Term:
    """A literal 0 or inf takes the unit of what it is combined with: it is the same amount in all units."""
    if isinstance(term, Constant) and term.type.kind == PLAIN and isinstance(kind, Number) and term.value in (0.0, inf):
        return Constant(term.value, Type(kind), term.span)
    return term


def is_percent(expression: tree.Expr) -> bool:
    inner = bare(expression)
    return isinstance(inner, tree.Number) and inner.unit == "%"


def literal_value(expression: tree.Expr) -> float:
    """The number as written, without its unit; NaN for anything but a literal."""
    inner = bare(expression)
    return inner.value if isinstance(inner, tree.Number) else nan


def with_unit(expression: tree.Expr, unit: str, unit_span: Span | None) -> tree.Expr:
    """`5` of `5 to 10 years` as `5 years`: a plain literal, possibly negated, takes the unit of the other end."""
    match expression:
        case tree.Number(text=text, value=value, unit="", span=span) if value != 0:
            return tree.Number(text, value, unit, span, unit_span)
        case tree.Number(text=text, value=value, unit="%", span=span) if unit.startswith("%/"):
            # `20% to 60%/year`: the low end lacks the time alone.
            return tree.Number(text, value, unit, span, unit_span)
        case tree.Unary(op="-" | "+" as op, operand=operand, span=span):
            return tree.Unary(op, with_unit(operand, unit, unit_span), span)
        case tree.Paren(inner=inner, span=span):
            return tree.Paren(with_unit(inner, unit, unit_span), span)
        case _:
            return expression


def unit_of_end(expression: tree.Expr) -> tree.Number | None:
    """The literal with a unit that ends an interval, through a sign or brackets."""
    inner = bare(expression)
    if isinstance(inner, tree.Unary):
        return unit_of_end(inner.operand)
    return inner if isinstance(inner, tree.Number) and inner.unit else None
