"""Whether an expression rises or falls with the one distribution that stands in it."""

from collections.abc import Iterable, Mapping

from forecast.language.semantics.ranges import Range, range_of
from forecast.language.semantics.term import Apply, Draw, Stack, Term, walk

type Trend = int | None
"""1 rises, -1 falls, 0 does not depend, None nothing that can be told."""

_RISING = frozenset(
    {
        "exp", "expm1", "log", "log2", "log10", "log1p", "sqrt", "logit", "inv_logit", "normal_cdf", "normal_quantile",
        "growth_effective", "growth_continuous", "round", "floor", "ceil",
    }
)  # fmt: skip
_JOINT = frozenset({"add", "date_add", "max", "min", "first", "last", "clamp", "and", "or"})


def trend(term: Term, cell: Mapping[str, int], nodes: Mapping[str, Range]) -> Trend:
    """How a term goes with the distributions in it, other than `never`; of tables in the cell given by positions."""
    if not draws_in(term, cell):
        return 0
    match term:
        case Draw():
            # Its parameters may hold others; then there is not one.
            return 1
        case Stack(index=index, cells=cells) if index in cell:
            return trend(cells[cell[index]], cell, nodes)
        case Apply(operation=operation, arguments=arguments):
            trends = [trend(argument, cell, nodes) for argument in arguments]
            return _apply(operation, trends, [range_of(argument, nodes) for argument in arguments])
        case _:
            return None


def draws_in(term: Term, cell: Mapping[str, int]) -> dict[tuple[str, str], Draw]:
    """The distributions in a term, other than `never`, by part and element; of tables those of one cell."""
    found: dict[tuple[str, str], Draw] = {}
    for part in walk(in_cell(term, cell)):
        if isinstance(part, Draw) and part.part != "never":
            found.setdefault((part.part, part.element), part)
    return found


def in_cell(term: Term, cell: Mapping[str, int]) -> Term:
    """The cell of the table that a term is, or that stands under the clauses of an event."""
    match term:
        case Stack(index=index, cells=cells) if index in cell:
            return in_cell(cells[cell[index]], cell)
        case Apply(operation="unless", arguments=(coin, date)):
            return Apply("unless", (coin, in_cell(date, cell)), term.type, term.span)
        case _:
            return term


def _apply(operation: str, trends: list[Trend], ranges: list[Range]) -> Trend:
    match operation, trends, ranges:
        case _ if operation in _JOINT:
            return _joint(trends)
        case _, [a, *rest], _ if operation in _RISING:
            return a if not any(rest) and None not in rest else None
        case (("subtract" | "date_subtract" | "date_difference" | "greater" | "greater_equal"), [a, b], _):
            return _joint([a, _turned(b)])
        case (("less" | "less_equal" | "before"), [a, b], _):
            return _joint([_turned(a), b])
        case (("negate" | "not"), [a], _):
            return _turned(a)
        case (("multiply" | "factor"), [a, b], [x, y]):
            return _joint([_scaled(a, y), _scaled(b, x)])
        case "divide", [a, b], [x, y]:
            return _joint([_scaled(a, y), _turned(_scaled(b, x))]) if not b or y.positive else None
        case "power", [a, 0], [x, y] if y.constant is not None:
            odd = y.constant % 2 == 1
            return _scaled(a, y) if x.low >= 0 or (odd and y.constant > 0) else None
        case "power", [0, b], [x, _] if x.low > 1:
            return b
        case (("doubling_time" | "doubling_every"), [a], [x]) if x.positive:
            return _turned(a)
        case "halving_every", [a], [x] if x.positive:
            return a
        case (("unless" | "if" | "pick"), [0, *rest], _):
            return _joint(rest)
        case _:
            return None


def _joint(trends: Iterable[Trend]) -> Trend:
    """The trend of what rises with each of several parts."""
    found = set(trends) - {0}
    if not found:
        return 0
    return found.pop() if len(found) == 1 else None


def _turned(trend: Trend) -> Trend:
    return None if trend is None else -trend


def _scaled(trend: Trend, factor: Range) -> Trend:
    """The trend of a product, for one of its factors by the sign of the other."""
    if not trend or factor.positive:
        return trend
    return _turned(trend) if factor.high < 0 else None
