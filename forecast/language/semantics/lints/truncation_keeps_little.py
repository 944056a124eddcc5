"""A truncation that cuts nearly all of a distribution off."""

from collections.abc import Iterator, Mapping, Sequence

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.kept import kept
from forecast.language.semantics.ranges import Range
from forecast.language.semantics.term import Draw, Nested, Term

LEAST = 0.01


def truncation_keeps_little(terms: Sequence[Term], ranges: Mapping[str, Range]) -> Iterator[Diagnostic]:
    for term in terms:
        if isinstance(term, (Draw, Nested)) and term.family == "truncated":
            share = kept(dict(term.parameters), ranges)
            if share is not None and share < LEAST:
                yield errors.truncation_keeps_little(term.span, share)
