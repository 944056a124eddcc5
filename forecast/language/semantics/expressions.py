"""From the tree of an expression to its checked term."""

from typing import assert_never

from forecast.language.semantics import errors, literals
from forecast.language.semantics.arithmetic import binary, negation
from forecast.language.semantics.calls import call
from forecast.language.semantics.intervals import interval
from forecast.language.semantics.logic import case, comparison, conditional, connective, negated
from forecast.language.semantics.moments import at
from forecast.language.semantics.names import indexed, member, name, read_cells, text
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Term
from forecast.language.syntax import tree
from forecast.language.types.kind import Kind


def elaborate(expression: tree.Expr, context: Context, expected: Kind | None) -> Term | None:
    """The term of an expression; None if it has an error, which has then been reported."""
    match expression:
        case tree.Paren(inner=inner):
            return elaborate(inner, context, expected)
        case tree.Number():
            return literals.number(expression, context, expected)
        case tree.DateLiteral():
            return literals.date(expression, context)
        case tree.Never():
            return literals.never(expression)
        case tree.Boolean():
            return literals.boolean(expression)
        case tree.Text():
            return text(expression, expected)
        case tree.Name():
            found = name(expression, context, expected)
            return None if found is None else read_cells(found, context)
        case tree.Member():
            return member(expression, context)
        case tree.Index():
            found = indexed(expression, context)
            return None if found is None else read_cells(found, context)
        case tree.Call():
            return call(expression, context, expected)
        case tree.Unary(op="not"):
            return negated(expression, context)
        case tree.Unary():
            return negation(expression, context, expected)
        case tree.Binary(op="and" | "or"):
            return connective(expression, context)
        case tree.Binary():
            return binary(expression, context, expected)
        case tree.Compare():
            return comparison(expression, context)
        case tree.If():
            return conditional(expression, context, expected)
        case tree.Case():
            return case(expression, context, expected)
        case tree.Interval():
            return interval(expression, context, expected)
        case tree.Every():
            return literals.every(expression, context)
        case tree.At():
            return at(expression, context, expected)
        case tree.Sequence():
            context.findings.add(errors.not_supported(expression.span, "a list of values"))
            return None
        case tree.Table():
            context.findings.add(errors.table_misplaced(expression.span))
            return None
        case _:
            assert_never(expression)
