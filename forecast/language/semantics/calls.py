"""Calls of the language's own functions and distributions, checked against their registered signatures."""

from collections.abc import Mapping
from dataclasses import dataclass

from forecast.language.library import Function, lookup, names
from forecast.language.library.constraint import Constraint, violated
from forecast.language.library.match import Argument as Place
from forecast.language.library.match import Match, expected_kind, match
from forecast.language.library.record import Signature
from forecast.language.semantics import errors
from forecast.language.semantics.annotations import written_unit
from forecast.language.semantics.arithmetic import combine
from forecast.language.semantics.categories import choice
from forecast.language.semantics.flat import flat
from forecast.language.semantics.functions import inline
from forecast.language.semantics.interpolation import interpolation, listed
from forecast.language.semantics.intervals import Family, draw, quantiles
from forecast.language.semantics.joint import over_index
from forecast.language.semantics.kept import kept
from forecast.language.semantics.literals import adapted, bare, is_year
from forecast.language.semantics.matrices import written_matrix
from forecast.language.semantics.mixtures import mixture
from forecast.language.semantics.moments import delay, of_event, running, schedule, strike
from forecast.language.semantics.names import read_cells
from forecast.language.semantics.nested import nested
from forecast.language.semantics.over import indexes_over
from forecast.language.semantics.ranges import constant_of
from forecast.language.semantics.scope import Context
from forecast.language.semantics.shifts import shift
from forecast.language.semantics.term import Constant, Reduce, Term, Vector
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.kind import DURATION, PLAIN, RATE, Category, Date, Kind, Type


def call(expression: tree.Call, context: Context, expected: Kind | None) -> Term | None:
    callee = bare(expression.function)
    scope = context.scope
    if not isinstance(callee, tree.Name):
        context.findings.add(errors.unknown_function(callee.span, callee.span.text, (), is_node=False))
        return None
    if callee.id in scope.functions:
        return inline(scope.functions[callee.id], expression, context, expected)
    function = lookup(callee.id)
    if function is None:
        is_node = callee.id in scope.nodes or callee.id in context.bindings or callee.id in scope.indexes
        declared = scope.declared.get(callee.id)
        if scope.is_unavailable(callee.id):
            return None
        if declared is not None and not is_node:
            return None
        known = (*scope.functions, *names())
        context.findings.add(
            errors.unknown_function(
                callee.span,
                callee.id,
                known,
                is_node=is_node,
                is_index=callee.id in scope.indexes,
                declared=declared,
                arguments=Span(expression.span.source, callee.span.end, expression.span.end).text.strip(),
            )
        )
        return None
    if function.name in ("cumulative", "running_max", "derivative") and not expression.over:
        return running(function.name, expression, context)
    if function.special:
        return _special(function.name, expression, context, expected)
    if function.kind == "distribution" and context.drawing is None:
        context.findings.add(errors.distribution_in_equals(expression.span, context.equals, context.inside))
        return None
    return _registered(function, expression, context, expected)


def _special(name: str, expression: tree.Call, context: Context, expected: Kind | None) -> Term | None:
    match name:
        case "quantiles":
            return quantiles(expression, context, expected)
        case "choice":
            return choice(expression, context)
        case "schedule":
            return schedule(expression, context, expected)
        case "flat":
            return flat(expression, context, expected)
        case "shift":
            return shift(expression, context)
        case "log_weight":
            context.findings.add(errors.log_weight_outside(expression.span))
            return None
        case _:
            return mixture(expression, context, expected)


MAX_ARGUMENTS = 100
LEAST_KEPT = 1e-15
"""The share of a distribution below which the run-time library holds that a truncation keeps nothing."""


@dataclass(slots=True)
class _Arguments:
    """The arguments of a call by place, as written and as checked."""

    written: dict[Place, tree.Argument]
    terms: dict[Place, Term]

    @property
    def positional(self) -> list[Kind]:
        return [term.type.kind for place, term in self.terms.items() if isinstance(place, int)]

    @property
    def named(self) -> dict[str, Kind]:
        return {place: term.type.kind for place, term in self.terms.items() if isinstance(place, str)}


def _registered(function: Function, expression: tree.Call, context: Context, expected: Kind | None) -> Term | None:
    if len(expression.arguments) > MAX_ARGUMENTS:
        extra = expression.arguments[MAX_ARGUMENTS].span
        context.findings.add(errors.call_too_long(extra, function.name, MAX_ARGUMENTS))
        return None
    written = _places(function, expression, context)
    over = indexes_over(expression, context)
    if written is None or over is None:
        return None
    whole = context.whole(over)
    points_along: tuple[str, ...] = ()
    if function.name == "interpolate":
        # The index is that of the points, and no reduction.
        over, points_along = (), over
    arguments = _elaborate(function, written, bool(over), whole, expected)
    if arguments is None:
        return None
    categories = [Category(context.scope.indexes[index].labels, index) for index in over]
    outcome = match(function, arguments.positional, arguments.named, over=categories)
    if not isinstance(outcome, Match):
        spans = {place: argument.value.span for place, argument in written.items()}
        keys = {place: a.key.span for place, a in written.items() if a.key is not None}
        dims = context.scope.ordered(dim for term in arguments.terms.values() for dim in term.type.dims)
        context.findings.add(
            errors.call_mismatch(
                function,
                outcome,
                whole=expression.span,
                spans=spans,
                keys=keys,
                units_written={place: written_unit(term, context) for place, term in arguments.terms.items()},
                dims=dims,
                plates=context.drawing.plates if context.drawing is not None else (),
            )
        )
        return None
    bound = dict(zip(outcome.bound, _in_order(arguments), strict=False))
    signature = outcome.signature
    if _breaks(function, signature.constraints, bound, context):
        return None
    if function.name == "interpolate":
        found = interpolation(bound, points_along, outcome.result, expression.span, context)
        return None if found is None else read_cells(found, context)
    if over and function.kind == "distribution":
        return over_index(function, outcome, bound, over=over, span=expression.span, context=context)
    if over:
        return _reduction(outcome, arguments, over, expression.span, context)
    if function.kind == "distribution" and signature.variadic:
        values = _vector(_in_order(arguments), outcome.result, expression.span, context)
        family = Family(function.name, signature.runtime, function.noise or "score")
        return draw(family, (("values", values),), outcome.result, expression.span, context)
    if function.kind == "distribution":
        return _distribution(function, outcome, bound, expression.span, context)
    if function.name in ("happened", "since"):
        return of_event(function.name, bound["e"], expression.span, context)
    if function.name == "delay":
        return delay(bound["x"], bound["lag"], bound.get("before"), expression.span, context)
    terms = _in_order(arguments) if signature.variadic else _by_parameter(signature, bound)
    return combine(signature.runtime, tuple(terms), outcome.result, expression.span, context)


def _vector(terms: list[Term], kind: Kind, span: Span, context: Context) -> Vector:
    dims = context.scope.ordered(dim for term in terms for dim in term.type.dims)
    return Vector(tuple(terms), Type(kind, dims), span)


def _in_order(arguments: _Arguments) -> list[Term]:
    """Positional arguments, then named ones: the order of `Match.bound`."""
    terms = arguments.terms
    positional = [terms[place] for place in sorted(p for p in terms if isinstance(p, int))]
    return [*positional, *(term for place, term in terms.items() if isinstance(place, str))]


def _by_parameter(signature: Signature, bound: Mapping[str, Term]) -> list[Term]:
    return [bound[name] for name in signature.names if name in bound]


def _places(function: Function, expression: tree.Call, context: Context) -> dict[Place, tree.Argument] | None:
    """Which parameter each argument is for, by position or name."""
    places: dict[Place, tree.Argument] = {}
    position = 0
    for argument in expression.arguments:
        key = argument.key
        if key is None:
            places[position] = argument
            position += 1
            continue
        name = key.id if isinstance(key, tree.Name) else "else" if isinstance(key, tree.Else) else None
        if name is None:
            context.findings.add(errors.unexpected_label(key.span, function.name, key.span.text))
            return None
        if name in places:
            first = places[name].value.span
            context.findings.add(errors.repeated_argument(key.span, function.name, name, first))
            return None
        places[name] = argument
    return places


def _elaborate(
    function: Function,
    written: Mapping[Place, tree.Argument],
    reduces: bool,
    context: Context,
    result: Kind | None,
) -> _Arguments | None:
    """The arguments' terms. Bare years and zeros come last: what they are read as follows from the others."""
    count = sum(isinstance(place, int) for place in written)
    labels = [place for place in written if isinstance(place, str)]
    terms: dict[Place, Term | None] = {}

    def wanted(place: Place) -> Kind | None:
        known = {other: term.type.kind for other, term in terms.items() if term is not None and other != place}
        return expected_kind(function, place, known, positional=count, named=labels, result=result, reduces=reduces)

    later = [
        place
        for place, argument in written.items()
        if is_year(argument.value) and not _is_distribution(function, place)
    ]
    for place, argument in written.items():
        if place in later:
            continue
        terms[place] = _term(function, place, argument.value, context, wanted(place))
        if terms[place] is None and _is_distribution(function, place):
            # What the other arguments are read as would follow from it.
            return None
    for place in later:
        kind = wanted(place)
        terms[place] = context.term(written[place].value, kind if isinstance(kind, Date) else None)
    good = {place: term for place, term in terms.items() if term is not None}
    if len(good) < len(written):
        return None
    for place, term in good.items():
        if isinstance(term, Constant) and term.type.kind == PLAIN:
            kind = wanted(place)
            if kind is not None:
                good[place] = terms[place] = adapted(term, kind)
    return _Arguments(dict(written), {place: good[place] for place in written})


def _is_distribution(function: Function, place: Place) -> bool:
    """Whether a distribution is asked for in that place."""
    return any(
        parameter.is_distribution
        for signature in function.signatures
        for position, parameter in enumerate(signature.parameters)
        if place in (position, parameter.name)
    )


def _term(
    function: Function, place: Place, expression: tree.Expr, context: Context, expected: Kind | None
) -> Term | None:
    """The term of an argument; of a distribution, a matrix or a list where the function takes one."""
    written = bare(expression)
    if _is_distribution(function, place):
        return nested(expression, function.name, context, expected)
    if isinstance(written, tree.Sequence):
        if any(p.paired and p.name == place for signature in function.signatures for p in signature.parameters):
            return written_matrix(written, context, expected)
        if function.name == "interpolate":
            return listed(expression, context, expected)
    return context.term(expression, expected)


def _breaks(
    function: Function, constraints: tuple[Constraint, ...], bound: Mapping[str, Term], context: Context
) -> bool:
    """Whether a constant argument breaks a condition on the parameters (sd <= 0); reports it."""
    values = {name: constant_of(term, context.scope.ranges) for name, term in bound.items()}
    known = {name: value for name, value in values.items() if value is not None}
    for constraint in constraints:
        if violated(constraint, known):
            places = {name: (bound[name].span, value) for name, value in known.items()}
            context.findings.add(errors.bad_parameter(function, constraint, places))
            return True
    return False


def _distribution(
    function: Function, outcome: Match, bound: Mapping[str, Term], span: Span, context: Context
) -> Term | None:
    signature = outcome.signature
    parameters = [(name, bound[name]) for name in signature.names if name in bound]
    if function.name == "hazard" and bound["rate"].type.varying:
        one = (("rate", Constant(1.0, Type(RATE), span, exact=True)),)
        exposure = draw(Family("exponential", "exponential"), one, DURATION, span, context)
        return strike(bound["rate"], bound.get("after"), exposure, span, context)
    if function.name == "hazard" and "after" not in bound:
        if context.scope.as_of is None:
            context.findings.add(errors.hazard_without_start(span))
            return None
        parameters.append(("after", Constant(context.scope.as_of, Type(Date()), span)))
    if function.name == "truncated":
        share = kept(bound, context.scope.ranges)
        if share is not None and share < LEAST_KEPT:
            ends = [bound[name].span if name in bound else None for name in ("min", "max")]
            context.findings.add(errors.nothing_kept(span, *ends))
            return None
    family = Family(function.name, signature.runtime, function.noise or "score")
    return draw(family, tuple(parameters), outcome.result, span, context)


def _reduction(
    outcome: Match, arguments: _Arguments, over: tuple[str, ...], span: Span, context: Context
) -> Term | None:
    signature = outcome.signature
    reduced = {parameter.name for parameter in signature.parameters if parameter.reduced}
    pairs = list(zip(outcome.bound, _in_order(arguments), strict=True))
    argument = next(term for name, term in pairs if name in reduced)
    others = tuple(term for name, term in pairs if name not in reduced)
    for index in over:
        if index not in argument.type.dims:
            context.findings.add(
                errors.index_not_in(argument.span, index, argument.span.text, argument.type.dims, over=True)
            )
            return None
    rest = (dim for dim in argument.type.dims if signature.along or dim not in over)
    dims = context.scope.ordered((*rest, *(dim for term in others for dim in term.type.dims)))
    found = Reduce(signature.runtime, argument, over, Type(outcome.result, dims), span, others)
    # What goes along the index is read at the cell's element in turn.
    return read_cells(found, context) if signature.along else found
