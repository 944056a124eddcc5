"""From the statements of a file to its nodes, in an order in which each can be checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from forecast.language.diagnostics.syntax_errors import tree_too_deep
from forecast.language.semantics import errors
from forecast.language.semantics.annotations import same_unit_parts
from forecast.language.semantics.declarations import Declarations, Definition
from forecast.language.semantics.definitions import define, expectation, question, target_of
from forecast.language.semantics.dependencies import Uses, parts, uses
from forecast.language.semantics.depth import MAX_CALLS_DEEP, calls_deep
from forecast.language.semantics.feedback import Announced, announced, arranged, guessed, kept_word
from forecast.language.semantics.findings import Findings
from forecast.language.semantics.literals import bare
from forecast.language.semantics.memory import Memory, Outcome
from forecast.language.semantics.model import Expectation, Node, Question
from forecast.language.semantics.moments import needs_clock
from forecast.language.semantics.scope import Context
from forecast.language.semantics.stocks import STATIC, Beginning, beginning, promise, stock
from forecast.language.syntax import tree
from forecast.language.types.kind import PLAIN

MAX_GUESSES = 4


def define_nodes(
    declarations: Declarations, data: Mapping[str, Node], context: Context, memory: Memory | None
) -> tuple[Question, ...]:
    """Check all definitions; their nodes are put into the scope."""
    scope = context.scope
    graph: dict[str, Uses] = {}
    for name, statement in declarations.nodes.items():
        find = partial(_uses_of, statement, declarations.functions)
        graph[name] = find() if memory is None else memory.used(statement, find)
    ordered, late, cycles = arranged(declarations.nodes, graph)
    for cycle in cycles:
        context.findings.add(errors.cycle(cycle))
    scope.nodes.update(data)
    for name in graph:
        scope.nodes[name] = None
    work = _Work(declarations.nodes, ordered, late, data)
    guesses = work.guesses(context)
    found = work.check(guesses, context, memory)
    for name in found.waiting:
        node, known = found.outcomes[name], found.nodes[name]
        if node is not None and known is not None:
            node = kept_word(known, node, context)
        found.nodes[name] = node
    for name in found.waiting:
        scope.nodes[name] = found.nodes[name]
    scope.nodes = {**found.nodes, **{name: None for name in graph if name not in found.nodes}}
    return tuple(found.questions[name] for name in declarations.nodes if name in found.questions)


@dataclass(slots=True)
class _Found:
    """What checking the definitions gave. Those `waiting` were announced (as in `nodes`), and their right sides looked at
    last, with these `outcomes`.
    """

    nodes: dict[str, Node | None]
    questions: dict[str, Question] = field(default_factory=dict[str, Question])
    waiting: list[str] = field(default_factory=list[str])
    outcomes: dict[str, Node | None] = field(default_factory=dict[str, Node | None])


@dataclass(frozen=True, slots=True)
class _Work:
    statements: Mapping[str, Definition]
    ordered: tuple[str, ...]
    late: frozenset[str]
    data: Mapping[str, Node]

    def check(self, guesses: Mapping[str, Announced], context: Context, memory: Memory | None) -> _Found:
        scope = context.scope
        found = _Found(dict(self.data))
        stocks: dict[str, Beginning] = {}
        for name in self.ordered:
            statement = self.statements[name]
            if isinstance(statement, tree.Stock) or name in self.late:
                node = _announced(statement, guesses.get(name), stocks, context)
                if node is not None:
                    found.nodes[name] = scope.nodes[name] = node
                    found.waiting.append(name)
                continue
            outcome = _outcome(statement, 0, context, memory)
            if outcome is None:
                continue
            if outcome.asks is not None:
                found.questions[name] = outcome.asks
            for node in outcome.nodes:
                found.nodes[node.name] = scope.nodes[node.name] = node
        for name in found.waiting:
            outcome = _outcome(self.statements[name], 0, context, memory, stocks.get(name))
            found.outcomes[name] = None if outcome is None else outcome.nodes[0]
        return found

    def guesses(self, context: Context) -> dict[str, Announced]:
        """Of what kind those are that refer to their own past and do not state it: found by trying."""
        found: dict[str, Announced] = {name: (PLAIN, "") for name in self.late if guessed(self.statements[name])}
        for _ in range(MAX_GUESSES if found else 0):
            scope = replace(
                context.scope,
                findings=Findings(),
                nodes=dict(context.scope.nodes),
                ranges=dict(context.scope.ranges),
            )
            trial = replace(context, scope=scope)
            tried = self.check(found, trial, None)
            better = {name: self._seen(name, tried, trial) or guess for name, guess in found.items()}
            if {name: kind for name, (kind, _) in better.items()} == {name: kind for name, (kind, _) in found.items()}:
                break
            found = better
        return found

    def _seen(self, name: str, tried: _Found, context: Context) -> Announced | None:
        """The kind of a node by its right side, or where that has an error by what stands before its first."""
        node = tried.outcomes.get(name)
        if node is not None:
            return node.type.kind, node.unit
        statement = self.statements[name]
        assert isinstance(statement, tree.Definition)
        for value in (*_instead(statement.value), *_sides(statement.value)):
            term = context.term(value)
            if term is not None and term.type.kind != PLAIN:
                return term.type.kind, ""
        return None


def _instead(expression: tree.Expr) -> Iterator[tree.Expr]:
    """What stands after `else:` in the calls of an expression."""
    stack = [expression]
    while stack:
        current = stack.pop()
        if isinstance(current, tree.Call):
            yield from (a.value for a in current.arguments if isinstance(a.key, tree.Else))
        stack += parts(current)


def _sides(expression: tree.Expr) -> Iterator[tree.Expr]:
    """The parts of an expression that are of its kind."""
    stack = [expression]
    while stack:
        current = bare(stack.pop())
        inner = same_unit_parts(current)
        if not inner:
            yield current
        stack += reversed(inner)


def _announced(
    statement: Definition, guess: Announced | None, stocks: dict[str, Beginning], context: Context
) -> Node | None:
    """What is known of a node before its changes in time, or its place in a circle, are looked at."""
    if isinstance(statement, tree.Stock):
        target = target_of(statement.target, context)
        if target is None or not needs_clock(statement.target.span, "a `stock`", context):
            return None
        context = replace(context, node=target.name)
        known = beginning(statement, target.dims, context)
        if known is None:
            return None
        stocks[target.name] = known
        return promise(statement, known, target.name, target.span, context)
    assert isinstance(statement, (tree.Event, tree.Definition))
    return announced(statement, guess, context)


def _outcome(
    statement: Definition | tree.Expect,
    number: int,
    context: Context,
    memory: Memory | None,
    known: Beginning | None = None,
) -> Outcome | None:
    """What becomes of a statement; None if it has an error, which has then been reported. `known` is the beginning of a stock."""

    def find() -> Outcome | None:
        outcome = _checked(statement, number, context, known)
        for node in () if outcome is None else outcome.nodes:
            if calls_deep(node.term) > MAX_CALLS_DEEP:
                context.findings.add(tree_too_deep(node.term.span, MAX_CALLS_DEEP))
        return outcome

    return find() if memory is None else memory.outcome(statement, number, context.scope, find)


def _checked(
    statement: Definition | tree.Expect, number: int, context: Context, known: Beginning | None
) -> Outcome | None:
    match statement:
        case tree.Stock(target=target):
            node = context.scope.nodes.get(target.name.id)
            assert known is not None
            assert node is not None
            full = stock(statement, known, node, replace(context, node=node.name))
            return None if full is None else Outcome((full,))
        case tree.Question():
            answered = question(statement, context)
            return None if answered is None else Outcome(answered[1], asks=answered[0])
        case tree.Expect():
            expected = expectation(statement, number, context)
            return None if expected is None else Outcome((expected[1],), expects=expected[0])
        case _:
            node = define(statement, context)
            return None if node is None else Outcome((node,))


def _uses_of(statement: Definition, functions: Mapping[str, tree.Function]) -> Uses:
    return tuple(use for expression in _right_sides(statement) for use in uses(expression, functions))


def _right_sides(statement: Definition) -> tuple[tree.Expr, ...]:
    """What must be known before the statement can be checked; the changes of a stock are looked at after all else."""
    match statement:
        case tree.Definition(value=value):
            return (value,)
        case tree.Stock(fields=fields):
            return tuple(entry.value for entry in fields if entry.name.id in STATIC)
        case tree.Event(value=value, never=never, never_if=never_if):
            return (value, *never, *never_if)
        case tree.Question(value=value, given=given):
            return (value,) if given is None else (value, given)


def define_expectations(declarations: Declarations, context: Context, memory: Memory | None) -> tuple[Expectation, ...]:
    """Check all `expect` statements; their nodes are put into the scope."""
    found: list[Expectation] = []
    for number, statement in enumerate(declarations.expectations, start=1):
        outcome = _outcome(statement, number, context, memory)
        if outcome is not None and outcome.expects is not None:
            found.append(outcome.expects)
            context.scope.nodes |= {node.name: node for node in outcome.nodes}
    return tuple(found)
