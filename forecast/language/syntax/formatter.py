"""The canonical text of a model file.

Formatting changes the layout and nothing else: the tree stays equal, and no comment is lost. A statement with a
comment in a place where no node can hold it (inside an expression) is printed as it was written.
"""

import re
from collections import Counter

from forecast.language.source import Source
from forecast.language.syntax import tree
from forecast.language.syntax.expression_printer import comment, trimmed
from forecast.language.syntax.statement_printer import statement

_COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*"|(#[^\r\n]*)')


def format_file(file: tree.File, source: Source) -> str:
    """The text of a file in the canonical layout, for a `file` that was parsed from `source` without errors.

    Raises ValueError if a part of the file could not be read.
    """
    formatter = _Formatter(source)
    parts = [formatter.whole(node, 0) for node in file.statements]
    if file.end.before:
        end = [comment(line) for line in trimmed(file.end.before)]
        parts.append("\n".join(end if parts else _without_first_blank(end)))
    text = "\n".join(part for part in parts).lstrip("\n")
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n") + "\n" if text.strip() else ""


def _without_first_blank(lines: list[str]) -> list[str]:
    return lines[1:] if lines and not lines[0] else lines


class _Formatter:
    def __init__(self, source: Source) -> None:
        self.source = source

    def whole(self, node: tree.Statement, indent: int) -> str:
        """A statement with its comments and its documentation, each line with the blanks before it."""
        blanks = " " * indent
        lines = [comment(line) for line in node.comments.before]
        lines += [comment(f"## {line}" if line else "##") for line in node.doc.lines]
        text = self._text(node, indent)
        if node.comments.after:
            text += f"  {comment(node.comments.after)}"
        return "\n".join([*(blanks + line if line else "" for line in lines), blanks + text])

    def _text(self, node: tree.Statement, indent: int) -> str:
        written = node.span.text
        printed = statement(node, indent, self.whole)
        if "#" in written and _comments(written) != _comments(printed):
            return self._verbatim(node, indent)
        return printed

    def _verbatim(self, node: tree.Statement, indent: int) -> str:
        """The statement as it was written, moved to its indentation."""
        column = node.span.column - 1
        first, *rest = node.span.text.replace("\r\n", "\n").split("\n")
        lines = [first]
        for line in rest:
            own = len(line) - len(line.lstrip())
            lines.append(" " * indent + line[min(own, column) :])
        return "\n".join(lines)


def _comments(text: str) -> Counter[str]:
    """The comments in a text, however they are laid out. Documentation counts by its words, which may be in another order."""
    return Counter(comment(match[1]) for match in _COMMENT.finditer(text) if match[1])
