"""The TextMate grammar: its lists, its expressions, and the scopes it gives to the models."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from forecast.language.library import all_functions
from forecast.report.pygments_lexer import FcstLexer
from forecast.report.pygments_words import NOT_UNITS
from tests.grammar.textmate import GRAMMAR, Piece, all_patterns, grammar, scopes_of

ROOT = GRAMMAR.parents[1]
MODELS = sorted(ROOT.glob("models/**/*.fcst"))
EVERY_CONSTRUCT = ROOT / "tests" / "language" / "syntax" / "every_construct.fcst"
FILES = [*MODELS, *sorted(ROOT.glob("examples/*.fcst")), EVERY_CONSTRUCT]

# The classes that both definitions share, by the beginnings of scopes and by Pygments' types.
SCOPES = {
    "comment": "comment",
    "keyword.other.documentation": "comment field",
    "keyword.other.directive": "comment field",
    "string": "string",
    "constant.character": "string",
    "constant.other.date": "date",
    "constant.other.element": "element",
    "constant.numeric": "number",
    "constant.language": "constant",
    "keyword.other.unit": "unit",
    "keyword.operator.word": "word",
    "keyword.operator": "operator",
    "keyword": "keyword",
    "support.function.distribution": "distribution",
    "support.function.builtin": "function",
    "entity.name.function": "other function",
    "entity.name.type.event": "event",
    "entity.name.tag": "question",
    "entity.name.namespace": "module",
    "variable.language": "pseudo",
    "variable.other.declaration": "declared",
    "variable.other.index": "name",
    "variable.other.member": "key",
    "variable.parameter": "key",
    "variable.other": "name",
}
TYPES = {
    "Comment": "comment",
    "Comment.Special": "comment field",
    "Literal.String.Doc": "comment",
    "Literal.String": "string",
    "Literal.Date": "date",
    "Literal.Number": "number",
    "Keyword": "keyword",
    "Keyword.Constant": "constant",
    "Keyword.Type": "unit",
    "Operator": "operator",
    "Operator.Word": "word",
    "Name": "name",
    "Name.Attribute": "key",
    "Name.Builtin": "function",
    "Name.Builtin.Pseudo": "pseudo",
    "Name.Class": "event",
    "Name.Constant": "element",
    "Name.Function": "other function",
    "Name.Function.Magic": "distribution",
    # TextMate does not know which names are indexes where nothing around them says so.
    "Name.Label": "name",
    "Name.Namespace": "module",
    "Name.Tag": "question",
    "Name.Variable": "declared",
}


def by_character(text: str, pieces: list[tuple[int, int, str]]) -> list[str]:
    classes = [""] * len(text)
    for start, end, name in pieces:
        classes[start:end] = [name] * (end - start)
    return ["" if character.isspace() else name for character, name in zip(text, classes, strict=True)]


def scope_class(piece: Piece) -> str:
    fitting = [name for name in SCOPES if piece.scope.startswith(name)]
    return SCOPES[max(fitting, key=len)] if fitting else ""


def type_class(kind: object) -> str:
    name = str(kind).removeprefix("Token.")
    while name and name not in TYPES:
        name = name.rpartition(".")[0]
    return TYPES.get(name, "")


def scoped(text: str) -> dict[str, set[str]]:
    """The texts of each scope, `.fcst` left out."""
    found: dict[str, set[str]] = {}
    for piece in scopes_of(text):
        if piece.end > piece.start:
            found.setdefault(piece.scope.removesuffix(".fcst"), set()).add(text[piece.start : piece.end])
    return found


@pytest.mark.parametrize("kind", ["distribution", "function"])
def test_the_names_are_those_of_the_registry(kind: str) -> None:
    names = sorted(f.name for f in all_functions() if (f.kind == "distribution") == (kind == "distribution"))
    scope = f"support.function.{'distribution' if kind == 'distribution' else 'builtin'}.fcst"
    (rule,) = [rule for rule in grammar()["repository"]["calls"]["patterns"] if rule["name"] == scope]
    wanted = "|".join(names)
    listed = re.fullmatch(r"\(\?<!\[\\w\.\]\)\(\?:([\w|]+)\)\(\?=\[ \\t\]\*\\\(\)", rule["match"])
    assert listed is not None
    assert listed[1] == wanted, f"write in grammar/fcst.tmLanguage.json, wherever {kind}s are listed: {wanted}"
    if kind == "distribution":
        assert any(f"(as)[ \\t]+({wanted})" in pattern for pattern in all_patterns())


def test_reserved_words_are_no_units() -> None:
    wanted = "|".join(sorted(NOT_UNITS))
    pattern = grammar()["repository"]["numbers"]["match"]
    lists = set(re.findall(r"\(\?!\(\?:([\w|]+)\)\(\?!\\w\)\)", pattern))
    assert lists == {wanted}, f"write in grammar/fcst.tmLanguage.json, under numbers: {wanted}"


def test_every_expression_can_be_compiled_and_every_include_found() -> None:
    patterns = list(all_patterns())
    assert len(patterns) > 50
    for pattern in patterns:
        re.compile(pattern)
    names = re.findall(r'"include": "#([\w-]+)"', GRAMMAR.read_text(encoding="utf-8"))
    assert set(names) == set(grammar()["repository"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_sees_what_the_lexer_of_pygments_sees(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tokens = FcstLexer().get_tokens_unprocessed(text)
    wanted = by_character(text, [(start, start + len(piece), type_class(kind)) for start, kind, piece in tokens])
    found = by_character(text, [(piece.start, piece.end, scope_class(piece)) for piece in scopes_of(text)])
    lines = text.split("\n")
    start = 0
    for number, line in enumerate(lines, 1):
        here = slice(start, start + len(line))
        start += len(line) + 1
        if re.match(r"index \w+ = \w+$", line):
            continue  # another index's name instead of elements: only the whole file tells them apart
        assert found[here] == wanted[here], f"line {number}: {line}"


def test_words_at_their_places() -> None:
    found = scoped(EVERY_CONSTRUCT.read_text(encoding="utf-8"))
    assert {"known", "from", "by", "gaussian", "columns", "where", "start", "grows", "title", "resolves"} <= {
        word for scope, words in found.items() if scope == "keyword.other.field" for word in words
    }
    assert {"doubling every", "halving every"} == found["keyword.other.growth"]
    assert {"event", "stock", "question", "data", "as_of", "override"} <= found["keyword.declaration"]
    assert {"3k", "20B", "1_000", "2.5e26", ".5", "inf"} <= found["constant.numeric"]
    assert {"%/year", "months", "USD per person per year", "per year", "kg"} <= found["keyword.other.unit"]
    assert {"2026-11-23", "2030-01"} <= found["constant.other.date"]
    assert {"normal", "hazard", "quantiles"} <= found["support.function.distribution"]
    assert "source" not in found["variable.other.declaration"]


@pytest.mark.parametrize(
    ("text", "scope", "words"),
    [
        ("a = 12 months*n + rate", "keyword.other.unit", {"months"}),
        ("a = 3 to 4 per year", "keyword.operator.word", {"to"}),
        ("rate = noise + from_here", "variable.other", {"noise", "from_here"}),
        ("known = 3; from = 4", "variable.other.declaration", {"known", "from"}),
        ("# allow: unused-node (why)", "keyword.other.directive", {"allow: unused-node"}),
        ('a = "not closed\nb = 1', "variable.other.declaration", {"a", "b"}),
        ('title = "x"', "variable.other.declaration", {"title"}),
        ("## note: a source: b", "keyword.other.documentation", {"note:", "source:"}),
        ("x = normals(1) + max(2)", "support.function.builtin", {"max"}),
        ('question q = a {\n    title "b"\n}\ntitle = 3', "keyword.other.field", {"title"}),
        ('question q = f(\n    a,\n) {\n    title "b"\n}', "keyword.other.field", {"title"}),
        ("x = { a: 1\n b: 2 }\nstart ~ 1 to 2", "variable.parameter", {"a", "b"}),
    ],
)
def test_words_in_short_texts(text: str, scope: str, words: set[str]) -> None:
    assert scoped(text)[scope] == words


def engine() -> str | None:
    """Node, where it finds VS Code's engine by NODE_PATH."""
    node = shutil.which("node")
    places = [Path(place) for place in os.environ.get("NODE_PATH", "").split(os.pathsep) if place]
    wanted = ("vscode-textmate", "vscode-oniguruma")
    return node if all(any((place / name).is_dir() for place in places) for name in wanted) else None


@pytest.mark.skipif(
    engine() is None,
    reason="VS Code's engine is not there: npm install vscode-textmate vscode-oniguruma, and NODE_PATH=.../node_modules",
)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_engine_of_vs_code_sees_the_same(path: Path) -> None:
    script = Path(__file__).with_name("tokenize.cjs")
    done = subprocess.run([engine() or "", script, path, GRAMMAR], capture_output=True, text=True, check=True)
    text = path.read_text(encoding="utf-8")
    ours: list[tuple[str, ...]] = [()] * len(text)
    for piece in scopes_of(text):
        ours[piece.start : piece.end] = [piece.scopes] * (piece.end - piece.start)
    start = 0
    for line, tokens in zip(text.split("\n"), done.stdout.splitlines(), strict=True):
        if line.isascii():  # the engine counts UTF-16 units
            for first, last, scopes in json.loads(tokens):
                assert ours[start + first : start + last] == [tuple(scopes)] * (last - first), line
        start += len(line) + 1


def test_the_folder_is_an_extension_of_vs_code() -> None:
    package = json.loads((GRAMMAR.parent / "package.json").read_text(encoding="utf-8"))
    (language,) = package["contributes"]["languages"]
    (colours,) = package["contributes"]["grammars"]
    assert (GRAMMAR.parent / colours["path"]).resolve() == GRAMMAR
    assert colours["language"] == language["id"]
    assert colours["scopeName"] == grammar()["scopeName"] == "source.fcst"
    assert language["extensions"] == [".fcst"]
    behaviour = json.loads((GRAMMAR.parent / language["configuration"]).read_text(encoding="utf-8"))
    assert behaviour["comments"] == {"lineComment": "#"}
    assert {tuple(pair) for pair in behaviour["brackets"]} == {("{", "}"), ("[", "]"), ("(", ")")}
    for pattern in (behaviour["wordPattern"], *behaviour["indentationRules"].values()):
        re.compile(pattern)
    assert re.fullmatch(behaviour["wordPattern"], "human_level")
    (enter,) = behaviour["onEnterRules"]
    assert re.match(enter["beforeText"], "## What it is.")
    assert not re.match(enter["beforeText"], "# A remark.")
