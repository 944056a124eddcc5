"""One broken statement never hides the next, and no mistake is told twice."""

import pytest

from forecast.language.source import Source
from forecast.language.syntax import parse, tree


def found(text: str) -> list[tuple[str, int]]:
    """Codes and lines of what is found."""
    return [(finding.code, finding.span.line) for finding in parse(Source("m", text)).diagnostics]


def statements(text: str) -> tuple[tree.Statement, ...]:
    return parse(Source("m", text)).file.statements


def test_several_mistakes_are_each_told_once() -> None:
    text = """model m
index lab openai
x = 3 +
y = 4
event e 2030 to 2040
z = (1 + 2
w = if a = 3 then 1 else 2
v = 5
question = v
"""
    assert found(text) == [
        ("unexpected-token", 2),
        ("missing-value", 3),
        ("unexpected-token", 5),
        ("unclosed-bracket", 6),
        ("equals-for-comparison", 7),
        ("reserved-word", 9),
    ]
    whole = [type(node).__name__ for node in statements(text)]
    assert whole == [
        "Model",
        "Broken",
        "Broken",
        "Definition",
        "Broken",
        "Definition",
        "Broken",
        "Definition",
        "Broken",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("x = 3 +", "x"),
        ("x[lab] : USD ~ 3 +", "x"),
        ("x == 3", "x"),
        ("x <- 3", "x"),
        ("let x = 3", "x"),
        ("f(x) = 3", "f"),
        ("event e 2030", "e"),
        ("override event e 2030", "e"),
        ("index i a, b", "i"),
        ("stock s [ { start 1 }", "s"),
        ("data d csv()", "d"),
        ("fn f(a) a", "f"),
        ("question q agi", "q"),
        ("worldview w [", "w"),
        ("unit u : 3", "u"),
        ("observe x =", ""),
        ("3 + 4", ""),
    ],
)
def test_a_broken_statement_keeps_the_name_it_seems_to_declare(text: str, name: str) -> None:
    (node, after) = statements(f"{text}\nafter = 1\n")
    assert isinstance(node, tree.Broken)
    assert node.name == name
    assert after.target.name.id == "after"


def test_a_broken_entry_leaves_the_rest_of_a_stock() -> None:
    text = "stock s {\n    start 1 +\n    grows g\n    noise = 2\n    min 0\n}\nx = 1\n"
    stock, x = statements(text)
    assert [field.name.id for field in stock.fields] == ["grows", "min"]
    assert stock.incomplete
    assert not x.incomplete
    assert found(text) == [("missing-value", 2), ("field-sign", 4)]


def test_a_broken_entry_leaves_the_rest_of_a_data_block() -> None:
    text = 'data d = csv("a.csv") { index i; x number; y : date; where ; z : number }\n'
    (data,) = statements(text)
    names = [entry.target.name.id for entry in data.entries if isinstance(entry, tree.Column)]
    assert names == ["y", "z"]
    assert data.incomplete
    assert [code for code, _ in found(text)] == ["unexpected-token", "missing-value"]


def test_a_broken_cell_leaves_the_rest_of_a_table() -> None:
    text = "x[i] = {a: 1, b 2, c: f(1 2, 3), d: {e: 1, f}, g: 4}\n"
    (node,) = statements(text)
    assert [cell.key.id for cell in node.value.cells] == ["a", "d", "g"]
    assert [cell.key.id for cell in node.value.cells[1].value.cells] == ["e"]
    assert node.incomplete
    assert len(found(text)) == 3


def test_a_broken_cell_leaves_the_rest_of_a_case_in_a_call() -> None:
    text = "x = max(case k {\n  a: 1 +\n  b: 2\n}, 3)\n"
    (node,) = statements(text)
    (case, _) = node.value.arguments
    assert [cell.key.id for cell in case.value.cells] == ["b"]
    assert found(text) == [("missing-value", 2)]


def test_a_broken_statement_leaves_the_rest_of_a_worldview() -> None:
    text = (
        "worldview w {\n  override x ~ 1 to\n  y = 3\n  stock s {\n    start 1 +\n    rate 2\n  }\n  z = 4\n}\nx = 1\n"
    )
    worldview, _ = statements(text)
    assert [type(node).__name__ for node in worldview.body] == ["Broken", "Definition", "Stock", "Definition"]
    assert worldview.body[0].name == "x"
    assert found(text) == [("missing-value", 2), ("missing-value", 5)]


@pytest.mark.parametrize(
    "text",
    [
        "x = max(1,\n  2,\n  3\nafter = 1\n",
        "x = max(\n  1\n\nevent after when a > 1\n",
        "x = [1, (2, 3\nafter[i] : USD/year ~ 1 to 2\n",
        "stock s {\n  start 1\n  rate 2\nafter = 1\n",
        "stock s {\n  start (1\n  rate 2\n}\nafter = 1\n",
        "x[i] = {\n  a: 1\n  b: max(2)\nafter = 1\n",
        "worldview w {\n  override x ~ 1 to 2\n\nafter = 1\n",
        "worldview w {\n  override x ~ max(1\n  y = 2\n}\nafter = 1\n",
        "worldview w {\n  stock s {\n    start 1\n  y = 2\n}\nafter = 1\n",
        'data d = csv("a.csv") {\n  index i\n  x : number\n\nafter = 1\n',
        "x = (1\n  + 2\n  + 3\nafter = 1\n",
    ],
)
def test_an_open_bracket_does_not_swallow_the_file(text: str) -> None:
    assert [code for code, _ in found(text)] == ["unclosed-bracket"]
    node = statements(text)[-1]
    assert isinstance(node, tree.Definition | tree.Event)
    assert node.target.name.id == "after"


def test_what_follows_an_open_worldview_is_not_part_of_it() -> None:
    text = "worldview a {\n  x = 1\n\ny = 2\nworldview b {\n  x = 1\n\nz = 2\ncredence a 30%, b 70%\n"
    kinds = [type(node).__name__ for node in statements(text)]
    assert kinds == ["Worldview", "Definition", "Worldview", "Definition", "Credence"]
    assert found(text) == [("unclosed-bracket", 1), ("unclosed-bracket", 5)]


def test_worldviews_need_no_indentation() -> None:
    text = "worldview a {\nx = 1\nevent e ~ 2030\n}\ny = 2\n"
    assert found(text) == []
    assert len(statements(text)) == 2


def test_calls_need_no_indentation() -> None:
    assert found("x = normal(\nmean: 3,\nsd: 1\n)\n") == []


def test_a_text_that_is_not_closed_ends_with_its_line() -> None:
    text = 'data d = csv("a.csv) {\n  index i\n  x : number\n}\ny = 1\n'
    assert found(text) == [("unclosed-text", 1)]
    assert statements(text)[-1].target.name.id == "y"


@pytest.mark.parametrize(
    "text",
    [
        "x = a +\n    b\n",
        "x = if a then b\n    else c\n",
        "x = f(a b,\n  c,\n  d)\n",
        "x = 3 4\n    + 5\n    * 6\n",
        "x = normal(mean = 3,\n  sd = 1)\n",
        "lab = = a,\n",
        "x = 1,000,000\n",
        'x = "a\n',
        "x = (]\n",
        "x = a ? 3 : 4\n",
        "a ~~~ 3\n",
        "x = 3 )) + 4\n",
    ],
)
def test_no_mistake_echoes(text: str) -> None:
    assert len({line for _, line in found(text)}) == 1
    codes = [code for code, _ in found(text)]
    assert len(codes) <= 2
    assert found(text + "y = 3\n") == found(text)
    assert statements(text + "y = 3\n")[-1].target.name.id == "y"


def test_slips_that_are_mended_leave_the_statement_whole() -> None:
    text = "x := 3 ** 2 + 40 % // why\ny = a && b <> c\nexpect y ‘why’\n"
    kinds = [type(node) for node in statements(text)]
    assert kinds == [tree.Definition, tree.Definition, tree.Expect]
    assert statements(text)[0].value == statements("x = 3^2 + 40%")[0].value
    assert statements(text)[1].value == statements("y = a and b != c")[0].value


def test_a_missing_separator_between_cells() -> None:
    text = "x[i] = {a: 1 b: 2, c: 3}\n"
    assert len(found(text)) == 1
    assert statements(text)[0].value.cells[-1].key.id == "c"
