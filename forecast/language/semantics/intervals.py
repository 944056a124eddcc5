"""`a to b @ p as family` and two-point `quantiles`: which family is meant, and its two points."""

from dataclasses import dataclass
from math import isinf, isnan

from forecast.language.library import lookup
from forecast.language.semantics import errors
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
from forecast.language.semantics.term import Constant, Draw, Term
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.kind import PLAIN, Date, Growth, Kind, Number, Type

DEFAULT_LEVEL = 0.9
FAMILIES = ("normal", "lognormal", "logit_normal", "uniform")


def interval(expression: tree.Interval, context: Context, expected: Kind | None) -> Term | None:
    if expression.high is None:
        return _quantiles_as(expression, context, expected)
    if context.drawing is None:
        context.findings.add(errors.distribution_in_equals(expression.span, context.equals, context.inside))
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
    return Draw(
        family.constructor, parameters, context.drawing.next_part(), plates, Type(kind, dims), span,
        element=context.drawing.element, noise=family.noise, family=family.name,
    )  # fmt: skip


def quantiles(call: tree.Call, context: Context, expected: Kind | None, family: tree.Name | None = None) -> Term | None:
    """`quantiles(10%: a, 90%: b)`: the same families as an interval, through two points."""
    points: list[tuple[float, Term, tree.Expr]] = []
    failed = False
    year_as_date = isinstance(expected, Date) or any(
        isinstance(bare(argument.value), tree.DateLiteral) for argument in call.arguments
    )
    for argument in call.arguments:
        if isinstance(argument.key, tree.Name) and argument.key.id in ("min", "max"):
            context.findings.add(errors.not_supported(argument.span, "bounds of `quantiles`"))
            return None
        key = None if argument.key is None or isinstance(argument.key, tree.Else) else bare(argument.key)
        if not isinstance(key, tree.Number):
            context.findings.add(errors.quantile_without_level(argument.span))
            return None
        level = key.value / 100 if key.unit == "%" else key.value
        if not 0 < level < 1:
            percent = f"{key.text}%" if not key.unit and 1 < level < 100 else ""
            context.findings.add(errors.quantile_level(key.span, key.span.text, percent))
            failed = True
        value = context.term(argument.value, DATE if year_as_date else expected)
        if value is None:
            failed = True
            continue
        points.append((level, value, argument.value))
    if failed:
        return None
    if len(points) > 2:
        context.findings.add(errors.not_supported(call.span, "`quantiles` with three or more points"))
        return None
    if len(points) < 2:
        context.findings.add(errors.too_few_quantiles(call.span, len(points)))
        return None
    (p, low, low_tree), (q, high, high_tree) = points
    low, high = adapted(low, high.type.kind), adapted(high, low.type.kind)
    for point in (low, high):
        if not isinstance(point.type.kind, (Number, Date, Growth)):
            context.findings.add(errors.no_interval_of(point.span, point.type.kind))
            return None
    if low.type.kind != high.type.kind:
        mismatch(low, high, "to", context, what="the points of `quantiles`")
        return None
    a, b = constant_of(low, context.scope.ranges), constant_of(high, context.scope.ranges)
    for end, value in ((low, a), (high, b)):
        if value is not None and isinf(value):
            context.findings.add(errors.endless_interval(end.span, end.type.kind))
            return None
    if p == q or (a is not None and b is not None and (a >= b if p < q else a <= b)):
        context.findings.add(errors.infeasible_quantiles(low_tree.span, high_tree.span, p, q))
        return None
    chosen = _family(family, (low, high), is_percent(low_tree) and is_percent(high_tree), call.span, context)
    if chosen is None:
        return None
    parameters = (
        ("low_level", Constant(p, Type(PLAIN), low.span)),
        ("low", low),
        ("high_level", Constant(q, Type(PLAIN), high.span)),
        ("high", high),
    )
    return draw(Family(chosen, f"{chosen}_points"), parameters, low.type.kind, call.span, context)


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
    """The unit of the high end where the low one has none: `8 to 3 USD`."""
    ending = unit_of_end(high)
    return ending.unit if ending is not None and unit_of_end(low) is None else ""


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
