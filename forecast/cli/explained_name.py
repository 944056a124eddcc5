"""All that can be said of one name of a model: what it is, where it comes from, where it goes, and what it is like."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from forecast.cli.answering import answered
from forecast.cli.usage import UsageError
from forecast.graph.graph import Arrow, Graph
from forecast.language.diagnostics import nearest
from forecast.language.semantics.model import Index, Node, Role
from forecast.language.semantics.term import Constant, Draw, walk
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.syntax.tree import Doc
from forecast.language.types.kind import CLOCK, describe
from forecast.language.types.kind import Text as TextKind
from forecast.report.highlighting import ModelText
from forecast.report.inert import inert, one_line

if TYPE_CHECKING:
    from forecast.results.forecast import Forecast
    from forecast.session import ModelFile

DRAWS = 50_000
MOST_LISTED = 12
HIDDEN = (Role.CONDITION, Role.EXPECTATION, Role.EVIDENCE)


@dataclass(frozen=True, slots=True)
class Distribution:
    """One distribution of a node: the text that stands for it, its family, and the indexes whose elements draw separately."""

    text: str
    family: str
    level: float | None
    """Of an interval: the probability that it holds."""
    each: tuple[str, ...]
    together: str = ""
    """The index whose elements one draw holds, as the shares of a Dirichlet; "" where it holds one value."""


@dataclass(frozen=True, slots=True)
class ExplainedName:
    name: str
    role: str
    kind: str
    dims: tuple[str, ...]
    unit: str
    statement: Span
    doc: Doc
    distributions: tuple[Distribution, ...] = ()
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    varying: bool | None = None
    """Whether a node changes over time; None where the model has no clock."""
    forecast: "Forecast | None" = None
    """A run that asks for it."""


def explained(model: "ModelFile", name: str) -> ExplainedName:
    """What there is to say of a name. Raises UsageError for a name that the model does not have."""
    graph = model.graph
    node = graph.nodes.get(name)
    if node is not None and node.role not in HIDDEN:
        return _node(model, graph, node)
    if name in graph.indexes:
        return _index(graph, graph.indexes[name])
    for statement in model.parsed.file.statements:
        match statement:
            case tree.Function(name=tree.Name(id=declared), parameters=parameters) if declared == name:
                kind = f"of {', '.join(parameter.id for parameter in parameters)}"
                return ExplainedName(name, "function", kind, (), "", statement.span, statement.doc)
            case tree.UnitDecl(name=tree.Name(id=declared), definition=definition) if declared == name:
                kind = "of its own" if definition is None else "defined by others"
                return ExplainedName(name, "unit", kind, (), "", statement.span, statement.doc)
            case _:
                pass
    known = [*(n.name for n in graph.nodes.values() if n.role not in HIDDEN), *graph.indexes]
    near = nearest(name, known)
    if near:
        hint = f"Did you mean {' or '.join(near)}?"
    else:
        more = f" and {len(known) - MOST_LISTED} more" if len(known) > MOST_LISTED else ""
        hint = f"It has {', '.join(known[:MOST_LISTED])}{more}."
    raise UsageError(f"{model.source.name} has no {one_line(name)!r}", hint=hint)


def renderable(found: ExplainedName) -> RenderableType:
    """The page, top to bottom; all text from the file made harmless."""
    own = [dim for dim in found.dims if dim != CLOCK]
    dims = f"[{', '.join(own)}]" if own else ""
    comma = "" if found.kind.startswith("of ") else ","
    head = Text.assemble((f"{found.name}{dims}", "bold"), f"  {found.role}{comma} {found.kind}")
    if found.unit and found.unit not in found.kind:
        head.append(f", in {found.unit}")
    if found.varying is not None:
        head.append(", changes over time" if found.varying else ", the same at all times")
    parts: list[RenderableType] = [head]
    parts += [Padding(Text(one_line(text)), (0, 0, 0, 2)) for text in (found.doc.text,) if text]
    parts += [Padding(Text(one_line(f"{name}: {value}")), (0, 0, 0, 2)) for name, value in found.doc.fields]
    parts += [Text(""), Text(f"Defined at {one_line(found.statement.place())}", style="bold")]
    parts += [_code(found.statement.text)]
    if found.elements:
        parts += [Text(""), _row("elements", _listed(found.elements))]
    if found.distributions:
        parts += [Text(""), Text("Distributions", style="bold")]
        parts += [_distribution(d) for d in found.distributions[:MOST_LISTED]]
        if len(found.distributions) > MOST_LISTED:
            parts += [Padding(Text(f"and {len(found.distributions) - MOST_LISTED} more"), (0, 0, 0, 4))]
    if found.role not in ("function", "unit"):
        parts += [Text(""), _row("computed from", _listed(found.parents) or "nothing else")]
        parts += [_row("goes into", _listed(found.children) or "nothing else")]
    if found.forecast is not None:
        parts += [Text(""), *_answer(found, found.forecast)]
    return Group(*parts)


def as_data(found: ExplainedName) -> dict[str, Any]:
    """The same as data."""
    told = {} if found.forecast is None else found.forecast.to_json()
    answers = told.get("questions", [])
    return {
        "name": found.name,
        "role": found.role,
        "kind": found.kind,
        "unit": found.unit,
        "dims": list(found.dims),
        "changes_over_time": found.varying,
        "elements": list(found.elements),
        "doc": found.doc.text,
        "source": found.doc.source,
        "file": found.statement.source.name,
        "line": found.statement.line,
        "column": found.statement.column,
        "definition": found.statement.text,
        "distributions": [
            {"text": d.text, "family": d.family, "level": d.level, "each": list(d.each), "together": d.together or None}
            for d in found.distributions
        ],
        "parents": list(found.parents),
        "children": list(found.children),
        "correlations": [] if found.role == Role.QUESTION else told.get("correlations", []),
        "answer": next((answer for answer in answers if answer["name"] == found.name), None),
    }


def _node(model: "ModelFile", graph: Graph, node: Node) -> ExplainedName:
    return ExplainedName(
        node.name,
        str(node.role),
        describe(node.type.kind),
        node.type.dims,
        node.unit,
        node.statement,
        node.doc,
        distributions=tuple(_distributions(node)),
        parents=_names(graph, _incoming(graph, node), "source"),
        children=_names(graph, graph.children[node.name], "target"),
        varying=node.type.varying if CLOCK in graph.indexes else None,
        forecast=_ask(model, node),
    )


def _index(graph: Graph, index: Index) -> ExplainedName:
    users = tuple(
        node.name for node in graph.nodes.values() if index.name in node.type.dims and node.role not in HIDDEN
    )
    kind = index.kind
    what = f"of {len(index.labels)} elements" + ("" if kind is None else f", each {describe(kind)}")
    place = index.span
    line = Span(place.source, place.source.line_starts[place.line - 1], place.end)
    statement = Span(place.source, line.start, line.start + len(place.source.line(place.line)))
    return ExplainedName(index.name, "index", what, (), "", statement, index.doc, children=users, elements=index.labels)


def _ask(model: "ModelFile", node: Node) -> "Forecast | None":
    if isinstance(node.type.kind, TextKind):
        return None
    # A question is asked as it stands, with its condition.
    ask = () if node.role is Role.QUESTION else (node.name,)
    return answered(model, draws=DRAWS, ask=ask)


def _incoming(graph: Graph, node: Node) -> tuple[Arrow, ...]:
    """The arrows into a node, and for a question those into its condition."""
    conditions = [question.given for question in graph.questions if question.node == node.name and question.given]
    return tuple(arrow for name in (node.name, *conditions) for arrow in graph.parents[name])


def _distributions(node: Node) -> list[Distribution]:
    # Equal parts of an element are one draw, however often the term mentions it.
    draws = {(term.part, term.element): term for term in walk(node.term) if isinstance(term, Draw)}
    found: list[Distribution] = []
    for draw in sorted(draws.values(), key=lambda draw: draw.span.start):
        level = dict(draw.parameters).get("level")
        known = level.value if isinstance(level, Constant) else None
        found.append(Distribution(draw.span.text, draw.family, known, draw.plates, draw.event))
    return found


def _names(graph: Graph, arrows: tuple[Arrow, ...], side: str) -> tuple[str, ...]:
    """The nodes at one side of arrows; a condition stands for the question that it belongs to."""
    owners = {question.given: question.name for question in graph.questions if question.given}
    names: list[str] = []
    for arrow in arrows:
        name = arrow.source if side == "source" else arrow.target
        node = graph.nodes[name]
        if node.role is Role.CONDITION:
            names.append(owners.get(name, name))
        elif node.role is Role.EXPECTATION:
            names.append(f"expect {one_line(node.statement.text.removeprefix('expect '))}")
        elif node.role is Role.EVIDENCE:
            names.append(one_line(" ".join(node.statement.text.split())))
        else:
            names.append(name)
    return tuple(dict.fromkeys(names))


def _answer(found: ExplainedName, forecast: "Forecast") -> list[RenderableType]:
    from forecast.report.correlation import correlation_lines
    from forecast.report.fan import FanLegend, fan_plots
    from forecast.report.plot import Legend, question_plots
    from forecast.report.series_table import series_tables
    from forecast.report.table import QuestionTable

    summaries = tuple(summary for summary in forecast.summaries if summary.question.name == found.name)
    parts: list[RenderableType] = []
    for failure in forecast.failures:
        parts += [Text(one_line(failure.text), style="bold red"), Text("")]
    series = tuple(each for each in forecast.series if each.question.name == found.name)
    parts += [QuestionTable(summaries, forecast.epoch)] if summaries else series_tables(series, forecast.epoch)
    parts.append(Text(f"{forecast.draws.count:,} possible worlds, seed {forecast.provenance.seed}", style="dim"))
    if forecast.correlations and found.role != Role.QUESTION:
        parts += [Text(""), *correlation_lines(forecast.correlations)]
    for plot in question_plots(summaries, forecast.epoch):
        parts += [Text(""), plot, Text(""), Legend()]
    for fan in fan_plots(series, (), forecast.epoch):
        parts += [Text(""), fan]
        parts += [Text(""), FanLegend()] if fan.is_fan else []
    return parts


def _distribution(distribution: Distribution) -> RenderableType:
    text = Text.assemble(one_line(distribution.text), "  ", (distribution.family, "bold"))
    if distribution.level is not None:
        text.append(f", central {100 * distribution.level:g}% interval")
    if distribution.together:
        text.append(f", all of {distribution.together} together")
    if distribution.each:
        text.append(f", one draw for each {' and '.join(distribution.each)}")
    return Padding(text, (0, 0, 0, 4))


def _row(title: str, value: str) -> RenderableType:
    return Text.assemble((f"{title:<14}", "bold"), inert(value))


def _listed(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    return ", ".join(names[:MOST_LISTED]) + more


def _code(text: str) -> RenderableType:
    return Padding(ModelText(text), (0, 0, 0, 4))
