"""From the syntax tree to the checked model."""

import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePath

from forecast.language.diagnostics import Diagnostic
from forecast.language.diagnostics.syntax_errors import tree_too_deep
from forecast.language.semantics import errors
from forecast.language.semantics.correlations import correlations
from forecast.language.semantics.declarations import Declarations, declare
from forecast.language.semantics.definitions import define, expectation, question
from forecast.language.semantics.dependencies import Uses, order, uses
from forecast.language.semantics.depth import MAX_CALLS_DEEP, calls_deep
from forecast.language.semantics.expressions import elaborate
from forecast.language.semantics.findings import Findings
from forecast.language.semantics.imports import Load, Loaded, Merged, merge
from forecast.language.semantics.indexes import define_index, define_units
from forecast.language.semantics.lints import lint
from forecast.language.semantics.literals import DATE, bare
from forecast.language.semantics.model import Expectation, Model, Node, Question, Role
from forecast.language.semantics.names import unknown
from forecast.language.semantics.ranges import constant_of
from forecast.language.semantics.scope import MAX_DEPTH, Context, Scope
from forecast.language.semantics.term import Reference, walk
from forecast.language.source import Source, Span
from forecast.language.syntax import tree
from forecast.language.types.calendar import DAYS_PER_YEAR, ordinal

DEFAULT_EPOCH = ordinal(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a file gave. `model` is there if and only if there are no errors; `sources` are the texts read."""

    model: Model | None
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[Source, ...]


def no_files(_path: str, _importing: Source) -> Loaded | str:
    """The reader of imports where there are no files."""
    return "no files can be read here"


def check(file: tree.File, syntax: tuple[Diagnostic, ...] = (), load: Load = no_files, *, key: str = "") -> Checked:
    """The checked model of a file and what it imports, and all findings, of syntax and of meaning, in the order of the text.

    `load` reads imported files, and `key` tells this file among them.
    """
    with _room_for_depth():
        merged = merge(file, load, key)
        return _check(merged, (*syntax, *merged.diagnostics))


@contextmanager
def _room_for_depth() -> Generator[None]:
    """As deep as an expression may be, with the handful of Python frames that each of its levels takes."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 40 * MAX_DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _check(merged: Merged, found: tuple[Diagnostic, ...]) -> Checked:
    file = merged.file
    findings = Findings()
    for diagnostic in found:
        findings.add(diagnostic)
    declarations = declare(file, merged.aliases, findings)
    catalogue = define_units(declarations.units, findings)
    scope = Scope(
        findings, catalogue, DEFAULT_EPOCH, None, {}, declarations.functions, declarations.names,
        aliases=merged.aliases, unavailable=merged.unavailable,
    )  # fmt: skip
    context = Context(scope, "", elaborate)
    _set_epoch(declarations, context)
    _define_indexes(declarations, context)
    questions = _define_nodes(declarations, context)
    expectations = _define_expectations(declarations, context)
    groups, stated = correlations(declarations.correlations, context)
    _check_uncalled(declarations, context)
    for node in scope.nodes.values():
        if node is not None and calls_deep(node.term) > MAX_CALLS_DEEP:
            findings.add(tree_too_deep(node.term.span, MAX_CALLS_DEEP))
    if not findings.has_errors and not declarations.names:
        findings.add(errors.empty_model(Span(file.span.source, 0, 0)))
    diagnostics = findings.sorted()
    if findings.has_errors:
        return Checked(None, diagnostics, merged.sources)
    nodes = {name: node for name, node in scope.nodes.items() if node is not None}
    missing = [name for name in (*declarations.nodes, *declarations.indexes) if name not in {*nodes, *scope.indexes}]
    if missing:
        raise AssertionError(f"{missing} could not be checked, and nothing says why")
    if len(nodes) < len(scope.nodes):
        unchecked = sorted(name for name in scope.nodes if name not in nodes)
        raise AssertionError(f"no error was reported, but these were not checked: {', '.join(unchecked)}")
    name = declarations.model.name.id if declarations.model else PurePath(file.span.source.name).stem
    model = Model(
        name=name,
        epoch=scope.epoch,
        as_of=scope.as_of,
        indexes=scope.indexes,
        nodes=nodes,
        questions=questions or _implied(nodes),
        expectations=expectations,
        doc=declarations.model.doc if declarations.model else tree.NO_DOC,
        catalogue=catalogue,
        correlations=groups,
        stated_correlations=stated,
    )
    kept = Findings()
    for diagnostic in lint(model, file, diagnostics):
        kept.add(diagnostic)
    return Checked(model, kept.sorted(), merged.sources)


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


def _define_nodes(declarations: Declarations, context: Context) -> tuple[Question, ...]:
    scope = context.scope
    graph: dict[str, Uses] = {}
    for name, statement in declarations.nodes.items():
        found: list[Uses] = []
        for expression in _right_sides(statement):
            found.append(uses(expression, declarations.functions))
        graph[name] = tuple(use for each in found for use in each)
    ordered, cycles = order(graph)
    for cycle in cycles:
        context.findings.add(errors.cycle(cycle))
    for name in graph:
        scope.nodes[name] = None
    questions: dict[str, Question] = {}
    nodes: dict[str, Node | None] = {}
    for name in ordered:
        statement = declarations.nodes[name]
        if isinstance(statement, tree.Question):
            answered = question(statement, context)
            if answered is None:
                continue
            questions[name] = answered[0]
            for node in answered[1]:
                nodes[node.name] = scope.nodes[node.name] = node
        else:
            nodes[name] = scope.nodes[name] = define(statement, context)
    scope.nodes = {**nodes, **{name: None for name in graph if name not in nodes}}
    return tuple(questions[name] for name in declarations.nodes if name in questions)


def _right_sides(statement: tree.Definition | tree.Event | tree.Question) -> tuple[tree.Expr, ...]:
    match statement:
        case tree.Definition(value=value):
            return (value,)
        case tree.Event(op="when"):
            return ()
        case tree.Event(value=value, never=never, never_if=never_if):
            return (value, *never, *never_if)
        case tree.Question(value=value, given=given):
            return (value,) if given is None else (value, given)


def _define_expectations(declarations: Declarations, context: Context) -> tuple[Expectation, ...]:
    found: list[Expectation] = []
    for number, statement in enumerate(declarations.expectations, start=1):
        checked = expectation(statement, number, context)
        if checked is not None:
            found.append(checked[0])
            context.scope.nodes[checked[1].name] = checked[1]
    return tuple(found)


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


def _implied(nodes: Mapping[str, Node]) -> tuple[Question, ...]:
    """A file without questions answers for its events, and for the nodes that nothing else uses."""
    used = {term.node for node in nodes.values() for term in walk(node.term) if isinstance(term, Reference)}
    asked = [
        node
        for node in nodes.values()
        if node.role is not Role.EXPECTATION and (node.role is Role.EVENT or node.name not in used)
    ]
    own = [node for node in asked if "." not in node.name]
    asked = own or asked
    asked.sort(key=lambda node: node.span.start)
    return tuple(Question(n.name, n.name, n.name, None, "", "", None, "", n.span, asked=False) for n in asked)
