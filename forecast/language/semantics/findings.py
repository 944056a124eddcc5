"""What the checkers have found so far in one file."""

from dataclasses import dataclass, field

from forecast.language.diagnostics import Diagnostic
from forecast.language.diagnostics.syntax_errors import too_many

MANY = 30
MAX_ERRORS = 200
"""As many as the parser reports: nobody reads more at a time."""


@dataclass(slots=True)
class Findings:
    """Collects diagnostics; the same mistake at the same place is kept once, however many paths lead to it."""

    _found: dict[tuple[str, str, int, int], Diagnostic] = field(
        default_factory=dict[tuple[str, str, int, int], Diagnostic]
    )

    def add(self, diagnostic: Diagnostic) -> None:
        span = diagnostic.span
        self._found.setdefault((diagnostic.code, span.source.name, span.start, span.end), diagnostic)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All of them in the order of the text; after too many errors only that there are more."""
        found = sorted(self._found.values(), key=lambda d: (d.span.source.name, d.span.start, d.span.end))
        errors = [place for place, diagnostic in enumerate(found) if diagnostic.is_error]
        if len(errors) <= MAX_ERRORS:
            return tuple(found)
        last = errors[MAX_ERRORS - 1]
        kept = (diagnostic for diagnostic in found[:last] if diagnostic.code != "too-many-errors")
        return (*kept, too_many(found[last].span, MAX_ERRORS))

    @property
    def many(self) -> bool:
        """Whether there are so many that looking for names near a misspelt one is not worth the time."""
        return len(self._found) > MANY

    @property
    def has_errors(self) -> bool:
        return any(diagnostic.is_error for diagnostic in self._found.values())
