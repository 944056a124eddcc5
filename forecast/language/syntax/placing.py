"""Parts of a file that was read in pieces, with their places in the file."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, cast

from forecast.language.recursion import room_for_depth
from forecast.language.source import Source, Span
from forecast.language.syntax import tree
from forecast.language.types.catalogue import Catalogue
from forecast.language.types.kind import Type


def placed[T](part: T, file: tree.File) -> T:
    """A value made of data classes, tuples and mappings (a tree, a finding, a model) with all places as places in the file."""
    if not file.pieces:
        return part
    with room_for_depth():
        return cast(T, _placed(part, file.place))


def _placed(part: Any, place: Callable[[Span], Span]) -> Any:
    kind = cast(type[object], type(part))
    if kind is Span:
        return place(part)
    if kind is tuple:
        items = [_placed(item, place) for item in part]
        return part if all(new is old for new, old in zip(items, part, strict=True)) else tuple(items)
    if kind is dict:
        return {name: _placed(value, place) for name, value in cast(Mapping[Any, Any], part).items()}
    names = _fields(kind)
    if not names:
        return part
    values = [_placed(getattr(part, name), place) for name in names]
    if all(value is getattr(part, name) for name, value in zip(names, values, strict=True)):
        return part
    return kind(**dict(zip(names, values, strict=True)))


_WITHOUT_PLACES = (Source, Type, Catalogue)


@cache
def _fields(kind: type[object]) -> tuple[str, ...]:
    """The fields of a class whose values have places, or parts that may."""
    if not is_dataclass(kind) or issubclass(kind, _WITHOUT_PLACES):
        return ()
    return tuple(field.name for field in fields(kind))
