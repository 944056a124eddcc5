"""What is found after a run: inputs that hardly move any answer, and answers without a mean."""

from collections.abc import Iterable, Iterator

from forecast.graph.graph import Graph
from forecast.graph.inputs import inputs
from forecast.language.diagnostics import Diagnostic
from forecast.language.semantics import errors
from forecast.language.semantics.lints import allowed
from forecast.language.semantics.model import Node
from forecast.language.syntax import tree
from forecast.results.forecast import Forecast
from forecast.results.idle import MOST_ANSWERS, MOST_INPUTS, IdleInput, Redraw, count_answers, idle_inputs
from forecast.results.mean import NoMean


def advice(
    forecast: Forecast, graph: Graph, file: tree.File, redraw: Redraw, *, most: int, more: Iterable[Diagnostic] = ()
) -> tuple[Diagnostic, ...]:
    """The findings about what stands in ``file`` itself, without those that a comment allows, in the order of the text.

    At most ``most`` inputs are drawn anew, and ``MOST_INPUTS``, the first ones of the file. ``more`` are findings of others.
    """
    own = [nodes for nodes in inputs(graph) if _own(nodes, graph, file)]
    own.sort(key=lambda nodes: _own(nodes, graph, file)[0].span.start)
    taken = own[: min(most, MOST_INPUTS)]
    if count_answers(forecast.questions, forecast.expectations) > MOST_ANSWERS:
        taken = []
    found = list(more)
    if taken:
        idle = idle_inputs(graph, taken, forecast.questions, forecast.expectations, redraw)
        found += [_idle_input(each, graph, file) for each in idle]
    found += _no_mean(forecast, graph)
    kept = allowed(file, found)
    return tuple(sorted(kept, key=lambda finding: (finding.span.start, finding.span.end)))


def _idle_input(idle: IdleInput, graph: Graph, file: tree.File) -> Diagnostic:
    first, *others = _own(idle.nodes, graph, file)
    return errors.idle_input(
        first.span,
        first.name,
        first.role.value,
        with_these=tuple((node.name, node.span) for node in others),
        answer=idle.answer,
        share=idle.largest,
    )


def _own(names: Iterable[str], graph: Graph, file: tree.File) -> list[Node]:
    """The nodes that stand in the file itself, in the order of the text."""
    nodes = (graph.nodes[name] for name in names)
    return sorted((n for n in nodes if n.span.source is file.span.source), key=lambda node: node.span.start)


def _no_mean(forecast: Forecast, graph: Graph) -> Iterator[Diagnostic]:
    spans = {question.name: question.span for question in graph.questions}
    for question in forecast.questions:
        mine = [s for s in forecast.summaries if s.question is question]
        without = [", ".join(s.element) for s in mine if s.no_mean is NoMean.HEAVY]
        if without or (question.ticks and question.no_mean):
            span = spans.get(question.name, graph.nodes[question.output].span)
            elements = () if len(without) == len(mine) else tuple(without)
            yield errors.no_mean(span, question.name, elements, known=question.no_mean)
