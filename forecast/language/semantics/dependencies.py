"""In which order definitions can be checked, and the cycles that leave no order."""

from collections.abc import Iterable, Mapping
from typing import assert_never

from forecast.language.semantics.naming import names_date
from forecast.language.source import Span
from forecast.language.syntax import tree

type Uses = tuple[tuple[str, Span], ...]
"""The names that an expression mentions, with their places."""


def uses(expression: tree.Expr, functions: Mapping[str, tree.Function]) -> Uses:
    """The names mentioned in an expression, those in the bodies of the functions that it calls included."""
    found: list[tuple[str, Span]] = []
    entered: set[str] = set()
    stack: list[tuple[tree.Expr, frozenset[str]]] = [(expression, frozenset())]
    while stack:
        current, bound = stack.pop()
        if isinstance(current, tree.Name):
            if current.id not in bound:
                found.append((current.id, current.span))
            continue
        if isinstance(current, tree.Call) and isinstance(current.function, tree.Name):
            called = functions.get(current.function.id)
            if called is not None and called.name.id not in entered:
                entered.add(called.name.id)
                stack.append((called.body, frozenset(parameter.id for parameter in called.parameters)))
        stack.extend((inner, bound) for inner in reversed(parts(current)))
    return tuple(found)


def parts(expression: tree.Expr) -> list[tree.Expr]:
    """The expressions directly inside an expression, in the order written."""
    match expression:
        case tree.Number() | tree.DateLiteral() | tree.Never() | tree.Boolean() | tree.Text() | tree.Name():
            return []
        case tree.Paren(inner=inner):
            return [inner]
        case tree.Member(base=base):
            return [base]
        case tree.Index(base=base, items=items):
            return [base, *items]
        case tree.Call(function=function, arguments=arguments):
            callee = [] if isinstance(function, tree.Name) else [function]
            dates = isinstance(function, tree.Name) and function.id == "schedule"
            keys = [
                a.key
                for a in arguments
                if a.key is not None
                and not isinstance(a.key, tree.Else)
                and (not isinstance(a.key, tree.Name) or (dates and names_date(a)))
            ]
            return [*callee, *keys, *(argument.value for argument in arguments)]
        case tree.Unary(operand=operand):
            return [operand]
        case tree.Binary(left=left, right=right):
            return [left, right]
        case tree.Compare(first=first, rest=rest):
            return [first, *(side for _, side in rest)]
        case tree.If(condition=condition, then=then, otherwise=otherwise):
            return [condition, then, otherwise]
        case tree.Table(cells=cells):
            return [cell.value for cell in cells]
        case tree.Case(subject=subject, cells=cells):
            return [subject, *(cell.value for cell in cells)]
        case tree.At(value=value, when=when):
            return [value, when]
        case tree.Interval(low=low, high=high, level=level):
            return [part for part in (low, high, level) if part is not None]
        case tree.Every(period=period):
            return [period]
        case tree.Sequence(items=items):
            return list(items)
        case _:
            assert_never(expression)


def order(graph: Mapping[str, Uses]) -> tuple[tuple[str, ...], tuple[tuple[tuple[str, str, Span], ...], ...]]:
    """An order in which each name comes after those that it uses, and the cycles as arrows (user, used, place).

    Names in a cycle are left out of the order. Among names that do not depend on each other the order of `graph` is kept.
    """
    done: list[str] = []
    state: dict[str, int] = {}
    cycles: list[tuple[tuple[str, str, Span], ...]] = []
    in_cycle: set[str] = set()
    for start in graph:
        if start in state:
            continue
        state[start] = _OPEN
        path = [(start, iter(_known(graph[start], graph)))]
        arrows: list[tuple[str, str, Span]] = []
        while path:
            current, rest = path[-1]
            step = next(rest, None)
            if step is None:
                path.pop()
                if arrows:
                    arrows.pop()
                state[current] = _CLOSED
                done.append(current)
                continue
            used, span = step
            if used not in state:
                state[used] = _OPEN
                arrows.append((current, used, span))
                path.append((used, iter(_known(graph[used], graph))))
            elif state[used] == _OPEN:
                begin = next(i for i, (name, _) in enumerate(path) if name == used)
                cycle = (*arrows[begin:], (current, used, span))
                if not in_cycle & {name for name, _, _ in cycle}:
                    cycles.append(cycle)
                in_cycle |= {name for name, _, _ in cycle}
    return tuple(name for name in done if name not in in_cycle), tuple(cycles)


_OPEN, _CLOSED = 1, 2


def _known(found: Iterable[tuple[str, Span]], graph: Mapping[str, Uses]) -> list[tuple[str, Span]]:
    return [(name, span) for name, span in found if name in graph]
