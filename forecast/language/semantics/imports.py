"""`import "lib.fcst" as lib`: the statements of other files, under the names by which this file knows them.

What an imported file declares as `x` is called `lib.x` in the merged file, in its own right sides too; everything after
this floor sees one file. A file that is reached by several roads is taken once, so that all of them see the same draws.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.literals import bare
from forecast.language.semantics.memory import Memory
from forecast.language.semantics.naming import Naming
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


def merge(file: tree.File, load: Load, key: str = "", memory: Memory | None = None) -> Merged:
    """The file and all that it imports, as one file. The errors of imported files are reported as their own.

    `key` is that of the file itself, by which an import of it is known; `memory` knows statements that were renamed before.
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
    having = (module for module in modules.values() if any(isinstance(s, tree.Time) for s in module.file.statements))
    clocked = next(having, None)
    statements: list[tree.Statement] = []
    for module in reversed(modules.values()):
        naming = _naming(module, modules)
        own = [
            statement
            for statement in module.file.statements
            if not isinstance(statement, tree.Import)
            and _is_taken(statement, of_main=module is main, of_clocked=module is clocked)
        ]
        statements += naming.all_renamed(own) if memory is None else memory.renamed(own, naming, module.key)
    sources = tuple(module.file.span.source for module in modules.values())
    aliases = {s.alias.id: s.alias.span for s in file.statements if isinstance(s, tree.Import)}
    unavailable = frozenset(
        f"{module.prefix}{alias}." for module in modules.values() for alias, key in module.imports.items() if not key
    )
    return Merged(replace(file, statements=tuple(statements)), aliases, unavailable, sources, tuple(findings))


_OWN = (tree.Model, tree.AsOf, tree.Question, tree.Expect)
"""What a file says for itself alone."""


def _is_taken(statement: tree.Statement, *, of_main: bool, of_clocked: bool) -> bool:
    """Whether a statement is taken into the model: there is one clock, that of the first file that has one."""
    return of_clocked if isinstance(statement, tree.Time) else of_main or not isinstance(statement, _OWN)


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


def _naming(module: _Module, modules: Mapping[str, _Module]) -> Naming:
    declared: set[str] = set()
    elements: set[str] = set()
    for statement in module.file.statements:
        declared |= {name.id for name in _declares(statement)}
        if isinstance(statement, tree.IndexDecl):
            elements |= {item.id for item in map(bare, statement.elements) if isinstance(item, tree.Name)}
    aliases = _aliases(module, modules)
    # Without a prefix a declared name stays as it is.
    return Naming(module.prefix, frozenset(declared if module.prefix else ()), frozenset(elements), aliases)


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


def _indexes_of(entry: tree.Column | tree.DataIndex | tree.Where) -> tuple[tree.Name, ...]:
    """The indexes that an entry of a table declares where there are none of that name."""
    match entry:
        case tree.DataIndex(names=names):
            return names
        case tree.Column(annotation=tree.Annotation(text="category"), target=target):
            return (target.name,)
        case tree.Column(target=target):
            return tuple(item for item in map(bare, target.indexes) if isinstance(item, tree.Name))
        case _:
            return ()


def _declares(statement: tree.Statement) -> tuple[tree.Name, ...]:
    match statement:
        case tree.Definition(target=target) | tree.Event(target=target) | tree.Stock(target=target):
            return (target.name,)
        case tree.IndexDecl(name=name) | tree.Function(name=name) | tree.Question(name=name):
            return (name,)
        case tree.Data(name=name, entries=entries):
            return (name, *(index for entry in entries for index in _indexes_of(entry)))
        case _:
            return ()
