"""How a statement begins, as seen from its first few tokens."""

from forecast.language.syntax.token import Token

# Soft words that are names at the beginning of a statement.
NAMES = frozenset({"NAME", "BY", "COLUMNS", "FROM", "GAUSSIAN", "KNOWN", "PER"})

_WORDS = frozenset(
    {
        "MODEL",
        "IMPORT",
        "EXTENDS",
        "OVERRIDE",
        "EVENT",
        "STOCK",
        "CORRELATE",
        "DATA",
        "OBSERVE",
        "EXPECT",
        "FN",
        "QUESTION",
        "WORLDVIEW",
        "CREDENCE",
        "UNIT_WORD",
    }
)
_DECLARING = frozenset({"INDEX", "EVENT", "STOCK", "DATA", "FN", "QUESTION", "WORLDVIEW", "UNIT_WORD"})
BEGINNINGS = _WORDS | {"INDEX", "AS_OF", "TIME"}
"""The words that a statement begins with."""
_VALUES = NAMES | {"NUMBER", "DATE", "TEXT"}
# What stands between the `:` and the `=` or `~` of a definition.
_ANNOTATION = NAMES | {"STAR", "SLASH", "CIRCUMFLEX", "NUMBER", "UNIT", "PERCENT", "MINUS", "LPAR", "RPAR"}
_FAR = 40


def begins_statement(tokens: list[Token], i: int, *, inside: str = "") -> bool:
    """Whether the token at `i` begins a statement, and no entry of the block of an `inside` (DATA, STOCK, …)."""
    kind = tokens[i].type
    following = tokens[i + 1].type if i + 1 < len(tokens) else ""
    if kind in _WORDS:
        return True
    if kind == "INDEX":
        return inside != "DATA" and following in NAMES
    if kind == "AS_OF":
        return following in {"DATE", "NUMBER"}
    if kind == "TIME":
        return following in _VALUES
    return kind in NAMES and _declares(tokens, i + 1)


def begins_entry(tokens: list[Token], i: int, inside: str) -> bool:
    """Whether the token at `i` begins a statement or an entry of the block of an `inside`."""
    if begins_statement(tokens, i):
        return True
    kind = tokens[i].type
    following = tokens[i + 1].type if i + 1 < len(tokens) else ""
    if inside in {"STOCK", "QUESTION"}:
        return kind in NAMES and following in _VALUES
    if inside == "DATA":
        return kind in {"INDEX", "WHERE"} or (kind in NAMES and following == "COLON")
    return False


def _declares(tokens: list[Token], i: int) -> bool:
    """Whether `=` or `~` follows a name, perhaps after its indexes and its unit."""
    depth = 0
    annotated = False
    for token in tokens[i : i + _FAR]:
        kind = token.type
        if kind == "LINE":
            return False
        if annotated:
            if kind in {"EQUAL", "TILDE"}:
                return True
            if kind not in _ANNOTATION:
                return False
        elif kind == "LSQB":
            depth += 1
        elif kind == "RSQB":
            depth -= 1
        elif depth == 0:
            if kind in {"EQUAL", "TILDE"}:
                return True
            if kind != "COLON":
                return False
            annotated = True
    return False


def declared_name(tokens: list[Token], first: int, end: int) -> str:
    """The name that the statement of these tokens seems to declare, or ""."""
    i = first
    while i < end and tokens[i].type == "OVERRIDE":
        i += 1
    if i < end and tokens[i].type in _DECLARING:
        i += 1
        return tokens[i].text if i < end and tokens[i].type in NAMES else ""
    if i + 1 < end and tokens[i].type in NAMES:
        following = tokens[i + 1].type
        if following in {"EQUAL", "TILDE", "LSQB", "COLON", "EQUAL_EQUAL", "LPAR", "LESS"}:
            return tokens[i].text
        # `let x = 3`
        if following in NAMES and i + 2 < end and tokens[i + 2].type in {"EQUAL", "TILDE", "COLON"}:
            return tokens[i + 1].text
    return ""
