"""The graph as a picture: what is shown, and that names cannot break out of it."""

import re

import pytest

import forecast
from forecast.graph.drawing import draw

MODEL = """
model small
as_of 2026-01-01
index lab = a, b
base = 3
demand ~ 2 to 8
share[lab] ~ beta(2, 5)
level = base * demand * share
event done ~ as_of + (1 to 2 years)
question late = done given demand > 4
expect demand < 100
"""

TEXT = """\
base  (constant)
demand  (parameter)
share[lab]  (parameter)
level[lab]  (quantity)
    <- base
    <- demand
    <- share
done  (event)
late  (question)
    <- done
    <- demand
"""

MERMAID = """\
flowchart LR
    n0["base"]
    n1(["demand"])
    n2(["share[lab]"])
    n3["level[lab]"]
    n4{{"done"}}
    n5[/"late"/]
    n0 --> n3
    n1 --> n3
    n2 --> n3
    n4 --> n5
    n1 --> n5
"""

DOT = """\
digraph "small" {
    rankdir=LR;
    "base" [label="base", shape=plaintext];
    "demand" [label="demand", shape=ellipse];
    "share" [label="share[lab]", shape=ellipse];
    "level" [label="level[lab]", shape=box];
    "done" [label="done", shape=hexagon];
    "late" [label="late", shape=note];
    "base" -> "level";
    "demand" -> "level";
    "share" -> "level";
    "done" -> "late";
    "demand" -> "late";
}
"""


@pytest.mark.parametrize(("form", "expected"), [("text", TEXT), ("mermaid", MERMAID), ("dot", DOT)])
def test_a_graph_is_drawn(form: str, expected: str) -> None:
    assert draw(forecast.load(MODEL).graph, form) == expected  # pyright: ignore[reportArgumentType]


def test_words_of_the_drawing_languages_are_only_labels() -> None:
    names = ("graph", "digraph", "subgraph", "node", "edge", "strict", "class", "click", "style", "flowchart", "n1")
    text = "".join(f"{name} ~ 1 to 2\n" for name in names) + f"total = {' + '.join(names)}\n"
    graph = forecast.load(text).graph
    mermaid = draw(graph, "mermaid").splitlines()
    assert all(re.fullmatch(r'    n\d+(\(\["\w+"\]\)|\["\w+"\])|    n\d+ --> n\d+', line) for line in mermaid[1:])
    dot = draw(graph, "dot").splitlines()[2:-1]
    assert all(re.fullmatch(r'    "\w+"( -> "\w+"| \[label="\w+", shape=\w+\]);', line) for line in dot)


def test_the_name_of_a_file_cannot_break_out() -> None:
    from forecast.language.source import Source
    from forecast.session import ModelFile

    graph = ModelFile(Source('a"; node [label="x\\.fcst', "x ~ 1 to 2\n")).graph
    first = draw(graph, "dot").splitlines()[0]
    assert re.fullmatch(r'digraph "(\\.|[^"\\])*" \{', first)


def test_what_is_correlated_is_tied_by_a_line_without_direction() -> None:
    graph = forecast.load("a ~ 1 to 5\nb ~ 1 to 5\nc ~ 1 to 5\ncorrelate a, b with 0.5\n").graph
    assert draw(graph) == (
        "a  (parameter)\n    -- b (correlated)\nb  (parameter)\n    -- a (correlated)\nc  (parameter)\n"
    )
    assert "    n0 -.- n1\n" in draw(graph, "mermaid")
    assert '    "a" -> "b" [dir=none, style=dashed, constraint=false];\n' in draw(graph, "dot")
    assert graph.correlated("a") == ("b",)
    assert graph.correlated("c") == ()
