"""What changes over time: the moment `t`, and what reads the past."""

from itertools import pairwise

from forecast.language.semantics import errors
from forecast.language.semantics.arithmetic import combine
from forecast.language.semantics.literals import BOOLEAN, DATE, bare
from forecast.language.semantics.logic import unified
from forecast.language.semantics.naming import SCHEDULE_OPTIONS
from forecast.language.semantics.ranges import constant_of, range_of
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import At, Constant, Delay, Draw, IndexValues, Running, Strike, Term, Vector
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.dimension import TIME
from forecast.language.types.kind import CLOCK, DURATION, Date, Growth, Kind, Number, Type

MAX_POINTS = 100


def now(span: Span, context: Context) -> Term:
    """`t`: the date of the moment."""
    clock = context.scope.clock
    values = () if clock is None or clock.values is None else clock.values
    return IndexValues(CLOCK, values, Type(DATE, (CLOCK,)), span)


def needs_clock(span: Span, what: str, context: Context) -> bool:
    """Whether there is a clock, which `what` cannot do without; reports it where there is none."""
    if context.scope.clock is None and CLOCK not in context.scope.declared:
        context.findings.add(errors.no_clock(span, what))
    return context.scope.clock is not None


def at(expression: tree.At, context: Context, expected: Kind | None) -> Term | None:
    """`x at 2030`. What does not change over time is the same at every date."""
    value = context.term(expression.value, expected)
    date = context.without_draws().term(expression.when, DATE)
    if value is None or date is None:
        return None
    if not isinstance(date.type.kind, Date):
        context.findings.add(errors.at_needs_date(expression.when.span, date.type.kind))
        return None
    if date.type.varying:
        context.findings.add(errors.at_varying_date(expression.when.span, expression.value.span.text))
        return None
    if not value.type.varying:
        return value
    dims = context.scope.ordered((*value.type.own, *date.type.dims))
    return At(value, date, Type(value.type.kind, dims), expression.span)


def of_event(operation: str, date: Term, span: Span, context: Context) -> Term | None:
    """`happened(e)`, `since(e)`."""
    if date.type.varying:
        context.findings.add(errors.event_varies(date.span, date.span.text))
        return None
    kind: Kind = BOOLEAN if operation == "happened" else DURATION
    return combine(operation, (date, now(span, context)), kind, span, context)


def delay(argument: Term, lag: Term, before: Term | None, span: Span, context: Context) -> Term | None:
    """`delay(x, lag)`: what x was some time ago."""
    if not argument.type.varying and before is None:
        return argument
    if not needs_clock(span, "`delay`", context):
        return None
    if before is not None and before.type.varying:
        context.findings.add(errors.delay_before(before.span))
        return None
    if range_of(lag, context.scope.ranges).high < 0:
        context.findings.add(errors.negative_delay(lag.span))
        return None
    parts = (argument, lag) if before is None else (argument, lag, before)
    dims = context.scope.ordered((CLOCK, *(dim for part in parts for dim in part.type.dims)))
    return Delay(argument, lag, before, Type(argument.type.kind, dims), span)


def running(operation: str, expression: tree.Call, context: Context) -> Term | None:
    """`cumulative(x)`, `running_max(x)` and `derivative(x)` in time, of one quantity that changes over time."""
    if len(expression.arguments) != 1 or expression.arguments[0].key is not None:
        context.findings.add(errors.running_arguments(expression.span, operation))
        return None
    argument = context.term(expression.arguments[0].value)
    if argument is None:
        return None
    kind = argument.type.kind
    if not argument.type.varying:
        context.findings.add(errors.running_static(expression.span, operation, argument.type.dims))
        return None
    if operation != "derivative" and not needs_clock(expression.span, f"`{operation}`", context):
        return None
    if operation == "running_max":
        if not isinstance(kind, (Number, Date, Growth)):
            context.findings.add(errors.running_kind(argument.span, operation, kind))
            return None
        return Running(operation, argument, argument.type, expression.span)
    if not isinstance(kind, Number):
        context.findings.add(errors.running_kind(argument.span, operation, kind))
        return None
    dimension = kind.dimension / TIME if operation == "derivative" else kind.dimension * TIME
    return Running(operation, argument, Type(Number(dimension), argument.type.dims), expression.span)


def schedule(expression: tree.Call, context: Context, expected: Kind | None) -> Term | None:
    """`schedule(2026: 1, 2030: 5)`: a quantity by its values at given dates."""
    options = {
        a.key.id: a.value for a in expression.arguments if isinstance(a.key, tree.Name) and a.key.id in SCHEDULE_OPTIONS
    }
    points = [a for a in expression.arguments if not (isinstance(a.key, tree.Name) and a.key.id in SCHEDULE_OPTIONS)]
    for argument in points:
        if argument.key is None or isinstance(argument.key, tree.Else):
            context.findings.add(errors.schedule_point(argument.span))
            return None
    if not points or expression.over:
        context.findings.add(errors.schedule_point(expression.span))
        return None
    if len(points) > MAX_POINTS:
        context.findings.add(errors.call_too_long(points[MAX_POINTS].span, "schedule", MAX_POINTS))
        return None
    flags = {name: bare(value) for name, value in options.items()}
    for value in flags.values():
        if not isinstance(value, tree.Boolean):
            context.findings.add(errors.schedule_option(value.span))
            return None
    dates = [
        context.without_draws().term(a.key, DATE)
        for a in points
        if a.key is not None and not isinstance(a.key, tree.Else)
    ]
    values = unified(tuple(a.value for a in points), context, expected, "the values of a schedule")
    if values is None or None in dates:
        return None
    known = [date for date in dates if date is not None]
    for date in known:
        if not isinstance(date.type.kind, Date) or date.type.varying:
            context.findings.add(errors.schedule_date(date.span, date.type.kind, varying=date.type.varying))
            return None
    for before, after in pairwise(known):
        low, high = (constant_of(place, context.scope.ranges) for place in (before, after))
        if low is not None and high is not None and low >= high:
            context.findings.add(errors.points_not_rising(before.span, after.span))
            return None
    steps = _is_true(flags.get("steps"))
    kind = values[0].type.kind
    if not steps and not isinstance(kind, (Number, Date, Growth)):
        context.findings.add(errors.schedule_steps(expression.span, kind))
        return None
    moment = now(expression.span, context)
    arguments: tuple[Term, ...] = (moment, _vector(known, DATE, context), _vector(list(values), kind, context))
    if steps:
        return combine("held", arguments, kind, expression.span, context)
    if _is_true(flags.get("log")):
        arguments = (*arguments, Constant(1.0, Type(BOOLEAN), expression.span, exact=True))
    return combine("interpolate", arguments, kind, expression.span, context)


def _is_true(option: tree.Expr | None) -> bool:
    return isinstance(option, tree.Boolean) and option.value


def _vector(items: list[Term], kind: Kind, context: Context) -> Vector:
    dims = context.scope.ordered(dim for item in items for dim in item.type.dims)
    return Vector(tuple(items), Type(kind, dims), items[0].span)


def strike(rate: Term, after: Term | None, exposure: Term | None, span: Span, context: Context) -> Term | None:
    """`hazard(rate, after: F)` where the rate changes over time; `exposure` is its unit exponential draw."""
    if not isinstance(exposure, Draw) or not needs_clock(span, "a hazard whose rate changes over time", context):
        return None
    parts = (rate, exposure) if after is None else (rate, after, exposure)
    dims = context.scope.ordered(dim for part in parts for dim in part.type.own)
    return Strike(rate, after, exposure, None, Type(DATE, dims), span)
