"""The graph as a picture for people: Mermaid, DOT, or indented text."""

from typing import Literal, assert_never

from forecast.graph.graph import Graph
from forecast.language.semantics.model import Node, Role

type DrawingFormat = Literal["mermaid", "dot", "text"]

_SHOWN = (Role.PARAMETER, Role.CONSTANT, Role.QUANTITY, Role.EVENT, Role.STOCK, Role.QUESTION, Role.DATA, Role.EVIDENCE)
_MERMAID = {
    Role.PARAMETER: ("([", "])"),
    Role.CONSTANT: ("[", "]"),
    Role.QUANTITY: ("[", "]"),
    Role.EVENT: ("{{", "}}"),
    Role.STOCK: ("[(", ")]"),
    Role.QUESTION: ("[/", "/]"),
    Role.DATA: ("[[", "]]"),
    Role.EVIDENCE: (">", "]"),
}
_DOT = {
    Role.PARAMETER: "ellipse",
    Role.CONSTANT: "plaintext",
    Role.QUANTITY: "box",
    Role.EVENT: "hexagon",
    Role.STOCK: "cylinder",
    Role.QUESTION: "note",
    Role.DATA: "folder",
    Role.EVIDENCE: "cds",
}


def draw(graph: Graph, form: DrawingFormat = "text") -> str:
    """The graph as text in one of three forms. A question's condition counts as part of the question."""
    match form:
        case "mermaid":
            return _mermaid(graph)
        case "dot":
            return _dot(graph)
        case "text":
            return _text(graph)
        case _:
            assert_never(form)


LONGEST_LABEL = 60


def _nodes(graph: Graph) -> list[Node]:
    return [node for node in graph.nodes.values() if node.role in _SHOWN]


def _edges(graph: Graph) -> list[tuple[str, str]]:
    """Arrows between what is shown; those into a condition go to its question."""
    conditions = {question.given: question.name for question in graph.questions if question.given}
    found: dict[tuple[str, str], None] = {}
    for arrow in graph.arrows:
        target = conditions.get(arrow.target, arrow.target)
        if graph.nodes[target].role in _SHOWN:
            found[arrow.source, target] = None
    return list(found)


def _ties(graph: Graph) -> list[tuple[str, str]]:
    """The pairs of nodes that are correlated, as stated."""
    pairs = {
        (a, b): None for each in graph.stated_correlations for (a, _), (b, _) in each.pairs if a != b and each.value
    }
    return list(pairs)


def _label(node: Node) -> str:
    if node.role is Role.EVIDENCE:
        text = " ".join(node.statement.text.split())
        return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"
    dims = f"[{', '.join(node.type.dims)}]" if node.type.dims else ""
    return node.name + dims


def _mermaid(graph: Graph) -> str:
    ids = {node.name: f"n{number}" for number, node in enumerate(_nodes(graph))}
    lines = ["flowchart LR"]
    for node in _nodes(graph):
        before, after = _MERMAID[node.role]
        text = "".join(f"#{ord(c)};" if c in '"#&<>\\`' else c for c in _label(node))
        lines.append(f'    {ids[node.name]}{before}"{text}"{after}')
    lines += [f"    {ids[source]} --> {ids[target]}" for source, target in _edges(graph)]
    lines += [f"    {ids[first]} -.- {ids[second]}" for first, second in _ties(graph)]
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _dot(graph: Graph) -> str:
    lines = [f"digraph {_quote(graph.name)} {{", "    rankdir=LR;"]
    for node in _nodes(graph):
        lines.append(f"    {_quote(node.name)} [label={_quote(_label(node))}, shape={_DOT[node.role]}];")
    lines += [f"    {_quote(source)} -> {_quote(target)};" for source, target in _edges(graph)]
    for first, second in _ties(graph):
        lines.append(f"    {_quote(first)} -> {_quote(second)} [dir=none, style=dashed, constraint=false];")
    return "\n".join([*lines, "}"]) + "\n"


def _text(graph: Graph) -> str:
    """Each node on a line with its role, and under it what it is computed from."""
    edges, ties = _edges(graph), _ties(graph)
    lines: list[str] = []
    for node in _nodes(graph):
        lines.append(f"{_label(node)}  ({node.role})")
        lines += [f"    <- {source}" for source, target in edges if target == node.name]
        lines += [
            f"    -- {other} (correlated)" for pair in ties if node.name in pair for other in pair if other != node.name
        ]
    return "\n".join(lines) + "\n" if lines else ""
