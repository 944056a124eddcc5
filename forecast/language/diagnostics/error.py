"""The parts from which messages about the text of a file are made."""

from forecast.language.diagnostics.diagnostic import Diagnostic, Edit, Fix, Label, Safety, Severity
from forecast.language.source import Span


def error(
    code: str,
    headline: str,
    span: Span,
    *,
    label: str = "",
    secondary: tuple[Label, ...] = (),
    notes: tuple[str, ...] = (),
    hints: tuple[str, ...] = (),
    fixes: tuple[Fix, ...] = (),
) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, headline, Label(span, label), secondary, notes, hints, fixes)


def writing(span: Span, text: str, *, safety: Safety = Safety.SAFE) -> Fix:
    return Fix(f"write {shown(text.strip())}", (Edit(span, text),), safety)


def shown(text: str) -> str:
    """A piece of the text, in backticks and not too long to read."""
    shortened = text if len(text) <= 40 else f"{text[:37]}…"
    return f"`{shortened}`"
