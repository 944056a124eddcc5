"""The syntax tree: what the author wrote, with the place of everything.

Equality leaves out places and comments, so that two texts that differ only in layout have equal trees.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forecast.language.source import Source, Span
from forecast.language.syntax.expression_tree import (
    NO_COMMENTS,
    Argument,
    At,
    Binary,
    Boolean,
    Call,
    Case,
    Cell,
    Comments,
    Compare,
    DateLiteral,
    Else,
    Every,
    Expr,
    If,
    Index,
    Interval,
    Key,
    Member,
    Name,
    Never,
    Number,
    Paren,
    Sequence,
    Table,
    Text,
    Unary,
    place,
)

__all__ = [
    "NO_COMMENTS",
    "NO_DOC",
    "Allow",
    "Annotation",
    "Argument",
    "AsOf",
    "At",
    "Binary",
    "Boolean",
    "Broken",
    "Call",
    "Case",
    "Cell",
    "Column",
    "Comments",
    "Compare",
    "Correlate",
    "Credence",
    "Data",
    "DataIndex",
    "DateLiteral",
    "Definition",
    "Doc",
    "Else",
    "Event",
    "Every",
    "Expect",
    "Expr",
    "Extends",
    "Field",
    "File",
    "Function",
    "If",
    "Import",
    "Index",
    "IndexDecl",
    "Interval",
    "Key",
    "Member",
    "Model",
    "Name",
    "Never",
    "Number",
    "Observe",
    "Override",
    "Paren",
    "Question",
    "Sequence",
    "Statement",
    "Stock",
    "Table",
    "Target",
    "Text",
    "Time",
    "Unary",
    "UnitDecl",
    "Where",
    "Worldview",
]


@dataclass(frozen=True, slots=True)
class Doc:
    """`##` lines before a declaration: `text` is their prose, joined by spaces; `fields` are `source: …` and `note: …`."""

    text: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = field(default=(), compare=False)

    @property
    def source(self) -> str:
        return "; ".join(value for name, value in self.fields if name == "source")


NO_DOC = Doc()


@dataclass(frozen=True, slots=True)
class Annotation:
    """`: USD/year`, `: date`, `: lab`: the text of a unit or the name of a type."""

    text: str
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Target:
    """`x`, `x[lab]`, `x[openai]` (in an override)."""

    name: Name
    indexes: tuple["Expr", ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Field:
    """`start 1e25 FLOP` in a block: a word and an expression."""

    name: Name
    value: "Expr"
    span: Span = place()
    comments: Comments = field(default=NO_COMMENTS, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    span: Span = place()
    doc: Doc = NO_DOC
    comments: Comments = field(default=NO_COMMENTS, compare=False, repr=False)
    incomplete: bool = field(default=False, compare=False, repr=False)
    """An entry of its block or table could not be read (and was reported), so what seems to be missing may not be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(_Statement):
    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf(_Statement):
    date: "Expr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(_Statement):
    start: "Expr"
    end: "Expr"
    step: "Expr"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDecl(_Statement):
    """`index lab = openai, anthropic` (elements) or `index year = 2020 to 2035` (one `Interval`)."""

    name: Name
    elements: tuple["Expr", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDecl(_Statement):
    name: Name
    definition: "Expr | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(_Statement):
    """`x = EXPR`, `x[i] ~ EXPR`, `x[i] = {a: …}`; `op` is `=` or `~`."""

    target: Target
    annotation: Annotation | None
    op: str
    value: "Expr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(_Statement):
    """`event E ~ EXPR, never P, never if C`; `op` is `=`, `~` or `when`."""

    target: Target
    op: str
    value: "Expr"
    never: tuple["Expr", ...] = ()
    never_if: tuple["Expr", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock(_Statement):
    target: Target
    annotation: Annotation | None
    fields: tuple[Field, ...]
    inside: Comments = field(default=NO_COMMENTS, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlate(_Statement):
    """`correlate a, b with 0.6`, `correlate x over lab with gaussian 0.5`, `correlate a, b, c with [[1, …], …]`."""

    members: tuple["Expr", ...]
    over: tuple[Name, ...]
    gaussian: bool
    value: "Expr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`p50 : minutes from "p50 (min)" known`, `X[col] : number = columns x2 to x25`."""

    target: Target
    annotation: Annotation
    header: Text | None
    first: Name | None
    last: Name | None
    known: bool
    span: Span = place()
    comments: Comments = field(default=NO_COMMENTS, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataIndex:
    """`index system`, `index a, b`, `index row`."""

    names: tuple[Name, ...]
    span: Span = place()
    comments: Comments = field(default=NO_COMMENTS, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """`where COND` in a data block."""

    condition: "Expr"
    span: Span = place()
    comments: Comments = field(default=NO_COMMENTS, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Data(_Statement):
    name: Name
    reader: "Expr"
    entries: tuple[Column | DataIndex | Where, ...]
    inside: Comments = field(default=NO_COMMENTS, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observe(_Statement):
    """`observe VALUE ~ DIST where C known DATE`, or `observe CONDITION` (then `distribution` is None)."""

    value: "Expr"
    distribution: "Expr | None"
    where: "Expr | None"
    known: "Expr | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect(_Statement):
    condition: "Expr"
    why: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(_Statement):
    name: Name
    parameters: tuple[Name, ...]
    body: "Expr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(_Statement):
    path: Text
    alias: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Extends(_Statement):
    path: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Override(_Statement):
    statement: "Statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worldview(_Statement):
    name: Name
    title: Text | None
    extends: Name | None
    body: tuple["Statement", ...]
    inside: Comments = field(default=NO_COMMENTS, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credence(_Statement):
    entries: tuple[tuple[Name, "Expr"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(_Statement):
    """`question NAME = EXPR given CONDITION { title "…"; resolves DATE; source "…" }`."""

    name: Name
    value: "Expr"
    given: "Expr | None"
    fields: tuple[Field, ...]
    inside: Comments = field(default=NO_COMMENTS, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken(_Statement):
    """A statement that could not be read. `name` is what it seems to declare ("" where that is not clear), so that its
    uses elsewhere are not reported as unknown.
    """

    name: str


type Statement = (
    Model
    | AsOf
    | Time
    | IndexDecl
    | UnitDecl
    | Definition
    | Event
    | Stock
    | Correlate
    | Data
    | Observe
    | Expect
    | Function
    | Import
    | Extends
    | Override
    | Worldview
    | Credence
    | Question
    | Broken
)


@dataclass(frozen=True, slots=True)
class File:
    """A whole model file. `allows` are the `# allow: rule (reason)` comments; `end` holds the comments after the last
    statement.

    In a file that was read in pieces, each of them a text of its own, the places of most parts are places in those;
    `pieces` says where in the file each of them begins.
    """

    statements: tuple[Statement, ...]
    span: Span = place()
    end: Comments = field(default=NO_COMMENTS, compare=False, repr=False)
    allows: tuple["Allow", ...] = field(default=(), compare=False, repr=False)
    pieces: Mapping[Source, int] = field(default_factory=dict[Source, int], compare=False, repr=False)

    def place(self, span: Span) -> Span:
        """The place in the file of a place in one of its pieces."""
        offset = self.pieces.get(span.source)
        return span if offset is None else Span(self.span.source, span.start + offset, span.end + offset)


@dataclass(frozen=True, slots=True)
class Allow:
    """`# allow: rule-name (reason)`: silences that lint on its line, or, on a line of its own, on the next one that is
    none. `meant` is a place on that line.
    """

    rule: str
    reason: str
    meant: Span
    span: Span
