"""The parser's tables, made by Lark from the grammar and kept in the user's cache folder.

Making them takes a good part of a second and needs Lark; reading them back takes milliseconds and does not.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from forecast.resources import grammar_text

STARTS = ("file", "statement", "expression")

END_OF_INPUT = "$END"

# Raised when the form of the kept tables changes.
_FORM = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """What to do when a rule's right side has been read: take `size` values off the stack and put one there.

    `makes` is the name of the node; "" where the value of the child `only` passes through, or, with `only` = -1, where the
    rule is a mere list that its parent takes in. `children` are positions of the children kept: `(i, True)` for a list
    to take in, `(-1, False)` for an optional child that is absent.
    """

    origin: str
    size: int
    makes: str
    only: int
    children: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """An LALR(1) automaton. An action `a >= 0` moves to the state `a`; `a < 0` applies the rule `-a - 1`."""

    words: dict[str, str]
    """Terminals that are fixed texts (`(`, `<=`, `event`), by name."""
    patterns: dict[str, str]
    """The other terminals' regular expressions, by name."""
    rules: tuple[Rule, ...]
    actions: tuple[dict[str, int], ...]
    starts: dict[str, int]
    ends: dict[str, int]


@cache
def tables() -> Tables:
    """The tables of the grammar that this installation carries. Raises FileNotFoundError if it carries none."""
    grammar = grammar_text()
    key = sha256(f"{_FORM}\n{grammar}".encode()).hexdigest()[:24]
    path = _cache_file(key)
    kept = path and _read(path)
    if kept:
        return kept
    plain = _build(grammar)
    if path:
        _write(path, plain)
    return _from_plain(plain)


def _cache_file(key: str) -> Path | None:
    from platformdirs import user_cache_path

    try:
        return user_cache_path("forecast", appauthor=False) / f"syntax-{key}.json"
    except (OSError, RuntimeError):
        return None


def _read(path: Path) -> Tables | None:
    try:
        return _from_plain(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _write(path: Path, plain: dict[str, Any]) -> None:
    import tempfile

    # A folder that cannot be written to costs time at every start, and no more.
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(plain, file, separators=(",", ":"))
        Path(name).replace(path)
    except OSError:
        return


def _from_plain(plain: dict[str, Any]) -> Tables:
    return Tables(
        words=plain["words"],
        patterns=plain["patterns"],
        rules=tuple(
            Rule(origin, size, makes, only, tuple((index, splice) for index, splice in children))
            for origin, size, makes, only, children in plain["rules"]
        ),
        actions=tuple(plain["actions"]),
        starts=plain["starts"],
        ends=plain["ends"],
    )


def _build(grammar: str) -> dict[str, Any]:
    from lark import Lark
    from lark.grammar import Rule as LarkRule
    from lark.lexer import TerminalDef

    made = Lark(
        grammar,
        parser="lalr",
        lexer="basic",
        start=list(STARTS),
        maybe_placeholders=True,
        postlex=_KeepParts(),
    )
    serialize = cast(Any, made).memo_serialize
    data, memo = cast(tuple[dict[str, Any], dict[int, Any]], serialize([TerminalDef, LarkRule]))
    automaton = data["parser"]["parser"]
    names: dict[int, str] = automaton["tokens"]
    # Lark shares equal rules and terminals; the automaton refers to them by number.
    order: dict[int, int] = {}
    rules: list[Any] = []
    for number, entry in memo.items():
        if entry["__type__"] == "Rule":
            order[number] = len(rules)
            rules.append(_plain_rule(entry))
    states: dict[int, dict[int, tuple[int, Any]]] = automaton["states"]
    terminals = [entry for entry in memo.values() if entry["__type__"] == "TerminalDef"]
    return {
        "words": {t["name"]: t["pattern"]["value"] for t in terminals if t["pattern"]["__type__"] == "PatternStr"},
        "patterns": {t["name"]: t["pattern"]["value"] for t in terminals if t["pattern"]["__type__"] == "PatternRE"},
        "rules": rules,
        "actions": [
            {
                names[symbol]: -order[argument["@"]] - 1 if reduces else argument
                for symbol, (reduces, argument) in states[state].items()
            }
            for state in range(len(states))
        ],
        "starts": automaton["start_states"],
        "ends": automaton["end_states"],
    }


class _KeepParts:
    """Makes Lark keep the terminals of which UNIT is composed, and which no rule mentions."""

    always_accept = ("UNIT_FACTOR", "UNIT_GOES_ON")

    def process(self, stream: Iterator[Any]) -> Iterator[Any]:
        return stream


def _plain_rule(entry: dict[str, Any]) -> list[Any]:
    origin: str = entry["origin"]["name"]
    expansion: list[dict[str, Any]] = entry["expansion"]
    options = entry["options"]
    children: list[tuple[int, bool]] = []
    position = 0
    for absent in options["empty_indices"] or [False] * len(expansion):
        if absent:
            children.append((-1, False))
            continue
        symbol = expansion[position]
        inlined = symbol["__type__"] == "NonTerminal" and symbol["name"].startswith("_")
        if inlined or not symbol.get("filter_out", False):
            children.append((position, inlined))
        position += 1
    if origin.startswith("_"):
        makes, only = "", -1
    elif options["expand1"] and not entry["alias"] and len(children) == 1:
        makes, only = "", children[0][0]
    else:
        makes, only = entry["alias"] or origin, -1
    return [origin, len(expansion), makes, only, children]
