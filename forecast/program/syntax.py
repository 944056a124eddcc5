"""Small pieces of Python syntax. Programs are built from these and never by pasting text."""

import ast
from collections.abc import Iterable, Sequence
from math import isinf, isnan


def name(identifier: str) -> ast.expr:
    return ast.Name(identifier, ast.Load())


def attribute(base: str, *path: str) -> ast.expr:
    found: ast.expr = name(base)
    for part in path:
        found = ast.Attribute(found, part, ast.Load())
    return found


def number(value: float) -> ast.expr:
    """A number as an expression: whole ones without a point where that loses nothing, negative ones with a minus sign."""
    if isnan(value):
        return attribute("jnp", "nan")
    if value < 0:
        return ast.UnaryOp(ast.USub(), number(-value))
    if isinf(value):
        return attribute("jnp", "inf")
    return ast.Constant(value)


def integer(value: int) -> ast.expr:
    return ast.UnaryOp(ast.USub(), ast.Constant(-value)) if value < 0 else ast.Constant(value)


def call(function: ast.expr, arguments: Iterable[ast.expr], **named: ast.expr) -> ast.expr:
    return ast.Call(function, list(arguments), [ast.keyword(key, value) for key, value in named.items()])


def rt(function: str, *arguments: ast.expr, **named: ast.expr) -> ast.expr:
    """A call of the run-time library."""
    return call(attribute("rt", function), arguments, **named)


def jnp(function: str, *arguments: ast.expr, **named: ast.expr) -> ast.expr:
    return call(attribute("jnp", function), arguments, **named)


def binary(left: ast.expr, operator: ast.operator, right: ast.expr) -> ast.expr:
    return ast.BinOp(left, operator, right)


def tuple_of(items: Sequence[ast.expr]) -> ast.expr:
    return ast.Tuple(list(items), ast.Load())


def list_of(items: Sequence[ast.expr]) -> ast.expr:
    return ast.List(list(items), ast.Load())


def subscript(value: ast.expr, *items: ast.expr) -> ast.expr:
    index = items[0] if len(items) == 1 else tuple_of(items)
    return ast.Subscript(value, index, ast.Load())


def whole_axis() -> ast.expr:
    return ast.Slice(None, None, None)


def new_axis() -> ast.expr:
    return ast.Constant(None)


def assign(target: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(target, ast.Store())], value)


def text_of(statement: ast.stmt | ast.expr) -> str:
    """The statement's source text."""
    return ast.unparse(ast.fix_missing_locations(statement))
