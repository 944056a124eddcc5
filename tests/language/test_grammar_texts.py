"""Texts that the grammar itself makes: they are read without a mistake, printed, and read as the same; and whatever they mean,
checking them ends in diagnostics that can be shown.
"""

import io
import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark
from lark import Lark
from rich.console import Console

from forecast import load
from forecast.language.diagnostics.diagnostic import Diagnostic
from forecast.language.source import Source
from forecast.language.syntax import dump_tree, format_file, parse
from forecast.report.diagnostics import render_full
from forecast.resources import grammar_text

NAMES = ["x", "y", "z", "lab", "openai", "a", "b", "agi", "s", "year", "größe", "f"]
UNITS = ["months", "%", "x", "x/year", "USD/year", "per year", "m^2", "years", "FLOP"]
TERMINALS = {
    "NAME": st.sampled_from(NAMES),
    "NUMBER": st.sampled_from(["1", "3", "10", "0.5", "2030", "20B", "2.5e26", "inf"]),
    "UNIT": st.sampled_from(UNITS),
    "DATE": st.sampled_from(["2027-06", "2031-01-15"]),
    "TEXT": st.sampled_from(['"a"', '"why \\" not"']),
    "DOUBLING_EVERY": st.sampled_from(["doubling every", "halving every"]),
    "_END": st.just("\n"),
}
SUPPRESSED = [
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
    HealthCheck.large_base_example,
]
SECONDS = 2.0
"""The bound on what reading, checking and showing one text may take."""


def grammar() -> Lark:
    """The grammar as it stands in `grammar/`, without what only recovery makes."""
    text = re.sub(r"\n[ \t]*\| BROKEN( -> \w+)?", "", grammar_text())
    return Lark(re.sub(r"%declare BROKEN\n|%ignore \w+\n", "", text), parser="lalr", start=["file", "statement"])


def texts(start: str) -> st.SearchStrategy[str]:
    """Texts of a rule, with a blank before each token."""
    made = grammar()
    fixed: dict[str, st.SearchStrategy[str]] = {}
    for terminal in made.terminals:
        if terminal.name in TERMINALS:
            fixed[terminal.name] = TERMINALS[terminal.name].map(lambda word: f" {word}")
        elif terminal.pattern.type == "str":
            fixed[terminal.name] = st.just(f" {terminal.pattern.value}")
    used = {t.name for t in made.terminals}
    return from_lark(made, start=start, explicit={k: v for k, v in fixed.items() if k in used})


STATEMENT = texts("statement").filter(lambda text: len(text) < 2_000)
FILE = st.lists(STATEMENT, min_size=1, max_size=12).map("\n".join)


def prints_back(text: str) -> bool:
    """Whether a text has no mistake of syntax; if so it must print as a text that is read as the same tree."""
    source = Source("m", text)
    parsed = parse(source)
    dump_tree(parsed.file)
    if parsed.errors:
        return False
    printed = Source("m", format_file(parsed.file, source))
    again = parse(printed)
    assert again.errors == ()
    assert again.file == parsed.file
    assert format_file(again.file, printed) == printed.text
    return True


def answers(text: str) -> tuple[Diagnostic, ...]:
    """Check a text and show what is found, in less than the bound; every place lies in the text."""
    begun = time.perf_counter()
    found = load(text + "\n").check()
    console = Console(file=io.StringIO(), width=90)
    console.print(render_full(found))
    assert time.perf_counter() - begun < SECONDS
    for diagnostic in found:
        for label in (diagnostic.primary, *diagnostic.secondary):
            assert 0 <= label.span.start <= label.span.end <= len(label.span.source.text)
    return found


@given(FILE)
@settings(max_examples=60, suppress_health_check=SUPPRESSED)
def test_files_of_the_grammar_end_in_diagnostics(text: str) -> None:
    answers(text)


@pytest.mark.slow
@given(STATEMENT)
@settings(max_examples=1_500, suppress_health_check=SUPPRESSED)
def test_many_statements_of_the_grammar_print_back(text: str) -> None:
    prints_back(text)


@pytest.mark.slow
@given(FILE)
@settings(max_examples=500, suppress_health_check=SUPPRESSED)
def test_many_files_of_the_grammar_end_in_diagnostics(text: str) -> None:
    answers(text)


ROOT = Path(__file__).parent.parent.parent
GOOD = [
    path.read_text(encoding="utf-8")
    for path in sorted(ROOT.glob("models/*.fcst")) + sorted(ROOT.glob("examples/*.fcst"))
]
PIECES = sorted({piece for text in GOOD for piece in re.findall(r"\w+|[^\w\s]+", text)})


@pytest.mark.slow
@given(st.sampled_from(GOOD), st.randoms(use_true_random=False))
@settings(max_examples=600, suppress_health_check=SUPPRESSED)
def test_good_files_with_a_few_changes_end_in_diagnostics(text: str, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(text) + 1)
        text = text[:place] + rng.choice(PIECES) + text[place + rng.randint(0, 6) :]
    answers(text)


@pytest.mark.slow
@given(st.binary(max_size=400))
@settings(max_examples=500)
def test_any_bytes_end_in_diagnostics(data: bytes) -> None:
    answers(data.decode("utf-8", errors="replace"))


def test_statements_of_the_grammar_print_back() -> None:
    """Most of them have no mistake of syntax, so that the strategy makes what it says."""
    outcomes: list[bool] = []

    @given(STATEMENT)
    @settings(max_examples=150, suppress_health_check=SUPPRESSED)
    def collect(text: str) -> None:
        outcomes.append(prints_back(text))

    collect()
    assert sum(outcomes) > len(outcomes) / 2
