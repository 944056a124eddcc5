"""A truncation that cuts nearly all of a distribution off."""

from collections.abc import Iterator

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.kept import kept
from forecast.language.semantics.model import Model
from forecast.language.semantics.ranges import Range, range_of
from forecast.language.semantics.term import Draw, Nested, walk

LEAST = 0.01


def truncation_keeps_little(model: Model) -> Iterator[Diagnostic]:
    ranges: dict[str, Range] = {}
    for node in model.nodes.values():
        for term in walk(node.term):
            if isinstance(term, (Draw, Nested)) and term.family == "truncated":
                share = kept(dict(term.parameters), ranges)
                if share is not None and share < LEAST:
                    yield errors.truncation_keeps_little(term.span, share)
        ranges[node.name] = range_of(node.term, ranges)
