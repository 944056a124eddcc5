"""Conditions on the rows of a table, row by row, before anything is drawn."""

from math import isnan, nan

from forecast.language.semantics.constant_cells import ConstantCells
from forecast.language.semantics.scope import Scope
from forecast.language.semantics.term import Apply, Constant, Term, Values


def truth(term: Term, row: int, index: str, scope: Scope) -> float | None:
    """The value of a term in a row, NaN where it is missing; None where it is not known before a run.

    Columns are values along the index of the rows.
    """

    def of(part: Term) -> float | None:
        return truth(part, row, index, scope)

    match term:
        case Constant(value=value):
            return value
        case Values(values=values):
            return values[row]
        case Apply(operation="missing", arguments=(inner,)):
            value = of(inner)
            return None if value is None else float(isnan(value))
        case Apply(operation="not", arguments=(inner,)):
            value = of(inner)
            return None if value is None else 1 - value
        case Apply(operation=("and" | "or") as operation, arguments=arguments):
            values = [of(part) for part in arguments]
            return None if None in values else _joined(operation, [value for value in values if value is not None])
        case Apply(operation="if", arguments=(test, then, otherwise)):
            value = of(test)
            return value if value is None or isnan(value) else of(then if value else otherwise)
        case Apply(arguments=arguments):
            values = [of(part) for part in arguments]
            known = [value for value in values if value is not None]
            if len(known) < len(values):
                return None
            if any(map(isnan, known)):
                return nan
            constants = tuple(
                Constant(value, part.type, part.span) for value, part in zip(known, arguments, strict=True)
            )
            return ConstantCells(scope).value(Apply(term.operation, constants, term.type, term.span), {index: row})
        case _:
            return ConstantCells(scope).value(term, {index: row})


def _joined(operation: str, values: list[float]) -> float:
    """Whether all hold, or one does; missing where that depends on what is missing."""
    decides = 0.0 if operation == "and" else 1.0
    if decides in values:
        return decides
    return nan if any(map(isnan, values)) else 1 - decides
