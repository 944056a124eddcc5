"""Text to tokens: patterns from the grammar, units, and the slips that a lexer can mend at once."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

from forecast.language.diagnostics import Diagnostic, lexical_errors
from forecast.language.source import Source, Span
from forecast.language.syntax.foreign import (
    COMPARISONS,
    CURRENCIES,
    DASHES,
    INVISIBLE,
    QUOTES,
    SLIPS,
    TURNING,
    TYPOGRAPHIC,
    WORD_SIGNS,
    bad_number,
    line_end,
    name_end,
    number_problem,
    text_end,
)
from forecast.language.syntax.tables import Tables
from forecast.language.syntax.token import MAX_ERRORS, NOT_UNITS, WRONG, Comment, Report, Token

MAX_NAME_LENGTH = 200

_REST_OF_LINE = re.compile(r"[ \t]*(?:\r?\n|\r)")
_ESCAPE = re.compile(r"\\.")
_MEANINGFUL = QUOTES.keys() | TYPOGRAPHIC.keys() | CURRENCIES.keys() | DASHES | INVISIBLE


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of the grammar, ready for use."""

    scan: re.Pattern[str]
    unit_factor: re.Pattern[str]
    unit_goes_on: re.Pattern[str]
    words: dict[str, str]
    signs: dict[str, str]
    by_type: dict[str, str]


@cache
def _patterns(words: tuple[tuple[str, str], ...], patterns: tuple[tuple[str, str], ...]) -> Patterns:
    known = dict(patterns)
    signs = {text: name for name, text in words if not text[0].isalpha()}
    order = ("DATE", "NUMBER", "TEXT", "DOUBLING_EVERY", "NAME")
    sign = "|".join(re.escape(text) for text in sorted(signs, key=len, reverse=True))
    groups = [
        ("COMMENT", r"#[^\r\n]*"),
        ("LINE", r"(?:[ \t\f]*(?:\r?\n|\r))+"),
        ("BLANK", known["BLANK"].replace(r"\r", "")),
        *((name, pattern) for name, pattern in SLIPS.items()),
        *((name, known[name]) for name in order),
        ("SEMICOLON", ";"),
        ("SIGN", sign),
        ("OTHER", r"."),
    ]
    return Patterns(
        scan=re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in groups), re.DOTALL),
        unit_factor=re.compile(known["UNIT_FACTOR"]),
        unit_goes_on=re.compile(known["UNIT_GOES_ON"]),
        words={text: name for name, text in words if text[0].isalpha()},
        signs=signs,
        by_type=dict(words),
    )


def patterns_of(tables: Tables) -> Patterns:
    return _patterns(tuple(tables.words.items()), tuple(tables.patterns.items()))


def _is_unknown(character: str) -> bool:
    if character <= "\x7f" or character in _MEANINGFUL:
        return False
    return not (character.isidentifier() or character.isspace())


@dataclass(frozen=True, slots=True)
class Lexed:
    """The pieces of a text in its order. Ends of lines are tokens of type `LINE`, semicolons of type `SEMICOLON`.

    `open_comment`: a foreign comment (`/*`) has no end.
    """

    tokens: list[Token]
    comments: list[Comment]
    reports: list[Report]
    open_comment: bool = False


def lex(source: Source, patterns: Patterns, is_unit: Callable[[str], bool]) -> Lexed:
    """Read the whole text. Whatever it holds, the lexer goes on to its end."""
    return _Lexer(source, patterns, is_unit).run()


class _Lexer:
    def __init__(self, source: Source, patterns: Patterns, is_unit: Callable[[str], bool]) -> None:
        self.source = source
        self.text = source.text
        self.patterns = patterns
        self.is_unit = is_unit
        self.tokens: list[Token] = []
        self.comments: list[Comment] = []
        self.reports: list[Report] = []
        self.blocks_end = True

    def run(self) -> Lexed:
        text, match_at, tokens = self.text, self.patterns.scan.match, self.tokens
        signs, words = self.patterns.signs, self.patterns.words
        position = 1 if text.startswith("\ufeff") else 0
        length = len(text)
        while position < length and len(self.reports) < MAX_ERRORS:
            match = match_at(text, position)
            assert match is not None
            kind = match.lastgroup
            start, position = position, match.end()
            if kind == "BLANK":
                continue
            if kind == "NAME":
                position = self._name(start, position, words)
            elif kind == "SIGN":
                tokens.append(Token(signs[match[kind]], match[kind], start, position))
            elif kind == "NUMBER":
                position = self._number(start, position)
            elif kind == "COMMENT":
                self.comments.append(Comment(match[kind], start, position))
                self._check_direction(start, position)
            elif kind == "TEXT":
                tokens.append(Token("TEXT", match[kind], start, position))
                self._check_text(start, position)
            elif kind in {"LINE", "SEMICOLON", "DATE", "DOUBLING_EVERY"}:
                tokens.append(Token(kind, match[kind], start, position))
            else:
                assert kind is not None
                position = self._slip(kind, start, position)
        return Lexed(tokens, self.comments, self.reports, not self.blocks_end)

    # --- names and numbers ----------------------------------------------------------------------------------------

    def _name(self, start: int, end: int, words: dict[str, str]) -> int:
        text = self.text[start:end]
        if not text.isascii() or (end < len(self.text) and self.text[end] > "\x7f"):
            end = name_end(self.text, start)
            if end == start:
                return self._unknown(start)
            text = normalize("NFC", self.text[start:end])
        kind = words.get(text, "NAME")
        self.tokens.append(Token(kind, text, start, end))
        if end - start > MAX_NAME_LENGTH:
            self._report(lexical_errors.name_too_long(self._span(start, end), MAX_NAME_LENGTH), mended=True)
        return end

    def _number(self, start: int, end: int) -> int:
        text = self.text[start:end]
        if problem := number_problem(text):
            self._report(lexical_errors.bad_number(self._span(start, end), *problem), mended=True)
        self.tokens.append(Token("NUMBER", text, start, end))
        return self._unit(end)

    def _unit(self, number_end: int) -> int:
        """Take the unit after a number, as far as it goes."""
        text = self.text
        start = number_end
        while start < len(text) and text[start] in " \t":
            start += 1
        match = self.patterns.unit_factor.match(text, start)
        if match is None or not self._may_be_unit(match[2]):
            return number_end
        unit = ("1/" if match[1] else "") + match[2] + (match[3] or "")
        per = bool(match[1])
        end = match.end()
        if match[2] == "%" and start > number_end:
            self._report(lexical_errors.percent_space(self._span(number_end, start)), mended=True)
        while match := self.patterns.unit_goes_on.match(text, end):
            sign, name, power = match[1], match[2], match[3] or ""
            if "per" in sign:
                if not self._may_be_unit(name):
                    break
                per, sign = True, "/"
            elif (per and sign == "*") or not self._continues(name, match.end()):
                break
            unit += sign + name + power
            end = match.end()
        self.tokens.append(Token("UNIT", unit, start, end))
        return end

    def _may_be_unit(self, name: str) -> bool:
        if name == "%":
            return True
        return name not in self.patterns.words and name not in NOT_UNITS

    def _continues(self, name: str, end: int) -> bool:
        # A call follows: `3 hours*min(a, b)`.
        if self.text.startswith("(", end) or name in self.patterns.words:
            return False
        # Nobody multiplies units by `x`, but many a factor is called so.
        return name not in {"x", "%"} and self.is_unit(name)

    # --- slips ------------------------------------------------------------------------------------------------------

    def _slip(self, kind: str, start: int, end: int) -> int:
        text = self.text[start:end]
        match kind:
            case "slash_comment":
                return self._slash_comment(start, end)
            case "sign":
                return self._sign(text, start, end)
            case "bad_date":
                span = self._span(start, end)
                self._report(lexical_errors.bad_date(span), mended=True)
                self.tokens.append(Token("DATE", "2000-01-01", start, end))
                return end
            case "bad_number":
                self._report(lexical_errors.bad_number(self._span(start, end), *bad_number(text)), mended=True)
                self.tokens.append(Token("NUMBER", "1", start, end))
                return self._unit(end)
            case _:
                return self._other(text, start)

    def _slash_comment(self, start: int, end: int) -> int:
        if self.text[start:end] == "/*":
            closing = self.text.find("*/", end) if self.blocks_end else -1
            self.blocks_end = closing >= 0
            stop = closing + 2 if closing >= 0 else line_end(self.text, end)
            self._report(lexical_errors.block_comment(self._span(start, end)), mended=True)
            return stop
        self._report(lexical_errors.slash_comment(self._span(start, end)), mended=True)
        return line_end(self.text, end)

    def _sign(self, text: str, start: int, end: int) -> int:
        span = self._span(start, end)
        if text == "->":
            self._wrong(lexical_errors.arrow(span), start, end)
            return end
        if text.startswith(".."):
            self._mend("TO", lexical_errors.dots_for_to(span), start, end)
        elif text in WORD_SIGNS:
            self._mend(WORD_SIGNS[text], lexical_errors.and_symbols(span, text), start, end)
        elif text == "**":
            self._mend("CIRCUMFLEX", lexical_errors.python_power(span), start, end)
        elif text == ":=":
            self._mend("EQUAL", lexical_errors.colon_equals(span), start, end)
        elif text in COMPARISONS:
            kind, write = COMPARISONS[text]
            self._mend(kind, lexical_errors.comparison_sign(span, text, write), start, end)
        else:
            self._mend("EQUAL", lexical_errors.augmented_assignment(span, text), start, end)
        return end

    def _other(self, text: str, start: int) -> int:
        end = start + 1
        span = self._span(start, end)
        if text == '"' or text in QUOTES:
            return self._quoted(text, start)
        if text in WORD_SIGNS:
            self._mend(WORD_SIGNS[text], lexical_errors.and_symbols(span, text), start, end)
        elif text in TYPOGRAPHIC:
            kind, write = TYPOGRAPHIC[text]
            self._mend(kind, lexical_errors.typographic_sign(span, text, write), start, end)
        elif text in DASHES:
            self._report(lexical_errors.dash(span), mended=False)
            self.tokens.append(Token("MINUS", "-", start, end))
        elif text in CURRENCIES:
            return self._currency(span, CURRENCIES[text])
        elif text == "?":
            self._wrong(lexical_errors.ternary(span), start, end)
        elif text == "\\" and (match := _REST_OF_LINE.match(self.text, end)):
            self._report(lexical_errors.line_continuation(span), mended=True)
            return match.end()
        elif text.isspace() or text in INVISIBLE or ord(text) < 32 or ord(text) == 127:
            self._report(lexical_errors.hidden_character(span, text), mended=True)
        else:
            return self._unknown(start)
        return end

    def _currency(self, sign: Span, code: str) -> int:
        """A sum with a sign of money is read as the number with its unit, so that it has the right one."""
        found = lexical_errors.currency_symbol(sign, sign.text, code)
        self._report(found, mended=True)
        if not found.fixes or not self.is_unit(code):
            return sign.end
        whole, write = found.fixes[0].edits[0].span, found.fixes[0].edits[0].text
        number, _, unit = write.partition(" ")
        if whole.start == sign.start:
            self.tokens.append(Token("NUMBER", number, whole.start, whole.end - 1))
            self.tokens.append(Token("UNIT", unit, whole.end - 1, whole.end))
        elif self.tokens and self.tokens[-1].type == "NUMBER":
            self.tokens.append(Token("UNIT", unit, sign.start, sign.end))
        return whole.end

    def _quoted(self, opening: str, start: int) -> int:
        """A text in other quotation marks, or one that is not closed on its line."""
        stop = line_end(self.text, start)
        closing = QUOTES.get(opening, '"')
        for position in range(start + 1, stop):
            if opening != '"' and self.text[position] in closing:
                span = self._span(start, position + 1)
                inside = self.text[start + 1 : position]
                self._report(lexical_errors.wrong_quotes(span, inside), mended=True)
                escaped = inside.replace("\\", "\\\\").replace('"', '\\"')
                self.tokens.append(Token("TEXT", f'"{escaped}"', start, position + 1))
                return position + 1
        if opening in "'`’":
            return self._unknown(start)
        end = text_end(self.text, start + 1, stop)
        self._report(lexical_errors.unclosed_text(self._span(start, start + 1)), mended=False)
        self.tokens.append(Token("TEXT", '""', start, end))
        return end

    def _unknown(self, start: int) -> int:
        end = start + 1
        while end < len(self.text) and _is_unknown(self.text[end]):
            end += 1
        self._wrong(lexical_errors.unknown_character(self._span(start, end)), start, end)
        return end

    def _check_text(self, start: int, end: int) -> None:
        self._check_direction(start, end)
        for match in _ESCAPE.finditer(self.text, start + 1, end - 1):
            if match[0][1] not in '"\\nt':
                self._report(lexical_errors.bad_escape(self._span(*match.span())), mended=True)
                return

    def _check_direction(self, start: int, end: int) -> None:
        """Signs that turn the direction of writing make a text look other than it is read."""
        text = self.text[start:end]
        if text.isascii():
            return
        for offset, character in enumerate(text):
            if character in TURNING:
                place = start + offset
                span = self._span(place, place + 1)
                self._report(lexical_errors.hidden_character(span, character), mended=True)
                return

    # --- marking ----------------------------------------------------------------------------------------------------

    def _span(self, start: int, end: int) -> Span:
        return Span(self.source, start, end)

    def _report(self, diagnostic: Diagnostic, *, mended: bool) -> None:
        self.reports.append(Report(diagnostic, mended))

    def _mend(self, kind: str, diagnostic: Diagnostic, start: int, end: int) -> None:
        self._report(diagnostic, mended=True)
        self.tokens.append(Token(kind, self.patterns.by_type[kind], start, end))

    def _wrong(self, diagnostic: Diagnostic, start: int, end: int) -> None:
        self._report(diagnostic, mended=False)
        self.tokens.append(Token(WRONG, self.text[start:end], start, end))
