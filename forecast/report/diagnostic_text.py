"""Diagnostics for machines: one line each, JSON, and annotations of GitHub Actions."""

import json
from collections.abc import Iterable
from typing import Literal, assert_never

from forecast.language.diagnostics import Diagnostic
from forecast.language.diagnostics.data import as_data, place_data
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


def _concise(diagnostic: Diagnostic) -> str:
    place = one_line(diagnostic.span.place())
    return f"{place}: {diagnostic.severity}[{diagnostic.code}]: {one_line(diagnostic.headline)}"


def _github(diagnostic: Diagnostic) -> str:
    place = place_data(diagnostic.span)
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
