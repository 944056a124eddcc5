"""What a check found of each statement, for the next check of the file after an edit.

A statement without findings means the same again if it is the very same part of a tree and all that its names stand for is
the same. What has findings is checked anew each time: they may depend on anything, down to the names that are near a
misspelt one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from forecast.language.semantics.dependencies import Uses
from forecast.language.semantics.functions import MAX_CALLS
from forecast.language.semantics.lints import Glance, glance
from forecast.language.semantics.literals import unit_names
from forecast.language.semantics.model import Expectation, Node, Question
from forecast.language.semantics.naming import Naming
from forecast.language.semantics.ranges import Range
from forecast.language.semantics.scope import Scope
from forecast.language.semantics.tables import MAX_CELLS
from forecast.language.source import Span
from forecast.language.syntax import tree


@dataclass(slots=True)
class Kept[Thing, Value]:
    """Values for things (by their identity) that were asked for since the last turn but one."""

    now: dict[int, tuple[Thing, Value]] = field(default_factory=dict[int, tuple[Thing, Value]])
    before: dict[int, tuple[Thing, Value]] = field(default_factory=dict[int, tuple[Thing, Value]])

    def get(self, thing: Thing) -> Value | None:
        key = id(thing)
        found = self.now.get(key) or self.before.get(key)
        if found is None:
            return None
        self.now[key] = found
        return found[1]

    def put(self, thing: Thing, value: Value) -> Value:
        # The thing is held too, so that nothing else gets its identity.
        self.now[id(thing)] = thing, value
        return value

    def turn(self) -> None:
        self.before, self.now = self.now, {}

    def clear(self) -> None:
        self.before, self.now = {}, {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The nodes of a statement, and what it asks or expects."""

    nodes: tuple[Node, ...]
    asks: Question | None = None
    expects: Expectation | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    inputs: tuple[object, ...]
    """All that the outcome rests on, but for the functions."""
    functions: tuple[tree.Function, ...]
    outcome: Outcome
    ranges: tuple[tuple[str, Range], ...]
    calls: int
    cells: int


@dataclass(frozen=True, slots=True)
class _Renaming:
    naming: Naming
    statement: tree.Statement


@dataclass(slots=True)
class Memory:
    """Handed from check to check. Never wrong, only less useful, where it comes from the check of another file."""

    world: tuple[object, ...] = ()
    """What every statement may depend on."""
    functions: tuple[tree.Function, ...] = ()
    outcomes: Kept[tree.Statement, _Known] = field(default_factory=Kept[tree.Statement, _Known])
    mentions: Kept[tree.Statement, tuple[str, ...]] = field(default_factory=Kept[tree.Statement, tuple[str, ...]])
    uses: Kept[tree.Statement, Uses] = field(default_factory=Kept[tree.Statement, Uses])
    glances: Kept[Node, Glance] = field(default_factory=Kept[Node, Glance])
    namings: dict[str, Naming] = field(default_factory=dict[str, Naming])
    """That of each file, by the file's key."""
    renamings: Kept[tree.Statement, _Renaming] = field(default_factory=Kept[tree.Statement, _Renaming])

    def begin(self, scope: Scope) -> None:
        """Forget what does not hold in a file with these units, indexes and functions."""
        # The order of the indexes is that of the dimensions of all results.
        order = tuple(scope.indexes)
        world = (scope.catalogue, scope.epoch, scope.as_of, scope.indexes, order, scope.aliases, scope.unavailable)
        if self.world != world:
            self.outcomes.clear()
        functions = tuple(scope.functions.values())
        if not _same(self.functions, functions):
            self.uses.clear()
        self.world, self.functions = world, functions
        for kept in (self.outcomes, self.mentions, self.uses, self.renamings):
            kept.turn()

    def outcome(
        self, statement: tree.Statement, number: int, scope: Scope, check: Callable[[], Outcome | None]
    ) -> Outcome | None:
        """What `check` gives for a statement (for the expectation of that number), from memory where it is known."""
        names = self._names(statement, scope)
        functions = tuple(scope.functions[name] for name in names if name in scope.functions)
        inputs = (number, *(_meaning(name, scope) for name in names))
        known = self.outcomes.get(statement)
        if (
            known is not None
            and known.inputs == inputs
            and _same(known.functions, functions)
            and scope.calls + known.calls <= MAX_CALLS
            and scope.cells + known.cells <= MAX_CELLS
        ):
            scope.calls += known.calls
            scope.cells += known.cells
            scope.ranges.update(known.ranges)
            return known.outcome
        findings, calls, cells = scope.findings.added, scope.calls, scope.cells
        outcome = check()
        if outcome is not None and scope.findings.added == findings:
            made = [node.name for node in outcome.nodes]
            ranges = tuple((name, scope.ranges[name]) for name in made if name in scope.ranges)
            self.outcomes.put(
                statement, _Known(inputs, functions, outcome, ranges, scope.calls - calls, scope.cells - cells)
            )
        return outcome

    def used(self, statement: tree.Statement, find: Callable[[], Uses]) -> Uses:
        """The names that a statement uses, found by `find` where they are not known."""
        known = self.uses.get(statement)
        return self.uses.put(statement, find()) if known is None else known

    def glanced(self, nodes: Mapping[str, Node], scope: Scope) -> dict[str, Glance]:
        """What the lints say of each node."""
        self.glances.turn()
        # A node is the same one only if all that it was checked with was.
        return {
            name: self.glances.get(node) or self.glances.put(node, glance(node, scope.ranges))
            for name, node in nodes.items()
        }

    def renamed(self, statements: Iterable[tree.Statement], naming: Naming, key: str) -> list[tree.Statement]:
        """The statements of the file of that key, with its names as they are in the merged file."""
        if self.namings.get(key) != naming:
            self.namings[key] = naming
        naming = self.namings[key]
        found: list[tree.Statement] = []
        for statement in statements:
            known = self.renamings.get(statement)
            if known is None or known.naming is not naming:
                (renamed,) = naming.all_renamed([statement])
                known = self.renamings.put(statement, _Renaming(naming, renamed))
            found.append(known.statement)
        return found

    def _names(self, statement: tree.Statement, scope: Scope) -> tuple[str, ...]:
        """All names in a statement, and in the functions that it calls, and in those that they call."""
        names = self._mentions(statement)
        called = [name for name in names if name in scope.functions]
        if not called:
            return names
        found = dict.fromkeys(names)
        while called:
            for name in self._mentions(scope.functions[called.pop()]):
                if name not in found:
                    found[name] = None
                    called += [name] if name in scope.functions else []
        return tuple(found)

    def _mentions(self, statement: tree.Statement) -> tuple[str, ...]:
        return self.mentions.get(statement) or self.mentions.put(statement, tuple(dict.fromkeys(_words(statement))))


def _meaning(name: str, scope: Scope) -> object:
    node = scope.nodes.get(name)
    if node is None:
        return name in scope.declared, name in scope.nodes
    return node.type, node.unit, scope.ranges.get(name), scope.targets.get(name)


def _words(statement: tree.Statement) -> Iterator[str]:
    """All words in a statement that may be somebody's name, whatever they are there."""
    stack: list[Any] = [statement]
    while stack:
        match part := stack.pop():
            case tree.Name(id=name):
                yield name
            case tree.Number(unit=unit):
                yield from unit_names(unit)
            case tree.Annotation(text=text):
                yield from unit_names(text)
            case tuple():
                stack += part
            case Span() | tree.Doc() | tree.Comments():
                pass
            case _ if is_dataclass(part):
                stack += [getattr(part, each.name) for each in fields(part)]
            case _:
                pass


def _same(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    """Whether they are the same objects. Equal functions may stand in different places."""
    return len(some) == len(others) and all(a is b for a, b in zip(some, others, strict=True))
