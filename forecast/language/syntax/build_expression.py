"""Expressions from the parser's rules. The functions bear the names of the nodes in the grammar."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.syntax.token import Token
from forecast.language.types.number import InvalidNumber, parse_number

type Children = list[Any]
type Builder = Callable[[Children, Span], object]


def _name(c: Children, span: Span) -> tree.Name:
    return tree.Name(c[0].text, span)


def _number(c: Children, span: Span) -> tree.Number:
    digits, unit = c
    return tree.Number(
        digits.text, _value(digits.text), unit.text if unit else "", span, unit and unit.span(span.source)
    )


def _value(text: str) -> float:
    try:
        return parse_number(text)
    except InvalidNumber:
        # The lexer has reported it.
        return 1.0


def _date(c: Children, span: Span) -> tree.DateLiteral:
    parts = [int(part) for part in c[0].text.split("-")]
    year, month, day = parts if len(parts) == 3 else (*parts, 1)
    return tree.DateLiteral(c[0].text, year, month, day, span)


_ESCAPES = {"n": "\n", "t": "\t"}


def _text(c: Children, span: Span) -> tree.Text:
    written: str = c[0].text[1:-1]
    if "\\" not in written:
        return tree.Text(written, span)
    value: list[str] = []
    escaped = False
    for character in written:
        if escaped:
            value.append(_ESCAPES.get(character, character))
            escaped = False
        elif character == "\\":
            escaped = True
        else:
            value.append(character)
    return tree.Text("".join(value), span)


def _binary(c: Children, span: Span) -> tree.Binary:
    left, op, right = c
    return tree.Binary(op.text, left, right, span, op.span(span.source))


def _unary(c: Children, span: Span) -> tree.Unary:
    return tree.Unary(c[0].text, c[1], span)


def _compare(c: Children, span: Span) -> tree.Compare:
    rest = tuple((c[i].text, c[i + 1]) for i in range(1, len(c), 2))
    return tree.Compare(c[0], rest, span)


def _interval(c: Children, span: Span) -> tree.Interval | tree.Every:
    low, high, level, family = c
    if isinstance(low, tree.Every) and not isinstance(high, tree.Every):
        # `doubling every 5 to 9 months`: the range is of the time, not of two growths.
        inner = Span(span.source, low.period.span.start, span.end)
        return tree.Every(low.kind, tree.Interval(low.period, high, level, family, inner), span)
    return tree.Interval(low, high, level, family, span)


def _one_interval(c: Children, span: Span) -> tree.Interval | tree.Every:
    return _interval([c[0], None, c[1], c[2]], span)


def _family(c: Children, span: Span) -> tree.Interval | tree.Every:
    return _interval([c[0], None, None, c[1]], span)


def _every(c: Children, span: Span) -> tree.Every:
    return tree.Every(c[0].text.split()[0], c[1], span)


def _subscript(c: Children, span: Span) -> tree.Index:
    return tree.Index(c[0], c[1], span)


def _paren_subscript(c: Children, span: Span) -> tree.Index:
    inner: tree.Expr = c[0]
    text = span.source.text
    start, end = span.start, inner.span.end
    # The closing bracket is not among the children; only blanks, ends of lines and comments come before it.
    while end < span.end and text[end] != ")":
        end = text.find("\n", end) if text[end] == "#" else end + 1
    return tree.Index(tree.Paren(inner, Span(span.source, start, min(end + 1, span.end))), c[1], span)


def _call(c: Children, span: Span) -> tree.Call:
    function, *arguments, over = c
    return tree.Call(function, tuple(arguments), over or (), span)


def _argument(c: Children, span: Span) -> tree.Argument:
    return tree.Argument(None, c[0], span)


def _keyed(c: Children, span: Span) -> tree.Argument:
    key, value = c
    if isinstance(key, Token):
        place = key.span(span.source)
        key = tree.Else(place) if key.type == "ELSE" else tree.Name(key.text, place)
    return tree.Argument(key, value, span)


EXPRESSIONS: Mapping[str, Builder] = MappingProxyType(
    {
        "name": _name,
        "number": _number,
        "date": _date,
        "text": _text,
        "never": lambda _, span: tree.Never(span),
        "true": lambda _, span: tree.Boolean(True, span),
        "false": lambda _, span: tree.Boolean(False, span),
        "else": lambda _, span: tree.Else(span),
        "paren": lambda c, span: tree.Paren(c[0], span),
        "member": lambda c, span: tree.Member(c[0], c[1], span),
        "subscript": _subscript,
        "paren_subscript": _paren_subscript,
        "call": _call,
        "argument": _argument,
        "keyed": _keyed,
        "unary": _unary,
        "binary": _binary,
        "compare": _compare,
        "if": lambda c, span: tree.If(c[0], c[1], c[2], span),
        "at": lambda c, span: tree.At(c[0], c[1], span),
        "interval": _interval,
        "one_interval": _one_interval,
        "family": _family,
        "every": _every,
        "sequence": lambda c, span: tree.Sequence(c[0] if c else (), span),
        "list": lambda c, _: tuple(c),
        "names": lambda c, _: tuple(c),
        "over": lambda c, _: tuple(c),
        "dotted": lambda c, span: tree.Name(f"{c[0].text}.{c[1].text}", span),
    }
)
