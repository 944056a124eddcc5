"""What people write who come from elsewhere, as far as a lexer can see it: patterns and readings."""

import re

from forecast.language.types.number import InvalidNumber, parse_number

# What people write who come from elsewhere; tried before the grammar's own patterns.
SLIPS = {
    "slash_comment": r"//|/\*",
    "sign": r"\*\*|&&|\|\||===|!==|:=|=>|=<|<>|\+=|-=|\*=|/=|->|\.\.+",
    "bad_date": (
        r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}(?!\w)|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}(?!\w)"
        r"|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]*[0-9]Z?"
        r"|[0-9]{4}-(?:[0-9]-[0-9]{1,2}|[0-9]{2}-[0-9])(?!\w)|(?:19|20|21)[0-9]{2}-[0-9](?![\w.-])"
    ),
    "bad_number": (
        r"0[xX][0-9a-fA-F]+(?!\w)|0[bBoO][0-9]+(?!\w)|[0-9][0-9_.]*[eE](?!\w)(?![+-]?[0-9])[+-]?"
        r"|[0-9]+(?:\.[0-9]+){2,}|[0-9]+\.(?![\w.])|[0-9][0-9_]*(?:__[0-9_]*|_(?!\w))"
    ),
}

# The terminal that was meant.
WORD_SIGNS = {"&&": "AND", "&": "AND", "||": "OR", "|": "OR", "!": "NOT"}
COMPARISONS = {
    "===": ("EQUAL_EQUAL", "=="),
    "!==": ("NOT_EQUAL", "!="),
    "<>": ("NOT_EQUAL", "!="),
    "=>": ("MORE_EQUAL", ">="),
    "=<": ("LESS_EQUAL", "<="),
}
TYPOGRAPHIC = {
    "≤": ("LESS_EQUAL", "<="),
    "≥": ("MORE_EQUAL", ">="),
    "≠": ("NOT_EQUAL", "!="),
    "×": ("STAR", "*"),
    "·": ("STAR", "*"),
    "⋅": ("STAR", "*"),
    "∗": ("STAR", "*"),
    "÷": ("SLASH", "/"),
    "∕": ("SLASH", "/"),
    "−": ("MINUS", "-"),
    "∼": ("TILDE", "~"),
    "～": ("TILDE", "~"),
    "˜": ("TILDE", "~"),
    "，": ("COMMA", ","),
    "：": ("COLON", ":"),
    "（": ("LPAR", "("),
    "）": ("RPAR", ")"),
}
DASHES = frozenset("–—‐‑‒")
CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
MONTHS = {
    **{name: month for month, name in enumerate(_MONTHS, 1)},
    **{name[:3]: month for month, name in enumerate(_MONTHS, 1)},
    "sept": 9,
}
# Opening marks with the marks that may close them.
QUOTES = {"'": "'", "“": '”“"', "”": '”“"', "„": '“”"', "«": "»", "‘": "’‘'", "’": "’‘'", "`": "`"}

# They turn the direction of writing, so that a text reads other than it runs.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
INVISIBLE = TURNING | frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def number_problem(text: str) -> tuple[str, str] | None:
    """Why a piece that looks like a number is none, and what to write instead ("" where that is open)."""
    if len(text) > 1 and text[0] == "0" and text[1] in "0123456789_":
        plain = text.lstrip("0_")
        return "a number does not begin with 0", plain if plain[:1].isdigit() else f"0{plain}"
    try:
        value = parse_number(text)
    except InvalidNumber as problem:
        return problem.reason, ""
    if value == 0 and any(digit in "123456789" for digit in re.split("[eE]", text)[0]):
        return "it is smaller than the smallest number that can be computed with, about 5e-324", ""
    return None


def bad_number(text: str) -> tuple[str, str]:
    """The same for a piece that no number can be."""
    if text[:2].lower() in {"0x", "0b", "0o"}:
        try:
            return "numbers are written in tens", str(int(text, 0))
        except ValueError:
            return "numbers are written in tens", ""
    if text[-1] in "eE+-":
        return "after `e` comes a power of ten", text.rstrip("eE+-") + "e6"
    if text.endswith("."):
        return "digits come after the point", text[:-1]
    if text.count(".") > 1:
        return "a number has one point", ""
    return "`_` stands between two digits", re.sub("_+", "_", text).strip("_")


def line_end(text: str, start: int) -> int:
    """The offset of the end of the line in which `start` lies."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return end - 1 if end > start and text[end - 1] == "\r" else end


def text_end(text: str, start: int, end: int) -> int:
    """Where a text without a closing mark ends: at the line's end, but for closing brackets of what stands before it."""
    opened = text.count("(", start, end) + text.count("[", start, end)
    closed = text.count(")", start, end) + text.count("]", start, end)
    stop = end
    while stop > start and text[stop - 1] in ")]},;{ \t":
        if text[stop - 1] in ")]":
            if closed <= opened:
                break
            closed -= 1
        stop -= 1
    return stop


def name_end(text: str, start: int) -> int:
    """The end of a name with letters of any script and their combining marks."""
    end = start
    while end < len(text) and text[end] != "·" and f"a{text[end]}".isidentifier():
        end += 1
    return end
