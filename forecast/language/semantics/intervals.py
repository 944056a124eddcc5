"""`a to b @ p as family` and `quantiles`: which family is meant, and its points."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import isinf, isnan

from forecast.language.library import lookup
from forecast.language.semantics import errors, metalog
from forecast.language.semantics.arithmetic import mismatch
from forecast.language.semantics.literals import (
    DATE,
    adapted,
    bare,
    is_percent,
    is_year,
    literal_value,
    unit_of_end,
    with_unit,
)
from forecast.language.semantics.ranges import constant_of, range_of
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Constant, Draw, Nested, Term
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.kind import PLAIN, Date, Growth, Kind, Number, Type

DEFAULT_LEVEL = 0.9
FAMILIES = ("normal", "lognormal", "logit_normal", "uniform")
MAX_POINTS = 16
"""Of a metalog: through more it would wave."""


def interval(expression: tree.Interval, context: Context, expected: Kind | None) -> Term | None:
    if expression.high is None:
        return _quantiles_as(expression, context, expected)
    meant = _with_brackets(expression, expression.high)
    if context.drawing is None:
        found = errors.distribution_in_equals(expression.span, context.equals, context.inside, meant=meant)
        context.findings.add(found)
        return None
    if meant and isinstance(expression.low, tree.Binary) and _is_date(expression.low.left, context):
        context.findings.add(errors.date_and_interval(expression.span, expression.low.left.span, meant))
        return None
    ends = _ends(expression.low, expression.high, context, expected)
    level = _level(expression.level, expression.span, context)
    if ends is None or level is None:
        return None
    low, high = ends
    low_value, high_value = (constant_of(end, context.scope.ranges) for end in ends)
    for end, value in ((low, low_value), (high, high_value)):
        if value is not None and isinf(value):
            context.findings.add(errors.endless_interval(end.span, low.type.kind))
            return None
    if low_value is not None and high_value is not None and low_value >= high_value:
        context.findings.add(
            errors.ends_swapped(
                expression.low.span,
                expression.high.span,
                equal=low_value == high_value,
                unit=_serves_both(expression.low, expression.high),
                kind=low.type.kind,
            )
        )
        return None
    # The unit of the second end serves both: `5 to 50%` is `5% to 50%`.
    low_percent = is_percent(expression.low) or _takes_unit(expression.low)
    both_percent = low_percent and is_percent(expression.high)
    family = _family(expression.family, (low, high), both_percent, expression.span, context)
    if family is None:
        return None
    parameters = (("low", low), ("high", high), ("level", level))
    return draw(Family(family, f"{family}_between"), parameters, low.type.kind, expression.span, context)


def _with_brackets(interval: tree.Interval, high: tree.Expr) -> str:
    """What `a + 4 to 8 weeks` is meant to be: `a + (4 to 8 weeks)`; "" where it can be what it says."""
    low = interval.low
    if not isinstance(low, tree.Binary) or low.op not in ("+", "-"):
        return ""
    if not isinstance(low.right, tree.Number) or not isinstance(high, tree.Number) or not high.unit:
        return ""
    source, left = interval.span.source, low.left.span.text
    rest = Span(source, low.right.span.start, interval.span.end).text
    return f"{left} {low.op} ({rest})"


def _is_date(expression: tree.Expr, context: Context) -> bool:
    name = bare(expression)
    if not isinstance(name, tree.Name):
        return False
    if name.id == "as_of":
        return True
    node = context.scope.nodes.get(name.id)
    return node is not None and isinstance(node.type.kind, Date)


@dataclass(frozen=True, slots=True)
class Family:
    """A family of distributions in one of its forms: its name, the constructor of the form, and what its draws start from."""

    name: str
    constructor: str
    noise: str = "score"


def draw(
    family: Family, parameters: tuple[tuple[str, Term], ...], kind: Kind, span: Span, context: Context
) -> Term | None:
    """One distribution of the node being defined. An error where the node is defined by `=`."""
    if context.drawing is None:
        context.findings.add(errors.distribution_in_equals(span, context.equals, context.inside))
        return None
    plates = tuple(dim for dim in context.drawing.plates if dim not in context.cells)
    dims = context.scope.ordered((*plates, *(dim for _, term in parameters for dim in term.type.dims)))
    inner = next((term.part for _, term in parameters if isinstance(term, Nested)), None)
    return Draw(
        family.constructor, parameters, inner or context.drawing.next_part(), plates, Type(kind, dims), span,
        element=context.drawing.element, noise=family.noise, family=family.name,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Point:
    """A point of `quantiles`."""

    level: float
    value: Term
    tree: tree.Expr


def quantiles(call: tree.Call, context: Context, expected: Kind | None, family: tree.Name | None = None) -> Term | None:
    """`quantiles(10%: a, 90%: b)`: two points are the same families as an interval; more, or bounds, a metalog."""
    beyond = [argument.span for argument in call.arguments if not _is_bound(argument)][MAX_POINTS:]
    if beyond:
        context.findings.add(errors.too_many_quantiles(beyond[0], MAX_POINTS))
        return None
    points, bounds = _points(call, context, expected), _bounds(call, context, expected)
    if points is None or bounds is None:
        return None
    if len(points) < 2:
        context.findings.add(errors.too_few_quantiles(call.span, len(points)))
        return None
    every = _of_one_kind([*(point.value for point in points), *bounds.values()], context)
    if every is None:
        return None
    points = [_Point(point.level, value, point.tree) for point, value in zip(points, every, strict=False)]
    bounds = dict(zip(bounds, every[len(points) :], strict=True))
    if not _rising(points, context):
        return None
    if len(points) > 2 or bounds:
        return _metalog(points, bounds, call, context, family)
    low, high = points
    percent = is_percent(low.tree) and is_percent(high.tree)
    chosen = _family(family, (low.value, high.value), percent, call.span, context)
    if chosen is None:
        return None
    parameters = (
        ("low_level", Constant(low.level, Type(PLAIN), low.value.span)),
        ("low", low.value),
        ("high_level", Constant(high.level, Type(PLAIN), high.value.span)),
        ("high", high.value),
    )
    return draw(Family(chosen, f"{chosen}_points"), parameters, low.value.type.kind, call.span, context)


def _is_bound(argument: tree.Argument) -> bool:
    return isinstance(argument.key, tree.Name) and argument.key.id in ("min", "max")


def _wanted(call: tree.Call, expected: Kind | None) -> Kind | None:
    dated = any(isinstance(bare(argument.value), tree.DateLiteral) for argument in call.arguments)
    return DATE if dated or isinstance(expected, Date) else expected


def _points(call: tree.Call, context: Context, expected: Kind | None) -> list[_Point] | None:
    points: list[_Point] = []
    failed = False
    for argument in call.arguments:
        if _is_bound(argument):
            continue
        key = None if argument.key is None or isinstance(argument.key, tree.Else) else bare(argument.key)
        if not isinstance(key, tree.Number):
            context.findings.add(errors.quantile_without_level(argument.span))
            return None
        level = key.value / 100 if key.unit == "%" else key.value
        if not 0 < level < 1:
            percent = f"{key.text}%" if not key.unit and 1 < level < 100 else ""
            context.findings.add(errors.quantile_level(key.span, key.span.text, percent))
            failed = True
        value = context.term(argument.value, _wanted(call, expected))
        if value is None:
            failed = True
            continue
        points.append(_Point(level, value, argument.value))
    return None if failed else points


def _bounds(call: tree.Call, context: Context, expected: Kind | None) -> dict[str, Term] | None:
    """The values of `min:` and `max:`, in this order."""
    found: dict[str, tuple[Term, Span]] = {}
    for argument in call.arguments:
        if not _is_bound(argument) or not isinstance(argument.key, tree.Name):
            continue
        name, place = argument.key.id, argument.key.span
        if name in found:
            context.findings.add(errors.repeated_argument(place, "quantiles", name, found[name][1]))
            return None
        value = context.term(argument.value, _wanted(call, expected))
        if value is None:
            return None
        found[name] = (value, value.span)
    return {name: found[name][0] for name in ("min", "max") if name in found}


def _of_one_kind(values: list[Term], context: Context) -> list[Term] | None:
    known = next((value for value in values if value.type.kind != PLAIN), values[0])
    values = [adapted(value, known.type.kind) for value in values]
    for value in values:
        if not isinstance(value.type.kind, (Number, Date, Growth)):
            context.findings.add(errors.no_interval_of(value.span, value.type.kind))
            return None
    for value in values[1:]:
        if value.type.kind != values[0].type.kind:
            mismatch(values[0], value, "to", context, what="the points of `quantiles`")
            return None
    for value in values:
        constant = constant_of(value, context.scope.ranges)
        if constant is not None and isinf(constant):
            context.findings.add(errors.endless_interval(value.span, value.type.kind))
            return None
    return values


def _rising(points: list[_Point], context: Context) -> bool:
    """Whether constant values rise with their levels; reports the first two that do not."""
    ranges = context.scope.ranges
    for low, high in pairwise(sorted(points, key=lambda point: point.level) if len(points) > 2 else points):
        a, b = constant_of(low.value, ranges), constant_of(high.value, ranges)
        p, q = low.level, high.level
        if p == q or (a is not None and b is not None and (a >= b if p < q else a <= b)):
            context.findings.add(errors.infeasible_quantiles(low.tree.span, high.tree.span, p, q))
            return False
    return True


def _metalog(
    points: list[_Point], bounds: Mapping[str, Term], call: tree.Call, context: Context, family: tree.Name | None
) -> Term | None:
    if family is not None:
        context.findings.add(errors.family_of_many_points(family.span, family.id))
        return None
    ranges = context.scope.ranges
    low, high = (constant_of(bounds[name], ranges) if name in bounds else None for name in ("min", "max"))
    values = [constant_of(point.value, ranges) for point in points]
    if low is not None and high is not None and low >= high:
        context.findings.add(errors.bounds_of_quantiles(bounds["max"].span, bounds["min"].span))
        return None
    for point, value in zip(points, values, strict=True):
        for name, bound in (("min", low), ("max", high)):
            beyond = bound is not None and value is not None and (value <= bound if name == "min" else value >= bound)
            if beyond:
                context.findings.add(errors.quantile_beyond(point.tree.span, point.level, name, bounds[name].span))
                return None
    known = [(p.level, v) for p, v in zip(points, values, strict=True) if v is not None]
    if len(known) == len(points) and (low is not None) == ("min" in bounds) and (high is not None) == ("max" in bounds):
        scaled = [(level, metalog.unbounded(value, low, high)) for level, value in known]
        if not metalog.rises(scaled):
            fault = None if context.findings.many else metalog.at_fault(scaled)
            at = None if fault is None else points[fault[0]]
            context.findings.add(
                errors.quantiles_without_metalog(
                    call.span if at is None else at.tree.span,
                    None if at is None else at.level,
                    higher=fault is not None and fault[1],
                    bounds=tuple(bounds),
                )
            )
            return None
    constructor = {"": "metalog", "min": "metalog_above", "max": "metalog_below"}.get(
        " ".join(bounds), "metalog_within"
    )
    parameters = list(bounds.items())
    for number, point in enumerate(points, 1):
        parameters += [
            (f"level{number}", Constant(point.level, Type(PLAIN), point.value.span)),
            (f"value{number}", point.value),
        ]
    kind = points[0].value.type.kind
    return draw(Family("metalog", constructor, "uniform"), tuple(parameters), kind, call.span, context)


def _quantiles_as(expression: tree.Interval, context: Context, expected: Kind | None) -> Term | None:
    inner = bare(expression.low)
    if isinstance(inner, tree.Call) and isinstance(inner.function, tree.Name) and inner.function.id == "quantiles":
        return quantiles(inner, context, expected, expression.family)
    context.findings.add(errors.as_without_interval(expression.span))
    return None


def _ends(
    low_tree: tree.Expr, high_tree: tree.Expr, context: Context, expected: Kind | None
) -> tuple[Term, Term] | None:
    """Both ends in one unit: the unit of the second serves both, a bare year beside a date is one."""
    ending = unit_of_end(high_tree)
    if ending is not None:
        low_tree = with_unit(low_tree, ending.unit, ending.unit_span)
    if is_year(low_tree) and not isinstance(expected, Date) and not is_year(high_tree):
        high = context.term(high_tree)
        low = context.term(low_tree, DATE if high is not None and isinstance(high.type.kind, Date) else None)
    else:
        low = context.term(low_tree, expected)
        year = low is not None and isinstance(low.type.kind, Date)
        high = context.term(high_tree, DATE if year else expected)
    if low is None or high is None:
        return None
    low, high = adapted(low, high.type.kind), adapted(high, low.type.kind)
    for end in (low, high):
        if not isinstance(end.type.kind, (Number, Date, Growth)):
            context.findings.add(errors.no_interval_of(end.span, end.type.kind))
            return None
    if low.type.kind != high.type.kind:
        mismatch(low, high, "to", context, what="the ends of an interval")
        return None
    return low, high


def _serves_both(low: tree.Expr, high: tree.Expr) -> str:
    """The unit of the high end as written, where the low one has none: `8 to 3 USD`; of `60% to 20%/year` the time."""
    ending, beginning = unit_of_end(high), unit_of_end(low)
    if ending is None:
        return ""
    written = ending.unit if ending.unit_span is None else ending.unit_span.text
    if beginning is None:
        return written
    return written.removeprefix("%") if beginning.unit == "%" and ending.unit.startswith("%/") else ""


def _takes_unit(end: tree.Expr) -> bool:
    inner = bare(end)
    return isinstance(inner, tree.Number) and not inner.unit and inner.value != 0


def _level(expression: tree.Expr | None, span: Span, context: Context) -> Term | None:
    if expression is None:
        return Constant(DEFAULT_LEVEL, Type(PLAIN), span)
    level = context.without_draws().term(expression)
    if level is None:
        return None
    if level.type.kind != PLAIN:
        context.findings.add(errors.level_kind(expression.span, level.type.kind))
        return None
    value = constant_of(level, context.scope.ranges)
    if value is not None and not 0 < value < 1:
        written = literal_value(expression)
        context.findings.add(errors.level_range(expression.span, None if isnan(written) else written))
        return None
    return level


def _family(name: tree.Name | None, ends: tuple[Term, Term], percent: bool, span: Span, context: Context) -> str | None:
    """The family meant: the one named, or that of language.md §6 for the kind and sign of the ends."""
    kind = ends[0].type.kind
    low, high = (range_of(end, context.scope.ranges) for end in ends)
    if name is None:
        if isinstance(kind, (Date, Growth)):
            return "normal"
        if percent and low.positive and high.high < 1:
            return "logit_normal"
        if low.positive:
            return "lognormal"
        if low.high <= 0:
            return "normal"
        context.findings.add(errors.family_unclear(span, ends[0].span))
        return None
    chosen = name.id
    if chosen not in FAMILIES:
        known = lookup(chosen)
        is_distribution = known is not None and known.kind == "distribution"
        context.findings.add(errors.unknown_family(name.span, chosen, FAMILIES, is_distribution=is_distribution))
        return None
    if isinstance(kind, (Date, Growth)) and chosen not in ("normal", "uniform"):
        context.findings.add(errors.family_needs_number(name.span, chosen, kind))
        return None
    if chosen == "lognormal" and low.high <= 0:
        context.findings.add(errors.family_needs_positive(name.span, chosen, ends[0].span))
        return None
    if chosen == "logit_normal":
        outside = next((e for e, r in zip(ends, (low, high), strict=True) if r.high <= 0 or r.low >= 1), None)
        if outside is not None or kind != PLAIN:
            context.findings.add(errors.family_needs_share(name.span, (outside or ends[0]).span, kind))
            return None
    return chosen
