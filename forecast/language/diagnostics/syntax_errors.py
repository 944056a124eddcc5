"""What is said of mistakes in the syntax: one function per mistake, and all its words.

Headlines say what was read and what is wrong with it; hints say what to write.
"""

from forecast.language.diagnostics.diagnostic import Diagnostic, Edit, Fix, Label, Safety, Severity
from forecast.language.source import Span


def _error(
    code: str,
    headline: str,
    span: Span,
    *,
    label: str = "",
    secondary: tuple[Label, ...] = (),
    notes: tuple[str, ...] = (),
    hints: tuple[str, ...] = (),
    fixes: tuple[Fix, ...] = (),
) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, headline, Label(span, label), secondary, notes, hints, fixes)


def _write(span: Span, text: str, *, safety: Safety = Safety.SAFE) -> Fix:
    return Fix(f"write {_shown(text)}", (Edit(span, text),), safety)


def _shown(text: str) -> str:
    """A piece of the text, in backticks and not too long to read."""
    shortened = text if len(text) <= 40 else f"{text[:37]}…"
    return f"`{shortened}`"


# --- characters ---------------------------------------------------------------------------------------------------------


def unknown_character(span: Span) -> Diagnostic:
    text = span.text
    points = f" (U+{ord(text[0]):04X})" if len(text) == 1 else ""
    hints: tuple[str, ...] = ()
    if text[0] in "²³¹":
        power = {"¹": "1", "²": "2", "³": "3"}[text[0]]
        hints = (f"write a power with `^`: `^{power}`",)
    return _error(
        "unknown-character",
        f"{_shown(text)}{points} means nothing here",
        span,
        hints=hints or ("remove it, or put it in quotation marks if it belongs to a text",),
    )


def hidden_character(span: Span, character: str) -> Diagnostic:
    return _error(
        "hidden-character",
        f"there is a character here that cannot be seen (U+{ord(character):04X})",
        span,
        notes=("what cannot be seen could make a model mean something other than what it seems to say",),
        hints=("remove it, or write an ordinary space",),
        fixes=(Fix("remove it", (Edit(span, " " if character.isspace() else ""),), Safety.SAFE),),
    )


def not_text(span: Span) -> Diagnostic:
    return _error(
        "not-text",
        "this file is no text: it holds a character with the number 0",
        span,
        hints=("is it a model file? Those are plain text in UTF-8",),
    )


def file_too_large(span: Span, size: int, limit: int) -> Diagnostic:
    return _error(
        "file-too-large",
        f"this file has {size:,} characters; a model file may have {limit:,}",
        span,
        hints=('keep data in a file of its own (`data d = csv("…") { … }`), or split the model with `import`',),
    )


def typographic_sign(span: Span, sign: str, write: str) -> Diagnostic:
    return _error(
        "typographic-sign",
        f"{_shown(sign)} is written `{write}` here",
        span,
        fixes=(_write(span, write),),
        hints=(f"write `{write}`",),
    )


def dash(span: Span) -> Diagnostic:
    return _error(
        "typographic-sign",
        f"the dash {_shown(span.text)} could mean a range or a difference",
        span,
        hints=("write `to` for a range (`5 to 10`), or `-` to subtract",),
    )


def wrong_quotes(span: Span, inside: str) -> Diagnostic:
    curly = span.text[0] not in "'`"
    kind = "typographic" if curly else "single"
    escaped = inside.replace("\\", "\\\\").replace('"', '\\"')
    return _error(
        "curly-quotes" if curly else "single-quotes",
        f"a text stands in plain double quotation marks, not in {kind} ones",
        span,
        fixes=(_write(span, f'"{escaped}"'),),
        hints=(f"write {_shown(chr(34) + inside + chr(34))}",),
    )


def unclosed_text(span: Span) -> Diagnostic:
    return _error(
        "unclosed-text",
        "this text has no closing quotation mark",
        span,
        label="it begins here",
        notes=("a text ends on the line on which it begins",),
        hints=('write `"` at its end',),
    )


def bad_escape(span: Span) -> Diagnostic:
    return _error(
        "bad-escape",
        f"{_shown(span.text)} means nothing in a text",
        span,
        notes=('after `\\` in a text comes `"`, `\\`, `n` (a new line) or `t` (a tab)',),
        hints=("write `\\\\` for a backslash itself; in paths, `/` works everywhere",),
        fixes=(_write(span, "\\" + span.text, safety=Safety.SUGGESTED),),
    )


def slash_comment(span: Span) -> Diagnostic:
    return _error(
        "slash-comment",
        "a comment begins with `#`, not with `//`",
        span,
        hints=("write `#`; to divide and round down, write `floor(a / b)`",),
        fixes=(_write(span, "#", safety=Safety.SUGGESTED),),
    )


def block_comment(span: Span) -> Diagnostic:
    return _error(
        "slash-comment",
        "a comment begins with `#` and ends with its line; there is no `/* … */`",
        span,
        hints=("begin each line of the comment with `#`",),
    )


def line_continuation(span: Span) -> Diagnostic:
    return _error(
        "line-continuation",
        "a line does not go on after `\\`",
        span,
        hints=("put the expression in brackets: inside `( )` the ends of lines mean nothing",),
    )


# --- names and numbers ------------------------------------------------------------------------------------------------


def name_too_long(span: Span, limit: int) -> Diagnostic:
    return _error(
        "name-too-long",
        f"this name has {span.end - span.start:,} characters; a name may have {limit}",
        span,
        hints=("give it a short name, and say what it means in a line `## …` above it",),
    )


def bad_number(span: Span, reason: str, write: str) -> Diagnostic:
    return _error(
        "bad-number",
        f"{_shown(span.text)} is no number: {reason}",
        span,
        hints=(f"write `{write}`",) if write else (),
        fixes=(_write(span, write, safety=Safety.SUGGESTED),) if write else (),
    )


def grouped_number(span: Span) -> Diagnostic:
    write = span.text.replace(",", "_")
    return _error(
        "bad-number",
        f"{_shown(span.text)} reads as several numbers: `,` stands between values",
        span,
        hints=(f"write `{write}`",),
        fixes=(_write(span, write, safety=Safety.SUGGESTED),),
    )


def decimal_comma(span: Span) -> Diagnostic:
    write = span.text.replace(",", ".")
    return _error(
        "bad-number",
        f"{_shown(span.text)} reads as two numbers: the decimal sign is a point",
        span,
        hints=(f"write `{write}`",),
        fixes=(_write(span, write, safety=Safety.SUGGESTED),),
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
    return _error(
        "bad-date",
        f"{_shown(text)} looks like a date but is not written as one",
        span,
        notes=notes,
        hints=tuple(hints),
        fixes=(_write(span, write, safety=Safety.SUGGESTED),) if write else (),
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
    return _error(
        "percent-space",
        "`%` stands directly after its number",
        span,
        hints=("write `40%`, without a space",),
        fixes=(Fix("remove the space", (Edit(span, ""),), Safety.SAFE),),
    )


def currency_symbol(span: Span, sign: str, code: str) -> Diagnostic:
    notes: tuple[str, ...] = ()
    if code not in {"USD", "EUR"}:
        notes = (f"{code} is not known from the start; the line `unit {code}` makes it",)
    return _error(
        "currency-symbol",
        f"a sum of money is written with its unit after the number, not with {_shown(sign)}",
        span,
        notes=notes,
        hints=(f"write `5B {code}`",),
    )


# --- operators ------------------------------------------------------------------------------------------------------------


def python_power(span: Span) -> Diagnostic:
    return _error(
        "python-power",
        "a power is written `^`, not `**`",
        span,
        hints=("write `x^2`",),
        fixes=(_write(span, "^"),),
    )


def and_symbols(span: Span, sign: str) -> Diagnostic:
    word = {"&": "and", "|": "or", "!": "not"}[sign[0]]
    return _error(
        "and-symbols",
        f"{_shown(sign)} is written as the word `{word}`",
        span,
        hints=(f"write `{word}`",),
        fixes=(_write(span, f" {word} ", safety=Safety.SAFE),),
    )


def comparison_sign(span: Span, sign: str, write: str) -> Diagnostic:
    return _error(
        "comparison-sign",
        f"{_shown(sign)} is written `{write}`",
        span,
        hints=(f"write `{write}`",),
        fixes=(_write(span, write, safety=Safety.SUGGESTED),),
    )


def colon_equals(span: Span) -> Diagnostic:
    return _error(
        "colon-equals",
        "a definition is written with `=` alone, not with `:=`",
        span,
        hints=("write `=`, or `~` if the value is uncertain",),
        fixes=(_write(span, "="),),
    )


def augmented_assignment(span: Span, sign: str) -> Diagnostic:
    return _error(
        "augmented-assignment",
        f"{_shown(sign)} would change a value, and here a name has one value for good",
        span,
        notes=("a model file says what is, not what to do one after the other; order never matters in it",),
        hints=("give the new value a name of its own; what builds up over time is a `stock`",),
    )


def dots_for_to(span: Span) -> Diagnostic:
    return _error(
        "dots-for-to",
        "a range is written with `to`",
        span,
        hints=("write `5 to 10`",),
        fixes=(_write(span, " to ", safety=Safety.SUGGESTED),),
    )


def arrow(span: Span) -> Diagnostic:
    return _error(
        "unknown-character",
        "`->` means nothing here",
        span,
        hints=("to pass a value to a function, write `f(x)`; a function is written `fn f(x) = …`",),
    )


def ternary(span: Span) -> Diagnostic:
    return _error(
        "ternary",
        "`?` means nothing here",
        span,
        hints=("a choice between two values is written `if a > b then 1 else 2`",),
    )


def equals_for_comparison(span: Span) -> Diagnostic:
    return _error(
        "equals-for-comparison",
        "`=` defines a name; to compare two values, write `==`",
        span,
        hints=("write `==`",),
        fixes=(_write(span, "=="),),
    )


def equals_for_argument(span: Span, name: str) -> Diagnostic:
    return _error(
        "equals-for-argument",
        f"the argument {_shown(name)} is named with `:`, not with `=`",
        span,
        hints=(f"write `{name}: …`",),
        fixes=(_write(span, ":"),),
    )


def double_equals_definition(span: Span, name: str) -> Diagnostic:
    return _error(
        "double-equals-definition",
        f"`==` compares; {_shown(name)} is defined with a single `=`",
        span,
        hints=(f"write `{name} = …`; to state that the two are equal, write `observe {name} == …`",),
        fixes=(_write(span, "=", safety=Safety.SUGGESTED),),
    )


def arrow_definition(span: Span, name: str) -> Diagnostic:
    return _error(
        "arrow-definition",
        f"{_shown(name)} is defined with `=`, not with `<-`",
        span,
        hints=(f"write `{name} = …`, or `{name} ~ …` if the value is uncertain",),
        fixes=(_write(span, "=", safety=Safety.SUGGESTED),),
    )


def tilde_in_expression(span: Span) -> Diagnostic:
    return _error(
        "tilde-in-expression",
        "`~` stands once in a statement, between a name and what its value is drawn from",
        span,
        hints=("give the uncertain part a name of its own: `y ~ 1 to 5` on one line, `y` here",),
    )


def missing_operator(span: Span, left: str, right: str) -> Diagnostic:
    return _error(
        "missing-operator",
        f"there is no operator between {_shown(left)} and {_shown(right)}",
        span,
        hints=(f"to multiply, write {_shown(f'{left} * {right}')}",),
    )


def percent_operator(span: Span) -> Diagnostic:
    return _error(
        "percent-operator",
        "`%` is a unit (`40%`), not an operator",
        span,
        hints=("for the remainder of a division, write `a - b * floor(a / b)`",),
    )


def field_sign(span: Span, name: str) -> Diagnostic:
    return _error(
        "field-sign",
        f"the value of {_shown(name)} follows directly, without `{span.text}`",
        span,
        hints=(f"write `{name} VALUE`",),
        fixes=(Fix(f"remove `{span.text}`", (Edit(span, ""),), Safety.SAFE),),
    )


def missing_comma(span: Span) -> Diagnostic:
    return _error(
        "missing-comma",
        "a `,` is missing before `never`",
        span,
        hints=("write `event e ~ 2030 to 2040, never 10%`",),
        fixes=(Fix("write the comma", (Edit(Span(span.source, span.start, span.start), ", "),), Safety.SAFE),),
    )


# --- brackets and lines ---------------------------------------------------------------------------------------------------


def unclosed_bracket(opening: Span, *, closed_by: Span | None = None) -> Diagnostic:
    sign = opening.text
    closer = {"(": ")", "[": "]", "{": "}"}[sign]
    secondary = (Label(closed_by, f"before this, `{closer}` is missing"),) if closed_by else ()
    return _error(
        "unclosed-bracket",
        f"the bracket `{sign}` is not closed",
        opening,
        label="it is opened here",
        secondary=secondary,
        hints=(f"write `{closer}` where it ends",),
    )


def unmatched_bracket(closing: Span) -> Diagnostic:
    sign = closing.text
    opener = {")": "(", "]": "[", "}": "{"}[sign]
    return _error(
        "unmatched-bracket",
        f"`{sign}` closes nothing: no `{opener}` is open here",
        closing,
        hints=(f"remove it, or write `{opener}` where the bracket begins",),
    )


def mismatched_bracket(closing: Span, opening: Span) -> Diagnostic:
    right = {"(": ")", "[": "]", "{": "}"}[opening.text]
    return _error(
        "unmatched-bracket",
        f"`{opening.text}` is closed by `{closing.text}`",
        closing,
        secondary=(Label(opening, "the bracket is opened here"),),
        hints=(f"write `{right}`",),
        fixes=(_write(closing, right, safety=Safety.SUGGESTED),),
    )


def semicolon_in_brackets(span: Span, opening: Span) -> Diagnostic:
    return _error(
        "semicolon-in-brackets",
        f"a `;` ends a statement, but the bracket `{opening.text}` is still open",
        span,
        secondary=(Label(opening, "opened here"),),
        hints=("write `,` between values",),
        fixes=(_write(span, ",", safety=Safety.SUGGESTED),),
    )


def nesting_too_deep(span: Span, limit: int) -> Diagnostic:
    return _error(
        "nesting-too-deep",
        f"more than {limit} brackets stand inside one another",
        span,
        hints=("give inner parts names of their own",),
    )


def tree_too_deep(span: Span, limit: int) -> Diagnostic:
    return _error(
        "nesting-too-deep",
        f"more than {limit} operations are nested or chained in one expression",
        Span(span.source, span.start, min(span.end, span.start + 60)),
        label="the expression begins here",
        hints=("give parts of it names of their own; a long sum is `sum(x over i)` over an `index`",),
    )


def too_many(span: Span, limit: int) -> Diagnostic:
    return _error(
        "too-many-errors",
        f"this file has {limit} mistakes or more; the rest of it is not reported",
        span,
        hints=("mend the first ones; is it a model file?",),
    )


# --- what was expected ------------------------------------------------------------------------------------------------


def reserved_word(span: Span, *, declaring: bool) -> Diagnostic:
    use = "be the name of anything" if declaring else "be used as a name"
    return _error(
        "reserved-word",
        f"{_shown(span.text)} is a word of the language and cannot {use}",
        span,
        hints=(f"take another name, such as `{span.text}_1` or a longer word",),
    )


def missing_value(span: Span, after: str, place: Span, *, line_ends: bool) -> Diagnostic:
    return _error(
        "missing-value",
        f"after {_shown(after)} a value is missing",
        span,
        secondary=(Label(place, "it should follow this"),),
        hints=("a statement ends with its line; to go on in the next line, put the expression in `( )`",)
        if line_ends
        else (),
    )


def if_without_else(span: Span, opening: Span) -> Diagnostic:
    return _error(
        "if-without-else",
        "this `if` has no `else`",
        span,
        secondary=(Label(opening, "the `if`"),),
        notes=("a value is needed in both cases",),
        hints=("write `if CONDITION then VALUE else OTHER_VALUE`; to write it over several lines, put it in `( )`",),
    )


def if_without_then(span: Span, opening: Span) -> Diagnostic:
    return _error(
        "if-without-then",
        f"after the condition of `if` comes `then`, not {_shown(span.text)}"
        if span.text.strip()
        else "this `if` has no `then`",
        span,
        secondary=(Label(opening, "the `if`"),),
        hints=("write `if CONDITION then VALUE else OTHER_VALUE`",),
    )


def between_without_to(span: Span, word: str) -> Diagnostic:
    return _error(
        "between-without-to",
        f"a range is written `5 to 10`, without {_shown(word)}",
        span,
        hints=("write `5 to 10`: the central 90% interval",),
    )


def stray_doc(span: Span) -> Diagnostic:
    return Diagnostic(
        "stray-doc",
        Severity.WARNING,
        "this documentation belongs to no declaration",
        Label(span),
        notes=("lines that begin with `##` describe the declaration directly below them",),
        hints=("put it directly above a declaration, or write `#` for a plain comment",),
    )


def repeated_clause(span: Span, word: str) -> Diagnostic:
    return _error(
        "repeated-clause",
        f"{_shown(word)} is stated twice in this statement",
        span,
        hints=("keep one of them; two conditions are joined with `and`",),
    )


def elif_word(span: Span) -> Diagnostic:
    return _error(
        "else-if",
        f"{_shown(span.text)} is written `else if`",
        span,
        hints=("write `else if`",),
        fixes=(_write(span, "else if"),),
    )


def missing_fn(span: Span, name: str) -> Diagnostic:
    return _error(
        "missing-fn",
        f"if {_shown(name)} is to be a function, its definition begins with `fn`",
        span,
        hints=(f"write `fn {name}(x) = …`; what depends on an index is written `{name}[i] = …`",),
        fixes=(_write(span, f"fn {name}", safety=Safety.SUGGESTED),),
    )


def two_statements(span: Span) -> Diagnostic:
    return _error(
        "two-statements",
        "a second statement seems to begin here, on the same line",
        span,
        hints=("write it on a line of its own, or put `;` before it",),
    )


def bracketed_elements(span: Span) -> Diagnostic:
    return _error(
        "bracketed-elements",
        "the elements of an index are written without brackets",
        span,
        hints=("write `index lab = openai, anthropic, google`",),
    )


def foreign_statement(span: Span, word: str, hint: str) -> Diagnostic:
    return _error("foreign-statement", f"{_shown(word)} begins no statement here", span, hints=(hint,))


def continued_line(span: Span) -> Diagnostic:
    return _error(
        "continued-line",
        f"a line cannot begin with {_shown(span.text)}: a statement ends with its line",
        span,
        hints=("to write an expression over several lines, put it in `( )`",),
    )


def no_statement(span: Span, name: str) -> Diagnostic:
    return _error(
        "no-statement",
        "a value alone is no statement",
        span,
        hints=(f"write `{name} = …` to define {_shown(name)}, or `question q = {name}` to ask for it",),
    )


def unexpected_end(span: Span, expected: str, *, shape: str) -> Diagnostic:
    return _error(
        "unexpected-end",
        f"the line ends where {expected} should follow",
        span,
        hints=(f"this kind of statement is written `{shape}`",) if shape else (),
    )


def unexpected_token(span: Span, expected: str, *, shape: str) -> Diagnostic:
    return _error(
        "unexpected-token",
        f"{_shown(span.text)} cannot stand here; {expected} should",
        span,
        hints=(f"this kind of statement is written `{shape}`",) if shape else (),
    )
