"""The canonical text: same tree, no comment lost, and the same again when formatted again."""

import re
from collections import Counter

import pytest

from forecast.language.source import Source
from forecast.language.syntax import format_file, parse


def formatted(text: str) -> str:
    source = Source("m", text)
    parsed = parse(source)
    assert parsed.errors == ()
    result = format_file(parsed.file, source)
    again = Source("m", result)
    reparsed = parse(again)
    assert reparsed.errors == ()
    assert reparsed.file == parsed.file
    assert format_file(reparsed.file, again) == result
    assert comments(result) == comments(text)
    return result


def comments(text: str) -> Counter[str]:
    found = re.finditer(r'"(?:[^"\\\n]|\\.)*"|(#[^\r\n]*)', text)
    return Counter(match[1].strip("# \t") for match in found if match[1])


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("x=1", "x = 1"),
        ("x~1 to   2", "x ~ 1 to 2"),
        ("x[ lab ,b ]~1 to 2", "x[lab, b] ~ 1 to 2"),
        ("revenue:USD / year~5B USD/year to 6B USD/year", "revenue : USD/year ~ 5B USD/year to 6B USD/year"),
        ("x = f( a,b :c   over i,j )", "x = f(a, b: c over i, j)"),
        ("x = a+b*c^ d-e/f", "x = a + b * c^d - e / f"),
        ("x = -a^-b", "x = -a^-b"),
        ("x = not  a and(b or c)", "x = not a and (b or c)"),
        ("x = a<=b<c", "x = a <= b < c"),
        ("x = 3months+4 x+40%+3%/year", "x = 3 months + 4x + 40% + 3%/year"),
        ("x = 0.2  per   year + 20B USD/year", "x = 0.2 per year + 20B USD/year"),
        ("x = 2x ^ 3 + 2^3", "x = 2x ^ 3 + 2^3"),
        ("x = 3k x + 3k%", "x = 3k x + 3k%"),
        ("x = 5  to 10@80%  as normal", "x = 5 to 10 @ 80% as normal"),
        ("x = y at  2030", "x = y at 2030"),
        ("x = doubling   every 7 months", "x = doubling every 7 months"),
        ("x = if a then b else c", "x = if a then b else c"),
        ("x = case k{a:1,b:2;else:3}", "x = case k { a: 1, b: 2, else: 3 }"),
        ("x[i]={a:1,b:{c:2},}", "x[i] = {a: 1, b: {c: 2}}"),
        ("x = [ [1,.5],[.5,1] ]", "x = [[1, .5], [.5, 1]]"),
        ('x = "a\\"b\\\\c"', 'x = "a\\"b\\\\c"'),
        ("x = (a+b)[lab].c", "x = (a + b)[lab].c"),
        ("model   m", "model m"),
        ("as_of  2026-11-23", "as_of 2026-11-23"),
        ("time 2026-12  to 2080 by 3months", "time 2026-12 to 2080 by 3 months"),
        ("index i=a ,b", "index i = a, b"),
        ("unit   token;unit H=3 FLOP/s", "unit token\nunit H = 3 FLOP/s"),
        ("event e~2030 to 2040,never if a>3,never 10%", "event e ~ 2030 to 2040, never 10%, never if a > 3"),
        ("event e   when a>3", "event e when a > 3"),
        ("stock s:FLOP{start 1;grows g}", "stock s : FLOP { start 1; grows g }"),
        ("correlate a,b with gaussian .5", "correlate a, b with gaussian .5"),
        ("correlate x over lab with .5", "correlate x over lab with .5"),
        ("observe a~normal(0,1)known 2027 where b", "observe a ~ normal(0, 1) where b known 2027"),
        ('expect a>3"why"', 'expect a > 3 "why"'),
        ("fn f(a,b)=a+b", "fn f(a, b) = a + b"),
        ('import   "a.fcst"as b', 'import "a.fcst" as b'),
        ("override  extends_ ~1 to 2", "override extends_ ~ 1 to 2"),
        ('worldview w "T" extends v{x=1;y=2}', 'worldview w extends v "T" { x = 1; y = 2 }'),
        ("worldview w {}", "worldview w {}"),
        ("credence a 30%,b 70%", "credence a 30%, b 70%"),
        ('question q=a given b{title "T"}', 'question q = a given b { title "T" }'),
        (
            'data d=csv("a.csv"){index i;x:minutes from "x (min)"known;Y[c]:number=columns a to b}',
            'data d = csv("a.csv") { index i; x : minutes from "x (min)" known; Y[c] : number = columns a to b }',
        ),
    ],
)
def test_spacing(text: str, canonical: str) -> None:
    assert formatted(text) == canonical + "\n"


CANONICAL = """\
## What the model says.
## source: somebody
model m

# A comment
as_of 2026-11-23  # today

x[lab] = {  # open
    # above
    a: 1  # one

    b: case k {
        slow: 1
        else: 2
    }
    # end
}  # after
stock s[lab] : FLOP {
    start 1e25 FLOP  # start

    # growth
    grows g
}

worldview w "Title" {
    ## Doc.
    override x ~ 1 to 2  # less

    observe 3 ~ normal(x, 1)
}

# end
"""


def test_what_is_canonical_stays() -> None:
    assert formatted(CANONICAL) == CANONICAL


def test_blocks_that_were_written_over_lines_stay_so() -> None:
    text = 'stock s {\nstart 1\nrate 2 }\nx[i] = {\na: 1, b: 2}\nworldview w {\ny = 1 }\nquestion q = x {\n title "T" }'
    assert formatted(text) == (
        "stock s {\n    start 1\n    rate 2\n}\nx[i] = {\n    a: 1\n    b: 2\n}\n"
        'worldview w {\n    y = 1\n}\nquestion q = x {\n    title "T"\n}\n'
    )


A, B, C = "a" * 40, "b" * 40, "c" * 40


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (f"x ~ f({A}, {B}, {C})", f"x ~ f(\n    {A},\n    {B},\n    {C}\n)"),
        (f"x = ({A} + {B} * {C})", f"x = (\n    {A}\n    + {B} * {C}\n)"),
        (f"x[i] = {{{A}: 1, {B}: 2, {C}: 3}}", f"x[i] = {{\n    {A}: 1\n    {B}: 2\n    {C}: 3\n}}"),
        (f"index i = {A}, {B}, {C}", f"index i = {A},\n    {B},\n    {C}"),
        (f"event e ~ {A} to {B}, never if {C}", f"event e ~ {A} to {B},\n    never if {C}"),
        (f"stock s {{ start {A}; rate {B}; min {C} }}", f"stock s {{\n    start {A}\n    rate {B}\n    min {C}\n}}"),
        (f"x = max({A}, {B} over {C})", f"x = max(\n    {A},\n    {B}\n    over {C}\n)"),
        # Outside of brackets no line can break.
        (f"x = {A} + {B} + {C}", f"x = {A} + {B} + {C}"),
    ],
)
def test_long_lines_break_where_they_can(text: str, canonical: str) -> None:
    assert formatted(text) == canonical + "\n"


def test_a_long_statement_in_a_worldview_is_measured_from_its_indentation() -> None:
    text = f"worldview w {{\n    x ~ f({A}, {B}, cccccc)\n}}"
    assert "x ~ f(\n        " in formatted(text)
    assert formatted(f"x ~ f({A}, {B}, cccccc)").count("\n") == 1


def test_a_statement_with_a_comment_inside_an_expression_is_left_as_it_is() -> None:
    text = "x=f(1, # one\n    2) # two\n\n\ny=1\n"
    assert formatted(text) == "x=f(1, # one\n    2)  # two\n\ny = 1\n"


def test_such_a_statement_moves_with_its_block() -> None:
    text = "worldview w {\n  x=f(1, # one\n    2)\n}\n"
    assert formatted(text) == "worldview w {\n    x=f(1, # one\n      2)\n}\n"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("#c\n##d\nx = 1#e", "# c\n## d\nx = 1  # e\n"),
        ("\n\n\nx = 1\n\n\n\ny = 2\n\n\n", "x = 1\n\ny = 2\n"),
        ("x = 1\r\n\r\ny = 2\r\n", "x = 1\n\ny = 2\n"),
        ("\ufeffx = 1", "x = 1\n"),
        ("\tx = 1 \t\n", "x = 1\n"),
        ("# only a comment", "# only a comment\n"),
        ("###  Ornament  ###\n####\n", "###  Ornament  ###\n####\n"),
        ("# a\n\n# b\nx = 1", "# a\n\n# b\nx = 1\n"),
        ("", ""),
        ("\n\n", ""),
        ("x = 1;# c\n; # d\ny = 2", "x = 1  # c\n# d\ny = 2\n"),
    ],
)
def test_comments_and_blank_lines(text: str, canonical: str) -> None:
    assert formatted(text) == canonical


def test_what_could_not_be_read_is_not_formatted() -> None:
    source = Source("m", "x = 3 +\n")
    with pytest.raises(ValueError, match="could not be read"):
        format_file(parse(source).file, source)
