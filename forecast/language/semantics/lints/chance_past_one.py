"""A chance whose uncertain value can pass 100%."""

from collections.abc import Iterator, Mapping, Sequence

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.ranges import Range, range_of
from forecast.language.semantics.term import Draw, Term


def chance_past_one(terms: Sequence[Term], ranges: Mapping[str, Range]) -> Iterator[Diagnostic]:
    for term in terms:
        if isinstance(term, Draw) and term.family in ("chance", "bernoulli"):
            chance = term.parameters[0][1]
            found = range_of(chance, ranges)
            if found.high > 1 or found.low < 0:
                yield errors.chance_past_one(chance.span, found.high > 1)
