"""From the causal graph to the text of a readable NumPyro program of one possible world."""

import ast
import textwrap
from collections.abc import Collection, Iterator, Sequence
from math import prod

from forecast.graph.graph import Graph
from forecast.language.semantics.model import Node
from forecast.language.semantics.ranges import Range, range_of
from forecast.language.semantics.recurrences import recurrences
from forecast.language.types.calendar import format_date
from forecast.language.types.kind import CLOCK
from forecast.program import syntax
from forecast.program.clockwork import Plan, clockwork
from forecast.program.correlation import write_correlations
from forecast.program.moment import PassWriter
from forecast.program.names import Names
from forecast.program.program import POINTS_IN_A_TICK, Constant, Program, Site
from forecast.program.recurrence import RecurrenceWriter
from forecast.program.writer import NodeWriter

COMMENT_WIDTH = 100
INDENT = " " * 4


def from_graph(graph: Graph, keep: Collection[str] | None = None) -> Program:
    """The program of a graph. Its randomness enters at `sites`, the author's numbers at `constants`.

    Of what changes over time the nodes in `keep` are kept at every tick, without it what questions ask for.
    """
    made = _Writing(graph, Names(), tuple(question_nodes(graph)) if keep is None else tuple(keep))
    made.write()
    return made.program()


def question_nodes(graph: Graph) -> Iterator[str]:
    """The nodes that answer questions, and those of their conditions."""
    for question in graph.questions:
        yield question.node
        if question.given is not None:
            yield question.given


class _Writing:
    """A program while it is written: paragraphs of text, and the code in them."""

    def __init__(self, graph: Graph, names: Names, keep: tuple[str, ...]) -> None:
        self._graph = graph
        self._names = names
        self._constants: dict[str, Constant] = {}
        self._sites: list[Site] = []
        self._watched: list[str] = []
        self._past = 0
        self._body: list[str] = []
        self._code: list[str] = []
        correlated = write_correlations(graph, names)
        for group in correlated.groups:
            self._sites.append(group.site)
            self._constants[group.site.name] = group.matrix
            lines = [f"#     {line}" for line in textwrap.wrap(_one_line(group.text), COMMENT_WIDTH)]
            self._paragraph(lines, group.statements)
        self._clockwork = clockwork(graph, names, keep)
        self._recurrences = tuple(
            RecurrenceWriter(graph, names, found, self._clockwork.outer, number)
            for number, found in enumerate(recurrences(graph.nodes), start=1)
        )
        ranges: dict[str, Range] = {}
        for node in graph.nodes.values():
            self._clockwork.writers[node.name] = NodeWriter(
                graph, node, names, ranges, correlated.scores, self._clockwork
            )
            ranges[node.name] = range_of(node.term, ranges)
        if self._clockwork.plans:
            ticks = graph.indexes[CLOCK].values
            assert ticks is not None
            self._constants[CLOCK] = (ticks, 1.0)

    def write(self) -> None:
        level, plans = self._clockwork.found.level, self._clockwork.plans
        for name, node in self._graph.nodes.items():
            if node.type.varying or level[name]:
                writer = self._clockwork.outer(name)
                writer.write_luck()
                self._flush(name, _comments(node) if writer.statements else [])
        for stage in range(len(plans) + 1):
            if stage:
                self._write_pass(plans[stage - 1])
            for name, node in self._graph.nodes.items():
                kept = name in self._clockwork.kept if node.type.varying else True
                recurrence = next((each for each in self._recurrences if name in each.members), None)
                if recurrence is not None and level[name] == stage:
                    # What any of them rests on comes before the last of them.
                    if name == recurrence.recurrence.members[-1]:
                        self._write_recurrence(recurrence)
                    continue
                if kept and level[name] == stage:
                    self._clockwork.outer(name).write()
                    self._flush(name, _comments(node))

    def _write_pass(self, plan: Plan) -> None:
        work = PassWriter(self._clockwork, plan, self._clockwork.outer)
        statements = work.write()
        self._watched += work.watches
        self._past += work.looks_back_on * POINTS_IN_A_TICK * self._graph.size(CLOCK)
        for name in self._graph.nodes:
            self._flush(name, [])
        lines = [line for name in work.local for line in _comments(self._graph.nodes[name])]
        self._paragraph(lines, statements)

    def _write_recurrence(self, recurrence: RecurrenceWriter) -> None:
        recurrence.luck()
        statements = recurrence.write()
        members = recurrence.recurrence.members
        for name in members:
            self._flush(name, [])
        self._paragraph([line for name in members for line in _comments(self._graph.nodes[name])], statements)
        for name in members:
            self._clockwork.outer(name).keep(self._names.of(name), recurrence.rows(name).code)
            self._flush(name, [])

    def _flush(self, name: str, comments: list[str]) -> None:
        """The statements of a node that are not in the program yet."""
        writer = self._clockwork.outer(name)
        if not writer.statements:
            return
        parts = (part for statement in writer.statements for part in ast.walk(statement))
        if any(isinstance(part, ast.Name) and part.id == "k" for part in parts):
            read = syntax.subscript(syntax.name("constants"), ast.Constant(name))
            writer.statements.insert(0, syntax.assign("k", read))
        self._paragraph(comments, writer.statements)
        writer.statements.clear()

    def _paragraph(self, comments: list[str], statements: Sequence[ast.stmt]) -> None:
        texts = [syntax.text_of(statement) for statement in statements]
        self._body.append("\n".join([*comments, *texts]))
        self._code += texts

    def program(self) -> Program:
        graph = self._graph
        for name in graph.nodes:
            writer = self._clockwork.outer(name)
            self._sites += writer.sites
            if writer.constants:
                self._constants[name] = tuple(writer.constants)
        kept = self._clockwork.kept
        outputs = tuple(name for name, node in graph.nodes.items() if name in kept or not node.type.varying)
        width = sum(prod(graph.size(dim) for dim in graph.nodes[name].type.dims) for name in outputs)
        text = _module(graph, self._body, self._constants)
        code, watched = "\n".join(self._code), tuple(self._watched)
        return Program(
            graph.name, text, tuple(self._sites), self._constants, outputs, width + self._past, code, watched
        )


def _module(graph: Graph, body: list[str], constants: dict[str, Constant]) -> str:
    title = _one_line(f"{graph.name}: one possible world.")
    imports = [
        ast.Import([ast.alias("jax.numpy", "jnp")]),
        ast.Import([ast.alias("numpyro")]),
        ast.ImportFrom("forecast", [ast.alias("runtime", "rt")], 0),
    ]
    lines = [
        syntax.text_of(ast.Expr(ast.Constant(title))),
        "",
        *(syntax.text_of(statement) for statement in imports),
        "",
        *_constants(constants),
        "",
        "",
        "def model(constants=constants):",
        f"{INDENT}# Dates are years of 365.2425 days from {format_date(0.0, graph.epoch)}; truth is 1, 0, or nan where missing.",
        "\n\n".join(textwrap.indent(paragraph, INDENT) for paragraph in body) or f"{INDENT}pass",
        "",
    ]
    return "\n".join(lines)


def _constants(constants: dict[str, Constant]) -> list[str]:
    """The author's numbers, a line for each node."""
    if not constants:
        return ["constants = {}"]
    lines = ["constants = {"]
    for name, values in constants.items():
        entries = [_entry(value) for value in values]
        pair = f"{syntax.text_of(ast.Constant(name))}: {syntax.text_of(syntax.tuple_of(entries))},"
        lines.append(INDENT + pair)
    return [*lines, "}"]


def _entry(value: float | tuple[float, ...]) -> ast.expr:
    return syntax.tuple_of([syntax.number(v) for v in value]) if isinstance(value, tuple) else syntax.number(value)


def _comments(node: Node) -> list[str]:
    """A node's documentation and definition."""
    lines: list[str] = []
    if node.doc.text:
        lines += textwrap.wrap(_one_line(node.doc.text), COMMENT_WIDTH, initial_indent="# ", subsequent_indent="# ")
    definition = textwrap.wrap(_one_line(node.statement.text), COMMENT_WIDTH)
    return [*lines, *(f"#     {line}" for line in definition)]


def _one_line(text: str) -> str:
    """The text on one line and without control characters, so that nothing in it can end a comment."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
