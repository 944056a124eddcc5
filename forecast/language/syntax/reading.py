"""The reading of tokens, statement by statement, and how it goes on after one that cannot be read."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import cast

from forecast.language.diagnostics import Diagnostic, syntax_errors
from forecast.language.source import Source, Span
from forecast.language.syntax import tree
from forecast.language.syntax.automaton import (
    MAX_DEPTH,
    Automaton,
    Mark,
    TooDeepError,
    UnexpectedTokenError,
)
from forecast.language.syntax.beginning import BEGINNINGS, NAMES, begins_entry, declared_name
from forecast.language.syntax.build_statement import TreeBuilder
from forecast.language.syntax.comments import Trivia
from forecast.language.syntax.mistakes import Situation, mistake
from forecast.language.syntax.tables import END_OF_INPUT, Tables
from forecast.language.syntax.token import BROKEN, CLOSERS, END, MAX_ERRORS, OPENERS, WRONG, Report, Token


@dataclass(slots=True)
class _Entry:
    """The statement or the entry of a block being read: where it begins, and the automaton as it was before it."""

    first: int
    depth: int
    """How many brackets are open around it."""
    mark: Mark | None
    """None at the top level, where a broken statement is given up."""
    after: int
    """The column of the statement before it, if that was broken, else 0."""
    broken: int = 0
    """Its own column, if it is broken (or goes on with a broken one), else 0."""


class Reading:
    """The reading of one file's tokens."""

    def __init__(
        self, source: Source, automata: Tables, trivia: Trivia, tokens: list[Token], reports: list[Report]
    ) -> None:
        self.source = source
        self.automata = automata
        self.tokens = tokens
        self.reports = reports
        self.unmended = [report.start for report in reports if not report.mended]
        self.mended = {report.start for report in reports if report.mended}
        self.builder = TreeBuilder(source, trivia)
        self.found: list[Diagnostic] = []
        self.broken = 0
        """The column of the statement read last, if it was broken, else 0."""

    def statement(self, first: int, end: int) -> tree.Statement | None:
        """The statement of the tokens from `first` to `end`; None for what only goes on with a broken one, and for
        everything after too many mistakes.
        """
        if len(self.found) >= MAX_ERRORS:
            return None
        entry = _Entry(first, 0, None, self.broken)
        goes_on = self._goes_on(entry)
        value = self._read("statement", entry, end)
        self.broken = entry.broken
        if value is not None:
            return cast(tree.Statement, value)
        if goes_on:
            return None
        start, stop = self.tokens[first].start, self.tokens[end - 1].end
        name = declared_name(self.tokens, first, end)
        return cast(tree.Statement, self.builder.build("broken", [Token(BROKEN, name, start, stop)], start, stop))

    def expression(self) -> tree.Expr | None:
        """The expression that all the tokens make."""
        return cast("tree.Expr | None", self._read("expression", _Entry(0, 0, None, 0), len(self.tokens)))

    def _read(self, start: str, whole: _Entry, end: int) -> object:
        tokens = self.tokens
        automaton = Automaton(self.automata, start, self.builder.build)
        brackets: list[Token] = []
        entries = [whole]
        i = whole.first
        while True:
            token = tokens[i] if i < end else self._end_token(end)
            kind = token.type
            try:
                if i == end:
                    return automaton.finish(token.start)
                automaton.feed(token)
            except (UnexpectedTokenError, TooDeepError) as error:
                entry = entries[-1]
                again = entry.broken > 0
                if not again:
                    place = Situation(self.source, tokens, entry.first, end, i, token, automaton, tuple(brackets))
                    self._report(error, place, entry)
                entry.broken = (self._goes_on(entry) and entry.after) or self._column(entry.first)
                if again or entry.mark is None or i >= end or len(self.found) >= MAX_ERRORS:
                    whole.broken = whole.broken or self._column(whole.first)
                    return None
                i = self._recover(i, end, entry, automaton)
                del brackets[entry.depth :]
                continue
            i += 1
            inside = entries[-1].mark is not None and entries[-1].depth == len(brackets)
            if kind in OPENERS:
                brackets.append(token)
                if kind == "LBRACE" and automaton.accepts(BROKEN):
                    entries.append(_Entry(i, len(brackets), automaton.mark(), 0))
            elif kind in CLOSERS:
                if inside:
                    entries.pop()
                brackets.pop()
            elif inside and kind in {END, "COMMA"} and automaton.accepts(BROKEN):
                entries[-1] = _Entry(i, len(brackets), automaton.mark(), entries[-1].broken)

    def _recover(self, i: int, end: int, entry: _Entry, automaton: Automaton) -> int:
        """Put BROKEN in the place of the entry in which the token `i` is wrong, and find the token to go on with."""
        tokens = self.tokens
        assert entry.mark is not None
        # Brackets opened inside the entry, up to `i`, close again before its end.
        depth = 0
        for token in tokens[entry.first : i]:
            depth += (token.type in OPENERS) - (token.type in CLOSERS)
        automaton.back(entry.mark)
        place = tokens[entry.first].start
        automaton.feed(Token(BROKEN, declared_name(tokens, entry.first, end), place, tokens[i].start))
        commas = automaton.accepts("COMMA")
        while i < end:
            kind = tokens[i].type
            if depth == 0 and (kind == END or kind in CLOSERS or (commas and kind == "COMMA")):
                break
            depth += (kind in OPENERS) - (kind in CLOSERS)
            i += 1
        return i

    def _report(self, error: UnexpectedTokenError | TooDeepError, situation: Situation, entry: _Entry) -> None:
        token = situation.token
        start = self.tokens[entry.first].start if entry.first < len(self.tokens) else token.start
        echo = bisect_right(self.unmended, token.end) > bisect_left(self.unmended, start)
        if echo or token.type == WRONG or token.start in self.mended or self._goes_on(entry):
            return
        if isinstance(error, TooDeepError):
            span = Span(self.source, error.start, error.end)
            self.found.append(syntax_errors.tree_too_deep(span, MAX_DEPTH))
        else:
            self.found.append(mistake(situation))

    def _goes_on(self, entry: _Entry) -> bool:
        """Whether a line only goes on with the broken one before it, so that nothing need be said of it."""
        if not entry.after or entry.first >= len(self.tokens):
            return False
        if begins_entry(self.tokens, entry.first, "DATA" if entry.mark else ""):
            return False
        kind = self.tokens[entry.first].type
        return self._column(entry.first) > entry.after or not (kind in NAMES or kind in BEGINNINGS)

    def _column(self, i: int) -> int:
        return self.source.position(self.tokens[i].start)[1] if i < len(self.tokens) else 1

    def _end_token(self, end: int) -> Token:
        tokens = self.tokens
        mark = tokens[end].text if end < len(tokens) else ""
        place = tokens[end - 1].end if end > 0 else 0
        return Token(END_OF_INPUT, mark, place, min(place + 1, len(self.source.text)))
