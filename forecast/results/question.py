"""What was asked, as plain data: how to read and label the draws of a question or an expectation."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

TIME = "time"
"""The name of the clock as a dimension: the first of those that have it."""

type QuestionKind = Literal["date", "number", "duration", "growth", "boolean", "category"]


@dataclass(frozen=True, slots=True)
class Condition:
    """What a question is conditioned on (``given``): its text and the output that holds its truth values."""

    text: str
    output: str
    dims: tuple[str, ...] = ()
    """Among those of the question."""
    varies: bool = False
    """Whether it has a truth at each tick of the clock, before its dimensions; only where the question has too."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question and how its draws are to be read.

    The draws are the array ``output``, shape ``[draw, *dims]``, or ``[draw, time, *dims]`` where there are ``ticks``.
    They are canonical: dates in years from the forecast's epoch (never is +inf, ``UNREACHED`` what the clock ends
    before), durations in years (endless is ±inf), growth as a log-rate per year, truth as 1.0, 0.0 or NaN,
    categories as positions in ``categories``, numbers in canonical units; shown = canonical / scale is in ``unit``.
    """

    name: str
    kind: QuestionKind
    output: str
    text: str = ""
    """The expression as the model file writes it."""
    title: str | None = None
    doc: str | None = None
    unit: str = ""
    """The unit in which a number or duration is shown; "" is none for a number, whichever reads best for a duration."""
    scale: float = 1.0
    dims: tuple[str, ...] = ()
    elements: tuple[tuple[str, ...], ...] = ()
    """For each of ``dims`` the labels of its elements."""
    categories: tuple[str, ...] = ()
    maybe_missing: bool = False
    """Whether NaN is a missing value (and no failed draw)."""
    given: Condition | None = None
    horizon: float | None = None
    """Of a date or duration: the end of the clock, in years from the epoch, where the model has one."""
    ticks: tuple[float, ...] = ()
    """Where the answer changes over time: the dates at which it is given, in years from the epoch."""
    resolves: str | None = None
    source: str | None = None
    no_mean: bool = False
    """Whether its distribution is known to have no mean, as a Cauchy has none."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of elements of each of ``dims``."""
        return tuple(len(labels) for labels in self.elements)

    def positions(self) -> Iterator[tuple[int, ...]]:
        """The index of every element, in order; one empty tuple where the question has no dimension."""
        return product(*(range(size) for size in self.shape))

    def labels(self, position: tuple[int, ...]) -> tuple[str, ...]:
        """The labels of an element."""
        return tuple(labels[i] for labels, i in zip(self.elements, position, strict=True))

    def position(self, *labels: str) -> tuple[int, ...]:
        """The index of the element with these labels. Raises KeyError with a sentence that names the possible ones."""
        if len(labels) != len(self.dims):
            wanted = f"one element for each of {', '.join(self.dims)}" if self.dims else "no element"
            raise KeyError(f"{self.name} takes {wanted}; got {len(labels)}")
        found: list[int] = []
        for dim, known, label in zip(self.dims, self.elements, labels, strict=True):
            if label not in known:
                raise KeyError(f"{dim} has no element {label!r}; it has {', '.join(known)}")
            found.append(known.index(label))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Expectation:
    """A belief that the model should imply; ``output`` holds its truth values, shape ``[draw, *dims]``.

    With ``ticks`` it is ``[draw, time, *dims]``, and the belief is that it holds at all of them.
    """

    text: str
    output: str
    why: str = ""
    place: str = ""
    """``file:line:column`` of it."""
    dims: tuple[str, ...] = ()
    elements: tuple[tuple[str, ...], ...] = ()
    maybe_missing: bool = False
    ticks: tuple[float, ...] = ()

    def as_question(self) -> Question:
        """The yes-or-no question that it puts to the draws."""
        return Question(
            self.text,
            "boolean",
            self.output,
            dims=self.dims,
            elements=self.elements,
            maybe_missing=self.maybe_missing,
            ticks=self.ticks,
        )


@dataclass(frozen=True, slots=True)
class Failure:
    """Draws that came out as no number: how many, and a sentence that leads to their cause."""

    output: str
    draws: int
    text: str
    """Names the node, its place and one example draw."""
