"""A chance whose uncertain value can pass 100%."""

from collections.abc import Iterator

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.model import Model
from forecast.language.semantics.ranges import Range, range_of
from forecast.language.semantics.term import Draw, walk


def chance_past_one(model: Model) -> Iterator[Diagnostic]:
    ranges: dict[str, Range] = {}
    for node in model.nodes.values():
        for term in walk(node.term):
            if isinstance(term, Draw) and term.family in ("chance", "bernoulli"):
                chance = term.parameters[0][1]
                found = range_of(chance, ranges)
                if found.high > 1 or found.low < 0:
                    yield errors.chance_past_one(chance.span, found.high > 1)
        ranges[node.name] = range_of(node.term, ranges)
