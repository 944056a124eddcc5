"""`correlate`: which distributions take part, how strongly, and what hangs together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from math import pi, prod, sin

from forecast.language.semantics import errors
from forecast.language.semantics.cholesky import contradiction
from forecast.language.semantics.correlation_members import MAX_ROWS, Member, Place, Unit, members_of
from forecast.language.semantics.literals import bare
from forecast.language.semantics.model import CorrelatedDraw, Correlation, StatedCorrelation
from forecast.language.semantics.ranges import constant_of
from forecast.language.semantics.scope import Context
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.kind import PLAIN

MAX_PAIRS = 100_000
MOST_REPORTED = 20
"""Pairs of elements of which the correlation is reported, for one that is stated."""
MOST_SEARCHED = 40


@dataclass(frozen=True, slots=True)
class _Pair:
    """A correlation of two draws' elements: of their normal scores, as it was stated, where, and in which words."""

    score: float
    stated: float
    span: Span
    text: str


@dataclass(slots=True)
class _Found:
    pairs: dict[tuple[Unit, Unit], _Pair] = field(default_factory=dict[tuple[Unit, Unit], _Pair])
    stated: list[StatedCorrelation] = field(default_factory=list[StatedCorrelation])


def correlations(
    statements: Iterable[tree.Correlate], context: Context
) -> tuple[tuple[Correlation, ...], tuple[StatedCorrelation, ...]]:
    """The groups that the statements of a file make together, and what they say pair by pair."""
    found = _Found()
    for statement in statements:
        _read(statement, found, context)
    groups: list[Correlation] = []
    for pairs in _connected({key: pair for key, pair in found.pairs.items() if pair.score}):
        group = _group(pairs, context)
        if group is not None:
            groups.append(group)
    return tuple(groups), tuple(found.stated)


def _read(statement: tree.Correlate, found: _Found, context: Context) -> None:
    members = members_of(statement, context)
    if members is None:
        return
    if len(members) > MAX_ROWS:
        context.findings.add(errors.too_many_correlated(statement.span, len(members), MAX_ROWS))
        return
    values = _values(statement, members, context)
    if values is None:
        return
    count = sum(prod(_sizes(_dims(a, b, context), context)) for a, b in combinations(members, 2))
    if count > MAX_PAIRS:
        context.findings.add(errors.too_many_correlated(statement.span, count, MAX_PAIRS, pairs=True))
        return
    alike = len(set(values.values())) == 1 and bool(statement.over)
    reported: list[tuple[Place, Place]] = []
    for (i, a), (j, b) in combinations(enumerate(members), 2):
        value = values[i, j]
        places = _pair(a, b, value, statement=statement, found=found, context=context)
        if places is None:
            return
        if alike:
            reported += places
        else:
            text = f"{a.text} and {b.text}"
            found.stated.append(
                StatedCorrelation(text, value, statement.gaussian, tuple(places[:MOST_REPORTED]), len(places))
            )
    if alike:
        names = ", ".join(dict.fromkeys(member.source.node.name for member in members))
        text = f"{names} over {', '.join(name.id for name in statement.over)}"
        found.stated.append(
            StatedCorrelation(
                text, values[0, 1], statement.gaussian, tuple(reported[:MOST_REPORTED]), len(reported)
            )
        )  # fmt: skip


def _dims(a: Member, b: Member, context: Context) -> tuple[str, ...]:
    free = (*a.free, *b.free)
    return context.scope.ordered(free) if free else ()


def _sizes(dims: tuple[str, ...], context: Context) -> tuple[int, ...]:
    return tuple(len(context.scope.indexes[dim].labels) for dim in dims)


def _pair(
    a: Member, b: Member, value: float, *, statement: tree.Correlate, found: _Found, context: Context
) -> list[tuple[Place, Place]] | None:
    """Enter the pairs of two members: equal elements of a shared index, every element of one that only one has."""
    dims = _dims(a, b, context)
    score = value if statement.gaussian else 2 * sin(pi * value / 6)
    text = f"{a.text} and {b.text}"
    here: set[tuple[Unit, Unit]] = set()
    places: list[tuple[Place, Place]] = []
    for combination in product(*(range(size) for size in _sizes(dims, context))):
        at = dict(zip(dims, combination, strict=True))
        left, right = a.unit(at, context), b.unit(at, context)
        if left is None or right is None:
            return None
        if left == right:
            shared = "" if a.place(at) == b.place(at) else a.source.node.name
            context.findings.add(errors.correlation_with_itself(statement.span, a.text, b.text, shared))
            return None
        key = (left, right) if _order(left) < _order(right) else (right, left)
        if key in here:
            # Elements that share a draw.
            continue
        first = found.pairs.get(key)
        if first is not None:
            context.findings.add(errors.correlation_repeated(statement.span, text, first.span))
            return None
        here.add(key)
        found.pairs[key] = _Pair(score, value, statement.span, text)
        places.append((a.place(at), b.place(at)))
    return places


def _order(unit: Unit) -> tuple[str, str, str, tuple[int, ...]]:
    draw, positions = unit
    return draw.node, draw.part, draw.element, positions


def _values(
    statement: tree.Correlate, members: Sequence[Member], context: Context
) -> Mapping[tuple[int, int], float] | None:
    """The correlation of each pair of members, the first before the second."""
    written = bare(statement.value)
    count = len(members)
    if not isinstance(written, tree.Sequence):
        value = _value(written, context)
        return None if value is None else dict.fromkeys(combinations(range(count), 2), value)
    rows = [bare(row) for row in written.items]
    sequences = [row for row in rows if isinstance(row, tree.Sequence)]
    if len(sequences) < len(rows) or len(rows) != count or any(len(row.items) != count for row in sequences):
        context.findings.add(errors.correlation_matrix_shape(written.span, count, tuple(m.text for m in members)))
        return None
    found: dict[tuple[int, int], float] = {}
    for i, j in product(range(count), repeat=2):
        value = _value(sequences[i].items[j], context, diagonal=i == j)
        if value is None:
            return None
        found[i, j] = value
    for i, j in combinations(range(count), 2):
        if found[i, j] != found[j, i]:
            places = sequences[j].items[i].span, sequences[i].items[j].span
            context.findings.add(errors.correlation_asymmetric(*places, members[i].text, members[j].text))
            return None
    return {(i, j): value for (i, j), value in found.items() if i < j}


def _value(expression: tree.Expr, context: Context, *, diagonal: bool = False) -> float | None:
    term = context.term(expression)
    if term is None:
        return None
    value = constant_of(term, context.scope.ranges) if term.type.kind == PLAIN and not term.type.dims else None
    if value is None:
        context.findings.add(errors.correlation_not_a_number(expression.span))
        return None
    if diagonal and value != 1:
        context.findings.add(errors.correlation_diagonal(expression.span))
        return None
    if not diagonal and not -1 < value < 1:
        context.findings.add(errors.correlation_range(expression.span, value))
        return None
    return value


def _connected(pairs: Mapping[tuple[Unit, Unit], _Pair]) -> list[dict[tuple[Unit, Unit], _Pair]]:
    """The pairs, group by group: draws that a chain of pairs connects, whichever of their elements."""
    group: dict[CorrelatedDraw, CorrelatedDraw] = {}

    def root(draw: CorrelatedDraw) -> CorrelatedDraw:
        while group.setdefault(draw, draw) is not draw:
            group[draw] = draw = group[group[draw]]
        return draw

    for (left, _), (right, _) in pairs:
        group[root(left)] = root(right)
    found: dict[CorrelatedDraw, dict[tuple[Unit, Unit], _Pair]] = {}
    for key, pair in pairs.items():
        found.setdefault(root(key[0][0]), {})[key] = pair
    return sorted(found.values(), key=lambda group: min(_order(unit) for key in group for unit in key))


def _group(pairs: Mapping[tuple[Unit, Unit], _Pair], context: Context) -> Correlation | None:
    """The draws of a group with their matrix, repeated along the indexes that it is the same for."""
    draws = sorted(
        {draw for key in pairs for draw, _ in key}, key=lambda draw: (draw.node, draw.part, draw.element)
    )  # fmt: skip
    indexes = context.scope.indexes
    plates = _plates(pairs, draws, context)
    start: dict[CorrelatedDraw, int] = {}
    rows = 0
    for draw in draws:
        start[draw] = rows
        rows += prod(len(indexes[dim].labels) for dim in draw.plates if dim not in plates)
    spans = tuple(dict.fromkeys(pair.span for pair in pairs.values()))
    if rows > MAX_ROWS:
        context.findings.add(errors.too_many_correlated(spans[0], rows, MAX_ROWS))
        return None

    def row(unit: Unit) -> int:
        draw, positions = unit
        inner = 0
        for dim, position in zip(draw.plates, positions, strict=True):
            if dim not in plates:
                inner = inner * len(indexes[dim].labels) + position
        return start[draw] + inner

    matrix = [[float(i == j) for j in range(rows)] for i in range(rows)]
    told: dict[tuple[int, int], _Pair] = {}
    for (left, right), pair in pairs.items():
        i, j = sorted((row(left), row(right)))
        matrix[i][j] = matrix[j][i] = pair.score
        told[i, j] = pair
    wrong = contradiction(matrix, MOST_SEARCHED)
    if wrong:
        involved = [told[pair] for pair in combinations(wrong, 2) if pair in told]
        unstated = len(wrong) * (len(wrong) - 1) // 2 - len(involved)
        context.findings.add(
            errors.impossible_correlations(
                [(pair.text, pair.stated, pair.span) for pair in involved], unstated=unstated
            )
        )
        return None
    return Correlation(tuple(draws), plates, tuple(map(tuple, matrix)), spans)


def _plates(
    pairs: Mapping[tuple[Unit, Unit], _Pair], draws: Sequence[CorrelatedDraw], context: Context
) -> tuple[str, ...]:
    """The indexes of all draws along which only equal elements are correlated, and all of them in the same way."""
    shared = [dim for dim in draws[0].plates if all(dim in draw.plates for draw in draws)]
    for (left, at), (right, there) in pairs:
        shared = [dim for dim in shared if at[left.plates.index(dim)] == there[right.plates.index(dim)]]
    if not shared:
        return ()
    seen: dict[object, float] = {}
    count: dict[object, int] = {}
    for key, pair in pairs.items():
        rest = tuple(
            (draw, tuple(p for dim, p in zip(draw.plates, positions, strict=True) if dim not in shared))
            for draw, positions in key
        )
        count[rest] = count.get(rest, 0) + 1
        if seen.setdefault(rest, pair.score) != pair.score:
            return ()
    every = prod(len(context.scope.indexes[dim].labels) for dim in shared)
    return tuple(shared) if all(number == every for number in count.values()) else ()
