"""Expressions: how tightly each operator binds, and what each form makes."""

import pytest

from forecast.language.source import Source
from forecast.language.syntax import parse_expression, tree


def read(text: str) -> tree.Expr:
    parsed = parse_expression(Source("e", text))
    assert parsed.diagnostics == ()
    assert parsed.expression is not None
    return parsed.expression


def bracketed(node: tree.Expr) -> str:
    """The expression with brackets around every operation."""
    match node:
        case tree.Binary():
            return f"({bracketed(node.left)} {node.op} {bracketed(node.right)})"
        case tree.Unary():
            return f"({node.op} {bracketed(node.operand)})"
        case tree.Compare():
            return f"({bracketed(node.first)}{''.join(f' {op} {bracketed(e)}' for op, e in node.rest)})"
        case tree.If():
            return f"(if {bracketed(node.condition)} then {bracketed(node.then)} else {bracketed(node.otherwise)})"
        case tree.At():
            return f"({bracketed(node.value)} at {bracketed(node.when)})"
        case tree.Interval():
            level = f" @ {bracketed(node.level)}" if node.level else ""
            family = f" as {node.family.id}" if node.family else ""
            high = f" to {bracketed(node.high)}" if node.high else ""
            return f"({bracketed(node.low)}{high}{level}{family})"
        case tree.Every():
            return f"({node.kind} {bracketed(node.period)})"
        case _:
            return node.span.text


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a + b * c ^ d", "(a + (b * (c ^ d)))"),
        ("a - b - c", "((a - b) - c)"),
        ("a / b / c", "((a / b) / c)"),
        ("a ^ b ^ c", "(a ^ (b ^ c))"),
        ("-a ^ b", "(- (a ^ b))"),
        ("a ^ -b", "(a ^ (- b))"),
        ("-a * b", "((- a) * b)"),
        ("- - a", "(- (- a))"),
        ("a or b and not c == d", "(a or (b and (not (c == d))))"),
        ("a and b or c and d", "((a and b) or (c and d))"),
        ("not not a", "(not (not a))"),
        ("a <= x < b", "(a <= x < b)"),
        ("a before b", "(a before b)"),
        ("a + b to c * d", "((a + b) to (c * d))"),
        ("1 to 2 < 3", "((1 to 2) < 3)"),
        ("5 to 10 @ 80% as normal", "(5 to 10 @ 80% as normal)"),
        ("5 to 10 @ (p + q)", "(5 to 10 @ (p + q))"),
        ("quantiles(10%: 1) as normal", "(quantiles(10%: 1) as normal)"),
        ("x at 2030 + 1", "((x at 2030) + 1)"),
        ("x at a at b", "((x at a) at b)"),
        ("x ^ y at b", "(x ^ (y at b))"),
        ("x.y[i] at f(z)", "(x.y[i] at f(z))"),
        ("if a then b else if c then d else e", "(if a then b else (if c then d else e))"),
        ("if a or b then c + d else e to f", "(if (a or b) then (c + d) else (e to f))"),
        ("doubling every 7 months", "(doubling 7 months)"),
        ("doubling every a + b", "((doubling a) + b)"),
        ("doubling every 2 * a", "(doubling (2 * a))"),
        ("doubling every (a + b)", "(doubling (a + b))"),
        ("4x/year * 2 - doubling every 2 years", "((4x/year * 2) - (doubling 2 years))"),
        ("a - doubling every b + halving every c", "((a - (doubling b)) + (halving c))"),
        ("doubling every a - doubling every b > c", "(((doubling a) - (doubling b)) > c)"),
        ("a + doubling every b to c", "((a + (doubling b)) to c)"),
        ("doubling every 5 to 9 months @ 80%", "(doubling (5 to 9 months @ 80%))"),
        ("halving every a to halving every b", "((halving a) to (halving b))"),
        ("g < doubling every a", "(g < (doubling a))"),
    ],
)
def test_precedence(text: str, meaning: str) -> None:
    assert bracketed(read(text)) == meaning


@pytest.mark.parametrize(
    ("text", "digits", "unit"),
    [
        ("3", "3", ""),
        ("1_000", "1_000", ""),
        ("2.5e26", "2.5e26", ""),
        (".5", ".5", ""),
        ("1e-3", "1e-3", ""),
        ("inf", "inf", ""),
        ("20B", "20B", ""),
        ("20B USD/year", "20B", "USD/year"),
        ("3 months", "3", "months"),
        ("3months", "3", "months"),
        ("40%", "40", "%"),
        ("3%/year", "3", "%/year"),
        ("4x", "4", "x"),
        ("4 x/year", "4", "x/year"),
        ("0.2 per year", "0.2", "1/year"),
        ("5 USD per person per year", "5", "USD/person/year"),
        ("9.8 m/s^2", "9.8", "m/s^2"),
        ("2 m^(1/2)", "2", "m^(1/2)"),
        ("20MW", "20", "MW"),
        ("3 unheard_of", "3", "unheard_of"),
        ("5 kWh", "5", "kWh"),
    ],
)
def test_numbers(text: str, digits: str, unit: str) -> None:
    node = read(text)
    assert isinstance(node, tree.Number)
    assert (node.text, node.unit) == (digits, unit)


@pytest.mark.parametrize(("text", "value"), [("1_000", 1e3), ("20B", 2e10), ("1.1B", 1.1e9), ("3k", 3e3), (".5", 0.5)])
def test_values_of_numbers(text: str, value: float) -> None:
    assert read(text).value == value


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("12 months*n", ["months"]),
        ("12 months * year", ["months"]),
        ("10 USD / price", ["USD"]),
        ("10 USD/price", ["USD"]),
        ("10 USD/year", ["USD/year"]),
        ("3 hours*min(a, b)", ["hours"]),
        ("40%*x", ["%"]),
        ("3 to 4 years", ["", "years"]),
        ("3 before 4", ["", ""]),
        ("3 and 4", ["", ""]),
        ("2^3 x", ["", "x"]),
    ],
)
def test_where_units_end(text: str, units: list[str]) -> None:
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, tree.Number):
            found.append(node.unit)
        elif isinstance(node, tree.Binary):
            walk(node.left)
            walk(node.right)
        elif isinstance(node, tree.Interval):
            walk(node.low)
            walk(node.high)
        elif isinstance(node, tree.Compare):
            walk(node.first)
            walk(node.rest[0][1])

    walk(read(text))
    assert found == units


def test_units_defined_in_the_file_or_given_go_on_after_a_slash() -> None:
    from forecast.language.syntax import parse

    def unit(text: str, **options) -> str:
        node = parse(Source("m", text), **options).file.statements[-1].value
        return node.unit if isinstance(node, tree.Number) else "a product"

    assert unit("x = 3 USD/token") == "a product"
    assert unit("unit token\nx = 3 USD/token") == "USD/token"
    assert unit("unit token\nx = 3 tokens/token") == "tokens/token"
    assert unit("x = 3 USD/token", units=["token"]) == "USD/token"


@pytest.mark.parametrize(
    ("text", "date"),
    [("2027-06", (2027, 6, 1)), ("2027-06-15", (2027, 6, 15)), ("2027-13", (2027, 13, 1))],
)
def test_dates(text: str, date: tuple[int, int, int]) -> None:
    node = read(text)
    assert (node.year, node.month, node.day) == date


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"a b"', "a b"),
        (r'"a\"b"', 'a"b'),
        (r'"a\\b"', r"a\b"),
        (r'"a\nb"', "a\nb"),
        ('"# no comment"', "# no comment"),
    ],
)
def test_texts(text: str, value: str) -> None:
    assert read(text).value == value


def test_calls() -> None:
    node = read("mixture(40%: a, 2030-01: b, before: c, else: d, over_: e, w: normal(0, 1) over i, j)")
    keys = [argument.key for argument in node.arguments]
    kinds = [tree.Number, tree.DateLiteral, tree.Name, tree.Else, tree.Name, tree.Name]
    assert [type(key) for key in keys] == kinds
    assert [name.id for name in node.over] == ["i", "j"]
    assert read("f()").arguments == ()
    assert read("cumulative(x over time)").over[0].id == "time"
    assert read("f(a, b,)") == read("f(a, b)")
    assert read("lib.f(a)").function == read("lib.f")


def test_subscripts() -> None:
    assert isinstance(read("(a + b)[lab]").base, tree.Paren)
    assert read("( # c\n a ) [lab]").base.span.text == "( # c\n a )"
    assert len(read('x["A B", i.a]').items) == 2


def test_cases() -> None:
    node = read("case k { slow: a, -1: b, 3 years: c, true: d, else: e }")
    kinds = [tree.Name, tree.Unary, tree.Number, tree.Boolean, tree.Else]
    assert [type(cell.key) for cell in node.cells] == kinds


def test_words_as_values() -> None:
    assert read("t") == tree.Name("t", read("t").span)
    assert read("as_of + 3 years").left.id == "as_of"
    assert isinstance(read("never"), tree.Never)
    assert read("true").value is True


def test_names_of_all_scripts() -> None:
    assert read("größe").id == "größe"
    assert read("gro\u0308ße").id == read("größe").id
    assert read("हिन्दी").id == "हिन्दी"


def test_lines_mean_nothing_in_an_expression_by_itself() -> None:
    assert read("a\n  before 2035\n") == read("a before 2035")


@pytest.mark.parametrize("text", ["", "a +", "x = 3", "(a", "a b", "a; b"])
def test_what_is_no_expression(text: str) -> None:
    parsed = parse_expression(Source("e", text))
    assert parsed.expression is None
    assert parsed.diagnostics
