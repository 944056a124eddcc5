"""What the checkers have found so far in one file."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from forecast.language.diagnostics import Diagnostic
from forecast.language.diagnostics.syntax_errors import too_many
from forecast.language.source import Span

MANY = 30
MAX_ERRORS = 200
"""As many as the parser reports: nobody reads more at a time."""


@dataclass(slots=True)
class Findings:
    """Collects diagnostics; the same mistake at the same place is kept once, however many paths lead to it."""

    added: int = 0
    """How often something was found, known or not."""
    _found: dict[tuple[str, Span], Diagnostic] = field(default_factory=dict[tuple[str, Span], Diagnostic])

    def add(self, diagnostic: Diagnostic) -> None:
        self.added += 1
        self._found.setdefault((diagnostic.code, diagnostic.span), diagnostic)

    def all(self) -> tuple[Diagnostic, ...]:
        return tuple(self._found.values())

    @property
    def many(self) -> bool:
        """Whether there are so many that looking for names near a misspelt one is not worth the time."""
        return len(self._found) > MANY

    @property
    def has_errors(self) -> bool:
        return any(diagnostic.is_error for diagnostic in self._found.values())


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings in the order of the text; after too many errors only that there are more."""
    ordered = sorted(found, key=lambda d: (d.span.source.name, d.span.start, d.span.end))
    errors = [place for place, diagnostic in enumerate(ordered) if diagnostic.is_error]
    if len(errors) <= MAX_ERRORS:
        return tuple(ordered)
    last = errors[MAX_ERRORS - 1]
    kept = (diagnostic for diagnostic in ordered[:last] if diagnostic.code != "too-many-errors")
    return (*kept, too_many(ordered[last].span, MAX_ERRORS))
