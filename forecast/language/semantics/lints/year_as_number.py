"""A year where a plain number is computed with: most often a date was meant."""

from collections.abc import Iterator

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.model import Node, Role
from forecast.language.semantics.term import Apply, Constant, Term, children
from forecast.language.types.kind import PLAIN

FIRST, LAST = 1900, 2200


def year_as_number(node: Node) -> Iterator[Diagnostic]:
    for year in _years(node.term):
        declared = node.role in (Role.PARAMETER, Role.CONSTANT, Role.QUANTITY)
        yield errors.year_as_number(year.span, year.span.text, node.name if declared else "")
        return


def _years(term: Term) -> Iterator[Constant]:
    """Literals that look like years, outside of what is compared or computed with a calendar year."""
    stack: list[Term] = [term]
    while stack:
        current = stack.pop()
        if isinstance(current, Apply) and any(_is_calendar(argument) for argument in current.arguments):
            continue
        if isinstance(current, Constant) and current.type.kind == PLAIN:
            text = current.span.text
            if text.isdecimal() and len(text) == 4 and FIRST <= current.value <= LAST:
                yield current
        stack.extend(reversed(children(current)))


def _is_calendar(term: Term) -> bool:
    return isinstance(term, Apply) and term.operation == "calendar_year"
