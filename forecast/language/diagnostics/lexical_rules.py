"""The mistakes in characters, names and numbers, as `forecast explain` and the reference tell of them."""

from forecast.language.diagnostics.diagnostic import Severity
from forecast.language.diagnostics.rule import Rule


def _error(code: str, summary: str, explanation: str, bad: str, good: str) -> Rule:
    return Rule(code, Severity.ERROR, summary, explanation, bad, good)


LEXICAL_RULES: tuple[Rule, ...] = (
    _error(
        "bad-number",
        "A number is not written as one.",
        "Numbers are written `1_000`, `2.5e26` or `20B` (k, M, B and T stand for thousand, million, billion and "
        "trillion), with a decimal point and without a comma.",
        "x = 1,000",
        "x = 1_000",
    ),
    _error(
        "bad-date",
        "A date is not written as one.",
        "Dates are written `2027-06-15` or `2027-06`, with two digits for month and day; a difference has "
        "blanks around its sign.",
        "event e ~ 2027-6 to 15/06/2030",
        "event e ~ 2027-06 to 2030-06-15",
    ),
    _error(
        "percent-space",
        "A blank stands before `%`.",
        "`%` follows its number directly.",
        "x = 40 %",
        "x = 40%",
    ),
    _error(
        "currency-symbol",
        "A sum of money is written with a sign.",
        "Money has a unit like everything else, after the number: `5B USD`.",
        "x = $5B",
        "x = 5B USD",
    ),
    _error(
        "name-too-long",
        "A name is too long to read.",
        "A name may have 200 characters. What it means is said in a line `##` above its declaration.",
        f"{'a' * 201} = 3",
        "## All of it.\na = 3",
    ),
    _error(
        "unclosed-text",
        "A text has no closing quotation mark.",
        "A text ends on the line on which it begins.",
        'import "lib.fcst as lib',
        'import "lib.fcst" as lib',
    ),
    _error(
        "bad-escape",
        "A backslash in a text means nothing.",
        'After a backslash comes `"`, another backslash, `n` (a new line) or `t` (a tab).',
        r'data d = csv("data\runs.csv") { index system }',
        'data d = csv("data/runs.csv") { index system }',
    ),
    _error(
        "curly-quotes",
        "A text stands in typographic quotation marks.",
        'Texts stand in plain ones: `"…"`.',
        "expect x > 3 “why”",
        'expect x > 3 "why"',
    ),
    _error(
        "single-quotes",
        "A text stands in single quotation marks.",
        'Texts stand in double ones: `"…"`.',
        "expect x > 3 'why'",
        'expect x > 3 "why"',
    ),
    _error(
        "slash-comment",
        "A comment is written with `//` or `/*`.",
        "A comment begins with `#` and ends with its line.",
        "x = 3  // why",
        "x = 3  # why",
    ),
    _error(
        "line-continuation",
        "A line ends with a backslash.",
        "Inside `( )` the ends of lines mean nothing; nothing else is needed.",
        "x = 3 + \\\n    4",
        "x = (3 +\n    4)",
    ),
    _error(
        "unknown-character",
        "A character means nothing here.",
        "Names have letters, digits and `_`. Other signs stand only in texts and comments.",
        "x = 3 ± 1",
        "x ~ 2 to 4",
    ),
    _error(
        "hidden-character",
        "A character cannot be seen.",
        "Blanks of other widths, control characters and signs that turn the direction of writing make a text mean "
        "something other than what it seems to.",
        "x =\u00a03",
        "x = 3",
    ),
    _error(
        "not-text",
        "The file is no text.",
        "Model files are plain text in UTF-8. This one holds a character with the number 0, as programs and "
        "pictures do.",
        "x = 3\0",
        "x = 3",
    ),
    _error(
        "file-too-large",
        "The file is too large for a model file.",
        "Data belongs into a file of its own, which `data` reads; a large model can be split with `import`.",
        "",
        'data d = csv("large.csv") { index system }',
    ),
)
