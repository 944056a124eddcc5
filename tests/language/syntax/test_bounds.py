"""Texts made to hurt: each ends in a clear message, soon, and nothing recurses too deeply downstream."""

import sys
import time

import pytest

from forecast.language.source import Source
from forecast.language.syntax import MAX_SIZE, dump_tree, format_file, parse
from forecast.language.syntax.automaton import MAX_DEPTH
from forecast.language.syntax.layout import MAX_NESTING
from forecast.language.syntax.token import MAX_ERRORS

SECONDS = 10.0
"""Far above what any of these takes on an idle machine (below one second)."""

DEEP = {
    "brackets": "x = " + "(" * 10_000 + "1" + ")" * 10_000,
    "open brackets": "x = " + "(" * 100_000,
    "lists": "x = " + "[" * 10_000 + "]" * 10_000,
    "calls": "x = " + "f(" * 10_000 + ")" * 10_000,
    "tables": "x = " + "{a: " * 10_000 + "1" + "}" * 10_000,
    "cases": "x = " + "case a {b: " * 3_000 + "1" + "}" * 3_000,
    "worldviews": "worldview w { " * 3_000 + "}" * 3_000,
    "sum": "x = " + "1 + " * 5_000 + "1",
    "difference": "x = " + "1 - " * 5_000 + "1",
    "not": "x = " + "not " * 5_000 + "a",
    "minus": "x = " + "-" * 5_000 + "a",
    "if": "x = " + "if a then b else " * 5_000 + "c",
    "power": "x = " + "a^" * 5_000 + "c",
    "at": "x = " + "a at " * 5_000 + "c",
    "member": "x = a" + ".b" * 5_000,
    "subscript": "x = a" + "[b]" * 5_000,
    "and": "x = " + "a and " * 5_000 + "b",
}


@pytest.mark.parametrize("name", DEEP)
def test_depth_is_bounded(name: str) -> None:
    start = time.perf_counter()
    parsed = parse(Source("m", DEEP[name] + "\ny = 2\n"))
    assert time.perf_counter() - start < SECONDS
    assert "nesting-too-deep" in {found.code for found in parsed.diagnostics}
    assert {found.code for found in parsed.diagnostics} <= {"nesting-too-deep", "unclosed-bracket"}
    assert parsed.file.statements[-1].target.name.id == "y"


@pytest.mark.parametrize(
    "text",
    [
        f"x = {'(' * MAX_NESTING}1{')' * MAX_NESTING}",
        "x = " + " + ".join(["1"] * MAX_DEPTH),
        "x = " + "-" * (MAX_DEPTH - 2) + "1",
        "x = " + "if a then b else " * (MAX_DEPTH - 2) + "c",
        "x = " + "f(" * MAX_NESTING + "1" + ")" * MAX_NESTING,
        "x = " + "case a {b: " * (MAX_NESTING // 2) + "1" + "}" * (MAX_NESTING // 2),
    ],
)
def test_what_is_just_not_too_deep_can_be_walked(text: str) -> None:
    source = Source("m", text)
    parsed = parse(source)
    assert parsed.diagnostics == ()
    # The caller has used frames of its own, and so may those who walk the tree.
    assert sys.getrecursionlimit() == 1000
    assert parse(Source("m", format_file(parsed.file, source))).file == parsed.file
    assert dump_tree(parsed.file)
    assert repr(parsed.file)
    assert hash(parsed.file) == hash(parsed.file)


WIDE = {
    "arguments": "x = f(" + "1," * 20_000 + "1)",
    "comparisons": "x = a" + " < b" * 5_000,
    "long name": "x" * 100_000 + " = 3",
    "long text": 'expect a "' + "x" * 100_000 + '"',
    "elements": "index i = " + ", ".join(f"a{n}" for n in range(20_000)),
    "unit": "x = 3 " + "m*" * 20_000 + "m",
    "one line": "; ".join(f"x{n} = {n}" for n in range(5_000)),
    "blank lines": "\n" * 200_000,
    "comments": "# a\n" * 50_000,
}


@pytest.mark.parametrize("name", WIDE)
def test_length_is_no_obstacle(name: str) -> None:
    start = time.perf_counter()
    parsed = parse(Source("m", WIDE[name]))
    assert time.perf_counter() - start < SECONDS
    assert {found.code for found in parsed.diagnostics} <= {"name-too-long"}


FLOODS = {
    "broken lines": "x = +\n" * 50_000,
    "broken entries": "worldview w {\n" + "  x = +\n" * 50_000 + "}\n",
    "brackets": "x = " + ")" * 100_000,
    "open blocks": "stock s {\n  start 1\n" * 20_000,
    "open worldviews": "worldview w {\n  x = 1\ny = 2\n" * 10_000,
    "quotes": '"\n' * 50_000,
    "signs": "🎲 " * 50_000,
    "comments": "/*\n" * 50_000,
    "hidden": "\u00a0" * 50_000,
    "escapes": '"' + r"\q" * 50_000 + '"',
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_of_mistakes_is_cut_short(name: str) -> None:
    start = time.perf_counter()
    parsed = parse(Source("m", FLOODS[name]))
    assert time.perf_counter() - start < SECONDS
    assert 0 < len(parsed.diagnostics) <= MAX_ERRORS


def test_the_last_of_too_many_mistakes_says_so() -> None:
    parsed = parse(Source("m", "x = +\n" * (MAX_ERRORS + 100)))
    assert parsed.diagnostics[-1].code == "too-many-errors"
    assert parsed.diagnostics[-1].is_error


def test_size_is_bounded() -> None:
    large = Source("m", "#" * (MAX_SIZE + 1))
    (found,) = parse(large).diagnostics
    assert found.code == "file-too-large"
    assert f"{MAX_SIZE:,}" in found.headline
    assert parse(Source("m", "#" * MAX_SIZE)).diagnostics == ()


def test_what_is_no_text_is_refused() -> None:
    (found,) = parse(Source("m", "\x7fELF\0\0\1" * 1000)).diagnostics
    assert found.code == "not-text"
