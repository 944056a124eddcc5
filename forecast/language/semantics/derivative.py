"""The derivative in time of what changes over time, as a term: by the rules of calculus, through the definitions of nodes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import log, pi
from typing import Literal

from forecast.language.semantics.model import Node
from forecast.language.semantics.term import (
    Apply,
    Constant,
    Delay,
    Element,
    IndexValues,
    Pick,
    Reduce,
    Reference,
    Rename,
    Running,
    Stack,
    Stock,
    Term,
    children,
    rebuilt,
)
from forecast.language.source import Span
from forecast.language.types.kind import CLOCK, PLAIN, Boolean, Date, Number, Type

_PLAIN_STEPS = frozenset({"round", "floor", "ceil", "held"})
"""What stays the same but where it jumps."""


@dataclass(slots=True)
class NoDerivativeError(Exception):
    """Something has no derivative, or none is known: what it is, and why if it is the name of a node."""

    span: Span
    what: str
    why: Literal["unknown", "noise", "circle"] = "unknown"


def holds_derivative(term: Term) -> bool:
    """Whether `derivative(…)` stands in a term."""
    return (isinstance(term, Running) and term.operation == "derivative") or any(map(holds_derivative, children(term)))


def resolved(
    nodes: Mapping[str, Node], dims: Callable[[Iterable[str]], tuple[str, ...]]
) -> tuple[dict[str, Node], list[NoDerivativeError]]:
    """The nodes with all derivatives in them found, and why some cannot be. `dims` puts dimensions in their order."""
    found, lacking = dict(nodes), list[NoDerivativeError]()
    for name, node in nodes.items():
        if holds_derivative(node.term):
            try:
                found[name] = replace(node, term=_Calculus(nodes, dims).resolved(node.term))
            except NoDerivativeError as error:
                lacking.append(error)
    return found, lacking


@dataclass(slots=True)
class _Calculus:
    nodes: Mapping[str, Node]
    dims: Callable[[Iterable[str]], tuple[str, ...]]
    inside: list[str] = field(default_factory=list[str])
    """The nodes whose definitions are being looked at."""

    def resolved(self, term: Term) -> Term:
        """A term whose derivatives are found."""
        term = rebuilt(term, self.resolved)
        if not (isinstance(term, Running) and term.operation == "derivative"):
            return term
        return replace(term, found=self.of(term.argument) or self._number(0.0, term.span))

    def of(self, term: Term) -> Term | None:
        """The derivative of a term; None where it is 0."""
        if not term.type.varying and not isinstance(term, Stock):
            return None
        match term:
            case IndexValues():
                return self._number(1.0, term.span)
            case Reference(node=name):
                return self._of_node(name, term)
            case Element(argument=argument) | Rename(argument=argument) | Pick(argument=argument):
                inner = self.of(argument)
                return None if inner is None else replace(term, argument=self._over(inner, argument))
            case Stack(cells=cells):
                found = [self.of(cell) for cell in cells]
                zero = self._number(0.0, term.span)
                return replace(term, cells=tuple(zero if cell is None else cell for cell in found))
            case Delay(argument=argument, lag=lag):
                inner = self.of(argument)
                if inner is None:
                    return None
                before = self._number(0.0, term.span)
                past = replace(term, argument=self._over(inner, argument), before=before)
                slower = self.of(lag)
                one = self._number(1.0, term.span)
                return past if slower is None else self._apply("multiply", past, self._apply("subtract", one, slower))
            case Running(operation="cumulative", argument=argument):
                return argument
            case Running(found=found) if found is not None:
                return self.of(found)
            case Running(argument=argument):
                inner = self.of(argument)
                return inner and self._if(self._compare("greater_equal", argument, term), self._positive(inner), None)
            case Apply(operation=operation, arguments=arguments):
                return self._of_operation(operation, arguments, term)
            case Reduce():
                return self._of_reduction(term)
            case _:
                raise NoDerivativeError(term.span, term.span.text)

    def _of_node(self, name: str, reference: Reference) -> Term | None:
        if name in self.inside:
            raise NoDerivativeError(reference.span, name, "circle")
        definition = self.nodes[name].term
        self.inside.append(name)
        if isinstance(definition, Stock):
            found = self._of_stock(name, definition, reference)
        else:
            found = self.of(self.resolved(definition))
        self.inside.pop()
        return found and self._over(found, reference)

    def _of_stock(self, name: str, stock: Stock, here: Reference) -> Term | None:
        if stock.noise is not None:
            raise NoDerivativeError(here.span, name, "noise")
        grows = None if stock.grows is None else self._apply("multiply", here, self.resolved(stock.grows))
        found = self._sum(grows, None if stock.rate is None else self.resolved(stock.rate))
        if found is None:
            return None
        now = IndexValues(CLOCK, (), Type(Date(), (CLOCK,)), here.span)
        moving = [] if stock.begins is None else [self._truth("happened", stock.begins, now)]
        for bound, side, off in ((stock.low, "greater", "less"), (stock.high, "less", "greater")):
            if bound is not None:
                zero = self._number(0.0, here.span)
                stuck = self._compare(off, found, zero)
                moving.append(self._truth("or", self._compare(side, here, bound), self._truth("not", stuck)))
        for condition in moving:
            found = self._if(condition, found, None)
        return found

    def _of_operation(self, operation: str, arguments: tuple[Term, ...], term: Apply) -> Term | None:
        match operation, arguments:
            case "if", (test, *branches):
                slopes = [self.of(branch) for branch in branches]
                return self._if(test, *slopes) if any(part is not None for part in slopes) else None
            case "pick", (selector, *parts):
                slopes = [self.of(part) for part in parts]
                zero = self._number(0.0, term.span)
                return self._apply("pick", selector, *(zero if part is None else part for part in slopes))
            case (("max" | "last" | "min" | "first"), (first, *rest)):
                value, slope = first, self.of(first)
                side = "greater_equal" if operation in ("max", "last") else "less_equal"
                for other in rest:
                    further = self.of(other)
                    slope = self._if(self._compare(side, value, other), slope, further)
                    value = replace(term, arguments=(value, other))
                return slope
            case "clamp", (x, low, high):
                above = self._compare("greater", x, low)
                slope = self._if(self._compare("less", x, high), self.of(x), self.of(high))
                return self._if(above, slope, self.of(low))
            case (("add" | "date_add"), (a, b)):
                return self._sum(self.of(a), self.of(b))
            case (("subtract" | "date_difference" | "date_subtract"), (a, b)):
                return self._sum(self.of(a), self._negative(self.of(b)))
            case "since", (date, _):
                now = IndexValues(CLOCK, (), Type(Date(), (CLOCK,)), term.span)
                return self._if(self._truth("happened", date, now), self._number(1.0, term.span), None)
            case "interpolate", (x, xs, ys, *log_flag) if not (xs.type.varying or ys.type.varying):
                slope = self.of(x)
                return slope and self._apply(
                    "multiply", self._apply("interpolation_slope", x, xs, ys, *log_flag), slope
                )
            case _:
                pass
        if operation in _PLAIN_STEPS:
            return None
        found: Term | None = None
        for position, argument in enumerate(arguments):
            slope = self.of(argument)
            if slope is not None:
                partial = self._partial(operation, arguments, position, term)
                found = self._sum(found, slope if partial is None else self._apply("multiply", partial, slope))
        return found

    def _partial(self, operation: str, arguments: tuple[Term, ...], position: int, term: Apply) -> Term | None:
        """The derivative of an operation by one of its arguments; None where it is 1."""
        x, apply = arguments[position], self._apply
        one, span = self._number(1.0, term.span), term.span
        match operation:
            case "growth_continuous" | "calendar_year":
                return None  # leap years or not, a calendar year is a year
            case "negate":
                return self._number(-1.0, span)
            case "multiply":
                return arguments[1 - position]
            case "divide" if position == 0:
                return apply("divide", one, arguments[1])
            case "divide" | "doubling_time" | "doubling_every" | "halving_every":
                return self._negative(apply("divide", term, x))
            case "power" if position == 0:
                exponent = arguments[1]
                return apply("multiply", exponent, apply("power", x, self._less_one(exponent)))
            case "power":
                return apply("multiply", term, apply("log", arguments[0]))
            case "factor":
                return apply("multiply", term, arguments[1 - position])
            case "exp":
                return term
            case "expm1":
                return apply("exp", x)
            case "log":
                return apply("divide", one, x)
            case "log2" | "log10":
                base = 2.0 if operation == "log2" else 10.0
                return apply("divide", self._number(1 / log(base), span), x)
            case "log1p" | "growth_effective":
                return apply("divide", one, apply("add", one, x))
            case "sqrt":
                return apply("divide", self._number(0.5, span), term)
            case "abs":
                return self._if(self._compare("less", x, self._number(0.0, span)), self._number(-1.0, span), one)
            case "inv_logit":
                return apply("multiply", term, apply("subtract", one, term))
            case "logit":
                return apply("divide", one, apply("multiply", x, apply("subtract", one, x)))
            case "normal_cdf":
                return self._bell(x)
            case "normal_quantile":
                return apply("divide", one, self._bell(term))
            case _:
                raise NoDerivativeError(span, span.text)

    def _of_reduction(self, term: Reduce) -> Term | None:
        inner = self.of(term.argument)
        if inner is None:
            return None
        inner = self._over(inner, term.argument)
        match term.operation:
            case "sum" | "mean" | "cumulative":
                return replace(term, argument=inner)
            case "product":
                return self._of_product(term, inner)
            case "max" | "min" | "first" | "last":
                largest = self._compare("equal", term.argument, term)
                # Where several are largest, they are so for a moment only.
                share = self._if(largest, self._number(1.0, term.span), None)
                total = replace(term, operation="sum", argument=self._apply("multiply", share, inner))
                return self._apply("divide", total, replace(term, operation="sum", argument=share))
            case _:
                raise NoDerivativeError(term.span, term.span.text)

    def _of_product(self, term: Reduce, slope: Term) -> Term:
        """Each slope times all other factors: what is left of the product where one factor is 0, nothing where several are."""
        one, zero = self._number(1.0, term.span), self._number(0.0, term.span)
        is_zero = self._compare("equal", term.argument, zero)

        def total(argument: Term) -> Term:
            return replace(term, operation="sum", argument=argument)

        rest = replace(term, argument=self._if(is_zero, one, term.argument))
        zeros = total(self._if(is_zero, one, None))
        relative = self._apply("divide", slope, self._if(is_zero, one, term.argument))
        alone = self._if(self._compare("equal", zeros, one), total(self._if(is_zero, slope, None)), None)
        share = self._if(self._compare("equal", zeros, zero), total(relative), alone)
        return self._apply("multiply", rest, share)

    # --- building terms ------------------------------------------------------------------------------------------------

    def _number(self, value: float, span: Span) -> Constant:
        return Constant(value, Type(PLAIN), span, exact=True)

    def _apply(self, operation: str, *arguments: Term) -> Apply:
        kind = next((a.type.kind for a in arguments if isinstance(a.type.kind, Number)), PLAIN)
        dims = self.dims(dim for argument in arguments for dim in argument.type.dims)
        return Apply(operation, arguments, Type(kind, dims), arguments[0].span)

    def _truth(self, operation: str, *arguments: Term) -> Apply:
        return replace(found := self._apply(operation, *arguments), type=Type(Boolean(), found.type.dims))

    def _compare(self, operation: str, left: Term, right: Term) -> Apply:
        return self._truth(operation, left, right)

    def _sum(self, a: Term | None, b: Term | None) -> Term | None:
        if a is None or b is None:
            return a or b
        return self._apply("add", a, b)

    def _negative(self, term: Term | None) -> Term | None:
        return None if term is None else self._apply("negate", term)

    def _less_one(self, exponent: Term) -> Term:
        if isinstance(exponent, Constant):
            return replace(exponent, value=exponent.value - 1)
        return self._apply("subtract", exponent, self._number(1.0, exponent.span))

    def _if(self, test: Term, yes: Term | None, no: Term | None) -> Term:
        zero = self._number(0.0, test.span)
        return self._apply("if", test, zero if yes is None else yes, zero if no is None else no)

    def _positive(self, term: Term) -> Term:
        return self._apply("max", term, self._number(0.0, term.span))

    def _bell(self, x: Term) -> Term:
        half = self._apply("multiply", self._number(-0.5, x.span), self._apply("multiply", x, x))
        return self._apply("multiply", self._number((2 * pi) ** -0.5, x.span), self._apply("exp", half))

    def _over(self, term: Term, like: Term) -> Term:
        """A term along all dimensions of another one."""
        if set(like.type.own) <= set(term.type.dims):
            return term
        return self._if(self._truth("missing", like), term, term)
