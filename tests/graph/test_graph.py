"""Ancestors, descendants and order, against networkx."""

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

import forecast
from forecast.graph.graph import Graph


@st.composite
def models(draw: st.DrawFn) -> tuple[str, nx.DiGraph]:
    """The text of a model with random arrows, its lines in random order, and its graph by networkx."""
    count = draw(st.integers(2, 10))
    expected = nx.DiGraph()
    lines: list[str] = []
    for node in range(count):
        expected.add_node(f"x{node}")
        parents = draw(st.lists(st.integers(0, node - 1), unique=True, max_size=3)) if node else []
        expected.add_edges_from((f"x{parent}", f"x{node}") for parent in parents)
        total = " + ".join(f"x{parent} * 2" for parent in parents)
        lines.append(f"x{node} ~ {total} + (1 to 2)" if total else f"x{node} ~ 1 to 2")
    return "\n".join(draw(st.permutations(lines))), expected


def graph_of(text: str) -> Graph:
    return forecast.load(text).graph


@settings(max_examples=50)
@given(models(), st.data())
def test_reach_is_that_of_networkx(model: tuple[str, nx.DiGraph], data: st.DataObject) -> None:
    text, expected = model
    graph = graph_of(text + "\n")
    assert {(arrow.source, arrow.target) for arrow in graph.arrows} == set(expected.edges)
    names = data.draw(st.sets(st.sampled_from(sorted(expected.nodes))))
    ancestors = set(names).union(*(nx.ancestors(expected, name) for name in names))
    descendants = set(names).union(*(nx.descendants(expected, name) for name in names))
    assert graph.ancestors(names) == ancestors
    assert graph.descendants(names) == descendants
    order = list(graph.nodes)
    assert all(order.index(arrow.source) < order.index(arrow.target) for arrow in graph.arrows)


def test_an_arrow_knows_where_the_mention_is() -> None:
    graph = graph_of("a ~ 1 to 2\nb = (3 +\n    a + a)\n")
    (arrow,) = graph.arrows
    assert (arrow.source, arrow.target) == ("a", "b")
    assert (arrow.span.line, arrow.span.column) == (3, 5)
    assert graph.parents["b"] == graph.children["a"] == (arrow,)


def test_questions_conditions_and_expectations_hang_on_what_they_mention() -> None:
    graph = graph_of("a ~ 1 to 2\nb ~ 1 to 2\nc ~ 1 to 2\nquestion q = a given b > 1\nexpect c > 1\n")
    assert graph.ancestors(["q"]) == {"q", "a"}
    assert graph.ancestors(["q.given"]) == {"q.given", "b"}
    assert graph.descendants(["c"]) == {"c", "expect.1"}


def test_a_function_passes_through_to_what_it_mentions() -> None:
    graph = graph_of("a ~ 1 to 2\nfn f(x) = x + a\nb ~ 1 to 2\nc = f(b)\n")
    assert graph.ancestors(["c"]) == {"a", "b", "c"}
