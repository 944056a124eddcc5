"""Which pass of the clock finds what.

One pass computes everything that changes over time together. While it runs, an event that it finds is known once it has
happened: enough for `happened(e)`, `since(e)`, and dates that follow from it. What needs the date itself, or reads a
quantity at a later date, waits for the next pass. Nearly all models need one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from forecast.language.semantics.model import Node
from forecast.language.semantics.ranges import Range, constant_of, range_of
from forecast.language.semantics.term import (
    Apply,
    At,
    Delay,
    Draw,
    Element,
    IndexValues,
    Reduce,
    Reference,
    Rename,
    Running,
    Stack,
    Stock,
    Strike,
    Term,
    When,
    children,
    walk,
)
from forecast.language.source import Span
from forecast.language.types.kind import CLOCK

type Arrows = tuple[tuple[str, str, Span], ...]

_COMPARISONS = frozenset({"less", "less_equal", "greater", "greater_equal", "before"})
_SOONEST = frozenset({"first", "last", "min", "max"})


@dataclass(slots=True)
class Passes:
    """`level`: for what changes over time, and for an event that the clock finds, the number of the first pass that can compute
    it; for all else how many passes must have run before it is known.
    """

    nodes: Mapping[str, Node]
    start: float | None
    ranges: Mapping[str, Range]
    level: dict[str, int] = field(default_factory=dict[str, int])
    moving: set[str] = field(default_factory=set[str])
    """What does not follow from the date alone: stocks, delays, and what is computed from them."""

    @property
    def count(self) -> int:
        found = [self.level[name] for name, node in self.nodes.items() if node.type.varying or self.found(name)]
        return max([*found, *self.level.values()], default=0)

    def found(self, name: str) -> bool:
        """Whether a node is a date that the clock finds."""
        return isinstance(self.nodes[name].term, (When, Strike))

    def alone(self, term: Term) -> bool:
        """Whether a value that changes over time follows from the date alone, so that it is known at any date."""
        return not any(
            isinstance(part, (Stock, Delay))
            or (isinstance(part, Running) and part.found is None)
            or (isinstance(part, Reference) and part.node in self.moving)
            for part in walk(term)
        )

    def initial(self, term: At) -> bool:
        """Whether a value is read where the clock begins, and so known from then on."""
        date = constant_of(term.date, self.ranges)
        return date is not None and self.start is not None and date == self.start

    def early(self, term: Term) -> bool:
        """Whether a static value, if it is not known before the clock runs, is known when it begins."""
        match term:
            case Reference(node=name):
                return self.level[name] == 0 or (not self.found(name) and self.early(self.nodes[name].term))
            case At():
                return not self.alone(term.argument) and self.initial(term)
            case Reduce(over=over) if CLOCK in over:
                return False
            case Reduce(operation="shift"):
                # Where it is read may refer to its own past.
                return self.known_after(term) == 0
            case _:
                return all(self.early(part) for part in children(term))

    def unfolding(self, term: Term) -> bool:
        """Whether a date can be told as the clock runs: it stays ahead until it is known for good."""
        if self.early(term):
            return True
        match term:
            case Reference(node=name):
                return self.found(name) or self.unfolding(self.nodes[name].term)
            case Element() | Rename():
                return self.unfolding(term.argument)
            case Stack(cells=cells):
                return all(self.unfolding(cell) for cell in cells)
            case Apply(operation="date_add", arguments=(date, wait)):
                return self.unfolding(date) and self.early(wait) and range_of(wait, self.ranges).low >= 0
            case Apply(operation="unless", arguments=(coin, date)):
                return self.early(coin) and self.unfolding(date)
            case Apply(operation="if", arguments=(test, *dates)):
                return self.early(test) and all(self.unfolding(date) for date in dates)
            case Apply(operation=operation, arguments=dates) if operation in _SOONEST:
                return all(self.unfolding(date) for date in dates)
            case Reduce(operation=operation, argument=argument, parameters=parameters, over=over):
                soonest = operation in _SOONEST or operation == "nth"
                return soonest and CLOCK not in over and self.unfolding(argument) and all(map(self.early, parameters))
            case Draw(family="hazard", parameters=parameters):
                return all(
                    self.unfolding(value) if name == "after" else self.early(value) for name, value in parameters
                )
            case _:
                return False

    def date_of(self, term: Term) -> Term | None:
        """The date in `happened(date)`, `since(date)` and comparisons of a date with `t`."""
        if not isinstance(term, Apply) or len(term.arguments) != 2:
            return None
        first, second = term.arguments
        if term.operation in ("happened", "since"):
            return first
        if term.operation in _COMPARISONS:
            for date, moment in ((first, second), (second, first)):
                if is_now(moment) and not date.type.varying:
                    return date
        return None

    def known_after(self, term: Term) -> int:
        """How many passes must have run before a static value is known."""
        match term:
            case Reference(node=name):
                return self.level[name]
            case At(argument=argument, date=date):
                if self.alone(argument):
                    return max(self._known_alone(argument, set()), self.known_after(date))
                return self.read_in(term)
            case Reduce(argument=argument, over=over) if CLOCK in over:
                return max(1, self.computed_in(argument, ""))
            case _:
                return max((self.known_after(part) for part in children(term)), default=0)

    def read_in(self, term: At) -> int:
        """The pass that reads a quantity at a date."""
        return max(self.computed_in(term.argument, ""), self._seen_in(term.date))

    def computed_in(self, term: Term, node: str) -> int:
        """The first pass that can compute something as the clock runs, in the definition of `node`."""
        if not term.type.varying and not isinstance(term, (Stock, When, Strike)):
            return self._static_in(term, node)
        match term:
            case IndexValues():
                return 1
            case Reference(node=name):
                return max(1, self.level[name])
            case Stock():
                changing = (term.grows, term.rate, term.noise, term.low, term.high)
                fixed = [part for part in (term.start, term.begins) if part is not None]
                return max(
                    1,
                    *(self.computed_in(part, node) for part in changing if part is not None),
                    *(self.known_after(part) + 1 for part in fixed if self.known_after(part)),
                )
            case When(condition=condition, unless=unless):
                coin = 0 if unless is None else self._static_in(unless, node)
                return max(1, self.computed_in(condition, node), coin)
            case Strike():
                parts = [part for part in (term.exposure, term.unless) if part is not None]
                after = 0 if term.after is None else self._seen_in(term.after)
                return max(self.computed_in(term.rate, node), after, *(self._static_in(part, node) for part in parts))
            case _:
                date = self.date_of(term)
                if date is not None:
                    return self._seen_in(date)
                return max(1, *(self.computed_in(part, node) for part in children(term)))

    def _static_in(self, term: Term, node: str) -> int:
        """The first pass in which a static value can be used."""
        known = self.known_after(term)
        if not known:
            return 0
        if self.early(term):
            return known
        if isinstance(term, At) and not self.alone(term.argument) and node and self.circular(term.argument, node):
            return self.read_in(term)
        if isinstance(term, (Reference, At)) or not children(term):
            return known + 1
        return max(self._static_in(part, node) for part in children(term))

    def circular(self, term: Term, node: str) -> bool:
        """Whether something is computed from `node` in turn."""
        seen: set[str] = set()
        waiting = [part.node for part in walk(term) if isinstance(part, Reference)]
        while waiting:
            name = waiting.pop()
            if name == node:
                return True
            if name not in seen:
                seen.add(name)
                waiting += [part.node for part in walk(self.nodes[name].term) if isinstance(part, Reference)]
        return False

    def _seen_in(self, date: Term) -> int:
        """The first pass that can tell of a date whether it is past."""
        known = self.known_after(date)
        if not known:
            return 1
        return known if self.unfolding(date) else known + 1

    def _known_alone(self, term: Term, seen: set[str]) -> int:
        if isinstance(term, Reference) and term.type.varying:
            if term.node in seen:
                return 0
            return self._known_alone(self.nodes[term.node].term, seen | {term.node})
        if not term.type.varying:
            return self.known_after(term)
        return max((self._known_alone(part, seen) for part in children(term)), default=0)


def is_now(term: Term) -> bool:
    """Whether a term is `t`."""
    return isinstance(term, IndexValues) and term.index == CLOCK


def passes(nodes: Mapping[str, Node], start: float | None, ranges: Mapping[str, Range]) -> Passes | Arrows:
    """The passes of a model; where something would have to know its own future, the circle of which that is so."""
    found = Passes(nodes, start, ranges, dict.fromkeys(nodes, 0))
    _find_moving(found)
    most = 2 + sum(node.type.varying or found.found(name) for name, node in nodes.items())
    changed = True
    while changed:
        changed = False
        for name, node in nodes.items():
            inside = node.type.varying or found.found(name)
            level = found.computed_in(node.term, name) if inside else found.known_after(node.term)
            if level > found.level[name]:
                found.level[name] = level
                changed = True
                if level > most:
                    return _circle(name, nodes)
    return found


def _find_moving(found: Passes) -> None:
    changed = True
    while changed:
        changed = False
        for name, node in found.nodes.items():
            if name not in found.moving and node.type.varying and not found.alone(node.term):
                found.moving.add(name)
                changed = True


def _circle(name: str, nodes: Mapping[str, Node]) -> Arrows:
    """A shortest circle of uses through a node, or through one that it uses."""
    waiting: list[tuple[str, Arrows]] = [(name, ())]
    seen: set[str] = set()
    while waiting:
        current, road = waiting.pop(0)
        for part in walk(nodes[current].term):
            if not isinstance(part, Reference):
                continue
            step = (*road, (current, part.node, part.span))
            begun = [place for place, (user, _, _) in enumerate(step) if user == part.node]
            if begun:
                return step[begun[0] :]
            if part.node not in seen:
                seen.add(part.node)
                waiting.append((part.node, step))
    raise AssertionError(f"{name} waits for itself, and is in no circle")


def instant_circle(nodes: Mapping[str, Node]) -> Arrows:
    """A circle of values at one and the same moment, () if there is none."""
    state: dict[str, bool] = {}
    for name in nodes:
        road = _loop(name, nodes, state)
        if road:
            return road
    return ()


def _inside(name: str, nodes: Mapping[str, Node]) -> Iterator[Reference]:
    return (part for part in instant(nodes[name].term) if part.node in nodes)


def _loop(start: str, nodes: Mapping[str, Node], state: dict[str, bool]) -> Arrows:
    if start in state:
        return ()
    state[start] = True
    road: list[tuple[str, str, Span]] = []
    stack = [(start, _inside(start, nodes))]
    while stack:
        name, rest = stack[-1]
        part = next(rest, None)
        if part is None:
            stack.pop()
            state[name] = False
            if road:
                road.pop()
        elif part.node not in state:
            state[part.node] = True
            road.append((name, part.node, part.span))
            stack.append((part.node, _inside(part.node, nodes)))
        elif state[part.node]:
            circle = [*road, (name, part.node, part.span)]
            begun = next(i for i, (user, _, _) in enumerate(circle) if user == part.node)
            return tuple(circle[begun:])
    return ()


def instant(term: Term, *, shifted: bool = False) -> list[Reference]:
    """What a value rests on at the same moment: not what changes a stock, nor what is read of the past.

    With `shifted` also what stands some places earlier along an index.
    """
    match term:
        case Reference():
            return [term]
        case Stock(start=start, begins=begins):
            now: tuple[Term | None, ...] = (start, begins)
        case When() | Strike():
            now = ()
        case Delay(lag=lag, before=before):
            now = (lag, before)
        case Running(operation="cumulative"):
            now = ()
        case Reduce(operation="shift", parameters=parameters) if not shifted:
            now = parameters
        case Running(found=found) if found is not None:
            now = (found,)
        case At(date=date):
            now = (date,)
        case Apply(operation="happened" | "since"):
            now = ()
        case _:
            now = children(term)
    return [reference for part in now if part is not None for reference in instant(part, shifted=shifted)]
