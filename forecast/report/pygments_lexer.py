"""Pygments' lexer of model files: `pygmentize -l fcst`, Sphinx, and the colours of the terminal.

It reads any text, broken or not, to its end, in time proportional to its length; its pieces put together are the text.
What is an error of the language is for `forecast check` to say: here only signs that mean nothing are of type Error.
"""

import re
from collections.abc import Iterator

from pygments.lexer import Lexer
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Whitespace,
    _TokenType,
)

from forecast.report.pygments_words import FIELDS, FRESH, NOT_UNITS, STATEMENTS, WORDS, callables, is_unit

_INSIDE = frozenset({"(", "["})
_BODIES = frozenset({"", "worldview"})
_BLOCKS = frozenset({"stock", "question", "data", "worldview"})

_SCAN = re.compile(
    r"""
    (?P<comment>\#[^\r\n]*)
    |(?P<line>\r\n|\n|\r)
    |(?P<blank>[ \t\f\ufeff]+)
    |(?P<date>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?!\w))
    |(?P<number>(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9]+(?:_[0-9]+)*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?:[kMBT](?!\w))?|inf(?!\w))
    |(?P<text>"(?:[^"\\\r\n]|\\[^\r\n])*+(?P<closed>")?)
    |(?P<growth>(?:doubling|halving)[ \t]+every(?!\w))
    |(?P<name>[^\W\d]\w*)
    |(?P<open>[(\[{])
    |(?P<close>[)\]}])
    |(?P<semicolon>;)
    |(?P<sign>[=!<>]=|[-+*/^=~<>@%,.:])
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_POWER = r"(?:\^(?:-?[0-9]+|\(-?[0-9]+(?:/[0-9]+)?\)))?"
_UNIT = re.compile(rf"([ \t]*)(per[ \t]+)?(%|[^\W\d]\w*){_POWER}")
_UNIT_GOES_ON = re.compile(rf"([*/]|[ \t]+per[ \t]+)(%|[^\W\d]\w*){_POWER}")
_FOLLOWING = re.compile(r"[ \t]*(\S?)")
_OWN = re.compile(r"(?:^|[;{])[ \t]*(?:override[ \t]+)?(index|unit)[ \t]+([^\W\d]\w*)", re.MULTILINE)
_DOC_FIELD = re.compile(r"(?<![^\s#])(?:source|note):")
_ALLOW = re.compile(r"#[ \t]*(allow[ \t]*:[ \t]*[\w-]*)")


class FcstLexer(Lexer):
    """Model files of Forecast. Units and indexes that the text itself declares are known in all of it."""

    name = "Forecast"
    aliases = ["fcst"]  # noqa: RUF012 (Pygments' own form)
    filenames = ["*.fcst"]  # noqa: RUF012
    mimetypes = ["text/x-fcst"]  # noqa: RUF012

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """The pieces in their order: where each begins, its type, and its characters."""
        return _Reading(text).pieces()


class _Reading:
    """One pass over a text, with what must be remembered to tell a word at its place from a name."""

    def __init__(self, text: str) -> None:
        self.text = text
        own = [match.groups() for match in _OWN.finditer(text)]
        self.indexes = frozenset(name for what, name in own if what == "index")
        self.units = frozenset(name for what, name in own if what == "unit")
        self.open: list[str] = []
        """Open brackets: `(`, `[`, and of a block the statement that it belongs to, or "table"."""
        self.blocks = 0
        self.statement = ""
        self.begins = True
        """The next piece begins a statement or an entry."""
        self.head = True
        """Of a definition: what stands before its `=` or `~`."""
        self.annotation = False
        self.cases = 0
        """`case` words whose block is still to come."""
        self.declares: _TokenType | None = None
        self.previous = ""
        self.operand = False
        """The previous piece ended an operand."""

    def pieces(self) -> Iterator[tuple[int, _TokenType, str]]:
        text, scan, position = self.text, _SCAN.match, 0
        while position < len(text):
            match = scan(text, position)
            assert match is not None
            start, position, piece = position, match.end(), match[0]
            match match.lastgroup:
                case "blank":
                    yield start, Whitespace, piece
                case "line" | "semicolon" as kind:
                    self._end_of_statement(kind)
                    yield start, Whitespace if kind == "line" else Punctuation, piece
                case "comment":
                    yield from _comment(start, piece)
                case "name":
                    position = self._name_end(position)
                    piece = text[start:position]
                    yield start, self._name(start, piece), piece
                case "number":
                    self._piece(piece, operand=True)
                    yield start, Number, piece
                    unit, end = self._unit(position)
                    if end > position:
                        if unit > position:
                            yield position, Whitespace, text[position:unit]
                        yield unit, Keyword.Type, text[unit:end]
                        position = end
                case "date":
                    self._piece(piece, operand=True)
                    yield start, Literal.Date, piece
                case "text":
                    self._piece(piece, operand=True)
                    yield start, String if match["closed"] else Error, piece
                case "open":
                    self._open(piece)
                    yield start, Punctuation, piece
                case "close":
                    self._close(piece)
                    yield start, Punctuation, piece
                case "sign":
                    yield start, self._sign(piece), piece
                case kind:
                    self._piece(piece)
                    yield start, Keyword if kind == "growth" else Error, piece

    # --- where we are -----------------------------------------------------------------------------------------------

    @property
    def _inner(self) -> str:
        return self.open[-1] if self.open else ""

    def _piece(self, piece: str, *, operand: bool = False) -> bool:
        """Note that a piece comes. Whether it begins a statement or an entry."""
        first, self.begins = self.begins, False
        if first:
            self.head, self.annotation, self.declares = self._inner in {"", "worldview", "data"}, False, None
            if self._inner in _BODIES:
                self.statement, self.cases = "", 0
        self.previous, self.operand = piece, operand
        return first

    def _end_of_statement(self, kind: str) -> None:
        if self._inner not in _INSIDE and (kind == "semicolon" or self.previous != ","):
            self.begins = True

    def _open(self, bracket: str) -> None:
        if bracket != "{":
            self._piece(bracket)
            self.open.append(bracket)
            return
        # A line's end before a `{` ends no statement.
        block = "table"
        if self.cases:
            self.cases -= 1
        elif self._inner in _BODIES and self.statement in _BLOCKS:
            block = self.statement
        self.open.append(block)
        self.blocks += 1
        self.begins, self.annotation, self.previous, self.operand = True, False, bracket, False

    def _close(self, bracket: str) -> None:
        if bracket == "}":
            # What was left open inside ends with its block.
            while self.blocks and self.open.pop() in _INSIDE:
                pass
            self.blocks = max(self.blocks - 1, 0)
            self.begins, self.annotation = False, False
        elif self._inner == ("(" if bracket == ")" else "["):
            self.open.pop()
        self._piece(bracket, operand=True)

    def _sign(self, sign: str) -> _TokenType:
        was_head = self.head and not self.begins and self._inner not in _INSIDE
        self._piece(sign, operand=sign == "%" and self.annotation)
        if sign in {"=", "~"}:
            self.head = self.annotation = False
        elif sign == ":" and was_head:
            self.annotation = True
        if sign == "%" and self.annotation:
            return Keyword.Type
        return Punctuation if sign in {",", ".", ":"} else Operator

    # --- names and units --------------------------------------------------------------------------------------------

    def _name_end(self, end: int) -> int:
        # Combining marks are no `\w`, but go on with a name.
        text = self.text
        while end < len(text) and text[end] != "·" and f"a{text[end]}".isidentifier():
            end += 1
        return end

    def _name(self, start: int, name: str) -> _TokenType:
        if self.open and name in FRESH and (start == 0 or self.text[start - 1] in "\r\n"):
            self.open.clear()
            self.blocks = 0
            self.begins = True
        previous, operand, declares = self.previous, self.operand, self.declares
        first = self._piece(name, operand=name not in WORDS or WORDS[name] in Keyword.Constant)
        self.declares = None
        if first and (kind := self._beginning(name)):
            return kind
        if name in WORDS:
            self.cases += name == "case"
            self.head = self.head and name != "when"
            return WORDS[name]
        if name in STATEMENTS:
            return Name.Builtin.Pseudo if name == "as_of" else Keyword.Declaration
        if self._is_soft(name, previous, operand=operand):
            return Keyword
        if declares is not None:
            return declares
        if self.annotation:
            return Keyword.Type
        return self._used(start, name, previous, first=first)

    def _beginning(self, name: str) -> _TokenType | None:
        """The type of a name that begins a statement or an entry, where that says it."""
        if self._inner not in _BODIES:
            return Keyword if name in FIELDS.get(self._inner, ()) else None
        if name in STATEMENTS:
            self.statement, self.declares = name, STATEMENTS[name]
            self.begins = name == "override"
            return Keyword.Declaration
        return None

    def _is_soft(self, name: str, previous: str, *, operand: bool) -> bool:
        match name:
            case "by":
                return operand and self.statement == "time"
            case "from":
                return operand and self._inner == "data"
            case "columns":
                return previous == "=" and self._inner == "data"
            case "known":
                return operand and (self._inner == "data" or self.statement == "observe")
            case "gaussian":
                return previous == "with" and self.statement == "correlate"
            case _:
                return False

    def _used(self, start: int, name: str, previous: str, *, first: bool) -> _TokenType:
        following = _FOLLOWING.match(self.text, start + len(name))
        assert following is not None
        if following[1] == "(" and previous != ".":
            return callables().get(name, Name.Function)
        if first and self.head:
            return Name.Variable
        if previous == "." or (following[1] == ":" and self.open):
            return Name.Attribute
        if previous == "extends" or (previous == "as" and self.statement == "import"):
            return Name.Namespace
        if previous == "as":
            return callables().get(name, Name)
        if name in self.indexes or previous == "over" or (self.head and self._inner == "["):
            return Name.Label
        return Name.Constant if self.statement == "index" and not self.open else Name

    def _unit(self, position: int) -> tuple[int, int]:
        """Where the unit after a number begins and ends; both `position` where there is none."""
        match = None if self.annotation else _UNIT.match(self.text, position)
        if match is None or match[3] in NOT_UNITS:
            return position, position
        start, end = match.end(1), match.end()
        per = bool(match[2])
        while match := _UNIT_GOES_ON.match(self.text, end):
            sign, name = match[1], match[2]
            if name in NOT_UNITS or (sign in "*/" and not self._continues(name, match.end())) or (per and sign == "*"):
                break
            per = per or sign not in "*/"
            end = match.end()
        return start, end

    def _continues(self, name: str, end: int) -> bool:
        """Whether a name after `*` or `/` goes on with a unit; else it is a factor."""
        if self.text.startswith("(", end) or name in {"x", "%"}:
            return False
        plural = len(name) > 3 and name.endswith("s") and name[:-1] in self.units
        return name in self.units or plural or is_unit(name)


def _comment(start: int, text: str) -> Iterator[tuple[int, _TokenType, str]]:
    """A comment in pieces: the fields of documentation, and what it allows."""
    documents = text.startswith("##") and not text.startswith("###")
    kind = String.Doc if documents else Comment.Single
    allow = _ALLOW.match(text)
    found = _DOC_FIELD.finditer(text) if documents else [allow] if allow else []
    done = 0
    for match in found:
        first, last = match.span(0 if documents else 1)
        yield start + done, kind, text[done:first]
        yield start + first, Comment.Special, text[first:last]
        done = last
    if done < len(text):
        yield start + done, kind, text[done:]
