"""Expressions with named axes: broadcasting by the names of dimensions is turned into Python's, by position."""

import ast
from dataclasses import dataclass

from forecast.program import syntax


@dataclass(frozen=True, slots=True)
class Array:
    """An expression for an array whose axes are the indexes `dims`, in the order in which the model declares them."""

    code: ast.expr
    dims: tuple[str, ...] = ()


def aligned(array: Array, dims: tuple[str, ...]) -> ast.expr:
    """The array with an axis of length 1 for each of `dims` that it lacks; leading ones are left to broadcasting."""
    present = [dim for dim in dims if dim in array.dims]
    code = array.code
    if tuple(present) != array.dims:
        order = [syntax.integer(array.dims.index(dim)) for dim in present]
        code = syntax.jnp("transpose", code, syntax.tuple_of(order))
    if not present:
        return code
    axes = dims[dims.index(present[0]) :]
    if len(axes) == len(present):
        return code
    items = [syntax.whole_axis() if dim in array.dims else syntax.new_axis() for dim in axes]
    return syntax.subscript(code, *items)


def full(array: Array, dims: tuple[str, ...], sizes: tuple[int, ...]) -> ast.expr:
    """The array with all of `dims`, values repeated along those that it lacks."""
    if array.dims == dims:
        return array.code
    shape = syntax.tuple_of([syntax.integer(size) for size in sizes])
    return syntax.jnp("broadcast_to", aligned(array, dims), shape)


def element(array: Array, index: str, position: int) -> Array:
    """The array at one position along an index."""
    axis = array.dims.index(index)
    items = [syntax.whole_axis()] * axis + [syntax.integer(position)]
    rest = tuple(dim for dim in array.dims if dim != index)
    return Array(syntax.subscript(array.code, *items), rest)
