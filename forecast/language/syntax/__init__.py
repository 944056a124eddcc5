"""Text to syntax tree and back: `parse`, `parse_expression`, `format_file`, `dump_tree`."""

from forecast.language.syntax.parser import MAX_SIZE, Parsed, ParsedExpression, parse, parse_expression

__all__ = ["MAX_SIZE", "Parsed", "ParsedExpression", "parse", "parse_expression"]
