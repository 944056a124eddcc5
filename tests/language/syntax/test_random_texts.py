"""Whatever a text holds, reading it ends in a tree and diagnostics; and what can be read can be formatted."""

import random
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from forecast.language.source import Source
from forecast.language.syntax import dump_tree, format_file, parse, parse_expression

GOOD = (Path(__file__).parent / "every_construct.fcst").read_text(encoding="utf-8")
LINES = GOOD.splitlines()
PIECES = [
    *sorted(set(re.findall(r"\w+|[^\w\s]+|[^\S\n]+", GOOD))),
    *"'“”`()[]{}≤²é;:\\$%&|!?#~\t\r\n\u00a0\u202e\x01",
    *("##", "**", "//", "/*", "*/", "0x1", "1e", "1,000", "2027-6", "inf", "\r\n", "# comment\n"),
]


def check(text: str) -> bool:
    """Read a text in every way; whether it has no mistake."""
    source = Source("m", text)
    parsed = parse(source)
    parse_expression(source)
    for found in parsed.diagnostics:
        spans = [label.span for label in (found.primary, *found.secondary)]
        spans += [edit.span for fix in found.fixes for edit in fix.edits]
        assert all(0 <= span.start <= span.end <= len(text) for span in spans)
        assert found.headline
        assert not found.headline.endswith(".")
    places = [found.span.start for found in parsed.diagnostics]
    assert places == sorted(places)
    dump_tree(parsed.file)
    if parsed.errors:
        return False
    formatted = Source("m", format_file(parsed.file, source))
    again = parse(formatted)
    assert again.errors == ()
    assert again.file == parsed.file
    assert format_file(again.file, formatted) == formatted.text
    return True


def test_every_construct_is_good() -> None:
    assert check(GOOD)


@given(st.text(max_size=200))
@settings(max_examples=300)
def test_any_characters(text: str) -> None:
    check(text)


@given(st.binary(max_size=200))
@settings(max_examples=100)
def test_any_bytes(data: bytes) -> None:
    check(data.decode("latin-1"))
    check(data.decode("utf-8", errors="replace"))


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=400)
def test_soup(pieces: list[str]) -> None:
    check("".join(pieces))
    check(" ".join(pieces))


@given(st.integers(0, len(LINES) - 1), st.integers(1, 12), st.randoms(use_true_random=False))
@settings(max_examples=400)
def test_good_texts_with_a_few_changes(first: int, count: int, rng: random.Random) -> None:
    text = "\n".join(LINES[first : first + count]) + "\n"
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(text) + 1)
        text = text[:place] + rng.choice(PIECES) + text[place + rng.randint(0, 3) :]
    check(text)


@given(st.integers(0, len(LINES) - 1), st.integers(1, 12), st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_other_layouts(first: int, count: int, rng: random.Random) -> None:
    text = "\n".join(LINES[first : first + count]) + "\n"
    for _ in range(rng.randint(1, 4)):
        places = [i + 1 for i, character in enumerate(text) if character in " ,([{\n"]
        place = rng.choice(places)
        text = text[:place] + rng.choice(["\n", "\n\n\n", " # c\n", "\n# c\n", "  ", "\t", "\r\n", ";"]) + text[place:]
    check(text)


# --- texts made by the rules of the grammar ---------------------------------------------------------------------------

NAMES = st.sampled_from(["x", "y", "openai", "rate", "from", "known", "größe", "a_1", "per"])
NUMBERS = st.sampled_from(["3", "1_000", "2.5e26", "20B", ".5", "0"])
UNITS = st.sampled_from(["", "", " months", "%", "x", "x/year", " USD/year", " per year", " m^2", "%/year", " unheard"])
TEXTS = st.sampled_from(['"a"', '"a \\" b"', '"# no comment"', '""'])


def joined(items: st.SearchStrategy[str], separator: str, *, least: int = 1, most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(items, min_size=least, max_size=most).map(separator.join)


def made(pattern: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The pattern with each `_` replaced by a part."""
    pieces = pattern.split("_")
    return st.tuples(*parts).map(lambda found: "".join(a + b for a, b in zip(pieces, (*found, ""), strict=True)))


number = made("__", NUMBERS, UNITS)
date = st.sampled_from(["2027-06", "2027-06-15", "2030"])


def deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    paren = made("(_)", inner)
    argument = inner | made("_: _", NAMES | NUMBERS | TEXTS, inner)
    cell = made("_: _", NAMES | number | TEXTS | date, inner)
    return st.one_of(
        paren,
        made("_ _ _", paren, st.sampled_from(["+", "-", "*", "/", "^", "and", "or", "<", "before", "=="]), paren),
        made("_(_)", NAMES, joined(argument, ", ", least=0)),
        made("_(_ over _)", NAMES, joined(argument, ", "), joined(NAMES, ", ")),
        made("_[_]", NAMES, joined(inner, ", ")),
        made("(_)[_]", inner, joined(NAMES, ", ")),
        made("_._", NAMES, NAMES),
        made("[_]", joined(inner, ", ", least=0)),
        made("-_", paren),
        made("(not _)", paren),
        made("(if _ then _ else _)", inner, inner, inner),
        made("(_ to _ @ 80% as normal)", paren, paren),
        made("(doubling every _)", paren),
        made("_ at _", paren, date),
        made("case _ { _ }", paren, joined(cell, ", ")),
        made("case _ {\n_\n}", paren, joined(cell, "\n")),
    )


expression = st.recursive(
    number | date | NAMES | TEXTS | st.sampled_from(["never", "true", "t", "inf"]), deeper, max_leaves=8
)
table = made("{_}", joined(made("_: _", NAMES, expression), ", ")) | made(
    "{\n_\n}", joined(made("_: _", NAMES, expression), "  # c\n")
)
target = NAMES | made("_[_]", NAMES, joined(NAMES, ", "))
field = made("_ _", NAMES, expression)
comment = st.sampled_from(["", "", "", "# a\n", "## b\n", "\n\n", "# a\n\n## b\n"])
declaration = st.one_of(
    made("_ = _", target, expression | table),
    made("_ : USD/year ~ _", target, expression | table),
    made("event _ ~ _, never _", target, expression, made("(_)", expression)),
    made("event _ when _, never if _", target, expression, expression),
    made("stock _ : FLOP { _ }", target, joined(field, "; ")),
    made("stock _ {\n_\n}", target, joined(field, "  # c\n# d\n")),
    made("index _ = _", NAMES, joined(NAMES | number | TEXTS | date, ", ")),
    made("fn _(_) = _", NAMES, joined(NAMES, ", ", least=0), expression),
    made("observe _ ~ _ where _ known _", expression, expression, expression, date),
    made("correlate _ with gaussian _", joined(NAMES, ", "), expression),
    made("question _ = _ given _ { title _ }", NAMES, expression, expression, TEXTS),
    made("expect _ _", made("(_)", expression), TEXTS),
    made(
        "data _ = csv(_) { index _; _ : number from _ known; where _ }", NAMES, TEXTS, NAMES, NAMES, TEXTS, expression
    ),
)
statement = declaration | made("override _", declaration)
worldview = made("worldview _ _ {\n_\n}", NAMES, TEXTS, joined(made("__", comment, statement), "\n"))


@given(joined(made("__", comment, statement | worldview), "\n", most=4))
@settings(max_examples=120)
def test_made_texts_survive_formatting(text: str) -> None:
    assert check(text)
