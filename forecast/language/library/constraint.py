"""Conditions on parameters, as data: checked before sampling where the parameters are constant."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, assert_never

type Relation = Literal["above", "at least", "within", "inside", "less", "ordered", "whole"]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A condition on named parameters; `bounds` are in canonical units and always of plain numbers or 0.

    above: > bound · at least: >= bound · within: between two bounds or at one of them · inside: strictly
    between two bounds · less: the first parameter below the second · ordered: none above the next · whole: a whole number.
    """

    relation: Relation
    parameters: tuple[str, ...]
    bounds: tuple[float, ...] = ()

    def __str__(self) -> str:
        """The condition as a reader would write it: `sd > 0`, `0 <= p <= 1`, `min < max`."""
        bounds = [f"{bound:g}" for bound in self.bounds]
        match self.relation:
            case "above":
                return f"{self.parameters[0]} > {bounds[0]}"
            case "at least":
                return f"{self.parameters[0]} >= {bounds[0]}"
            case "within":
                return f"{bounds[0]} <= {self.parameters[0]} <= {bounds[1]}"
            case "inside":
                return f"{bounds[0]} < {self.parameters[0]} < {bounds[1]}"
            case "less":
                return " < ".join(self.parameters)
            case "ordered":
                return " <= ".join(self.parameters)
            case "whole":
                return f"{self.parameters[0]} whole"
            case _:
                assert_never(self.relation)


def above(parameter: str, bound: float) -> Constraint:
    return Constraint("above", (parameter,), (bound,))


def at_least(parameter: str, bound: float) -> Constraint:
    return Constraint("at least", (parameter,), (bound,))


def positive(parameter: str) -> Constraint:
    return above(parameter, 0.0)


def within(parameter: str, low: float, high: float) -> Constraint:
    return Constraint("within", (parameter,), (low, high))


def inside(parameter: str, low: float, high: float) -> Constraint:
    return Constraint("inside", (parameter,), (low, high))


def less(lower: str, upper: str) -> Constraint:
    return Constraint("less", (lower, upper))


def ordered(*parameters: str) -> Constraint:
    return Constraint("ordered", parameters)


def whole(parameter: str) -> Constraint:
    return Constraint("whole", (parameter,))


def violated(constraint: Constraint, values: Mapping[str, float]) -> bool:
    """Whether the known values break the constraint; parameters missing from `values` break nothing."""
    known = [values[name] for name in constraint.parameters if name in values]
    if constraint.relation == "ordered":
        return any(not lower <= upper for lower, upper in pairwise(known))
    if len(known) < len(constraint.parameters):
        return False
    bounds = constraint.bounds
    match constraint.relation:
        case "above":
            return not known[0] > bounds[0]
        case "at least":
            return not known[0] >= bounds[0]
        case "within":
            return not bounds[0] <= known[0] <= bounds[1]
        case "inside":
            return not bounds[0] < known[0] < bounds[1]
        case "less":
            return not known[0] < known[1]
        case "whole":
            return not known[0].is_integer()
        case _:
            assert_never(constraint.relation)
