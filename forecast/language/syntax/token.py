"""The pieces that the lexer makes of a text."""

from dataclasses import dataclass
from typing import NamedTuple

from forecast.language.diagnostics import Diagnostic
from forecast.language.source import Source, Span

END = "_END"
BROKEN = "BROKEN"
WRONG = "WRONG"
"""A piece that no rule takes and of which a finding has been reported already."""

MAX_ERRORS = 200
"""After so many findings the rest of a file is not read: it is no model file, or not yet."""

# Words after a number that are no unit, besides the reserved ones.
NOT_UNITS = frozenset({"by", "every", "from", "known", "per"})

OPENERS = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE"}
CLOSERS = {closer: opener for opener, closer in OPENERS.items()}
BRACKETS = {"LPAR": "(", "RPAR": ")", "LSQB": "[", "RSQB": "]", "LBRACE": "{", "RBRACE": "}"}


class Token(NamedTuple):
    """`type` is the name of a terminal; `text` the characters, mended where they were a known slip."""

    type: str
    text: str
    start: int
    end: int

    def span(self, source: Source) -> Span:
        return Span(source, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its `#`, without the end of the line."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """A finding of the lexer. If `mended`, the tokens read as if the author had written what is proposed; else the
    statement is broken, and what the parser says of it would be an echo.
    """

    diagnostic: Diagnostic
    mended: bool

    @property
    def start(self) -> int:
        return self.diagnostic.span.start
