"""Comments, documentation and `# allow:`."""

from forecast.language.source import Source
from forecast.language.syntax import parse, tree


def read(text: str) -> tree.File:
    parsed = parse(Source("m", text))
    assert parsed.errors == ()
    return parsed.file


def warnings(text: str) -> list[tuple[str, int]]:
    return [(found.code, found.span.line) for found in parse(Source("m", text)).diagnostics]


def test_documentation_stands_directly_above() -> None:
    text = "## One.\n## Two.\nx = 1\n"
    (x,) = read(text).statements
    assert x.doc.text == "One. Two."
    assert x.doc.lines == ("One.", "Two.")
    assert warnings(text) == []


def test_fields_of_documentation() -> None:
    lines = [
        "## Prose: not a field.",
        "## source: A. Author,",
        "##   second line of it",
        "## note: beware",
        "## source: another",
        "x = 1",
    ]
    (x,) = read("\n".join(lines)).statements
    assert x.doc.text == "Prose: not a field."
    assert x.doc.fields == (
        ("source", "A. Author, second line of it"),
        ("note", "beware"),
        ("source", "another"),
    )
    assert x.doc.source == "A. Author, second line of it; another"


def test_a_field_on_the_line_of_the_prose() -> None:
    (x,) = read("## What it is. source: Toby Ord, about a million-fold\nx = 1").statements
    assert x.doc.text == "What it is."
    assert x.doc.source == "Toby Ord, about a million-fold"


def test_comments_and_documentation_in_any_order() -> None:
    (x,) = read("## Doc.\n# plain\n## More.\nx = 1  # end").statements
    assert x.doc.text == "Doc. More."
    assert x.comments.before == ("# plain",)
    assert x.comments.after == "# end"


def test_documentation_of_what_stands_in_a_worldview_or_is_overridden() -> None:
    (worldview,) = read("worldview w {\n  ## Doc.\n  override event e ~ 2030\n}").statements
    assert worldview.body[0].doc.text == "Doc."
    assert worldview.body[0].statement.doc == tree.NO_DOC


def test_stray_documentation() -> None:
    assert warnings("## A.\n\nx = 1\n") == [("stray-doc", 1)]
    assert warnings("x = 1\n## A.\n") == [("stray-doc", 2)]
    assert warnings("x = 1  ## A.\n") == [("stray-doc", 1)]
    assert warnings("stock s {\n  ## A.\n  start 1\n}\n") == [("stray-doc", 2)]
    assert warnings("## A.\n\n## B.\nx = 1\n") == [("stray-doc", 1)]
    assert warnings("#### Ornament\n########\n\nx = 1\n") == []


def test_comments_of_entries_and_blocks() -> None:
    text = "stock s {  # open\n  # above\n  start 1  # one\n\n  rate 2;  # two\n  # end\n}  # after\n# last\n"
    file = read(text)
    (stock,) = file.statements
    start, rate = stock.fields
    assert start.comments == tree.Comments(("# above",), "# one")
    assert rate.comments == tree.Comments(("",), "# two")
    assert stock.inside == tree.Comments(("# end",), "# open")
    assert stock.comments.after == "# after"
    assert file.end.before == ("# last",)


def test_comments_of_cells() -> None:
    (x,) = read("x[i] = {\n  a: 1,  # one\n  # above\n  b: {c: 2}  # two\n}").statements
    a, b = x.value.cells
    assert a.comments.after == "# one"
    assert b.comments == tree.Comments(("# above",), "# two")


def test_one_blank_line_is_kept() -> None:
    (_, y) = read("x = 1\n\n\n \t\n# c\n\n\ny = 1").statements
    assert y.comments.before == ("", "# c", "")


def test_allows() -> None:
    text = "# allow: unused-node (a reason)\n\nx = 1\ny = 2  # allow: year-as-number\nz = 3  # allows: nothing\n"
    allows = read(text).allows
    assert [(allow.rule, allow.reason, allow.meant.line) for allow in allows] == [
        ("unused-node", "a reason", 3),
        ("year-as-number", "", 4),
    ]
    assert allows[1].span.text == "# allow: year-as-number"


def test_a_comment_does_not_change_what_is_meant() -> None:
    assert read("# c\n## d\n\nx = (1  # c\n  # c\n + 2)\n# c") == read("x = (1 + 2)")
