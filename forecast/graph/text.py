"""Terms as canonical text: for dumps, and for fingerprints."""

from typing import assert_never

from forecast.language.semantics.term import (
    Apply,
    At,
    Constant,
    Delay,
    Draw,
    Element,
    IndexValues,
    Label,
    Likelihood,
    Nested,
    Pick,
    Reduce,
    Reference,
    Rename,
    Running,
    Stack,
    Stock,
    Strike,
    Term,
    Values,
    Vector,
    When,
)
from forecast.language.types.calendar import DAYS_PER_YEAR
from forecast.language.types.kind import CLOCK, Date, Kind


def term_text(term: Term, epoch: int | None = None) -> str:
    """One line that says all that a term means, and nothing of how it was laid out. Numbers are in canonical units.

    Dates are in years from the model's epoch; where `epoch`, its ordinal day, is given, they are ordinal days instead.
    """

    def text(part: Term) -> str:
        return term_text(part, epoch)

    def joined(parts: tuple[Term, ...]) -> str:
        return ", ".join(text(part) for part in parts)

    match term:
        case Constant(value=value):
            return _value_text(value, term.type.kind, epoch)
        case Label(text=label):
            return repr(label)
        case IndexValues(index=index) if index == CLOCK:
            return "t"
        case IndexValues(index=index, values=values):
            return f"{index}[{', '.join(_value_text(value, term.type.kind, epoch) for value in values)}]"
        case Values(values=values, type=kind):
            shown = ", ".join(_value_text(value, kind.kind, epoch) for value in values)
            return f"values[{', '.join(kind.dims)}: {shown}]"
        case Reference(node=node):
            return node
        case Apply(operation=operation, arguments=arguments):
            return f"{operation}({joined(arguments)})"
        case Reduce(operation=operation, argument=argument, over=over, parameters=parameters):
            return f"{operation}({joined((*parameters, argument))} over {', '.join(over)})"
        case Element(argument=argument, index=index, position=position):
            return f"{text(argument)}[{index}: {position}]"
        case Pick(argument=argument, index=index, selector=selector):
            return f"{text(argument)}[{index}: {text(selector)}]"
        case Rename(argument=argument, names=names):
            return f"{text(argument)}[{', '.join(f'{index} as {other or "…"}' for index, other in names)}]"
        case Stack(index=index, cells=cells):
            return f"{index}{{{joined(cells)}}}"
        case Draw(
            constructor=constructor, parameters=parameters, part=part, plates=plates, element=element, event=event
        ):
            given = ", ".join(f"{name}: {text(value)}" for name, value in parameters)
            place = "".join((f"[{', '.join(plates)}]" if plates else "", f"@{element}" if element else ""))
            return f"~{part}{place} {constructor}({given}{f' over {event}' if event else ''})"
        case Nested(constructor=constructor, parameters=parameters):
            return f"{constructor}({', '.join(f'{name}: {text(value)}' for name, value in parameters)})"
        case Likelihood(operation=operation, distribution=distribution, value=value):
            return f"{operation}({text(distribution)} at {text(value)})"
        case Vector(items=items):
            return f"[{joined(items)}]"
        case Stock():
            names = ("start", "begins", "grows", "rate", "noise", "low", "high")
            given = ((name, getattr(term, name)) for name in names)
            return f"stock{{{', '.join(f'{name}: {text(value)}' for name, value in given if value is not None)}}}"
        case When(condition=condition, unless=unless):
            return f"when({text(condition)}{'' if unless is None else f', unless {text(unless)}'})"
        case Strike():
            after = "" if term.after is None else f", after: {text(term.after)}"
            unless = "" if term.unless is None else f", unless {text(term.unless)}"
            return f"strike({text(term.rate)}{after}, exposure: {text(term.exposure)}{unless})"
        case At(argument=argument, date=date):
            return f"({text(argument)} at {text(date)})"
        case Delay(argument=argument, lag=lag, before=before):
            return f"delay({text(argument)}, {text(lag)}{'' if before is None else f', before: {text(before)}'})"
        case Running(operation=operation, argument=argument):
            return f"{operation}({text(argument)} in time)"
        case _:
            assert_never(term)


def _value_text(value: float, kind: Kind, epoch: int | None) -> str:
    if epoch is None or not isinstance(kind, Date):
        return repr(value)
    # Midnight is midnight whatever the epoch: what is less than a tenth of a second is rounding.
    return f"day {round(value * DAYS_PER_YEAR + epoch, 6)!r}"
