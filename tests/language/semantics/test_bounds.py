"""Models that are large, deep or garbled: a finding or a model, never an exception, and in a reasonable time."""

import random
import re
import sys
from pathlib import Path

import pytest

from forecast.language.diagnostics.rules import RULES
from forecast.language.semantics.from_tree import Checked, check
from forecast.language.source import Source
from forecast.language.syntax import parse

BAD = Path(__file__).resolve().parents[2] / "bad"


def checked(text: str) -> Checked:
    parsed = parse(Source("model.fcst", text))
    return check(parsed.file, parsed.diagnostics)


def codes(text: str) -> set[str]:
    return {found.code for found in checked(text).diagnostics}


DEEP = {
    "brackets": "x = " + "(" * 99 + "1" + ")" * 99,
    "sum": "x = " + "1 + " * 190 + "1",
    "power": "x = " + "1 ^ " * 140 + "1",
    "branches": "x = " + "if true then 1 else " * 140 + "0",
    "quantities": "x0 = 1\n" + "\n".join(f"x{i} = x{i - 1} + 1" for i in range(1, 2000)),
    "quantities, last first": "\n".join(f"x{i} = x{i + 1} + 1" for i in range(2000)) + "\nx2000 = 1",
    "functions": "fn f0(x) = x\n" + "\n".join(f"fn f{i}(x) = f{i - 1}(x) + 1" for i in range(1, 100)) + "\ny = f99(3)",
    "parts of a mixture": "x ~ mixture(" + ", ".join(f"1: {k} to {k + 5}" for k in range(1, 300)) + ")",
    "units": "unit u0 = 2 USD\n" + "\n".join(f"unit u{i} = 2 u{i - 1}" for i in range(1, 100)) + "\nx = 3 u99",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_deep_models_are_checked(text: str) -> None:
    assert checked(text).diagnostics == ()


def test_the_stack_is_left_as_it_was() -> None:
    before = sys.getrecursionlimit()
    checked(DEEP["branches"])
    assert sys.getrecursionlimit() == before


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "fn f0(x) = x\n" + "\n".join(f"fn f{i}(x) = f{i - 1}(x) + 1" for i in range(1, 1000)) + "\ny = f999(3)",
            "nesting-too-deep",
        ),
        ("y ~ 1 to 2\nx = " + "if y > 1 then 1 else " * 190 + "0", "nesting-too-deep"),
        ("k ~ bernoulli(3%)\nx = case k {" + ", ".join(f"{k}: 1" for k in range(2000)) + "}", "nesting-too-deep"),
        ("x = max(" + ", ".join(map(str, range(3000))) + ")", "too-many-arguments"),
        ("\n".join(f"x{i} = x{(i + 1) % 1000}" for i in range(1000)), "cycle"),
        ("\n".join(f"x{i} = y{i}" for i in range(200)), "unknown-name"),
        ("x = 1" + " < 1" * 20_000, "nesting-too-deep"),
        ("x ~ quantiles(" + ", ".join(f"{k / 21}: {k}" for k in range(1, 21)) + ")", "too-many-arguments"),
    ],
    ids=["functions", "branches", "case", "arguments", "circle", "unknown names", "comparisons", "quantiles"],
)
def test_what_is_too_deep_or_too_long_is_a_finding(text: str, code: str) -> None:
    assert codes(text) == {code}


PIECE = re.compile(r'"[^"\n]*"|\d[\d.\-_]*[kMBT]?|\w+|[^\s\w]|\n| +')
TEXTS = [
    *(rule.good for rule in RULES if len(rule.good) < 1000),
    *(path.read_text(encoding="utf-8") for path in sorted(BAD.glob("*/*.fcst")) if path.parent.name != "syntax"),
]
PIECES = sorted({piece for text in TEXTS for piece in PIECE.findall(text) if piece.strip()})


def garbled(chance: random.Random) -> str:
    pieces = PIECE.findall(chance.choice(TEXTS))
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(pieces))
        match chance.randrange(4):
            case 0:
                pieces[place] = chance.choice(PIECES)
            case 1:
                pieces.insert(place, chance.choice(PIECES))
            case 2:
                pieces[place] = chance.choice(pieces)
            case _:
                other = chance.randrange(len(pieces))
                pieces[place], pieces[other] = pieces[other], pieces[place]
    return "".join(pieces)


@pytest.mark.parametrize("seed", range(8))
def test_garbled_models_give_findings_or_models(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(150):
        text = garbled(chance)
        found = checked(text)
        errors = [each for each in found.diagnostics if each.is_error]
        assert (found.model is None) == bool(errors), text
