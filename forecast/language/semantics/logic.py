"""Comparisons, `and or not`, `if`, `case`."""

from forecast.language.diagnostics.syntax_errors import tree_too_deep
from forecast.language.recursion import MAX_DEPTH
from forecast.language.semantics import errors
from forecast.language.semantics.arithmetic import combine, declared_as_years, mismatch, side
from forecast.language.semantics.literals import BOOLEAN, DATE, adapted, bare, is_year
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Constant, Label, Term
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.kind import DURATION, Boolean, Category, Date, Kind, Number, Text, Type, alike

_ORDER = {"<": "less", "<=": "less_equal", ">": "greater", ">=": "greater_equal", "before": "before"}


def comparison(expression: tree.Compare, context: Context) -> Term | None:
    """`a <= x < b`: all of its steps hold. The middle of a chain is one value."""
    if len(expression.rest) > MAX_DEPTH:
        context.findings.add(tree_too_deep(expression.span, MAX_DEPTH))
        return None
    steps: list[Term] = []
    left_tree = expression.first
    for op, right_tree in expression.rest:
        sides = _sides(left_tree, right_tree, op, context)
        if sides is None:
            return None
        step = _compare(op, *sides, left_tree.span.to(right_tree.span), context)
        if step is None:
            return None
        steps.append(step)
        left_tree = right_tree
    result = steps[0]
    for step in steps[1:]:
        result = combine("and", (result, step), BOOLEAN, expression.span, context)
    return result


def _sides(left: tree.Expr, right: tree.Expr, op: str, context: Context) -> tuple[Term, Term] | None:
    """Both sides; a bare year is read as a date beside a date, and a label as what it is compared with."""
    hint: Kind | None = DATE if op == "before" else None
    if (is_year(left) or _may_be_label(left, context)) and not is_year(right):
        second = context.term(right, hint)
        if second is None:
            return None
        first = context.term(left, _expected(second))
    else:
        first = context.term(left, hint)
        if first is None:
            return None
        second = context.term(right, _expected(first))
    return None if first is None or second is None else (first, second)


def _expected(term: Term) -> Kind | None:
    return term.type.kind if isinstance(term.type.kind, (Date, Category)) else None


def _may_be_label(expression: tree.Expr, context: Context) -> bool:
    inner = bare(expression)
    known = context.scope.declared
    return isinstance(inner, tree.Name) and inner.id not in known and inner.id not in context.bindings


def _compare(op: str, left: Term, right: Term, span: Span, context: Context) -> Term | None:
    left, right = adapted(left, right.type.kind), adapted(right, left.type.kind)
    kind = left.type.kind
    if op == "before" and not (isinstance(kind, Date) and isinstance(right.type.kind, Date)):
        side = left if not isinstance(kind, Date) else right
        context.findings.add(errors.before_needs_dates(side.span, side.type.kind, declared_as_years(side, context)))
        return None
    if not alike(kind, right.type.kind):
        date = next((s for s in (left, right) if isinstance(s.type.kind, Date)), None)
        other = right if date is left else left
        if date is not None and isinstance(other.type.kind, Number):
            years = declared_as_years(other, context)
            context.findings.add(errors.date_against_number(other.span, other.type.kind, date.span, years))
        else:
            mismatch(left, right, op, context)
        return None
    if op in ("==", "!="):
        if isinstance(kind, Text) and isinstance(left, Label) and isinstance(right, Label):
            same = (left.text == right.text) is (op == "==")
            return Constant(float(same), Type(BOOLEAN), span, exact=True)
        return combine("equal" if op == "==" else "not_equal", (left, right), BOOLEAN, span, context)
    if isinstance(kind, (Boolean, Category, Text)):
        context.findings.add(errors.no_order(span, op, kind))
        return None
    return combine(_ORDER[op], (left, right), BOOLEAN, span, context)


def condition(expression: tree.Expr, context: Context, role: str) -> Term | None:
    """An expression that must be true or false."""
    term = context.term(expression, BOOLEAN)
    if term is None:
        return None
    if not isinstance(term.type.kind, Boolean):
        context.findings.add(errors.not_a_condition(expression.span, role, term.type.kind))
        return None
    return term


def connective(expression: tree.Binary, context: Context) -> Term | None:
    left = condition(expression.left, context, f"the left side of `{expression.op}`")
    right = condition(expression.right, context, f"the right side of `{expression.op}`")
    if left is None or right is None:
        return None
    return combine(expression.op, (left, right), BOOLEAN, expression.span, context)


def negated(expression: tree.Unary, context: Context) -> Term | None:
    operand = condition(expression.operand, context, "what follows `not`")
    return None if operand is None else combine("not", (operand,), BOOLEAN, expression.span, context)


def conditional(expression: tree.If, context: Context, expected: Kind | None) -> Term | None:
    test = condition(expression.condition, context, "the condition of `if`")
    branches = unified((expression.then, expression.otherwise), context, expected, "the branches of `if`")
    if test is None or branches is None:
        return None
    return combine("if", (test, *branches), branches[0].type.kind, expression.span, context)


def unified(
    expressions: tuple[tree.Expr, ...], context: Context, expected: Kind | None, what: str
) -> tuple[Term, ...] | None:
    """Several expressions of which one is taken: they must have one kind. Bare years take the kind of the others."""
    terms: dict[int, Term | None] = {
        i: context.term(e, expected) for i, e in enumerate(expressions) if expected is not None or not is_year(e)
    }
    hint = expected
    if hint is None and any(t is not None and isinstance(t.type.kind, Date) for t in terms.values()):
        hint = DATE
    for i, expression in enumerate(expressions):
        if i not in terms:
            terms[i] = context.term(expression, hint)
    found = [terms[i] for i in range(len(expressions))]
    good = [term for term in found if term is not None]
    if len(good) < len(found):
        return None
    kind = next((t.type.kind for t in good if adapted(t, DURATION) is t), good[0].type.kind)
    good = [adapted(term, kind) for term in good]
    for term in good[1:]:
        if not alike(term.type.kind, good[0].type.kind):
            context.findings.add(errors.branches_differ(what, side(good[0], context), side(term, context)))
            return None
    return tuple(good)


def case(expression: tree.Case, context: Context, expected: Kind | None) -> Term | None:
    """`case k { slow: a, fast: b, else: c }`: the first cell whose key equals the subject; later ones are `if`s inside."""
    subject = context.term(expression.subject)
    if subject is None or not expression.cells:
        # No entry could be read, which has been reported.
        return None
    if len(expression.cells) > MAX_DEPTH:
        context.findings.add(tree_too_deep(expression.span, MAX_DEPTH))
        return None
    keys: list[Term | None] = []
    failed = False
    for position, cell in enumerate(expression.cells):
        if isinstance(cell.key, tree.Else):
            keys.append(None)
            if position < len(expression.cells) - 1:
                context.findings.add(errors.else_not_last(cell.key.span))
                failed = True
            continue
        key = context.term(cell.key, subject.type.kind)
        if key is None:
            failed = True
            continue
        key = adapted(key, subject.type.kind)
        if not alike(key.type.kind, subject.type.kind):
            mismatch(subject, key, "==", context)
            failed = True
        keys.append(key)
    values = unified(tuple(cell.value for cell in expression.cells), context, expected, "the cells of `case`")
    if failed or values is None or not _complete(expression, subject, keys, context):
        return None
    result = values[-1]
    for key, value in reversed(list(zip(keys[:-1], values[:-1], strict=True))):
        if key is None:
            continue
        test = combine("equal", (subject, key), BOOLEAN, key.span, context)
        result = combine("if", (test, value, result), value.type.kind, expression.span, context)
    return result


def _complete(expression: tree.Case, subject: Term, keys: list[Term | None], context: Context) -> bool:
    """Whether the cells leave no case open; the last cell then needs no test of its own."""
    kind = subject.type.kind
    seen: dict[float, tree.Cell] = {}
    for key, cell in zip(keys, expression.cells, strict=True):
        if isinstance(key, Constant):
            if key.value in seen:
                context.findings.add(errors.duplicate_cell(cell.key.span, seen[key.value].key.span, cell.key.span.text))
                return False
            seen[key.value] = cell
    if keys and keys[-1] is None:
        return True
    labels: tuple[str, ...] = ("true", "false") if isinstance(kind, Boolean) else ()
    if isinstance(kind, Category):
        labels = kind.labels
    count = len(labels)
    if count and len(seen) == count:
        return True
    order = (1.0, 0.0) if isinstance(kind, Boolean) else tuple(float(i) for i in range(count))
    missing = tuple(label for label, value in zip(labels, order, strict=True) if value not in seen)
    context.findings.add(errors.case_incomplete(expression.span, missing))
    return False
