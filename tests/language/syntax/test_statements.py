"""Each kind of statement, as its tree."""

import pytest

from forecast.language.source import Source
from forecast.language.syntax import parse, tree


def read(text: str) -> tree.Statement:
    parsed = parse(Source("m.fcst", text))
    assert parsed.diagnostics == ()
    (statement,) = parsed.file.statements
    return statement


def ids(names) -> list[str]:
    return [name.id for name in names]


def test_model() -> None:
    assert read("model agi").name.id == "agi"


def test_as_of() -> None:
    assert read("as_of 2026-11-23").date.text == "2026-11-23"


def test_time() -> None:
    node = read("time 2026-12 to 2080 by 3 months")
    assert (node.start.text, node.end.text, node.step.text, node.step.unit) == ("2026-12", "2080", "3", "months")


def test_index_of_names_and_texts() -> None:
    node = read('index lab = openai, "A B", lib.x')
    assert [type(element) for element in node.elements] == [tree.Name, tree.Text, tree.Member]


def test_index_of_a_range() -> None:
    (element,) = read("index year = 2020 to 2035").elements
    assert (element.low.value, element.high.value) == (2020, 2035)


def test_index_of_numbers_with_one_unit() -> None:
    assert [n.unit for n in read("index need = 8, 40, 167 hours").elements] == ["", "", "hours"]


def test_units() -> None:
    assert read("unit token").definition is None
    assert read("unit H100 = 9.9e14 FLOP/s").definition.unit == "FLOP/s"


@pytest.mark.parametrize(
    ("text", "indexes", "unit", "op"),
    [
        ("x = 1", [], None, "="),
        ("x ~ 1 to 2", [], None, "~"),
        ("x[lab] ~ 1 to 2", ["lab"], None, "~"),
        ("x[a, b] : USD/year = 1", ["a", "b"], "USD/year", "="),
        ("x : 1/year = 1", [], "1/year", "="),
        ("x : % = 1", [], "%", "="),
        ("x : kg*m^2/s^-2 = 1", [], "kg*m^2/s^-2", "="),
        ("x : m^(1/2) = 1", [], "m^(1/2)", "="),
        ("x : USD / year = 1", [], "USD/year", "="),
        ("x : date ~ 1", [], "date", "~"),
    ],
)
def test_definitions(text: str, indexes: list[str], unit: str | None, op: str) -> None:
    node = read(text)
    assert isinstance(node, tree.Definition)
    assert node.target.name.id == "x"
    assert ids(node.target.indexes) == indexes
    assert (node.annotation and node.annotation.text) == unit
    assert node.op == op


def test_tables() -> None:
    node = read('x[i, j] ~ {\n  a: {8: 1 to 2, else: 3}  # one\n  "A B": 4,\n\n  i.c: 5; 2030-01: 6\n}')
    keys = [cell.key for cell in node.value.cells]
    assert [type(key) for key in keys] == [tree.Name, tree.Text, tree.Member, tree.DateLiteral]
    inner = node.value.cells[0].value
    assert isinstance(inner.cells[0].key, tree.Number)
    assert isinstance(inner.cells[1].key, tree.Else)


def test_events() -> None:
    node = read("event e[lab] ~ 2030 to 2040, never 10%, never if p > 3")
    assert node.op == "~"
    assert [chance.text for chance in node.never] == ["10"]
    assert [type(condition) for condition in node.never_if] == [tree.Compare]
    assert read("event e = first(a, b)").op == "="
    assert read("event e when a > 3").op == "when"
    assert isinstance(read("event e[lab] ~ {a: 2030 to 2031, else: never}").value, tree.Table)


@pytest.mark.parametrize("text", ["{ start 1; from 2027; min (3) }", "{\n start 1\n from 2027\n\n min (3)\n}"])
def test_stocks(text: str) -> None:
    node = read(f"stock s[lab] : FLOP {text}")
    assert [field.name.id for field in node.fields] == ["start", "from", "min"]
    assert isinstance(node.fields[2].value, tree.Paren)


def test_correlations() -> None:
    node = read("correlate x[openai], lib.x, c with [[1, .5, 0], [.5, 1, 0], [0, 0, 1]]")
    assert [type(member) for member in node.members] == [tree.Index, tree.Member, tree.Name]
    assert len(node.value.items) == 3
    node = read("correlate x over lab with gaussian 0.7")
    assert (ids(node.over), node.gaussian) == (["lab"], True)
    assert not read("correlate a, b with rho").gaussian


def test_data() -> None:
    node = read(
        """data d = csv("runs.csv") {
            index system, lab
            released : date known
            p50 : minutes from "p50 (min)" known
            known : number; lab : lab
            X[col] : number = columns x2 to x25
            where p50 > 3
        }"""
    )
    assert node.reader.function.id == "csv"
    kinds = [type(entry) for entry in node.entries]
    assert kinds == [tree.DataIndex, *[tree.Column] * 5, tree.Where]
    index, released, p50, known, _, many, _ = node.entries
    assert ids(index.names) == ["system", "lab"]
    assert (released.known, released.header) == (True, None)
    assert (p50.known, p50.header.value, p50.annotation.text) == (True, "p50 (min)", "minutes")
    assert (known.target.name.id, known.known) == ("known", False)
    assert (many.first.id, many.last.id) == ("x2", "x25")


def test_observations() -> None:
    node = read("observe d.x ~ normal(0, 1) where d.y > 3 known 2027-01")
    assert (type(node.where), type(node.known)) == (tree.Compare, tree.DateLiteral)
    assert read("observe d.x ~ normal(0, 1) known 2027-01 where d.y > 3") == node
    assert read("observe a < b").distribution is None
    assert isinstance(read("observe y ~ if a then normal(0, 1) else flat(min: 0)").distribution, tree.If)


def test_expectations() -> None:
    assert read('expect a > 3 "why"').why.value == "why"
    assert read("expect a > 3").why is None


def test_functions() -> None:
    node = read("fn f(a, b) = a + b")
    assert ids(node.parameters) == ["a", "b"]
    assert read("fn f() = 3").parameters == ()


def test_other_files() -> None:
    node = read('import "lib.fcst" as lib')
    assert (node.path.value, node.alias.id) == ("lib.fcst", "lib")
    assert read('extends "base.fcst"').path.value == "base.fcst"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x[openai] ~ 1 to 2", tree.Definition),
        ("event e ~ 2030", tree.Event),
        ("stock s { start 1 }", tree.Stock),
        ("index i = a", tree.IndexDecl),
        ("time 2026 to 2030 by 1 year", tree.Time),
        ("as_of 2027", tree.AsOf),
        ("unit u", tree.UnitDecl),
        ("fn f(x) = x", tree.Function),
        ('data d = csv("a.csv") { index i }', tree.Data),
        ("question q = x", tree.Question),
        ("correlate a, b with 0.5", tree.Correlate),
        ("observe a > 3", tree.Observe),
        ("expect a > 3", tree.Expect),
    ],
)
def test_overrides(text: str, kind: type) -> None:
    node = read(f"override {text}")
    assert isinstance(node, tree.Override)
    assert isinstance(node.statement, kind)


def test_worldviews() -> None:
    node = read('worldview w "Title" {\n  override x ~ 1 to 2\n  y = 3; z = 4\n}')
    assert (node.title.value, node.extends) == ("Title", None)
    assert [type(item) for item in node.body] == [tree.Override, tree.Definition, tree.Definition]
    before = read('worldview w "T" extends v {}')
    assert before == read('worldview w extends v "T" {}')
    assert (before.extends.id, before.body) == ("v", ())


def test_credences() -> None:
    assert [(name.id, share.text) for name, share in read("credence a 30%, b 70%").entries] == [
        ("a", "30"),
        ("b", "70"),
    ]


def test_questions() -> None:
    node = read('question q = agi before 2035 given a before 2031 { title "T"; resolves 2035; source "S" }')
    assert [field.name.id for field in node.fields] == ["title", "resolves", "source"]
    assert isinstance(node.given, tree.Compare)
    assert read("question q = agi").given is None
    # The braces of a case are not those of the question.
    assert read('question q = case k { a: 1, else: 2 } { title "T" }').fields[0].name.id == "title"


@pytest.mark.parametrize(
    "word", ["start", "from", "known", "by", "columns", "gaussian", "per", "source", "every", "rate"]
)
def test_words_of_fields_are_names(word: str) -> None:
    node = read(f"{word} = {word} + {word}[i] + f({word}: {word})")
    assert node.target.name.id == word


@pytest.mark.parametrize(
    "text",
    [
        "index lab = a,\n    b,\n    c",
        "credence a 30%,\n    b 70%",
        "event e ~ 2030 to 2040,\n    never 10%",
        "worldview w\n{\n x = 3 }",
        "x = f(\n  1,\n\n  2\n)",
        "x = (a\n  + b)",
        "x = 3;",
        ";;x = 3\n;\n",
        "\ufeffx = 3",
        "x = 3\r\n",
        "\tx\t=\t3",
        "x = 3 # comment",
    ],
)
def test_layout_means_nothing_else(text: str) -> None:
    read(text)


def test_statements_end_with_their_line_or_a_semicolon() -> None:
    file = parse(Source("m", "x = 1\ny = 2; z = 3")).file
    assert [statement.target.name.id for statement in file.statements] == ["x", "y", "z"]


def test_places() -> None:
    source = Source("m", "\nx[lab] : USD ~ 1 to 2 USD  # c\n")
    (node,) = parse(source).file.statements
    assert node.span.text == "x[lab] : USD ~ 1 to 2 USD"
    assert node.target.span.text == "x[lab]"
    assert node.annotation.span.text == "USD"
    assert node.value.high.span.text == "2 USD"
    assert node.value.high.unit_span.text == "USD"
    assert node.span.place() == "m:2:1"
