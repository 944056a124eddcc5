"""Numbers and dates in words, and other things written as they are elsewhere, as far as they stop a reader."""

from forecast.language.diagnostics import Diagnostic, habit_errors
from forecast.language.diagnostics.number_words import LETTERS
from forecast.language.source import Source, Span
from forecast.language.syntax.foreign import MONTHS
from forecast.language.syntax.token import Token

_VALUES = {"NAME", "RPAR", "RSQB"}


def habit(source: Source, tokens: list[Token], bad: int) -> Diagnostic | None:
    """The habit that explains why reading stopped at the `bad`-th token."""
    if bad >= len(tokens):
        return None
    return (
        _number_word(source, tokens, bad)
        or _month_first(source, tokens, bad)
        or _day_first(source, tokens, bad)
        or _per(source, tokens, bad)
        or _level_after_family(source, tokens, bad)
        or _question(source, tokens, bad)
        or _element_by_name(source, tokens, bad)
        or _unit_after_value(source, tokens, bad)
    )


def _types(tokens: list[Token], start: int, end: int) -> list[str]:
    return [token.type for token in tokens[start:end]] if start >= 0 else []


def _number_word(source: Source, tokens: list[Token], bad: int) -> Diagnostic | None:
    """`5 million USD`, where `million` was taken for the unit."""
    if _types(tokens, bad - 2, bad + 1) != ["NUMBER", "UNIT", "NAME"]:
        return None
    number, word, unit = tokens[bad - 2 : bad + 1]
    letter = LETTERS.get(word.text)
    if letter is None or not number.text[-1].isdigit():
        return None
    first, write = number, f"{number.text}{letter}"
    if _types(tokens, bad - 4, bad - 2) == ["NUMBER", "TO"] and tokens[bad - 4].text[-1].isdigit():
        first, write = tokens[bad - 4], f"{tokens[bad - 4].text}{letter} to {write}"
    span = Span(source, first.start, unit.end)
    return habit_errors.number_word(span, word.text, letter, f"{write} {unit.text}")


def _month_first(source: Source, tokens: list[Token], bad: int) -> Diagnostic | None:
    """`June 2027`, `June 15, 2027`."""
    if _types(tokens, bad - 1, bad + 1) != ["NAME", "NUMBER"] or tokens[bad - 1].text.casefold() not in MONTHS:
        return None
    month = MONTHS[tokens[bad - 1].text.casefold()]
    number = tokens[bad]
    if _is_year(number):
        return habit_errors.month_name(Span(source, tokens[bad - 1].start, number.end), f"{number.text}-{month:02d}")
    if _types(tokens, bad + 1, bad + 3) != ["COMMA", "NUMBER"] or not _is_year(tokens[bad + 2]) or not _is_day(number):
        return None
    span = Span(source, tokens[bad - 1].start, tokens[bad + 2].end)
    return habit_errors.month_name(span, f"{tokens[bad + 2].text}-{month:02d}-{int(number.text):02d}")


def _day_first(source: Source, tokens: list[Token], bad: int) -> Diagnostic | None:
    """`15 June 2027`, where `June` was taken for the unit."""
    if _types(tokens, bad - 2, bad + 1) != ["NUMBER", "UNIT", "NUMBER"]:
        return None
    day, word, year = tokens[bad - 2 : bad + 1]
    month = MONTHS.get(word.text.casefold())
    if month is None or not _is_day(day) or not _is_year(year):
        return None
    return habit_errors.month_name(Span(source, day.start, year.end), f"{year.text}-{month:02d}-{int(day.text):02d}")


def _is_year(token: Token) -> bool:
    return token.text.isdecimal() and len(token.text) == 4


def _is_day(token: Token) -> bool:
    return token.text.isdecimal() and 1 <= int(token.text[:9]) <= 31


def _per(source: Source, tokens: list[Token], bad: int) -> Diagnostic | None:
    """`rate per year`, where only the number of a literal takes `per`."""
    if tokens[bad].text != "per" or _types(tokens, bad + 1, bad + 2) != ["NAME"]:
        return None
    if bad == 0 or tokens[bad - 1].type not in _VALUES:
        return None
    value = tokens[bad - 1].text if tokens[bad - 1].type == "NAME" else "(…)"
    span = Span(source, tokens[bad].start, tokens[bad + 1].end)
    return habit_errors.per_after_value(span, value, tokens[bad + 1].text)


def _level_after_family(source: Source, tokens: list[Token], bad: int) -> Diagnostic | None:
    if tokens[bad].type != "LEVEL" or _types(tokens, bad - 2, bad) != ["AS", "NAME"]:
        return None
    return habit_errors.level_after_family(tokens[bad].span(source), tokens[bad - 1].text)


def _question(source: Source, tokens: list[Token], bad: int) -> Diagnostic | None:
    """`question q : months = x`, `question q[lab] = x`."""
    if bad != 2 or tokens[0].type != "QUESTION":
        return None
    name = tokens[1].text
    match tokens[bad].type:
        case "COLON":
            return habit_errors.question_with_unit(tokens[bad].span(source), name)
        case "LSQB":
            return habit_errors.question_with_index(tokens[bad].span(source), name)
        case _:
            return None


def _element_by_name(source: Source, tokens: list[Token], bad: int) -> Diagnostic | None:
    """`x[lab: a]`."""
    if tokens[bad].type not in {"COLON", "EQUAL"} or _types(tokens, bad - 3, bad) != ["NAME", "LSQB", "NAME"]:
        return None
    index = tokens[bad - 1]
    return habit_errors.element_by_name(Span(source, index.start, tokens[bad].end), f"{index.text}{tokens[bad].text}")


def _unit_after_value(source: Source, tokens: list[Token], bad: int) -> Diagnostic | None:
    """`x in months`."""
    if tokens[bad].text != "in" or _types(tokens, bad + 1, bad + 2) != ["NAME"]:
        return None
    if bad == 0 or tokens[bad - 1].type not in _VALUES | {"NUMBER", "UNIT"}:
        return None
    return habit_errors.unit_after_value(tokens[bad].span(source), "in")
