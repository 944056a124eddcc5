"""`import "lib.fcst" as lib`: the statements of other files, under the names by which this file knows them.

What an imported file declares as `x` is called `lib.x` in the merged file, in its own right sides too; everything after
this floor sees one file. A file that is reached by several roads is taken once, so that all of them see the same draws.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import PurePath
from typing import cast

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.literals import bare
from forecast.language.source import Source, Span
from forecast.language.syntax import Parsed, tree

MAX_FILES = 100


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file that was read: `key` is the same for the same file, whatever the path by which it is named."""

    key: str
    parsed: Parsed


type Load = Callable[[str, Source], Loaded | str]
"""Reads the file of an import, seen from the importing file; a text says why it cannot be had."""


@dataclass(slots=True)
class _Module:
    key: str
    file: tree.File
    prefix: str
    road: tuple[str, ...]
    imports: dict[str, str] = field(default_factory=dict[str, str])
    """The key of the file behind each alias; "" where it cannot be had."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The file with what it imports: `aliases` are the names that it gives to other files, `unavailable` how the
    names begin that belong to files which could not be had or have errors of their own.
    """

    file: tree.File
    aliases: Mapping[str, Span]
    unavailable: frozenset[str]
    sources: tuple[Source, ...]
    diagnostics: tuple[Diagnostic, ...]


def merge(file: tree.File, load: Load, key: str = "") -> Merged:
    """The file and all that it imports, as one file. The errors of imported files are reported as their own.

    `key` is that of the file itself, by which an import of it is known.
    """
    if not any(isinstance(statement, tree.Import) for statement in file.statements):
        return Merged(file, {}, frozenset(), (file.span.source,), ())
    findings: list[Diagnostic] = []
    main = _Module(key, file, "", ())
    modules = {key: main}
    waiting = [main]
    while waiting:
        module = waiting.pop(0)
        for statement in module.file.statements:
            if isinstance(statement, tree.Import):
                found = _open(statement, module, modules, load, findings)
                if found is not None:
                    waiting.append(found)
    statements: list[tree.Statement] = []
    for module in reversed(modules.values()):
        naming = _naming(module, modules)
        for statement in module.file.statements:
            if isinstance(statement, tree.Import):
                continue
            if module is main or not isinstance(statement, _OWN):
                statements.append(cast(tree.Statement, naming.renamed(statement)))
    sources = tuple(module.file.span.source for module in modules.values())
    aliases = {s.alias.id: s.alias.span for s in file.statements if isinstance(s, tree.Import)}
    unavailable = frozenset(
        f"{module.prefix}{alias}." for module in modules.values() for alias, key in module.imports.items() if not key
    )
    return Merged(replace(file, statements=tuple(statements)), aliases, unavailable, sources, tuple(findings))


_OWN = (tree.Model, tree.AsOf, tree.Question, tree.Expect)
"""What a file says for itself alone."""


def _open(
    statement: tree.Import, module: _Module, modules: dict[str, _Module], load: Load, findings: list[Diagnostic]
) -> _Module | None:
    """The module of an import, if it has not been met before."""
    alias = statement.alias.id
    module.imports[alias] = ""
    loaded = load(statement.path.value, module.file.span.source)
    if isinstance(loaded, str):
        findings.append(errors.import_failed(statement.path.span, statement.path.value, loaded))
        return None
    if loaded.key in module.road or loaded.key == module.key:
        chain = (*module.road, module.key, loaded.key)
        circle = tuple(PurePath(each).name for each in chain[chain.index(loaded.key) :])
        findings.append(errors.import_loop(statement.path.span, circle))
        return None
    if loaded.parsed.errors:
        findings.extend(loaded.parsed.errors)
        return None
    module.imports[alias] = loaded.key
    if loaded.key in modules:
        return None
    if len(modules) > MAX_FILES:
        reason = f"a model is made of at most {MAX_FILES} files"
        findings.append(errors.import_failed(statement.path.span, statement.path.value, reason))
        module.imports[alias] = ""
        return None
    prefix = f"{module.prefix}{alias}."
    modules[loaded.key] = _Module(loaded.key, loaded.parsed.file, prefix, (*module.road, module.key))
    return modules[loaded.key]


def _naming(module: _Module, modules: Mapping[str, _Module]) -> "_Naming":
    declared: set[str] = set()
    elements: set[str] = set()
    for statement in module.file.statements:
        declared |= {name.id for name in _declares(statement)}
        if isinstance(statement, tree.IndexDecl):
            elements |= {item.id for item in map(bare, statement.elements) if isinstance(item, tree.Name)}
    aliases = _aliases(module, modules)
    return _Naming(module.prefix, frozenset(declared), frozenset(elements), aliases)


def _aliases(module: _Module, modules: Mapping[str, _Module]) -> dict[str, str]:
    """What stands in the merged file for `lib` in `lib.x`, and for `lib.deep` in `lib.deep.x`."""
    found: dict[str, str] = {}
    for alias, key in module.imports.items():
        if not key:
            found[alias] = f"{module.prefix}{alias}."
            continue
        found[alias] = modules[key].prefix
        found |= {f"{alias}.{inner}": prefix for inner, prefix in _aliases(modules[key], modules).items()}
    return found


def _dotted(expression: tree.Expr) -> str:
    """`lib.deep` as text; "" for anything but names joined by dots."""
    match bare(expression):
        case tree.Name(id=name):
            return name
        case tree.Member(base=base, name=name):
            inner = _dotted(base)
            return f"{inner}.{name.id}" if inner else ""
        case _:
            return ""


def _declares(statement: tree.Statement) -> tuple[tree.Name, ...]:
    match statement:
        case tree.Definition(target=target) | tree.Event(target=target) | tree.Stock(target=target):
            return (target.name,)
        case (
            tree.IndexDecl(name=name) | tree.Function(name=name) | tree.Question(name=name) | tree.Data(name=name)
        ):  # fmt: skip
            return (name,)
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class _Naming:
    """How the names of one file are called in the merged one."""

    prefix: str
    declared: frozenset[str]
    elements: frozenset[str]
    aliases: Mapping[str, str]
    bound: frozenset[str] = frozenset()

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
            case tree.Member(base=base, name=name, span=span) if _dotted(base) in self.aliases:
                return tree.Name(self.aliases[_dotted(base)] + name.id, span)
            case tree.Member(base=base, name=name, span=span):
                return tree.Member(cast(tree.Expr, self.renamed(base)), name, span)
            case tree.Index(base=base, items=items, span=span):
                inner = tuple(item if self._is_element(item) else self.renamed(item) for item in items)
                return tree.Index(cast(tree.Expr, self.renamed(base)), cast(tuple[tree.Expr, ...], inner), span)
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
