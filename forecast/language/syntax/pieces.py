"""Reading a file again after an edit: in pieces, of which those that were read before need not be read again.

A piece begins with a line that begins with a letter (or with the comments above it), and goes on until nothing in it can
change how the text below is read. It is a text of its own, so what it means does not depend on where in the file it stands.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from forecast.language.diagnostics import Diagnostic
from forecast.language.source import Source, Span
from forecast.language.syntax import tree
from forecast.language.syntax.layout import MAX_RESTARTS
from forecast.language.syntax.parser import Parsed, Piece, declared_units, parse, read, refusal, settle
from forecast.language.syntax.placing import placed
from forecast.language.syntax.token import MAX_ERRORS

type _Key = tuple[frozenset[str], str, int]
"""The units, the text of a piece, and how many pieces before it in the file have the same text."""


@dataclass(slots=True)
class Pieces:
    """The pieces of the last two readings. A file that imports units is read twice, without and with them."""

    last: dict[_Key, Piece] = field(default_factory=dict[_Key, Piece])
    before: dict[_Key, Piece] = field(default_factory=dict[_Key, Piece])

    def parse(self, source: Source, *, units: Iterable[str] = ()) -> Parsed:
        """What `parse` gives, but that places are those in the file's pieces (`File.place` says where that is)."""
        if refusal(source):
            return parse(source)
        known = frozenset((*units, *declared_units(source)))
        used: dict[_Key, Piece] = {}
        statements: list[tree.Statement] = []
        allows: list[tree.Allow] = []
        found: list[Diagnostic] = []
        offsets: dict[Source, int] = {}
        seen: Counter[str] = Counter()
        comments: tuple[str, ...] = ()
        restarts = findings = 0
        starts = [*_starts(source), len(source.text)]
        first = 0
        while first < len(starts) - 1:
            size = 1
            while True:
                end = min(first + size, len(starts) - 1)
                text = source.text[starts[first] : starts[end]]
                key = (known, text, seen[text])
                piece = used[key] = self._read(key, source.name)
                if piece.is_closed or end == len(starts) - 1:
                    break
                # Twice as many lines each time, so that an unclosed bracket at the top costs no more than the whole file.
                size *= 2
            seen[text] += 1
            offsets[piece.source] = starts[first]
            statements += piece.statements
            allows += piece.allows
            found += piece.found
            comments = piece.comments
            restarts += piece.restarts
            findings += piece.findings
            first = end
        self.before, self.last = self.last, used
        if findings >= MAX_ERRORS or restarts >= MAX_RESTARTS:
            # These are limits of the whole file.
            return parse(source, units=units)
        whole = Span(source, 0, len(source.text))
        file = tree.File(tuple(statements), whole, tree.Comments(comments), tuple(allows), offsets)
        return Parsed(file, settle(placed(tuple(found), file)))

    def _read(self, key: _Key, name: str) -> Piece:
        piece = self.last.get(key) or self.before.get(key)
        if piece is None or piece.source.name != name:
            piece = read(Source(name, key[1]), key[0])
        return piece


def _starts(source: Source) -> list[int]:
    """Where pieces may begin: the first at 0, the others at a line that begins with a letter or at the comments above it."""
    text = source.text
    starts = [0] if text else []
    above = -1
    for start, end in zip(source.line_starts, (*source.line_starts[1:], len(text)), strict=True):
        first = text[start : start + 1]
        if first.isalpha() or first == "_":
            begin = start if above < 0 else above
            starts += [begin] if begin else []
            above = -1
            continue
        line = text[start:end].lstrip(" \t\f")
        if line in ("\n", "\r\n") or (line.startswith("#") and "\r" not in line.removesuffix("\r\n")):
            above = start if above < 0 else above
        else:
            above = -1
    return starts
