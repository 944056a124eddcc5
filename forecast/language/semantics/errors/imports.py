"""Mistakes in what a file imports."""

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics.errors.report import error, shorten
from forecast.language.source import Span


def import_failed(span: Span, path: str, reason: str) -> Diagnostic:
    """`reason` is a clause that goes on after "`lib.fcst` cannot be imported:"."""
    return error(
        "import-failed",
        f"`{shorten(path)}` cannot be imported: {reason}",
        span,
        notes=["an import is looked for in the folder of the file that names it, then among the installed models"],
    )


def import_loop(span: Span, chain: tuple[str, ...]) -> Diagnostic:
    """`chain` are the files, each importing the next, the last one the same as the first."""
    return error(
        "import-loop",
        "these files import each other in a circle: " + " ← ".join(shorten(name) for name in chain),
        span,
        hints=["move what both need into a file of its own, and import that from both"],
    )


def module_as_value(span: Span, alias: str, declared: Span) -> Diagnostic:
    return error(
        "module-as-value",
        f"`{alias}` is an imported file, not a value",
        span,
        second=[(declared, "imported here")],
        hints=[f"say what of it is meant: `{alias}.name`"],
    )
