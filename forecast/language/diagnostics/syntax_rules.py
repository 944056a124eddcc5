"""The mistakes in syntax, as `forecast explain` and the reference tell of them."""

from forecast.language.diagnostics.diagnostic import Severity
from forecast.language.diagnostics.lexical_rules import LEXICAL_RULES
from forecast.language.diagnostics.rule import Rule


def _error(code: str, summary: str, explanation: str, bad: str, good: str) -> Rule:
    return Rule(code, Severity.ERROR, summary, explanation, bad, good)


_GENERAL = (
    _error(
        "unexpected-token",
        "Something stands where it cannot.",
        "The statement could be read up to the marked place. The message says what could have followed there, and "
        "how such a statement is written.",
        "index lab openai, google",
        "index lab = openai, google",
    ),
    _error(
        "unexpected-end",
        "A line ends before its statement is complete.",
        "A statement ends with its line, unless a bracket is open or the line ends with a comma.",
        "time 2026 to 2080",
        "time 2026 to 2080 by 1 year",
    ),
    _error(
        "missing-value",
        "After an operator or a sign a value is missing.",
        "A statement ends with its line, so an expression that goes on in the next line must stand in brackets.",
        "x = 3 +",
        "x = 3 + 4",
    ),
    _error(
        "missing-operator",
        "Two values stand side by side without an operator.",
        "Products are always written with `*`. A word after a number is its unit, as in `3 months`.",
        "x = 2(3 + 4)",
        "x = 2 * (3 + 4)",
    ),
    _error(
        "missing-comma",
        "The comma before `never` is missing.",
        "The clauses of an event, `never …` and `never if …`, each follow a comma.",
        "event e ~ 2030 to 2040 never 10%",
        "event e ~ 2030 to 2040, never 10%",
    ),
    _error(
        "no-statement",
        "A value alone is no statement.",
        "A file is made of declarations: each line defines, observes or asks something.",
        "x = 3\nx + 1",
        "x = 3\nquestion q = x + 1",
    ),
    _error(
        "two-statements",
        "Two statements stand on one line.",
        "A statement ends with its line or with `;`.",
        "x = 3 y = 4",
        "x = 3; y = 4",
    ),
    _error(
        "continued-line",
        "A line begins with an operator.",
        "A statement ends with its line, so the line before is complete and this one belongs to nothing. Inside `( "
        ")` the ends of lines mean nothing.",
        "x = 3\n    + 4",
        "x = (3\n    + 4)",
    ),
    _error(
        "repeated-clause",
        "A clause is stated twice in a statement.",
        "Which of the two should hold would be a guess.",
        "observe 3 ~ normal(0, 1) where a > 1 where b > 1",
        "observe 3 ~ normal(0, 1) where a > 1 and b > 1",
    ),
    _error(
        "reserved-word",
        "A word of the language is used as a name.",
        "The words with which statements begin, and a few others (`t`, `to`, `if`, `at`, `given` …), would make a "
        "text ambiguous if they could be names. Words of blocks, such as `start`, `rate` or `source`, can be.",
        "data = 3",
        "data_points = 3",
    ),
    _error(
        "foreign-statement",
        "A statement begins with a word from another language.",
        "Definitions need no word before them, there are no loops, and functions are written `fn f(x) = …`.",
        "let x = 3",
        "x = 3",
    ),
    _error(
        "missing-fn",
        "A function is defined without `fn`.",
        "`fn f(x) = …` defines a function; `f[i] = …` defines a quantity with an index.",
        "f(x) = x^2",
        "fn f(x) = x^2",
    ),
    _error(
        "bracketed-elements",
        "The elements of an index stand in brackets.",
        "An index lists its elements after `=`, separated by commas.",
        "index lab = [openai, google]",
        "index lab = openai, google",
    ),
    _error(
        "field-sign",
        "An entry of a block is written with `=`, `~` or `:`.",
        "In the block of a stock or a question the value follows its word directly.",
        "stock s { start = 3 }",
        "stock s { start 3 }",
    ),
    Rule(
        "stray-doc",
        Severity.WARNING,
        "Documentation belongs to no declaration.",
        "Lines that begin with `##` describe the declaration directly below them, and are shown with it. With a "
        "blank line between, they describe nothing.",
        "## What x means.\n\nx = 3",
        "## What x means.\nx = 3",
    ),
    _error(
        "too-many-errors",
        "The file has too many mistakes to list.",
        "Past a number of mistakes the rest of a file is not read: it is probably no model file.",
        "",
        "x = 3",
    ),
)

_OPERATORS = (
    _error(
        "equals-for-comparison",
        "`=` is used to compare.",
        "`=` defines a name and stands once in a statement; `==` compares two values.",
        "x = if a = 3 then 1 else 2",
        "x = if a == 3 then 1 else 2",
    ),
    _error(
        "equals-for-argument",
        "An argument or a cell is named with `=`.",
        "Inside a call or a table `name: value` says what a value is for.",
        "x ~ normal(mean = 3, sd = 1)",
        "x ~ normal(mean: 3, sd: 1)",
    ),
    _error(
        "double-equals-definition",
        "A name is defined with `==`.",
        "`==` compares. A definition has a single `=`, or `~` if the value is uncertain.",
        "x == 3",
        "x = 3",
    ),
    _error(
        "arrow-definition",
        "A name is defined with `<-`.",
        "A definition has `=`, or `~` if the value is uncertain.",
        "x <- 3",
        "x = 3",
    ),
    _error(
        "colon-equals",
        "A name is defined with `:=`.",
        "A definition has `=`, or `~` if the value is uncertain.",
        "x := 3",
        "x = 3",
    ),
    _error(
        "augmented-assignment",
        "`+=` and its like would change a value.",
        "A file says what is; its order means nothing and a name has one value. What builds up over time is a `stock`.",
        "x += 3",
        "y = x + 3",
    ),
    _error(
        "tilde-in-expression",
        "`~` stands inside an expression.",
        "`~` stands once in a statement, after what is being defined or observed.",
        "x = 3 + ~ 4",
        "y ~ 1 to 4\nx = 3 + y",
    ),
    _error(
        "python-power",
        "A power is written `**`.",
        "A power is written `^`.",
        "x = 3 ** 2",
        "x = 3^2",
    ),
    _error(
        "percent-operator",
        "`%` is used for the remainder of a division.",
        "`%` is a unit and follows a number directly.",
        "x = a % b",
        "x = a - b * floor(a / b)",
    ),
    _error(
        "and-symbols",
        "Conditions are joined with signs.",
        "They are joined with the words `and`, `or` and `not`.",
        "x = a && !b",
        "x = a and not b",
    ),
    _error(
        "comparison-sign",
        "A comparison is written in another language's way.",
        "The comparisons are `<`, `<=`, `>`, `>=`, `==` and `!=`; dates also have `before`.",
        "x = a <> b",
        "x = a != b",
    ),
    _error(
        "typographic-sign",
        "A sign of print stands where one of the keyboard should.",
        "Word processors and web pages replace `*`, `-`, `<=` and others by signs that look finer.",
        "x = 3 × 4",
        "x = 3 * 4",
    ),
    _error(
        "dots-for-to",
        "A range is written with dots.",
        "`a to b` is the central 90% interval of an uncertain value.",
        "x ~ 5..10",
        "x ~ 5 to 10",
    ),
    _error(
        "between-without-to",
        "A range is written with `between` or `from`.",
        "`a to b` is the central 90% interval of an uncertain value.",
        "x ~ between 5 and 10",
        "x ~ 5 to 10",
    ),
    _error(
        "ternary",
        "A choice is written with `?`.",
        "A choice between two values is written with the words `if`, `then` and `else`.",
        "x = a > 3 ? 1 : 2",
        "x = if a > 3 then 1 else 2",
    ),
    _error(
        "if-without-else",
        "An `if` has no `else`.",
        "An `if` is a value, so it needs one in both cases.",
        "x = if a > 3 then 1",
        "x = if a > 3 then 1 else 2",
    ),
    _error(
        "if-without-then",
        "An `if` has no `then`.",
        "A choice is written `if CONDITION then VALUE else OTHER_VALUE`.",
        "x = if(a > 3, 1, 2)",
        "x = if a > 3 then 1 else 2",
    ),
    _error(
        "else-if",
        "`elif` is written as one word.",
        "After `else` any value may follow, another `if` too.",
        "x = if a then 1 elif b then 2 else 3",
        "x = if a then 1 else if b then 2 else 3",
    ),
)

_BRACKETS = (
    _error(
        "unclosed-bracket",
        "A bracket is not closed.",
        "A line that begins a statement, no further in than the line with the opening bracket, ends what was open.",
        "x = max(1, 2\ny = 3",
        "x = max(1, 2)\ny = 3",
    ),
    _error(
        "unmatched-bracket",
        "A bracket closes nothing, or closes another kind of bracket.",
        "`(` is closed by `)`, `[` by `]` and `{` by `}`.",
        "x = (1 + 2))",
        "x = (1 + 2)",
    ),
    _error(
        "semicolon-in-brackets",
        "A `;` stands inside brackets.",
        "`;` ends a statement. Values in brackets are separated by `,`.",
        "x = max(1; 2)",
        "x = max(1, 2)",
    ),
    _error(
        "nesting-too-deep",
        "An expression is nested too deeply.",
        "At most 100 brackets stand inside one another, and at most 200 operations are nested or chained. Names for "
        "parts make an expression readable; `sum(x over i)` adds up many values.",
        f"x = {'(' * 101}1{')' * 101}",
        "part = 1 + 2\nx = part + 3",
    ),
)

SYNTAX_RULES: tuple[Rule, ...] = _GENERAL + _OPERATORS + LEXICAL_RULES + _BRACKETS
