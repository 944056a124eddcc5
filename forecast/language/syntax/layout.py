"""Lines and brackets: which ends of lines end a statement, and what each bracket belongs to.

A bracket that is not closed must not swallow the file: a line that begins a statement, no further in than the line of the
opening bracket, ends it.
"""

from dataclasses import dataclass, field

from forecast.language.diagnostics import Diagnostic, syntax_errors
from forecast.language.source import Source, Span
from forecast.language.syntax.beginning import begins_entry, begins_statement
from forecast.language.syntax.token import BRACKETS, CLOSERS, END, MAX_ERRORS, OPENERS, WRONG, Report, Token

MAX_NESTING = 100

# A worldview holds none of these, so one that seems to is not closed.
_NEVER_INSIDE = frozenset({"WORLDVIEW", "CREDENCE", "MODEL", "IMPORT", "EXTENDS"})
MAX_RESTARTS = 10


@dataclass(slots=True)
class _Open:
    token: Token
    raw: int
    """Position among the raw tokens."""
    indent: int
    head: str
    """The first word of the statement in which the bracket stands."""
    stepped_in: bool = False
    cut: int = -1
    """For a worldview: where its text seems to end if no closing bracket does."""


@dataclass(frozen=True, slots=True)
class Laid:
    """The tokens as the grammar takes them, and the top-level statements among them as ranges.

    `restarts` is how often a bracket was found to end earlier than it had seemed; `left_open`: there were brackets that
    more tokens could have closed.
    """

    tokens: list[Token]
    statements: list[tuple[int, int]]
    reports: list[Report]
    restarts: int
    left_open: bool


def lay_out(source: Source, raw: list[Token]) -> Laid:
    forced: dict[int, int] = {}
    left_open = False
    for _ in range(MAX_RESTARTS):
        layout = _Layout(source, raw, forced)
        restart = layout.run()
        left_open = left_open or layout.left_open
        if restart is None:
            break
        forced[restart[0]] = restart[1]
    else:
        layout = _Layout(source, raw, forced)
        layout.may_restart = False
        layout.run()
    return Laid(layout.out, layout.ranges(), layout.reports, len(forced), left_open or layout.left_open)


@dataclass(slots=True)
class _Layout:
    source: Source
    raw: list[Token]
    forced: dict[int, int]
    may_restart: bool = True
    out: list[Token] = field(default_factory=list[Token])
    breaks: list[int] = field(default_factory=list[int])
    stack: list[_Open] = field(default_factory=list[_Open])
    reports: list[Report] = field(default_factory=list[Report])
    head: str = ""
    too_deep: int = 0
    left_open: bool = False
    """Whether brackets were open after the last token."""

    def run(self) -> tuple[int, int] | None:
        """Lay out everything. A pair: begin again with the bracket (first) closed before the raw token (second)."""
        raw, out = self.raw, self.out
        line_start, indent, pending = 0, 0, None
        fresh = True
        for i, token in enumerate(raw):
            kind = token.type
            if len(self.reports) >= MAX_ERRORS:
                return None
            if kind == "LINE":
                if pending is None:
                    pending = token
                line_start, fresh = token.end, True
                continue
            if kind == "SEMICOLON":
                if self.stack and self.stack[-1].token.type != "LBRACE":
                    self._report(syntax_errors.semicolon_in_brackets(token.span(self.source), self._opening()))
                    out.append(Token("COMMA", ",", token.start, token.end))
                else:
                    pending = token
                continue
            if fresh:
                indent, fresh = token.start - line_start, False
                restart = self._line_begins(i, indent)
                if restart:
                    return restart
            if pending is not None:
                self._end(pending, i)
                pending = None
            if self.too_deep:
                self.too_deep += (kind in OPENERS) - (kind in CLOSERS)
                continue
            if not self.head:
                self.head = kind if kind != "OVERRIDE" else ""
            if kind in OPENERS:
                self._open(token, i, indent)
            elif kind in CLOSERS:
                self._close(token)
            else:
                out.append(token)
        return self._finish()

    def ranges(self) -> list[tuple[int, int]]:
        starts = [0, *(b + 1 for b in self.breaks)]
        ends = [*self.breaks, len(self.out)]
        return [(a, b) for a, b in zip(starts, ends, strict=True) if a < b]

    # --- lines ------------------------------------------------------------------------------------------------------

    def _end(self, mark: Token, i: int) -> None:
        """The end of a line or a `;`, with the next token at `i`."""
        if self.too_deep or (self.stack and self.stack[-1].token.type != "LBRACE"):
            return
        last = self.out[-1].type if self.out else END
        if last in {END, "LBRACE"} or self.raw[i].type == "LBRACE":
            return
        if last == "COMMA" and mark.type == "LINE" and not begins_statement(self.raw, i, inside=self.head):
            return
        if not self.stack:
            self.breaks.append(len(self.out))
        self.out.append(Token(END, mark.text, mark.start, mark.end))
        self.head = ""

    def _line_begins(self, i: int, indent: int) -> tuple[int, int] | None:
        """Look whether the line shows that an open bracket was never closed."""
        before = len(self.stack)
        restart = self._close_for(i, indent)
        if len(self.stack) < before:
            self.too_deep = 0
        return restart

    def _close_for(self, i: int, indent: int) -> tuple[int, int] | None:
        while self.stack:
            top = self.stack[-1]
            worldview = top.head == "WORLDVIEW" and top.token.type == "LBRACE"
            if self.forced.get(top.raw) == i:
                self._unclosed(top, count=1)
                continue
            if top.token.type != "LBRACE":
                brackets = self._brackets()
                inside = self.stack[-brackets - 1].head if brackets < len(self.stack) else ""
                if indent > self.stack[-brackets].indent or not begins_entry(self.raw, i, inside):
                    return None
                self._unclosed(top, count=brackets)
            elif indent > top.indent or not begins_statement(self.raw, i, inside=top.head):
                top.stepped_in = True
                return None
            elif not worldview:
                self._unclosed(top, count=1)
            elif self.raw[i].type in _NEVER_INSIDE:
                if top.cut >= 0 and self.may_restart:
                    return top.raw, top.cut
                self._unclosed(top, count=1)
            else:
                if top.stepped_in and top.cut < 0:
                    top.cut = i
                return None
        return None

    def _finish(self) -> tuple[int, int] | None:
        self.left_open = bool(self.stack)
        while self.stack:
            top = self.stack[-1]
            if top.token.type == "LBRACE" and top.cut >= 0 and self.may_restart:
                return top.raw, top.cut
            self._unclosed(top, count=self._brackets() if top.token.type != "LBRACE" else 1)
        return None

    # --- brackets ---------------------------------------------------------------------------------------------------

    def _open(self, token: Token, i: int, indent: int) -> None:
        if len(self.stack) == MAX_NESTING:
            self._report(syntax_errors.nesting_too_deep(token.span(self.source), MAX_NESTING), mended=False)
            self.out.append(Token(WRONG, token.text, token.start, token.end))
            self.too_deep = 1
            return
        self.stack.append(_Open(token, i, indent, self.head))
        self.out.append(token)
        if token.type == "LBRACE":
            self.head = ""

    def _close(self, token: Token) -> None:
        wanted = CLOSERS[token.type]
        place = token.span(self.source)
        if not any(opened.token.type == wanted for opened in self.stack):
            top = self.stack[-1] if self.stack else None
            if top and top.token.type != "LBRACE" and token.type != "RBRACE":
                self._report(syntax_errors.mismatched_bracket(place, top.token.span(self.source)), mended=False)
                self._pop(token.start)
            else:
                self._report(syntax_errors.unmatched_bracket(place), mended=False)
            return
        first = True
        while self.stack[-1].token.type != wanted:
            top = self.stack[-1]
            if first:
                bracket = top.token.span(self.source)
                self._report(syntax_errors.unclosed_bracket(bracket, closed_by=place), mended=False)
            first = False
            self._pop(token.start)
        self.head = self.stack.pop().head
        self.out.append(token)

    def _unclosed(self, top: _Open, *, count: int) -> None:
        self._report(syntax_errors.unclosed_bracket(top.token.span(self.source)), mended=False)
        end = self.out[-1].end
        for _ in range(count):
            self._pop(end)

    def _pop(self, place: int) -> None:
        """Close the innermost bracket at `place`, where its sign is missing."""
        top = self.stack.pop()
        closer = OPENERS[top.token.type]
        self.head = top.head
        self.out.append(Token(closer, BRACKETS[closer], place, place))

    def _brackets(self) -> int:
        """How many of the innermost brackets are no braces."""
        count = 0
        for opened in reversed(self.stack):
            if opened.token.type == "LBRACE":
                break
            count += 1
        return count

    def _opening(self) -> Span:
        return self.stack[-1].token.span(self.source)

    def _report(self, diagnostic: Diagnostic, *, mended: bool = True) -> None:
        self.reports.append(Report(diagnostic, mended))
