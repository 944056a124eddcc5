"""Diagnostics for machines: one line each, JSON, and annotations of GitHub Actions."""

import json
from collections.abc import Iterable
from typing import Any, Literal, assert_never

from forecast.language.diagnostics import Diagnostic, Fix, Label
from forecast.language.source import Span
from forecast.report.inert import inert, one_line

type TextFormat = Literal["concise", "json", "github"]


def render_text(diagnostics: Iterable[Diagnostic], form: TextFormat) -> str:
    """The findings as text that ends with a newline (none where there is nothing to say), to be written as it is."""
    match form:
        case "concise":
            return "".join(f"{_concise(d)}\n" for d in diagnostics)
        case "json":
            return json.dumps([as_data(d) for d in diagnostics], indent=2, ensure_ascii=True) + "\n"
        case "github":
            return "".join(f"{_github(d)}\n" for d in diagnostics)
        case _:
            assert_never(form)


def as_data(diagnostic: Diagnostic) -> dict[str, Any]:
    """A finding as data for JSON.

    Lines and columns count from 1, columns in characters; an end is the place after the last character.
    """
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "headline": diagnostic.headline,
        **_place(diagnostic.span),
        "label": diagnostic.primary.text,
        "labels": [_label(label) for label in diagnostic.secondary],
        "notes": list(diagnostic.notes),
        "hints": list(diagnostic.hints),
        "fixes": [_fix(fix) for fix in diagnostic.fixes],
    }


def _concise(diagnostic: Diagnostic) -> str:
    place = one_line(diagnostic.span.place())
    return f"{place}: {diagnostic.severity}[{diagnostic.code}]: {one_line(diagnostic.headline)}"


def _github(diagnostic: Diagnostic) -> str:
    place = _place(diagnostic.span)
    message = "\n".join(
        [
            diagnostic.headline,
            *([diagnostic.primary.text] if diagnostic.primary.text else []),
            *(f"{label.span.place()}: {label.text}" for label in diagnostic.secondary if label.text),
            *diagnostic.notes,
            *diagnostic.hints,
        ]
    )
    properties = {
        "file": place["file"],
        "line": place["line"],
        "endLine": place["end_line"],
        "col": place["column"],
        "endColumn": place["end_column"],
        "title": diagnostic.code,
    }
    if place["line"] != place["end_line"]:
        # Columns are taken only with a single line.
        del properties["col"], properties["endColumn"]
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{diagnostic.severity} {listed}::{_data(message)}"


def _data(text: str) -> str:
    # The rest is shown as it is; only these have a meaning in a command.
    return inert(text.replace("\r", "")).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _place(span: Span) -> dict[str, Any]:
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
    return {**_place(label.span), "text": label.text}


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "safety": str(fix.safety),
        "edits": [{**_place(edit.span), "text": edit.text} for edit in fix.edits],
    }
