"""Which inputs hardly move any answer: each is drawn anew alone, with everything else kept."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from forecast.graph.graph import Graph
from forecast.results.question import Expectation, Question
from forecast.results.total_effect import Ranked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Floats = NDArray[np.float64]

LEAST_INDEX = 0.001
"""The total effect on an answer from which on an input counts."""
LEAST_FAR = 1 / 2000
"""The share of draws from which on a change that shows counts, however small the variance that it makes. So small that an
input that moves one draw in 500 is hardly ever taken for idle."""
FIRST, FIRST_INDEX = 512, 0.02
"""A total effect that is so large in the first draws is none that more of them would make small: most inputs end there."""
FEWEST_RARER = 100
"""An answer of which fewer draws than this have another value than the commonest one cannot tell what moves it."""
DRAWS = 4096
"""The draws that are compared: at least these, in whole blocks."""
MOST_INPUTS = 200
MOST_NUMBERS = 50_000_000
"""Values of nodes that are computed for all inputs together."""
MOST_ANSWERS = 200
"""Elements of questions and expectations together."""

type Redraw = Callable[[Sequence[str]], Mapping[str, Floats]]
"""Values ``[draw, *dims]`` of what is asked, with the noise of these nodes drawn anew."""


@dataclass(frozen=True, slots=True)
class IdleInput:
    """Nodes whose noise, drawn anew, hardly moved an answer: at most by the total effect ``largest``, on ``answer``."""

    nodes: tuple[str, ...]
    largest: float
    answer: str


@dataclass(frozen=True)
class _Answer:
    """One element of a question, a condition or an expectation, and its draws as they were."""

    name: str
    output: str
    position: tuple[int, ...]
    kind: str
    belief: bool
    """Whether it is an expectation."""
    given: tuple[str, tuple[int, ...]] | None
    before: "Mapping[str, Floats]"

    @property
    def outputs(self) -> tuple[str, ...]:
        return (self.output,) if self.given is None else (self.output, self.given[0])

    @cached_property
    def _inside(self) -> "NDArray[np.bool_] | None":
        return None if self.given is None else _column(self.before, *self.given) == 1.0

    @cached_property
    def _values(self) -> "Floats":
        values = _column(self.before, self.output, self.position)
        return values if self._inside is None else values[self._inside]

    @cached_property
    def ranked(self) -> Ranked:
        return Ranked(self._values, nominal=self.kind == "category")

    def anew(self, after: "Mapping[str, Floats]") -> "Floats":
        """The draws after the change. Where the condition no longer holds they are as before: it is an answer itself."""
        import numpy as np

        values = _column(after, self.output, self.position)
        if self.given is None or self._inside is None:
            return values
        held = _column(after, *self.given)[self._inside] == 1.0
        return np.where(held, values[self._inside], self._values)


def idle_inputs(
    graph: Graph,
    candidates: Collection[tuple[str, ...]],
    questions: Collection[Question],
    expectations: Collection[Expectation],
    redraw: Redraw,
) -> Iterator[IdleInput]:
    """Those of the candidates that move no answer, though a question or a condition of one depends on them."""
    before = redraw(())
    answers = list(_answers(questions, expectations, before))
    for nodes in candidates:
        reached = graph.descendants(nodes)
        touched = [answer for answer in answers if not reached.isdisjoint(answer.outputs)]
        if any(not answer.belief for answer in touched):
            idle = _idle(nodes, touched, redraw(nodes))
            if idle is not None:
                yield idle


def count_answers(questions: Collection[Question], expectations: Collection[Expectation]) -> int:
    """How many answers are compared for each input."""
    return sum(1 for _ in _answers(questions, expectations, {}))


def _answers(
    questions: Collection[Question], expectations: Collection[Expectation], before: "Mapping[str, Floats]"
) -> Iterator[_Answer]:
    asked = [(question, False) for question in questions]
    asked += [(expectation.as_question(), True) for expectation in expectations]
    for question, belief in asked:
        seen: set[tuple[int, ...]] = set()
        for position in question.positions():
            given = None
            if question.given is not None:
                at = tuple(position[question.dims.index(dim)] for dim in question.given.dims)
                given = (question.given.output, at)
                if at not in seen:
                    seen.add(at)
                    yield _Answer(question.given.text, question.given.output, at, "boolean", False, None, before)
            yield _Answer(question.name, question.output, position, question.kind, belief, given, before)


def _idle(nodes: tuple[str, ...], touched: Collection[_Answer], after: "Mapping[str, Floats]") -> IdleInput | None:
    largest, at = 0.0, ""
    for answer in touched:
        anew = answer.anew(after)
        if answer.ranked.effect(anew[:FIRST]).index >= FIRST_INDEX:
            return None
        effect = answer.ranked.effect(anew)
        if effect.index >= LEAST_INDEX or effect.far >= LEAST_FAR:
            return None
        if answer.ranked.rarer < FEWEST_RARER and not answer.belief:
            # Too rare to tell. A belief that always holds is as it should be.
            return None
        if effect.index > largest:
            largest, at = effect.index, answer.name
    return IdleInput(nodes, largest, at)


def _column(values: "Mapping[str, Floats]", output: str, position: tuple[int, ...]) -> "Floats":
    return values[output][(slice(None), *position)]
