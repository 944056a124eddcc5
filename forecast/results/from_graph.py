"""What is asked of a run, from the causal graph."""

from collections.abc import Mapping

from forecast.graph.graph import Graph
from forecast.graph.missing import Gaps, gaps
from forecast.graph.moment import without_mean
from forecast.language.semantics import model
from forecast.language.types.calendar import format_date
from forecast.language.types.catalogue import Catalogue, parse_unit
from forecast.language.types.kind import DURATION, Boolean, Category, Date, Growth, Kind, Number, Text
from forecast.results.question import TIME, Condition, Expectation, Question, QuestionKind

TIMES = ("second", "minute", "hour", "day", "week", "month", "year")


def questions_of(graph: Graph, catalogue: Catalogue) -> tuple[Question, ...]:
    """The questions of a model, in the order of the file."""
    found, meanless = gaps(graph), _meanless(graph)
    return tuple(_question(asked, graph, catalogue, found, meanless) for asked in graph.questions)


def question_about(name: str, graph: Graph, catalogue: Catalogue) -> Question:
    """The question that asks for a node's value."""
    node = graph.nodes[name]
    asked = model.Question(name, name, name, None, "", "", None, "", node.span)
    return _question(asked, graph, catalogue, gaps(graph), _meanless(graph))


def _meanless(graph: Graph) -> frozenset[str]:
    """The nodes whose distributions are known to have no mean; what evidence has been learnt of may have got one."""
    learnt = graph.descendants(graph.ancestors(evidence.node for evidence in graph.evidence))
    return without_mean(graph) - learnt


def expectations_of(graph: Graph) -> tuple[Expectation, ...]:
    """The expectations of a model, in the order of the file."""
    found = gaps(graph)
    return tuple(
        Expectation(
            text=expected.text,
            output=expected.node,
            why=expected.why,
            place=expected.span.place(),
            dims=_dims(expected.node, graph),
            elements=_elements(expected.node, graph),
            ticks=_ticks(expected.node, graph),
            maybe_missing=found[expected.node].missing,
        )
        for expected in graph.expectations
    )


def _question(
    asked: model.Question,
    graph: Graph,
    catalogue: Catalogue,
    found: Mapping[str, Gaps],
    meanless: frozenset[str],
) -> Question:
    node = graph.nodes[asked.node]
    kind = node.type.kind
    given = None
    if asked.given is not None:
        varies = bool(_ticks(asked.given, graph))
        given = Condition(asked.given_text, asked.given, _dims(asked.given, graph), varies)
    resolves = None if asked.resolves is None else format_date(asked.resolves, graph.epoch)
    is_number = isinstance(kind, Number)
    return Question(
        name=asked.name,
        kind=_kind(kind),
        output=asked.node,
        text=asked.text,
        title=asked.title or None,
        doc=node.doc.text or None,
        unit=_shown_name(node.unit, kind) if is_number and node.unit != "x" else "",
        scale=parse_unit(node.unit, catalogue).factor if is_number and node.unit else 1.0,
        dims=_dims(asked.node, graph),
        elements=_elements(asked.node, graph),
        categories=kind.labels if isinstance(kind, Category) else (),
        maybe_missing=found[asked.node].missing,
        given=given,
        horizon=_clock(graph)[-1] if _clock(graph) and (isinstance(kind, Date) or kind == DURATION) else None,
        ticks=_ticks(asked.node, graph),
        resolves=resolves,
        source=asked.source or node.doc.source or None,
        # A condition may leave out the very tail.
        no_mean=asked.node in meanless and given is None,
    )


def _shown_name(unit: str, kind: Kind) -> str:
    """``year`` and ``years`` are one unit; of a duration it is shown as a plural."""
    return f"{unit}s" if kind == DURATION and unit in TIMES else unit


def _clock(graph: Graph) -> tuple[float, ...]:
    """The ticks of the model's clock, in years from the epoch; empty without one."""
    time = graph.indexes.get(TIME)
    return () if time is None or time.values is None else time.values


def _ticks(node: str, graph: Graph) -> tuple[float, ...]:
    return _clock(graph) if TIME in graph.nodes[node].type.dims else ()


def _dims(node: str, graph: Graph) -> tuple[str, ...]:
    """The indexes of a node but for the clock."""
    return tuple(dim for dim in graph.nodes[node].type.dims if dim != TIME)


def _elements(node: str, graph: Graph) -> tuple[tuple[str, ...], ...]:
    return tuple(graph.indexes[dim].labels for dim in _dims(node, graph))


def _kind(kind: Kind) -> QuestionKind:
    match kind:
        case Date():
            return "date"
        case Growth():
            return "growth"
        case Boolean():
            return "boolean"
        case Category():
            return "category"
        case Number():
            return "duration" if kind == DURATION else "number"
        case Text():
            raise ValueError("a text is no answer")
