"""What could have stood somewhere, in words."""

from forecast.language.syntax.tables import END_OF_INPUT
from forecast.language.syntax.token import END

_SIGNS = {
    "EQUAL": "`=`",
    "TILDE": "`~`",
    "COLON": "`:`",
    "LBRACE": "`{`",
    "LPAR": "`(`",
    "LSQB": "`[`",
    "TO": "`to`",
    "BY": "`by`",
    "WITH": "`with`",
    "WHEN": "`when`",
    "THEN": "`then`",
    "ELSE": "`else`",
    "AS": "`as`",
    "OVER": "`over`",
    "NEVER": "`never`",
    "EXTENDS": "`extends`",
    "WHERE": "`where`",
    "KNOWN": "`known`",
    "FROM": "`from`",
    "GIVEN": "`given`",
    "COLUMNS": "`columns`",
    "COMMA": "`,`",
    "RPAR": "`)`",
    "RSQB": "`]`",
    "RBRACE": "`}`",
}


def describe(kinds: frozenset[str], *, in_brackets: bool) -> str:
    """`a name`, `a value`, `` `=` or `~` ``, `an operator or the end of the line`."""
    parts: list[str] = []
    if "NUMBER" in kinds and "MINUS" in kinds and "PLUS" in kinds and "LPAR" in kinds:
        parts.append("a value")
    elif "MODEL" in kinds or ("EVENT" in kinds and "STOCK" in kinds):
        parts.append("a statement")
    elif "STAR" in kinds:
        # After a value nearly everything can come; what matters is that it may go on or end.
        parts.append("an operator")
        parts += [_SIGNS[kind] for kind in ("COMMA", "RPAR", "RSQB", "THEN", "ELSE", "WITH", "BY") if kind in kinds]
        if "TO" in kinds and not ({END, END_OF_INPUT} & kinds) and "LESS" not in kinds:
            parts.append("`to`")
    else:
        if "NAME" in kinds:
            parts.append("a name")
        if "TEXT" in kinds:
            parts.append('a text in quotation marks (`"…"`)')
        if "NUMBER" in kinds:
            parts.append("a number")
        parts += [sign for kind, sign in _SIGNS.items() if kind in kinds]
    if kinds & {END, END_OF_INPUT}:
        parts.append("the end of the expression" if in_brackets else "the end of the line")
    if not parts:
        return "something else"
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"


_SHAPES = {
    "MODEL": "model NAME",
    "AS_OF": "as_of 2026-11-23",
    "TIME": "time 2026-12 to 2080-01 by 3 months",
    "INDEX": "index lab = openai, anthropic, google",
    "UNIT_WORD": "unit H100 = 9.9e14 FLOP/s",
    "EVENT": "event agi ~ 2027 to 2040",
    "STOCK": "stock compute : FLOP { start 1e25 FLOP; grows 4x/year }",
    "CORRELATE": "correlate a, b with 0.6",
    "DATA": 'data d = csv("file.csv") { index system; released : date }',
    "OBSERVE": "observe 20B USD/year ~ lognormal(median: revenue, factor: 1.2)",
    "EXPECT": 'expect x > 3 "why"',
    "FN": "fn f(a, b) = a + b",
    "IMPORT": 'import "lib.fcst" as lib',
    "EXTENDS": 'extends "base.fcst"',
    "OVERRIDE": "override x ~ 1 to 2",
    "WORLDVIEW": 'worldview soon "Title" { override x ~ 1 to 2 }',
    "CREDENCE": "credence soon 30%, base 70%",
    "QUESTION": "question q = agi before 2035",
}


def shape_of(kind: str) -> str:
    """An example of the statement that begins with a word of this type, or ""."""
    return _SHAPES.get(kind, "")
