"""The LALR machine: tokens in, values of the builder out, with a way back to the last place to take up again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from forecast.language.syntax.beginning import NAMES
from forecast.language.syntax.tables import END_OF_INPUT, Tables
from forecast.language.syntax.token import Token

MAX_DEPTH = 200
"""Levels of a syntax tree. Whoever walks one may use recursion."""

_MAX_STACK = 2000
"""States on the stack; a tree of MAX_DEPTH levels takes fewer. What opens levels without end is not read to its end."""

type Build = Callable[[str, list[object], int, int], object]
"""From the node's name, its children, and the first and the last offset, the node."""

# Nodes of these rules are lists or parts of a statement, which add no level to an expression.
_FLAT = frozenset(
    {
        "argument",
        "body",
        "cells",
        "columns_block",
        "fields",
        "keyed",
        "list",
        "name",
        "names",
        "number",
        "over",
        "target",
        "text",
    }
)


class UnexpectedTokenError(Exception):
    """The token that no rule takes here."""

    def __init__(self, token: Token) -> None:
        super().__init__(token.text)
        self.token = token


class TooDeepError(Exception):
    """A tree of more than MAX_DEPTH levels."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__()
        self.start = start
        self.end = end


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to go back to: the stacks as they were. Lists on the stack grow in place, so their lengths are kept."""

    states: tuple[int, ...]
    values: tuple[object, ...]
    lengths: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    depths: tuple[int, ...]


class Automaton:
    """One run of the machine."""

    def __init__(self, tables: Tables, start: str, build: Build) -> None:
        self.tables = tables
        self.build = build
        self.end_state = tables.ends[start]
        self.states: list[int] = [tables.starts[start]]
        self.before: list[int] = []
        """The states before the token fed last."""
        self.values: list[object] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.depths: list[int] = []

    def feed(self, token: Token) -> None:
        """Take the next token. Raises UnexpectedTokenError or TooDeepError."""
        actions, rules, states = self.tables.actions, self.tables.rules, self.states
        values, starts, ends, depths = self.values, self.starts, self.ends, self.depths
        kind = token.type
        # Rules completed on the way to a mistake hide what else could have come.
        self.before = states.copy()
        while True:
            action = actions[states[-1]].get(kind)
            if action is None and kind in NAMES and kind != "NAME":
                kind = "NAME"
                action = actions[states[-1]].get(kind)
            if action is None:
                # The end is never moved over: the rules that it completes lead to the end state.
                if kind == END_OF_INPUT and states[-1] == self.end_state:
                    return
                raise UnexpectedTokenError(token)
            if action >= 0:
                if len(states) == _MAX_STACK:
                    raise TooDeepError(token.start, token.end)
                states.append(action)
                values.append(token)
                starts.append(token.start)
                ends.append(token.end)
                depths.append(0)
                return
            rule = rules[-action - 1]
            size = rule.size
            if size == 1 and rule.only == 0:
                states[-1] = actions[states[-2]][rule.origin]
                continue
            if size == 0:
                states.append(actions[states[-1]][rule.origin])
                values.append(
                    [] if rule.origin.startswith("_") else self.build(rule.makes, [], token.start, token.start)
                )
                starts.append(token.start)
                ends.append(token.start)
                depths.append(0)
                continue
            start, end, depth = starts[-size], ends[-1], max(depths[-size:])
            if rule.only >= 0:
                value = values[rule.only - size]
            else:
                children = self._children(rule.children, size)
                if rule.makes:
                    if rule.makes not in _FLAT:
                        depth += 1
                        if depth > MAX_DEPTH:
                            raise TooDeepError(start, end)
                    value = self.build(rule.makes, children, start, end)
                else:
                    value = children
            del states[-size:], values[-size:], starts[-size:], ends[-size:], depths[-size:]
            states.append(actions[states[-1]][rule.origin])
            values.append(value)
            starts.append(start)
            ends.append(end)
            depths.append(depth)

    def _children(self, kept: tuple[tuple[int, bool], ...], size: int) -> list[object]:
        values = self.values
        children: list[object] = []
        for index, splice in kept:
            if index < 0:
                children.append(None)
            elif not splice:
                children.append(values[index - size])
            elif children:
                children.extend(cast(list[object], values[index - size]))
            else:
                # A list grows in place, or reading n items would take n² steps.
                children = cast(list[object], values[index - size])
        return children

    def finish(self, place: int) -> object:
        """The value of the whole. Raises UnexpectedTokenError if something is missing, or TooDeepError."""
        self.feed(Token(END_OF_INPUT, "", place, place))
        return self.values[-1]

    def accepts(self, kind: str) -> bool:
        """Whether a token of that type could come next."""
        return self._accepts(kind, self.states)

    def accepted(self, kind: str) -> bool:
        """Whether a token of that type could have come instead of the one fed last."""
        return self._accepts(kind, self.before)

    def _accepts(self, kind: str, at: list[int]) -> bool:
        actions, rules, states = self.tables.actions, self.tables.rules, at.copy()
        while True:
            action = actions[states[-1]].get(kind)
            if action is None:
                return kind == END_OF_INPUT and states[-1] == self.end_state
            if action >= 0:
                return True
            rule = rules[-action - 1]
            if rule.size:
                del states[-rule.size :]
            states.append(actions[states[-1]][rule.origin])

    def expected(self) -> frozenset[str]:
        """The types of all tokens that could come next."""
        kinds = [kind for kind in self.tables.actions[self.states[-1]] if kind.isupper() or kind == END_OF_INPUT]
        return frozenset(kind for kind in kinds if self.accepts(kind))

    def mark(self) -> Mark:
        values = self.values
        return Mark(
            tuple(self.states),
            tuple(values),
            tuple(len(cast(list[object], value)) if isinstance(value, list) else -1 for value in values),
            tuple(self.starts),
            tuple(self.ends),
            tuple(self.depths),
        )

    def back(self, mark: Mark) -> None:
        self.states[:] = mark.states
        self.values[:] = mark.values
        for value, length in zip(mark.values, mark.lengths, strict=True):
            if isinstance(value, list):
                del value[length:]
        self.starts[:] = mark.starts
        self.ends[:] = mark.ends
        self.depths[:] = mark.depths
