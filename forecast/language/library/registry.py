"""Everything in the registry, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from forecast.language.library.distributions import (
    bell,
    continuous,
    counts,
    discrete,
    empirical,
    joint,
    nested,
    positive,
)
from forecast.language.library.functions import arithmetic, dates, growth, logic, probability, reductions
from forecast.language.library.record import Function

_FUNCTIONS: tuple[Function, ...] = (
    *continuous.FUNCTIONS,
    *bell.FUNCTIONS,
    *positive.FUNCTIONS,
    *counts.FUNCTIONS,
    *discrete.FUNCTIONS,
    *nested.FUNCTIONS,
    *empirical.FUNCTIONS,
    *joint.FUNCTIONS,
    *arithmetic.FUNCTIONS,
    *reductions.FUNCTIONS,
    *logic.FUNCTIONS,
    *dates.FUNCTIONS,
    *growth.FUNCTIONS,
    *probability.FUNCTIONS,
)
_BY_NAME: Mapping[str, Function] = MappingProxyType({function.name: function for function in _FUNCTIONS})


def lookup(name: str) -> Function | None:
    """The function or distribution of that name (whether it can be used yet or not), or None."""
    return _BY_NAME.get(name)


def all_functions() -> tuple[Function, ...]:
    """All records, distributions first, in the order of the reference."""
    return _FUNCTIONS


def names() -> tuple[str, ...]:
    """The names of all that can be called."""
    return tuple(function.name for function in _FUNCTIONS)
