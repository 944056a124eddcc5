"""What is said of mistakes in the order of words and in brackets: one function per mistake, and all its words.

Headlines say what was read and what is wrong with it; hints say what to write.
"""

from forecast.language.diagnostics.diagnostic import Diagnostic, Edit, Fix, Label, Safety, Severity
from forecast.language.diagnostics.error import error, shown, writing
from forecast.language.source import Span


def grouped_number(span: Span) -> Diagnostic:
    write = span.text.replace(",", "_")
    return error(
        "bad-number",
        f"{shown(span.text)} reads as several numbers: `,` stands between values",
        span,
        hints=(f"write `{write}`",),
        fixes=(writing(span, write, safety=Safety.SUGGESTED),),
    )


def decimal_comma(span: Span) -> Diagnostic:
    write = span.text.replace(",", ".")
    return error(
        "bad-number",
        f"{shown(span.text)} reads as two numbers: the decimal sign is a point",
        span,
        hints=(f"write `{write}`",),
        fixes=(writing(span, write, safety=Safety.SUGGESTED),),
    )


def equals_for_comparison(span: Span) -> Diagnostic:
    return error(
        "equals-for-comparison",
        "`=` defines a name; to compare two values, write `==`",
        span,
        hints=("write `==`",),
        fixes=(writing(span, "=="),),
    )


def equals_for_argument(span: Span, name: str) -> Diagnostic:
    return error(
        "equals-for-argument",
        f"the argument {shown(name)} is named with `:`, not with `=`",
        span,
        hints=(f"write `:`, as in `{name}: …`",),
        fixes=(writing(span, ":"),),
    )


def double_equals_definition(span: Span, name: str) -> Diagnostic:
    return error(
        "double-equals-definition",
        f"`==` compares; {shown(name)} is defined with a single `=`",
        span,
        hints=(f"write `=`, as in `{name} = …`; to state that the two are equal, write `observe {name} == …`",),
        fixes=(writing(span, "=", safety=Safety.SUGGESTED),),
    )


def arrow_definition(span: Span, name: str) -> Diagnostic:
    return error(
        "arrow-definition",
        f"{shown(name)} is defined with `=`, not with `<-`",
        span,
        hints=(f"write `=`, as in `{name} = …`, or `{name} ~ …` if the value is uncertain",),
        fixes=(writing(span, "=", safety=Safety.SUGGESTED),),
    )


def tilde_in_expression(span: Span) -> Diagnostic:
    return error(
        "tilde-in-expression",
        "`~` stands once in a statement, between a name and what its value is drawn from",
        span,
        hints=("give the uncertain part a name of its own: `y ~ 1 to 5` on one line, `y` here",),
    )


def missing_operator(span: Span, left: str, right: str) -> Diagnostic:
    return error(
        "missing-operator",
        f"there is no operator between {shown(left)} and {shown(right)}",
        span,
        hints=(f"to multiply, write {shown(f'{left} * {right}')}",),
    )


def if_after_value(span: Span) -> Diagnostic:
    return error(
        "missing-operator",
        "there is no operator before this `if`",
        span,
        hints=(
            "if it chooses between two values, the condition comes first: `if CONDITION then VALUE else OTHER_VALUE`",
        ),
    )


def if_in_expression(span: Span, before: str) -> Diagnostic:
    return error(
        "unexpected-token",
        f"an `if` after {shown(before)} needs brackets",
        span,
        hints=("write `(if CONDITION then VALUE else OTHER_VALUE)`",),
    )


def percent_operator(span: Span) -> Diagnostic:
    return error(
        "percent-operator",
        "`%` is a unit (`40%`), not an operator",
        span,
        hints=("for the remainder of a division, write `a - b * floor(a / b)`",),
    )


def field_sign(span: Span, name: str) -> Diagnostic:
    return error(
        "field-sign",
        f"the value of {shown(name)} follows directly, without `{span.text}`",
        span,
        hints=(f"remove `{span.text}`: `{name} VALUE`",),
        fixes=(Fix(f"remove `{span.text}`", (Edit(span, ""),), Safety.SAFE),),
    )


def missing_comma(span: Span) -> Diagnostic:
    return error(
        "missing-comma",
        "a `,` is missing before `never`",
        span,
        hints=("write the comma: `event e ~ 2030 to 2040, never 10%`",),
        fixes=(Fix("write the comma", (Edit(Span(span.source, span.start, span.start), ", "),), Safety.SAFE),),
    )


def unclosed_bracket(opening: Span, *, closed_by: Span | None = None) -> Diagnostic:
    sign = opening.text
    closer = {"(": ")", "[": "]", "{": "}"}[sign]
    secondary = (Label(closed_by, f"before this, `{closer}` is missing"),) if closed_by else ()
    return error(
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
    return error(
        "unmatched-bracket",
        f"`{sign}` closes nothing: no `{opener}` is open here",
        closing,
        hints=(f"remove it, or write `{opener}` where the bracket begins",),
    )


def mismatched_bracket(closing: Span, opening: Span) -> Diagnostic:
    right = {"(": ")", "[": "]", "{": "}"}[opening.text]
    return error(
        "unmatched-bracket",
        f"`{opening.text}` is closed by `{closing.text}`",
        closing,
        secondary=(Label(opening, "the bracket is opened here"),),
        hints=(f"write `{right}`",),
        fixes=(writing(closing, right, safety=Safety.SUGGESTED),),
    )


def semicolon_in_brackets(span: Span, opening: Span) -> Diagnostic:
    return error(
        "semicolon-in-brackets",
        f"a `;` ends a statement, but the bracket `{opening.text}` is still open",
        span,
        secondary=(Label(opening, "opened here"),),
        hints=("write `,`: it stands between values",),
        fixes=(writing(span, ",", safety=Safety.SUGGESTED),),
    )


def nesting_too_deep(span: Span, limit: int) -> Diagnostic:
    return error(
        "nesting-too-deep",
        f"more than {limit} brackets stand inside one another",
        span,
        hints=("give inner parts names of their own",),
    )


def tree_too_deep(span: Span, limit: int) -> Diagnostic:
    return error(
        "nesting-too-deep",
        f"more than {limit} operations are nested or chained in one expression",
        Span(span.source, span.start, min(span.end, span.start + 60)),
        label="the expression begins here",
        hints=("give parts of it names of their own; a long sum is `sum(x over i)` over an `index`",),
    )


def too_many(span: Span, limit: int) -> Diagnostic:
    return error(
        "too-many-errors",
        f"this file has {limit} mistakes or more; the rest of it is not reported",
        span,
        hints=("mend the first ones; is it a model file?",),
    )


def reserved_word(span: Span, *, declaring: bool) -> Diagnostic:
    use = "be the name of anything" if declaring else "be used as a name"
    return error(
        "reserved-word",
        f"{shown(span.text)} is a word of the language and cannot {use}",
        span,
        hints=(f"take another name, such as `{span.text}_1` or a longer word",),
    )


def missing_value(span: Span, after: str, place: Span, *, line_ends: bool) -> Diagnostic:
    return error(
        "missing-value",
        f"after {shown(after)} a value is missing",
        span,
        secondary=(Label(place, "it should follow this"),),
        hints=("a statement ends with its line; to go on in the next line, put the expression in `( )`",)
        if line_ends
        else (),
    )


def if_without_else(span: Span, opening: Span) -> Diagnostic:
    return error(
        "if-without-else",
        "this `if` has no `else`",
        span,
        secondary=(Label(opening, "the `if`"),),
        notes=("a value is needed in both cases",),
        hints=("write `if CONDITION then VALUE else OTHER_VALUE`; to write it over several lines, put it in `( )`",),
    )


def if_without_then(span: Span, opening: Span) -> Diagnostic:
    return error(
        "if-without-then",
        f"after the condition of `if` comes `then`, not {shown(span.text)}"
        if span.text.strip()
        else "this `if` has no `then`",
        span,
        secondary=(Label(opening, "the `if`"),),
        hints=("write `if CONDITION then VALUE else OTHER_VALUE`; to write it over several lines, put it in `( )`",)
        if not span.text.strip()
        else ("write `if CONDITION then VALUE else OTHER_VALUE`",),
    )


def between_without_to(span: Span, word: str) -> Diagnostic:
    return error(
        "between-without-to",
        f"a range is written `5 to 10`, without {shown(word)}",
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
    return error(
        "repeated-clause",
        f"{shown(word)} is stated twice in this statement",
        span,
        hints=("keep one of them; two conditions are joined with `and`",),
    )


def elif_word(span: Span) -> Diagnostic:
    return error(
        "else-if",
        f"{shown(span.text)} is written `else if`",
        span,
        hints=("write `else if`",),
        fixes=(writing(span, "else if"),),
    )


def missing_fn(span: Span, name: str) -> Diagnostic:
    return error(
        "missing-fn",
        f"if {shown(name)} is to be a function, its definition begins with `fn`",
        span,
        hints=(f"write `fn {name}`, as in `fn {name}(x) = …`; what depends on an index is written `{name}[i] = …`",),
        fixes=(writing(span, f"fn {name}", safety=Safety.SUGGESTED),),
    )


def two_statements(span: Span) -> Diagnostic:
    return error(
        "two-statements",
        "a second statement seems to begin here, on the same line",
        span,
        hints=("write it on a line of its own, or put `;` before it",),
    )


def bracketed_elements(span: Span) -> Diagnostic:
    return error(
        "bracketed-elements",
        "the elements of an index are written without brackets",
        span,
        hints=("write `index lab = openai, anthropic, google`",),
    )


def foreign_statement(span: Span, word: str, hint: str) -> Diagnostic:
    return error("foreign-statement", f"{shown(word)} begins no statement here", span, hints=(hint,))


def continued_line(span: Span) -> Diagnostic:
    return error(
        "continued-line",
        f"a line cannot begin with {shown(span.text)}: a statement ends with its line",
        span,
        hints=("to write an expression over several lines, put it in `( )`",),
    )


def no_statement(span: Span, name: str) -> Diagnostic:
    return error(
        "no-statement",
        "a value alone is no statement",
        span,
        hints=(f"write `{name} = …` to define {shown(name)}, or `question q = {name}` to ask for it",),
    )


def unexpected_end(span: Span, expected: str, *, shape: str) -> Diagnostic:
    return error(
        "unexpected-end",
        f"the line ends where {expected} should follow",
        span,
        hints=(f"this kind of statement is written `{shape}`",) if shape else (),
    )


def unexpected_token(span: Span, expected: str, *, shape: str) -> Diagnostic:
    return error(
        "unexpected-token",
        f"{shown(span.text)} stands where {expected} is expected",
        span,
        hints=(f"this kind of statement is written `{shape}`",) if shape else (),
    )
