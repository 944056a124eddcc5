"""From the statements that define something to the nodes of the model."""

from dataclasses import dataclass, replace
from math import prod

from forecast.language.semantics import errors
from forecast.language.semantics.annotations import shown_unit, stated, written_unit
from forecast.language.semantics.arithmetic import combine
from forecast.language.semantics.literals import BOOLEAN, DATE, adapted, bare, is_percent, literal_value
from forecast.language.semantics.logic import condition
from forecast.language.semantics.model import Expectation, Node, Question, Role
from forecast.language.semantics.moments import needs_clock
from forecast.language.semantics.ranges import constant_of, range_of
from forecast.language.semantics.scope import Context, Drawing
from forecast.language.semantics.tables import table
from forecast.language.semantics.term import Draw, Strike, Term, When, walk
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.kind import CLOCK, PLAIN, RATE, Date, Growth, Kind, Text, Type, alike

MAX_VALUES = 100_000
QUESTION_FIELDS = ("title", "resolves", "source")


@dataclass(frozen=True, slots=True)
class Target:
    """The left side of a definition: its name and the indexes in its brackets."""

    name: str
    dims: tuple[str, ...]
    span: Span


def define(statement: tree.Definition | tree.Event, context: Context) -> Node | None:
    """The node of a definition or an event; None if it has an error, which has then been reported."""
    target = target_of(statement.target, context)
    if target is None:
        return None
    context = replace(context, node=target.name, equals=_equals_sign(statement))
    if isinstance(statement, tree.Event):
        return _event(statement, target, context)
    return _quantity(statement, target, context)


def _quantity(statement: tree.Definition, target: Target, context: Context) -> Node | None:
    annotation = None
    if statement.annotation is not None:
        annotation = stated(statement.annotation, context)
        if annotation is None:
            return None
    expected = None if annotation is None else annotation[0]
    term = _right_side(statement.value, statement.op, target, context, expected)
    if term is None:
        return None
    _warn_if_certain(statement, term, context)
    if annotation is not None and statement.annotation is not None:
        term = adapted(term, annotation[0])
        if isinstance(annotation[0], Growth) and term.type.kind == RATE:
            context.findings.add(errors.rate_for_growth(statement.value.span, statement.value.span.text))
            return None
        if not alike(term.type.kind, annotation[0]):
            found = errors.Side(statement.value.span, term.type.kind, written_unit(term, context))
            said = errors.Side(statement.annotation.span, *annotation)
            context.findings.add(errors.annotation_mismatch(found, target.name, said))
            return None
    unit = (
        annotation[1]
        if annotation is not None and annotation[1]
        else shown_unit(statement.value, term.type.kind, context)
    )
    uncertain = any(isinstance(part, Draw) for part in walk(term))
    role = Role.PARAMETER if uncertain else Role.QUANTITY
    if not uncertain and constant_of(term, context.scope.ranges) is not None:
        role = Role.CONSTANT
    return _node(target, role, term, statement, context, unit=unit)


def _event(statement: tree.Event, target: Target, context: Context) -> Node | None:
    if statement.op == "when":
        term = _when(statement, target, context)
    else:
        term = _right_side(statement.value, statement.op, target, context, DATE)
    if term is None:
        return None
    if not statement.never:
        _warn_if_certain(statement, term, context)
    if term.type.varying and isinstance(term.type.kind, Date):
        context.findings.add(errors.event_varies(statement.value.span, target.name))
        return None
    if not isinstance(term.type.kind, Date):
        context.findings.add(errors.event_not_a_date(statement.value.span, target.name, term.type.kind))
        return None
    outside = replace(context, drawing=None, equals=None)
    for expression in statement.never_if:
        test = condition(expression, outside, "the condition of `never if`")
        if test is None:
            return None
        if test.type.varying:
            context.findings.add(errors.never_if_varies(expression.span))
            return None
        term = _unless(test, term, statement.span, context)
    if len(statement.never) > 1:
        context.findings.add(errors.never_twice(statement.never[1].span))
        return None
    for expression in statement.never:
        coin = _never_coin(expression, statement, target, outside)
        if coin is None:
            return None
        term = _unless(coin, term, statement.span, context)
    return _node(target, Role.EVENT, term, statement, context)


def _when(statement: tree.Event, target: Target, context: Context) -> Term | None:
    """The first moment at which a condition holds."""
    test = condition(statement.value, context, "what follows `when`")
    if test is None or not needs_clock(statement.value.span, "`event … when`", context):
        return None
    if not test.type.varying:
        context.findings.add(errors.when_static(statement.value.span))
        return None
    dims = context.scope.ordered((*target.dims, *test.type.own))
    return When(test, None, Type(DATE, dims), statement.value.span)


def _unless(coin: Term, term: Term, span: Span, context: Context) -> Term:
    """What never happens where the coin is true; the clock has to know it of what it finds."""
    if not isinstance(term, (When, Strike)):
        return combine("unless", (coin, term), DATE, span, context)
    other = term.unless
    both = coin if other is None else combine("or", (other, coin), BOOLEAN, span, context)
    dims = context.scope.ordered((*term.type.dims, *coin.type.dims))
    return replace(term, unless=both, type=Type(DATE, dims))


def _never_coin(expression: tree.Expr, statement: tree.Event, target: Target, context: Context) -> Term | None:
    if statement.op == "=":
        context.findings.add(errors.never_on_computed(expression.span, target.name))
        return None
    chance = context.term(expression)
    if chance is None:
        return None
    if chance.type.kind != PLAIN:
        context.findings.add(errors.never_needs_share(expression.span, chance.type.kind))
        return None
    value = constant_of(chance, context.scope.ranges)
    if value is not None and not 0 <= value <= 1:
        written = literal_value(expression)
        percent = f"{written:g}%" if 1 < written <= 100 and not is_percent(expression) else ""
        context.findings.add(errors.never_out_of_range(expression.span, expression.span.text, percent))
        return None
    if chance.type.varying:
        context.findings.add(errors.never_if_varies(expression.span))
        return None
    dims = context.scope.ordered((*target.dims, *chance.type.dims))
    return Draw(
        "chance", (("p", chance),), "never", target.dims, Type(BOOLEAN, dims), expression.span,
        noise="uniform", family="chance",
    )  # fmt: skip


def _right_side(value: tree.Expr, op: str, target: Target, context: Context, expected: Kind | None) -> Term | None:
    if op == "~":
        context = replace(context, drawing=Drawing(plates=target.dims), equals=None)
    if isinstance(value, tree.Table):
        if not target.dims:
            keys = {cell.key.span.text for cell in value.cells if not isinstance(cell.key, tree.Else)}
            indexes = context.scope.indexes.values()
            index = next((index.name for index in indexes if keys <= set(index.labels)), "")
            context.findings.add(errors.table_without_index(value.span, target.name, index, op))
            return None
        return table(value, target.dims, context, expected)
    return context.term(value, expected)


def _node(
    target: Target,
    role: Role,
    term: Term,
    statement: tree.Definition | tree.Event,
    context: Context,
    *,
    unit: str = "",
) -> Node | None:
    kind = term.type.kind
    if isinstance(kind, Text):
        context.findings.add(errors.text_value(statement.value.span, target.name))
        return None
    dims = context.scope.ordered((*target.dims, *term.type.dims))
    if any(isinstance(part, Strike) for part in walk(term) if part is not term):
        context.findings.add(errors.hazard_alone(statement.value.span))
        return None
    count = prod(len(context.scope.indexes[dim].labels) for dim in dims if dim != CLOCK)
    if count > MAX_VALUES:
        context.findings.add(errors.too_many_cells(target.span, target.name, count, MAX_VALUES))
        return None
    context.scope.ranges[target.name] = range_of(term, context.scope.ranges)
    return Node(
        target.name, role, Type(kind, dims), term, unit, target.span, statement.span, statement.doc,
    )  # fmt: skip


def target_of(target: tree.Target, context: Context) -> Target | None:
    scope, name = context.scope, target.name.id
    dims: list[str] = []
    for item in target.indexes:
        inner = bare(item)
        if not isinstance(inner, tree.Name) or inner.id not in scope.indexes:
            text = item.span.text
            owner = next((index.name for index in scope.indexes.values() if text in index.labels), "")
            # An index that has an error of its own is declared, and neither an index nor a node.
            if text not in scope.declared or text in scope.nodes or owner:
                indexes = tuple(scope.indexes)
                declared = text in scope.nodes
                context.findings.add(
                    errors.target_not_index(item.span, name, text, owner=owner, indexes=indexes, is_node=declared)
                )
            return None
        if inner.id in dims:
            context.findings.add(errors.repeated_target(item.span, inner.id))
            return None
        dims.append(inner.id)
    return Target(name, tuple(dims), target.name.span)


def _warn_if_certain(statement: tree.Definition | tree.Event, term: Term, context: Context) -> None:
    if statement.op == "~" and not any(isinstance(part, Draw) for part in walk(term)):
        between = statement.span.source.text[: statement.value.span.start]
        place = between.rfind("~", statement.span.start)
        sign = Span(statement.span.source, place, place + 1) if place >= 0 else statement.span
        context.findings.add(errors.nothing_drawn(sign, statement.value.span))


def _equals_sign(statement: tree.Definition | tree.Event) -> Span | None:
    """The place of the `=` of a definition."""
    if statement.op != "=":
        return None
    end = statement.value.span.start
    source = statement.span.source
    place = source.text.rfind("=", statement.span.start, end)
    return Span(source, place, place + 1) if place >= 0 else None


def question(statement: tree.Question, context: Context) -> tuple[Question, tuple[Node, ...]] | None:
    """A question with its own node, and that of its condition."""
    name = statement.name.id
    context = replace(context, node=name)
    term = context.term(statement.value)
    given = None
    if statement.given is not None:
        given = condition(statement.given, context, "the condition after `given`")
    resolves, title, source = _fields(statement, context)
    if term is None or (statement.given is not None and given is None):
        return None
    more = tuple(dim for dim in given.type.dims if dim not in term.type.dims) if given is not None else ()
    if more and statement.given is not None:
        context.findings.add(errors.given_has_more(statement.given.span, more))
        return None
    if isinstance(term.type.kind, Text):
        context.findings.add(errors.question_kind(statement.value.span, name))
        return None
    if (term.type.varying or (given is not None and given.type.varying)) and not needs_clock(
        statement.value.span, "a question about what changes over time", context
    ):
        return None
    unit = shown_unit(statement.value, term.type.kind, context)
    nodes = [
        Node(
            name, Role.QUESTION, term.type, term, unit, statement.name.span, statement.span, statement.doc, title
        )
    ]  # fmt: skip
    if given is not None and statement.given is not None:
        place = statement.given.span
        nodes.append(Node(f"{name}.given", Role.CONDITION, given.type, given, "", place, statement.span))
    for node in nodes:
        context.scope.ranges[node.name] = range_of(node.term, context.scope.ranges)
    condition_name = f"{name}.given" if given is not None else None
    text = "" if statement.given is None else " ".join(statement.given.span.text.split())
    asked = " ".join(statement.value.span.text.split())
    found = Question(name, name, asked, condition_name, text, title, resolves, source, statement.name.span)
    return found, tuple(nodes)


def _fields(statement: tree.Question, context: Context) -> tuple[float | None, str, str]:
    """Resolution date, title and source of a question."""
    resolves: float | None = None
    texts = {"title": "", "source": ""}
    seen: dict[str, Span] = {}
    for entry in statement.fields:
        word = entry.name.id
        if word in seen:
            context.findings.add(errors.repeated_field(entry.name.span, word, seen[word]))
            continue
        seen[word] = entry.name.span
        if word not in QUESTION_FIELDS:
            context.findings.add(errors.unknown_field(entry.name.span, word, QUESTION_FIELDS))
        elif word == "resolves":
            written = bare(entry.value)
            as_of = isinstance(written, tree.Name) and written.id == "as_of"
            if not as_of and not isinstance(written, (tree.DateLiteral, tree.Number)):
                context.findings.add(errors.field_value(entry.value.span, word, "a written date"))
                continue
            term = context.term(written, DATE)
            if term is not None and not isinstance(term.type.kind, Date):
                context.findings.add(errors.field_value(entry.value.span, word, "a written date"))
            resolves = None if term is None else constant_of(term, context.scope.ranges)
        elif isinstance(entry.value, tree.Text):
            texts[word] = entry.value.value
        else:
            context.findings.add(errors.field_value(entry.value.span, word, "a text in quotation marks"))
    return resolves, texts["title"], texts["source"]


def expectation(statement: tree.Expect, number: int, context: Context) -> tuple[Expectation, Node] | None:
    name = f"expect.{number}"
    term = condition(statement.condition, replace(context, node=name), "what `expect` states")
    if term is None:
        return None
    if term.type.varying:
        context.findings.add(errors.expect_varies(statement.condition.span))
        return None
    text = " ".join(statement.condition.span.text.split())
    why = "" if statement.why is None else statement.why.value
    node = Node(
        name, Role.EXPECTATION, term.type, term, "", statement.condition.span, statement.span, statement.doc
    )  # fmt: skip
    return Expectation(name, text, why, statement.condition.span), node
