"""As much of a TextMate engine as the grammar uses: match, begin and end, captures with patterns, include.

A line is read from left to right; of all patterns that apply, the one that matches first wins, at the same place the one that
stands first, and the end of the innermost block before all of them.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

GRAMMAR = Path(__file__).resolve().parents[2] / "grammar" / "fcst.tmLanguage.json"

type Rule = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    start: int
    end: int
    scopes: tuple[str, ...]

    @property
    def scope(self) -> str:
        """The innermost scope."""
        return self.scopes[-1] if self.scopes else ""


@cache
def grammar() -> Rule:
    return json.loads(GRAMMAR.read_text(encoding="utf-8"))


def rules(patterns: list[Rule]) -> Iterator[Rule]:
    """The rules that can match, includes and groups resolved."""
    for pattern in patterns:
        if name := pattern.get("include"):
            yield from flat(name)
        elif "match" in pattern or "begin" in pattern:
            yield pattern
        else:
            yield from rules(pattern["patterns"])


@cache
def flat(name: str) -> tuple[Rule, ...]:
    if name == "$self":
        return tuple(rules(grammar()["patterns"]))
    found = grammar()["repository"][name.removeprefix("#")]
    return tuple(rules([found]))


def all_patterns(node: Any = None) -> Iterator[str]:
    """Every regular expression of the grammar."""
    node = grammar() if node is None else node
    if isinstance(node, dict):
        yield from (node[key] for key in ("match", "begin", "end") if isinstance(node.get(key), str))
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from all_patterns(child)


def scopes_of(text: str) -> list[Piece]:
    """The pieces of a text, in its order and without gaps within lines."""
    pieces: list[Piece] = []
    blocks: list[Rule] = []
    offset = 0
    for line in text.split("\n"):
        pieces += [Piece(offset + p.start, offset + p.end, p.scopes) for p in _line(line, blocks)]
        offset += len(line) + 1
    return pieces


def _line(line: str, blocks: list[Rule]) -> list[Piece]:
    found: list[Piece] = []
    position = 0
    while True:
        scopes = _scopes(blocks)
        best: tuple[re.Match[str], Rule | None] | None = None
        end = blocks[-1].get("end") if blocks else None
        if end is not None and (match := _search(end, line, position)):
            best = (match, None)
        for rule in rules(blocks[-1].get("patterns", [])) if blocks else flat("$self"):
            match = _search(rule.get("match") or rule["begin"], line, position)
            if match and (best is None or match.start() < best[0].start()):
                best = (match, rule)
        if best is None:
            found.append(Piece(position, len(line), scopes))
            return found
        match, rule = best
        found.append(Piece(position, match.start(), scopes))
        name = () if rule is None or "name" not in rule else (rule["name"],)
        captures = {} if rule is None else rule.get("captures") or rule.get("beginCaptures") or {}
        found += _captured(match, (*scopes, *name), captures)
        if rule is None:
            blocks.pop()
        elif "begin" in rule:
            blocks.append(rule)
        elif match.end() == position:
            raise AssertionError(f"{rule['match']!r} matches nothing at {line[position:]!r}")
        position = match.end()


def _captured(match: re.Match[str], scopes: tuple[str, ...], captures: Rule) -> list[Piece]:
    """The pieces of a match; captures must follow one another."""
    found: list[Piece] = []
    done = match.start()
    for number, capture in sorted((int(number), capture) for number, capture in captures.items()):
        start, end = match.span(number)
        if start < 0:
            continue
        assert start >= done
        found.append(Piece(done, start, scopes))
        if "name" in capture:
            found.append(Piece(start, end, (*scopes, capture["name"])))
        else:
            inner: Rule = {"patterns": capture["patterns"]}
            found += [
                Piece(start + piece.start, start + piece.end, (*scopes, *piece.scopes))
                for piece in _line(match.string[start:end], [inner])
            ]
        done = end
    found.append(Piece(done, match.end(), scopes))
    return found


def _scopes(blocks: list[Rule]) -> tuple[str, ...]:
    return tuple(block["name"] for block in blocks if "name" in block)


def _search(pattern: str, line: str, position: int) -> re.Match[str] | None:
    return _compiled(pattern).search(line, position)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
