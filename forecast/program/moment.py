"""One pass of the clock as code: a function of the moment, and the call that runs it from tick to tick."""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from math import prod

from forecast.language.semantics.passes import is_now
from forecast.language.semantics.ranges import range_of
from forecast.language.semantics.term import (
    Apply,
    At,
    Constant,
    Delay,
    Draw,
    IndexValues,
    Label,
    Reference,
    Running,
    Stock,
    Strike,
    Term,
    Vector,
    When,
    children,
)
from forecast.language.types.kind import CLOCK
from forecast.program import syntax
from forecast.program.arrays import Array, aligned, full
from forecast.program.clockwork import Clockwork, Plan
from forecast.program.condition import ORDERED, Condition
from forecast.program.writer import NodeWriter


@dataclass(slots=True)
class PassWriter:
    """Writes one pass. `outer` gives the writer of a node outside the moment, where its draws are made."""

    clockwork: Clockwork
    plan: Plan
    outer: Callable[[str], NodeWriter]
    body: list[ast.stmt] = field(default_factory=list[ast.stmt])
    local: dict[str, Array] = field(default_factory=dict[str, Array])
    stocks: list[str] = field(default_factory=list[str])
    watched: list[str] = field(default_factory=list[str])
    """Events of this pass that are read as the clock runs."""
    totals: dict[str, tuple["MomentWriter", Running]] = field(default_factory=dict)
    tables: dict[str, dict[str, ast.expr]] = field(default_factory=dict)
    slots: dict[str, dict[str, ast.expr]] = field(default_factory=dict)
    """By table, the shapes in one world of what is told to the moments after."""
    delays: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    """The dimensions of each delay."""
    breaks: dict[str, ast.expr] = field(default_factory=dict[str, ast.expr])
    watches: tuple[str, ...] = ()

    def write(self) -> list[ast.stmt]:
        """The function of the moment and its call; draws that it needs are left with their nodes' outer writers."""
        names, graph = self.clockwork.names, self.clockwork.graph
        for event in self.plan.events:
            self._event(event)
        for slot, (name, term) in self.plan.kept.items():
            value = self.local_value(name) if slot == name else self._written(name, term)
            dims = value.dims if slot != name else graph.nodes[name].type.own
            self._enter("kept", slot, full(value, dims, self._sizes(dims)))
        for slot, (name, term) in self.plan.remembered.items():
            self.remember(slot, term, self._writer(name))
        done = 0
        while done < len(self.stocks):
            self._changes(self.stocks[done])
            done += 1
        moment, path = (names.of(f"{word}.{self.plan.number}") for word in ("moment", "path"))
        result = syntax.rt("Moment", **self._fields())
        function = ast.FunctionDef(
            name=moment,
            args=ast.arguments([], [ast.arg("now")], None, [], [], None, []),
            body=[*self.body, ast.Return(result)],
            decorator_list=[],
            type_params=[],
        )
        call = syntax.rt(
            "integrate",
            syntax.name(moment),
            ticks=_of_clock(0),
            substeps=_of_clock(1),
            stocks=_dictionary({name: self._stock(name) for name in self.stocks} | self._total_stocks()),
            events=_dictionary({name: self._occurrence(name) for name in self.plan.events}),
            **({"slots": _dictionary({t: _dictionary(s) for t, s in self.slots.items()})} if self.slots else {}),
        )
        return [function, syntax.assign(path, call), *self._watching(path)]

    def _watching(self, path: str) -> list[ast.stmt]:
        """How the pass went, kept beside the answers."""
        found: dict[str, ast.expr] = {}
        for name in self.stocks:
            blown = syntax.subscript(syntax.attribute(path, "blown"), ast.Constant(name))
            found[f"{name}.blown.{self.plan.number}"] = syntax.jnp("min", blown)
        found[f"clock.stiff.{self.plan.number}"] = syntax.attribute(path, "stiff")
        self.watches = tuple(found)
        return [
            ast.Expr(syntax.call(syntax.attribute("numpyro", "deterministic"), [ast.Constant(name), code]))
            for name, code in found.items()
        ]

    # --- what the moment's writers ask for ---------------------------------------------------------------------------

    def local_value(self, name: str) -> Array:
        """The value of a node at the moment, or its value in this world where it is known by now."""
        node, found = self.clockwork.graph.nodes[name], self.clockwork.found
        inside = node.type.varying or (found.level[name] >= self.plan.number)
        if not inside:
            return Array(syntax.name(self.clockwork.names.of(name)), node.type.dims)
        if name not in self.local:
            self.local[name] = Array(syntax.name(self.clockwork.names.of(name)), node.type.own)
            if isinstance(node.term, Stock):
                self.stocks.append(name)
                self._read(name, "stocks", name)
            elif found.found(name):
                self.watched.append(name)
                self._read(name, "dates", name)
            else:
                code = full(self._written(name, node.term), node.type.own, self._sizes(node.type.own))
                self.body.append(syntax.assign(self.clockwork.names.of(name), code))
        return self.local[name]

    def remember(self, slot: str, term: At, writer: "MomentWriter") -> Array:
        """The slot in which a value is kept from the moment of its date on."""
        dims = writer.axes(term)
        value = aligned(writer.array(term.argument), dims)
        date = aligned(writer.array(term.date), dims)
        writer.flush()
        self._enter("remembered", slot, syntax.tuple_of([value, date]))
        self._shaped("remembered", slot, dims)
        return Array(syntax.subscript(syntax.attribute("now", "remembered"), ast.Constant(slot)), dims)

    def enter(self, table: str, node: str, value: ast.expr, dims: tuple[str, ...]) -> str:
        """A new slot of a table, for what has these dimensions."""
        slot = f"{node}.{table}.{len(self.tables.get(table, {})) + 1}"
        self._enter(table, slot, value)
        self._shaped(table, slot, dims)
        if table == "delayed":
            self.delays.append(dims)
        return slot

    @property
    def looks_back_on(self) -> int:
        """How many numbers of one world are kept at each point of the past."""
        return sum(prod(self._sizes(dims)) for dims in self.delays)

    def _shaped(self, table: str, slot: str, dims: tuple[str, ...]) -> None:
        shape = syntax.tuple_of([syntax.integer(size) for size in self._sizes(dims)])
        self.slots.setdefault(table, {})[slot] = shape

    def add_break(self, date: ast.expr) -> None:
        self.breaks[ast.dump(date)] = date

    # --- the parts of a moment ----------------------------------------------------------------------------------------

    def _writer(self, name: str) -> "MomentWriter":
        outer = self.outer(name)
        return MomentWriter(
            outer.graph, outer.node, outer.names, outer.ranges, outer.scores, outer.clockwork,
            constants=outer.constants, luck=outer.luck, work=self, outside=outer,
        )  # fmt: skip

    def _written(self, name: str, term: Term) -> Array:
        writer = self._writer(name)
        value = writer.array(term)
        writer.flush()
        return value

    def _read(self, name: str, table: str, slot: str) -> None:
        code = syntax.subscript(syntax.attribute("now", table), ast.Constant(slot))
        self.body.append(syntax.assign(self.clockwork.names.of(name), code))

    def _sizes(self, dims: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(self.clockwork.graph.size(dim) for dim in dims)

    def _enter(self, table: str, slot: str, value: ast.expr) -> None:
        self.tables.setdefault(table, {})[slot] = value

    def _fields(self) -> dict[str, ast.expr]:
        found = {table: _dictionary(entries) for table, entries in self.tables.items() if entries}
        if self.breaks:
            found["breaks"] = syntax.tuple_of(list(self.breaks.values()))
        return found

    def _changes(self, name: str) -> None:
        """The changes of a stock at the moment."""
        node = self.clockwork.graph.nodes[name]
        assert isinstance(node.term, Stock)
        fields = {"growth": node.term.grows, "rate": node.term.rate, "noise": node.term.noise}
        fields |= {"low": node.term.low, "high": node.term.high}
        for table, term in fields.items():
            if term is not None:
                value = self._named(name, table, term)
                self._enter(table, name, value)

    def _named(self, name: str, what: str, term: Term) -> ast.expr:
        """The value of a part of a node, as a variable of its own."""
        own = self.clockwork.graph.nodes[name].type.own
        writer = self._writer(name)
        code = full(writer.array(term), own, self._sizes(own))
        variable = self.clockwork.names.of(f"{name}.{what}.{self.plan.number}")
        writer.statements.append(syntax.assign(variable, code))
        writer.flush()
        return syntax.name(variable)

    def _event(self, name: str) -> None:
        node = self.clockwork.graph.nodes[name]
        if isinstance(node.term, Strike):
            rate = self._named(name, "rate", node.term.rate)
            if node.term.after is not None:
                writer = self._writer(name)
                after = aligned(writer.array(node.term.after), node.type.dims)
                writer.flush()
                self.add_break(after)
                rate = syntax.rt(
                    "where", syntax.rt("happened", after, syntax.attribute("now", "regime")), rate, syntax.number(0.0)
                )
                rate = full(Array(rate, node.type.dims), node.type.dims, self._sizes(node.type.dims))
            self._enter("hazards", name, rate)
            return
        assert isinstance(node.term, When)
        condition = Condition(self._writer(name))
        self._enter("conditions", name, condition.write(node.term.condition, node.type.dims))

    # --- the call -----------------------------------------------------------------------------------------------------

    def _stock(self, name: str) -> ast.expr:
        node, outer = self.clockwork.graph.nodes[name], self.outer(name)
        assert isinstance(node.term, Stock)
        own = node.type.own
        given = {"start": full(outer.array(node.term.start), own, self._sizes(own))}
        if node.term.begins is not None:
            given["begins"] = full(outer.array(node.term.begins), own, self._sizes(own))
        made = {key: self._outside(name, f"{key}.{self.plan.number}", code) for key, code in given.items()}
        if node.term.grows is not None:
            made["grows"] = ast.Constant(True)
        if node.term.noise is not None:
            made["noise"] = outer.path_noise(own, len(self.clockwork.graph.indexes[CLOCK].labels) - 1)
        return syntax.rt("Stock", **made)

    def _outside(self, name: str, what: str, code: ast.expr) -> ast.expr:
        """A value before the clock runs, as a variable."""
        variable = self.clockwork.names.of(f"{name}.{what}")
        self.outer(name).statements.append(syntax.assign(variable, code))
        return syntax.name(variable)

    def _total_stocks(self) -> dict[str, ast.expr]:
        """What accumulates for `cumulative`, from nothing."""
        found: dict[str, ast.expr] = {}
        for slot, (_, term) in self.totals.items():
            shape = syntax.tuple_of([syntax.integer(size) for size in self._sizes(term.type.own)])
            found[slot] = syntax.rt("Stock", start=syntax.jnp("zeros", shape))
        return found

    def _occurrence(self, name: str) -> ast.expr:
        node, outer = self.clockwork.graph.nodes[name], self.outer(name)
        assert isinstance(node.term, (When, Strike))
        own = node.type.dims
        made = {"shape": syntax.tuple_of([syntax.integer(size) for size in self._sizes(own)])}
        if name in self.watched:
            made["cuts"] = ast.Constant(True)
        if node.term.unless is not None:
            code = full(outer.array(node.term.unless), own, self._sizes(own))
            made["never"] = self._outside(name, f"unless.{self.plan.number}", code)
        if isinstance(node.term, Strike):
            code = full(outer.array(node.term.exposure), own, self._sizes(own))
            made["exposure"] = self._outside(name, f"exposure.{self.plan.number}", code)
        else:
            start = self._not_before(node.term)
            if start is not None:
                made["not_before"] = self._outside(name, f"not_before.{self.plan.number}", start)
        return syntax.rt("Occurrence", **made)

    def _not_before(self, term: When) -> ast.expr | None:
        """The latest `from` of the stocks in a condition."""
        own = term.type.dims
        found: ast.expr | None = None
        for stock in self._stocks_in(term.condition, set()):
            inner = self.clockwork.graph.nodes[stock].term
            if not isinstance(inner, Stock) or inner.begins is None:
                continue
            date = self.outer(stock).variable(inner.begins)
            extra = [dim for dim in date.dims if dim not in own]
            rest = tuple(dim for dim in date.dims if dim in own)
            code = date.code
            if extra:
                axes = [syntax.integer(date.dims.index(dim)) for dim in extra]
                code = syntax.rt("last", code, axis=syntax.tuple_of(axes))
            each = full(Array(code, rest), own, self._sizes(own))
            found = each if found is None else syntax.jnp("maximum", found, each)
        return found

    def _stocks_in(self, term: Term, seen: set[str]) -> list[str]:
        found: list[str] = []
        if isinstance(term, Reference) and term.type.varying and term.node not in seen:
            seen.add(term.node)
            inner = self.clockwork.graph.nodes[term.node].term
            return [term.node] if isinstance(inner, Stock) else self._stocks_in(inner, seen)
        if isinstance(term, (Delay, At)):
            return []
        for part in children(term):
            found += self._stocks_in(part, seen)
        return found


@dataclass(slots=True)
class MomentWriter(NodeWriter):
    """Writes terms of one node as they are at a moment."""

    work: PassWriter = field(kw_only=True)
    outside: NodeWriter = field(kw_only=True)

    def flush(self) -> None:
        """Put what has been written into the body of the moment, after what it rests on."""
        if self.statements:
            self.work.body += [*self._constants_read(), *self.statements]
            self.statements.clear()

    def _constants_read(self) -> list[ast.stmt]:
        parts = (part for statement in self.statements for part in ast.walk(statement))
        if not any(isinstance(part, ast.Name) and part.id == "k" for part in parts):
            return []
        return [syntax.assign("k", syntax.subscript(syntax.name("constants"), ast.Constant(self.node.name)))]

    def axes(self, term: Term) -> tuple[str, ...]:
        return term.type.own

    def node_value(self, name: str) -> Array:
        return self.work.local_value(name)

    def array(self, term: Term) -> Array:
        if not term.type.varying and self._known(term):
            return self._from_outside(term)
        match term:
            case IndexValues(index=index) if index == CLOCK:
                return Array(syntax.attribute("now", "t"))
            case At():
                return self._at(term)
            case Delay():
                return self._delay(term)
            case Running(found=None):
                return self._running(term)
            case Draw():
                return self._at_moment(term)
            case _:
                return NodeWriter.array(self, term)

    def _known(self, term: Term) -> bool:
        """Whether a static value is known before the pass runs."""
        return self.work.clockwork.found.known_after(term) < self.work.plan.number

    def _from_outside(self, term: Term) -> Array:
        """A value that stays the same as the clock runs, computed before."""
        if isinstance(term, Constant):
            return self.outside.spelled().array(term)
        if isinstance(term, (Label, Vector)):
            return NodeWriter.array(self, term)
        if isinstance(term, Reference):
            return self.work.local_value(term.node)
        return self.outside.variable(term)

    def _apply(self, operation: str, arguments: tuple[Term, ...], dims: tuple[str, ...]) -> Array:
        regime = syntax.attribute("now", "regime")
        if operation in ("happened", "since"):
            date = self.array(arguments[0])
            self.work.add_break(date.code)
            moments = [regime] if operation == "happened" else [syntax.attribute("now", "t"), regime]
            return Array(syntax.rt(operation, aligned(date, dims), *moments), dims)
        if operation in ORDERED and any(map(is_now, arguments)) and not all(map(is_now, arguments)):
            codes = [regime if is_now(argument) else aligned(self.array(argument), dims) for argument in arguments]
            for argument in arguments:
                if not is_now(argument):
                    self.work.add_break(self.array(argument).code)
            return Array(syntax.rt(operation, *codes), dims)
        if operation == "power" and not arguments[0].type.varying and self._known(arguments[0]):
            base, exponent = arguments
            if range_of(base, self.ranges).positive:
                # The logarithm of what stays the same is taken once.
                log = self.outside.variable(Apply("log", (base,), base.type, base.span))
                parts = [aligned(self.array(exponent), dims), aligned(log, dims)]
                return Array(syntax.jnp("exp", syntax.binary(parts[0], ast.Mult(), parts[1])), dims)
        if operation in ("interpolate", "held") and is_now(arguments[0]):
            self.work.add_break(self._parameter(arguments[1]).code)
            if operation == "held":
                codes = [_inner(self._parameter(argument), dims) for argument in arguments[1:]]
                return Array(syntax.rt("held", regime, *codes), dims)
        return NodeWriter._apply(self, operation, arguments, dims)

    def _at(self, term: At) -> Array:
        found = self.work.clockwork.found
        if found.alone(term.argument):
            return self.outside.variable(term)
        _, slot = self.work.clockwork.slots[id(term)]
        return self.work.remember(slot, term, self._sibling())

    def _sibling(self) -> "MomentWriter":
        return self.work._writer(self.node.name)

    def _delay(self, term: Delay) -> Array:
        dims = self.axes(term)
        writer = self._sibling()
        parts = [aligned(writer.array(term.argument), dims), aligned(writer.array(term.lag), dims)]
        if term.before is not None:
            parts.append(aligned(writer.array(term.before), dims))
        writer.flush()
        slot = self.work.enter("delayed", self.node.name, syntax.tuple_of(parts), dims)
        return Array(syntax.subscript(syntax.attribute("now", "delayed"), ast.Constant(slot)), dims)

    def _running(self, term: Running) -> Array:
        dims = self.axes(term)
        if term.operation == "cumulative":
            slot = f"{self.node.name}.total.{len(self.work.totals) + 1}"
            self.work.totals[slot] = (self, term)
            writer = self._sibling()
            rate = full(writer.array(term.argument), dims, self.sizes(dims))
            writer.flush()
            self.work.tables.setdefault("rate", {})[slot] = rate
            return Array(syntax.subscript(syntax.attribute("now", "stocks"), ast.Constant(slot)), dims)
        value = self.array(term.argument)
        slot = self.work.enter("largest", self.node.name, value.code, value.dims)
        so_far = syntax.subscript(syntax.attribute("now", "largest"), ast.Constant(slot))
        return Array(syntax.jnp("maximum", so_far, value.code), value.dims)

    def _at_moment(self, draw: Draw) -> Array:
        """A draw whose parameters change over time: its luck is the same at all moments."""
        score = self.outside.score(draw)
        distribution = self._distribution(draw)
        call = syntax.call(ast.Attribute(distribution, "from_score", ast.Load()), [aligned(score, self.axes(draw))])
        return Array(call, self.axes(draw))


def _inner(array: Array, dims: tuple[str, ...]) -> ast.expr:
    return aligned(array, (*dims, "") if "" in array.dims else dims)


def _of_clock(position: int) -> ast.expr:
    clock = syntax.subscript(syntax.name("constants"), ast.Constant(CLOCK))
    return syntax.subscript(clock, syntax.integer(position))


def _dictionary(entries: dict[str, ast.expr]) -> ast.expr:
    return ast.Dict([ast.Constant(key) for key in entries], list(entries.values()))
