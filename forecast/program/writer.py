"""Writing one node: its terms as expressions, its distributions as sample statements."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import product
from typing import assert_never

from forecast.graph.graph import Graph
from forecast.graph.missing import may_lack
from forecast.language.semantics.model import Node, Role
from forecast.language.semantics.ranges import Range, constant_of
from forecast.language.semantics.term import (
    INNER,
    Apply,
    At,
    Constant,
    Delay,
    Draw,
    Element,
    IndexValues,
    Label,
    Likelihood,
    Nested,
    Pick,
    Reduce,
    Reference,
    Rename,
    Running,
    Stack,
    Stock,
    Strike,
    Term,
    Values,
    Vector,
    When,
    draw_element,
    walk,
)
from forecast.language.types.kind import CLOCK, Date
from forecast.program import syntax
from forecast.program.arrays import Array, aligned, element, full
from forecast.program.clockwork import Clockwork
from forecast.program.names import Names
from forecast.program.operations import ALONG, COMPARISONS, DATE_REDUCTIONS, ELEMENTWISE, REDUCTIONS
from forecast.program.program import Site
from forecast.program.sample_statement import DrawKey, sample


@dataclass(slots=True)
class NodeWriter:
    """Collects the statements, sites and constants of one node."""

    graph: Graph
    node: Node
    names: Names
    ranges: dict[str, Range]
    scores: Mapping[DrawKey, Array]
    clockwork: Clockwork
    statements: list[ast.stmt] = field(default_factory=list[ast.stmt])
    sites: list[Site] = field(default_factory=list[Site])
    constants: list[float | tuple[float, ...]] = field(default_factory=list[float | tuple[float, ...]])
    drawn: dict[tuple[str, str], Array] = field(default_factory=dict[tuple[str, str], Array])
    luck: dict[tuple[str, str], Array] = field(default_factory=dict[tuple[str, str], Array])
    """Scores that are drawn before the clock runs, by part and table cell."""
    variables: dict[int, tuple[Term, Array]] = field(default_factory=dict[int, tuple[Term, Array]])
    in_full: bool = False

    def write(self) -> None:
        """The statements that give the node its value, under its own Python name."""
        node, term = self.node, self.node.term
        variable = self.names.of(node.name)
        if node.type.varying or isinstance(term, (When, Strike)):
            kept = self.clockwork.found.level[node.name]
            value = (
                self.clockwork.path(kept, "kept", node.name) if node.type.varying else self.clockwork.date(node.name)
            )
            self.keep(variable, value)
            return
        correlated = self._correlated(term) if isinstance(term, Draw) else None
        if (
            isinstance(term, Draw)
            and correlated is None
            and not self.luck
            and not term.element
            and self._own_draws(term)
            and _axes(term) == node.type.dims
        ):
            self._sample(term, node.name, variable)
            return
        code = full(correlated or self.array(term), node.type.dims, self.sizes(node.type.dims))
        self.keep(variable, code)

    def keep(self, variable: str, code: ast.expr) -> None:
        """The statement that gives the node its value."""
        value = syntax.call(syntax.attribute("numpyro", "deterministic"), [ast.Constant(self.node.name), code])
        self.statements.append(syntax.assign(variable, value))
        if self.node.role is Role.EVIDENCE:
            weight = syntax.jnp("sum", syntax.name(variable))
            factor = syntax.call(
                syntax.attribute("numpyro", "factor"), [ast.Constant(f"{self.node.name}.weight"), weight]
            )
            self.statements.append(ast.Expr(factor))

    def write_luck(self) -> None:
        """The scores of all distributions of a node whose value has to wait for the clock."""
        for draw in walk(self.node.term):
            if not isinstance(draw, Draw) or (self.node.name, draw.part, draw.element) in self.scores:
                continue
            key = (draw.part, draw.element)
            if key not in self.luck:
                cell = f"[{draw.element}]" if draw.element else ""
                site = f"{self.node.name}.{draw.part}{cell}"
                self.luck[key] = self._score(draw, site)

    def score(self, draw: Draw) -> Array:
        """The score of a draw whose parameters change over time."""
        found = self.scores.get((self.node.name, draw.part, draw.element))
        return self.luck[draw.part, draw.element] if found is None else found

    def variable(self, term: Term) -> Array:
        """A value as a variable of its own, for use inside a moment."""
        if id(term) not in self.variables:
            value = self.array(term)
            variable = self.names.of(f"{self.node.name}.fixed.{len(self.variables) + 1}")
            self.statements.append(syntax.assign(variable, value.code))
            # The term is held too, so that no other one gets its identity.
            self.variables[id(term)] = term, Array(syntax.name(variable), value.dims)
        return self.variables[id(term)][1]

    def spelled(self) -> "NodeWriter":
        """A writer of the same node whose numbers are written out in full, so that they stand anywhere."""
        return replace(self, in_full=True, statements=[])

    def path_noise(self, dims: tuple[str, ...], steps: int) -> ast.expr:
        """The noise of a stock, from tick to tick."""
        site = f"{self.node.name}.noise"
        variable = self.names.of(site)
        if site not in (made.name for made in self.sites):
            sizes = self.sizes(dims)
            shape = syntax.tuple_of([syntax.integer(size) for size in (steps, *sizes)])
            value = syntax.call(
                syntax.attribute("numpyro", "sample"), [ast.Constant(site), syntax.rt("path_noise", shape)]
            )
            self.statements.append(syntax.assign(variable, value))
            labels = [self.graph.indexes[dim].labels for dim in dims]
            elements = tuple(draw_element("", combination) for combination in product(*labels))
            self.sites.append(Site(site, self.node.name, "noise", elements, sizes, "path", "path_noise", None))
        return syntax.name(variable)

    def array(self, term: Term) -> Array:
        """The expression of a term; the statements that it needs first are written on the way."""
        match term:
            case Constant():
                return Array(self._constant(term))
            case Label():
                raise ValueError(f"a text is no value of a program: {term.text!r}")
            case IndexValues(index=index, values=values, type=kind):
                return Array(syntax.jnp("asarray", self._argument(values)), (index,) if kind.dims else ())
            case Values(values=values, type=kind):
                shape = syntax.tuple_of([syntax.integer(size) for size in self.sizes(kind.dims)])
                return Array(syntax.jnp("reshape", self._argument(values), shape), kind.dims)
            case Reference(node=name):
                return self.node_value(name)
            case Apply(operation=operation, arguments=arguments):
                return self._apply(operation, arguments, self.axes(term))
            case Reduce():
                return self._reduce(term)
            case Element(argument=argument, index=index, position=position):
                return element(self.array(argument), index, position)
            case Pick():
                return self._pick(term)
            case Rename(argument=argument, names=names):
                inner, other = self.array(argument), dict(names)
                renamed = Array(inner.code, tuple(other.get(dim, dim) for dim in inner.dims))
                return Array(aligned(renamed, self.axes(term)), self.axes(term))
            case Stack(index=index, cells=cells):
                return self._stack(index, cells, self.axes(term))
            case Draw():
                return self._draw(term)
            case At():
                return self._at(term)
            case Nested():
                raise ValueError(f"a distribution that is not drawn has no value: {term.constructor}")
            case Likelihood():
                return self._likelihood(term)
            case Vector(items=items):
                dims = self.axes(term)
                parts = [full(self.array(item), dims, self.sizes(dims)) for item in items]
                rows = isinstance(items[0], Vector)
                last = {"axis": syntax.integer(-2 if rows else -1)} if dims else {}
                return Array(syntax.jnp("stack", syntax.list_of(parts), **last), dims)
            case When() | Strike():
                return Array(self.clockwork.date(self.node.name), term.type.dims)
            case Running(found=found) if found is not None:
                return self.array(found)
            case Stock() | Delay() | Running():
                raise ValueError(f"{self.node.name} changes over time, and is no value of one world")
            case _:
                assert_never(term)

    def sizes(self, dims: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(self.graph.size(dim) for dim in dims)

    def axes(self, term: Term) -> tuple[str, ...]:
        """The axes of the value of a term, where it is written."""
        return term.type.dims

    def node_value(self, name: str) -> Array:
        """The value of another node."""
        return Array(syntax.name(self.names.of(name)), self.graph.nodes[name].type.dims)

    def _argument(self, value: float | tuple[float, ...]) -> ast.expr:
        """A number of the author's: an argument of the program, so that another one needs no new compilation."""
        self.constants.append(value)
        owner = syntax.name("k")
        if self.in_full:
            owner = syntax.subscript(syntax.name("constants"), ast.Constant(self.node.name))
        return syntax.subscript(owner, syntax.integer(len(self.constants) - 1))

    def _constant(self, term: Constant) -> ast.expr:
        if not term.exact:
            return self._argument(term.value)
        if isinstance(term.type.kind, Date) and term.value == float("inf"):
            return syntax.attribute("rt", "never")
        return syntax.number(term.value)

    def _apply(self, operation: str, arguments: tuple[Term, ...], dims: tuple[str, ...]) -> Array:
        codes = [_aligned(self._parameter(argument), dims) for argument in arguments]
        if operation == "calendar_year":
            return Array(syntax.rt("calendar_year", codes[0], syntax.integer(self.graph.epoch)), dims)
        code = ELEMENTWISE[operation](codes)
        dates = operation in COMPARISONS and isinstance(arguments[0].type.kind, Date)
        if dates and any(self.clockwork.may_be_unreached(argument) for argument in arguments):
            ticks = syntax.subscript(syntax.subscript(syntax.name("constants"), ast.Constant(CLOCK)), syntax.integer(0))
            code = syntax.rt("within_clock", code, *codes, syntax.subscript(ticks, syntax.integer(-1)))
        return Array(code, dims)

    def _reduce(self, term: Reduce) -> Array:
        argument = self.clockwork.along_time(term.argument) if CLOCK in term.over else self.array(term.argument)
        if term.operation in ALONG:
            if term.operation == "shift":
                dims = self.axes(term)
                by, otherwise = (aligned(self.array(each), dims) for each in term.parameters)
                axis = syntax.integer(dims.index(term.over[0]))
                found = syntax.rt("shift", by, otherwise, full(argument, dims, self.sizes(dims)), axis=axis)
                return Array(found, dims)
            axis = syntax.integer(argument.dims.index(term.over[0]))
            return Array(syntax.rt(REDUCTIONS[term.operation], argument.code, axis=axis), argument.dims)
        names = DATE_REDUCTIONS if isinstance(term.argument.type.kind, Date) else REDUCTIONS
        if term.parameters:
            # They may have indexes of their own, the reduced one among them: what is reduced goes to the end.
            rest, reduced = self.axes(term), {dim: f"over {dim}" for dim in term.over}
            turned = Array(argument.code, tuple(reduced.get(dim, dim) for dim in argument.dims))
            code, places = aligned(turned, (*rest, *reduced.values())), list(range(-len(reduced), 0))
        else:
            rest = tuple(dim for dim in argument.dims if dim not in term.over)
            code, places = argument.code, [argument.dims.index(dim) for dim in term.over]
        axes = [syntax.integer(place) for place in places]
        axis = axes[0] if len(axes) == 1 else syntax.tuple_of(axes)
        before = [aligned(self.array(parameter), rest) for parameter in term.parameters]
        return Array(syntax.rt(names[term.operation], *before, code, axis=axis), rest)

    def _pick(self, term: Pick) -> Array:
        selector, argument = self.array(term.selector), self.array(term.argument)
        dims = self.axes(term)
        # The selector may have the index that is picked along: another element for each.
        options = Array(argument.code, tuple(INNER if dim == term.index else dim for dim in argument.dims))
        return Array(syntax.rt("pick", aligned(selector, dims), aligned(options, (INNER, *dims))), dims)

    def _stack(self, index: str, cells: tuple[Term, ...], dims: tuple[str, ...]) -> Array:
        rest = tuple(dim for dim in dims if dim != index)
        codes = [full(self.array(cell), rest, self.sizes(rest)) for cell in cells]
        axis = dims.index(index)
        named = {"axis": syntax.integer(axis)} if axis else {}
        return Array(syntax.jnp("stack", syntax.list_of(codes), **named), dims)

    # --- distributions --------------------------------------------------------------------------------------------------

    def _own_draws(self, draw: Draw) -> bool:
        """Whether each value has a draw of its own: its parameters have no dimension that its plates lack."""
        return set(draw.type.dims) - {draw.event} == set(draw.plates)

    def _draw(self, draw: Draw) -> Array:
        key = (draw.part, draw.element)
        if key not in self.drawn:
            cell = f"[{draw.element}]" if draw.element else ""
            site = f"{self.node.name}.{draw.part}{cell}"
            variable = self.names.of(site)
            correlated = self._correlated(draw)
            if correlated is None:
                self._sample(draw, site, variable)
            else:
                self.statements.append(syntax.assign(variable, correlated.code))
            made = Array(syntax.name(variable), _axes(draw))
            self.drawn[key] = Array(aligned(made, draw.type.dims), draw.type.dims)
        return self.drawn[key]

    def _correlated(self, draw: Draw) -> Array | None:
        """The value at a score that is there already, by a correlation or from before the clock; None where there is none."""
        scores = self.scores.get((self.node.name, draw.part, draw.element)) or self.luck.get((draw.part, draw.element))
        if scores is None:
            return None
        return Array(at_score(self._distribution(draw), aligned(scores, draw.type.dims)), draw.type.dims)

    def _distribution(self, draw: Draw) -> ast.expr:
        """The constructor's call, with its parameters along the axes of the drawn value."""
        if any(isinstance(value, Nested) for _, value in draw.parameters):
            return self._made_from(draw, draw.type.dims)
        (_, first), *others = draw.parameters
        leading = self._parameter(first, draw.event)
        if draw.event and draw.event not in leading.dims:
            # The first parameter tells how many are drawn together.
            dims = (*leading.dims, draw.event)
            leading = Array(full(leading, dims, self.sizes(dims)), dims)
        arrays = [leading, *(self._parameter(value, draw.event) for _, value in others)]
        return syntax.rt(draw.constructor, *(_aligned(array, _axes(draw)) for array in arrays))

    def _parameter(self, value: Term, event: str = "") -> Array:
        """A parameter; what is side by side in it stands along an inner axis, for a matrix after that of its rows."""
        array = self.array(value)
        if not isinstance(value, Vector):
            return array
        return Array(array.code, (*array.dims, event, INNER) if event else (*array.dims, INNER))

    def _made_from(self, made: Draw | Nested, dims: tuple[str, ...]) -> ast.expr:
        """The call of a constructor that takes a distribution first and the rest by name, or of one that takes numbers."""
        if made.constructor == "mixture":
            weights = [value for name, value in made.parameters if not isinstance(value, Nested)]
            parts = [value for _, value in made.parameters if isinstance(value, Nested)]
            return syntax.rt(
                "mixture",
                syntax.list_of([aligned(self.array(weight), dims) for weight in weights]),
                syntax.list_of([self._made_from(part, dims) for part in parts]),
            )
        match made.parameters:
            case ((_, Apply(operation="inv_logit", arguments=(odds,))),) if made.constructor in ("chance", "bernoulli"):
                return syntax.rt("bernoulli_logit", aligned(self.array(odds), dims))
            case _:
                pass
        by_name = any(isinstance(value, Nested) for _, value in made.parameters)
        positional: list[ast.expr] = []
        named: dict[str, ast.expr] = {}
        for name, value in made.parameters:
            if isinstance(value, Nested):
                positional.append(self._made_from(value, dims))
            elif by_name:
                named[name] = _aligned(self._parameter(value), dims)
            else:
                positional.append(_aligned(self._parameter(value), dims))
        return syntax.rt(made.constructor, *positional, **named)

    def _likelihood(self, term: Likelihood) -> Array:
        """What a distribution says of a value; what it draws together stands along the last axis of the value too."""
        of, dims = term.distribution, self.axes(term)
        if of.event:
            together = Draw(of.constructor, of.parameters, of.part, (), of.type, of.span, event=of.event)
            made, inner = self._distribution(together), (*dims, of.event)
        else:
            made, inner = self._made_from(of, dims), dims
        value = full(self.array(term.value), inner, self.sizes(inner))
        operation = term.operation
        if operation == "log_density" and not of.event and may_lack(term.value, self.graph, self.clockwork.gaps):
            operation = "log_density_of_seen"
        return Array(syntax.rt(operation, made, value), dims)

    def _sample(self, draw: Draw, site: str, variable: str) -> None:
        plates = tuple(dim for dim in self.graph.indexes if dim in draw.plates)
        axes = (*plates, draw.event) if draw.event else plates
        distribution = self._distribution(draw)
        if self._own_draws(draw):
            self._statement(variable, site, distribution, plates)
            self.sites.append(self._site(draw, site, axes, draw.constructor, draw.noise))
            return
        # One draw serves all elements along the dimensions that only the parameters have: they share its score.
        shared = aligned(self._score(draw, site), _axes(draw))
        self.statements.append(syntax.assign(variable, at_score(distribution, shared)))

    def _score(self, draw: Draw, site: str) -> Array:
        """The standard normal from which a draw is made."""
        plates = tuple(dim for dim in self.graph.indexes if dim in draw.plates)
        axes = (*plates, draw.event) if draw.event else plates
        score = self.names.of(f"{site}.score")
        standard = syntax.rt("normal", syntax.number(0.0), syntax.number(1.0))
        self._statement(score, site if site != self.node.name else f"{site}.1", standard, axes)
        self.sites.append(self._site(draw, site, axes, "normal", "score"))
        return Array(syntax.name(score), axes)

    def _at(self, term: At) -> Array:
        """What changes over time, read at a date."""
        if not self.clockwork.found.alone(term.argument):
            return self.clockwork.at(term)
        date = self.array(term.date)
        writer = DateWriter(**{each.name: getattr(self, each.name) for each in fields(NodeWriter)}, date=date)
        return Array(aligned(writer.array(term.argument), self.axes(term)), self.axes(term))

    def _statement(self, variable: str, site: str, distribution: ast.expr, plates: tuple[str, ...]) -> None:
        self.statements.append(sample(variable, site, distribution, plates, self.graph))

    def _site(self, draw: Draw, site: str, axes: tuple[str, ...], constructor: str, noise: str) -> Site:
        labels = [self.graph.indexes[dim].labels for dim in axes]
        order = [axes.index(dim) for dim in self.graph.indexes if dim in axes]
        elements = tuple(
            draw_element(draw.element, [combination[axis] for axis in order]) for combination in product(*labels)
        )
        return Site(
            name=site,
            node=self.node.name,
            part=draw.part,
            elements=elements,
            shape=self.sizes(axes),
            noise="uniform" if noise == "uniform" else "score",
            constructor=constructor,
            fixed=self._fixed(draw) if constructor == draw.constructor else {"mean": 0.0, "sd": 1.0},
        )

    def _fixed(self, draw: Draw) -> dict[str, float] | None:
        found: dict[str, float] = {}
        for name, value in draw.parameters:
            constant = None if value.type.dims else constant_of(value, self.ranges)
            if constant is None:
                return None
            found[name] = constant
        return found


@dataclass(slots=True)
class DateWriter(NodeWriter):
    """Writes what follows from the date alone, at a date."""

    date: Array = field(kw_only=True)

    def axes(self, term: Term) -> tuple[str, ...]:
        if not term.type.varying:
            return term.type.dims
        dims = {*term.type.own, *self.date.dims}
        return tuple(dim for dim in self.graph.indexes if dim in dims)

    def array(self, term: Term) -> Array:
        match term:
            case IndexValues(index=index) if index == CLOCK:
                return self.date
            case Reference(node=name) if term.type.varying:
                outer = self.clockwork.outer(name).spelled()
                writer = DateWriter(
                    **{each.name: getattr(outer, each.name) for each in fields(NodeWriter)}, date=self.date
                )
                return writer.array(self.graph.nodes[name].term)
            case Draw() if term.type.varying:
                call = at_score(self._distribution(term), aligned(self.score(term), self.axes(term)))
                return Array(call, self.axes(term))
            case Apply(operation="since", arguments=(event, _)):
                parts = [aligned(array, self.axes(term)) for array in (self.array(event), self.date, self.date)]
                return Array(syntax.rt("since", *parts), self.axes(term))
            case _:
                return NodeWriter.array(self, term)


def _axes(draw: Draw) -> tuple[str, ...]:
    """The axes of a drawn value: what is drawn together stands along the last one."""
    if not draw.event:
        return draw.type.dims
    return (*(dim for dim in draw.type.dims if dim != draw.event), draw.event)


def _aligned(array: Array, dims: tuple[str, ...]) -> ast.expr:
    """The array with the axes `dims`, and after them the inner one that it may have."""
    return aligned(array, (*dims, INNER) if INNER in array.dims else dims)


def at_score(distribution: ast.expr, score: ast.expr) -> ast.expr:
    """The value of a distribution at a standard normal score."""
    return syntax.call(ast.Attribute(distribution, "from_score", ast.Load()), [score])
