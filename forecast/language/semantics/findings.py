"""What the checkers have found so far in one file."""

from dataclasses import dataclass, field

from forecast.language.diagnostics import Diagnostic

MANY = 100


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
        """All of them in the order of the text."""
        return tuple(sorted(self._found.values(), key=lambda d: (d.span.source.name, d.span.start, d.span.end)))

    @property
    def many(self) -> bool:
        """Whether there are so many that looking for names near a misspelt one is not worth the time."""
        return len(self._found) > MANY

    @property
    def has_errors(self) -> bool:
        return any(diagnostic.is_error for diagnostic in self._found.values())
