"""Findings as data for JSON."""

from typing import Any

from forecast.language.diagnostics.diagnostic import Diagnostic, Fix, Label
from forecast.language.source import Span


def as_data(diagnostic: Diagnostic) -> dict[str, Any]:
    """A finding as data for JSON.

    Lines and columns count from 1, columns in characters; an end is the place after the last character.
    """
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "headline": diagnostic.headline,
        **place_data(diagnostic.span),
        "label": diagnostic.primary.text,
        "labels": [_label(label) for label in diagnostic.secondary],
        "notes": list(diagnostic.notes),
        "hints": list(diagnostic.hints),
        "fixes": [_fix(fix) for fix in diagnostic.fixes],
    }


def place_data(span: Span) -> dict[str, Any]:
    """Where something stands, as data."""
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(max(span.end, span.start))
    return {
        "file": span.source.name,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }


def _label(label: Label) -> dict[str, Any]:
    return {**place_data(label.span), "text": label.text}


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "safety": str(fix.safety),
        "edits": [{**place_data(edit.span), "text": edit.text} for edit in fix.edits],
    }
