"""The expressions of the syntax tree."""

from dataclasses import dataclass, field

from forecast.language.source import Span


def place() -> Span:
    return field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Comments:
    """What stands around a statement: lines before it, each a comment (with its `#`) or "" for one blank line, and the
    comment at its end. Lines of documentation (`##`) are in `Doc`.

    At a block's brackets (`inside`): `after` is the comment after the opening one, `before` the lines before the closing one.
    """

    before: tuple[str, ...] = ()
    after: str = ""


NO_COMMENTS = Comments()


@dataclass(frozen=True, slots=True)
class Name:
    id: str
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Number:
    """`20B USD/year`: the digits as written, their value, and the unit's text ("" where none).

    The unit is normalised: "1/year" for "per year".
    """

    text: str
    value: float
    unit: str
    span: Span = place()
    unit_span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DateLiteral:
    """`2027-06-15` or `2027-06` (the first of it). The parts are as written and may be an impossible date."""

    text: str
    year: int
    month: int
    day: int
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Never:
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Boolean:
    value: bool
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Paren:
    """Kept because the author chose it; it means its inside."""

    inner: "Expr"
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Member:
    """`lib.x`, `i.a`, `d.column`."""

    base: "Expr"
    name: Name
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Index:
    """`x[openai]`, `x["A B"]`, `x[i, j]`."""

    base: "Expr"
    items: tuple["Expr", ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Argument:
    """`value`, or `key: value`, where the key is a name (a parameter or a label), a number (`10%: a`), a date, a text,
    or `else`.
    """

    key: "Key | None"
    value: "Expr"
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Call:
    """`f(a, b: c over i, j)`."""

    function: "Expr"
    arguments: tuple[Argument, ...]
    over: tuple[Name, ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Unary:
    """`-`, `+` or `not`."""

    op: str
    operand: "Expr"
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Binary:
    """`+ - * / ^ and or`."""

    op: str
    left: "Expr"
    right: "Expr"
    span: Span = place()
    op_span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """`a <= x < b`; operators are `< <= > >= == != before`."""

    first: "Expr"
    rest: tuple[tuple[str, "Expr"], ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class If:
    condition: "Expr"
    then: "Expr"
    otherwise: "Expr"
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Else:
    """The key `else` of a table, a case, or an argument."""

    span: Span = place()


type Key = Expr | Else


@dataclass(frozen=True, slots=True)
class Cell:
    """`key: value` of a table or a case."""

    key: Key
    value: "Expr"
    span: Span = place()
    comments: "Comments" = field(default_factory=lambda: NO_COMMENTS, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """`{a: …, b: …, else: …}`, only as the right side of a definition, or in a cell of one."""

    cells: tuple[Cell, ...]
    span: Span = place()
    inside: "Comments" = field(default_factory=lambda: NO_COMMENTS, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    subject: "Expr"
    cells: tuple[Cell, ...]
    span: Span = place()
    inside: "Comments" = field(default_factory=lambda: NO_COMMENTS, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class At:
    """`x at 2030`."""

    value: "Expr"
    when: "Expr"
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Interval:
    """`a to b @ 80% as normal`; also `quantiles(…) as normal`, where `low` is the call and `high` is None."""

    low: "Expr"
    high: "Expr | None"
    level: "Expr | None"
    family: Name | None
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Every:
    """`doubling every 7 months`, `halving every 2 years`."""

    kind: str
    period: "Expr"
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Sequence:
    """`[1, 2, 3]`: a list of points or a row of a matrix."""

    items: tuple["Expr", ...]
    span: Span = place()


type Expr = (
    Number
    | DateLiteral
    | Never
    | Boolean
    | Text
    | Name
    | Paren
    | Member
    | Index
    | Call
    | Unary
    | Binary
    | Compare
    | If
    | Table
    | Case
    | At
    | Interval
    | Every
    | Sequence
)
