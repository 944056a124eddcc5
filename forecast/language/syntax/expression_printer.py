"""Expressions as documents for the pretty-printer.

Lines break only where the syntax lets them: inside `( )` and `[ ]`, and between the cells of a table or a case.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import assert_never, cast

import wadler_lindig
from wadler_lindig import AbstractDoc, BreakDoc, ConcatDoc, TextDoc

from forecast.language.syntax import tree

WIDTH = 100
INDENT = 4

_LOOSE = frozenset({"or", "and"})


def layout(doc: AbstractDoc, width: int) -> str:
    print_doc = cast(Callable[..., str], wadler_lindig.pformat)  # pyright: ignore[reportUnknownMemberType]
    return print_doc(doc, width=width)


def text(value: str) -> AbstractDoc:
    return TextDoc(value)


def concat(*parts: AbstractDoc | str) -> AbstractDoc:
    return ConcatDoc(*(TextDoc(part) if isinstance(part, str) else part for part in parts))


def separated(items: Iterable[AbstractDoc], separator: AbstractDoc) -> AbstractDoc:
    parts: list[AbstractDoc] = []
    for item in items:
        parts += [separator, item] if parts else [item]
    return ConcatDoc(*parts) if parts else TextDoc("")


def bracketed(opening: str, inside: AbstractDoc, closing: str, *, force: bool) -> AbstractDoc:
    nested = ConcatDoc(BreakDoc(""), inside).nest(INDENT)
    return concat(opening, nested, BreakDoc(""), closing).group(force_vertical=force)


def comment(line: str) -> str:
    """A comment as it is printed: with a blank after its `#` or `##`."""
    marks = len(line) - len(line.lstrip("#"))
    rest = line[marks:].rstrip()
    if rest and marks <= 2 and not rest[0].isspace():
        rest = f" {rest}"
    return line[:marks] + rest


def number(node: tree.Number) -> str:
    if not node.unit:
        return node.text
    if node.unit_span is not None:
        unit = " ".join(node.unit_span.text.split())
    else:
        unit = f"per {node.unit[2:]}" if node.unit.startswith("1/") else node.unit
    close = unit.startswith("%") or (unit[0] == "x" and not unit[1:2].isalnum() and unit[1:2] != "_")
    # After `3k`, an `x` would make another number of it.
    glue = "" if close and (unit[0] == "%" or node.text[-1].isdigit()) else " "
    return f"{node.text}{glue}{unit}"


def quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def expression(node: "tree.Expr | tree.Else", *, inside: bool = False) -> AbstractDoc:
    """The document of an expression; `inside` where a bracket around it lets lines break anywhere."""
    match node:
        case tree.Number():
            return text(number(node))
        case tree.DateLiteral():
            return text(node.text)
        case tree.Never():
            return text("never")
        case tree.Boolean():
            return text("true" if node.value else "false")
        case tree.Text():
            return text(quoted(node.value))
        case tree.Name():
            return text(node.id)
        case tree.Else():
            return text("else")
        case tree.Paren():
            return bracketed("(", expression(node.inner, inside=True), ")", force=holds_lines(node.inner))
        case tree.Sequence():
            return _list("[", node.items, "]")
        case tree.Member():
            return concat(expression(node.base), ".", node.name.id)
        case tree.Index():
            return concat(expression(node.base), _list("[", node.items, "]"))
        case tree.Call():
            return _call(node)
        case tree.Unary():
            blank = " " if node.op == "not" else ""
            return concat(node.op + blank, expression(node.operand, inside=inside))
        case tree.Binary():
            return _binary(node, inside=inside)
        case tree.Compare():
            parts = [expression(node.first, inside=inside)]
            for op, operand in node.rest:
                parts += [_gap(inside=inside), text(f"{op} "), expression(operand, inside=inside)]
            return concat(*parts).group()
        case tree.If():
            return _if(node, inside=inside)
        case tree.At():
            return concat(expression(node.value), " at ", expression(node.when))
        case tree.Every():
            return concat(node.kind, " every ", expression(node.period, inside=inside))
        case tree.Interval():
            return _interval(node, inside=inside)
        case tree.Table():
            return cells("{", node, "}", blank="")
        case tree.Case():
            return concat("case ", expression(node.subject), " ", cells("{", node, "}", blank=" "))
        case _:
            assert_never(node)


def _gap(*, inside: bool) -> AbstractDoc:
    return BreakDoc(" ") if inside else text(" ")


def _list(opening: str, items: Sequence[tree.Expr], closing: str) -> AbstractDoc:
    docs = [expression(item, inside=True) for item in items]
    force = any(holds_lines(item) for item in items)
    return bracketed(opening, separated(docs, concat(",", BreakDoc(" "))), closing, force=force)


def _call(node: tree.Call) -> AbstractDoc:
    docs: list[AbstractDoc] = []
    for argument in node.arguments:
        value = expression(argument.value, inside=True)
        docs.append(value if argument.key is None else concat(expression(argument.key), ": ", value.nest(INDENT)))
    inside = separated(docs, concat(",", BreakDoc(" ")))
    if node.over:
        names = "over " + ", ".join(name.id for name in node.over)
        inside = concat(inside, BreakDoc(" "), names) if docs else text(names)
    if not docs and not node.over:
        return concat(expression(node.function), "()")
    force = any(holds_lines(argument.value) for argument in node.arguments)
    return concat(expression(node.function), bracketed("(", inside, ")", force=force))


def _binary(node: tree.Binary, *, inside: bool) -> AbstractDoc:
    if node.op == "^":
        # `2x ^ 3` without blanks would be a unit of the third power.
        blank = " " if isinstance(node.left, tree.Number) and node.left.unit else ""
        left = expression(node.left, inside=inside)
        return concat(left, f"{blank}^{blank}", expression(node.right, inside=inside))
    # A chain of operators of one rank breaks at all of them or at none.
    chain: list[tree.Binary] = []
    first: tree.Expr = node
    while isinstance(first, tree.Binary) and _rank(first.op) == _rank(node.op):
        chain.append(first)
        first = first.left
    parts = [expression(first, inside=inside)]
    for link in reversed(chain):
        parts += [_gap(inside=inside), text(f"{link.op} "), expression(link.right, inside=inside)]
    return concat(*parts).group()


def _rank(op: str) -> str:
    return {"+": "+-", "-": "+-", "*": "*/", "/": "*/"}.get(op, op)


def _if(node: tree.If, *, inside: bool) -> AbstractDoc:
    parts: list[AbstractDoc] = []
    rest: tree.Expr = node
    while isinstance(rest, tree.If):
        parts += [text("if "), expression(rest.condition, inside=inside), _gap(inside=inside), text("then ")]
        parts += [expression(rest.then, inside=inside), _gap(inside=inside), text("else ")]
        rest = rest.otherwise
    return concat(*parts, expression(rest, inside=inside)).group()


def _interval(node: tree.Interval, *, inside: bool) -> AbstractDoc:
    parts = [expression(node.low, inside=inside)]
    if node.high is not None:
        parts += [text(" to "), expression(node.high, inside=inside)]
    if node.level is not None:
        parts += [text(" @ "), expression(node.level, inside=inside)]
    if node.family is not None:
        parts.append(text(f" as {node.family.id}"))
    return concat(*parts)


def cells(opening: str, node: tree.Table | tree.Case, closing: str, *, blank: str) -> AbstractDoc:
    """The braces of a table or a case: on one line with commas, or a line for each cell."""
    if not holds_lines(node):
        docs = [_cell(cell) for cell in node.cells]
        inside = ConcatDoc(BreakDoc(blank), separated(docs, BreakDoc(", "))).nest(INDENT)
        return concat(opening, inside, BreakDoc(blank), closing).group()
    lines: list[AbstractDoc] = []
    for i, cell in enumerate(node.cells):
        for line in cell.comments.before:
            if line or i > 0:
                lines.append(text(comment(line)))
        doc = _cell(cell)
        lines.append(concat(doc, _trailing(cell.comments.after)) if cell.comments.after else doc)
    lines += [text(comment(line)) for line in trimmed(node.inside.before)]
    body = ConcatDoc(BreakDoc(""), separated(lines, BreakDoc(""))).nest(INDENT)
    return concat(opening, _trailing(node.inside.after), body, BreakDoc(""), closing).group(force_vertical=True)


def _cell(cell: tree.Cell) -> AbstractDoc:
    return concat(expression(cell.key), ": ", expression(cell.value))


def _trailing(after: str) -> AbstractDoc:
    return TextDoc(f"  {comment(after)}" if after else "", width=False)


def trimmed(lines: Sequence[str]) -> Sequence[str]:
    """Without blank lines at the end."""
    end = len(lines)
    while end > 0 and not lines[end - 1]:
        end -= 1
    return lines[:end]


def holds_lines(node: "tree.Expr | tree.Else") -> bool:
    """Whether an expression holds a table or a case that its author wrote over several lines."""
    match node:
        case tree.Table():
            return "\n" in node.span.text
        case tree.Case():
            # Lines may break inside the subject's brackets for want of room.
            return "\n" in node.span.source.text[node.subject.span.end : node.span.end]
        case tree.Paren():
            return holds_lines(node.inner)
        case tree.Sequence() | tree.Index():
            return any(holds_lines(item) for item in node.items)
        case tree.Call():
            return any(holds_lines(argument.value) for argument in node.arguments)
        case tree.Unary():
            return holds_lines(node.operand)
        case tree.Binary():
            return holds_lines(node.left) or holds_lines(node.right)
        case tree.Compare():
            return holds_lines(node.first) or any(holds_lines(operand) for _, operand in node.rest)
        case tree.If():
            return holds_lines(node.condition) or holds_lines(node.then) or holds_lines(node.otherwise)
        case tree.Every():
            return holds_lines(node.period)
        case tree.Interval():
            return holds_lines(node.low) or (node.high is not None and holds_lines(node.high))
        case _:
            return False
