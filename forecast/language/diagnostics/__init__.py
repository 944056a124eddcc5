"""Findings about model files, as data: what is wrong, where, why, and how to mend it."""

from forecast.language.diagnostics.diagnostic import (
    Diagnostic,
    DiagnosticError,
    Edit,
    Fix,
    Label,
    Safety,
    Severity,
)
from forecast.language.diagnostics.nearest import nearest

__all__ = ["Diagnostic", "DiagnosticError", "Edit", "Fix", "Label", "Safety", "Severity", "nearest"]
