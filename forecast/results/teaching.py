"""The draws that show what evidence has taught: of the posterior, and of the same model without its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from forecast.graph.graph import Graph
from forecast.language.semantics.model import Role
from forecast.language.types.catalogue import Catalogue
from forecast.language.types.kind import CLOCK
from forecast.program.program import Program
from forecast.results.draws import Draws
from forecast.results.from_graph import question_about
from forecast.results.informed import Informed
from forecast.results.learning import Posterior
from forecast.results.learning_methods import SETS
from forecast.results.learnt import Compared, Learnt
from forecast.results.question import Question
from forecast.sampling.forward import Chosen, Forward

PRIOR_DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class Side:
    """The model with its evidence or without, its predictions among its nodes, and its program."""

    graph: Graph
    program: Program


def taught(
    forward: Forward,
    after: Side,
    before: Side | None,
    posterior: Posterior,
    *,
    asked: Sequence[Question],
    informed: Informed,
    catalogue: Catalogue,
    seed: int,
) -> Learnt:
    """What a ``posterior`` says beside its prior; ``before`` is None where that is no distribution."""

    def about(name: str) -> Question:
        return question_about(name, after.graph, catalogue)

    drawn = informed.drawn(after.graph) | informed.changed
    parameters = tuple(
        about(node.name)
        for node in after.graph.nodes.values()
        if node.name in drawn and node.role in (Role.PARAMETER, Role.EVENT) and CLOCK not in node.type.dims
    )
    answers = tuple(question for question in asked if not question.ticks and question.given is None)
    evidence = {each.node: each for each in after.graph.evidence}
    compared = tuple(
        Compared(
            each.name,
            about(each.seen),
            about(each.drawn),
            each.evidence,
            after.graph.nodes[each.evidence].type.dims,
            evidence[each.evidence].span,
        )
        for each in after.graph.predictions
    )
    outputs = [question.output for question in (*parameters, *answers)]
    outputs += [each.drawn.output for each in compared]
    own = [name for each in compared for name in (each.seen.output, each.log_likelihood)]
    prior = None
    if before is not None:
        known = [name for name in dict.fromkeys(outputs) if name in before.program.outputs]
        prior = _draws(forward, before.program, known, PRIOR_DRAWS, seed)
    return Learnt(
        parameters,
        answers,
        compared,
        _draws(forward, after.program, [*outputs, *own], posterior.size or PRIOR_DRAWS, seed, posterior.chosen),
        prior,
        posterior.chains,
        posterior.effective,
        posterior.statistics,
    )


def _draws(  # noqa: PLR0917
    forward: Forward, program: Program, outputs: Sequence[str], count: int, seed: int, chosen: Chosen | None = None
) -> Draws:
    names = tuple(dict.fromkeys(outputs))
    found = Draws(replicates=1 if chosen is None else SETS)
    for block in forward.run(program, draws=count, seed=seed, outputs=names, chosen=chosen):
        found.append(block.values)
    return found
