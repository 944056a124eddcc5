"""Terms as canonical text: for dumps, and for fingerprints."""

from typing import assert_never

from forecast.language.semantics.term import (
    Apply,
    Constant,
    Draw,
    Element,
    IndexValues,
    Label,
    Pick,
    Reduce,
    Reference,
    Rename,
    Stack,
    Term,
    Vector,
)


def term_text(term: Term) -> str:
    """One line that says all that a term means, and nothing of how it was laid out. Numbers are in canonical units."""
    match term:
        case Constant(value=value):
            return repr(value)
        case Label(text=text):
            return repr(text)
        case IndexValues(index=index, values=values):
            return f"{index}{list(values)!r}"
        case Reference(node=node):
            return node
        case Apply(operation=operation, arguments=arguments):
            return f"{operation}({_joined(arguments)})"
        case Reduce(operation=operation, argument=argument, over=over, parameters=parameters):
            return f"{operation}({_joined((*parameters, argument))} over {', '.join(over)})"
        case Element(argument=argument, index=index, position=position):
            return f"{term_text(argument)}[{index}: {position}]"
        case Pick(argument=argument, index=index, selector=selector):
            return f"{term_text(argument)}[{index}: {term_text(selector)}]"
        case Rename(argument=argument, index=index, other=other):
            return f"{term_text(argument)}[{index} as {other}]"
        case Stack(index=index, cells=cells):
            return f"{index}{{{_joined(cells)}}}"
        case Draw(constructor=constructor, parameters=parameters, part=part, plates=plates, element=element):
            given = ", ".join(f"{name}: {term_text(value)}" for name, value in parameters)
            place = "".join((f"[{', '.join(plates)}]" if plates else "", f"@{element}" if element else ""))
            return f"~{part}{place} {constructor}({given})"
        case Vector(items=items):
            return f"[{_joined(items)}]"
        case _:
            assert_never(term)


def _joined(terms: tuple[Term, ...]) -> str:
    return ", ".join(term_text(term) for term in terms)
