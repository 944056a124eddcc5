"""The model's own functions: each call is unfolded where it stands."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import cast

from forecast.language.semantics import errors
from forecast.language.semantics.literals import is_year
from forecast.language.semantics.scope import Context
from forecast.language.semantics.term import Term
from forecast.language.source import Span
from forecast.language.syntax import tree
from forecast.language.types.kind import Kind

MAX_CALLS = 20_000


def inline(function: tree.Function, expression: tree.Call, context: Context, expected: Kind | None) -> Term | None:
    """The body with the arguments in place of the parameters. Distributions in it are drawn afresh for each call."""
    name = function.name.id
    if expression.over:
        context.findings.add(errors.not_a_reduction(expression.span, name))
        return None
    if name in context.inside:
        chain = (*context.inside[context.inside.index(name) :], name)
        context.findings.add(errors.recursive_function(expression.span, chain))
        return None
    arguments = _arguments(function, expression, context)
    if arguments is None:
        return None
    scope = context.scope
    scope.calls += 1
    if scope.calls > MAX_CALLS:
        if scope.calls == MAX_CALLS + 1:
            context.findings.add(errors.function_too_large(expression.span, name, MAX_CALLS))
        return None
    terms: dict[str, Term | None] = {}
    # Whether a bare year is a date depends on where the parameter stands, so it goes into the body as it was written.
    years = {parameter: argument for parameter, argument in arguments.items() if is_year(argument)}
    for parameter, argument in arguments.items():
        if parameter in years:
            continue
        # In a table's cell the body reads them at its element, or goes along the whole.
        terms[parameter] = context.whole(context.cells).term(argument)
        if terms[parameter] is None:
            return None
    inner = replace(context, bindings=terms, inside=(*context.inside, name))
    return inner.term(substituted(function.body, years), expected)


def _arguments(function: tree.Function, expression: tree.Call, context: Context) -> dict[str, tree.Expr] | None:
    parameters = tuple(parameter.id for parameter in function.parameters)
    found: dict[str, tree.Expr] = {}
    for position, argument in enumerate(expression.arguments):
        key = argument.key
        if key is None:
            if position >= len(parameters):
                break
            name = parameters[position]
        elif isinstance(key, tree.Name):
            name = key.id
            if name not in parameters:
                usage = f"`{function.name.id}({', '.join(parameters)})`"
                context.findings.add(errors.unknown_argument(key.span, function.name.id, name, parameters, usage=usage))
                return None
        else:
            context.findings.add(errors.unexpected_label(key.span, function.name.id, key.span.text))
            return None
        if name in found:
            first = found[name].span
            context.findings.add(errors.repeated_argument(argument.span, function.name.id, name, first))
            return None
        found[name] = argument.value
    if len(found) != len(parameters) or len(expression.arguments) != len(parameters):
        context.findings.add(
            errors.function_arity(
                expression.span,
                function.name.id,
                parameters,
                len(expression.arguments),
                function.name.span,
            )
        )
        return None
    return found


def substituted(expression: tree.Expr, values: Mapping[str, tree.Expr]) -> tree.Expr:
    """The expression with some of its names replaced."""
    return cast(tree.Expr, _substituted(expression, values)) if values else expression


def _substituted(part: object, values: Mapping[str, tree.Expr]) -> object:
    match part:
        case tree.Name(id=name):
            return values.get(name, part)
        case tree.Call(function=function, arguments=arguments, over=over, span=span):
            given = cast(tuple[tree.Argument, ...], _substituted(arguments, values))
            return tree.Call(function, given, over, span)
        case tree.Argument(key=key, value=value, span=span):
            return tree.Argument(key, cast(tree.Expr, _substituted(value, values)), span)
        case tree.Cell(key=key, value=value, span=span):
            return tree.Cell(key, cast(tree.Expr, _substituted(value, values)), span)
        case tuple():
            return tuple(_substituted(item, values) for item in cast(tuple[object, ...], part))
        case _ if is_dataclass(part) and not isinstance(part, (type, Span)):
            changed = {f.name: _substituted(getattr(part, f.name), values) for f in fields(part)}
            return replace(part, **changed)
        case _:
            return part
