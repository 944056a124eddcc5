"""`observe`: evidence, as the logarithm of what it makes of a possible world."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isnan

from forecast.language.semantics import errors
from forecast.language.semantics.arithmetic import combine, mismatch
from forecast.language.semantics.conditioning import Conditioning
from forecast.language.semantics.empty_cells import check_empty_cells
from forecast.language.semantics.flat import taken_out
from forecast.language.semantics.literals import DATE, adapted, bare, is_year
from forecast.language.semantics.logic import condition
from forecast.language.semantics.model import Correlation, Evidence, EvidenceUse, Node, Prediction, Role
from forecast.language.semantics.nested import nested
from forecast.language.semantics.node_order import upstream
from forecast.language.semantics.predictions import Predicted, drawn_instead, predicted
from forecast.language.semantics.ranges import constant_of
from forecast.language.semantics.scope import Context, Drawing
from forecast.language.semantics.term import Apply, Likelihood, Nested, Reference, Term, Values, walk
from forecast.language.syntax import tree
from forecast.language.types.kind import PLAIN, Boolean, Kind, Type, alike


@dataclass(frozen=True, slots=True)
class Observation:
    """A piece of evidence, and its node; of a value compared with a distribution also what it could have been."""

    evidence: Evidence
    node: Node
    predicted: Predicted | None = None


def define_evidence(
    statements: Sequence[tree.Observe], context: Context, groups: Iterable[Correlation], use: EvidenceUse = "learn"
) -> tuple[tuple[Evidence, ...], tuple[Prediction, ...]]:
    """What is observed, and what it could have been where `use` asks for that.

    It comes after all else, and replaces the definitions of what it fixes, bounds or fills in the scope.
    """
    correlated = frozenset(draw.node for group in groups for draw in group.draws)
    found: list[Evidence] = []
    predictions: list[Prediction] = []
    flats = taken_out(context.scope.nodes, context)
    for number, statement in enumerate(statements, start=1):
        if use == "ignore" and statement.distribution is None:
            continue
        observed = observation(statement, number, context, correlated)
        if observed is None:
            continue
        if use != "ignore":
            found.append(observed.evidence)
            context.scope.nodes[observed.node.name] = observed.node
        if use != "learn" and observed.predicted is not None:
            predictions.append(observed.predicted.prediction)
            context.scope.nodes.update({node.name: node for node in observed.predicted.nodes})
    check_empty_cells(context)
    informed = upstream((evidence.node for evidence in found), context.scope.nodes)
    for flat, evidence, node in flats:
        if flat not in informed and use != "ignore" and not context.findings.has_errors:
            context.findings.add(errors.flat_alone(evidence.span, flat))
        context.scope.nodes[node.name] = node
    return (*found, *(evidence for _, evidence, _ in flats)), tuple(predictions)


def observation(
    statement: tree.Observe, number: int, context: Context, correlated: frozenset[str]
) -> Observation | None:
    """The evidence of a statement; None after an error, or where it became known only after `as_of`.

    Definitions of what it fixes, bounds or fills are replaced in the scope; not of nodes that are `correlated`.
    """
    name = f"observe.{number}"
    context = replace(context, node=name)
    known = _is_known(statement, context)
    if not known:
        # It is checked all the same, in a scope of its own.
        context = replace(context, scope=replace(context.scope, nodes=dict(context.scope.nodes)))
    conditioning = Conditioning(context, correlated)
    if statement.distribution is None:
        found = _condition(statement, name, context, conditioning)
    else:
        found = _measurement(statement, statement.distribution, name, context, conditioning)
    return found if known else None


def _is_known(statement: tree.Observe, context: Context) -> bool:
    """Whether the evidence is known at `as_of`."""
    if statement.known is None:
        return True
    term = context.term(statement.known, DATE)
    date = None if term is None or term.type.kind != DATE else constant_of(term, context.scope.ranges)
    if date is None:
        if term is not None:
            context.findings.add(errors.known_not_a_date(statement.known.span))
        return True
    return context.scope.as_of is None or date <= context.scope.as_of


# --- a value from a distribution ------------------------------------------------------------------------------------------


def _measurement(
    statement: tree.Observe, distribution: tree.Expr, name: str, context: Context, conditioning: Conditioning
) -> Observation | None:
    drawing = replace(context, drawing=Drawing(), equals=None)
    if is_year(statement.value):
        parts = _distributions(distribution, drawing, None)
        value = None if parts is None else context.term(statement.value, parts.kind)
    else:
        value = context.term(statement.value)
        parts = None if value is None else _distributions(distribution, drawing, value.type.kind)
    kept = None
    if statement.where is not None:
        kept = condition(statement.where, context, "what follows `where`")
        if kept is None:
            return None
    if value is None or parts is None:
        return None
    value = adapted(value, parts.kind)
    coins = isinstance(value.type.kind, Boolean) and all(part.family == "bernoulli" for part in parts.all)
    if not alike(value.type.kind, parts.kind) and not coins:
        mismatch(value, parts.all[0], "~", context)
        return None
    if value.type.varying or any(part.type.varying for part in parts.all):
        context.findings.add(errors.evidence_varies(statement.span))
        return None
    column = value.node if isinstance(value, Reference) and _is_column(value.node, context) else ""
    # What fills the empty cells of a column is not evidence.
    seen = _seen(column, context) or value
    density = parts.density(seen, context)
    for term, span in ((density, distribution.span), (kept, statement.where and statement.where.span)):
        extra = () if term is None else tuple(dim for dim in term.type.dims if dim not in value.type.dims)
        if extra and span is not None:
            context.findings.add(errors.evidence_multiplied(span, extra, statement.value.span))
            return None
    drawn = drawn_instead(parts.tests, parts.all, seen, context)
    if kept is not None:
        density = combine("kept", (kept, density), PLAIN, statement.span, context)
        seen, drawn = (combine("only", (kept, each), each.type.kind, each.span, context) for each in (seen, drawn))
    if column and _has_empty_cells(column, context) and not _fills(parts, column, conditioning):
        context.findings.add(errors.filling_impossible(distribution.span, column))
        return None
    evidence = _evidence(statement, name, value=column)
    return Observation(
        evidence,
        _node(statement, name, density),
        predicted(statement, name, context.scope.nodes.get(column), seen, drawn),
    )


def _fills(parts: "_Parts", column: str, conditioning: Conditioning) -> bool:
    """Put draws into the empty cells of a column, if that is possible."""
    return not parts.tests and not parts.all[0].event and conditioning.fill(column, parts.all[0])


@dataclass(frozen=True, slots=True)
class _Parts:
    """A distribution, or several with the conditions under which each is the one (`tests`, one fewer)."""

    tests: tuple[Term, ...]
    all: tuple[Nested, ...]

    @property
    def kind(self) -> Kind:
        return self.all[0].type.kind

    def density(self, value: Term, context: Context) -> Term:
        found = [_density(part, value, context) for part in self.all]
        result: Term = found[-1]
        for test, each in zip(reversed(self.tests), reversed(found[:-1]), strict=True):
            result = combine("if", (test, each, result), PLAIN, each.span, context)
        return result


def _distributions(expression: tree.Expr, context: Context, expected: Kind | None) -> _Parts | None:
    inner = bare(expression)
    if not isinstance(inner, tree.If):
        found = nested(expression, "observe", context, expected, together=True)
        return None if not isinstance(found, Nested) else _Parts((), (found,))
    test = condition(inner.condition, replace(context, drawing=None), "the condition of `if`")
    then = nested(inner.then, "observe", context, expected, together=True)
    rest = _distributions(inner.otherwise, context, expected)
    if test is None or not isinstance(then, Nested) or rest is None:
        return None
    if not alike(then.type.kind, rest.kind):
        mismatch(then, rest.all[0], "if", context, what="the branches of `if`")
        return None
    return _Parts((test, *rest.tests), (then, *rest.all))


def _density(distribution: Nested, value: Term, context: Context) -> Likelihood:
    dims = context.scope.ordered((*distribution.type.dims, *value.type.dims))
    kind = Type(PLAIN, tuple(dim for dim in dims if dim != distribution.event))
    return Likelihood("log_density", distribution, value, kind, distribution.span)


def _is_column(name: str, context: Context) -> bool:
    node = context.scope.nodes.get(name)
    return node is not None and node.role is Role.DATA


def _seen(column: str, context: Context) -> Term | None:
    """The cells of a column as they were read."""
    node = context.scope.nodes.get(column)
    parts = () if node is None else walk(node.term)
    return next((part for part in parts if isinstance(part, Values)), None)


def _has_empty_cells(name: str, context: Context) -> bool:
    node = context.scope.nodes.get(name)
    return node is not None and isinstance(node.term, Values) and any(map(isnan, node.term.values))


# --- a condition ------------------------------------------------------------------------------------------------------------


def _condition(statement: tree.Observe, name: str, context: Context, conditioning: Conditioning) -> Observation | None:
    written = bare(statement.value)
    if statement.where is not None:
        context.findings.add(errors.where_without_value(statement.where.span))
        return None
    if (
        isinstance(written, tree.Call)
        and isinstance(written.function, tree.Name)
        and written.function.id == "log_weight"
    ):
        return _log_weight(statement, written, name, context)
    test = condition(statement.value, context, "what `observe` states")
    if test is None:
        return None
    if test.type.varying:
        context.findings.add(errors.evidence_varies(statement.span))
        return None
    if test.type.dims and not (isinstance(test, Apply) and test.operation == "equal"):
        context.findings.add(errors.evidence_has_dims(statement.value.span, test.type.dims))
        return None
    exact = conditioning.weight(test)
    if exact is True:
        return None
    if exact is not False:
        evidence = replace(_evidence(statement, name), changed=tuple(conditioning.changed))
        return Observation(evidence, _node(statement, name, exact))
    if test.type.dims:
        context.findings.add(errors.evidence_has_dims(statement.value.span, test.type.dims))
        return None
    weight = combine("log_truth", (test,), PLAIN, statement.span, context)
    return Observation(_evidence(statement, name, hard=True), _node(statement, name, weight))


def _log_weight(statement: tree.Observe, written: tree.Call, name: str, context: Context) -> Observation | None:
    if len(written.arguments) != 1 or written.over:
        context.findings.add(errors.log_weight_arguments(written.span))
        return None
    term = context.term(written.arguments[0].value)
    if term is None:
        return None
    if term.type.kind != PLAIN:
        context.findings.add(errors.log_weight_kind(term.span, term.type.kind))
        return None
    if term.type.varying:
        context.findings.add(errors.evidence_varies(statement.span))
        return None
    return Observation(_evidence(statement, name), _node(statement, name, term))


def _evidence(statement: tree.Observe, name: str, *, value: str = "", hard: bool = False) -> Evidence:
    text = " ".join(statement.span.text.split())
    return Evidence(name, text, statement.value.span, value, hard)


def _node(statement: tree.Observe, name: str, term: Term) -> Node:
    return Node(name, Role.EVIDENCE, term.type, term, "", statement.value.span, statement.span, statement.doc)
