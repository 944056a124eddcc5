"""Text to tree: each statement by the automaton, and what to do where one cannot be read."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from forecast.language.diagnostics import Diagnostic, Severity, lexical_errors, syntax_errors
from forecast.language.source import Source, Span
from forecast.language.syntax import tree
from forecast.language.syntax.comments import gather, once, stray_docs
from forecast.language.syntax.layout import lay_out
from forecast.language.syntax.lexer import lex, patterns_of
from forecast.language.syntax.reading import Reading
from forecast.language.syntax.tables import tables
from forecast.language.syntax.token import MAX_ERRORS, Report
from forecast.language.types.catalogue import BUILT_IN

MAX_SIZE = 2_000_000
"""Characters of a model file."""

_UNIT = re.compile(r"^[ \t]*(?:override[ \t]+)?unit[ \t]+([^\W\d]\w*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's tree (whole, with `Broken` in the place of what could not be read) and what is wrong with its text."""

    file: tree.File
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(diagnostic for diagnostic in self.diagnostics if diagnostic.is_error)


@dataclass(frozen=True, slots=True)
class ParsedExpression:
    """An expression given by itself; None where it could not be read."""

    expression: tree.Expr | None
    diagnostics: tuple[Diagnostic, ...]


def parse(source: Source, *, units: Iterable[str] = ()) -> Parsed:
    """Read a model file. Never raises for what the text holds.

    `units` are names of units defined elsewhere (in a file that this one extends or imports).
    """
    if refused := refusal(source):
        return Parsed(tree.File((), Span(source, 0, len(source.text))), (refused,))
    piece = read(source, {*units, *declared_units(source)})
    file = tree.File(
        piece.statements, Span(source, 0, len(source.text)), tree.Comments(piece.comments), piece.allows
    )  # fmt: skip
    return Parsed(file, settle(piece.found))


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that was read by itself: its statements, the comments after the last one, and what was found, not yet settled.

    `findings` counts those too that were then left out as echoes; `restarts` as in the layout. `is_closed`: what follows in
    the file is read as if it stood at the file's beginning, whatever it is.
    """

    source: Source
    statements: tuple[tree.Statement, ...]
    comments: tuple[str, ...]
    allows: tuple[tree.Allow, ...]
    found: tuple[Diagnostic, ...]
    findings: int
    restarts: int
    is_closed: bool


def read(source: Source, units: Collection[str]) -> Piece:
    """Read a text that is not refused. `units` are the names of all units that are not built in."""
    automata = tables()
    lexed = lex(source, patterns_of(automata), _unit_test(units))
    laid = lay_out(source, lexed.tokens)
    reports = _without_echoes(lexed.reports, laid.reports)
    trivia = gather(source, laid.tokens, lexed.comments)
    reading = Reading(source, automata, trivia, laid.tokens, reports)
    statements: list[tree.Statement] = []
    for first, end in laid.statements:
        statement = reading.statement(first, end)
        if statement is not None:
            statements.append(statement)
    builder = reading.builder
    found = [report.diagnostic for report in reading.reports] + reading.found + builder.found
    found += stray_docs(source, trivia, builder.documented)
    comments = tuple(once(text for text, _ in trivia.before.get(-1, ())))
    # A line that was mended away (by a backslash at its end) does not end, and a broken statement takes in lines below it.
    ends = bool(lexed.tokens) and lexed.tokens[-1].type == "LINE"
    is_closed = ends and not (lexed.open_comment or laid.left_open or reading.broken or comments)
    return Piece(
        source=source,
        statements=tuple(statements),
        comments=comments,
        allows=trivia.allows,
        found=tuple(found),
        findings=len(lexed.reports) + len(laid.reports) + len(found),
        restarts=laid.restarts,
        is_closed=is_closed,
    )


def parse_expression(source: Source, *, units: Iterable[str] = ()) -> ParsedExpression:
    """Read one expression (`agi before 2035`), as the command line and the Python API take them. Never raises for what the text
    holds.
    """
    if refused := refusal(source):
        return ParsedExpression(None, (refused,))
    automata = tables()
    lexed = lex(source, patterns_of(automata), _unit_test({*units, *declared_units(source)}))
    # In brackets, as it were: the ends of its lines mean nothing.
    raw = [token for token in lexed.tokens if token.type != "LINE"]
    laid = lay_out(source, raw)
    reports = _without_echoes(lexed.reports, laid.reports)
    tokens = laid.tokens
    trivia = gather(source, tokens, lexed.comments)
    reading = Reading(source, automata, trivia, tokens, reports)
    expression = reading.expression()
    found = [report.diagnostic for report in reading.reports] + reading.found + reading.builder.found
    diagnostics = settle(found)
    if any(diagnostic.is_error for diagnostic in diagnostics):
        expression = None
    return ParsedExpression(expression, diagnostics)


def refusal(source: Source) -> Diagnostic | None:
    """Why a text is not read at all, if it is not."""
    text = source.text
    if len(text) > MAX_SIZE:
        return lexical_errors.file_too_large(Span(source, 0, 0), len(text), MAX_SIZE)
    if (nul := text.find("\0")) >= 0:
        return lexical_errors.not_text(Span(source, nul, nul + 1))
    return None


def declared_units(source: Source) -> list[str]:
    """The names of the units that a text seems to declare."""
    return _UNIT.findall(source.text)


def _unit_test(units: Collection[str]) -> Callable[[str], bool]:
    def is_unit(name: str) -> bool:
        plural = len(name) > 3 and name.endswith("s") and name[:-1] in units
        return name in units or plural or BUILT_IN.find(name) is not None

    return is_unit


def _without_echoes(texts: list[Report], brackets: list[Report]) -> list[Report]:
    """All reports in order. A text that is not closed may hold brackets, of which then nothing need be said."""
    lines = {report.diagnostic.span.line for report in texts if report.diagnostic.code == "unclosed-text"}
    kept = [report for report in brackets if report.diagnostic.span.line not in lines]
    return sorted(texts + kept, key=lambda report: report.start)


def settle(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What was found in a text, in its order, without echoes."""
    kept: list[Diagnostic] = []
    for diagnostic in sorted(found, key=lambda d: (d.span.start, -d.span.end, d.severity is Severity.WARNING)):
        # `1,000` holds a `000`: of a mistake inside the same mistake nothing need be said.
        if not (kept and kept[-1].code == diagnostic.code and diagnostic.span.end <= kept[-1].span.end):
            kept.append(diagnostic)
    if len(kept) >= MAX_ERRORS:
        kept = [*kept[: MAX_ERRORS - 1], syntax_errors.too_many(kept[MAX_ERRORS - 1].span, MAX_ERRORS)]
    return tuple(kept)
