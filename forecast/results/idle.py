"""Which inputs hardly move any answer: each is drawn anew alone, with everything else kept."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Protocol

from forecast.graph.graph import Graph
from forecast.results.beyond import absorb
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
MOST_TICKS = 9
"""Of an answer that changes over time: what moves it at none of them hardly moves it at the others."""
MOST_ANSWERS = 200
"""Elements of questions and expectations together."""


class Redraw(Protocol):
    """Draws what is asked with the noise of some nodes anew."""

    def __call__(self, nodes: Sequence[str], *, rest: bool) -> "Sequence[Mapping[str, Floats]]":
        """Values ``[draw, *dims]`` by name: of the first block of draws, or of those that are the ``rest``."""
        ...


@dataclass(frozen=True, slots=True)
class IdleInput:
    """Nodes whose noise, drawn anew, hardly moved an answer: at most by the total effect ``largest``, on ``answer``."""

    nodes: tuple[str, ...]
    largest: float
    answer: str


@dataclass(frozen=True)
class _Answer:
    """One element of a question, a condition or an expectation (at one tick of the clock), and its draws as they were."""

    name: str
    output: str
    tick: tuple[int, ...]
    """Its place on the clock; empty where it does not change over time."""
    position: tuple[int, ...]
    kind: str
    belief: bool
    """Whether it is an expectation."""
    clocked: bool
    """Whether it may rest on dates that the clock ends before."""
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
        values = self._of(self.before)
        return values if self._inside is None else values[self._inside]

    @cached_property
    def ranked(self) -> Ranked:
        return Ranked(self._values, nominal=self.kind == "category")

    def anew(self, after: "Mapping[str, Floats]") -> "Floats":
        """The draws, or the first ones, after the change.

        Where the condition no longer holds they are as before: it is an answer itself.
        """
        import numpy as np

        values = self._of(after)
        if self.given is None or self._inside is None:
            return values
        inside = self._inside[: len(values)]
        held = _column(after, *self.given)[inside] == 1.0
        return np.where(held, values[inside], self._values[: len(held)])

    def _of(self, values: "Mapping[str, Floats]") -> "Floats":
        found = _column(values, self.output, (*self.tick, *self.position))
        if self.clocked:
            found = found.copy()
            absorb(found)
        return found


def idle_inputs(
    graph: Graph,
    candidates: Collection[tuple[str, ...]],
    questions: Collection[Question],
    expectations: Collection[Expectation],
    redraw: Redraw,
) -> Iterator[IdleInput]:
    """Those of the candidates that move no answer, though a question or a condition of one depends on them."""
    before = _all([*redraw((), rest=False), *redraw((), rest=True)])
    answers = list(_answers(questions, expectations, before))
    for nodes in candidates:
        reached = graph.descendants(nodes)
        touched = [answer for answer in answers if not reached.isdisjoint(answer.outputs)]
        if any(not answer.belief for answer in touched):
            first = redraw(nodes, rest=False)
            if _moves_much(touched, _all(first)):
                continue
            idle = _idle(nodes, touched, _all([*first, *redraw(nodes, rest=True)]))
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
        clocked = question.horizon is not None
        seen: set[tuple[int, ...]] = set()
        for tick, position in product(_some(question.ticks), question.positions()):
            given = None
            if question.given is not None:
                at = tuple(position[question.dims.index(dim)] for dim in question.given.dims)
                when = tick if question.given.varies else ()
                given = (question.given.output, (*when, *at))
                if given[1] not in seen:
                    seen.add(given[1])
                    yield _Answer(question.given.text, given[0], when, at, "boolean", False, False, None, before)
            yield _Answer(question.name, question.output, tick, position, question.kind, belief, clocked, given, before)


def _some(ticks: Sequence[float]) -> list[tuple[int, ...]]:
    """The places of some of the ticks, the first and the last one among them; one empty place without a clock."""
    count = min(len(ticks), MOST_TICKS)
    return [(i * (len(ticks) - 1) // max(count - 1, 1),) for i in range(count)] or [()]


def _moves_much(answers: Collection[_Answer], after: "Mapping[str, Floats]") -> bool:
    return any(answer.ranked.effect(answer.anew(after)[:FIRST]).index >= FIRST_INDEX for answer in answers)


def _idle(nodes: tuple[str, ...], touched: Collection[_Answer], after: "Mapping[str, Floats]") -> IdleInput | None:
    largest, at = 0.0, ""
    for answer in touched:
        effect = answer.ranked.effect(answer.anew(after))
        if effect.index >= LEAST_INDEX or effect.far >= LEAST_FAR:
            return None
        if effect.index > largest:
            largest, at = effect.index, answer.name
    return IdleInput(nodes, largest, at) if _can_tell(touched) else None


def _can_tell(answers: Collection[_Answer]) -> bool:
    """Whether no answer is too rare to tell. Beliefs may always hold, and at some ticks all draws may be the same."""
    asked = [answer for answer in answers if not answer.belief]
    telling = {(answer.name, answer.position) for answer in asked if answer.ranked.rarer >= FEWEST_RARER}
    return all(
        answer.ranked.rarer >= FEWEST_RARER or (not answer.ranked.rarer and (answer.name, answer.position) in telling)
        for answer in asked
    )


def _all(blocks: "Sequence[Mapping[str, Floats]]") -> "Mapping[str, Floats]":
    import numpy as np

    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}


def _column(values: "Mapping[str, Floats]", output: str, position: tuple[int, ...]) -> "Floats":
    return values[output][(slice(None), *position)]
