"""What is said of mistakes in characters, names, numbers and signs: one function per mistake, and all its words.

Headlines say what was read and what is wrong with it; hints say what to write.
"""

import re

from forecast.language.diagnostics.diagnostic import Diagnostic, Edit, Fix, Safety
from forecast.language.diagnostics.error import error, shown, writing
from forecast.language.diagnostics.number_words import LETTERS
from forecast.language.source import Span


def unknown_character(span: Span) -> Diagnostic:
    text = span.text
    points = f" (U+{ord(text[0]):04X})" if len(text) == 1 else ""
    hints: tuple[str, ...] = ()
    if text[0] in "²³¹":
        power = {"¹": "1", "²": "2", "³": "3"}[text[0]]
        hints = (f"write a power with `^`: `^{power}`",)
    elif text[0] == "±":
        hints = (_around(span),)
    return error(
        "unknown-character",
        f"{shown(text)}{points} means nothing here",
        span,
        hints=hints or ("remove it, or put it in quotation marks if it belongs to a text",),
    )


def _around(sign: Span) -> str:
    """What to write for `5 ± 2`."""
    source = sign.source
    after = re.match(rf"\s*{_AMOUNT}(?![\w.%])", source.text[sign.end : sign.end + 40])
    before = re.search(rf"(?<![\w.]){_AMOUNT}\s*$", source.text[max(sign.start - 40, 0) : sign.start])
    if not after or not before or before[2] not in ("", after[2]):
        return "write `3 to 7` for an interval about 5, or `normal(5, 2)` where 2 is the standard deviation"
    middle, width = float(before[1]), float(after[1])
    unit = after[2]
    ends = f"{middle - width:.10g} to {middle + width:.10g}{unit}"
    deviation = f"{after[1]}{unit}"
    return f"write `{ends}`, or `normal({before[1]}{unit}, {deviation})` where {deviation} is the standard deviation"


_AMOUNT = r"([0-9]+(?:\.[0-9]+)?)([kMBT]?%?(?: (?!to\b)[A-Za-z][\w/]*)?)"


def hidden_character(span: Span, character: str) -> Diagnostic:
    return error(
        "hidden-character",
        f"there is a character here that cannot be seen (U+{ord(character):04X})",
        span,
        notes=("what cannot be seen could make a model mean something other than what it seems to say",),
        hints=("remove it, or write an ordinary space",),
        fixes=(Fix("remove it", (Edit(span, " " if character.isspace() else ""),), Safety.SAFE),),
    )


def not_text(span: Span) -> Diagnostic:
    return error(
        "not-text",
        "this file is no text: it holds a character with the number 0",
        span,
        hints=("is it a model file? Those are plain text in UTF-8",),
    )


def file_too_large(span: Span, size: int, limit: int) -> Diagnostic:
    return error(
        "file-too-large",
        f"this file has {size:,} characters; a model file may have {limit:,}",
        span,
        hints=('keep data in a file of its own (`data d = csv("…") { … }`), or split the model with `import`',),
    )


def typographic_sign(span: Span, sign: str, write: str) -> Diagnostic:
    return error(
        "typographic-sign",
        f"{shown(sign)} is written `{write}` here",
        span,
        fixes=(writing(span, write),),
        hints=(f"write `{write}`",),
    )


def dash(span: Span) -> Diagnostic:
    return error(
        "typographic-sign",
        f"the dash {shown(span.text)} could mean a range or a difference",
        span,
        hints=("write `to` for a range (`5 to 10`), or `-` to subtract",),
    )


def wrong_quotes(span: Span, inside: str) -> Diagnostic:
    curly = span.text[0] not in "'`"
    kind = "typographic" if curly else "single"
    escaped = inside.replace("\\", "\\\\").replace('"', '\\"')
    return error(
        "curly-quotes" if curly else "single-quotes",
        f"a text stands in plain double quotation marks, not in {kind} ones",
        span,
        fixes=(writing(span, f'"{escaped}"'),),
        hints=(f"write {shown(chr(34) + inside + chr(34))}",),
    )


def unclosed_text(span: Span) -> Diagnostic:
    return error(
        "unclosed-text",
        "this text has no closing quotation mark",
        span,
        label="it begins here",
        notes=("a text ends on the line on which it begins",),
        hints=('write `"` at its end',),
    )


def bad_escape(span: Span) -> Diagnostic:
    return error(
        "bad-escape",
        f"{shown(span.text)} means nothing in a text",
        span,
        notes=('after `\\` in a text comes `"`, `\\`, `n` (a new line) or `t` (a tab)',),
        hints=("write `\\\\` for a backslash itself; in paths, `/` works everywhere",),
        fixes=(writing(span, "\\" + span.text, safety=Safety.SUGGESTED),),
    )


def slash_comment(span: Span) -> Diagnostic:
    return error(
        "slash-comment",
        "a comment begins with `#`, not with `//`",
        span,
        hints=("write `#`; to divide and round down, write `floor(a / b)`",),
        fixes=(writing(span, "#", safety=Safety.SUGGESTED),),
    )


def block_comment(span: Span) -> Diagnostic:
    return error(
        "slash-comment",
        "a comment begins with `#` and ends with its line; there is no `/* … */`",
        span,
        hints=("begin each line of the comment with `#`",),
    )


def line_continuation(span: Span) -> Diagnostic:
    return error(
        "line-continuation",
        "a line does not go on after `\\`",
        span,
        hints=("put the expression in brackets: inside `( )` the ends of lines mean nothing",),
    )


def name_too_long(span: Span, limit: int) -> Diagnostic:
    return error(
        "name-too-long",
        f"this name has {span.end - span.start:,} characters; a name may have {limit}",
        span,
        hints=("give it a short name, and say what it means in a line `## …` above it",),
    )


def bad_number(span: Span, reason: str, write: str) -> Diagnostic:
    return error(
        "bad-number",
        f"{shown(span.text)} is no number: {reason}",
        span,
        hints=(f"write {shown(write)}",) if write else (),
        fixes=(writing(span, write, safety=Safety.SUGGESTED),) if write else (),
    )


def bad_date(span: Span) -> Diagnostic:
    text = span.text
    write = _date(text)
    notes: tuple[str, ...] = ("dates are written year-month-day, with two digits for month and day",)
    if "T" in text:
        notes = ("a date has no time of day",)
    hints = [f"write `{write}`"] if write else ["write the date as in `2027-06-15` or `2027-06`"]
    if text.count("-") == 1:
        hints.append(f"if a difference is meant, put spaces around the sign: `{text.replace('-', ' - ')}`")
    return error(
        "bad-date",
        f"{shown(text)} looks like a date but is not written as one",
        span,
        notes=notes,
        hints=tuple(hints),
        fixes=(writing(span, write, safety=Safety.SUGGESTED),) if write else (),
    )


def _date(text: str) -> str:
    text = text.partition("T")[0]
    if "-" in text or text[:4].isdigit():
        year, *rest = text.replace("/", "-").split("-")
        return "-".join([year, *(part.zfill(2) for part in rest)])
    first, second, year = text.split("/")
    if int(first) > 12 >= int(second):
        return f"{year}-{second.zfill(2)}-{first.zfill(2)}"
    if int(second) > 12 >= int(first):
        return f"{year}-{first.zfill(2)}-{second.zfill(2)}"
    return ""


def percent_space(span: Span) -> Diagnostic:
    number = number_before(span)
    return error(
        "percent-space",
        "`%` stands directly after its number",
        span,
        hints=(f"remove the space: `{number or 40}%`",),
        fixes=(Fix("remove the space", (Edit(span, ""),), Safety.SAFE),),
    )


def currency_symbol(span: Span, sign: str, code: str) -> Diagnostic:
    notes: tuple[str, ...] = ()
    if code not in {"USD", "EUR"}:
        notes = (f"{code} is not known from the start; the line `unit {code}` makes it",)
    whole, write = _sum_of_money(span, code)
    return error(
        "currency-symbol",
        f"a sum of money is written with its unit after the number, not with {shown(sign)}",
        span,
        notes=notes,
        hints=(f"write `{write or f'5B {code}'}`",),
        fixes=(writing(whole, write, safety=Safety.SUGGESTED),) if write else (),
    )


def number_before(span: Span) -> str:
    """The number directly before a place, as written; "" where there is none."""
    match = re.search(rf"(?<![\w.]){_NUMBER}\s*$", span.source.text[max(span.start - 40, 0) : span.start])
    return match[1] if match else ""


_NUMBER = r"([0-9][0-9_]*(?:\.[0-9]+)?[kMBT]?)"
_PER = r"(?:/(?:year|month|week|day|hour|person|kWh)(?!\w))"
_AFTER_SIGN = re.compile(rf"\s*{_NUMBER}(?![\w.])(?:[ \t]*({'|'.join(LETTERS)})(?!\w))?({_PER}*)")


def _sum_of_money(sign: Span, code: str) -> tuple[Span, str]:
    """The sum of which the sign is a part, and how it is written; "" where no number is beside it."""
    source = sign.source
    after = _AFTER_SIGN.match(source.text, sign.end)
    if after:
        letter = LETTERS[after[2]] if after[2] and after[1][-1].isdigit() else ""
        stated = re.compile(rf"[ \t]*{code}(?!\w)").match(source.text, after.end())
        return Span(source, sign.start, (stated or after).end()), f"{after[1]}{letter} {code}{after[3]}"
    number = number_before(sign)
    if not number:
        return sign, ""
    before = source.text[: sign.start].rindex(number)
    return Span(source, before, sign.end), f"{number} {code}"


def python_power(span: Span) -> Diagnostic:
    return error(
        "python-power",
        "a power is written `^`, not `**`",
        span,
        hints=("write `^`, as in `x^2`",),
        fixes=(writing(span, "^"),),
    )


def and_symbols(span: Span, sign: str) -> Diagnostic:
    word = {"&": "and", "|": "or", "!": "not"}[sign[0]]
    return error(
        "and-symbols",
        f"{shown(sign)} is written as the word `{word}`",
        span,
        hints=(f"write `{word}`",),
        fixes=(writing(span, f" {word} ", safety=Safety.SAFE),),
    )


def comparison_sign(span: Span, sign: str, write: str) -> Diagnostic:
    return error(
        "comparison-sign",
        f"{shown(sign)} is written `{write}`",
        span,
        hints=(f"write `{write}`",),
        fixes=(writing(span, write, safety=Safety.SUGGESTED),),
    )


def colon_equals(span: Span) -> Diagnostic:
    return error(
        "colon-equals",
        "a definition is written with `=` alone, not with `:=`",
        span,
        hints=("write `=`, or `~` if the value is uncertain",),
        fixes=(writing(span, "="),),
    )


def augmented_assignment(span: Span, sign: str) -> Diagnostic:
    return error(
        "augmented-assignment",
        f"{shown(sign)} would change a value, and here a name has one value for good",
        span,
        notes=("a model file says what is, not what to do one after the other; order never matters in it",),
        hints=("give the new value a name of its own; what builds up over time is a `stock`",),
    )


def dots_for_to(span: Span) -> Diagnostic:
    return error(
        "dots-for-to",
        "a range is written with `to`",
        span,
        hints=("write `to`, as in `5 to 10`",),
        fixes=(writing(span, " to ", safety=Safety.SUGGESTED),),
    )


def arrow(span: Span) -> Diagnostic:
    return error(
        "unknown-character",
        "`->` means nothing here",
        span,
        hints=("to pass a value to a function, write `f(x)`; a function is written `fn f(x) = …`",),
    )


def ternary(span: Span) -> Diagnostic:
    return error(
        "ternary",
        "`?` means nothing here",
        span,
        hints=("a choice between two values is written `if a > b then 1 else 2`",),
    )
