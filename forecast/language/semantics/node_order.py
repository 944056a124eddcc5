"""Nodes by what they are computed from."""

from collections.abc import Iterable, Mapping

from forecast.language.semantics.model import Node
from forecast.language.semantics.term import Reference, walk


def upstream(names: Iterable[str], nodes: Mapping[str, Node | None]) -> frozenset[str]:
    """The nodes from which some are computed, themselves included."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        node = nodes.get(name)
        if node is not None and name not in seen:
            seen.add(name)
            waiting += [part.node for part in walk(node.term) if isinstance(part, Reference)]
    return frozenset(seen)


def in_order(nodes: Mapping[str, Node | None]) -> dict[str, Node | None]:
    """The nodes so that each comes after those that it is computed from, otherwise as they are; circles stay."""
    found: dict[str, Node | None] = {}
    entered: set[str] = set()
    stack: list[str] = list(nodes)[::-1]
    while stack:
        name = stack[-1]
        node = nodes.get(name)
        if name in found or name not in nodes:
            stack.pop()
        elif name in entered:
            found[name] = node
            stack.pop()
        else:
            entered.add(name)
            parts = () if node is None else walk(node.term)
            used = [part.node for part in parts if isinstance(part, Reference)]
            stack += [other for other in reversed(used) if other not in entered]
    return found
