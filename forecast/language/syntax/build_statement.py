"""Statements from the parser's rules. The functions bear the names of the nodes in the grammar."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from forecast.language.diagnostics import Diagnostic, syntax_errors
from forecast.language.source import Source, Span
from forecast.language.syntax import tree
from forecast.language.syntax.build_expression import EXPRESSIONS, Children
from forecast.language.syntax.comments import Trivia, around, document, inside
from forecast.language.syntax.token import Token


class TreeBuilder:
    """Makes the nodes of one file. `recovered` holds the offsets of the entries that could not be read."""

    def __init__(self, source: Source, trivia: Trivia) -> None:
        self.source = source
        self.trivia = trivia
        self.recovered: list[int] = []
        self.documented: set[int] = set()
        self.found: list[Diagnostic] = []

    def build(self, rule: str, children: list[object], start: int, end: int) -> object:
        span = Span(self.source, start, end)
        simple = EXPRESSIONS.get(rule)
        if simple is not None:
            return simple(children, span)
        return _RULES[rule](self, children, span)

    # --- statements -------------------------------------------------------------------------------------------------

    def statement(self, node: Callable[..., tree.Statement], span: Span, **parts: Any) -> tree.Statement:
        doc, comments = document(self.trivia, span)
        self.documented.add(span.start)
        incomplete = bool(self.recovered) and self.recovered[-1] >= span.start
        return node(span=span, doc=doc, comments=comments, incomplete=incomplete, **parts)

    def definition(self, c: Children, span: Span) -> tree.Statement:
        target, annotation, op, value = c
        return self.statement(tree.Definition, span, target=target, annotation=annotation, op=op.text, value=value)

    def target(self, c: Children, span: Span) -> tree.Target:
        return tree.Target(c[0], c[1] or (), span)

    def annotation(self, c: Children, span: Span) -> tree.Annotation:
        text = "".join("/" if token.type == "PER" else token.text for token in c)
        return tree.Annotation(text, Span(self.source, c[0].start, span.end))

    def index(self, c: Children, span: Span) -> tree.Statement:
        name, *elements = c
        for element in elements:
            if isinstance(element, tree.Sequence):
                self.found.append(syntax_errors.bracketed_elements(element.span))
        return self.statement(tree.IndexDecl, span, name=name, elements=tuple(elements))

    def event(self, c: Children, span: Span) -> tree.Statement:
        target, op, value, *clauses = c
        return self.statement(
            tree.Event,
            span,
            target=target,
            op=op.text,
            value=value,
            never=tuple(value for conditional, value in clauses if not conditional),
            never_if=tuple(value for conditional, value in clauses if conditional),
        )

    def stock(self, c: Children, span: Span) -> tree.Statement:
        target, annotation, (fields, comments) = c
        return self.statement(tree.Stock, span, target=target, annotation=annotation, fields=fields, inside=comments)

    def field(self, c: Children, span: Span) -> tree.Field:
        return tree.Field(c[0], c[1], span, around(self.trivia, span))

    def block(self, c: Children, span: Span) -> tuple[tuple[object, ...], tree.Comments]:
        entries = tuple(entry for entry in c if entry is not None)
        return entries, inside(self.trivia, span.start + 1, span.end - 1)

    def correlate(self, c: Children, span: Span) -> tree.Statement:
        gaussian = isinstance(c[-2], Token)
        *members, over = c[: -2 if gaussian else -1]
        return self.statement(
            tree.Correlate, span, members=tuple(members), over=over or (), gaussian=gaussian, value=c[-1]
        )

    # --- data -------------------------------------------------------------------------------------------------------

    def data(self, c: Children, span: Span) -> tree.Statement:
        name, reader, (entries, comments) = c
        return self.statement(tree.Data, span, name=name, reader=reader, entries=entries, inside=comments)

    def column(self, c: Children, span: Span) -> tree.Column:
        target, annotation, header, *known = c
        return tree.Column(
            target=target,
            annotation=annotation,
            header=header,
            first=None,
            last=None,
            known=bool(known),
            span=span,
            comments=around(self.trivia, span),
        )

    def columns(self, c: Children, span: Span) -> tree.Column:
        target, annotation, first, last, *known = c
        return tree.Column(
            target=target,
            annotation=annotation,
            header=None,
            first=first,
            last=last,
            known=bool(known),
            span=span,
            comments=around(self.trivia, span),
        )

    def data_index(self, c: Children, span: Span) -> tree.DataIndex:
        return tree.DataIndex(names=c[0], span=span, comments=around(self.trivia, span))

    def where(self, c: Children, span: Span) -> tree.Where:
        return tree.Where(condition=c[0], span=span, comments=around(self.trivia, span))

    # --- evidence and questions -----------------------------------------------------------------------------------------

    def observe(self, c: Children, span: Span) -> tree.Statement:
        value, distribution, *clauses = c
        parts: dict[str, tree.Expr] = {}
        for word, expression in clauses:
            if word.text in parts:
                self.found.append(syntax_errors.repeated_clause(word.span(self.source), word.text))
            parts.setdefault(word.text, expression)
        return self.statement(
            tree.Observe,
            span,
            value=value,
            distribution=distribution,
            where=parts.get("where"),
            known=parts.get("known"),
        )

    def question(self, c: Children, span: Span) -> tree.Statement:
        name, value, given, block = c
        fields, comments = block or ((), tree.NO_COMMENTS)
        return self.statement(tree.Question, span, name=name, value=value, given=given, fields=fields, inside=comments)

    # --- cells ------------------------------------------------------------------------------------------------------

    def cell(self, c: Children, span: Span) -> tree.Cell:
        return tree.Cell(c[0], c[1], span, around(self.trivia, span))

    def table(self, c: Children, span: Span) -> tree.Table:
        cells, comments = self.block(c, span)
        return tree.Table(tuple(cell for cell in cells if isinstance(cell, tree.Cell)), span, comments)

    def case(self, c: Children, span: Span) -> tree.Case:
        subject, (cells, comments) = c
        return tree.Case(subject, cells, span, comments)

    # --- files and worldviews ---------------------------------------------------------------------------------------

    def function(self, c: Children, span: Span) -> tree.Statement:
        return self.statement(tree.Function, span, name=c[0], parameters=c[1] or (), body=c[2])

    def override(self, c: Children, span: Span) -> tree.Statement:
        statement = replace(c[0], comments=tree.NO_COMMENTS)
        return self.statement(tree.Override, span, statement=statement)

    def worldview(self, c: Children, span: Span) -> tree.Statement:
        name, *rest, (body, comments) = c
        titles = [part for part in rest if isinstance(part, tree.Text)]
        bases = [part for part in rest if isinstance(part, tree.Name)]
        if len(titles) > 1:
            self.found.append(syntax_errors.repeated_clause(titles[1].span, "title"))
        return self.statement(
            tree.Worldview,
            span,
            name=name,
            title=titles[0] if titles else None,
            extends=bases[0] if bases else None,
            body=body,
            inside=comments,
        )

    def credence(self, c: Children, span: Span) -> tree.Statement:
        return self.statement(tree.Credence, span, entries=tuple(c))

    def broken_entry(self, c: Children, span: Span) -> None:  # noqa: ARG002
        self.recovered.append(span.start)

    def broken(self, c: Children, span: Span) -> tree.Statement:
        self.recovered.append(span.start)
        return self.statement(tree.Broken, span, name=c[0].text)


type _Method = Callable[[TreeBuilder, Children, Span], object]


def _parts(node: Callable[..., tree.Statement], *names: str) -> _Method:
    """A statement whose children are these fields in this order."""

    def build(builder: TreeBuilder, c: Children, span: Span) -> tree.Statement:
        return builder.statement(node, span, **dict(zip(names, c, strict=True)))

    return build


_RULES: Mapping[str, _Method] = MappingProxyType(
    {
        "model": _parts(tree.Model, "name"),
        "import": _parts(tree.Import, "path", "alias"),
        "extends": _parts(tree.Extends, "path"),
        "as_of": _parts(tree.AsOf, "date"),
        "time": _parts(tree.Time, "start", "end", "step"),
        "index": TreeBuilder.index,
        "unit": _parts(tree.UnitDecl, "name", "definition"),
        "expect": _parts(tree.Expect, "condition", "why"),
        "definition": TreeBuilder.definition,
        "target": TreeBuilder.target,
        "annotation": TreeBuilder.annotation,
        "event": TreeBuilder.event,
        "never_with": lambda _b, c, _span: (False, c[0]),
        "never_if": lambda _b, c, _span: (True, c[0]),
        "stock": TreeBuilder.stock,
        "field": TreeBuilder.field,
        "fields": TreeBuilder.block,
        "correlate": TreeBuilder.correlate,
        "data": TreeBuilder.data,
        "columns_block": TreeBuilder.block,
        "column": TreeBuilder.column,
        "columns": TreeBuilder.columns,
        "data_index": TreeBuilder.data_index,
        "where": TreeBuilder.where,
        "observe": TreeBuilder.observe,
        "observe_clause": lambda _b, c, _span: (c[0], c[1]),
        "question": TreeBuilder.question,
        "cell": TreeBuilder.cell,
        "cells": TreeBuilder.block,
        "table": TreeBuilder.table,
        "case": TreeBuilder.case,
        "function": TreeBuilder.function,
        "override": TreeBuilder.override,
        "worldview": TreeBuilder.worldview,
        "body": TreeBuilder.block,
        "credence": TreeBuilder.credence,
        "belief": lambda _b, c, _span: (c[0], c[1]),
        "broken": TreeBuilder.broken,
        "broken_entry": TreeBuilder.broken_entry,
    }
)
