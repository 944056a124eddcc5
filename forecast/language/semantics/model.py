"""The checked model: what a file means once every name, kind, unit and dimension is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from forecast.language.semantics.term import Term
from forecast.language.source import Span
from forecast.language.syntax.tree import NO_DOC, Doc
from forecast.language.types.catalogue import BUILT_IN, Catalogue
from forecast.language.types.kind import Kind, Type


class Role(StrEnum):
    PARAMETER = "parameter"
    CONSTANT = "constant"
    QUANTITY = "quantity"
    EVENT = "event"
    STOCK = "stock"
    QUESTION = "question"
    CONDITION = "condition"
    """What a question is asked given."""
    EXPECTATION = "expectation"
    DATA = "data"
    EVIDENCE = "evidence"
    PREDICTION = "prediction"
    """What evidence was, or could have been."""


@dataclass(frozen=True, slots=True)
class Index:
    """`labels` name the elements; `values` are their canonical values where they are numbers or dates, of `kind`."""

    name: str
    labels: tuple[str, ...]
    span: Span
    values: tuple[float, ...] | None = None
    kind: Kind | None = None
    alias_of: str | None = None
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True)
class Node:
    """One named part of the model.

    `unit` is the text of the unit in which it is shown. `span` is the place of its name, `statement` that of its whole
    definition.
    """

    name: str
    role: Role
    type: Type
    term: Term
    unit: str
    span: Span
    statement: Span
    doc: Doc = NO_DOC
    title: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question: the node that answers it, and the node of its condition where it has one, each with its text.

    A file without questions gives one for each event and end node; `asked` is then false.
    """

    name: str
    node: str
    text: str
    given: str | None
    given_text: str
    title: str
    resolves: float | None
    source: str
    span: Span
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Expectation:
    node: str
    text: str
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was observed: a node whose value, summed over its elements, is the logarithm of what it makes of a possible world.

    `value` is the node of a table's column that was observed, where it is one. `hard`: it keeps some worlds and drops others.
    `changed` are the nodes whose definitions are what it leaves of them.
    """

    node: str
    text: str
    span: Span
    value: str = ""
    hard: bool = False
    flat: bool = False
    """Whether it is no observation, but makes a parameter `flat`."""
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prediction:
    """What evidence could have been: the node that was `seen`, and one that is `drawn` from the distribution it is compared with.

    `evidence` is the node of the evidence, and `name` what people call it.
    """

    name: str
    evidence: str
    seen: str
    drawn: str


type EvidenceUse = Literal["learn", "predict", "ignore"]
"""What is done with evidence: it is learnt from; the same, and what it could have been is drawn beside it; or that alone."""


@dataclass(frozen=True, slots=True)
class CorrelatedDraw:
    """A distribution that takes part in a correlation: `part` and table cell of a node, and its indexes, in their order."""

    node: str
    part: str
    element: str = ""
    plates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correlation:
    """Distributions whose normal scores hang together, and with no others.

    For each element of `plates` there is such a group, independent of the others. In it the rows of `matrix`, the
    correlations of the scores, are the draws in their order, each with its elements along its other indexes in
    row-major order. The first row has the luck that it would have without the correlation.
    """

    draws: tuple[CorrelatedDraw, ...]
    plates: tuple[str, ...]
    matrix: tuple[tuple[float, ...], ...]
    statements: tuple[Span, ...] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class StatedCorrelation:
    """What a statement says of a pair (or of all pairs along an index), to be compared with what the draws show.

    `value` is a rank correlation, or with `gaussian` that of the normal scores. `pairs` are nodes with the positions of
    their elements, some of all `count`.
    """

    text: str
    value: float
    gaussian: bool
    pairs: tuple[tuple[tuple[str, tuple[int, ...]], tuple[str, tuple[int, ...]]], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Model:
    """`nodes` are in an order in which each comes after what it is computed from.

    `epoch` is the ordinal day from which dates are counted, `as_of` that date in years from it.
    """

    name: str
    epoch: int
    as_of: float | None
    indexes: Mapping[str, Index]
    nodes: Mapping[str, Node]
    questions: tuple[Question, ...]
    expectations: tuple[Expectation, ...]
    catalogue: Catalogue = BUILT_IN
    doc: Doc = NO_DOC
    correlations: tuple[Correlation, ...] = ()
    stated_correlations: tuple[StatedCorrelation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    predictions: tuple[Prediction, ...] = ()

    def size(self, index: str) -> int:
        return len(self.indexes[index].labels)
