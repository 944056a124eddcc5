"""`shift(x, n)`: the value some places earlier along an index."""

from math import nan

from forecast.language.semantics import errors
from forecast.language.semantics.arithmetic import mismatch
from forecast.language.semantics.literals import adapted
from forecast.language.semantics.names import read_cells
from forecast.language.semantics.over import indexes_over
from forecast.language.semantics.ranges import constant_of
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Constant, Reduce, Term
from forecast.language.syntax import tree
from forecast.language.types.kind import CLOCK, Type, alike


def shift(call: tree.Call, context: Context) -> Term | None:
    """`shift(x, 1)`, `shift(x, 2, else: 0)`, `shift(x, 1 over row)`."""
    plain = [argument.value for argument in call.arguments if argument.key is None]
    instead = [argument.value for argument in call.arguments if isinstance(argument.key, tree.Else)]
    if len(plain) not in (1, 2) or len(instead) > 1 or len(plain) + len(instead) < len(call.arguments):
        context.findings.add(errors.shift_arguments(call.span))
        return None
    # In a table's cell what is shifted is read whole, and the result at the cell's element.
    argument = context.whole(context.cells).term(plain[0])
    if argument is None:
        return None
    places = 1.0
    if len(plain) == 2:
        written = context.term(plain[1])
        if written is None:
            return None
        places = constant_of(written, context.scope.ranges)
        if places is None or places < 1 or places != round(places):
            context.findings.add(errors.shift_places(written.span))
            return None
    index = _index(argument, call, context)
    if index is None:
        return None
    otherwise: Term = Constant(nan, Type(argument.type.kind), call.span, exact=True)
    if instead:
        found = context.term(instead[0], argument.type.kind)
        if found is None:
            return None
        otherwise = adapted(found, argument.type.kind)
        if not alike(otherwise.type.kind, argument.type.kind):
            mismatch(otherwise, argument, ",", context, what="what stands before the first, and what is shifted")
            return None
    dims = context.scope.ordered((*argument.type.dims, *otherwise.type.dims))
    by = Constant(places, Type(argument.type.kind), call.span, exact=True)
    return read_cells(
        Reduce("shift", argument, (index,), Type(argument.type.kind, dims), call.span, (by, otherwise)), context
    )


def _index(argument: Term, call: tree.Call, context: Context) -> str | None:
    """The index along which to go: the one after `over`, or the only one."""
    over = indexes_over(call, context)
    if over is None:
        return None
    dims = tuple(dim for dim in argument.type.dims if dim != CLOCK)
    if len(over) > 1 or (not over and len(dims) > 1):
        context.findings.add(errors.shift_along_one(call.span, over or dims))
        return None
    index = next(iter(over or dims), None)
    if index is None:
        context.findings.add(errors.shift_of_one(argument.span, argument.span.text))
        return None
    if index not in dims:
        context.findings.add(errors.index_not_in(argument.span, index, argument.span.text, dims, over=True))
        return None
    return index
