"""From the syntax tree to the checked model."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath

from forecast.language.data_table import DataTable, LoadTable
from forecast.language.diagnostics import Diagnostic
from forecast.language.recursion import room_for_depth
from forecast.language.semantics import errors
from forecast.language.semantics.clock import define_clock
from forecast.language.semantics.correlations import correlations
from forecast.language.semantics.data import define_data
from forecast.language.semantics.declarations import Declarations, declare
from forecast.language.semantics.dependencies import uses
from forecast.language.semantics.expressions import elaborate
from forecast.language.semantics.feedback import check_time
from forecast.language.semantics.findings import Findings, in_order
from forecast.language.semantics.imports import Load, Loaded, Merged, merge
from forecast.language.semantics.indexes import define_index, define_units
from forecast.language.semantics.lints import Glance, glance, lint
from forecast.language.semantics.literals import DATE, bare
from forecast.language.semantics.memory import Memory
from forecast.language.semantics.model import EvidenceUse, Model, Node, Question, Role
from forecast.language.semantics.names import unknown
from forecast.language.semantics.nodes import define_expectations, define_nodes
from forecast.language.semantics.observations import define_evidence
from forecast.language.semantics.ranges import constant_of
from forecast.language.semantics.recurrences import check_recurrences
from forecast.language.semantics.scope import Context, Scope
from forecast.language.source import Source, Span
from forecast.language.syntax import tree
from forecast.language.syntax.placing import placed
from forecast.language.types.calendar import DAYS_PER_YEAR, ordinal
from forecast.language.types.kind import CLOCK

DEFAULT_EPOCH = ordinal(2000, 1, 1)


@dataclass(frozen=True)
class Checked:
    """What checking a file gave; `sources` are the texts read."""

    file: tree.File
    found: Model | None
    """The model, with places as they are in the file's pieces."""
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[Source, ...]

    @cached_property
    def model(self) -> Model | None:
        """The checked model, which there is if and only if there are no errors."""
        return placed(self.found, self.file)


def no_tables(_path: str, _importing: Source) -> DataTable | str:
    """The reader of tables where there are no files."""
    return "no files can be read here"


def no_files(_path: str, _importing: Source) -> Loaded | str:
    """The reader of imports where there are no files."""
    return "no files can be read here"


def check(
    file: tree.File,
    syntax: tuple[Diagnostic, ...] = (),
    load: Load = no_files,
    *,
    tables: LoadTable = no_tables,
    key: str = "",
    memory: Memory | None = None,
    evidence: EvidenceUse = "learn",
) -> Checked:
    """The checked model of a file and what it imports, and all findings, of syntax and of meaning, in the order of the text.

    `load` reads imported files and `tables` tables of data, and `key` tells this file among them. A `memory` spares the work
    that an earlier check of the file with the same memory has done, as far as the parts of the tree are the same objects;
    it changes no result. `evidence` says what is done with that.
    """
    with room_for_depth():
        merged = merge(file, load, key, memory)
        return _check(merged, (*syntax, *merged.diagnostics), tables, memory, evidence)


def _check(
    merged: Merged, found: tuple[Diagnostic, ...], tables: LoadTable, memory: Memory | None, use: EvidenceUse
) -> Checked:
    file = merged.file
    findings = Findings()
    for diagnostic in found:
        findings.add(diagnostic)
    declarations = declare(file, merged.aliases, findings)
    catalogue = define_units(declarations.units, findings)
    scope = Scope(
        findings, catalogue, DEFAULT_EPOCH, None, {}, declarations.functions, declarations.names,
        aliases=merged.aliases, unavailable=merged.unavailable, targets=_targets(declarations),
    )  # fmt: skip
    context = Context(scope, "", elaborate)
    _set_epoch(declarations, context)
    _define_indexes(declarations, context)
    data = _define_data(declarations, tables, context)
    _set_clock(declarations, context)
    if memory is not None:
        memory.begin(scope)
    questions = define_nodes(declarations, data, context, memory)
    expectations = define_expectations(declarations, context, memory)
    groups, stated = correlations(declarations.correlations, context)
    evidence, predictions = define_evidence(declarations.observations, context, groups, use)
    _check_uncalled(declarations, context)
    check_recurrences(scope)
    check_time(scope, written=any("derivative" in source.text for source in merged.sources))
    if not findings.has_errors and not declarations.names:
        findings.add(errors.empty_model(Span(file.span.source, 0, 0)))
    diagnostics = in_order(placed(findings.all(), file))
    if findings.has_errors:
        return Checked(file, None, diagnostics, merged.sources)
    nodes = {name: node for name, node in scope.nodes.items() if node is not None}
    known = {*nodes, *scope.indexes}
    missing = [name for name in (*declarations.nodes, *declarations.indexes) if name not in known]
    if missing:
        raise AssertionError(f"{missing} could not be checked, and nothing says why")
    if len(nodes) < len(scope.nodes):
        unchecked = sorted(name for name in scope.nodes if name not in nodes)
        raise AssertionError(f"no error was reported, but these were not checked: {', '.join(unchecked)}")
    if memory is None:
        glances = {name: glance(node, scope.ranges) for name, node in nodes.items()}
    else:
        glances = memory.glanced(nodes, scope)
    name = declarations.model.name.id if declarations.model else PurePath(file.span.source.name).stem
    model = Model(
        name=name,
        epoch=scope.epoch,
        as_of=scope.as_of,
        indexes=scope.indexes,
        nodes=nodes,
        questions=questions or _implied(nodes, glances, file),
        expectations=expectations,
        doc=declarations.model.doc if declarations.model else tree.NO_DOC,
        catalogue=catalogue,
        correlations=groups,
        stated_correlations=stated,
        evidence=evidence,
        predictions=predictions,
    )
    kept = Findings()
    for diagnostic in lint(model, glances, file, diagnostics):
        kept.add(diagnostic)
    return Checked(file, model, in_order(kept.all()), merged.sources)


def _targets(declarations: Declarations) -> dict[str, tuple[str, ...]]:
    """The names in the brackets on the left sides."""
    return {
        name: tuple(item.id for item in map(bare, statement.target.indexes) if isinstance(item, tree.Name))
        for name, statement in declarations.nodes.items()
        if not isinstance(statement, tree.Question)
    }


def _set_epoch(declarations: Declarations, context: Context) -> None:
    """Dates are counted from `as_of`, so that those near it are exact to a fraction of a second."""
    if declarations.as_of is None:
        return
    # Also where the date is wrong: its uses are not wrong for that.
    context.scope.as_of = 0.0
    written = bare(declarations.as_of.date)
    if not isinstance(written, (tree.DateLiteral, tree.Number)):
        context.findings.add(errors.as_of_not_a_date(written.span))
        return
    term = context.term(written, DATE)
    if term is None:
        return
    value = constant_of(term, {})
    if value is None or term.type.kind != DATE:
        context.findings.add(errors.as_of_not_a_date(written.span))
        return
    context.scope.epoch += round(value * DAYS_PER_YEAR)


def _set_clock(declarations: Declarations, context: Context) -> None:
    if declarations.time is None:
        return
    clock = define_clock(declarations.time, context)
    if clock is not None:
        indexes = context.scope.indexes
        others = dict(indexes)
        indexes.clear()
        indexes.update({CLOCK: clock, **others})


def _define_indexes(declarations: Declarations, context: Context) -> None:
    """All indexes, in the order of the file, but a second name after the index that it is for."""
    indexes = context.scope.indexes
    waiting = dict(declarations.indexes)
    behind: dict[str, list[tree.IndexDecl]] = {}
    ready = list(waiting.values())
    while ready:
        declaration = ready.pop()
        name = declaration.name.id
        first = declaration.elements[0]
        if len(declaration.elements) == 1 and isinstance(first, tree.Name) and first.id != name and first.id in waiting:
            behind.setdefault(first.id, []).append(declaration)
            continue
        index = define_index(declaration, context)
        if index is not None:
            indexes[name] = index
        del waiting[name]
        ready.extend(behind.pop(name, ()))
    if waiting:
        context.findings.add(errors.second_name_cycle(_circle(list(waiting.values()))))
    ordered = {name: indexes[name] for name in declarations.indexes if name in indexes}
    indexes.clear()
    indexes.update(ordered)


def _circle(declarations: list[tree.IndexDecl]) -> tuple[tuple[str, Span], ...]:
    """Indexes that are second names of each other, with the places of those names."""
    other = {d.name.id: (d.elements[0].span.text, d.elements[0].span) for d in declarations}
    seen: list[str] = []
    name = declarations[0].name.id
    while name not in seen:
        seen.append(name)
        name = other[name][0]
    return tuple((name, other[name][1]) for name in seen[seen.index(name) :])


def _define_data(declarations: Declarations, load: LoadTable, context: Context) -> dict[str, Node]:
    """The columns of all tables; their indexes come after those that are declared."""
    found: dict[str, Node] = {}
    for name, statement in declarations.data.items():
        columns = define_data(statement, load, context)
        if columns is None:
            # What is wrong with it has been told; its columns are not unknown for that.
            context.scope.unavailable |= {f"{name}."}
        else:
            found |= columns
            context.scope.tables[name] = statement.name.span
    return found


def _check_uncalled(declarations: Declarations, context: Context) -> None:
    """The names in functions that nothing calls: what else is wrong there depends on the arguments."""
    for function in declarations.functions.values():
        parameters: dict[str, tree.Name] = {}
        for parameter in function.parameters:
            if parameter.id in parameters:
                first = parameters[parameter.id].span
                context.findings.add(errors.repeated_parameter(parameter.span, parameter.id, first))
            parameters.setdefault(parameter.id, parameter)
        elements = frozenset(label for index in context.scope.indexes.values() for label in index.labels)
        for name, span in uses(function.body, {}):
            scope = context.scope
            known = name in parameters or name in scope.declared or name in _WORDS or name in elements
            known = known or scope.is_unavailable(name)
            if not known:
                bound = replace(context, bindings=dict.fromkeys(parameters))
                context.findings.add(unknown(tree.Name(name, span), bound, None))


_WORDS = frozenset({"t", "as_of"})


def _implied(nodes: Mapping[str, Node], glances: Mapping[str, Glance], file: tree.File) -> tuple[Question, ...]:
    """A file without questions answers for its events, and for the nodes that nothing else uses."""
    used = {reference for each in glances.values() for reference in each.references}
    asked = [
        node
        for node in nodes.values()
        if node.role not in (Role.EXPECTATION, Role.EVIDENCE, Role.DATA)
        and (node.role is Role.EVENT or node.name not in used)
    ]
    own = [node for node in asked if "." not in node.name]
    asked = own or asked
    asked.sort(key=lambda node: file.place(node.span).start)
    return tuple(Question(n.name, n.name, n.name, None, "", "", None, "", n.span, asked=False) for n in asked)
