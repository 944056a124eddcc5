"""What evidence could have been: draws from the distributions that it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass

from forecast.language.semantics.arithmetic import combine
from forecast.language.semantics.conditioning import STEPPED
from forecast.language.semantics.model import Node, Prediction, Role
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Draw, Nested, Term
from forecast.language.syntax import tree
from forecast.language.types.kind import Type


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
    found: list[Term] = []
    for number, each in enumerate(distributions, start=1):
        dims = context.scope.ordered((*each.type.dims, *value.type.dims))
        plates = tuple(dim for dim in dims if dim != each.event)
        found.append(
            Draw(
                each.constructor, each.parameters, str(number), plates, Type(each.type.kind, dims), each.span,
                noise="uniform" if each.family in STEPPED else "score", family=each.family, event=each.event,
            )
        )  # fmt: skip
    result = found[-1]
    for test, one in zip(reversed(tests), reversed(found[:-1]), strict=True):
        result = combine("if", (test, one, result), one.type.kind, one.span, context)
    return result
