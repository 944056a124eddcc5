"""The shape of a finding."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from forecast.language.source import Span


class Severity(StrEnum):
    ERROR = "error"
    """The model means nothing until it is mended; nothing is run."""
    WARNING = "warning"
    """The model means something, but probably not what its author wants."""


class Safety(StrEnum):
    """How sure a fix is to keep what the author meant."""

    SAFE = "safe"
    SUGGESTED = "suggested"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Label:
    """A place, and what is to be said of it (may be empty)."""

    span: Span
    text: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters of `span` by `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A mend that a tool can apply. `title` says what it does: "write 10%"."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety = Safety.SUGGESTED


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    `headline` stands alone: one sentence, in the reader's terms, without a full stop. `primary` marks the very characters;
    `secondary` the other sides of the conflict; `notes` say why; `hints` how to mend ("did you mean …", "write …").
    """

    code: str
    severity: Severity
    headline: str
    primary: Label
    secondary: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()

    @property
    def span(self) -> Span:
        return self.primary.span

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


class DiagnosticError(Exception):
    """A model file has errors. Raised by the Python API only; `diagnostics` holds all of them."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(f"{d.span.place()}: {d.severity}[{d.code}]: {d.headline}" for d in self.diagnostics))
