"""Unknowns with few possible values that evidence informs: those whose values can be summed over one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod

from forecast.graph.graph import Graph
from forecast.language.semantics.ranges import Range, constant_of, range_of
from forecast.language.semantics.term import (
    Apply,
    Draw,
    Element,
    Likelihood,
    Nested,
    Pick,
    Reduce,
    Reference,
    Rename,
    Stack,
    Term,
    children,
    walk,
)
from forecast.language.types.kind import Category
from forecast.program.program import Program, Site

MOST_ASSIGNMENTS = 128
"""Combinations of values that are summed over at most: the density is computed for each of them."""
_FAMILIES = ("choice", "chance", "bernoulli", "uniform_int", "binomial")


@dataclass(frozen=True, slots=True)
class FiniteSite:
    """A site of a program and its possible ``values``, the same for all elements."""

    site: Site
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Finite:
    """What is summed over: of ``joint`` sites all combinations, of ``rows`` each row along ``index`` by itself, since the
    evidence about a row rests on no other one.
    """

    joint: tuple[FiniteSite, ...] = ()
    rows: tuple[FiniteSite, ...] = ()
    index: str = ""
    by_row: tuple[str, ...] = ()
    """The evidence that rests on the rows."""

    @property
    def sites(self) -> tuple[FiniteSite, ...]:
        return (*self.joint, *self.rows)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(each.site.name for each in self.sites)

    def is_of(self, draw: Draw, node: str) -> bool:
        """Whether a draw of a node is summed over."""
        return any(each.site.node == node and each.site.part == draw.part for each in self.sites)

    @property
    def combinations(self) -> int:
        """How many combinations of the joint sites there are."""
        return prod(len(each.values) ** len(each.site.elements) for each in self.joint)


def finite(graph: Graph, program: Program, nodes: frozenset[str]) -> Finite:
    """What can be summed over of the nodes that evidence informs; the smallest first, while there are not too many sums."""
    found = sorted(_sites(graph, program, nodes), key=lambda each: len(each.values) ** len(each.site.elements))
    evidence = tuple(each.node for each in graph.evidence)
    chosen = Finite()
    options = 1
    for each in found:
        joint = Finite((*chosen.joint, each), chosen.rows, chosen.index, chosen.by_row)
        if len(each.values) ** len(each.site.elements) * chosen.combinations * options <= MOST_ASSIGNMENTS:
            chosen = joint
            continue
        index = _alone(graph, each.site, evidence)
        fits = chosen.combinations * options * len(each.values) <= MOST_ASSIGNMENTS
        if index and fits and chosen.index in ("", index):
            options *= len(each.values)
            touched = graph.descendants([each.site.node])
            by_row = (*chosen.by_row, *(name for name in evidence if name in touched and name not in chosen.by_row))
            chosen = Finite(chosen.joint, (*chosen.rows, each), index, by_row)
    return chosen


def _sites(graph: Graph, program: Program, nodes: frozenset[str]) -> Iterable[FiniteSite]:
    ranges: dict[str, Range] = {}
    for node in graph.nodes.values():
        ranges[node.name] = range_of(node.term, ranges)
    for site in program.sites:
        if site.node not in nodes or site.constructor not in _FAMILIES or any(o[0] != site.node for o in site.keys):
            continue
        draws = [
            part for part in walk(graph.nodes[site.node].term) if isinstance(part, Draw) and part.part == site.part
        ]
        values = {_values(draw, ranges) for draw in draws}
        (only,) = values if len(values) == 1 else (None,)
        if only:
            yield FiniteSite(site, only)


def _values(draw: Draw, ranges: Mapping[str, Range]) -> tuple[float, ...] | None:
    match draw.family:
        case "choice" if isinstance(draw.type.kind, Category):
            return tuple(float(place) for place in range(len(draw.type.kind.labels)))
        case "chance" | "bernoulli":
            return (0.0, 1.0)
        case "uniform_int" | "binomial":
            bounds = [None if value.type.dims else constant_of(value, ranges) for _, value in draw.parameters]
            low, high = bounds if draw.family == "uniform_int" else (0.0, bounds[0])
            if low is None or high is None or not 0 <= high - low < MOST_ASSIGNMENTS:
                return None
            return tuple(low + place for place in range(int(high - low) + 1))
        case _:
            return None


def _alone(graph: Graph, site: Site, evidence: tuple[str, ...]) -> str:
    """The index of which each row is a matter of its own, down to the evidence; "" where there is none."""
    node = graph.nodes[site.node]
    if len(node.type.dims) != 1 or len(site.shape) != 1:
        return ""
    (index,) = node.type.dims
    touched = graph.descendants([site.node])
    wanted = touched & graph.ancestors([name for name in evidence if name in touched])
    for name in wanted:
        other = graph.nodes[name]
        if index not in other.type.dims or not _row_by_row(other.term, index, touched):
            return ""
    return index


def _row_by_row(term: Term, index: str, touched: frozenset[str]) -> bool:
    """Whether a term reads what is touched in its own row only."""
    if not any(isinstance(part, Reference) and part.node in touched for part in walk(term)):
        return True
    match term:
        case Reference():
            return index in term.type.dims
        case Apply() | Likelihood():
            pass
        case Draw(event=event) | Nested(event=event):
            if event:
                return False
        case Reduce(over=over):
            if index in over:
                return False
        case Element(index=along) | Stack(index=along):
            if along == index:
                return False
        case Pick(index=along, argument=argument):
            # The selector may be touched, what is picked from has an index of its own.
            if along == index or not _row_by_row(argument, index, touched):
                return False
        case Rename(names=names):
            if any(index in pair for pair in names):
                return False
        case _:
            pass
    return all(_row_by_row(part, index, touched) for part in children(term))
