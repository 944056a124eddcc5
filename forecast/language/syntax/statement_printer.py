"""Statements as text."""

from collections.abc import Callable, Iterable, Sequence
from typing import assert_never

from wadler_lindig import AbstractDoc, BreakDoc

from forecast.language.syntax import tree
from forecast.language.syntax.expression_printer import (
    INDENT,
    WIDTH,
    comment,
    concat,
    expression,
    layout,
    quoted,
    trimmed,
)

type Entry = tree.Field | tree.Column | tree.DataIndex | tree.Where
type Whole = Callable[[tree.Statement, int], str]
"""The text of a statement within another at that indentation, with its comments and its documentation."""


def statement(node: tree.Statement, indent: int, whole: Whole) -> str:
    """The text of a statement without what stands before and after it. Its lines after the first are indented by `indent`
    themselves.
    """
    width = WIDTH - indent
    match node:
        case tree.Stock():
            head = f"stock {_laid(_target(node.target, node.annotation), width)}"
            return _block(head, node, _entries(node.fields, indent), indent, "; ")
        case tree.Data():
            head = f"data {node.name.id} = {_laid(expression(node.reader), width)}"
            return _block(head, node, _entries(node.entries, indent), indent, "; ")
        case tree.Question():
            head = _laid(_question(node), width)
            if not node.fields and node.inside == tree.NO_COMMENTS:
                return _indented(head, indent)
            return _block(head, node, _entries(node.fields, indent), indent, "; ")
        case tree.Worldview():
            base = f" extends {node.extends.id}" if node.extends else ""
            title = f" {quoted(node.title.value)}" if node.title else ""
            inner = [whole(item, indent + INDENT) for item in node.body]
            return _block(f"worldview {node.name.id}{base}{title}", node, inner, indent, "; ")
        case tree.Override():
            inner = statement(node.statement, indent, whole)
            return f"override {inner}"
        case tree.Broken():
            raise ValueError("a statement that could not be read has no canonical form")
        case _:
            return _indented(_laid(_simple(node), width), indent)


def _laid(doc: AbstractDoc, width: int) -> str:
    return layout(doc, width)


def _indented(text: str, indent: int) -> str:
    return text.replace("\n", "\n" + " " * indent)


def _simple(node: tree.Statement) -> AbstractDoc:
    """A statement without a block."""
    match node:
        case tree.Model():
            return concat("model ", node.name.id)
        case tree.AsOf():
            return concat("as_of ", expression(node.date))
        case tree.Time():
            start, end, step = expression(node.start), expression(node.end), expression(node.step)
            return concat("time ", start, " to ", end, " by ", step)
        case tree.IndexDecl():
            return concat(f"index {node.name.id} = ", _list(expression(item) for item in node.elements))
        case tree.UnitDecl():
            head = f"unit {node.name.id}"
            return concat(head) if node.definition is None else concat(f"{head} = ", expression(node.definition))
        case tree.Definition():
            return concat(_target(node.target, node.annotation), f" {node.op} ", expression(node.value))
        case tree.Event():
            head = concat("event ", _target(node.target, None), f" {node.op} ", expression(node.value))
            clauses = [concat("never ", expression(chance)) for chance in node.never]
            clauses += [concat("never if ", expression(condition)) for condition in node.never_if]
            return _list([head, *clauses])
        case tree.Correlate():
            over = f" over {_names(node.over)}" if node.over else ""
            how = " with gaussian " if node.gaussian else " with "
            members = _list(expression(member) for member in node.members)
            return concat("correlate ", members, over + how, expression(node.value))
        case tree.Observe():
            parts = [concat("observe "), expression(node.value)]
            for word, part in (("~", node.distribution), ("where", node.where), ("known", node.known)):
                if part is not None:
                    parts += [concat(f" {word} "), expression(part)]
            return concat(*parts)
        case tree.Expect():
            why = f" {quoted(node.why.value)}" if node.why else ""
            return concat("expect ", expression(node.condition), why)
        case tree.Function():
            return concat(f"fn {node.name.id}({_names(node.parameters)}) = ", expression(node.body))
        case tree.Import():
            return concat(f"import {quoted(node.path.value)} as {node.alias.id}")
        case tree.Extends():
            return concat(f"extends {quoted(node.path.value)}")
        case tree.Credence():
            shares = (concat(f"{name.id} ", expression(share)) for name, share in node.entries)
            return concat("credence ", _list(shares))
        case tree.Stock() | tree.Data() | tree.Question() | tree.Worldview() | tree.Override() | tree.Broken():
            raise ValueError(f"{type(node).__name__} is no statement on its own line")
        case _:
            assert_never(node)


def _list(items: Iterable[AbstractDoc]) -> AbstractDoc:
    """After a comma a statement may go on in the next line."""
    first, *rest = items
    return concat(first, *(concat(",", BreakDoc(" "), item).nest(INDENT) for item in rest)).group()


def _names(names: Sequence[tree.Name]) -> str:
    return ", ".join(name.id for name in names)


def _target(target: tree.Target, annotation: tree.Annotation | None) -> AbstractDoc:
    indexes = ", ".join(_laid(expression(index), WIDTH) for index in target.indexes)
    name = f"{target.name.id}[{indexes}]" if indexes else target.name.id
    return concat(f"{name} : {annotation.text}" if annotation else name)


def _question(node: tree.Question) -> AbstractDoc:
    head = concat(f"question {node.name.id} = ", expression(node.value))
    return head if node.given is None else concat(head, " given ", expression(node.given))


def _entries(entries: Sequence[Entry], indent: int) -> list[str]:
    inner = indent + INDENT
    blanks = " " * inner
    found: list[str] = []
    for entry in entries:
        text = _indented(_laid(_entry(entry), WIDTH - inner), inner)
        after = f"  {comment(entry.comments.after)}" if entry.comments.after else ""
        lines = [*(comment(line) for line in entry.comments.before), text + after]
        found.append("\n".join(blanks + line if line else "" for line in lines))
    return found


def _entry(entry: Entry) -> AbstractDoc:
    match entry:
        case tree.Field():
            return concat(f"{entry.name.id} ", expression(entry.value))
        case tree.Where():
            return concat("where ", expression(entry.condition))
        case tree.DataIndex():
            return concat(f"index {_names(entry.names)}")
        case tree.Column():
            source = f" from {quoted(entry.header.value)}" if entry.header else ""
            if entry.first and entry.last:
                source = f" = columns {entry.first.id} to {entry.last.id}"
            known = " known" if entry.known else ""
            return concat(_target(entry.target, entry.annotation), source + known)


def _block(
    head: str,
    node: tree.Stock | tree.Data | tree.Question | tree.Worldview,
    entries: list[str],
    indent: int,
    separator: str,
) -> str:
    """A block on one line, if it was written so and fits, else with a line for each entry. The entries come with the blanks
    before their lines.
    """
    written = node.span.source.text[_opening(node) : node.span.end]
    end = [comment(line) for line in trimmed(node.inside.before)]
    after = f"  {comment(node.inside.after)}" if node.inside.after else ""
    if "\n" not in written and not after and not end:
        if not entries:
            return f"{head} {{}}"
        line = f"{head} {{ {separator.join(entry.strip() for entry in entries)} }}"
        if "\n" not in line and indent + len(line) <= WIDTH:
            return line
    blanks = " " * (indent + INDENT)
    lines = [entry.lstrip("\n") if i == 0 else entry for i, entry in enumerate(entries)]
    lines += [blanks + line if line else "" for line in end]
    return "\n".join([f"{head} {{{after}", *lines, " " * indent + "}"])


def _opening(node: tree.Stock | tree.Data | tree.Question | tree.Worldview) -> int:
    """Where the block begins, or a place before it."""
    match node:
        case tree.Stock():
            return node.target.span.end
        case tree.Data():
            return node.reader.span.end
        case tree.Question():
            return (node.given or node.value).span.end
        case tree.Worldview():
            return (node.title or node.extends or node.name).span.end
