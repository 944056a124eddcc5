"""Model files in colours: Pygments' lexer, and the terminal that uses it."""

import re
import subprocess
import sys
import time
import tomllib
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pygments.lexers import load_lexer_from_file
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Whitespace,
    _TokenType,
)
from rich.console import Console, RenderableType

from forecast.language.diagnostics import Diagnostic, Label, Severity
from forecast.language.source import Source, Span
from forecast.language.syntax.lexer import lex, patterns_of
from forecast.language.syntax.tables import tables
from forecast.language.syntax.token import NOT_UNITS as SOFT_NO_UNITS
from forecast.language.types.catalogue import BUILT_IN
from forecast.report.diagnostics import render_full
from forecast.report.highlighting import MOST_CHARACTERS, ModelText
from forecast.report.pygments_lexer import FcstLexer
from forecast.report.pygments_words import NOT_UNITS, SOFT_WORDS, STATEMENTS, WORDS, callables
from forecast.resources import grammar_text

ROOT = Path(__file__).resolve().parents[2]
MODELS = sorted(ROOT.glob("models/**/*.fcst"))
GOOD = [*MODELS, *sorted(ROOT.glob("examples/*.fcst")), ROOT / "tests/language/syntax/every_construct.fcst"]
BAD = sorted(ROOT.glob("tests/bad/**/*.fcst"))


def tokens(text: str) -> list[tuple[_TokenType, str]]:
    return [(kind, piece) for _, kind, piece in FcstLexer().get_tokens_unprocessed(text)]


def kinds(text: str) -> dict[str, _TokenType]:
    """The type of each piece that is no blank; the last one of a piece that stands more than once."""
    return {piece: kind for kind, piece in tokens(text) if kind is not Whitespace}


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


# --- the lexer: whole and quick ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_texts_have_no_errors(path: Path) -> None:
    text = read(path)
    found = tokens(text)
    assert "".join(piece for _, piece in found) == text
    assert [piece for kind, piece in found if kind in Error] == []


def test_bad_files_come_out_whole() -> None:
    assert len(BAD) > 100
    for path in BAD:
        text = read(path)
        place = 0
        for start, _, piece in FcstLexer().get_tokens_unprocessed(text):
            assert (start, text[start : start + len(piece)]) == (place, piece), path
            assert piece, path
            place += len(piece)
        assert place == len(text), path


WORDS_OF_TEXTS = st.sampled_from(
    [
        *sorted({*STATEMENTS, *WORDS, *SOFT_WORDS}),
        *(
            "doubling every",
            "a",
            "lab",
            "normal",
            "é\u0301",
            "12",
            "1e5",
            "20B",
            "2030-01",
            "USD/year",
            "start",
            "title",
        ),
        *('"', '"x"', "\\", "# allow: a", "## source: b", "\n", "\r\n", "\r", ";", ",", " ", "\t"),
        *"()[]{}=~:.@^*/+-<>!?$%“\ufeff\x00\u202e\ud800",
    ]
)


@given(
    st.one_of(
        st.text(),
        st.lists(WORDS_OF_TEXTS, max_size=40).map(" ".join),
        st.lists(WORDS_OF_TEXTS, max_size=40).map("".join),
    )
)
@example('"\\')
@example("}}}((){")
def test_any_text_comes_out_whole(text: str) -> None:
    assert "".join(piece for _, piece in tokens(text)) == text


HOSTILE = [
    '"\\',
    "(",
    "((}",
    "({",
    "1_",
    "1 per ",
    "1 a/a",
    "1 a^(1",
    "doubling \t",
    "a",
    " ",
    "# allow:",
    "## source:",
    "\n",
    "1",
]
HOSTILE += [
    ";  index ",
    "a\u0301",
    "1.",
    "case ",
    "over\n(",
    "2020-01-",
    "event x = (\n",
    "\t\r",
    "a :",
    "worldview w { ",
    "-",
    '"',
]


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_long_hostile_texts_take_no_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        best = float("inf")
        for _ in range(2):
            begin = time.process_time()
            count = sum(len(part) for _, _, part in FcstLexer().get_tokens_unprocessed(text))
            best = min(best, time.process_time() - begin)
            assert count == length
            if best < 1:
                break
        return best

    assert seconds(200_000) < 1


# --- the lexer: what is what ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_it_sees_what_the_language_sees(path: Path) -> None:
    """Numbers, units, dates, texts, comments and reserved words begin and end where the language's own lexer has them."""
    source = Source(path.name, read(path))
    own = set(re.findall(r"^\s*unit\s+(\w+)", source.text, re.MULTILINE))
    patterns = patterns_of(tables())
    lexed = lex(source, patterns, lambda name: name in own or BUILT_IN.find(name) is not None)
    wanted = {
        "NUMBER": (Number,),
        "UNIT": (Keyword.Type,),
        "DATE": (Literal.Date,),
        "TEXT": (String,),
        "DOUBLING_EVERY": (Keyword,),
        "NAME": (Name, Keyword),
        **dict.fromkeys(patterns.words.values(), (Keyword, Operator.Word, Name.Builtin.Pseudo)),
    }
    found = {
        (start, start + len(piece)): kind for start, kind, piece in FcstLexer().get_tokens_unprocessed(source.text)
    }
    seen = 0
    for token in lexed.tokens:
        if token.type in wanted:
            kind = found[token.start, token.end]
            assert any(kind in one for one in wanted[token.type]), (token, kind)
            seen += 1
    assert seen > 20
    commented = {start for (start, _), kind in found.items() if kind in Comment or kind is String.Doc}
    assert {comment.start for comment in lexed.comments} <= commented


def test_the_words_are_those_of_the_grammar() -> None:
    text = re.sub(r"^\s*//.*$", "", grammar_text(), flags=re.MULTILINE)
    words = set(re.findall(r'"([a-z_]+)"', text))
    assert words == {*STATEMENTS, *WORDS, *SOFT_WORDS}
    # A soft word is one by which a statement of its own can be named.
    assert {*STATEMENTS, *WORDS} | SOFT_NO_UNITS == NOT_UNITS


def test_every_function_and_distribution_is_known_by_the_registry() -> None:
    from forecast.language.library import names

    assert set(callables()) == set(names())
    found = kinds("x ~ normal(max(1, 2), mine(3), e.min(2))")
    assert found["normal"] is Name.Function.Magic
    assert found["max"] is Name.Builtin
    assert found["mine"] is Name.Function
    assert found["min"] is Name.Attribute
    assert kinds("max = 3")["max"] is Name.Variable


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("event agi ~ x to never", {"agi": Name.Class, "to": Operator.Word, "never": Keyword.Constant}),
        ("unit token\nindex lab = a", {"token": Keyword.Type, "lab": Name.Label, "a": Name.Constant}),
        ("index lab = a\nx[lab] = y + lab", {"x": Name.Variable, "y": Name, "lab": Name.Label}),
        ("p : USD/year = 3 USD/year", {"p": Name.Variable, "USD": Keyword.Type, "USD/year": Keyword.Type}),
        ("a = 10 USD/price + 5 USD/token", {"USD": Keyword.Type, "price": Name}),
        ("a = 5 USD/token\nunit token", {"USD/token": Keyword.Type}),
        ("a = 0.2 per year", {"0.2": Number, "per year": Keyword.Type}),
        ("a = 20B USD", {"20B": Number, "USD": Keyword.Type}),
        ("a = 3 to 4", {"to": Operator.Word}),
        ("g = doubling every 7 months", {"doubling every": Keyword}),
        ("doubling = every", {"doubling": Name.Variable, "every": Name}),
        ("time 2027 to 2030 by 3 months", {"time": Keyword.Declaration, "by": Keyword}),
        ("by = from + known", {"by": Name.Variable, "from": Name, "known": Name}),
        ("observe x ~ y known 2027", {"observe": Keyword.Declaration, "known": Keyword}),
        ("correlate a, b with gaussian 0.5", {"with": Keyword, "gaussian": Keyword}),
        ("stock s : W {\n  start 3\n  from 2027\n}", {"s": Name.Variable, "W": Keyword.Type, "start": Keyword, "from": Keyword}),
        ("stock s { rate noise }", {"rate": Keyword, "noise": Name}),
        ("rate = noise", {"rate": Name.Variable, "noise": Name}),
        ('question q = a { title "b"; resolves 2030-01 }', {"q": Name.Tag, "title": Keyword, "resolves": Keyword, '"b"': String}),
        ("question q = case k { title: 1, else: 2 }", {"title": Name.Attribute, "else": Keyword}),
        ("question q = case k { a: 1 } { source 3 }", {"a": Name.Attribute, "source": Keyword}),
        ("data d = csv() { x : USD known; where x > 3 }", {"x": Name, "USD": Keyword.Type, "known": Keyword, "where": Keyword}),
        ("worldview w { override event e ~ 1 }\ny = 2", {"w": Name.Namespace, "e": Name.Class, "y": Name.Variable}),
        ("x ~ quantiles(\n  a: 1,\n  b: 2\n)\ny = 3", {"a": Name.Attribute, "b": Name.Attribute, "y": Name.Variable}),
        ("x = max((1,\n2\nevent e ~ 3\ny = 2", {"e": Name.Class, "y": Name.Variable}),
        ("x = (as_of + t)", {"as_of": Name.Builtin.Pseudo, "t": Name.Builtin.Pseudo}),
        ("as_of 2026-11-23", {"as_of": Keyword.Declaration, "2026-11-23": Literal.Date}),
        ("## note: b", {"## ": String.Doc, "note:": Comment.Special, " b": String.Doc}),
        ("### note: b", {"### note: b": Comment.Single}),
        ("x = 1 # allow: a-rule (b)", {"allow: a-rule": Comment.Special, " (b)": Comment.Single}),
        ('x = "open\ny = 1', {'"open': Error, "y": Name.Variable}),
        ("x ~ 2 to 3 as normal", {"as": Keyword, "normal": Name.Function.Magic}),
        ("वर्ष = वर्ष2", {"वर्ष": Name.Variable, "वर्ष2": Name}),
        ("a, b = {1; 2}", {",": Punctuation, ";": Punctuation, "{": Punctuation}),
    ],
)  # fmt: skip
def test_words_at_their_places(text: str, wanted: dict[str, _TokenType]) -> None:
    found = kinds(text)
    assert {piece: found.get(piece) for piece in wanted} == wanted


def test_pygments_finds_it_by_the_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, name = project["entry-points"]["pygments.lexers"]["fcst"].split(":")
    assert getattr(import_module(module), name) is FcstLexer
    assert FcstLexer.aliases == ["fcst"]
    assert FcstLexer.filenames == ["*.fcst"]
    assert load_lexer_from_file(str(ROOT / "forecast/report/pygments_lexer.py"), "FcstLexer").aliases == ["fcst"]


# --- the terminal -------------------------------------------------------------------------------------------------------

TEXT = 'index lab = a\nquestion q = oops {\n\ttitle "漢字 e\u0301 x"   # why\n}\n'


def shown(renderable: RenderableType, *, width: int = 80, colours: bool = True) -> str:
    console = Console(
        file=StringIO(), width=width, force_terminal=colours, color_system="standard" if colours else None
    )
    console.print(renderable)
    return console.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def finding(source: Source, words: str) -> Diagnostic:
    start = source.text.index(words)
    return Diagnostic("c", Severity.ERROR, "h", Label(Span(source, start, start + len(words)), "here"))


def test_findings_show_their_source_in_colours() -> None:
    text = shown(render_full([finding(Source("f", TEXT), "oops"), finding(Source("f", TEXT), "漢字")]))
    assert "\x1b[35mquestion\x1b[0m \x1b[1mq\x1b[0m = oops {" in text
    # The line stands in a block, which only the lines above it tell.
    assert '    \x1b[35mtitle\x1b[0m \x1b[32m"漢字 e\u0301 x"\x1b[0m   \x1b[2m# why\x1b[0m' in text


@given(
    st.one_of(st.text(max_size=120), st.lists(WORDS_OF_TEXTS, max_size=30).map(" ".join)),
    st.data(),
    st.integers(20, 90),
)
def test_colours_change_no_character(text: str, data: st.DataObject, width: int) -> None:
    source = Source("f", text)
    start = data.draw(st.integers(0, len(text)))
    label = Label(Span(source, start, data.draw(st.integers(start, len(text)))), "label")
    found = render_full([Diagnostic("c", Severity.ERROR, "h", label)])
    assert plain(shown(found, width=width)) == shown(found, width=width, colours=False)
    assert plain(shown(ModelText(text), width=width)) == shown(ModelText(text), width=width, colours=False)


def test_each_word_of_a_cut_line_keeps_its_colour() -> None:
    source = Source("f", f"x = {'漢字 + ' * 40}never + oops + 3 months + {'a + ' * 40}b")
    text = shown(render_full([finding(source, "oops")]), width=60)
    assert "\x1b[35mnever\x1b[0m + oops + \x1b[36m3\x1b[0m \x1b[36mmonths\x1b[0m" in text
    assert "…" in text


def test_without_colours_nothing_is_coloured_and_very_long_texts_stay_plain() -> None:
    no_color = Console(file=StringIO(), force_terminal=True, color_system="standard", no_color=True)
    no_color.print(ModelText("event e ~ 2030"))
    assert no_color.file.getvalue() == "event e ~ 2030\n"  # pyright: ignore[reportAttributeAccessIssue]
    long = Source("f", f"event e ~ 2030\n{'x = 1\n' * (MOST_CHARACTERS // 6)}")
    assert "event e ~ 2030" in shown(render_full([finding(long, "2030")]))


@pytest.mark.parametrize(("colours", "loaded"), [("NO_COLOR", False), ("FORCE_COLOR", True)])
def test_checking_loads_pygments_only_for_colours(tmp_path: Path, colours: str, loaded: bool) -> None:
    model = tmp_path / "m.fcst"
    model.write_text("x = oops\n", encoding="utf-8")
    script = f"""
import sys
from forecast.cli import main
try:
    sys.argv = ["forecast", "check", {str(model)!r}]
    main()
except SystemExit:
    pass
print("pygments" in sys.modules, file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=_colours(colours)
    )
    assert done.stderr.strip() == str(loaded)
    assert "oops" in done.stdout


def _colours(name: str) -> dict[str, str]:
    import os

    kept = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR", "TERM"}}
    return {**kept, name: "1", "TERM": "xterm"}
