"""The condition of an event as code: its margins, and what makes of their signs whether it holds."""

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forecast.language.semantics.passes import is_now
from forecast.language.semantics.term import Apply, Reduce, Term
from forecast.language.types.kind import CLOCK
from forecast.program import syntax
from forecast.program.arrays import Array, aligned, full

if TYPE_CHECKING:
    from forecast.program.moment import MomentWriter

_CONNECTIVES = {"and": "both", "or": "either", "not": "negate"}
ORDERED = frozenset({"less", "less_equal", "greater", "greater_equal", "before"})


@dataclass(slots=True)
class Condition:
    """A condition as margins, the truths that have none, and what makes of these whether it holds."""

    writer: "MomentWriter"
    margins: list[ast.expr] = field(default_factory=list[ast.expr])
    truths: list[ast.expr] = field(default_factory=list[ast.expr])
    reduces: bool = False

    def write(self, term: Term, dims: tuple[str, ...]) -> ast.expr:
        holds = self._holds(term)
        aligned_holds = aligned(holds, dims)
        self.writer.flush()
        function = ast.Lambda(ast.arguments([], [ast.arg("m"), ast.arg("f")], None, [], [], None, []), aligned_holds)
        reduces = {"reduces": ast.Constant(True)} if self.reduces else {}
        return syntax.rt(
            "Condition",
            margins=syntax.tuple_of(self.margins),
            truths=syntax.tuple_of(self.truths),
            holds=function,
            **reduces,
        )

    def _holds(self, term: Term) -> Array:
        writer = self.writer
        match term:
            case Apply(operation=operation, arguments=arguments) if operation in _CONNECTIVES:
                dims = writer.axes(term)
                parts = [aligned(self._holds(argument), dims) for argument in arguments]
                return Array(syntax.rt(_CONNECTIVES[operation], *parts), dims)
            case Reduce(operation=("any" | "all") as operation, argument=argument, over=over) if CLOCK not in over:
                inner = self._holds(argument)
                self.reduces = True
                axes = [syntax.integer(inner.dims.index(dim)) for dim in over]
                axis = axes[0] if len(axes) == 1 else syntax.tuple_of(axes)
                rest = tuple(dim for dim in inner.dims if dim not in over)
                return Array(syntax.rt(f"{operation}_of", inner.code, axis=axis), rest)
            case Apply(operation="happened", arguments=(date, _)) if term.type.varying:
                when = writer.array(date)
                now = syntax.attribute("now", "t")
                return self._margin(Array(syntax.rt("date_difference", now, when.code), when.dims))
            case Apply(operation=operation, arguments=(left, right)) if operation in ORDERED and term.type.varying:
                dims = writer.axes(term)
                more, less = (left, right) if operation.startswith("greater") else (right, left)
                codes = [
                    aligned(Array(syntax.attribute("now", "t")) if is_now(side) else writer.array(side), dims)
                    for side in (more, less)
                ]
                return self._margin(Array(syntax.rt("margin", *codes), dims))
            case _:
                value = writer.array(term)
                self.truths.append(full(value, writer.axes(term), writer.sizes(writer.axes(term))))
                place = syntax.subscript(syntax.name("f"), syntax.integer(len(self.truths) - 1))
                return Array(place, writer.axes(term))

    def _margin(self, margin: Array) -> Array:
        self.margins.append(full(margin, margin.dims, self.writer.sizes(margin.dims)))
        return Array(syntax.subscript(syntax.name("m"), syntax.integer(len(self.margins) - 1)), margin.dims)
