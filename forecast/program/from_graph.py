"""From the causal graph to the text of a readable NumPyro program of one possible world."""

import ast
import textwrap
from math import prod

from forecast.graph.graph import Graph
from forecast.language.semantics.model import Node
from forecast.language.semantics.ranges import Range, range_of
from forecast.language.types.calendar import format_date
from forecast.program import syntax
from forecast.program.correlation import write_correlations
from forecast.program.names import Names
from forecast.program.program import Constant, Program, Site
from forecast.program.writer import NodeWriter

COMMENT_WIDTH = 100
INDENT = " " * 4


def from_graph(graph: Graph) -> Program:
    """The program of a graph. Its randomness enters at `sites`, the author's numbers at `constants`."""
    names = Names()
    ranges: dict[str, Range] = {}
    sites: list[Site] = []
    constants: dict[str, Constant] = {}
    body: list[str] = []
    code: list[str] = []
    correlated = write_correlations(graph, names)
    for group in correlated.groups:
        sites.append(group.site)
        constants[group.site.name] = group.matrix
        lines = [f"#     {line}" for line in textwrap.wrap(_one_line(group.text), COMMENT_WIDTH)]
        statements = [syntax.text_of(statement) for statement in group.statements]
        body.append("\n".join([*lines, *statements]))
        code += statements
    for node in graph.nodes.values():
        writer = NodeWriter(graph, node, names, ranges, correlated.scores)
        writer.write()
        ranges[node.name] = range_of(node.term, ranges)
        sites += writer.sites
        if writer.constants:
            constants[node.name] = tuple(writer.constants)
            read = syntax.subscript(syntax.name("constants"), ast.Constant(node.name))
            writer.statements.insert(0, syntax.assign("k", read))
        statements = [syntax.text_of(statement) for statement in writer.statements]
        body.append("\n".join([*_comments(node), *statements]))
        code += statements
    outputs = tuple(graph.nodes)
    text = _module(graph, body, constants)
    width = sum(prod(graph.size(dim) for dim in node.type.dims) for node in graph.nodes.values())
    return Program(graph.name, text, tuple(sites), constants, outputs, width, "\n".join(code))


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
