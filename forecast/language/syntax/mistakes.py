"""From the place where reading stopped to the mistake that the author most likely made."""

from collections.abc import Callable
from dataclasses import dataclass

from forecast.language.diagnostics import Diagnostic, habit_errors, syntax_errors
from forecast.language.source import Source, Span
from forecast.language.syntax.automaton import Automaton
from forecast.language.syntax.beginning import BEGINNINGS, NAMES
from forecast.language.syntax.expectation import describe, shape_of
from forecast.language.syntax.habits import habit
from forecast.language.syntax.tables import END_OF_INPUT
from forecast.language.syntax.token import CLOSERS, END, OPENERS, Token

_VALUES = NAMES | {"NUMBER", "DATE", "TEXT", "LPAR", "IF", "CASE", "TRUE", "FALSE"}
_OPERATORS = frozenset(
    {
        "PLUS",
        "MINUS",
        "STAR",
        "SLASH",
        "CIRCUMFLEX",
        "LESS",
        "LESS_EQUAL",
        "MORE",
        "MORE_EQUAL",
        "EQUAL_EQUAL",
        "NOT_EQUAL",
        "BEFORE",
        "AND",
        "OR",
        "TO",
        "AT",
    }
)
_ENDS = frozenset({END, END_OF_INPUT})
_BEFORE_VALUES = _OPERATORS | {
    "BY",
    "COLON",
    "DOUBLING_EVERY",
    "ELSE",
    "EQUAL",
    "GIVEN",
    "IF",
    "KNOWN",
    "LEVEL",
    "NOT",
    "THEN",
    "TILDE",
    "WHEN",
    "WHERE",
    "WITH",
}


@dataclass(frozen=True, slots=True)
class Situation:
    """Reading stopped at `token`, the `bad`-th of `tokens`, in the statement or entry that begins with the `first`-th."""

    source: Source
    tokens: list[Token]
    first: int
    end: int
    bad: int
    token: Token
    automaton: Automaton
    brackets: tuple[Token, ...]
    """The brackets open here, outermost first."""

    @property
    def span(self) -> Span:
        return self.token.span(self.source)

    @property
    def previous(self) -> Token | None:
        return self.tokens[self.bad - 1] if self.bad > self.first else None

    @property
    def next_type(self) -> str:
        return self.tokens[self.bad + 1].type if self.bad + 1 < self.end else END_OF_INPUT

    @property
    def head(self) -> Token:
        """The word with which the statement or entry begins, `override` aside."""
        i = self.first
        while i < self.bad and self.tokens[i].type == "OVERRIDE":
            i += 1
        return self.tokens[i] if i < len(self.tokens) else self.token

    def open_if(self) -> Token | None:
        """The innermost `if` before this place that is not complete, in the same bracket."""
        depth = 0
        complete = 0
        for token in reversed(self.tokens[self.first : self.bad]):
            if token.type in CLOSERS:
                depth += 1
            elif token.type in OPENERS:
                if depth == 0:
                    return None
                depth -= 1
            elif depth == 0:
                if token.type == "ELSE":
                    complete += 1
                elif token.type == "IF":
                    if complete == 0:
                        return token
                    complete -= 1
        return None


def mistake(situation: Situation) -> Diagnostic:
    """The mistake, in words: a known slip, else what was read and what should have been."""
    for recognise in _SLIPS:
        found = recognise(situation)
        if found is not None:
            return found
    expected = describe(situation.automaton.expected(), in_brackets=bool(situation.brackets))
    shape = shape_of(situation.head.type)
    if situation.token.type in _ENDS:
        return syntax_errors.unexpected_end(situation.span, expected, shape=shape)
    return syntax_errors.unexpected_token(situation.span, expected, shape=shape)


def _foreign_statement(s: Situation) -> Diagnostic | None:
    head = s.tokens[s.first] if s.first < len(s.tokens) else s.token
    if s.bad > s.first + 1 or head.type != "NAME" or head.text not in _FOREIGN:
        return None
    return syntax_errors.foreign_statement(head.span(s.source), head.text, _FOREIGN[head.text])


_FOREIGN = {
    "let": "a definition needs no word before it: `x = 3`",
    "var": "a definition needs no word before it: `x = 3`",
    "const": "a definition needs no word before it: `x = 3`",
    "def": "a function is written `fn f(x) = x^2`",
    "function": "a function is written `fn f(x) = x^2`",
    "for": "there are no loops: a quantity with an index is computed for all of its elements at once",
    "while": "there are no loops: what develops over time is a `stock`",
    "return": "a function is one expression: `fn f(x) = x^2`",
    "print": "what is to be answered is a question: `question q = x`",
    "param": "an uncertain value is written `x ~ 1 to 5`",
    "real": "a definition needs no type before it: `x ~ 1 to 5`",
    "int": "a definition needs no type before it: `x ~ 1 to 5`",
    "float": "a definition needs no type before it: `x ~ 1 to 5`",
    "include": 'another file is taken in with `import "lib.fcst" as lib` or `extends "base.fcst"`',
    "elif": "write `else if`",
}


def _definition_sign(s: Situation) -> Diagnostic | None:
    if s.bad != s.first + 1 or s.tokens[s.first].type not in NAMES:
        return None
    name = s.tokens[s.first].text
    if s.token.type == "EQUAL_EQUAL":
        return syntax_errors.double_equals_definition(s.span, name)
    if s.token.type == "LESS" and s.next_type == "MINUS":
        return syntax_errors.arrow_definition(Span(s.source, s.token.start, s.tokens[s.bad + 1].end), name)
    if s.token.type == "LPAR":
        return syntax_errors.missing_fn(s.tokens[s.first].span(s.source), name)
    if not s.brackets and s.token.type in _ENDS | _OPERATORS:
        return syntax_errors.no_statement(s.tokens[s.first].span(s.source), name)
    return None


def _two_statements(s: Situation) -> Diagnostic | None:
    """`x = 3 y = 4`, where `y` may have been taken for a unit."""
    previous = s.previous
    defines = any(token.type in {"EQUAL", "TILDE"} for token in s.tokens[s.first : s.bad])
    if s.brackets or not defines or previous is None:
        return None
    if s.token.type in {"EQUAL", "TILDE"} and previous.type == "UNIT" and previous.text.isidentifier():
        return syntax_errors.two_statements(previous.span(s.source))
    if s.token.type in NAMES | BEGINNINGS and s.next_type in {"EQUAL", "TILDE"}:
        return syntax_errors.two_statements(s.span)
    return None


def _reserved_word(s: Situation) -> Diagnostic | None:
    word = s.token
    if word.text.isidentifier() and word.type not in NAMES and s.automaton.accepted("NAME"):
        # A word such as `then` where a value should be is no name.
        if word.type in BEGINNINGS or s.next_type in {"EQUAL", "TILDE", "COLON", "COMMA", "RPAR", "LSQB"} | _OPERATORS:
            return syntax_errors.reserved_word(s.span, declaring=s.next_type in {"EQUAL", "TILDE", "COLON"})
        return None
    if s.bad == s.first + 1 and s.token.type in {"EQUAL", "TILDE", "COLON", "LSQB", "EQUAL_EQUAL"}:
        first = s.tokens[s.first]
        if first.text.isidentifier() and first.type not in NAMES:
            return syntax_errors.reserved_word(first.span(s.source), declaring=True)
    return None


def _if(s: Situation) -> Diagnostic | None:
    # After a number the word was taken for its unit.
    for token in (s.token, s.previous):
        if token and token.type in {"NAME", "UNIT"} and token.text in {"elif", "elseif"}:
            return syntax_errors.elif_word(token.span(s.source))
    if s.token.type == "COMMA" and s.brackets:
        opening = next(i for i in range(s.bad, -1, -1) if s.tokens[i] is s.brackets[-1])
        if opening > s.first and s.tokens[opening - 1].type == "IF":
            return syntax_errors.if_without_then(s.span, s.tokens[opening - 1].span(s.source))
    previous = s.previous
    if s.token.type == "IF" and previous and previous.type in _OPERATORS and s.automaton.accepted("NUMBER"):
        return syntax_errors.if_in_expression(s.span, previous.text)
    opening = s.open_if()
    if opening is None:
        return None
    place = opening.span(s.source)
    expected = s.automaton
    if s.token.type == "EQUAL" and expected.accepted("THEN"):
        return None
    if (
        expected.accepted("ELSE")
        and not expected.accepted("THEN")
        and (s.token.type in _ENDS | CLOSERS.keys() | {"COMMA"})
    ):
        return syntax_errors.if_without_else(s.span, place)
    if expected.accepted("THEN") and s.token.type in _ENDS | CLOSERS.keys() | {"COMMA", "COLON", "LBRACE"} | _VALUES:
        return syntax_errors.if_without_then(s.span, place)
    return None


def _equal(s: Situation) -> Diagnostic | None:
    if s.token.type != "EQUAL" or s.bad == s.first:
        return None
    if s.automaton.accepted("COLON"):
        key = s.tokens[s.bad - 1]
        if key.type == "UNIT" and s.bad - 2 >= s.first:
            return syntax_errors.equals_for_argument(s.span, s.tokens[s.bad - 2].text + key.text)
        return syntax_errors.equals_for_argument(s.span, key.text)
    if s.automaton.accepted("EQUAL_EQUAL"):
        return syntax_errors.equals_for_comparison(s.span)
    return None


def _field_sign(s: Situation) -> Diagnostic | None:
    """`grows = g` in a block."""
    if s.token.type not in {"EQUAL", "TILDE", "COLON"} or s.bad != s.first + 1:
        return None
    if s.brackets and s.brackets[-1].type == "LBRACE" and s.automaton.accepted("NUMBER"):
        return syntax_errors.field_sign(s.span, s.tokens[s.first].text)
    return None


def _tilde(s: Situation) -> Diagnostic | None:
    if s.token.type == "TILDE" and s.bad > s.first and s.automaton.accepted("PLUS"):
        return syntax_errors.tilde_in_expression(s.span)
    return None


def _numbers(s: Situation) -> Diagnostic | None:
    """`1,000` and `0,5`, where no comma can stand."""
    previous = s.previous
    if s.token.type != "COMMA" or previous is None or previous.type != "NUMBER" or s.next_type != "NUMBER":
        return None
    following = s.tokens[s.bad + 1]
    if previous.end != s.token.start or s.token.end != following.start:
        return None
    last = s.bad + 1
    while last + 2 < s.end and s.tokens[last + 1].type == "COMMA" and s.tokens[last + 2].type == "NUMBER":
        last += 2
    span = Span(s.source, previous.start, s.tokens[last].end)
    groups = span.text.split(",")
    if all(len(group.split(".")[0]) == 3 for group in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0":
        return syntax_errors.grouped_number(span)
    return syntax_errors.decimal_comma(Span(s.source, previous.start, following.end))


def _between(s: Situation) -> Diagnostic | None:
    previous = s.previous
    if previous is None or previous.type not in NAMES or previous.text not in {"between", "from"}:
        return None
    if s.token.type in {"NUMBER", "DATE", "NAME"} and s.automaton.accepted("LPAR"):
        return syntax_errors.between_without_to(previous.span(s.source), previous.text)
    return None


def _continued(s: Situation) -> Diagnostic | None:
    if s.bad == s.first and (s.token.type in _OPERATORS or s.token.type in {"NEVER", "THEN", "ELSE", "GIVEN", "WITH"}):
        return syntax_errors.continued_line(s.span)
    return None


def _missing_value(s: Situation) -> Diagnostic | None:
    previous = s.previous
    if previous is None or s.token.type not in _ENDS | CLOSERS.keys() | {"COMMA"}:
        return None
    if previous.type in _BEFORE_VALUES and s.automaton.accepted("NUMBER"):
        place = previous.span(s.source)
        ends = s.token.type in _ENDS
        return syntax_errors.missing_value(s.span, previous.text, place, line_ends=ends)
    return None


def _habit(s: Situation) -> Diagnostic | None:
    if s.token.type == "LBRACE" and s.automaton.accepted("NUMBER"):
        return habit_errors.table_in_expression(s.span)
    return habit(s.source, s.tokens[s.first : s.end], s.bad - s.first)


def _missing_operator(s: Situation) -> Diagnostic | None:
    previous = s.previous
    if previous is not None and s.token.type == "NEVER" and s.head.type == "EVENT":
        return syntax_errors.missing_comma(s.span)
    if s.token.type == "PERCENT" and s.automaton.accepted("STAR"):
        return syntax_errors.percent_operator(s.span)
    if (
        previous is None
        or s.head.type in {"CREDENCE", "INDEX", "CORRELATE"}
        or not s.automaton.accepted("STAR")
        or s.token.type not in _VALUES
    ):
        return None
    if s.token.type == "IF":
        return syntax_errors.if_after_value(s.span)
    left = previous
    if previous.type == "UNIT" and s.token.type == "LPAR" and s.bad - 2 >= s.first:
        # `3 f(x)`: the function was taken for the number's unit.
        number = s.tokens[s.bad - 2]
        return syntax_errors.missing_operator(
            Span(s.source, number.start, s.token.end), number.text, f"{previous.text}(…)"
        )
    if previous.type not in {"NUMBER", "UNIT", "RPAR", "RSQB", "DATE"} | NAMES:
        return None
    if previous.type in NAMES and s.token.type in NAMES | {"TEXT"}:
        return None
    text = previous.text
    if previous.type == "UNIT" and s.bad - 2 >= s.first:
        left = s.tokens[s.bad - 2]
        text = Span(s.source, left.start, previous.end).text
    elif previous.type in CLOSERS:
        text = "(…)" if previous.type == "RPAR" else "[…]"
    right = s.token.text + ("…)" if s.token.type == "LPAR" else "")
    return syntax_errors.missing_operator(Span(s.source, left.start, s.token.end), text, right)


_SLIPS: tuple[Callable[[Situation], Diagnostic | None], ...] = (
    _foreign_statement,
    _definition_sign,
    _two_statements,
    _field_sign,
    _reserved_word,
    _equal,
    _if,
    _tilde,
    _numbers,
    _between,
    _continued,
    _missing_value,
    _habit,
    _missing_operator,
)
