"""A recurrence as code: a function of the row, and the call that runs it from row to row."""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field, fields

from forecast.graph.graph import Graph
from forecast.language.semantics.recurrences import Recurrence, in_row, mentions
from forecast.language.semantics.term import (
    Constant,
    Draw,
    IndexValues,
    Reduce,
    Reference,
    Stack,
    Term,
    Vector,
    walk,
)
from forecast.language.types.kind import Type
from forecast.program import syntax
from forecast.program.arrays import Array, aligned, full
from forecast.program.names import Names
from forecast.program.writer import NodeWriter, at_score


@dataclass(slots=True)
class RecurrenceWriter:
    """Writes one recurrence. `outer` gives the writer of a node, which writes what does not change from row to row."""

    graph: Graph
    names: Names
    recurrence: Recurrence
    outer: Callable[[str], NodeWriter]
    number: int
    body: list[ast.stmt] = field(default_factory=list[ast.stmt])
    local: dict[str, Array] = field(default_factory=dict[str, Array])
    given: dict[str, ast.expr] = field(default_factory=dict[str, ast.expr])
    slots: dict[str, tuple[Reduce, str]] = field(default_factory=dict[str, tuple[Reduce, str]])
    """What is told to later rows: the `shift` that asks for it, and the node in which that stands."""

    @property
    def members(self) -> frozenset[str]:
        return frozenset(self.recurrence.members)

    @property
    def variable(self) -> str:
        """The name of the values of all rows."""
        return self.names.of(f"rows.{self.number}")

    def luck(self) -> None:
        """Write the scores of the draws that wait for the rows before theirs."""
        for name in self.recurrence.members:
            draws = [part for part in walk(self.graph.nodes[name].term) if isinstance(part, Draw)]
            if any(mentions(draw, self.members) for draw in draws):
                self.outer(name).write_luck()

    def write(self) -> list[ast.stmt]:
        """The function of the row and its call; what comes before is left with the nodes' outer writers."""
        values = {name: self.local_value(name).code for name in self.recurrence.members}
        told: dict[str, ast.expr] = {}
        past: dict[str, ast.expr] = {}
        while len(told) < len(self.slots):
            slot = list(self.slots)[len(told)]
            shift, owner = self.slots[slot]
            writer = self._writer(owner)
            dims = writer.axes(shift)
            sizes = writer.sizes(dims)
            told[slot] = full(writer.array(shift.argument), dims, sizes)
            self.body += writer.statements
            by = shift.parameters[0]
            assert isinstance(by, Constant)
            shape = syntax.tuple_of([syntax.integer(size) for size in sizes])
            past[slot] = syntax.tuple_of([syntax.integer(int(by.value)), shape])
        step = self.names.of(f"row.{self.number}")
        function = ast.FunctionDef(
            name=step,
            args=ast.arguments([], [ast.arg("now")], None, [], [], None, []),
            body=[*self.body, ast.Return(syntax.rt("Row", values=_dictionary(values), told=_dictionary(told)))],
            decorator_list=[],
            type_params=[],
        )
        size = syntax.integer(self.graph.size(self.recurrence.index))
        call = syntax.rt(
            "recur", syntax.name(step), size, given=_dictionary(self.given), past=_dictionary(past)
        )  # fmt: skip
        return [function, syntax.assign(self.variable, call)]

    def rows(self, name: str) -> Array:
        """The values of a member, in the order of its dimensions."""
        dims = self.graph.nodes[name].type.dims
        code = syntax.subscript(syntax.name(self.variable), ast.Constant(name))
        place = dims.index(self.recurrence.index)
        if place:
            code = syntax.jnp("moveaxis", code, syntax.integer(0), syntax.integer(place))
        return Array(code, dims)

    def local_value(self, name: str) -> Array:
        """The value of a node in the row."""
        if name not in self.members:
            return self.here(Array(syntax.name(self.names.of(name)), self.graph.nodes[name].type.dims), name)
        if name not in self.local:
            node = self.graph.nodes[name]
            writer = self._writer(name)
            dims = tuple(dim for dim in node.type.dims if dim != self.recurrence.index)
            code = full(writer.array(node.term), dims, writer.sizes(dims))
            # Under another name than the values of all rows, which the function would hide.
            variable = self.names.of(f"{name}.now")
            self.body += [*writer.statements, syntax.assign(variable, code)]
            self.local[name] = Array(syntax.name(variable), dims)
        return self.local[name]

    def here(self, array: Array, slot: str) -> Array:
        """The row's part of a value that is known before; the value itself where it is the same in all rows."""
        index = self.recurrence.index
        if index not in array.dims:
            return array
        place = array.dims.index(index)
        code = syntax.jnp("moveaxis", array.code, syntax.integer(place), syntax.integer(0)) if place else array.code
        self.given[slot] = code
        rest = tuple(dim for dim in array.dims if dim != index)
        return Array(syntax.subscript(syntax.attribute("now", "given"), ast.Constant(slot)), rest)

    def ask(self, shift: Reduce, owner: str) -> str:
        """The slot under which a row asks for what was some rows before it."""
        slot = f"{owner}.before.{len(self.slots) + 1}"
        self.slots[slot] = (shift, owner)
        return slot

    def _writer(self, name: str) -> "RowWriter":
        outer = self.outer(name)
        made = {each.name: getattr(outer, each.name) for each in fields(NodeWriter)}
        return RowWriter(**(made | {"statements": [], "in_full": True}), work=self, outside=outer)


@dataclass(slots=True)
class RowWriter(NodeWriter):
    """Writes terms of one node as they are in a row."""

    work: RecurrenceWriter = field(kw_only=True)
    outside: NodeWriter = field(kw_only=True)

    def axes(self, term: Term) -> tuple[str, ...]:
        return tuple(dim for dim in term.type.dims if dim != self.work.recurrence.index)

    def node_value(self, name: str) -> Array:
        return self.work.local_value(name)

    def array(self, term: Term) -> Array:
        if not mentions(term, self.work.members):
            return self._known(term)
        match term:
            case Draw():
                return self._in_row(term)
            case Reduce(operation="shift", over=over) if over == (self.work.recurrence.index,):
                return self._before(term)
            case Stack(index=index) if index == self.work.recurrence.index:
                return self._cells(term)
            case _:
                return NodeWriter.array(self, term)

    def _known(self, term: Term) -> Array:
        """A value that does not wait for other rows."""
        if isinstance(term, (Constant, Vector)) or (isinstance(term, IndexValues) and not term.type.dims):
            return NodeWriter.array(self, term)
        if isinstance(term, Reference):
            return self.work.local_value(term.node)
        value = self.outside.variable(term)
        assert isinstance(value.code, ast.Name)
        return self.work.here(value, value.code.id)

    def _before(self, shift: Reduce) -> Array:
        dims = self.axes(shift)
        slot = self.work.ask(shift, self.node.name)
        _, otherwise = shift.parameters
        before = syntax.attribute("now", "before")
        return Array(syntax.call(before, [ast.Constant(slot), aligned(self.array(otherwise), dims)]), dims)

    def _cells(self, table: Stack) -> Array:
        """The cell of the row: cells that are computed alike are computed once."""
        index = self.work.recurrence.index
        dims = self.axes(table)
        forms: list[Term] = []
        chosen: list[float] = []
        for position, cell in enumerate(table.cells):
            form = in_row(cell, index, position)
            if form not in forms:
                forms.append(form)
            chosen.append(float(forms.index(form)))
        which = self.outside.variable(IndexValues(index, tuple(chosen), Type(table.type.kind, (index,)), table.span))
        assert isinstance(which.code, ast.Name)
        options = [full(self.array(form), dims, self.sizes(dims)) for form in forms]
        place = self.work.here(which, which.code.id).code
        return Array(syntax.rt("pick", place, syntax.list_of(options)), dims)

    def _in_row(self, draw: Draw) -> Array:
        score = self.work.here(self.outside.score(draw), f"{self.node.name}.score.{draw.part}{draw.element}")
        return Array(at_score(self._distribution(draw), aligned(score, self.axes(draw))), self.axes(draw))


def _dictionary(entries: dict[str, ast.expr]) -> ast.expr:
    return ast.Dict([ast.Constant(key) for key in entries], list(entries.values()))
