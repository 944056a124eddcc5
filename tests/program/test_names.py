"""Names, labels and documentation from a model file never become code."""

import ast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from forecast.language.source import Source
from forecast.program.names import Names, identifier
from forecast.session import ModelFile, load

TEMPLATE = """
as_of 2026-01-01
index lab = {0}, {1}, {2}
## {3}
## source: {3}
{4} ~ 1 to 2   # {3}
{5}[lab] ~ {{ {0}: normal({4}, 1), else: 3 }}
event {6} ~ hazard(20%/year), never 30%
{7} = {5}[{1}] + {4} * 2
question {8} = {6} given {7} > 3
"""
HARMLESS = ('"one"', '"two"', '"three"', "A doc.", "base", "each", "strike", "result", "asked")


class Anonymous(ast.NodeTransformer):
    """Forgets the names of variables and the contents of strings, and nothing else."""

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name("n" if node.id not in ("rt", "jnp", "numpyro", "constants") else node.id, node.ctx)

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("s") if isinstance(node.value, str) else node


def structure(*pieces: str) -> str:
    text = load(TEMPLATE.format(*pieces)).program.text
    return ast.dump(Anonymous().visit(ast.parse(text)))


EXPECTED = structure(*HARMLESS)

HOSTILE_NAMES = [
    ("lambda", "class", "yield", "None", "True"),
    ("rt", "jnp", "numpyro", "constants", "k"),
    ("model_", "float", "forecast", "print", "exec"),
    ("__import__", "__builtins__", "_", "__", "___"),
    ("k_2", "k", "k_3", "constants", "constants_2"),
    ("strike_never", "strike_1", "strike", "base_1", "strike_2"),
    ("ﬁ", "fi", "ſ", "s", "ªb"),
    ("日本", "π", "größe", "été", "Ω"),
    ("match", "case_", "type_", "self", "_x"),
    ("x" * 100, "x" * 99 + "y", "x" * 80, "x" * 81, "x" * 79),
]


@pytest.mark.parametrize("names", HOSTILE_NAMES, ids=lambda names: names[0][:10])
def test_hostile_names_give_the_same_program_with_other_names(names: tuple[str, ...]) -> None:
    pieces = (*HARMLESS[:4], *names)
    model = load(TEMPLATE.format(*pieces))
    assert structure(*pieces) == EXPECTED
    assert set(model.graph.nodes) == {*names, f"{names[-1]}.given"}


LABELS = [
    ('"it\'s"', '"say \\"so\\""', '"a\\\\"'),
    ('"); import os #"', "\"'''\"", '"\\"\\"\\""'),
    ('"a,b"', '"a[b]"', '"{0}%s\\\\n"'),
    ('" "', '"\\\\N{BULLET}"', '"\u2028 \u00a0x"'),
]


@pytest.mark.parametrize("labels", LABELS, ids=lambda labels: labels[0])
def test_hostile_labels_give_the_same_program(labels: tuple[str, ...]) -> None:
    assert structure(*labels, *HARMLESS[3:]) == EXPECTED


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


# What cannot stand in a line at all is left out; what the language refuses is skipped.
LINES = st.text(st.characters(exclude_characters="\n\r\x00", exclude_categories=["Cs"]), min_size=1, max_size=30)


@settings(max_examples=150)
@given(st.lists(LINES, min_size=3, max_size=3, unique=True), LINES)
def test_no_text_of_a_label_or_a_comment_changes_the_program(labels: list[str], doc: str) -> None:
    pieces = (*map(quoted, labels), doc, *HARMLESS[4:])
    assume(not load(TEMPLATE.format(*pieces)).check())
    assert structure(*pieces) == EXPECTED


@pytest.mark.parametrize("name", ['a"""b\n.fcst', "x'); import os #.fcst", "\\", "{}%s.fcst"])
def test_a_hostile_file_name_is_only_a_title(name: str) -> None:
    model = ModelFile(Source(name, TEMPLATE.format(*HARMLESS)))
    assert ast.dump(Anonymous().visit(ast.parse(model.program.text))) == EXPECTED


@given(st.lists(st.text(min_size=1, max_size=100), unique=True, max_size=8))
def test_python_names_are_valid_and_each_given_once(wanted: list[str]) -> None:
    names = Names()
    given_out = [names.of(name) for name in wanted]
    assert len(set(given_out)) == len(wanted)
    assert [names.of(name) for name in wanted] == given_out
    for name in given_out:
        assert isinstance(ast.parse(f"{name} = 1").body[0], ast.Assign)
        assert ast.unparse(ast.parse(name)) == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("agi", "agi"),
        ("agi.never", "agi_never"),
        ("x.1[a,b]", "x_1_a_b"),
        ("class", "class_"),
        ("2x", "n_2x"),
        ("…", "node"),
    ],
)
def test_python_names_are_like_the_models(name: str, expected: str) -> None:
    assert identifier(name) == expected
