"""Comments, blank lines and documentation, and the statements and entries that they belong to."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from forecast.language.diagnostics import Diagnostic, syntax_errors
from forecast.language.source import Source, Span
from forecast.language.syntax import tree
from forecast.language.syntax.token import END, Comment, Token

_BLANK_LINES = re.compile(r"(?:^[ \t\f]*\r?\n)+", re.MULTILINE)
_ALLOW = re.compile(r"#\s*allow\s*:\s*([\w-]+)\s*(?:\((.*)\))?")
_FIELD = re.compile(r"(?:^|(?<=\s))(source|note):\s*")


@dataclass(frozen=True, slots=True)
class Trivia:
    """What stands between the tokens: the lines before a token, by its first offset ("" for blank ones), and the comment
    on the line after a token, by its last offset. What stands after the last token is at the offset -1.
    """

    before: dict[int, list[tuple[str, int]]]
    after: dict[int, tuple[str, int]]
    allows: tuple[tree.Allow, ...]


def gather(source: Source, tokens: list[Token], comments: list[Comment]) -> Trivia:
    starts = [token.start for token in tokens if token.type != END]
    ends = [token.end for token in tokens if token.type not in {END, "COMMA"}]
    before: dict[int, list[tuple[str, int]]] = {}
    after: dict[int, tuple[str, int]] = {}
    lines = [("", match.start()) for match in _BLANK_LINES.finditer(source.text)]
    allows: list[tree.Allow] = []
    for comment in comments:
        place = comment.start
        i = bisect_left(ends, place + 1) - 1
        # A comment belongs to what stands before it on its line, separators aside.
        alone = i < 0 or "\n" in source.text[ends[i] : place]
        if alone:
            lines.append((comment.text, place))
        else:
            after[ends[i]] = (comment.text, place)
        if match := _ALLOW.match(comment.text):
            i = bisect_left(starts, place)
            span = Span(source, comment.start, comment.end)
            meant = Span(source, starts[i], starts[i]) if alone and i < len(starts) else span
            allows.append(tree.Allow(match[1], (match[2] or "").strip(), meant, span))
    lines.sort(key=lambda line: line[1])
    for text, place in lines:
        i = bisect_left(starts, place)
        before.setdefault(starts[i] if i < len(starts) else -1, []).append((text, place))
    return Trivia(before, after, tuple(allows))


def around(trivia: Trivia, span: Span) -> tree.Comments:
    """The comments of an entry of a block: everything before it and at its end."""
    before = tuple(once(text for text, _ in trivia.before.get(span.start, ())))
    after = trivia.after.get(span.end, ("", 0))[0]
    return tree.Comments(before, after) if before or after else tree.NO_COMMENTS


def inside(trivia: Trivia, opening: int, closing: int) -> tree.Comments:
    """The comments at a block's own brackets: after the opening one (which ends at `opening`), and before the closing one
    (which starts at `closing`).
    """
    before = tuple(once(text for text, _ in trivia.before.get(closing, ())))
    after = trivia.after.get(opening, ("", 0))[0]
    return tree.Comments(before, after) if any(before) or after else tree.NO_COMMENTS


def document(trivia: Trivia, span: Span) -> tuple[tree.Doc, tree.Comments]:
    """The documentation directly above a statement, and its other comments."""
    lines = trivia.before.get(span.start, [])
    after = trivia.after.get(span.end, ("", 0))[0]
    if not lines:
        return tree.NO_DOC, tree.Comments((), after) if after else tree.NO_COMMENTS
    top = len(lines)
    while top > 0 and lines[top - 1][0]:
        top -= 1
    documenting = [text for text, _ in lines[top:] if _documents(text)]
    others = [text for i, (text, _) in enumerate(lines) if i < top or not _documents(text)]
    doc = read_doc(documenting) if documenting else tree.NO_DOC
    return doc, tree.Comments(tuple(once(others)), after)


def _documents(text: str) -> bool:
    # `### …` and rows of `#` are ornaments.
    return text.startswith("##") and not text.startswith("###")


def read_doc(lines: list[str]) -> tree.Doc:
    written = tuple(line[2:].removeprefix(" ").rstrip() for line in lines)
    prose: list[str] = []
    fields: list[tuple[str, list[str]]] = []
    for line in written:
        pieces = _FIELD.split(line.strip())
        # A line that begins with no field goes on with what came before it.
        target = fields[-1][1] if fields else prose
        if pieces[0].strip():
            target.append(pieces[0].strip())
        for name, value in zip(pieces[1::2], pieces[2::2], strict=True):
            fields.append((name, [value.strip()] if value.strip() else []))
    return tree.Doc(" ".join(prose), tuple((name, " ".join(value)) for name, value in fields), written)


def stray_docs(source: Source, trivia: Trivia, documented: set[int]) -> list[Diagnostic]:
    """Warnings for lines of documentation that belong to no declaration. `documented` holds where statements begin."""
    found: list[Diagnostic] = []
    for start, lines in trivia.before.items():
        top = len(lines)
        if start in documented:
            while top > 0 and lines[top - 1][0]:
                top -= 1
        places = [(text, place) for text, place in lines[:top] if _documents(text)]
        if places:
            text, place = places[0]
            found.append(syntax_errors.stray_doc(Span(source, place, place + len(text))))
    for text, place in trivia.after.values():
        if _documents(text):
            found.append(syntax_errors.stray_doc(Span(source, place, place + len(text))))
    return found


def once(lines: Iterable[str]) -> list[str]:
    """Without the second of two blank lines in a row."""
    kept: list[str] = []
    for text in lines:
        if text or not kept or kept[-1]:
            kept.append(text)
    return kept
