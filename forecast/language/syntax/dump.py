"""A syntax tree as indented text, for people who look for a bug."""

from dataclasses import fields, is_dataclass
from typing import Any, cast

from forecast.language.syntax import tree

_LEFT_OUT = frozenset({"span", "unit_span", "op_span", "comments", "inside", "lines", "incomplete"})


def dump_tree(file: tree.File) -> str:
    """One line for each node: its kind, what it holds in a word, and its place (`line:column`)."""
    lines = ["File"]
    for statement in file.statements:
        _dump("", statement, 1, lines)
    for allow in file.allows:
        lines.append(f"  allow {allow.rule} on line {allow.meant.line}")
    return "\n".join(lines) + "\n"


def _dump(label: str, value: Any, level: int, lines: list[str]) -> None:
    start = "  " * level + (f"{label}: " if label else "")
    if value is None or value == ():
        return
    if isinstance(value, tuple):
        items = cast(tuple[Any, ...], value)
        if all(isinstance(item, str) for item in items):
            lines.append(start + " ".join(items))
            return
        if label:
            lines.append(start.rstrip())
            level += 1
        for item in items:
            _dump("", item, level, lines)
    elif isinstance(value, tree.Doc):
        if value.text:
            lines.append(f"{start}{value.text!r}")
        lines.extend(f"{'  ' * level}{name}: {text!r}" for name, text in value.fields)
    elif is_dataclass(value) and not isinstance(value, type):
        _dump_node(start, value, level, lines)
    else:
        lines.append(f"{start}{value}")


def _dump_node(start: str, node: Any, level: int, lines: list[str]) -> None:
    words: list[str] = []
    rest: list[tuple[str, Any]] = []
    for field in fields(node):
        part = getattr(node, field.name)
        if field.name in _LEFT_OUT:
            continue
        if isinstance(part, tree.Name) and field.name in {"name", "alias"}:
            words.append(part.id)
        elif isinstance(part, (str, bool, int, float)):
            if (part != "" and field.name != "value") or isinstance(node, (tree.Text, tree.Boolean)):
                words.append(repr(part) if isinstance(node, tree.Text) else str(part))
        else:
            rest.append((field.name, part))
    place = node.span.place().rsplit(":", 2)
    lines.append(f"{start}{type(node).__name__} {' '.join(words)}".rstrip() + f"  [{place[1]}:{place[2]}]")
    for name, part in rest:
        _dump(name, part, level + 1, lines)
