"""A single possible world: one draw of everything, and how usual each value is among the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isnan, nan
from typing import TYPE_CHECKING, Any

from forecast.graph.graph import Graph
from forecast.language.semantics.model import Role
from forecast.language.types.calendar import format_date
from forecast.language.types.catalogue import Catalogue
from forecast.language.types.kind import Text
from forecast.results.beyond import BEYOND
from forecast.results.estimate import Estimate
from forecast.results.from_graph import question_about, questions_of
from forecast.results.json_form import unit_of, value_as_data
from forecast.results.question import TIME, Question
from forecast.sampling.forward import Block

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Values = Mapping[str, NDArray[np.float64]]
    """By output, each ``[*dims]`` (or ``[time, *dims]``): those of one world."""

FORMAT = "forecast-worlds"
VERSION = 1
REFERENCE = 10_000
"""Worlds among which the place of a value is told."""


@dataclass(frozen=True, slots=True)
class Place:
    """In what share of worlds the value is less (a date earlier), and in what share it is just this one.

    Of the worlds in which there is a value; NaN where there is none.
    """

    less: float
    equal: float


@dataclass(frozen=True, slots=True)
class Told:
    """A value in a world, or at each tick of the clock, canonical; ``question`` says how to read it.

    ``holds`` is whether the question's condition holds here: None without one, or where that is not known.
    """

    question: Question
    element: tuple[str, ...]
    values: tuple[float, ...]
    place: Place | None = None
    holds: bool | None = None

    @property
    def value(self) -> float:
        """The only one, of what does not change over time."""
        return self.values[0]


@dataclass(frozen=True, slots=True)
class World:
    """A draw, told: events in order of time (what never comes last), uncertain inputs, answers, and what changes over time."""

    draw: int
    events: tuple[Told, ...]
    inputs: tuple[Told, ...]
    answers: tuple[Told, ...]
    over_time: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Worlds:
    """A few worlds of one model: the draws of these numbers in a run with this seed."""

    model: str
    epoch: int
    seed: int
    worlds: tuple[World, ...]

    def to_json(self) -> dict[str, Any]:
        """All of it as data that ``json`` can write; the fields are described in docs/json.md."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "model": self.model,
            "seed": self.seed,
            "worlds": [
                {
                    "draw": world.draw,
                    "events": [self._told(told) for told in world.events],
                    "inputs": [self._told(told) for told in world.inputs],
                    "answers": [self._told(told) for told in world.answers],
                    "over_time": [self._told(told) for told in world.over_time],
                }
                for world in self.worlds
            ],
        }

    def _told(self, told: Told) -> dict[str, Any]:
        question = told.question
        values = [_data(question, value, self.epoch) for value in told.values]
        data: dict[str, Any] = {
            "name": question.name,
            "element": dict(zip(question.dims, told.element, strict=True)),
            "kind": question.kind,
            "unit": unit_of(question),
        }
        if question.ticks:
            return {**data, "time": [format_date(tick, self.epoch) for tick in question.ticks], "value": values}
        data["value"] = values[0]
        if told.place is not None:
            shares = {"less": told.place.less, "equal": told.place.equal}
            if question.kind in ("boolean", "category"):
                del shares["less"]
            data |= {name: None if isnan(share) else share for name, share in shares.items()}
        if question.given is not None:
            data["given"], data["given_holds"] = question.given.text, told.holds
        return data


@dataclass(frozen=True, slots=True)
class Cast:
    """What is told of the worlds of a model."""

    events: tuple[Question, ...]
    inputs: tuple[Question, ...]
    answers: tuple[Question, ...]
    over_time: tuple[Question, ...]

    @property
    def outputs(self) -> tuple[str, ...]:
        """The nodes whose values are wanted."""
        asked = (*self.events, *self.inputs, *self.answers, *self.over_time)
        conditions = [question.given.output for question in asked if question.given is not None]
        return tuple(dict.fromkeys((*(question.output for question in asked), *conditions)))


def cast_of(graph: Graph, catalogue: Catalogue, uncertain: Iterable[str]) -> Cast:
    """Events, the ``uncertain`` nodes that are no events, the questions, and the quantities that change over time.

    Of what no question rests on, nothing is told.
    """
    answers = questions_of(graph, catalogue)
    asked = [question.output for question in answers]
    asked += [question.given.output for question in answers if question.given is not None]
    relevant, drawn = graph.ancestors(asked), set(uncertain)
    events: list[Question] = []
    inputs: list[Question] = []
    over_time: list[Question] = []
    for node in graph.nodes.values():
        if node.name not in relevant or isinstance(node.type.kind, Text):
            continue
        if node.role in (Role.QUESTION, Role.CONDITION, Role.EXPECTATION, Role.EVIDENCE, Role.DATA):
            continue
        if TIME in node.type.dims:
            over_time.append(question_about(node.name, graph, catalogue))
        elif node.role is Role.EVENT:
            events.append(question_about(node.name, graph, catalogue))
        elif node.name in drawn:
            inputs.append(question_about(node.name, graph, catalogue))
    return Cast(tuple(events), tuple(inputs), answers, tuple(over_time))


class Places:
    """Counts in how many worlds of a reference each value of some worlds is undercut, and met."""

    def __init__(self, cast: Cast, worlds: "Sequence[Values]") -> None:
        static = (*cast.events, *cast.inputs, *cast.answers)
        self._outputs = tuple(dict.fromkeys(question.output for question in static if not question.ticks))
        self._worlds = worlds
        self._less = [dict.fromkeys(self._outputs, 0) for _ in worlds]
        self._equal = [dict.fromkeys(self._outputs, 0) for _ in worlds]
        self._known = dict.fromkeys(self._outputs, 0)

    def add(self, block: Block) -> None:
        """Take more worlds of the reference."""
        import numpy as np

        for output in self._outputs:
            values = block.values[output]
            self._known[output] = self._known[output] + np.count_nonzero(~np.isnan(values), axis=0)
            for world, less, equal in zip(self._worlds, self._less, self._equal, strict=True):
                less[output] = less[output] + np.count_nonzero(values < world[output], axis=0)
                equal[output] = equal[output] + np.count_nonzero(values == world[output], axis=0)

    def of(self, world: int, output: str, position: tuple[int, ...]) -> Place:
        """The place of an element's value in a world, counted by its position among those given."""
        import numpy as np

        known = int(np.asarray(self._known[output])[position])
        value = float(np.asarray(self._worlds[world][output])[position])
        if not known or isnan(value):
            return Place(nan, nan)
        less, equal = (int(np.asarray(side[world][output])[position]) for side in (self._less, self._equal))
        return Place(less / known, equal / known)


def told_worlds(cast: Cast, draws: Sequence[int], values: "Sequence[Values]", places: Places) -> tuple[World, ...]:
    """The worlds of these draws with their values and places, in the same order."""
    return tuple(
        World(
            draw,
            tuple(sorted(_tell(cast.events, world, values, places), key=_moment)),
            tuple(_tell(cast.inputs, world, values, places)),
            tuple(_tell(cast.answers, world, values, places)),
            tuple(_tell(cast.over_time, world, values, places)),
        )
        for world, draw in enumerate(draws)
    )


def _tell(questions: Iterable[Question], world: int, values: "Sequence[Values]", places: Places) -> Iterator[Told]:
    for question in questions:
        array = values[world][question.output]
        for position in question.positions():
            label = question.labels(position)
            if question.ticks:
                at = (slice(None), *position)
                yield Told(question, label, tuple(float(value) for value in array[at]))
                continue
            place = places.of(world, question.output, position)
            holds = _holds(question, position, values[world])
            yield Told(question, label, (float(array[position]),), place, holds)


def _holds(question: Question, position: tuple[int, ...], values: "Values") -> bool | None:
    given = question.given
    if given is None or given.varies:
        return None
    truth = float(values[given.output][tuple(position[question.dims.index(dim)] for dim in given.dims)])
    return None if isnan(truth) else truth == 1.0


def _moment(event: Told) -> float:
    """The date; never, and what has no date, come last."""
    return inf if isnan(event.value) else event.value


def estimate_of(question: Question, value: float) -> Estimate:
    """A single value in the form of an estimate, so that it is written as those are."""
    if question.horizon is not None and BEYOND <= abs(value) < inf:
        return Estimate(inf if value > 0 else -inf, 0.0, unreached=True)
    return Estimate(value, 0.0)


def _data(question: Question, value: float, epoch: int) -> Any:
    if isnan(value):
        return None
    match question.kind:
        case "boolean":
            return value == 1.0
        case "category":
            return question.categories[int(value)]
        case _:
            return value_as_data(question, estimate_of(question, value), epoch)
