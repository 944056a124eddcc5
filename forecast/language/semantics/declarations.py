"""What a file declares, before any right side is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forecast.language.library import lookup
from forecast.language.semantics import errors
from forecast.language.semantics.findings import Findings
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.catalogue import BUILT_IN, Catalogue, base_unit
from forecast.language.types.kind import CLOCK

MAX_NODES = 3_000
"""A program of more takes minutes and gigabytes to compile."""

type Definition = tree.Definition | tree.Event | tree.Stock | tree.Question

_NOT_SUPPORTED = {
    tree.Extends: "`extends`",
    tree.Override: "`override`",
    tree.Worldview: "a `worldview`",
    tree.Credence: "`credence`",
}


@dataclass(slots=True)
class Declarations:
    """The declarations by kind. `names` has the place of every name, also of those whose statement is broken."""

    names: dict[str, Span] = field(default_factory=dict[str, Span])
    model: tree.Model | None = None
    as_of: tree.AsOf | None = None
    time: tree.Time | None = None
    indexes: dict[str, tree.IndexDecl] = field(default_factory=dict[str, tree.IndexDecl])
    units: list[tree.UnitDecl] = field(default_factory=list[tree.UnitDecl])
    functions: dict[str, tree.Function] = field(default_factory=dict[str, tree.Function])
    nodes: dict[str, Definition] = field(default_factory=dict[str, Definition])
    expectations: list[tree.Expect] = field(default_factory=list[tree.Expect])
    correlations: list[tree.Correlate] = field(default_factory=list[tree.Correlate])
    observations: list[tree.Observe] = field(default_factory=list[tree.Observe])
    data: dict[str, tree.Data] = field(default_factory=dict[str, tree.Data])


def declare(file: tree.File, aliases: Mapping[str, Span], findings: Findings) -> Declarations:
    """Sort the statements of a file. Reports names declared twice and what cannot be run yet."""
    found = Declarations(names=dict(aliases))
    units = (statement.name.id for statement in file.statements if isinstance(statement, tree.UnitDecl))
    catalogue = BUILT_IN.with_units(base_unit(name) for name in units if name not in BUILT_IN)
    for statement in file.statements:
        _declare(statement, found, catalogue, findings)
    if len(found.nodes) > MAX_NODES:
        last = list(found.nodes)[MAX_NODES]
        findings.add(errors.too_many_nodes(found.names[last], len(found.nodes), MAX_NODES))
    return found


def _declare(statement: tree.Statement, found: Declarations, catalogue: Catalogue, findings: Findings) -> None:
    match statement:
        case tree.Model():
            if found.model is not None:
                findings.add(errors.repeated_header(statement.span, "model", found.model.span))
            else:
                found.model = statement
        case tree.AsOf():
            if found.as_of is not None:
                findings.add(errors.repeated_header(statement.span, "as_of", found.as_of.span))
            else:
                found.as_of = statement
        case tree.Time():
            if found.time is not None:
                findings.add(errors.repeated_header(statement.span, "time", found.time.span))
            else:
                found.time = statement
                found.names[CLOCK] = statement.span
        case tree.IndexDecl(name=name):
            if _enter(name, found, findings):
                found.indexes[name.id] = statement
        case tree.UnitDecl():
            found.units.append(statement)
        case tree.Function(name=name):
            if lookup(name.id) is not None:
                findings.add(errors.function_exists(name.span, name.id))
            elif _enter(name, found, findings):
                found.functions[name.id] = statement
        case tree.Definition(target=target) | tree.Event(target=target) | tree.Stock(target=target):
            if _enter_node(target.name, found, catalogue, findings):
                found.nodes[target.name.id] = statement
        case tree.Question(name=name):
            if _enter_node(name, found, catalogue, findings):
                found.nodes[name.id] = statement
        case tree.Expect():
            found.expectations.append(statement)
        case tree.Correlate():
            found.correlations.append(statement)
        case tree.Data(name=name):
            if _enter(name, found, findings):
                found.data[name.id] = statement
        case tree.Observe():
            found.observations.append(statement)
        case tree.Broken(name=name, span=span):
            if name:
                found.names.setdefault(name, span)
        case tree.Import():
            raise ValueError("imports are merged before names are declared")
        case _:
            findings.add(errors.not_supported(_first_line(statement.span), _NOT_SUPPORTED[type(statement)]))
            for name in _declared_by(statement):
                found.names.setdefault(name.id, name.span)


def _declared_by(statement: tree.Statement) -> tuple[tree.Name, ...]:
    """The names that a statement which cannot be run yet would declare, so that their uses are not errors too."""
    match statement:
        case tree.Worldview(name=name):
            return (name,)
        case _:
            return ()


def _enter(name: tree.Name, found: Declarations, findings: Findings) -> bool:
    first = found.names.get(name.id)
    if first is not None:
        findings.add(errors.duplicate_name(name.span, name.id, first))
        # Which of the two is meant where it is used cannot be known.
        found.functions.pop(name.id, None)
        return False
    found.names[name.id] = name.span
    return True


def _enter_node(name: tree.Name, found: Declarations, catalogue: Catalogue, findings: Findings) -> bool:
    # A unit of one letter is one only right after a number, so that `s` and `x` stay free for nodes.
    if len(name.id) > 1 and catalogue.find(name.id) is not None:
        findings.add(errors.name_is_unit(name.span, name.id))
        found.names.setdefault(name.id, name.span)
        return False
    return _enter(name, found, findings)


def _first_line(span: Span) -> Span:
    end = span.source.text.find("\n", span.start, span.end)
    return Span(span.source, span.start, span.end if end < 0 else end)
