"""The words of the language for colouring it, each with its Pygments type."""

from functools import cache

from pygments.token import Keyword, Name, Operator, _TokenType

# Words that begin a statement, with the type of the name that each declares.
STATEMENTS: dict[str, _TokenType | None] = {
    "model": Name.Namespace,
    "import": None,
    "extends": None,
    "override": None,
    "as_of": None,
    "time": None,
    "index": Name.Label,
    "unit": Keyword.Type,
    "event": Name.Class,
    "stock": Name.Variable,
    "correlate": None,
    "data": Name.Namespace,
    "observe": None,
    "expect": None,
    "fn": Name.Function,
    "question": Name.Tag,
    "worldview": Name.Namespace,
    "credence": None,
}
# The other reserved words.
WORDS: dict[str, _TokenType] = {
    **dict.fromkeys(("and", "or", "not", "to", "before", "at", "over"), Operator.Word),
    **dict.fromkeys(("if", "then", "else", "case", "given", "when", "where", "with", "as"), Keyword),
    **dict.fromkeys(("never", "true", "false"), Keyword.Constant),
    "t": Name.Builtin.Pseudo,
}
# Words only at their places, names elsewhere.
SOFT_WORDS = frozenset({"by", "columns", "from", "gaussian", "known", "per"})
FIELDS = {
    "stock": frozenset({"start", "from", "grows", "rate", "noise", "min", "max"}),
    "question": frozenset({"title", "resolves", "source"}),
    "data": frozenset({"index", "where"}),
}
# A line that begins with one of them, without indentation, ends what was left open above.
FRESH = frozenset(STATEMENTS) - {"as_of", "time", "index", "unit"}
NOT_UNITS = frozenset({*STATEMENTS, *WORDS, "by", "every", "from", "known", "per"})


@cache
def callables() -> dict[str, _TokenType]:
    """What the language can call, planned things included, with its type."""
    from forecast.language.library import all_functions

    return {
        function.name: Name.Function.Magic if function.kind == "distribution" else Name.Builtin
        for function in all_functions()
    }


def is_unit(name: str) -> bool:
    """Whether a unit of that name is known from the start."""
    from forecast.language.types.catalogue import BUILT_IN

    return BUILT_IN.find(name) is not None
