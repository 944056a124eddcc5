"""`time A to B by STEP`: the dates at which everything that changes over time is kept."""

from math import isfinite

from forecast.language.semantics import errors
from forecast.language.semantics.literals import bare, literal_value
from forecast.language.semantics.model import Index
from forecast.language.semantics.ranges import constant_of
from forecast.language.semantics.scope import Context
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.calendar import (
    DAYS_PER_YEAR,
    days_in_month,
    format_date,
    from_ordinal,
    ordinal,
    years_between,
)
from forecast.language.types.kind import CLOCK, DURATION, Date, Kind

MAX_TICKS = 10_000
_MONTHS = {"month": 1, "months": 1, "year": 12, "years": 12}
_SAME = 1e-6
"""Years within which two ticks are one: half a minute."""


def define_clock(declaration: tree.Time, context: Context) -> Index | None:
    """The clock as an index of dates; None after an error, which has then been reported.

    Steps of months or years go from date to date of the calendar, others are equal; the end is always a tick.
    """
    start = _constant(declaration.start, Date(), "begins", context)
    end = _constant(declaration.end, Date(), "ends", context)
    step = _constant(declaration.step, DURATION, "steps", context)
    if start is None or end is None or step is None:
        return None
    if end <= start:
        context.findings.add(errors.clock_backwards(declaration.start.span, declaration.end.span))
        return None
    if step <= 0:
        context.findings.add(errors.clock_step(declaration.step.span, declaration.step.span.text))
        return None
    if step > (end - start) * (1 + _SAME):
        context.findings.add(errors.clock_step_too_long(declaration.step.span, declaration.end.span))
        return None
    count = (end - start) / step
    if count > MAX_TICKS:
        context.findings.add(errors.clock_too_long(declaration.step.span, count, MAX_TICKS))
        return None
    ticks = _calendar_ticks(start, end, declaration.step, context) or _equal_ticks(start, end, step)
    labels = tuple(_label(tick, context) for tick in ticks)
    return Index(CLOCK, labels, _first_word(declaration), ticks, Date(), None, declaration.doc)


def _constant(expression: tree.Expr, kind: Kind, what: str, context: Context) -> float | None:
    found = context.findings.added
    term = context.term(expression, kind)
    if term is None:
        if context.findings.added == found:
            context.findings.add(errors.clock_not_constant(expression.span, what, kind, kind))
        return None
    value = constant_of(term, context.scope.ranges)
    if term.type.kind != kind or value is None or not isfinite(value):
        context.findings.add(errors.clock_not_constant(expression.span, what, term.type.kind, kind))
        return None
    return value


def _equal_ticks(start: float, end: float, step: float) -> tuple[float, ...]:
    count = int((end - start) / step + _SAME)
    ticks = [start + i * step for i in range(count + 1)]
    if end - ticks[-1] > _SAME:
        return (*ticks, end)
    return (*ticks[:-1], end)


def _calendar_ticks(start: float, end: float, step: tree.Expr, context: Context) -> tuple[float, ...] | None:
    """Ticks on dates of the calendar, if the step is a whole number of months or years and the start is midnight."""
    literal = bare(step)
    months = _MONTHS.get(literal.unit) if isinstance(literal, tree.Number) else None
    size = literal_value(step)
    epoch = context.scope.epoch
    day = round(start * DAYS_PER_YEAR)
    if months is None or size != int(size) or abs(start - years_between(0, day)) > _SAME:
        return None
    year, month, day_of_month = from_ordinal(epoch + day)
    ticks = [start]
    for count in range(1, MAX_TICKS + 2):
        later = month - 1 + count * int(size) * months
        y, m = year + later // 12, later % 12 + 1
        tick = years_between(epoch, ordinal(y, m, min(day_of_month, days_in_month(y, m))))
        if tick >= end - _SAME:
            break
        ticks.append(tick)
    return (*ticks, end)


def _label(tick: float, context: Context) -> str:
    return format_date(tick, context.scope.epoch)


def _first_word(declaration: tree.Time) -> Span:
    span = declaration.span
    return Span(span.source, span.start, span.start + len("time"))
