"""How the names of one file are called in the file that it is merged into."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import cast

from forecast.language.semantics.literals import bare
from forecast.language.source import Source, Span
from forecast.language.syntax import tree

SCHEDULE_OPTIONS = ("log", "steps")


@dataclass(frozen=True, slots=True)
class Naming:
    """How the names of one file are called in the merged one."""

    prefix: str
    declared: frozenset[str]
    elements: frozenset[str]
    aliases: Mapping[str, str]
    bound: frozenset[str] = frozenset()

    def all_renamed(self, statements: Iterable[tree.Statement]) -> list[tree.Statement]:
        return [cast(tree.Statement, self.renamed(statement)) for statement in statements]

    def name(self, name: tree.Name) -> tree.Name:
        alias, dot, rest = name.id.partition(".")
        if dot and alias in self.aliases:
            return tree.Name(self.aliases[alias] + rest, name.span)
        known = name.id in self.declared and name.id not in self.bound
        return tree.Name(self.prefix + name.id, name.span) if known and self.prefix else name

    def renamed(self, part: object) -> object:
        """A part of the tree with its names changed. Labels, keys of arguments and words of blocks stay."""
        match part:
            case tree.Name():
                return self.name(part)
            case tree.Member(base=base, name=name, span=span) if dotted(base) in self.aliases:
                return tree.Name(self.aliases[dotted(base)] + name.id, span)
            case tree.Member(base=base, name=name, span=span):
                return tree.Member(cast(tree.Expr, self.renamed(base)), name, span)
            case tree.Index(base=base, items=items, span=span):
                inner = tuple(item if self._is_element(item) else self.renamed(item) for item in items)
                return tree.Index(cast(tree.Expr, self.renamed(base)), cast(tuple[tree.Expr, ...], inner), span)
            case tree.Call(function=tree.Name(id="schedule"), arguments=arguments):
                # Its keys are dates, by name too; only its options are words.
                moved = tuple(
                    replace(argument, key=self.renamed(argument.key)) if names_date(argument) else argument
                    for argument in arguments
                )
                return replace(part, arguments=cast(tuple[tree.Argument, ...], self.renamed(moved)))
            case tree.Argument(key=key, value=value):
                kept = key if isinstance(key, tree.Name) else self.renamed(key)
                return replace(part, key=cast("tree.Key | None", kept), value=cast(tree.Expr, self.renamed(value)))
            case tree.Cell(key=key, value=value):
                kept = key if isinstance(key, tree.Name) else self.renamed(key)
                return replace(part, key=cast(tree.Key, kept), value=cast(tree.Expr, self.renamed(value)))
            case tree.Interval(low=low, high=high, level=level):
                ends = {"low": self.renamed(low), "high": self.renamed(high), "level": self.renamed(level)}
                return replace(part, **ends)
            case tree.Field(value=value):
                return replace(part, value=cast(tree.Expr, self.renamed(value)))
            case tree.Annotation(text=text, span=span):
                return tree.Annotation(self.prefix + text, span) if text in self.declared else part
            case tree.IndexDecl(name=name, elements=elements):
                kept = tuple(item if len(elements) > 1 else self.renamed(item) for item in elements)
                return replace(part, name=self.name(name), elements=cast(tuple[tree.Expr, ...], kept))
            case tree.Function(parameters=parameters, body=body, name=name):
                inside = replace(self, bound=frozenset(parameter.id for parameter in parameters))
                return replace(part, name=self.name(name), body=cast(tree.Expr, inside.renamed(body)))
            case tree.Column(target=target, annotation=annotation):
                # Its name is one within the table.
                indexes = cast(tuple[tree.Expr, ...], self.renamed(target.indexes))
                kept = cast(tree.Annotation, self.renamed(annotation))
                return replace(part, target=replace(target, indexes=indexes), annotation=kept)
            case tree.UnitDecl() | Span() | Source():
                return part
            case tuple():
                return tuple(self.renamed(item) for item in cast(tuple[object, ...], part))
            case _ if is_dataclass(part) and not isinstance(part, type):
                return replace(part, **{f.name: self.renamed(getattr(part, f.name)) for f in fields(part)})
            case _:
                return part

    def _is_element(self, item: tree.Expr) -> bool:
        inner = bare(item)
        return isinstance(inner, tree.Name) and inner.id in self.elements


def names_date(argument: tree.Argument) -> bool:
    """Whether the key of an argument of `schedule` is the name of a date."""
    return isinstance(argument.key, tree.Name) and argument.key.id not in SCHEDULE_OPTIONS


def dotted(expression: tree.Expr) -> str:
    """`lib.deep` as text; "" for anything but names joined by dots."""
    match bare(expression):
        case tree.Name(id=name):
            return name
        case tree.Member(base=base, name=name):
            inner = dotted(base)
            return f"{inner}.{name.id}" if inner else ""
        case _:
            return ""
