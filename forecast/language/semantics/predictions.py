"""What evidence could have been: draws from the distributions that it is compared with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from forecast.language.semantics.arithmetic import combine
from forecast.language.semantics.conditioning import STEPPED
from forecast.language.semantics.model import Node, Prediction, Role
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Draw, Nested, Term, Vector
from forecast.language.syntax import tree
from forecast.language.types.kind import PLAIN, Category, Type


@dataclass(frozen=True, slots=True)
class Predicted:
    """A prediction, and its nodes."""

    prediction: Prediction
    nodes: tuple[Node, Node]


def predicted(statement: tree.Observe, evidence: str, column: Node | None, value: Term, drawn: Term) -> Predicted:
    """That of a statement which compares a `value` with what is `drawn`; it may be a table's `column`."""
    number = evidence.rpartition(".")[2]
    seen, made = f"observed.{number}", f"predicted.{number}"
    unit = "" if column is None else column.unit
    nodes = [
        Node(each, Role.PREDICTION, term.type, term, unit, statement.value.span, statement.span, statement.doc)
        for each, term in ((seen, value), (made, drawn))
    ]
    text = " ".join(statement.value.span.text.split())
    return Predicted(Prediction(text if column is None else column.name, evidence, seen, made), (nodes[0], nodes[1]))


def drawn_instead(tests: Sequence[Term], distributions: Sequence[Nested], value: Term, context: Context) -> Term:
    """A draw from the distribution that holds (`tests` say which, one fewer), for each element of a value."""
    numbers = count(1)
    found: list[Term] = []
    for each in distributions:
        dims = context.scope.ordered((*each.type.dims, *value.type.dims))
        found.append(_drawn(each, dims, numbers, context))
    result = found[-1]
    for test, one in zip(reversed(tests), reversed(found[:-1]), strict=True):
        result = combine("if", (test, one, result), one.type.kind, one.span, context)
    return result


def _drawn(made: Nested, dims: tuple[str, ...], numbers: Iterator[int], context: Context) -> Term:
    """A draw for each element along the dimensions. Of a mixture all parts are drawn and one is used, which is far quicker than
    to search for the quantiles of the whole.
    """
    if made.constructor != "mixture":
        plates = tuple(dim for dim in dims if dim != made.event)
        return Draw(
            made.constructor, made.parameters, str(next(numbers)), plates, Type(made.type.kind, dims), made.span,
            noise="uniform" if made.family in STEPPED else "score", family=made.family, event=made.event,
        )  # fmt: skip
    weights = tuple(value for _, value in made.parameters if not isinstance(value, Nested))
    labels = Category(tuple(str(number) for number in range(1, len(weights) + 1)))
    along = context.scope.ordered(dim for weight in weights for dim in weight.type.dims)
    selector = Draw(
        "choice", (("weights", Vector(weights, Type(PLAIN, along), made.span)),), str(next(numbers)), dims,
        Type(labels, dims), made.span, noise="uniform", family="choice",
    )  # fmt: skip
    parts = [_drawn(part, dims, numbers, context) for _, part in made.parameters if isinstance(part, Nested)]
    return combine("pick", (selector, *parts), made.type.kind, made.span, context)
