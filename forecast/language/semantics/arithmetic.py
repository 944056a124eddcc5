"""`+ - * / ^` and the minus sign: units, dates and growth."""

from fractions import Fraction

from forecast.language.semantics import errors
from forecast.language.semantics.annotations import written_unit
from forecast.language.semantics.literals import DATE, GROWTH, adapted, bare, is_year
from forecast.language.semantics.ranges import constant_of
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Apply, Constant, Draw, Reference, Term
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.kind import DURATION, PLAIN, RATE, Boolean, Date, Growth, Kind, Number, Type


def binary(expression: tree.Binary, context: Context, expected: Kind | None) -> Term | None:
    sides = _sum_sides(expression, context, expected) if expression.op in "+-" else _product_sides(expression, context)
    if sides is None:
        return None
    left, right = sides
    for side in (left, right):
        if isinstance(side.type.kind, Boolean):
            context.findings.add(errors.boolean_in_arithmetic(side.span, expression.op))
            return None
        if not isinstance(side.type.kind, (Number, Date, Growth)):
            context.findings.add(errors.not_arithmetic(side.span, side.type.kind, expression.op))
            return None
    match expression.op:
        case "+":
            return _add(left, right, expression, context)
        case "-":
            return _subtract(left, right, expression, context)
        case "*":
            return _multiply(left, right, expression, context)
        case "/":
            return _divide(left, right, expression, context)
        case _:
            return _power(left, right, expression, context)


def negation(expression: tree.Unary, context: Context, expected: Kind | None) -> Term | None:
    operand = context.term(expression.operand, expected if not isinstance(expected, Date) else None)
    if operand is None:
        return None
    if not isinstance(operand.type.kind, (Number, Growth)):
        if isinstance(operand.type.kind, Boolean):
            context.findings.add(errors.boolean_in_arithmetic(operand.span, expression.op))
        else:
            context.findings.add(errors.not_arithmetic(operand.span, operand.type.kind, expression.op))
        return None
    if expression.op == "+":
        return operand
    if isinstance(operand.type.kind, Growth) and isinstance(bare(expression.operand), tree.Number):
        context.findings.add(errors.negative_growth_factor(expression.span))
        return None
    if isinstance(operand, Constant):
        return Constant(-operand.value, operand.type, expression.span, operand.exact)
    return Apply("negate", (operand,), operand.type, expression.span)


def combine(operation: str, terms: tuple[Term, ...], kind: Kind, span: Span, context: Context) -> Apply:
    """An elementwise operation whose result has the dimensions of all its arguments."""
    dims = context.scope.ordered(dim for term in terms for dim in term.type.dims)
    return Apply(operation, terms, Type(kind, dims), span)


def declared_at(term: Term, context: Context) -> tuple[Span, str] | None:
    """Where the name that a term consists of was declared, for second labels."""
    if isinstance(term, Reference):
        node = context.scope.nodes.get(term.node)
        if node is not None:
            return node.span, term.node
    return None


def mismatch(left: Term, right: Term, op: str, context: Context, *, what: str = "") -> None:
    """Report that two sides do not go together; `what` they belong to, where it is no operator."""
    declared = (declared_at(left, context), declared_at(right, context))
    sides = side(left, context), side(right, context)
    years = None
    if DURATION in (left.type.kind, right.type.kind) and op in "+-":
        years = declared_as_years(left, context) or declared_as_years(right, context)
    drawn = context.drawing is not None
    context.findings.add(errors.unit_mismatch(op, *sides, declared=declared, what=what, years=years, drawn=drawn))


def declared_as_years(term: Term, context: Context) -> tuple[Span, str] | None:
    """Where the name that a term consists of was declared, if its plain numbers are calendar years: `e ~ 2027 to 2030`."""
    if not isinstance(term, Reference) or term.type.kind != PLAIN:
        return None
    node = context.scope.nodes.get(term.node)
    if node is None:
        return None
    ends = [node.term]
    if isinstance(node.term, Draw):
        ends = [end for name, end in node.term.parameters if name in ("low", "high")]
    values = [end.value if isinstance(end, Constant) else 0.0 for end in ends]
    return (node.span, term.node) if values and all(1900 <= value <= 2300 for value in values) else None


def side(term: Term, context: Context) -> errors.Side:
    """A term as one side of a conflict."""
    return errors.Side(term.span, term.type.kind, written_unit(term, context))


def _sum_sides(expression: tree.Binary, context: Context, expected: Kind | None) -> tuple[Term, Term] | None:
    """Both sides of a sum; a bare year beside a date or a duration, or where a date is expected, is a date."""
    left_tree, right_tree = expression.left, expression.right
    if is_year(left_tree) and not is_year(right_tree):
        right = context.term(right_tree, DURATION if isinstance(expected, Date) else None)
        if right is None:
            return None
        beside = isinstance(right.type.kind, Date) or (right.type.kind == DURATION)
        left = context.term(left_tree, DATE if beside or isinstance(expected, Date) else None)
    elif is_year(right_tree) and not is_year(left_tree):
        left = context.term(left_tree, expected)
        if left is None:
            return None
        beside = isinstance(left.type.kind, Date) or left.type.kind == DURATION
        right = context.term(right_tree, DATE if beside else None)
    else:
        left = context.term(left_tree, expected)
        right = context.term(right_tree, DURATION if isinstance(expected, Date) else expected)
    return None if left is None or right is None else (left, right)


def _product_sides(expression: tree.Binary, context: Context) -> tuple[Term, Term] | None:
    left = context.term(expression.left)
    literal = bare(expression.left)
    if (
        left is None
        and isinstance(literal, tree.Number)
        and literal.unit
        and expression.left.span.end + 1 == (expression.right.span.start)
    ):
        # `3 tokens/sec`: as `tokens` is no unit, `/sec` was not read as one; one finding is enough.
        return None
    right = context.term(expression.right)
    return None if left is None or right is None else (left, right)


def _add(left: Term, right: Term, expression: tree.Binary, context: Context) -> Term | None:
    match left.type.kind, right.type.kind:
        case Date(), Date():
            context.findings.add(errors.date_plus_date(expression.span, left.span, right.span))
        case Date(), Number() as kind if kind == DURATION:
            return combine("date_add", (left, right), DATE, expression.span, context)
        case Number() as kind, Date() if kind == DURATION:
            return combine("date_add", (right, left), DATE, expression.span, context)
        case (Date(), Number()) | (Number(), Date()):
            other = right if isinstance(left.type.kind, Date) else left
            date = left if other is right else right
            context.findings.add(errors.date_and_number(other.span, "+", other.type.kind, date.span))
        case _:
            return _same_kind(left, right, "add", expression, context)
    return None


def _subtract(left: Term, right: Term, expression: tree.Binary, context: Context) -> Term | None:
    match left.type.kind, right.type.kind:
        case Date(), Date():
            return combine("date_difference", (left, right), DURATION, expression.span, context)
        case Date(), Number() as kind if kind == DURATION:
            return combine("date_subtract", (left, right), DATE, expression.span, context)
        case Date(), Number():
            context.findings.add(errors.date_and_number(right.span, "-", right.type.kind, left.span))
        case Number(), Date():
            context.findings.add(errors.date_from_number(right.span, left.span, left.type.kind))
        case _:
            return _same_kind(left, right, "subtract", expression, context)
    return None


def _same_kind(left: Term, right: Term, operation: str, expression: tree.Binary, context: Context) -> Term | None:
    left, right = adapted(left, right.type.kind), adapted(right, left.type.kind)
    if left.type.kind == right.type.kind:
        return combine(operation, (left, right), left.type.kind, expression.span, context)
    if {type(left.type.kind), type(right.type.kind)} == {Growth, Number}:
        number = left if isinstance(left.type.kind, Number) else right
        if number.type.kind == RATE:
            context.findings.add(errors.rate_for_growth(number.span, number.span.text))
            return None
    mismatch(left, right, expression.op, context)
    return None


def _multiply(left: Term, right: Term, expression: tree.Binary, context: Context) -> Term | None:
    match left.type.kind, right.type.kind:
        case Number(a), Number(b):
            return combine("multiply", (left, right), Number(a * b), expression.span, context)
        case (Growth(), Number() as kind) | (Number() as kind, Growth()) if kind == PLAIN:
            return combine("multiply", (left, right), GROWTH, expression.span, context)
        case (Growth(), _) | (_, Growth()):
            growth, other = (left, right) if isinstance(left.type.kind, Growth) else (right, left)
            context.findings.add(
                errors.growth_times(expression.span, growth.span.text, other.span.text, other.type.kind)
            )
        case _:
            date = left if isinstance(left.type.kind, Date) else right
            context.findings.add(errors.date_arithmetic(date.span, expression.op))
    return None


def _divide(left: Term, right: Term, expression: tree.Binary, context: Context) -> Term | None:
    if constant_of(right, context.scope.ranges) == 0:
        context.findings.add(errors.division_by_zero(right.span, declared_at(right, context)))
        return None
    match left.type.kind, right.type.kind:
        case Number(a), Number(b):
            return combine("divide", (left, right), Number(a / b), expression.span, context)
        case Growth(), Number() as kind if kind == PLAIN:
            return combine("divide", (left, right), GROWTH, expression.span, context)
        case Growth(), Growth():
            return combine("divide", (left, right), PLAIN, expression.span, context)
        case (Growth(), _) | (_, Growth()):
            growth, other = (left, right) if isinstance(left.type.kind, Growth) else (right, left)
            context.findings.add(
                errors.growth_times(expression.span, growth.span.text, other.span.text, other.type.kind)
            )
        case _:
            date = left if isinstance(left.type.kind, Date) else right
            context.findings.add(errors.date_arithmetic(date.span, expression.op))
    return None


MAX_POWER = 100


def _power(left: Term, right: Term, expression: tree.Binary, context: Context) -> Term | None:
    base, exponent = left.type.kind, right.type.kind
    if not isinstance(base, Number) or exponent != PLAIN:
        side = right if isinstance(base, Number) else left
        context.findings.add(errors.bad_power(side.span, side.type.kind, is_base=side is left))
        return None
    literal = bare(expression.right)
    value = constant_of(right, context.scope.ranges)
    written = (
        isinstance(literal, (tree.Number, tree.Unary, tree.Binary)) and value is not None and abs(value) <= MAX_POWER
    )
    if written and value is not None:
        right = Constant(value, right.type, right.span, exact=True)
    if base == PLAIN:
        return combine("power", (left, right), PLAIN, expression.span, context)
    if not written or value is None:
        unit = written_unit(left, context) or str(base.dimension)
        context.findings.add(errors.uncertain_power(right.span, left.span, base, unit))
        return None
    power = Fraction(value).limit_denominator(60)
    return combine("power", (left, right), Number(base.dimension**power), expression.span, context)
