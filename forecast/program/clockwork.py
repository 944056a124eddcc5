"""The passes of the clock in a program: what each computes, and how its results are read."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forecast.graph.graph import Graph
from forecast.graph.missing import Gaps, gaps, gaps_of
from forecast.language.semantics.passes import Passes, passes
from forecast.language.semantics.ranges import Range, range_of
from forecast.language.semantics.term import At, Reduce, Strike, Term, When, walk
from forecast.language.types.kind import CLOCK
from forecast.program import syntax
from forecast.program.arrays import Array
from forecast.program.names import Names

if TYPE_CHECKING:
    from forecast.program.writer import NodeWriter


@dataclass(slots=True)
class Plan:
    """What one pass is for: events to find, paths to keep and dates to read at, the latter two by slot."""

    number: int
    events: list[str] = field(default_factory=list[str])
    kept: dict[str, tuple[str, Term]] = field(default_factory=dict[str, tuple[str, Term]])
    remembered: dict[str, tuple[str, At]] = field(default_factory=dict[str, tuple[str, At]])


@dataclass(slots=True)
class Clockwork:
    """The passes in order, and where the value of each term that needs one is found."""

    graph: Graph
    names: Names
    found: Passes
    plans: tuple[Plan, ...]
    kept: tuple[str, ...]
    """The nodes that change over time and are kept at every tick."""
    slots: dict[int, tuple[int, str]] = field(default_factory=dict[int, tuple[int, str]])
    gaps: Mapping[str, Gaps] = field(default_factory=dict[str, Gaps])
    writers: "dict[str, NodeWriter]" = field(default_factory=dict)
    """The writer of each node outside of moments."""

    def outer(self, name: str) -> "NodeWriter":
        return self.writers[name]

    def path(self, number: int, what: str, slot: str) -> ast.expr:
        """A result of a pass: `path.dates["agi"]`."""
        base = ast.Attribute(syntax.name(self.names.of(f"path.{number}")), what, ast.Load())
        return syntax.subscript(base, ast.Constant(slot))

    def may_be_unreached(self, term: Term) -> bool:
        """Whether a date may lie beyond the end of the clock."""
        return gaps_of(term, self.gaps).unreached

    def at(self, term: At) -> Array:
        """What a pass has read at a date."""
        number, slot = self.slots[id(term)]
        return Array(self.path(number, "remembered", slot), term.type.dims)

    def date(self, name: str) -> ast.expr:
        """The date of an event that a pass has found."""
        return self.path(self.found.level[name], "dates", name)

    def along_time(self, argument: Term) -> Array:
        """All values of what is reduced over time."""
        number, slot = self.slots[id(argument)]
        return Array(self.path(number, "kept", slot), argument.type.dims)


def clockwork(graph: Graph, names: Names, keep: Iterable[str]) -> Clockwork:
    """The passes of a graph. Of what changes over time the nodes in `keep` are kept at every tick."""
    ranges: dict[str, Range] = {}
    for node in graph.nodes.values():
        ranges[node.name] = range_of(node.term, ranges)
    clock = graph.indexes.get(CLOCK)
    start = None if clock is None or clock.values is None else clock.values[0]
    found = passes(graph.nodes, start, ranges)
    if isinstance(found, tuple):
        raise TypeError(f"{graph.name} would have to know its own future")
    plans = tuple(Plan(number) for number in range(1, found.count + 1)) if clock is not None else ()
    kept = tuple(name for name in dict.fromkeys(keep) if graph.nodes[name].type.varying)
    made = Clockwork(graph, names, found, plans, kept, gaps=gaps(graph))
    for name, node in graph.nodes.items():
        if isinstance(node.term, (When, Strike)):
            plans[found.level[name] - 1].events.append(name)
        if name in kept:
            plans[max(found.level[name], 1) - 1].kept[name] = (name, node.term)
        _place(node.term, name, made)
    return made


def _place(term: Term, name: str, made: Clockwork) -> None:
    """Give slots to what is read at dates, or over all of time, by what is known once a pass has run."""
    found, number = made.found, 0
    inside = made.graph.nodes[name].type.varying or found.found(name)
    for part in walk(term):
        if isinstance(part, At) and not found.alone(part.argument):
            number += 1
            slot = f"{name}.{number}"
            if not inside or not (found.initial(part) or found.circular(part.argument, name)):
                made.plans[found.read_in(part) - 1].remembered[slot] = (name, part)
            made.slots[id(part)] = (found.read_in(part), slot)
        elif isinstance(part, Reduce) and CLOCK in part.over:
            number += 1
            slot = f"{name}.{number}"
            of = max(1, found.computed_in(part.argument, ""))
            made.plans[of - 1].kept[slot] = (name, part.argument)
            made.slots[id(part.argument)] = (of, slot)
