"""Text to syntax tree and back."""

from forecast.language.source import Source
from forecast.language.syntax import tree
from forecast.language.syntax.dump import dump_tree
from forecast.language.syntax.parser import MAX_SIZE, Parsed, ParsedExpression, parse, parse_expression
from forecast.language.syntax.pieces import Pieces
from forecast.language.syntax.placing import placed

__all__ = [
    "MAX_SIZE",
    "Parsed",
    "ParsedExpression",
    "Pieces",
    "dump_tree",
    "format_file",
    "parse",
    "parse_expression",
    "placed",
]


def format_file(file: tree.File, source: Source) -> str:
    """The text of a file in the canonical layout, for a `file` that was parsed from `source` without errors.

    Raises ValueError if a part of the file could not be read.
    """
    # The pretty-printer's library takes longer to import than a file to check.
    from forecast.language.syntax import formatter

    return formatter.format_file(file, source)
